"""The case summary: one reader's review of one case, for a debrief or the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Paragraph, Spacer

from reviewer.domain.form import Form, Item, Kind, Section
from reviewer.domain.grades import Status
from reviewer.domain.ids import Code, Key
from reviewer.domain.inspection import Inspection
from reviewer.domain.marks import OTHER_MARK, Mark
from reviewer.domain.review import case_type
from reviewer.domain.times import local, long_day
from reviewer.printing import look
from reviewer.printing.answers import (
    NOT_ANSWERED,
    ReadReview,
    asks_of_force,
    read_review,
)
from reviewer.printing.lettering import Lettering
from reviewer.printing.lines import (
    LABEL_LIMIT,
    AnswerLine,
    Judgement,
    captioned,
    facts,
    heading,
    noted,
    rule,
    short_key,
)
from reviewer.printing.listed import force_view, list_facts
from reviewer.printing.printed import CasePage, Printed, imprint_of
from reviewer.printing.rows import rows_table
from reviewer.printing.sheet import Opening, bind
from reviewer.printing.typeface import load_typeface


def print_cases(
    inspection: Inspection,
    form: Form,
    pages: Sequence[CasePage],
    *,
    printed_by: str,
    printed_at: datetime,
    copy: int | None,
    with_references: bool,
) -> Printed:
    """Print case summaries, each beginning on a new page.

    `printed_at` is aware; it is shown in local time, and its local day is today for the
    form's rules. The force's own grade stands only on a review whose own grade was saved
    first. Raises ValueError for no pages. The same arguments give the same bytes.
    """
    if not pages:
        raise ValueError("a print needs a case")
    lettering = Lettering(load_typeface())
    today = printed_at.astimezone().date()
    story: list[Flowable] = []
    for page in pages:
        lettering.place = str(page.case.id)
        if story:
            story.append(PageBreak())
        story.extend(_case(lettering, form, page, today, with_reference=with_references))
    imprint = imprint_of(
        inspection,
        form.stamp,
        f"{inspection.code} case summary",
        printed_by=printed_by,
        printed_at=printed_at,
        copy=copy,
    )
    return bind(imprint, story, lettering)


def _case(
    lettering: Lettering, form: Form, page: CasePage, today: date, *, with_reference: bool
) -> Iterator[Flowable]:
    read = read_review(form, page, today)
    yield Opening(lettering.plain(str(page.case.id)), _entry(lettering, read))
    yield from _head(lettering, read)
    listed = list_facts(form, page.case, type_shown=_type(read), with_reference=with_reference)
    yield from facts(lettering, list(listed))
    yield Spacer(0, 8)
    if not read.review.touched:
        yield from _untouched(lettering, read)
        return
    yield from _judgement(lettering, read)
    if read.review.status(form) not in {Status.EXCLUDED, Status.REPLACED}:
        yield from _ratings(lettering, read)
    for section in _in_print_order(form):
        yield from _section(lettering, read, section)


def _entry(lettering: Lettering, read: ReadReview) -> str:
    reader = f", {read.review.reviewer}" if read.review.reviewer else ""
    return lettering.plain(f"{read.page.case.id}{reader}")


def _type(read: ReadReview) -> str:
    return case_type(read.form, read.review, read.page.case.type)


def _head(lettering: Lettering, read: ReadReview) -> Iterator[Flowable]:
    page, review, form = read.page, read.review, read.form
    kind = _type(read)
    yield lettering.paragraph(str(page.case.id), look.EYEBROW)
    yield lettering.paragraph(form.type_label(kind) if kind else "Type not given", look.TITLE)
    said = [f"Status: {review.status(form)}"]
    if review.touched and not review.completed and review.status(form) is Status.IN_PROGRESS:
        said.append(f"{read.assessment.percent}% answered")
    if review.reviewer:
        said.append(f"Reviewed by {review.reviewer}")
    if review.changed_at:
        at = local(review.changed_at)
        said.append(f"Last changed {at.day} {at:%b %Y}, {at:%H:%M}")
    yield lettering.paragraph("  ·  ".join(said), look.BODY_QUIET)
    yield Spacer(0, 8)
    yield rule()
    yield Spacer(0, 10)


def _untouched(lettering: Lettering, read: ReadReview) -> Iterator[Flowable]:
    caption = lettering.paragraph("Overall judgement", look.SMALL_QUIET)
    yield Judgement(caption, "Not started", None, ())
    yield Spacer(0, 10)
    required = len(read.assessment.required)
    yield lettering.paragraph(
        f"Nothing is answered yet: all {required} required items are {NOT_ANSWERED}.", look.BODY
    )


def _judgement(lettering: Lettering, read: ReadReview) -> Iterator[Flowable]:
    form, review = read.form, read.review
    roles = form.roles
    status = review.status(form)
    caption = lettering.paragraph(str(form.item(roles.grade).label), look.SMALL_QUIET)
    if status in {Status.EXCLUDED, Status.REPLACED}:
        word = form.label(roles.reviewable, review.get(roles.reviewable))
        caption = lettering.paragraph("Not reviewed", look.SMALL_QUIET)
        yield Judgement(caption, lettering.markup(word), None, ())
        return
    grade = review.grade(form)
    word = form.label(roles.grade, grade) if grade else "Not graded yet"
    yield Judgement(
        caption, lettering.markup(word), form.grades.mark(grade), _beside(lettering, read)
    )
    yield Spacer(0, 8)
    yield from _standing(lettering, read)
    if read.referral_open:
        urgency = read.code(roles.referral_urgency)
        how = f": {form.label(roles.referral_urgency, urgency)}" if urgency else ""
        yield lettering.paragraph(f"Referral back is open{how}", look.BODY_BOLD)
        yield Spacer(0, 6)
    yield from _long_answer(lettering, read, form.item(roles.rationale))


def _beside(lettering: Lettering, read: ReadReview) -> list[Paragraph]:
    if not read.review.blind_grade:
        return []
    if not read.page.case.get("force_grade"):
        return []
    said = [value for _, value in force_view(read.form, read.page.case, comment=False)]
    return [
        lettering.paragraph("Force's own grade", look.SMALL_QUIET),
        lettering.paragraph(said[0], look.STRONG),
        *(lettering.paragraph(value, look.SMALL_QUIET) for value in said[1:]),
    ]


def _standing(lettering: Lettering, read: ReadReview) -> Iterator[Flowable]:
    standing, decision, form = read.page.standing, read.page.decision, read.form
    if standing is None:
        return
    said: list[str] = []
    if len(standing.reviews) > 1:
        names = ", ".join(review.reviewer for review in standing.reviews)
        said.append(f"This case was read by {len(standing.reviews)} inspectors: {names}.")
    if standing.moderated:
        said.append(f"Grade after moderation: {form.label(form.roles.grade, standing.grade)}.")
    elif standing.unsettled:
        said.append("The reviews of this case differ, and no decision has been taken yet.")
    if decision is not None:
        at = long_day(local(decision.at).isoformat()) if decision.at else ""
        said.append(f"Decided by {decision.moderator}, {at}: {decision.reason}")
    for text in said:
        yield from lettering.passage(text, look.BODY)
    if said:
        yield Spacer(0, 8)


def _ratings(lettering: Lettering, read: ReadReview) -> Iterator[Flowable]:
    areas = [area for area in read.form.areas if _is_shown(read, area)]
    if not areas:
        return
    yield CondPageBreak(90)
    yield Spacer(0, 6)
    for area in areas:
        rating = area.rating or Key("")
        code = read.code(rating)
        text = read.form.label(rating, code) if code else NOT_ANSWERED
        yield AnswerLine(
            lettering.paragraph(area.number, look.BODY_QUIET),
            lettering.paragraph(str(area.title), look.BODY),
            lettering.paragraph(text, look.BODY_BOLD if code else look.BODY_QUIET),
            _rating_mark(read.form, code),
        )


def _rating_mark(form: Form, code: str) -> Mark | None:
    return (form.grades.mark(code) or OTHER_MARK) if code else None


def _in_print_order(form: Form) -> list[Section]:
    """Put the flags and the referral first, the rest of the judgement last."""
    roles = form.roles
    place = form.section_of
    flags = (roles.supervision, roles.delay, roles.referral)
    first = [place[key].id for key in flags if key in place]
    last = place[roles.grade].id
    return sorted(
        form.sections,
        key=lambda s: (s.id == last, first.index(s.id) if s.id in first else len(first)),
    )


def _is_shown(read: ReadReview, section: Section) -> bool:
    """Say whether a section has anything to print: an answer, or one that is due."""
    if asks_of_force(section):
        applies = any(read.applies(item.key) for item in section.items)
        return bool(read.review.blind_grade) and applies
    return any(
        read.applies(item.key) and (read.requires(item.key) or read.review.get(item.key))
        for item in section.items
    )


def _section(lettering: Lettering, read: ReadReview, section: Section) -> Iterator[Flowable]:
    if not _is_shown(read, section):
        return
    form = read.form
    roles = form.roles
    done = {roles.grade, roles.rationale}
    if roles.grade in {item.key for item in section.items}:
        rest = [i for i in section.items if i.key not in done and read.review.get(i.key)]
        if not any(read.applies(item.key) for item in rest):
            return
        title = "Good practice, themes and use"
        yield from heading(lettering, section.number, title)
    else:
        summed_up = _summed_up(read, section)
        done.add(summed_up)
        answer = read.code(summed_up)
        text = form.label(summed_up, answer) if answer else ""
        due = summed_up and read.requires(summed_up)
        yield from heading(
            lettering,
            section.number,
            str(section.title),
            answer=text or (NOT_ANSWERED if due else ""),
            mark=_rating_mark(form, answer) if section.rating else None,
        )
        if section.rationale is not None:
            yield from _long_answer(lettering, read, form.item(section.rationale))
            done.add(section.rationale)
    if asks_of_force(section):
        yield from _force(lettering, read)
    for item in section.items:
        if item.key not in done and read.applies(item.key):
            yield from _item(lettering, read, item)


def _summed_up(read: ReadReview, section: Section) -> Key:
    """Return the item that a section comes to: its rating, its flag, or none."""
    roles = read.form.roles
    held = {item.key for item in section.items}
    for key in (section.rating, roles.supervision, roles.delay, roles.referral):
        if key is not None and key in held:
            return key
    return Key("")


def _force(lettering: Lettering, read: ReadReview) -> Iterator[Flowable]:
    for label, value in force_view(read.form, read.page.case):
        yield from captioned(lettering, label, value)


def _item(lettering: Lettering, read: ReadReview, item: Item) -> Iterator[Flowable]:
    setters: dict[Kind, Callable[[Lettering, ReadReview, Item], Iterator[Flowable]]] = {
        Kind.TEXT: _long_answer,
        Kind.MULTI: _long_answer,
        Kind.ROWS: _rows,
    }
    yield from setters.get(item.kind, _short_answer)(lettering, read, item)


def _short_answer(lettering: Lettering, read: ReadReview, item: Item) -> Iterator[Flowable]:
    answer = read.review.get(item.key)
    if not answer and not read.requires(item.key) and not _is_question(read.form, item):
        return
    text = read.text(item) or NOT_ANSWERED
    style = _weight(read, item, answer)
    label = str(item.label)
    note = bool(read.review.get(f"{item.key}.note"))
    yield CondPageBreak(60 if note else 24)
    if len(label) > LABEL_LIMIT or len(text) > LABEL_LIMIT:
        yield from captioned(lettering, label, text)
        return
    key = lettering.paragraph(short_key(item), look.SMALL_QUIET)
    yield AnswerLine(key, lettering.paragraph(label, look.BODY), lettering.paragraph(text, style))


def _is_question(form: Form, item: Item) -> bool:
    """Say whether an optional item without an answer is missed: not a tick, date or number."""
    is_choice = item.kind is Kind.CHOICE and item.key != form.roles.case_type
    return is_choice and len(form.codes_of(item)) > 1


def _weight(read: ReadReview, item: Item, answer: str) -> ParagraphStyle:
    """Set an answer bold where it asks for a note: those are the ones a debrief is about."""
    if not answer:
        return look.BODY_QUIET
    option = read.form.codes_of(item).get(Code(answer))
    return look.BODY_BOLD if option is not None and option.note is not None else look.BODY


def _long_answer(lettering: Lettering, read: ReadReview, item: Item) -> Iterator[Flowable]:
    if not read.applies(item.key):
        return
    text = read.text(item)
    caption = "Note" if item.note_of is not None else str(item.label)
    if text.strip() and item.note_of is not None:
        yield from noted(lettering, text)
    elif text.strip():
        yield from captioned(lettering, caption, text)
    elif read.requires(item.key):
        yield lettering.paragraph(f"{caption}: {NOT_ANSWERED}", look.LONG_QUIET)


def _rows(lettering: Lettering, read: ReadReview, item: Item) -> Iterator[Flowable]:
    rows = read.review.rows(item.key)
    computed = list(read.computed_of(item)) if rows else []
    if rows:
        yield Spacer(0, 4)
        yield from facts(lettering, computed, indent=look.KEY)
        yield from rows_table(lettering, read, item)
    elif read.requires(item.key):
        yield lettering.paragraph(f"{item.label}: {NOT_ANSWERED}", look.LONG_QUIET)

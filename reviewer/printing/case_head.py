"""The head of a case on paper: which case, whose review, what the list says, the judgement."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.domain.grades import Status
from reviewer.domain.ids import Key
from reviewer.domain.message import Message, listed, message, verbatim
from reviewer.domain.times import local, long_day, long_moment
from reviewer.printing.answers import ReadReview
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, RuledLine, ShadedPanel, Stack, TextBlock
from reviewer.printing.layout.passages import passage
from reviewer.printing.layout.table import Cell, CellRow
from reviewer.printing.listed import force_view, list_facts
from reviewer.printing.parts import Marked, facts
from reviewer.printing.record import record_block

_BESIDE = 150.0


def case_head(read: ReadReview, *, with_reference: bool) -> Iterator[Block]:
    """Set the number and type of the case, who reviewed it, and what the force's list says."""
    case, kind = read.page.case, read.case_type
    words = read.form.type_label(kind) if kind else str(message("Type not given"))
    titles = Stack(
        [
            TextBlock(str(case.id), look.EYEBROW),
            TextBlock(words, look.HEADING, "H1"),
            TextBlock(str(_about(read)), look.SMALL_QUIET),
        ]
    )
    yield record_block(read, titles)
    yield RuledLine(before=6)
    values = list_facts(
        read.form,
        case,
        type_shown=kind,
        with_reference=with_reference,
        elsewhere=_shown_elsewhere(read),
    )
    yield Stack(facts(list(values), small=True), before=3)


def judgement(read: ReadReview) -> Iterator[Block]:
    """Set the grade that counts, large, and why; below it whatever else was found."""
    form, review, roles = read.form, read.review, read.form.roles
    caption = str(form.item(roles.grade).label)
    if not review.touched:
        word, mark = message("Not started"), None
    elif read.ended:
        caption = str(message("Not reviewed"))
        word = verbatim(form.label(roles.reviewable, review.get(roles.reviewable)))
        mark = None
    elif not read.grade:
        word, mark = message("Not graded yet"), None
    else:
        word, mark = verbatim(form.label(roles.grade, read.grade)), form.grades.mark(read.grade)
    # A grade that does not count must not look like one that does, on a loose page either.
    large = look.BODY_QUIET if read.is_superseded else look.HEADING
    bar = look.COLOURS[mark.colour] if mark and not read.is_superseded else look.LINE
    shown = message("{grade} (does not count)", grade=word) if read.is_superseded else word
    head: list[Block] = [
        TextBlock(caption, look.SMALL_QUIET),
        Marked(str(shown), large, mark),
    ]
    yield ShadedPanel([*_beside(read, head), *_reasons(read)], bar, before=10)


def _shown_elsewhere(read: ReadReview) -> set[Key]:
    """Return the list's values that are on the page anyway: its days, and who reviewed."""
    shown = {Key("inspector")} if read.review.reviewer else set()
    if read.timeline is not None and read.review.touched and not read.ended:
        shown |= {milestone.key for milestone in read.timeline.milestones}
    return shown


def _about(read: ReadReview) -> Message:
    review, form = read.review, read.form
    status = review.status(form)
    state = status.word
    if review.touched and not review.completed and status is Status.IN_PROGRESS:
        state = message(
            "{status}, {percent}% answered", status=state, percent=read.assessment.percent
        )
    if not review.reviewer:
        return state
    if not review.changed_at:
        return message("Reviewed by {person} · {state}", person=review.reviewer, state=state)
    return message(
        "Reviewed by {person} · {state} · last changed {moment}",
        person=review.reviewer,
        state=state,
        moment=long_moment(local(review.changed_at)),
    )


def _beside(read: ReadReview, head: list[Block]) -> list[Block]:
    """Put the force's own grade beside the judgement, once there is a grade of one's own."""
    case = read.page.case
    if not read.review.blind_grade or not case.get("force_grade"):
        return [Stack(head)]
    values = [value for _, value in force_view(read.form, case, comment=False)]
    own = Stack(
        [
            TextBlock(str(message("Force's own grade")), look.SMALL_QUIET),
            TextBlock(values[0], look.BODY_BOLD),
            *(TextBlock(value, look.SMALL_QUIET) for value in values[1:]),
        ]
    )
    left = look.WIDTH - _BESIDE - look.GUTTER - 23
    cells = [Cell(Stack(head), "Div"), Cell(own, "Div")]
    return [CellRow(cells, [left, _BESIDE], above=None, pad=0, role="Div")]


def _reasons(read: ReadReview) -> Iterator[Block]:
    form, roles = read.form, read.form.roles
    if not read.review.touched:
        required = len(read.assessment.required)
        words = message("Nothing is answered yet. {n} answers are required.", n=required)
        yield TextBlock(str(words), look.BODY, before=4)
    if read.ended:
        keys = [key for key in (roles.exclusion, roles.replaced_by) if key]
        for text in (read.text(form.item(key)) for key in keys if read.applies(key)):
            yield from passage(text, look.BODY, before=4)
        note = read.review.get(f"{roles.exclusion}.note")
        yield from passage(note, look.BODY, before=4)
        return
    for words in _standing(read):
        yield TextBlock(str(words), look.BODY_BOLD, before=4)
    decision = read.page.decision
    if decision is not None:
        yield from passage(decision.reason, look.BODY)
    item = form.item(roles.rationale)
    if read.applies(item.key):
        yield from passage(read.review.get(item.key), look.BODY, before=3)


def _standing(read: ReadReview) -> Iterator[Message]:
    standing, decision, form = read.page.standing, read.page.decision, read.form
    if standing is None:
        return
    if len(standing.reviews) > 1:
        names = [review.reviewer for review in standing.reviews]
        yield message("This case was read by {names}.", names=listed(names))
    if standing.moderated:
        grade = form.label(form.roles.grade, standing.grade)
        yield message("Grade after moderation: {grade}.", grade=grade)
        own = read.review.grade(form)
        if own and own != standing.grade:
            yield message(
                "{person}'s own grade: {grade}.",
                person=read.review.reviewer,
                grade=form.label(form.roles.grade, own),
            )
    elif standing.unsettled:
        yield message("The reviews of this case differ, and no decision has been made yet.")
    if decision is not None:
        at = long_day(local(decision.at).isoformat()) if decision.at else ""
        yield message("Decided by {person}, {at}:", person=decision.moderator, at=at)

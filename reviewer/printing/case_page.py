"""One case on a page for a debrief: the judgement, what it rests on, and what is not right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reviewer.domain.form import Item, Kind
from reviewer.domain.ids import Code, Key
from reviewer.domain.meanings import is_rated_item
from reviewer.domain.message import Message, message, plural
from reviewer.domain.options import Meaning
from reviewer.domain.timeline import Timeline
from reviewer.domain.times import long_day
from reviewer.printing.answers import ReadReview
from reviewer.printing.case_head import case_head, judgement
from reviewer.printing.case_rows import rows_tables
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, Stack, TextBlock
from reviewer.printing.layout.passages import passage
from reviewer.printing.layout.table import Cell, CellRow, PrintedTable
from reviewer.printing.layout.timeline import timeline_drawing
from reviewer.printing.letters.faces import plain_width
from reviewer.printing.parts import area_grid, heading, short_key

_GAP: Final = 6.0
_SIDES: Final = 18.0
_SHORT: Final = 60
"""Characters of an answer that shares its line with others."""
_KEY: Final = 28.0
_QUESTION: Final = 118.0
_ANSWER: Final = 78.0


def case_page(read: ReadReview, *, with_reference: bool) -> Iterator[Block]:
    """Set one review so that a debrief needs no other page, as far as it fits on one."""
    yield from case_head(read, with_reference=with_reference)
    yield from judgement(read)
    if not read.review.touched or read.ended:
        return
    if read.timeline is not None:
        yield timeline_drawing(read.timeline, before=12)
    yield from _referral(read)
    yield from _areas(read)
    yield from _flags(read)
    yield from rows_tables(read)
    yield from _answers(read)
    yield from _more(read)


def _areas(read: ReadReview) -> Iterator[Block]:
    rated = [(area, read.code(area.rating or "")) for area in read.form.areas]
    shown = [
        (area, code)
        for area, code in rated
        if code or (area.rating is not None and read.requires(area.rating))
    ]
    if shown:
        yield heading(message("Area ratings"))
        yield area_grid(read.form, shown)


def _flags(read: ReadReview) -> Iterator[Block]:
    """Yield what supervision and delay come to side by side, each with the note to it."""
    roles = read.form.roles
    found = (
        _flag(read, roles.supervision, _supervision_words(read)),
        _flag(read, roles.delay, _delay_words(read)),
    )
    columns = [Cell(Stack(blocks), "Div") for blocks in found if blocks]
    if columns:
        width = (look.WIDTH - _SIDES * (len(columns) - 1)) / len(columns)
        widths = [width] * len(columns)
        yield Stack(
            [CellRow(columns, widths, gap=_SIDES, above=None, pad=0, role="Div")], before=10
        )


def _flag(read: ReadReview, key: Key, summary: Message | None) -> list[Block]:
    code = read.code(key)
    if not code:
        return []
    words = f"{read.form.item(key).label}: {read.form.label(key, code)}"
    blocks: list[Block] = [TextBlock(words, look.BODY_BOLD)]
    if summary is not None:
        blocks.append(TextBlock(str(summary), look.SMALL_QUIET))
    for text in _texts_beside(read, key):
        blocks += passage(text, look.SMALL)
    return blocks


def _texts_beside(read: ReadReview, key: Key) -> Iterator[str]:
    """Yield what was written in the section of a flag.

    Explanations are left out, and so are notes on rated answers, which stand beside those.
    """
    form = read.form
    explained = {rule.explanation for rule in form.rules}
    for item in form.section_of[key].items:
        noted = form.items.get(item.note_of) if item.note_of else None
        if item.kind is not Kind.TEXT or item.key in explained or not read.applies(item.key):
            continue
        if noted is None or not is_rated_item(form, noted):
            yield read.review.get(item.key)


def _supervision_words(read: ReadReview) -> Message | None:
    timeline = read.timeline
    if timeline is None or not timeline.entries:
        return None
    first, last = (long_day(day.isoformat()) for day in (timeline.entries[0], timeline.entries[-1]))
    if timeline.longest_gap is None:
        return message("One entry, on {day}.", day=first)
    return message(
        "{n} entries, {first} to {last}; longest gap {gap}.",
        n=len(timeline.entries),
        first=first,
        last=last,
        gap=plural(timeline.longest_gap.days, "{n} day", "{n} days"),
    )


def _delay_words(read: ReadReview) -> Message | None:
    timeline: Timeline | None = read.timeline
    if timeline is None or not timeline.delays:
        return None
    longest = max(timeline.delays, key=lambda span: span.days)
    still_open = sum(1 for span in timeline.delays if span.open)
    count = plural(len(timeline.delays), "{n} delay", "{n} delays")
    days = plural(longest.days, "{n} day", "{n} days")
    stage = longest.label or message("stage not given")
    if still_open:
        return message(
            "{delays}, {open} still open; the longest {days} ({stage}).",
            delays=count,
            open=still_open,
            days=days,
            stage=stage,
        )
    return message("{delays}; the longest {days} ({stage}).", delays=count, days=days, stage=stage)


def _answers(read: ReadReview) -> Iterator[Block]:
    """Yield the answers that are not plain yes: with their notes, the others in a line each."""
    form = read.form
    shown: list[Item] = []
    aside: list[str] = []
    missing: list[str] = []
    for item in form.items.values():
        if not is_rated_item(form, item) or not read.applies(item.key):
            continue
        code = read.review.get(item.key)
        option = form.codes_of(item).get(Code(code)) if code else None
        name = short_key(item) or str(item.label)
        if option is None:
            missing += [name] if read.requires(item.key) else []
        elif option.means is Meaning.NOT_APPLICABLE and not read.review.get(f"{item.key}.note"):
            aside.append(name)
        elif option.means is not Meaning.YES or read.review.get(f"{item.key}.note"):
            shown.append(item)
    if not shown and not aside and not missing:
        return
    yield heading(message("Answers other than “yes”"))
    if shown:
        columns = _columns(shown)
        rows = [_answer_row(read, item, columns) for item in shown]
        yield PrintedTable(rows, _answer_head(columns), last_grows=True)
    for words, names in (
        (message("Not applicable: {items}", items=", ".join(aside)), aside),
        (message("Not answered yet: {items}", items=", ".join(missing)), missing),
    ):
        if names:
            yield TextBlock(str(words), look.SMALL_QUIET, before=4)


def _columns(shown: Sequence[Item]) -> tuple[float, ...]:
    """Return the widths of key, question, answer and note; no key is broken."""
    size = look.SMALL_QUIET.size
    key = max(_KEY, *(plain_width(short_key(item), size) for item in shown))
    return key, _QUESTION, _ANSWER, look.WIDTH - key - _QUESTION - _ANSWER - 3 * _GAP


def _answer_head(columns: tuple[float, ...]) -> CellRow:
    titles = (message("Item"), message("Question"), message("Answer"), message("Note"))
    cells = [Cell(TextBlock(str(title), look.SMALL_QUIET), "TH") for title in titles]
    return CellRow(cells, columns, gap=_GAP, above=None, below=look.LINE, pad=2)


def _answer_row(read: ReadReview, item: Item, columns: tuple[float, ...]) -> CellRow:
    note = read.review.get(f"{item.key}.note")
    cells = [
        Cell(TextBlock(short_key(item), look.SMALL_QUIET)),
        Cell(TextBlock(str(item.label), look.SMALL)),
        Cell(TextBlock(read.text(item), look.SMALL_BOLD)),
        Cell(Stack(passage(note, look.SMALL) or [TextBlock("", look.SMALL)])),
    ]
    return CellRow(cells, columns, gap=_GAP, pad=1.6)


def _referral(read: ReadReview) -> Iterator[Block]:
    roles = read.form.roles
    code = read.code(roles.referral)
    if not code or not read.refers_back:
        return
    state = (
        message("Referral back is open")
        if read.referral_open
        else message("Referral back is closed")
    )
    yield heading(state)
    section = read.form.section_of[roles.referral]
    skipped = {roles.referral, roles.referral_closed}
    short: list[str] = []
    for item in section.items:
        text = read.text(item) if read.applies(item.key) and item.key not in skipped else ""
        if text.strip() and len(text) <= _SHORT:
            short.append(f"{item.label}: {text}")
        elif text.strip():
            named = message("{question}: {answer}", question=str(item.label), answer=text)
            yield from passage(str(named), look.SMALL)
    if short:
        yield TextBlock(" · ".join(short), look.SMALL)
    if read.referral_due and read.referral_open:
        due = message("Action due by {moment}", moment=read.referral_due)
        yield TextBlock(str(due), look.BODY_BOLD, before=2)


def _more(read: ReadReview) -> Iterator[Block]:
    """Yield good practice and themes."""
    roles = read.form.roles
    for key in (roles.good_practice, roles.themes):
        item = read.form.items.get(key)
        text = read.text(item) if item is not None and read.applies(key) else ""
        if item is not None and text.strip():
            named = message("{question}: {answer}", question=str(item.label), answer=text)
            yield from passage(str(named), look.SMALL, before=5)

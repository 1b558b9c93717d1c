"""Everything that a review says, section by section as on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reviewer.domain.form import Item, Kind, Section, Strength
from reviewer.domain.ids import Code
from reviewer.domain.message import message
from reviewer.printing.answers import NOT_ANSWERED, ReadReview, asks_of_force
from reviewer.printing.case_rows import rows_table
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, Stack, TextBlock
from reviewer.printing.layout.passages import passage
from reviewer.printing.layout.table import Cell, CellRow, PrintedTable
from reviewer.printing.listed import force_view
from reviewer.printing.parts import Marked, facts, heading, rating_mark, short_key

_GAP: Final = 8.0
_WIDTHS: Final = (look.KEY, look.WIDTH - look.KEY - look.ANSWER - 2 * _GAP, look.ANSWER)


def case_details(read: ReadReview) -> Iterator[Block]:
    """Set every answer that was given or is still due, in the order of the form."""
    if not read.review.touched:
        return
    for section in read.form.sections:
        yield from _section(read, section)


def _section(read: ReadReview, section: Section) -> Iterator[Block]:
    blocks = list(_items(read, section))
    of_force = asks_of_force(section) and bool(read.review.blind_grade)
    of_force = of_force and any(read.applies(item.key) for item in section.items)
    if not blocks and not of_force:
        return
    title = message("{number} {title}", number=section.number, title=str(section.title))
    yield heading(title)
    rating = read.code(section.rating) if section.rating else ""
    if section.rating and (rating or read.requires(section.rating)):
        word = read.form.label(section.rating, rating) if rating else str(NOT_ANSWERED)
        yield Marked(word, look.BODY_BOLD, rating_mark(read.form, rating))
    if of_force:
        yield Stack(facts(list(force_view(read.form, read.page.case))))
    yield from blocks


def _items(read: ReadReview, section: Section) -> Iterator[Block]:
    if asks_of_force(section) and not read.review.blind_grade:
        return
    rows: list[CellRow] = []
    for item in section.items:
        if item.note_of is not None or item.key == section.rating or not read.applies(item.key):
            continue
        if item.kind in {Kind.CHOICE, Kind.DATE, Kind.DATETIME, Kind.INTEGER}:
            rows.extend(_short(read, item))
            continue
        long = list(_long(read, item))
        if long and rows:
            yield _table(rows)
            rows = []
        yield from long
    if rows:
        yield _table(rows)


def _table(rows: list[CellRow]) -> PrintedTable:
    titles = (message("Item"), message("Question"), message("Answer"))
    cells = [Cell(TextBlock(str(title), look.TINY), "TH") for title in titles]
    return PrintedTable(rows, CellRow(cells, _WIDTHS, gap=_GAP, above=None, below=look.LINE, pad=1))


def _short(read: ReadReview, item: Item) -> Iterator[CellRow]:
    answer = read.review.get(item.key)
    if not answer and not read.requires(item.key):
        return
    option = read.form.codes_of(item).get(Code(answer)) if answer else None
    is_bold = option is not None and option.note is not None
    style = look.SMALL_BOLD if is_bold else look.SMALL if answer else look.SMALL_QUIET
    label = str(item.label)
    question: list[Block] = [TextBlock(label, look.SMALL)]
    question += passage(read.review.get(f"{item.key}.note"), look.SMALL_QUIET, before=2)
    cells = [
        Cell(TextBlock(short_key(item), look.SMALL_QUIET)),
        Cell(Stack(question)),
        Cell(TextBlock(read.text(item) or str(NOT_ANSWERED), style)),
    ]
    yield CellRow(cells, _WIDTHS, gap=_GAP, pad=2.5)


def _long(read: ReadReview, item: Item) -> Iterator[Block]:
    if item.kind is Kind.ROWS:
        if read.review.rows(item.key):
            values = list(read.computed_of(item))
            yield TextBlock(_caption(read, item), look.SMALL_QUIET, before=6, holds_next=True)
            yield from facts(values)
            yield rows_table(read, item)
        elif read.requires(item.key):
            yield TextBlock(f"{item.label}: {NOT_ANSWERED}", look.SMALL_QUIET, before=4)
        return
    text = read.text(item)
    if text.strip():
        yield TextBlock(_caption(read, item), look.SMALL_QUIET, before=6, holds_next=True)
        yield from passage(text, look.BODY)
    elif read.requires(item.key):
        yield TextBlock(f"{item.label}: {NOT_ANSWERED}", look.SMALL_QUIET, before=4)


def _caption(read: ReadReview, item: Item) -> str:
    for rule in read.form.rules:
        if rule.strength is Strength.EXPLAIN and rule.explanation == item.key:
            # The rule addresses the reviewer; what it is about is all that a reader needs.
            finding = str(rule.text).split(";", maxsplit=1)[0].rstrip(".")
            return str(message("Explained: {finding}", finding=finding))
    return str(item.label)

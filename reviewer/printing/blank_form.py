"""The blank form: the same questions in the order of the screen, dense, to fill in by pen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reviewer.domain.file_actions import Printout
from reviewer.domain.form import Column, Form, Item, Kind, Option, Section, Strength
from reviewer.domain.ids import Code, Key
from reviewer.domain.inspection import Inspection
from reviewer.domain.meanings import is_rated_item
from reviewer.domain.message import message
from reviewer.printing.binding import document_of, finish, imprint_of
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, Stack, TextBlock
from reviewer.printing.layout.imprint import Part
from reviewer.printing.layout.outline import OutlineMark
from reviewer.printing.layout.pen import Pen
from reviewer.printing.layout.table import Cell, CellRow, PrintedTable
from reviewer.printing.letters.setting import Typesetter
from reviewer.printing.parts import short_key
from reviewer.printing.pdf.structure import Element
from reviewer.printing.printed import Printed, Printing
from reviewer.printing.routing import case_types_of, routing

BLANK_ROWS: Final = 4
"""Rows of a table to fill in: more than most cases have; others continue on another sheet."""

_LINE: Final = 15.0
_BOX: Final = 6.5
_KEY: Final = 24.0
_GAP: Final = 5.0
_CODE: Final = 22.0
_QUESTION: Final = 196.0
_ROUTED: Final = look.TINY
_SHARES: Final = {Kind.TEXT: 2.4, Kind.MULTI: 1.0, Kind.CHOICE: 1.0, Kind.DATE: 1.2}


def print_blank_form(inspection: Inspection | None, form: Form, printing: Printing) -> Printed:
    """Print the form to fill in by pen, for one inspection or for none.

    The same arguments give the same bytes.
    """
    imprint = imprint_of(inspection, form.stamp, str(form.title), printing)
    document = document_of(imprint, printing)
    name = str(message("Case: ______________________"))
    document.add(Part(name=name), _blocks(form))
    return finish(document, imprint, Printout.BLANK_FORM)


def _blocks(form: Form) -> Iterator[Block]:
    yield OutlineMark(str(form.title))
    yield TextBlock(str(form.title), look.HEADING, "H1")
    intro = message(
        "Use one form for each case. Tick one box for each question unless "
        "it says otherwise, and write the case number at the top of every "
        "page. The letters are the codes used on screen."
    )
    yield TextBlock(str(intro), look.TINY)
    fields = [
        message("Case number"),
        message("Force's reference"),
        message("Reviewed by"),
        message("Date"),
    ]
    width = (look.WIDTH - 3 * look.GUTTER) / 4
    cells = [Cell(_Line(str(words)), "Div") for words in fields]
    yield CellRow(cells, [width] * 4, above=None, pad=2, role="Div")
    explanations = {r.explanation for r in form.rules if r.strength is Strength.EXPLAIN}
    for section in form.sections:
        yield from _section(form, section, explanations)


def _section(form: Form, section: Section, left_out: set[Key]) -> Iterator[Block]:
    # Notes are written beside their answer; explanations are asked for by the program alone.
    items = [i for i in section.items if i.note_of is None and i.key not in left_out]
    yield OutlineMark(f"{section.number} {section.title}", 1)
    head: list[Block] = [TextBlock(f"{section.number}  {section.title}", look.BODY_BOLD, "H2")]
    for_types = case_types_of(form, section.required)
    when = routing(form, section.relevant)
    if for_types:
        head.append(TextBlock(str(message("For: {types}", types=", ".join(for_types))), _ROUTED))
    elif when is not None:
        head.append(TextBlock(str(message("Only if {condition}.", condition=when)), _ROUTED))
    yield Stack(head, before=7, holds_next=True)
    rated: list[Item] = []
    before = ""
    for item in items:
        if is_rated_item(form, item):
            rated.append(item)
            continue
        if rated and len(form.codes_of(item)) == 1:
            # A tick that excuses an answer in the grid: paper has its note for that.
            continue
        if rated:
            yield _grid(form, rated)
            rated = []
        condition = routing(form, item.relevant)
        asked = str(message("Only if {condition}:", condition=condition)) if condition else ""
        yield _item(form, item, "" if asked == before else asked)
        before = asked
    if rated:
        yield _grid(form, rated)


def _grid(form: Form, items: Sequence[Item]) -> PrintedTable:
    """Set questions with the same answers as a grid: a box for each, and room for a note."""
    options = list(form.codes_of(items[0]).values())
    notes = look.WIDTH - _KEY - _QUESTION - len(options) * (_CODE + _GAP) - 2 * _GAP
    widths = [_KEY, _QUESTION, *([_CODE] * len(options)), notes]
    heads = ["", str(message("Question")), *(str(o.code) for o in options), str(message("Note"))]
    head = CellRow(
        [Cell(TextBlock(words, look.TINY), "TH") for words in heads],
        widths, gap=_GAP, pad=1, above=None, below=look.LINE,
    )  # fmt: skip
    rows = [
        CellRow(
            [
                Cell(TextBlock(short_key(item), look.TINY)),
                Cell(TextBlock(str(item.label), look.SMALL)),
                *(Cell(_Box()) for _ in options),
                Cell(TextBlock("", look.TINY)),
            ],
            widths, gap=_GAP, pad=1.6,
        )
        for item in items
    ]  # fmt: skip
    return PrintedTable(rows, head)


def _item(form: Form, item: Item, when: str) -> Block:
    options = list(form.codes_of(item).values())
    words = str(item.label)
    if item.most is not None:
        words = str(message("{question} (at most {n})", question=words, n=item.most))
    blocks: list[Block] = []
    if when:
        blocks.append(TextBlock(when, _ROUTED))
    match item.kind:
        case Kind.CHOICE | Kind.MULTI:
            blocks.append(_choice(words, options))
            if any(option.note is not None for option in options):
                blocks.append(_Line(str(message("Note"))))
        case Kind.ROWS:
            blocks.append(TextBlock(words, look.SMALL_BOLD))
            blocks += list(_rows(form, item))
        case Kind.TEXT:
            lines = 3 if (item.least or 0) >= 40 or item.least_when else 1
            blocks += [_Line(words), *(_Line("") for _ in range(lines))]
        case Kind.DATE | Kind.DATETIME | Kind.INTEGER:
            blocks.append(_Line(words))
    return Stack(blocks, before=2)


def _choice(words: str, options: Sequence[Option]) -> Block:
    """Set a question and its boxes in one paragraph of boxes and words."""
    return CellRow(
        [Cell(TextBlock(words, look.SMALL), "Div"), Cell(_Boxes(options), "Div")],
        [_QUESTION * 0.62, look.WIDTH - _QUESTION * 0.62 - _GAP],
        gap=_GAP, pad=1.2, role="Div",
    )  # fmt: skip


def _rows(form: Form, item: Item) -> Iterator[Block]:
    columns = item.columns
    shares = [_SHARES.get(column.kind, 0.8) for column in columns]
    room = look.WIDTH - 4 * (len(columns) - 1)
    widths = [room * share / sum(shares) for share in shares]
    head = CellRow(
        [Cell(TextBlock(str(column.label), look.TINY), "TH") for column in columns],
        widths, gap=4, pad=1, above=None, below=look.LINE,
    )  # fmt: skip
    rows = [
        CellRow([Cell(_Empty()) for _ in columns], widths, gap=4, pad=0) for _ in range(BLANK_ROWS)
    ]
    yield PrintedTable(rows, head)
    for names, options in _code_lists(form, columns):
        codes = "; ".join(f"{code} {option.label}" for code, option in options.items())
        yield TextBlock(f"{names}: {codes}", look.TINY, before=2)


def _code_lists(
    form: Form, columns: Sequence[Column]
) -> Iterator[tuple[str, Mapping[Code, Option]]]:
    """Yield each answer set once, with the names of the columns that are filled in from it."""
    users: dict[str, list[str]] = {}
    for column in columns:
        if column.codes is not None and len(form.options[column.codes]) > 1:
            users.setdefault(column.codes, []).append(str(column.label))
    for codes, names in users.items():
        yield ", ".join(names), form.options[codes]


class _Box(Block):
    """A box to tick."""

    def measure(self, setter: Typesetter, width: float) -> None:  # noqa: ARG002 - of one size
        """Take a line."""
        self.height = look.SMALL.leading

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:  # noqa: ARG002 - decoration
        """Draw it."""
        pen.frame(x + 2, top + 2, _BOX, _BOX, look.INK, 0.6)


class _Empty(Block):
    """Room to write in a cell."""

    def measure(self, setter: Typesetter, width: float) -> None:  # noqa: ARG002 - of one size
        """Take a line."""
        self.height = _LINE

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw nothing."""


class _Line(Block):
    """A line to write on, with what belongs there at its left."""

    def __init__(self, label: str) -> None:
        self._label = TextBlock(label, look.TINY)
        self._width = 0.0

    def measure(self, setter: Typesetter, width: float) -> None:
        """Take a line, or what the label needs."""
        self._width = width
        self._label.measure(setter, width)
        self.height = max(_LINE, self._label.height + 5)

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw the label and the line."""
        pen.rule(x, top + self.height, self._width, look.LINE)
        self._label.draw(pen, x, top + self.height - self._label.height - 1, parent)


class _Boxes(Block):
    """Options side by side, each with its box, on as many lines as they need."""

    def __init__(self, options: Sequence[Option]) -> None:
        self._labels = [str(option.label) for option in options]
        self._placed: list[tuple[float, float, str, float]] = []

    def measure(self, setter: Typesetter, width: float) -> None:
        """Place each option behind the last, or at the head of the next line."""
        self._placed = []
        x, line = 0.0, 0
        for label in self._labels:
            wide = min(setter.width(label, look.TINY), width - _BOX - 4)
            if x and x + _BOX + 4 + wide > width:
                x, line = 0.0, line + 1
            self._placed.append((x, line * look.SMALL.leading, label, wide))
            x += _BOX + 4 + wide + 9
        self.height = (line + 1) * look.SMALL.leading

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw boxes and labels."""
        element = parent.add("P") if parent is not None else None
        for right, down, label, wide in self._placed:
            pen.frame(x + right, top + down + 2, _BOX, _BOX, look.INK, 0.6)
            pen.words(label, look.TINY, x + right + _BOX + 3, top + down + 1, wide + 1, element)

"""The blank form: the same questions to fill in by pen, where there is no power."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, Spacer, Table

from reviewer.domain.form import Column, Form, Item, Kind, Option, Section, Strength
from reviewer.domain.ids import Code, Key
from reviewer.domain.inspection import Inspection
from reviewer.printing import look
from reviewer.printing.lettering import Lettering
from reviewer.printing.lines import heading, rule, short_key
from reviewer.printing.printed import Printed, imprint_of
from reviewer.printing.sheet import Opening, bind
from reviewer.printing.typeface import REGULAR, load_typeface

BLANK_ROWS: Final = 4
"""Rows of a table to fill in: more than most cases have; others go on another sheet."""

_LINE: Final = 22.0
"""Points between writing lines: about eight millimetres."""

_BOX: Final = 9.0
_ROOM_FOR_ROWS: Final = 220.0
"""Points that must be left on the page for a table to fill in to begin there."""

_KEPT_OPTIONS: Final = 40
"""A question of at most so many boxes is not broken over pages."""

_SHARES: Final = {Kind.TEXT: 2.0, Kind.MULTI: 1.2, Kind.CHOICE: 1.2, Kind.DATE: 1.2}
"""How much of a table's width a column to fill in takes, beside a number's 1."""

_INLINE: Final = 5
"""A choice of at most so many codes has its boxes in one line, a longer one in two columns."""


def print_blank_form(
    inspection: Inspection | None,
    form: Form,
    *,
    printed_by: str,
    printed_at: datetime,
    copy: int | None,
) -> Printed:
    """Print the form to fill in by pen, for one inspection or for none.

    `printed_at` is aware. The same arguments give the same bytes.
    """
    lettering = Lettering(load_typeface())
    lettering.place = "Form"
    imprint = imprint_of(
        inspection,
        form.stamp,
        str(form.title),
        printed_by=printed_by,
        printed_at=printed_at,
        copy=copy,
    )
    return bind(imprint, list(_form(lettering, form)), lettering)


def _form(lettering: Lettering, form: Form) -> Iterator[Flowable]:
    yield Opening("Case: ______________________")
    yield lettering.paragraph(str(form.title), look.TITLE)
    yield Spacer(0, 3)
    yield lettering.paragraph(
        "To fill in by pen, one form for each case. Tick one box to a question unless it says "
        "otherwise; write the number of the case at the head of every page.",
        look.BODY_QUIET,
    )
    yield Spacer(0, 10)
    yield rule()
    yield Spacer(0, 8)
    for label in ("Case number", "Force's reference", "Reviewed by", "Date"):
        yield _Blank(lettering.paragraph(label, look.SMALL_QUIET), 1)
    yield Spacer(0, 6)
    explanations = {r.explanation for r in form.rules if r.strength is Strength.EXPLAIN}
    for section in form.sections:
        yield from _section(lettering, form, section, explanations)


def _section(
    lettering: Lettering, form: Form, section: Section, left_out: set[Key]
) -> Iterator[Flowable]:
    yield from heading(lettering, section.number, str(section.title))
    if section.guidance is not None:
        yield lettering.paragraph(str(section.guidance), look.GUIDANCE)
        yield Spacer(0, 6)
    for item in section.items:
        # Notes are written below their answer; explanations are asked for by the program only.
        if item.note_of is None and item.key not in left_out:
            yield from _item(lettering, form, item)


def _item(lettering: Lettering, form: Form, item: Item) -> Iterator[Flowable]:
    options = list(form.codes_of(item).values())
    has_note = any(option.note is not None for option in options)
    head: list[Flowable] = [
        _Question(
            lettering.paragraph(short_key(item), look.SMALL_QUIET),
            lettering.paragraph(str(item.label), look.BODY_BOLD),
        )
    ]
    if item.guidance is not None:
        head.append(lettering.paragraph(str(item.guidance), look.GUIDANCE))
    head.append(Spacer(0, 3))
    answer = list(_answer(lettering, form, item, options))
    if has_note:
        answer.append(_Blank(lettering.paragraph("Note", look.SMALL_QUIET), 1))
    if item.kind is Kind.ROWS or len(options) > _KEPT_OPTIONS:
        yield CondPageBreak(_ROOM_FOR_ROWS)
        yield from (*head, *answer)
    else:
        yield KeepTogether([*head, *answer])
    yield Spacer(0, 8)


def _answer(
    lettering: Lettering, form: Form, item: Item, options: Sequence[Option]
) -> Iterator[Flowable]:
    match item.kind:
        case Kind.CHOICE | Kind.MULTI:
            if item.most is not None:
                yield lettering.paragraph(f"At most {item.most}.", look.GUIDANCE)
            yield from _boxes(lettering, options, many=item.kind is Kind.MULTI)
        case Kind.ROWS:
            yield from _rows(lettering, form, item)
        case Kind.TEXT:
            yield _Blank(None, 5 if (item.least or 0) >= 20 else 3)
        case Kind.DATE | Kind.DATETIME | Kind.INTEGER:
            hints = {Kind.DATE: "day, month, year", Kind.DATETIME: "day, month, year, time"}
            hint = hints.get(item.kind, "a whole number")
            yield _Blank(lettering.paragraph(hint, look.SMALL_QUIET), 1, short=True)


def _boxes(lettering: Lettering, options: Sequence[Option], *, many: bool) -> Iterator[Flowable]:
    columns = len(options) if len(options) <= _INLINE and not many else 2
    ticks = [_Tick(lettering.paragraph(str(option.label), look.BODY)) for option in options]
    for start in range(0, len(ticks), columns):
        yield _TickLine(ticks[start : start + columns], columns)


def _rows(lettering: Lettering, form: Form, item: Item) -> Iterator[Flowable]:
    columns = item.columns
    head: list[Paragraph | str] = [
        lettering.paragraph(str(c.label), look.SMALL_QUIET) for c in columns
    ]
    widths = _row_widths(columns)
    table = Table(
        [head, *([""] * len(columns) for _ in range(BLANK_ROWS))],
        colWidths=widths,
        rowHeights=[None, *([_LINE + 6] * BLANK_ROWS)],
        repeatRows=1,
    )
    table.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("GRID", (0, 1), (-1, -1), look.HAIRLINE, look.LINE),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ]
    )
    yield Spacer(0, 4)
    yield table
    for names, options in _code_lists(form, columns):
        said = "; ".join(f"{code} {option.label}" for code, option in options.items())
        yield Spacer(0, 3)
        yield lettering.paragraph(f"{names}: {said}", look.GUIDANCE)


def _row_widths(columns: Sequence[Column]) -> list[float]:
    """Share the page out, no column narrower than the longest word of its head."""
    least = [
        max(stringWidth(word, REGULAR, look.SMALL_SIZE) for word in f"{column.label} -".split()) + 5
        for column in columns
    ]
    shares = [_SHARES.get(column.kind, 1.0) for column in columns]
    spare = max(look.WIDTH - sum(least), 0.0)
    scale = min(look.WIDTH / sum(least), 1.0)
    return [
        width * scale + spare * share / sum(shares)
        for width, share in zip(least, shares, strict=True)
    ]


def _code_lists(
    form: Form, columns: Sequence[Column]
) -> Iterator[tuple[str, Mapping[Code, Option]]]:
    """Yield each answer set once, with the names of the columns that are filled in from it."""
    users: dict[str, list[str]] = {}
    for column in columns:
        if column.codes is not None:
            users.setdefault(column.codes, []).append(str(column.label))
    for codes, names in users.items():
        yield ", ".join(names), form.options[codes]


class _Question(Flowable):
    """A question on a hairline: its key and its label."""

    def __init__(self, key: Paragraph, label: Paragraph) -> None:
        super().__init__()
        self._key, self._label = key, label

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self._key.wrap(look.KEY, 0)
        self.width, self.height = width, self._label.wrap(width - look.KEY, 0)[1] + 6
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(look.FAINT)
        canvas.setLineWidth(look.HAIRLINE)
        canvas.line(0, self.height, self.width, self.height)
        self._key.drawOn(canvas, 0, self.height - 5 - self._key.height)
        self._label.drawOn(canvas, look.KEY, self.height - 4 - self._label.height)


class _Tick(Flowable):
    """A box to tick and its label."""

    def __init__(self, label: Paragraph) -> None:
        super().__init__()
        self._label = label

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, self._label.wrap(width - _BOX - 12, 0)[1]
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(look.INK)
        canvas.setLineWidth(0.75)
        canvas.rect(0, self.height - _BOX - 2.5, _BOX, _BOX, stroke=1, fill=0)
        self._label.drawOn(canvas, _BOX + 5, self.height - self._label.height)


class _TickLine(Flowable):
    """Boxes side by side in columns of one width, so that those of neighbours line up."""

    def __init__(self, ticks: Sequence[_Tick], columns: int) -> None:
        super().__init__()
        self._ticks, self._columns = ticks, columns

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self._column = (width - look.KEY) / max(self._columns, 4 if self._columns > 2 else 2)
        heights = [tick.wrap(self._column, 0)[1] for tick in self._ticks]
        self.width, self.height = width, max(heights) + 4
        return self.width, self.height

    def draw(self) -> None:
        for place, tick in enumerate(self._ticks):
            x = look.KEY + place * self._column
            tick.drawOn(self.canv, x, self.height - 2 - tick.height)


class _Blank(Flowable):
    """Lines to write on, the first with what belongs there at its left."""

    def __init__(self, label: Paragraph | None, lines: int, *, short: bool = False) -> None:
        super().__init__()
        self._label, self._lines, self._short = label, lines, short

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        if self._label is not None:
            self._label.wrap(110, 0)
        self.width, self.height = width, self._lines * _LINE + 2
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(look.LINE)
        canvas.setLineWidth(look.HAIRLINE)
        end = look.KEY + 220 if self._short else self.width
        for line in range(self._lines):
            y = self.height - (line + 1) * _LINE
            canvas.line(look.KEY, y, end, y)
        if self._label is not None:
            self._label.drawOn(canvas, look.KEY, self.height - _LINE + 2)

"""A small picture of the sheet that was read: where each of its parts went, and what beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from reviewer.domain.list_reading import ListReading, SheetPart
from ui.window.parts.layouts import clear
from ui.window.parts.text import Text
from ui.window.theme import Theme
from ui.window.words import counted, say

WIDE, HIGH, SWATCH = 150, 132, 12
"""Pixels at 100%."""
LEAST: Final = 3
"""Pixels that the smallest part takes, so that it is seen."""
RANGES: Final = 4
"""Ranges of rows that a line of the legend names."""
ELSEWHERE: Final = frozenset({"other sheet", "hidden sheet"})

_WORDS: Final[Mapping[str, Callable[[], str]]] = {
    "case": lambda: say("Cases"),
    "refused": lambda: say("Rows with problems"),
    "heading": lambda: say("Headings"),
    "above the heading": lambda: say("Above the headings"),
    "own heading": lambda: say("Headings with other columns"),
    "repeated header": lambda: say("Headings again"),
    "total": lambda: say("Totals"),
    "note": lambda: say("Notes"),
    "unused": lambda: say("Formulas without a case"),
    "other table": lambda: say("Another table"),
    "empty": lambda: say("Empty rows"),
}
_TONES: Final = {
    "case": "good",
    "refused": "inadequate",
    "heading": "accent",
    "own heading": "accent",
    "repeated header": "accent",
    "empty": "ground",
}
"""Tokens by what became of a part; what was left out is of one colour."""
_LEFT_OUT: Final = "medium"
_FAINT: Final = 70
"""How much of its colour a column that is left out keeps, of 255."""


class SheetMap(QWidget):
    """The picture, and a legend that says the same in words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture = _Picture(theme)
        self._legend = QGridLayout()
        self._legend.setHorizontalSpacing(theme.px(8))
        self._legend.setVerticalSpacing(theme.px(4))
        self._legend.setColumnStretch(1, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(20))
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._legend, 1)

    def show_reading(self, reading: ListReading) -> None:
        """Show the parts of the file that was read."""
        own = [part for part in reading.parts if part.fate not in ELSEWHERE]
        kept = [bool(column.key) for column in reading.columns]
        self._picture.show_parts(own, kept)
        clear(self._legend)
        lines = [(_tone(fate), _line(fate, ranges)) for fate, ranges in _by_fate(own).items()]
        if not all(kept):
            left = counted(kept.count(False), "{n} column is left out", "{n} columns are left out")
            lines.append(("faint", say("{columns} (pale in the picture)", columns=left)))
        lines += [("", _elsewhere(part)) for part in reading.parts if part.fate in ELSEWHERE]
        for row, (tone, words) in enumerate(lines):
            swatch = _Swatch(self._theme, tone)
            self._legend.addWidget(swatch, row, 0, Qt.AlignmentFlag.AlignTop)
            self._legend.addWidget(Text(self._theme, words, wrap=True), row, 1)
        self._legend.setRowStretch(len(lines), 1)
        self._picture.setAccessibleDescription(". ".join(words for _tone, words in lines))


def _by_fate(parts: Sequence[SheetPart]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for part in parts:
        found.setdefault(part.fate, []).append((part.first_row, part.last_row))
    return found


def _line(fate: str, ranges: Sequence[tuple[int, int]]) -> str:
    rows = sum(last - first + 1 for first, last in ranges)
    named = ", ".join(
        f"{first:,}" if first == last else f"{first:,}–{last:,}" for first, last in ranges[:RANGES]
    )
    if len(ranges) > RANGES:
        named = say("{ranges} and further down", ranges=named)
    where = counted(rows, "row {rows}", "{n:,} rows ({rows})", rows=named)
    return say("{what}: {where}", what=_WORDS[fate](), where=where)


def _elsewhere(part: SheetPart) -> str:
    rows = counted(part.last_row, "{n} row", "{n:,} rows")
    if part.fate == "hidden sheet":
        return say("The hidden sheet “{sheet}”, with {rows}, was not read.", sheet=part.sheet,
                   rows=rows)  # fmt: skip
    return say("The sheet “{sheet}”, with {rows}, was not read.", sheet=part.sheet, rows=rows)


def _tone(fate: str) -> str:
    return _TONES.get(fate, _LEFT_OUT)


class _Swatch(QWidget):
    """The colour of a line of the legend."""

    def __init__(self, theme: Theme, tone: str) -> None:
        super().__init__()
        self._theme, self._tone = theme, tone
        self.setFixedSize(theme.px(SWATCH), theme.px(SWATCH + 6))

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint a square with a bound; nothing for what is not in the picture."""
        if not self._tone:
            return
        painter = QPainter(self)
        size = self._theme.px(SWATCH)
        color = self._theme.color("good" if self._tone == "faint" else self._tone)
        color.setAlpha(_FAINT if self._tone == "faint" else 255)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.setBrush(color)
        painter.drawRect(QRectF(0.5, 4.5, size - 1, size - 1))


class _Picture(QWidget):
    """The sheet from above: its rows as bands, the columns that are left out pale."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: Sequence[SheetPart] = ()
        self._kept: Sequence[bool] = ()
        self.setObjectName("sheet-map")
        self.setAccessibleName(say("Where each part of the sheet went"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_parts(self, parts: Sequence[SheetPart], kept: Sequence[bool]) -> None:
        """Show other parts; `kept` says for each column of the list whether it is read."""
        self._parts, self._kept = parts, kept
        self.update()

    def sizeHint(self) -> QSize:
        """Return the same size for every sheet."""
        return QSize(self._theme.px(WIDE), self._theme.px(HIGH))

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint each part as a band, from the first row down."""
        painter = QPainter(self)
        top = 1.0
        for part, high in zip(self._parts, self._heights(), strict=True):
            self._paint_band(painter, part, QRectF(1, top, self.width() - 2, high))
            top += high
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))

    def _heights(self) -> list[float]:
        """Share the height among the parts by their rows; each is seen, as far as they fit."""
        room = self.height() - 2
        rows = [part.last_row - part.first_row + 1 for part in self._parts]
        least = min(LEAST, room / max(len(rows), 1))
        spare = room - least * len(rows)
        return [least + spare * count / sum(rows) for count in rows]

    def _paint_band(self, painter: QPainter, part: SheetPart, band: QRectF) -> None:
        color = self._theme.color(_tone(part.fate))
        if part.fate not in {"case", "refused"} or not self._kept:
            painter.fillRect(band, color)
            return
        wide = band.width() / len(self._kept)
        for place, kept in enumerate(self._kept):
            own = QColor(color)
            own.setAlpha(255 if kept else _FAINT)
            column = QRectF(band.left() + place * wide, band.top(), max(wide - 1, 1), band.height())
            painter.fillRect(column, own)

"""Which column of a force's list is which: a line for each, with samples and a choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from reviewer.domain.case import LIST_KEYS, WITHHELD
from reviewer.domain.ids import Key
from reviewer.domain.list_reading import MANDATORY_KEYS, ListColumn
from ui.operations.lists import ListRead
from ui.window.list_words import key_words
from ui.window.parts.pick_field import PickBox
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say

SAMPLE_LENGTH = 32
"""Characters of a sample: enough to know a column by."""


class MappingView(QWidget):
    """`wanted` carries the options with a column taken as another key, or left out."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._read: ListRead | None = None
        self._lines: list[ColumnLine] = []
        self._missing = Text(theme, tone="inadequate", strong=True, wrap=True)
        self._missing.setObjectName("missing-columns")
        self._keys = _key_model(self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(10))
        self._grid.setColumnStretch(0, 4)
        self._grid.setColumnStretch(1, 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._missing)
        layout.addLayout(self._grid)

    def show_reading(self, read: ListRead) -> None:
        """Show every column of the list, in its order, and what each is taken as."""
        reading = read.reading
        self._read = read
        columns = reading.columns
        while len(self._lines) < len(columns):
            self._lines.append(self._add_line(len(self._lines)))
        for line, column in zip(self._lines, columns, strict=False):
            line.show_column(column, _name(column, columns))
        for line in self._lines[len(columns) :]:
            line.hide()
        lacking = [key_words(key) for key in MANDATORY_KEYS if key not in reading.mapping]
        self._missing.put(
            say(
                "Required but not found: {keys}. Choose the columns below.", keys=", ".join(lacking)
            )
            if lacking
            else ""
        )

    def _add_line(self, row: int) -> ColumnLine:
        line = ColumnLine(self._theme, self._keys)
        for place, part in enumerate(line.parts):
            self._grid.addWidget(part, row, place)
        line.box.activated.connect(lambda: self._on_chosen(line))
        return line

    def _on_chosen(self, line: ColumnLine) -> None:
        key = str(line.box.currentData() or "")
        if self._read is not None and key != line.key:
            self.wanted.emit(self._read.options.with_column(line.name, key, line.key))


class ColumnLine:
    """One column: its header, its samples or why it has none, and the choice of a key."""

    def __init__(self, theme: Theme, keys: QStandardItemModel) -> None:
        self.name = ""
        self.key = ""
        self._header = Text(theme, strong=True, wrap=True)
        self._samples = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self.box = PickBox()
        self.box.setModel(keys)
        self.box.setMaxVisibleItems(len(LIST_KEYS) + 1)
        self.box.setFixedWidth(theme.px(230))
        self.parts = (self._header, self._samples, self.box)

    def show_column(self, column: ListColumn, name: str) -> None:
        """Show a column; `name` is what a mapping calls it."""
        self.name, self.key = name, column.key
        twice = name != column.header
        self._header.setText(f"{column.header} ({column.letter})" if twice else column.header)
        self.box.setCurrentIndex(max(self.box.findData(column.key), 0))
        self.box.setObjectName(f"map-{column.letter}")
        self._samples.setObjectName(f"samples-{column.letter}")
        self._samples.setText(_about(column))
        words = say("Meaning of “{column}”", column=self._header.text())
        self.box.setAccessibleName(words)
        self.box.setAccessibleDescription(self._samples.text())
        for part in self.parts:
            part.show()

    def hide(self) -> None:
        """Show nothing: the list has fewer columns."""
        for part in self.parts:
            part.hide()


def _about(column: ListColumn) -> str:
    samples = " · ".join(map(_short, column.samples))
    if column.key:
        withheld = Key(column.key) in WITHHELD
        hidden = say("Hidden until you have graded.") if withheld else say("Not shown.")
        return samples or hidden
    reason = say("Left out: {reason}.", reason=column.reason or "")
    return f"{samples}\n{reason}" if samples else reason


def _key_model(parent: QWidget) -> QStandardItemModel:
    model = QStandardItemModel(parent)
    for words, key in ((say("– left out –"), ""), *((key_words(k), str(k)) for k in LIST_KEYS)):
        item = QStandardItem(words)
        item.setData(key, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    return model


def _name(column: ListColumn, columns: Sequence[ListColumn]) -> str:
    twice = sum(other.header == column.header for other in columns) > 1
    return f"column {column.letter}" if twice else column.header


def _short(sample: str) -> str:
    return sample if len(sample) <= SAMPLE_LENGTH else sample[: SAMPLE_LENGTH - 1] + "…"

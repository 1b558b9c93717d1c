"""Tables of records: columns as data, one model and one view for all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from reviewer.domain.marks import Mark
from ui.window.parts.flat_table import TOP, FlatTable, Index, side
from ui.window.parts.shapes import picture_of
from ui.window.theme import Theme
from ui.window.words import tooltip

_Record = TypeVar("_Record")
_RUNS: Final = re.compile(r"\d{1,18}|\D+")
_BETWEEN_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3})")

UNSORTED: Final = -1
"""The column that stands for the order in which the records were given."""

WRAPPED_AT_MOST = 400
"""Rows whose height is fitted to their text: fitting asks Python for each of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordColumn(Generic[_Record]):
    """One column: its title, its text for a record, and how it is set."""

    title: str
    text: Callable[[_Record], str]
    right: bool = False
    stretches: bool = False
    width: int = 0
    """Pixels at 100%; 0 takes what the cells need."""
    edit: Callable[[_Record, str], None] | None = None
    """What becomes of another text that a person types into a cell."""
    may_edit: Callable[[_Record], bool] = lambda _record: True
    typed: Callable[[_Record], str] | None = None
    """What a person begins to edit with, where that is not what the cell shows."""
    marks: Callable[[_Record], Sequence[Mark]] | None = None
    """The shapes of the grades that the text names."""
    sort: Callable[[_Record], Any] | None = None
    """What it is sorted by where that is not its text: a moment and not its words."""


def in_words_order(text: str) -> list[tuple[int, str]]:
    """Return what a text is sorted by: its numbers by size, its words whatever their capitals."""
    plain = _BETWEEN_THOUSANDS.sub("", text).casefold()
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _RUNS.findall(plain)]


class RecordModel(QAbstractTableModel, Generic[_Record]):
    """Records as rows."""

    def __init__(
        self,
        columns: Sequence[RecordColumn[_Record]],
        draw: Callable[[Sequence[Mark]], QPixmap] | None = None,
    ) -> None:
        """Hold no record yet; `draw` draws the marks of columns that have any."""
        super().__init__()
        self._columns = tuple(columns)
        self._draw = draw
        self._given: tuple[_Record, ...] = ()
        self._records: tuple[_Record, ...] = ()
        self._sorted = (UNSORTED, Qt.SortOrder.AscendingOrder)

    def fill(self, records: Sequence[_Record]) -> None:
        """Hold other records, in the order that was chosen."""
        self.beginResetModel()
        self._given = tuple(records)
        self._records = self._in_order()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder, /) -> None:
        """Put the records in the order of a column; of none (-1): as they were given."""
        self.layoutAboutToBeChanged.emit()
        self._sorted = (column, order)
        before = self.persistentIndexList()
        marked = [self._records[index.row()] for index in before]
        self._records = self._in_order()
        places = {id(record): row for row, record in enumerate(self._records)}
        after = [
            self.index(places[id(record)], index.column())
            for index, record in zip(before, marked, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _in_order(self) -> tuple[_Record, ...]:
        place, order = self._sorted
        if place == UNSORTED:
            return self._given
        column = self._columns[place]
        key = column.sort or (lambda record: in_words_order(column.text(record)))
        down = order is Qt.SortOrder.DescendingOrder
        return tuple(sorted(self._given, key=key, reverse=down))

    def record(self, row: int) -> _Record | None:
        """Return the record of a row, None outside."""
        return self._records[row] if 0 <= row < len(self._records) else None

    def rowCount(self, parent: Index = TOP, /) -> int:
        """Return the number of records."""
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = TOP, /) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def flags(self, index: Index, /) -> Qt.ItemFlag:
        """Let a cell be edited where its column has a use for that."""
        flags = super().flags(index)
        if not index.isValid():
            return flags
        column = self._columns[index.column()]
        if column.edit is None or not column.may_edit(self._records[index.row()]):
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole, /) -> bool:
        """Hand on what a person typed into a cell, if it is another text."""
        column = self._columns[index.column()]
        record = self._records[index.row()]
        if role != Qt.ItemDataRole.EditRole or column.edit is None:
            return False
        if str(value) != (column.typed or column.text)(record):
            column.edit(record, str(value))
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        """Return a cell's text, its marks, its tooltip or its side."""
        if not index.isValid():
            return None
        column, record = self._columns[index.column()], self._records[index.row()]
        answer: object = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                answer = column.text(record)
            case Qt.ItemDataRole.EditRole:
                answer = (column.typed or column.text)(record)
            case Qt.ItemDataRole.DecorationRole:
                answer = self._picture(column, record)
            case Qt.ItemDataRole.ToolTipRole:
                answer = tooltip(column.text(record))
            case Qt.ItemDataRole.TextAlignmentRole:
                answer = side(right=column.right)
        return answer

    def _picture(self, column: RecordColumn[_Record], record: _Record) -> QPixmap | None:
        marks = column.marks(record) if column.marks else ()
        return self._draw(marks) if marks and self._draw else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
        /,
    ) -> object:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            case Qt.ItemDataRole.TextAlignmentRole:
                return side(right=self._columns[section].right)
        return None


class RecordTable(FlatTable, Generic[_Record]):
    """A flat table of records, one row chosen at a time; `entered_row` says Enter was pressed."""

    entered_row = Signal(int)

    def __init__(
        self,
        theme: Theme,
        name: str,
        columns: Sequence[RecordColumn[_Record]],
        *,
        wraps: bool = False,
    ) -> None:
        super().__init__(name)
        self._theme = theme
        self._wraps = wraps
        self._columns = tuple(columns)
        self.records: RecordModel[_Record] = RecordModel(
            columns, lambda marks: picture_of(theme, marks, self.devicePixelRatioF())
        )
        self.records.setParent(self)
        self.setModel(self.records)
        self.setWordWrap(wraps)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        if not any(column.edit for column in columns):
            header = self.horizontalHeader()
            header.setSortIndicator(UNSORTED, Qt.SortOrder.AscendingOrder)
            header.setSortIndicatorClearable(True)  # a third click: as it was given
            self.setSortingEnabled(True)
        self._fit_columns()
        theme.changed.connect(self._fit_columns)

    def fill(self, records: Sequence[_Record]) -> None:
        """Show other records."""
        self.records.fill(records)
        if self._wraps and len(records) <= WRAPPED_AT_MOST:
            self.resizeRowsToContents()

    def take_height(self, most: int) -> None:
        """Be as high as the rows are, `most` rows at the most."""
        rows = min(self.records.rowCount(), most)
        heights = sum(self.rowHeight(row) for row in range(rows))
        self.setFixedHeight(heights + self.horizontalHeader().sizeHint().height() + 4)

    def chosen(self) -> _Record | None:
        """Return the chosen record."""
        return self.records.record(self.currentIndex().row())

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Copy the table; say that Enter was pressed on a row; leave letters to the window."""
        if self.copies(event):
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.entered_row.emit(self.currentIndex().row())
        elif event.text().strip() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        header.setMinimumSectionSize(self._theme.px(40))
        self.verticalHeader().setDefaultSectionSize(self._theme.px(30))
        for place, column in enumerate(self._columns):
            if column.stretches:
                mode = QHeaderView.ResizeMode.Stretch
            elif column.width:
                mode = QHeaderView.ResizeMode.Interactive
                self.setColumnWidth(place, self._theme.px(column.width))
            else:
                mode = QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(place, mode)

"""One table of figures on the screen: every count is a link to the cases behind it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHeaderView, QMenu

from reviewer.domain.message import Message
from reviewer.figures.table import Cell, Counted, Row, Style, Table, cell_text, figure_code
from ui.window.parts.flat_table import TOP, FlatTable, Index, side
from ui.window.theme import Theme
from ui.window.words import counted, say, tooltip

COPY_SENTENCE: Final = QKeySequence("Ctrl+Alt+C")

LABEL_MOST: Final = 340
COLUMN_LEAST: Final = 56
COLUMN_MOST: Final = 220
"""Pixels at 100%."""


class FigureModel(QAbstractTableModel):
    """A table as Qt sees it: the first column is the rows' labels."""

    def __init__(self, theme: Theme, table: Table) -> None:
        super().__init__()
        self._theme = theme
        self._table = table

    def row(self, row: int) -> Row:
        """Return a row of the table."""
        return self._table.rows[row]

    def cell(self, index: Index) -> Cell:
        """Return the cell shown at a place, None for a label."""
        cells = self._table.rows[index.row()].cells
        place = index.column() - 1
        return cells[place] if 0 <= place < len(cells) else None

    def linked(self, index: Index) -> Counted | None:
        """Return the count at a place if there are cases behind it."""
        cell = self.cell(index)
        return cell if isinstance(cell, Counted) and cell.cases else None

    def code(self, index: Index) -> str:
        """Return the code of the figure at a place, empty where there is none."""
        if not index.isValid() or self.cell(index) is None:
            return ""
        return figure_code(self._table, index.row(), index.column() - 1)

    def rowCount(self, parent: Index = TOP, /) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: Index = TOP, /) -> int:
        """Return the number of columns, the labels' among them."""
        return 0 if parent.isValid() else len(self._table.headings)

    def text(self, index: Index) -> str:
        """Return what is written at a place."""
        row = self._table.rows[index.row()]
        return str(row.label) if index.column() == 0 else cell_text(self.cell(index))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        """Return text, side, colour, type and accessible words of a cell."""
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                found: object = self.text(index)
            case Qt.ItemDataRole.TextAlignmentRole:
                found = side(right=not self._is_text(index.column()))
            case Qt.ItemDataRole.ForegroundRole:
                found = self._ink(index)
            case Qt.ItemDataRole.FontRole:
                found = self._font(index)
            case Qt.ItemDataRole.AccessibleTextRole:
                found = self._accessible_text(index)
            case Qt.ItemDataRole.ToolTipRole:
                found = self._tip(index)
            case _:
                found = None
        return found

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
        /,
    ) -> object:
        """Return a column's heading."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(self._table.headings[section].label)
            case Qt.ItemDataRole.TextAlignmentRole:
                text = self._is_text(section)
                across = Qt.AlignmentFlag.AlignLeft if text else Qt.AlignmentFlag.AlignRight
                return int(across | Qt.AlignmentFlag.AlignBottom) | int(Qt.TextFlag.TextWordWrap)
        return None

    def _is_text(self, column: int) -> bool:
        if column == 0:
            return True
        cells = [row.cells[column - 1] for row in self._table.rows if column <= len(row.cells)]
        return any(isinstance(cell, Message) for cell in cells)

    def _ink(self, index: Index) -> QColor:
        quiet = self._table.rows[index.row()].style is Style.QUIET
        tone = "accent" if self.linked(index) else "quiet" if quiet else "text"
        return self._theme.color(tone)

    def _font(self, index: Index) -> QFont:
        total = self._table.rows[index.row()].style is Style.TOTAL
        return self._theme.font(strong=total)

    def _tip(self, index: Index) -> str | None:
        code, link = self.code(index), self.linked(index)
        if not code:
            return None
        if link is None:
            return tooltip(say("Figure {code}", code=code))
        words = counted(link.n, "Show this case", "Show these {n} cases")
        return tooltip(say("Figure {code}: {what}", code=code, what=words))

    def _accessible_text(self, index: Index) -> str:
        if index.column() == 0:
            return self.text(index)
        row = self._table.rows[index.row()]
        heading = str(self._table.headings[index.column()].label)
        return ", ".join(part for part in (str(row.label), heading, self.text(index)) if part)


class FigureTable(FlatTable):
    """A table at its full height; `linked` carries what a count is of, and its cases.

    The arrows go from cell to cell, Enter follows a count, Tab leaves. `quoted` carries the code of
    a figure that is to be copied as a sentence, by Ctrl+Alt+C or the menu.
    """

    linked = Signal(str, object)
    quoted = Signal(str)

    def __init__(self, theme: Theme, table: Table) -> None:
        super().__init__(f"{table.id} {table.title}")
        self._theme = theme
        self._table = table
        self._full_width = self._full_height = 0
        self.figures = FigureModel(theme, table)
        self.figures.setParent(self)
        self.setModel(self.figures)
        self.setObjectName(f"figures-{table.id}")
        self.setWordWrap(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._follow)
        self.fit()

    def fit(self) -> None:
        """Give columns what they need and be as high as all rows."""
        theme, px = self._theme, self._theme.px
        model = self.figures
        strong = QFontMetrics(theme.font(strong=True))
        plain = QFontMetrics(theme.font())
        pad = px(28)
        for column in range(model.columnCount()):
            most, least = (LABEL_MOST, 140) if column == 0 else (COLUMN_MOST, COLUMN_LEAST)
            texts = [model.text(model.index(row, column)) for row in range(model.rowCount())]
            widest = max((strong.horizontalAdvance(text) for text in texts), default=0)
            heading = str(self._table.headings[column].label)
            widest = max(widest, _widest_line(plain, heading, px(84)))
            self.setColumnWidth(column, min(max(widest + pad, px(least)), px(most)))
        self.verticalHeader().setDefaultSectionSize(px(30))
        self.resizeRowsToContents()
        header = self.horizontalHeader()
        lines = max(
            plain.boundingRect(
                0,
                0,
                max(self.columnWidth(column) - pad, 1),
                1 << 12,
                int(Qt.TextFlag.TextWordWrap),
                str(self._table.headings[column].label),
            ).height()
            for column in range(model.columnCount())
        )
        header.setFixedHeight(lines + px(14))
        rows = sum(self.rowHeight(row) for row in range(model.rowCount()))
        self._full_height = rows + lines + px(14) + 4
        self._full_width = (
            sum(self.columnWidth(column) for column in range(model.columnCount())) + 4
        )
        self.setMaximumWidth(self._full_width)
        self._take_height()

    def picture(self) -> QPixmap:
        """Return how the whole table looks, with the columns that are out of sight."""
        whole = FigureTable(self._theme, self._table)
        whole.resize(self._full_width, self._full_height)
        taken = whole.grab()
        whole.deleteLater()
        return taken

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Leave room for the bar below where not every column is in sight."""
        super().resizeEvent(event)
        self._take_height()

    def _take_height(self) -> None:
        bar = self.horizontalScrollBar().sizeHint().height()
        height = self._full_height + (bar if self.width() < self._full_width else 0)
        if height != self.height():
            self.setFixedHeight(height)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Follow a count with Enter or Space; copy the table; leave other keys to the window."""
        if self.copies(event):
            return
        enter = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
        if event.key() in enter and not event.modifiers():
            self._follow(self.currentIndex())
        elif QKeySequence(event.keyCombination()) == COPY_SENTENCE:
            self._quote(self.currentIndex())
        elif event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def menu_at(self, place: QPoint) -> QMenu:
        """Return the table's menu, which offers the figure there as a sentence first."""
        menu, index = super().menu_at(place), self.indexAt(place)
        if self.figures.code(index):
            act = QAction(say("Copy the figure as a sentence"), menu)
            act.setShortcut(COPY_SENTENCE)
            act.triggered.connect(lambda: self._quote(index))
            menu.insertAction(menu.actions()[0], act)
        return menu

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:
        """Point where there is a link."""
        super().mouseMoveEvent(event)
        over = self.indexAt(event.position().toPoint())
        link = over.isValid() and self.figures.linked(over) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        """Leave the wheel to the page unless it goes sideways."""
        if event.angleDelta().x():
            super().wheelEvent(event)
        else:
            event.ignore()

    def viewportEvent(self, event: QEvent, /) -> bool:
        """Forget the pointing hand on leaving."""
        if event.type() is QEvent.Type.Leave:
            self.unsetCursor()
        return super().viewportEvent(event)

    def _quote(self, index: Index) -> None:
        if code := self.figures.code(index):
            self.quoted.emit(code)

    def _follow(self, index: QModelIndex) -> None:
        link = self.figures.linked(index) if index.isValid() else None
        if link is None:
            return
        row = self.figures.row(index.row())
        heading = str(self._table.headings[index.column()].label)
        generic = {"n", "N", ""}
        words = str(row.label) if heading in generic else f"{row.label}, {heading}"
        self.linked.emit(words or str(self._table.title), link.cases)


def _widest_line(metrics: QFontMetrics, heading: str, room: int) -> int:
    words = [metrics.horizontalAdvance(word) for word in heading.split()]
    return max([min(metrics.horizontalAdvance(heading), room), *words], default=0)

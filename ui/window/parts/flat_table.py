"""What tables of records and of figures have in common: flat, left by Tab, and copied whole."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView

from reviewer.domain.spreadsheet_text import inert_or_number
from ui.window.parts.announcing import tell
from ui.window.parts.menus import add_entry
from ui.window.words import say

Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()


COPY_PICTURE = QKeySequence("Ctrl+Shift+C")


class FlatTable(QTableView):
    """A table without a grid, whose cells nobody types into and whose rows have no heads.

    Ctrl+C copies it as a table, Ctrl+Shift+C as a picture; so does its menu.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)

    def picture(self) -> QPixmap:
        """Return how the table looks."""
        return self.grab()

    def copy_table(self) -> None:
        """Copy every row with the headings, as a spreadsheet and a word processor take them."""
        rows = [[inert_or_number(" ".join(cell.split())) for cell in row] for row in self._texts()]
        data = QMimeData()
        data.setText("\n".join("\t".join(row) for row in rows))
        cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
        data.setHtml("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
        QGuiApplication.clipboard().setMimeData(data)
        tell(self, say("The table was copied."))

    def copy_picture(self) -> None:
        """Copy the table as a picture."""
        QGuiApplication.clipboard().setPixmap(self.picture())
        tell(self, say("The table was copied as a picture."))

    def contextMenuEvent(self, event: QContextMenuEvent, /) -> None:
        """Offer to copy the table."""
        self.menu_at(event.pos()).popup(event.globalPos())

    def menu_at(self, place: QPoint) -> QMenu:  # noqa: ARG002 - a table of figures asks for it
        """Return what can be done with the table at a place in it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, keys, doing in (
            (say("Copy as a table"), QKeySequence(QKeySequence.StandardKey.Copy), self.copy_table),
            (say("Copy as a picture"), COPY_PICTURE, self.copy_picture),
        ):
            add_entry(menu, words, doing).setShortcut(keys)
        return menu

    def copies(self, event: QKeyEvent) -> bool:
        """Copy the table where a key asks for it, and say whether it did."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_table()
        elif QKeySequence(event.keyCombination()) == COPY_PICTURE:
            self.copy_picture()
        else:
            return False
        return True

    def _texts(self) -> Iterator[list[str]]:
        model = self.model()
        across, columns = Qt.Orientation.Horizontal, range(model.columnCount())
        yield [str(model.headerData(column, across) or "") for column in columns]
        for row in range(model.rowCount()):
            yield [str(model.index(row, column).data() or "") for column in columns]


def side(*, right: bool) -> int:
    """Return how a cell is set: at its right or its left, in the middle of its height."""
    across = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(across | Qt.AlignmentFlag.AlignVCenter)

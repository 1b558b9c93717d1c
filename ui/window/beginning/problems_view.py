"""What keeps rows out, row by row, and the ways to deal with it: correct, send back, leave out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.domain.ids import Key
from reviewer.domain.list_reading import ListProblem
from reviewer.domain.quoting import shown
from ui.operations.lists import ListRead
from ui.window.list_words import key_words, problem_words
from ui.window.parts.buttons import Chip, plain_button
from ui.window.parts.layouts import FlowLayout, clear
from ui.window.parts.panel import Hairline
from ui.window.parts.records import WRAPPED_AT_MOST, RecordColumn, RecordTable
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import say

ROWS_IN_SIGHT = 8
CELL_LENGTH = 200
"""Characters of a cell that are shown."""
_CELL = 2
"""The column of the table that shows the cell, and lets it be corrected."""


class ProblemsView(QWidget):
    """`wanted` carries the options with a cell corrected, or as it was again.

    `refused_asked` asks for a file of the refused rows, `ticked` says whether the good rows are
    to be taken without them.
    """

    wanted = Signal(object)
    refused_asked = Signal()
    ticked = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._read: ListRead | None = None
        self._cells: dict[tuple[int, str], str] = {}
        self._letters: dict[str, str] = {}
        self._counts = (0, 0)
        self._title = Text(
            theme, say("Problems: these rows are not accepted"), size=LARGE, strong=True
        )
        self._hint = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self._table = ProblemTable(
            theme,
            say("Problems by row"),
            (
                RecordColumn(title=say("Row"), text=lambda p: str(p.row), right=True),
                RecordColumn(title=say("Column"), text=self._column, width=170),
                RecordColumn(
                    title=say("In the list"),
                    text=lambda p: shown(self._cell(p), CELL_LENGTH),
                    typed=self._cell,
                    width=170,
                    edit=self._on_corrected,
                    may_edit=lambda p: bool(p.key),
                ),
                RecordColumn(title=say("Problem"), text=problem_words, stretches=True),
            ),
            wraps=True,
        )
        self._table.setObjectName("problems")
        self._corrected = QVBoxLayout()
        self._corrected.setSpacing(theme.px(4))
        self.good_rows = Chip(theme)
        self.good_rows.setObjectName("good-rows")
        self.good_rows.toggled.connect(self.ticked)
        self._send_back = plain_button(say("Save the refused rows…"), name="refused-rows")
        self._send_back.clicked.connect(self.refused_asked)
        self._ways = QWidget()
        self._build_layout()

    def show_reading(self, read: ListRead) -> None:
        """Show what keeps rows out, and what was corrected by hand."""
        reading = read.reading
        place = self._table.currentIndex().row()
        self._read = read
        self._cells = _cells(read)
        self._letters = {column.header: column.letter for column in reading.columns}
        found, accepted = bool(reading.problems), len(reading.cases)
        for part in (self._title, self._table, self._hint, self._ways):
            part.setVisible(found)
        self._table.fill(reading.problems)
        if place >= 0:
            self._table.go_to(min(place, len(reading.problems) - 1))
        editable = any(problem.key for problem in reading.problems)
        self._hint.put(
            say("To correct a cell, select its row and type. The force's file is not changed.")
            if editable
            else ""
        )
        self._show_corrected(read)
        left = reading.rows - accepted
        if (accepted, left) != self._counts or not found:
            self.good_rows.setChecked(False)
        self._counts = (accepted, left)
        self.good_rows.setVisible(accepted > 0)
        self.good_rows.setText(
            say("Accept the {n:,} valid rows and leave out {left:,}", n=accepted, left=left)
        )
        self.good_rows.updateGeometry()
        self._send_back.setVisible(bool(reading.refused.rows))
        self.setVisible(found or bool(read.options.corrections))

    def _cell(self, problem: ListProblem) -> str:
        return self._cells.get((problem.row, problem.key), "")

    def _column(self, problem: ListProblem) -> str:
        """Return a column by its letter, as the force's own program has it, and its heading."""
        letter = self._letters.get(problem.column)
        return f"{letter}  {problem.column}" if letter else problem.column

    def _on_corrected(self, problem: ListProblem, text: str) -> None:
        if self._read is not None:
            self.wanted.emit(
                self._read.options.with_correction(problem.row, problem.key, text.strip())
            )

    def _show_corrected(self, read: ListRead) -> None:
        reading = read.reading
        clear(self._corrected)
        for row, cells in sorted(read.options.corrections.items()):
            for key, text in cells.items():
                column = reading.mapping.get(Key(key), key_words(Key(key)))
                words = say("Row {row}, “{column}”: corrected to “{text}”.",
                            row=row, column=column, text=text)  # fmt: skip
                back = plain_button(say("Undo"), name="correction-back", look="link")
                back.setAccessibleName(say("Undo: {what}", what=words))
                back.clicked.connect(lambda _=False, row=row, key=key: self._on_back(row, key))
                line = QHBoxLayout()
                line.setSpacing(self._theme.px(12))
                line.addWidget(Text(self._theme, words, wrap=True), 1)
                line.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
                self._corrected.addLayout(line)

    def _on_back(self, row: int, key: str) -> None:
        if self._read is not None:
            self.wanted.emit(self._read.options.without_correction(row, key))

    def _build_layout(self) -> None:
        theme, px = self._theme, self._theme.px
        ways = FlowLayout(self._ways, gap=px(8))
        ways.addWidget(self.good_rows)
        ways.addWidget(self._send_back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addWidget(Hairline(theme))
        layout.addWidget(self._title)
        layout.addWidget(self._hint)
        layout.addWidget(self._table)
        layout.addLayout(self._corrected)
        layout.addWidget(self._ways)


def _cells(read: ListRead) -> dict[tuple[int, str], str]:
    """Return what the cells of the refused rows hold, by row and key; a correction wins."""
    reading = read.reading
    refused = reading.refused
    found = {
        (row, key): text
        for row, cells in refused.rows
        for key, text in zip(refused.keys, cells, strict=True)
        if key
    }
    typed = {
        (row, key): text
        for row, cells in read.options.corrections.items()
        for key, text in cells.items()
    }
    return {**found, **typed}


class ProblemTable(RecordTable[ListProblem]):
    """The table of problems; what is typed on a row goes into its cell."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        columns: tuple[RecordColumn[ListProblem], ...],
        *,
        wraps: bool = False,
    ) -> None:
        super().__init__(theme, name, columns, wraps=wraps)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.horizontalHeader().sectionResized.connect(self._fit_rows)
        self.setItemDelegateForColumn(_CELL, CellDelegate(theme, self))

    def _fit_rows(self) -> None:
        """Give each row the height its sentence takes in the width there is."""
        if self.records.rowCount() <= WRAPPED_AT_MOST:
            self.resizeRowsToContents()
        self.take_height(ROWS_IN_SIGHT)

    def fill(self, records: Sequence[ListProblem]) -> None:
        """Show other problems, as many as fit in sight."""
        super().fill(records)
        self.take_height(ROWS_IN_SIGHT)

    def go_to(self, row: int) -> None:
        """Choose a row, at its cell."""
        self.setCurrentIndex(self.records.index(row, _CELL))

    def event(self, event: QEvent, /) -> bool:
        """Keep plain characters: they are typed into a cell, they are no keys of the window."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _types(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Begin to correct the row's cell with Enter or with the first character typed."""
        row = self.currentIndex().row()
        enters = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers()
        types = _types(event)
        if row < 0 or not (enters or types):
            super().keyPressEvent(event)
            return
        self.go_to(row)
        index = self.currentIndex()
        if self.records.flags(index) & Qt.ItemFlag.ItemIsEditable:
            triggers = QAbstractItemView.EditTrigger
            self.edit(index, triggers.AnyKeyPressed if types else triggers.EditKeyPressed, event)


def _types(event: QKeyEvent) -> bool:
    plain = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    seen = bool(event.text().strip()) and event.text().isprintable()
    return seen and not event.modifiers() & ~plain


class CellDelegate(QStyledItemDelegate):
    """Paints the cell of a problem as a field, for that is what it is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        /,
    ) -> None:
        """Paint the cell with a bound where it can be corrected."""
        super().paint(painter, option, index)
        if not index.model().flags(index) & Qt.ItemFlag.ItemIsEditable:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawRoundedRect(QRectF(_field(option)).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.restore()

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002 - Qt's signature
        /,
    ) -> None:
        """Type where the field is painted."""
        editor.setGeometry(_field(option))


def _field(option: QStyleOptionViewItem) -> QRect:
    return option.rect.adjusted(2, 2, -6, -3)

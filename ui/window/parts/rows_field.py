"""Rows edited in place: delays and supervisors' entries, each column by its kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.domain.form import Column, Form, Item, Kind
from reviewer.domain.review import rows_of, rows_text
from reviewer.domain.values import canonical_rows
from ui.window.parts.accessible import AccessibleRole, expose_as
from ui.window.parts.buttons import plain_button
from ui.window.parts.field import Asking, ChoiceField, Field, is_long_list
from ui.window.parts.layouts import FlowLayout
from ui.window.parts.multi_pick import MultiPickField
from ui.window.parts.pick_field import PickField
from ui.window.parts.text import Text
from ui.window.parts.text_field import TextField
from ui.window.parts.typed_fields import DateField, IntegerField, Today
from ui.window.theme import SMALL, Theme
from ui.window.words import localised, optional, say

Cells = dict[str, str]


FEW_COLUMNS = 2
"""Columns that are in one line; more flow below a head."""


class RowEditor(QWidget):
    """One row: a field for each column, its computed days, and a way to remove it."""

    changed = Signal()
    typed = Signal()
    removed = Signal()
    refused = Signal(str)
    settled = Signal()

    def __init__(self, theme: Theme, form: Form, item: Item, today: Today) -> None:
        super().__init__()
        self._theme = theme
        self._word = row_word(item)
        self._cells: Cells = {}
        self._fields: dict[str, Field] = {}
        self._title = Text(theme, size=SMALL, strong=True)
        self._aside = Text(theme, size=SMALL, tone="quiet")
        self._remove = plain_button(say("Remove"), name="remove-row", look="quiet")
        self._remove.clicked.connect(self.removed)
        expose_as(self, AccessibleRole.GROUP)
        cells = [
            (column.kind, self._build_cell(form, item, column, today)) for column in item.columns
        ]
        if len(cells) <= FEW_COLUMNS:
            self._build_line([cell for _, cell in cells])
        else:
            self._build_block(cells)

    def show_row(self, number: int, cells: Mapping[str, str], aside: str) -> None:
        """Show what a row holds, its number and its computed days."""
        self._cells = dict(cells)
        few = len(self._fields) <= FEW_COLUMNS
        name = say("{row} {n}", row=self._word, n=number)
        self._title.put(str(number) if few else name)
        self.setAccessibleName(name)
        self._remove.setAccessibleName(say("Remove {row}", row=name))
        self._aside.put(aside)
        for name, field in self._fields.items():
            field.put(cells.get(name, ""))

    @property
    def cells(self) -> Cells:
        """What the row holds."""
        return self._cells

    @property
    def as_typed(self) -> Cells:
        """What the row holds, with its texts as they are being typed."""
        texts = {n: f.text for n, f in self._fields.items() if isinstance(f, TextField)}
        whole = {**self._cells, **texts}
        return {name: whole.get(name, "") for name in self._fields}

    @property
    def has_unsaved_text(self) -> bool:
        """Whether a text is typed that the row does not hold."""
        return _filled(self.as_typed) != _filled(self._cells)

    def stay_near(self, day: date | None) -> None:
        """Let the calendars open near a day of the case."""
        for field in self._fields.values():
            if isinstance(field, DateField):
                field.near = day

    def restore(self, row: Mapping[str, str]) -> None:
        """Show the texts of a draft of this row."""
        for name, field in self._fields.items():
            if isinstance(field, TextField):
                field.restore(row.get(name, ""))

    def hold(self) -> None:
        """Hand over what is typed as a draft."""
        for field in self._fields.values():
            field.hold()

    def stops(self) -> list[QWidget]:
        """Return where Tab stops: at each field, and at the row's removal last."""
        return [s for field in self._fields.values() for s in field.stops()] + [self._remove]

    def take_focus(self) -> None:
        """Give the keyboard to the first empty field, else to the first."""
        names = list(self._fields)
        empty = next((n for n in names if not self._cells.get(n)), names[0])
        self._fields[empty].take_focus()

    def flush(self) -> None:
        """Hand over what is typed."""
        for field in self._fields.values():
            field.flush()

    def forget(self) -> None:
        """Drop what was typed and refused."""
        for field in self._fields.values():
            field.forget()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint a line at the left that holds the row together."""
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.color("line"), 2))
        painter.drawLine(1, 4, 1, self.height() - 6)

    def _build_line(self, cells: Sequence[QWidget]) -> None:
        px = self._theme.px
        line = QHBoxLayout(self)
        line.setContentsMargins(px(12), px(2), 0, px(4))
        line.setSpacing(px(12))
        for part in (self._title, *cells, self._aside):
            line.addWidget(part, int(part is cells[-1]))
        line.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignBottom)

    def _build_block(self, cells: Sequence[tuple[Kind, QWidget]]) -> None:
        px = self._theme.px
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._aside)
        head.addStretch(1)
        head.addWidget(self._remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(12), px(4), px(8), px(10))
        layout.setSpacing(px(4))
        layout.addLayout(head)
        flow_host = QWidget()
        flow = FlowLayout(flow_host, gap=px(12))
        layout.addWidget(flow_host)
        for kind, cell in cells:
            (layout if kind is Kind.TEXT else flow).addWidget(cell)

    def _build_cell(self, form: Form, item: Item, column: Column, today: Today) -> QWidget:
        field = _column_field(self._theme, form, column, today)
        name = str(column.key)

        def check(typed: str) -> str:
            return _checked_cell(form, item, name, typed)

        label = localised(column.label) if column.required else optional(localised(column.label))
        field.ask(Asking(form=form, asked=column, check=check, name=label))
        field.setObjectName(f"cell-{name}")
        field.edited.connect(lambda text, name=name: self._on_edited(name, text))
        field.drafted.connect(self.typed)
        field.refused.connect(self.refused)
        field.settled.connect(lambda name=name: self._go_on(name))
        self._fields[name] = field
        cell = QWidget()
        layout = QVBoxLayout(cell)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(Text(self._theme, label, size=SMALL, tone="quiet"))
        layout.addWidget(field)
        return cell

    def _on_edited(self, name: str, text: str) -> None:
        self._cells[name] = text
        self._fields[name].put(text)
        self.changed.emit()

    def _go_on(self, name: str) -> None:
        names = list(self._fields)
        after = names.index(name) + 1
        if after < len(names):
            self._fields[names[after]].take_focus()
        else:
            self.settled.emit()


class RowsField(Field):
    """A table of rows; a row just added is kept here until it holds something."""

    def __init__(self, theme: Theme, today: Today) -> None:
        super().__init__(theme)
        self._today = today
        self._editors: list[RowEditor] = []
        self._count = 0
        self._item: Item | None = None
        self._asides: Sequence[str] = ()
        self._fresh = False
        self.near: date | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(8))
        self._add = plain_button(say("Add a row"), name="add-row")
        self._add.setIcon(theme.icon("plus", "text", 16))
        self._add.clicked.connect(self.add_row)
        line = QHBoxLayout()
        line.addWidget(self._add)
        line.addStretch(1)
        self._layout.addLayout(line)

    def ask(self, asking: Asking) -> None:
        """Edit the rows of another item."""
        super().ask(asking)
        item = asking.asked
        if isinstance(item, Item) and (self._item is None or self._item.key != item.key):
            for editor in self._editors:
                self._layout.removeWidget(editor)
                editor.deleteLater()
            self._editors.clear()
            self._item = item
            self._add.setAccessibleName(say("Add a row to {name}", name=asking.name))

    def aside(self, asides: Sequence[str]) -> None:
        """Say what is computed of each row."""
        self._asides = asides

    def put(self, text: str) -> None:
        """Show the rows on the disk; an empty row being filled in stays."""
        stored = [dict(row) for row in rows_of(text)]
        local = [e.cells for e in self._editors[: self._count]]
        if [_filled(cells) for cells in local if _filled(cells)] != stored:
            local = list(stored)
        self._fresh = False
        self._show(local)

    def restore(self, text: str) -> None:
        """Show rows as they were being typed; a row that held nothing else comes back too."""
        typed = rows_of(text)
        local = [e.cells for e in self._editors[: self._count]]
        self._show([*local, *({} for _ in typed[len(local) :])])
        for editor, row in zip(self._editors, typed, strict=False):
            editor.restore(row)

    def hold(self) -> None:
        """Hand over what is typed in any row as a draft."""
        for editor in self._editors[: self._count]:
            editor.hold()

    def forget(self) -> None:
        """Forget rows without content and what was refused: another case is shown."""
        for editor in self._editors:
            editor.forget()
        self._show([e.cells for e in self._editors[: self._count] if _filled(e.cells)])

    def flush(self) -> None:
        """Hand over what is typed in any row."""
        for editor in self._editors[: self._count]:
            editor.flush()

    def add_row(self) -> None:
        """Add an empty row and give it the keyboard."""
        local = [e.cells for e in self._editors[: self._count]]
        if not local or _filled(local[-1]):
            local.append({})
        self._show(local)
        self._fresh = True
        self._editors[len(local) - 1].take_focus()

    def drop_fresh_row(self) -> bool:
        """Take away the empty row that was just added; say whether there was one."""
        local = [e.cells for e in self._editors[: self._count]]
        fresh = self._fresh and bool(local) and not _filled(self._editors[len(local) - 1].as_typed)
        self._fresh = False
        if fresh:
            self._show(local[:-1])
            self.take_focus()
        return fresh

    def stops(self) -> list[QWidget]:
        """Return where Tab stops: row after row, and at the button that adds one."""
        rows = [stop for editor in self._editors[: self._count] for stop in editor.stops()]
        return [*rows, self._add]

    def take_focus(self) -> None:
        """Give the keyboard to the last row, else to the button that adds one."""
        if self._count:
            self._editors[self._count - 1].take_focus()
        else:
            self._add.setFocus()

    def _show(self, rows: Sequence[Cells]) -> None:
        while len(self._editors) < len(rows):
            self._editors.append(self._build_editor(len(self._editors)))
        self._count = len(rows)
        stored = 0
        for index, editor in enumerate(self._editors):
            editor.setVisible(index < len(rows))
            if index >= len(rows):
                continue
            aside = ""
            if _filled(rows[index]):
                aside = self._asides[stored] if stored < len(self._asides) else ""
                stored += 1
            editor.stay_near(self.near)
            editor.show_row(index + 1, rows[index], aside)

    def _build_editor(self, index: int) -> RowEditor:
        if self.asking is None or self._item is None:
            raise TypeError(self._item)
        editor = RowEditor(self.theme, self.asking.form, self._item, self._today)
        editor.setObjectName(f"row-{index + 1}")
        editor.changed.connect(self._emit)
        editor.typed.connect(self._draft)
        editor.refused.connect(self.refused)
        editor.settled.connect(self.settled)
        editor.removed.connect(lambda index=index: self._remove(index))
        self._layout.insertWidget(index, editor)
        return editor

    def _remove(self, index: int) -> None:
        rows = [e.cells for i, e in enumerate(self._editors[: self._count]) if i != index]
        typed = [e.as_typed for e in self._editors[index + 1 : self._count]]
        for editor in self._editors[index : self._count]:
            editor.forget()
        self._show(rows)
        for editor, row in zip(self._editors[index:], typed, strict=False):
            editor.restore(row)  # what is typed in the rows behind moves up with them
        self._emit()
        self.take_focus()

    def _emit(self) -> None:
        self.edited.emit(_rows_text(e.cells for e in self._editors[: self._count]))
        if any(e.has_unsaved_text for e in self._editors[: self._count]):
            self._draft()  # the answer dropped the draft of all rows, and another text waits

    def _draft(self) -> None:
        self.drafted.emit(_rows_text(e.as_typed for e in self._editors[: self._count]))


def row_word(item: Item) -> str:
    """Return what one row of an item is called: “Delay”, else “Row”."""
    return localised(item.row_label) or say("Row")


def _column_field(theme: Theme, form: Form, column: Column, today: Today) -> Field:
    match column.kind:
        case Kind.CHOICE:
            return PickField(theme) if is_long_list(form, column) else ChoiceField(theme)
        case Kind.MULTI:
            return MultiPickField(theme)
        case Kind.DATE | Kind.DATETIME:
            return DateField(theme, today)
        case Kind.INTEGER:
            return IntegerField(theme)
        case _:
            return TextField(theme)


def _checked_cell(form: Form, item: Item, name: str, typed: str) -> str:
    rows = rows_of(canonical_rows(form, item, [{name: typed}]))
    return rows[0].get(name, "") if rows else ""


def _rows_text(rows: Iterable[Cells]) -> str:
    return rows_text(tuple(cells for cells in map(_filled, rows) if cells))


def _filled(cells: Mapping[str, str]) -> Cells:
    return {name: text for name, text in cells.items() if text}

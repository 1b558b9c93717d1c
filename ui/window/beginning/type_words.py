"""Words of a force that are no case type of the form: what each of them stands for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from reviewer.domain.form import Form
from reviewer.domain.ids import Code
from reviewer.domain.list_reading import UnknownType
from ui.operations.lists import ListRead
from ui.window.parts.layouts import clear
from ui.window.parts.pick_field import PickBox
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import counted, localised, say


class TypeWords(QWidget):
    """Offers the form's case types for each unknown word; `wanted` carries the options with one.

    Words that were given a type stay in sight, so that it can be another.
    """

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._read: ListRead | None = None
        self._boxes: dict[str, PickBox] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        title = say("The force's words for case types")
        layout.addWidget(Text(theme, title, size=LARGE, strong=True))
        about = say(
            "The form does not know these case types. Your choice applies to all their rows."
        )
        layout.addWidget(Text(theme, about, size=SMALL, tone="quiet", wrap=True))
        layout.addLayout(self._grid)

    def show_reading(self, read: ListRead) -> None:
        """Show the words nobody knows, and those the person chose the type of."""
        reading = read.reading
        other_form = self._read is None or self._read.form is not read.form
        self._read = read
        types = read.options.types
        unknown = {found.words: found for found in reading.unknown_types}
        known = [*types, *(words for words in unknown if words not in types)]
        if other_form or set(known) != set(self._boxes):
            # Else each word stays in its place, and the focus with it.
            clear(self._grid)
            self._boxes = {}
            for row, words in enumerate(known):
                self._boxes[words] = self._add(read.form, row, words, unknown.get(words))
        for words, box in self._boxes.items():
            box.setCurrentIndex(max(box.findData(types.get(words, "")), 0))
        self.setVisible(bool(known))

    def _add(self, form: Form, row: int, words: str, unknown: UnknownType | None) -> PickBox:
        box = PickBox()
        box.setObjectName("type-of-words")
        box.setAccessibleName(say("Type of “{words}”", words=words))
        box.addItem(say("– not a case type –"), "")
        for option in form.case_types:
            box.addItem(localised(option.label), str(option.code))
        box.activated.connect(lambda: self._on_chosen(words, str(box.currentData() or "")))
        self._grid.addWidget(Text(self._theme, f"“{words}”", wrap=True), row, 0)
        self._grid.addWidget(box, row, 2)
        if unknown is not None:
            count = counted(unknown.rows, "{n} row", "{n} rows")
            self._grid.addWidget(Text(self._theme, count, tone="quiet"), row, 1)
        if unknown is not None and unknown.suggestion:
            perhaps = localised(form.options[form.types][Code(unknown.suggestion)].label)
            hint = Text(self._theme, say("perhaps {type}", type=perhaps), tone="quiet", wrap=True)
            self._grid.addWidget(hint, row, 3)
        return box

    def _on_chosen(self, words: str, code: str) -> None:
        if self._read is not None:
            self.wanted.emit(self._read.options.with_type(words, code))

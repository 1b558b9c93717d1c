"""Words of a force that are no case type of the form: what each of them stands for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from reviewer.domain.form import Form
from reviewer.domain.ids import Code
from reviewer.domain.list_reading import ListReading, UnknownType
from ui.window.beginning.list_wish import ListWish
from ui.window.parts.field import StillComboBox
from ui.window.parts.layouts import clear
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import counted, say, spoken


class TypeWords(QWidget):
    """Offers the form's case types for each unknown word; `wished` carries the wish with one.

    Words that were given a type stay in sight, so that it can be another.
    """

    wished = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._wish: ListWish | None = None
        self._boxes: dict[str, StillComboBox] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        title = say("The force's words for case types")
        layout.addWidget(Text(theme, title, size=LARGE, strong=True))
        about = say("These are no case type of the form. A choice holds for all of their rows.")
        layout.addWidget(Text(theme, about, size=SMALL, tone="quiet", wrap=True))
        layout.addLayout(self._grid)

    def show_reading(self, wish: ListWish, reading: ListReading) -> None:
        """Show the words nobody knows, and those the person said the type of."""
        other_form = self._wish is None or self._wish.form is not wish.form
        self._wish = wish
        unknown = {found.words: found for found in reading.unknown_types}
        known = [*wish.types, *(words for words in unknown if words not in wish.types)]
        if other_form or set(known) != set(self._boxes):
            # Else each word stays in its place, and the focus with it.
            clear(self._grid)
            self._boxes = {}
            for row, words in enumerate(known):
                self._boxes[words] = self._add(wish.form, row, words, unknown.get(words))
        for words, box in self._boxes.items():
            box.setCurrentIndex(max(box.findData(wish.types.get(words, "")), 0))
        self.setVisible(bool(known))

    def _add(self, form: Form, row: int, words: str, unknown: UnknownType | None) -> StillComboBox:
        box = StillComboBox()
        box.setObjectName("type-of-words")
        box.setAccessibleName(say("Type of “{words}”", words=words))
        box.addItem(say("– not a case type –"), "")
        for option in form.case_types:
            box.addItem(spoken(option.label), str(option.code))
        box.activated.connect(lambda: self._on_chosen(words, str(box.currentData() or "")))
        self._grid.addWidget(Text(self._theme, f"“{words}”", wrap=True), row, 0)
        self._grid.addWidget(box, row, 2)
        if unknown is not None:
            count = counted(unknown.rows, "{n} row", "{n} rows")
            self._grid.addWidget(Text(self._theme, count, tone="quiet"), row, 1)
        if unknown is not None and unknown.suggestion:
            perhaps = spoken(form.options[form.types][Code(unknown.suggestion)].label)
            hint = Text(self._theme, say("perhaps {type}", type=perhaps), tone="quiet", wrap=True)
            self._grid.addWidget(hint, row, 3)
        return box

    def _on_chosen(self, words: str, code: str) -> None:
        if self._wish is not None:
            self.wished.emit(self._wish.with_type(words, code))

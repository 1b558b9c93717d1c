"""A choice of one code as buttons, in dialogs and on pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from reviewer.domain.marks import Mark
from ui.window.parts.accessible import AccessibleRole, expose_as
from ui.window.parts.buttons import ButtonFace, ChoiceButton
from ui.window.parts.field_keys import step_among, steps_by, stop_once
from ui.window.parts.layouts import FlowLayout
from ui.window.theme import Theme
from ui.window.words import say


class ChoiceGroup(QWidget):
    """Buttons of which one is chosen; a subclass lays them out.

    `chosen` carries its code. With `marks`, even an empty mapping, the buttons are outlined, and
    each grade has its mark.
    """

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        codes: Sequence[tuple[str, str]],
        *,
        marks: Mapping[str, Mark] | None = None,
    ) -> None:
        super().__init__()
        expose_as(self, AccessibleRole.GROUP)
        self.setAccessibleName(name)
        self._buttons: dict[str, ChoiceButton] = {}
        for place, (code, words) in enumerate(codes, start=1):
            button = ChoiceButton(theme, self)
            mark = (marks or {}).get(code)
            face = ButtonFace.FILLED if marks is None else ButtonFace.OUTLINED
            button.offer(code, words, name=words, cap="", face=face, mark=mark)
            button.setAccessibleDescription(say("{n} of {all}", n=place, all=len(codes)))
            button.clicked.connect(lambda _=False, code=code: self._choose(code))
            self._buttons[code] = button
        stop_once(list(self._buttons.values()))

    @property
    def code(self) -> str:
        """The chosen code, empty where none is."""
        return next((code for code, b in self._buttons.items() if b.isChecked()), "")

    def button(self, code: str) -> ChoiceButton:
        """Return the button of a code."""
        return self._buttons[code]

    def first_button(self) -> QWidget | None:
        """Return the button where the keyboard begins: the chosen one, else the first."""
        chosen = self._buttons.get(self.code)
        return chosen or next(iter(self._buttons.values()), None)

    def put(self, code: str) -> None:
        """Show a code as chosen, without a signal."""
        for own, button in self._buttons.items():
            button.setChecked(own == code)
        stop_once(list(self._buttons.values()))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Go through the buttons by arrows; Space chooses."""
        if by := steps_by(event):
            step_among(list(self._buttons.values()), by)
        else:
            event.ignore()

    def _choose(self, code: str) -> None:
        self.put(code)
        self.chosen.emit(code)


class Choices(ChoiceGroup):
    """A choice with its buttons side by side."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        codes: Sequence[tuple[str, str]],
        *,
        marks: Mapping[str, Mark] | None = None,
    ) -> None:
        super().__init__(theme, name, codes, marks=marks)
        layout = FlowLayout(self, gap=theme.px(6))
        for code, _ in codes:
            layout.addWidget(self.button(code))

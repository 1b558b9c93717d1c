"""One strip that says what just happened, with a way back where there is one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.window.actions import Actions
from ui.window.commands import Command, Commands
from ui.window.parts.announcing import announce
from ui.window.parts.buttons import plain_button
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say, tooltip

PASSING = 8000
"""Milliseconds a note stays before the last act is shown again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What just happened: `back` is the command that reverses it.

    A note passes; what was done to a case stays until something else happens.
    """

    words: str
    back: Command | None = None
    passes: bool = False


class StatusStrip(QWidget):
    """The strip: the last act, or for some seconds a note in its place; both are announced."""

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self._last = Happening(words="")
        self._words = Text(theme, size=SMALL, strong=True)
        self._words.setObjectName("status")
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._back: dict[Command, QWidget] = {}
        self._timer = QTimer(self, singleShot=True, interval=PASSING)
        self._timer.timeout.connect(lambda: self._put(self._last))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(12))
        layout.addWidget(self._words, 1)
        for command, words in ((Commands.UNDO, say("Undo")), (Commands.REDO, say("Redo"))):
            button = plain_button(words, name=f"strip-{command.name}", look="link")
            button.setProperty("small", True)
            button.clicked.connect(actions[command].trigger)
            button.hide()
            layout.addWidget(button)
            self._back[command] = button

    def show_happening(self, happening: Happening) -> None:
        """Say what happened."""
        self._timer.stop()
        if happening.passes:
            self._timer.start()
        else:
            self._last = happening
        self._put(happening)
        announce(self, happening.words)

    def _put(self, happening: Happening) -> None:
        self._words.setText(happening.words)
        self._words.setToolTip(tooltip(happening.words))
        for command, button in self._back.items():
            button.setVisible(command is self._last.back)
            button.setToolTip(tooltip(self._actions.keys(command)))

"""The quiet line below a field whose text was typed and never left: what it is, and a way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reviewer.app.store import Draft
from ui.window.parts.buttons import plain_button
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say, when_of


class DraftLine(QWidget):
    """Says since when a text waits; `dropped` asks to forget it.

    The button takes no keyboard: going to it would leave the field, and save the text.
    """

    dropped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self._words.setObjectName("draft-words")
        drop = plain_button(say("Drop it"), name="drop-draft", look="link")
        drop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        drop.clicked.connect(self.dropped)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._words, 1)
        layout.addWidget(drop, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_draft(self, draft: Draft | None) -> None:
        """Show the line of a draft; none hides the line."""
        if draft is not None:
            words = say(
                "Typed {when} and not an answer yet; leaving the field saves it.",
                when=when_of(draft.at),
            )
            self._words.setText(words)
        self.setVisible(draft is not None)

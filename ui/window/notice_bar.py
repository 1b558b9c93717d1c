"""What a person should know of a file before working in it: it stays until it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.window.parts.buttons import plain_button
from ui.window.parts.layouts import BesideLayout, FlowLayout
from ui.window.parts.panel import WarningPanel
from ui.window.parts.text import Text
from ui.window.theme import Theme
from ui.window.words import say

LEAST_WORDS: Final = 280
"""Pixels at 100% that the sentences keep beside the buttons; where they cannot, those go below."""


class NoticeBar(WarningPanel):
    """Sentences below the top bar; `accepted` says that a file put back is right as it is."""

    accepted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "improve", ground="surface", line="hairline")
        self.setObjectName("notices")
        px = theme.px
        self._words = Text(theme, wrap=True)
        self._words.setObjectName("notice-words")
        self._accept = plain_button(say("Accept this copy"), name="accept-file")
        self._accept.clicked.connect(self.accepted)
        seen = plain_button(say("Dismiss"), name="notices-read")
        seen.clicked.connect(self.hide)
        buttons = QWidget()
        line = FlowLayout(buttons, gap=px(8))
        line.addWidget(self._accept)
        line.addWidget(seen)
        both = QWidget()
        beside = BesideLayout(both, least=px(LEAST_WORDS), gap=px(8))
        beside.addWidget(self._words)
        beside.addWidget(buttons)
        QVBoxLayout(self).addWidget(both)
        self._lay_margins()
        theme.changed.connect(self._lay_margins)
        self.hide()

    def _lay_margins(self) -> None:
        """Leave room for the sign at the left, in the size that the text has now."""
        px, layout = self.theme.px, self.layout()
        if layout is not None:
            layout.setContentsMargins(px(44), px(8), px(16), px(8))

    def show_notices(self, sentences: Sequence[str], *, acceptable: bool) -> None:
        """Show sentences, none hides the bar; `acceptable` where one is of a file put back."""
        text = "\n".join(sentences)
        self._words.setText(text)
        self.setAccessibleName(text)
        self._accept.setVisible(acceptable)
        self.setVisible(bool(sentences))

    def add_notice(self, sentence: str) -> None:
        """Show one more sentence below those that are not read yet."""
        unread = self._words.text().splitlines() if self.isVisible() else []
        acceptable = self.isVisible() and not self._accept.isHidden()
        self.show_notices([*unread, sentence], acceptable=acceptable)

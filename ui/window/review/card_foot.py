"""What is said below an item: a draft that waits, guidance, findings, comments."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from reviewer.app.case_notes import Comment
from reviewer.app.store import Draft
from ui.window.parts.buttons import plain_button
from ui.window.parts.text import Text
from ui.window.review.draft_line import DraftLine
from ui.window.theme import SMALL, Theme
from ui.window.words import say, when_of

MOST_SAID = 3
"""Findings shown at once; the first to be mended come first."""


class CardFoot(QWidget):
    """The lines below an item. Of most items nothing is said: they have no foot.

    `dropped` asks to forget the draft, `delay_asked` to add a delay row.
    """

    dropped = Signal()
    delay_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._draft = DraftLine(theme)
        self._draft.dropped.connect(self.dropped)
        self._guidance = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self._said = [Text(theme, size=SMALL, wrap=True) for _ in range(MOST_SAID)]
        self.leap = plain_button(say("Add a delay row"), name="add-delay", look="link")
        self.leap.clicked.connect(self.delay_asked)
        self._comments = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self._comments.setObjectName("comments")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._lay_out(theme)

    def show_guidance(self, text: str) -> None:
        """Show guidance; none takes no room."""
        self._guidance.put(text)
        self._fit()

    def show_said(
        self,
        lines: Sequence[tuple[str, str]],
        *,
        draft: Draft | None,
        comments: Sequence[Comment],
        asks_for_delay: bool,
    ) -> None:
        """Show sentences, each with its tone, and what else there is to say."""
        self._draft.show_draft(draft)
        shown = [*lines[:MOST_SAID], *[("", "quiet")] * MOST_SAID]
        for label, (words, tone) in zip(self._said, shown, strict=False):
            label.tint(tone)
            label.put(words)
        self.leap.setVisible(asks_for_delay)
        self._comments.put("\n".join(map(_comment_words, comments)))
        self._fit()

    def _fit(self) -> None:
        self.setVisible(any(not part.isHidden() for part in self._parts))

    def _lay_out(self, theme: Theme) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        self._parts = (self._draft, self._guidance, *self._said, self.leap, self._comments)
        for part in self._parts:
            part.hide()
            layout.addWidget(part)


def _comment_words(comment: Comment) -> str:
    return say("“{text}”  {who}, {when}", text=comment.text, who=comment.author,
               when=when_of(comment.at))  # fmt: skip

"""What is shown below an item: a draft that waits, guidance, findings, comments."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reviewer.app.case_notes import Comment
from reviewer.app.store import Draft
from ui.window.parts.buttons import plain_button
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say, when_of

MOST_FINDINGS = 3
"""Findings shown at once; those to fix come first."""


class DraftLine(QWidget):
    """Says since when a text waits; `dropped` asks to forget it.

    The button takes no keyboard: going to it would leave the field, and save the text.
    """

    dropped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self._words.setObjectName("draft-words")
        drop = plain_button(say("Discard"), name="drop-draft", look="link")
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
                "Unsaved text from {when}. Leave the box to save it.",
                when=when_of(draft.at),
            )
            self._words.setText(words)
        self.setVisible(draft is not None)


class CardFoot(QWidget):
    """The lines below an item. Most items have none: they have no foot.

    `dropped` asks to forget the draft, `delay_asked` to add a delay row.
    """

    dropped = Signal()
    delay_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._draft = DraftLine(theme)
        self._draft.dropped.connect(self.dropped)
        self._guidance = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self._findings = [Text(theme, size=SMALL, wrap=True) for _ in range(MOST_FINDINGS)]
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

    def show_findings(
        self,
        lines: Sequence[tuple[str, str]],
        *,
        draft: Draft | None,
        comments: Sequence[Comment],
        asks_for_delay: bool,
    ) -> None:
        """Show sentences, each with its tone, and what else there is to say."""
        self._draft.show_draft(draft)
        shown = [*lines[:MOST_FINDINGS], *[("", "quiet")] * MOST_FINDINGS]
        for label, (words, tone) in zip(self._findings, shown, strict=False):
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
        self._parts = (self._draft, self._guidance, *self._findings, self.leap, self._comments)
        for part in self._parts:
            part.hide()
            layout.addWidget(part)


def _comment_words(comment: Comment) -> str:
    return say("“{text}”  {who}, {when}", text=comment.text, who=comment.author,
               when=when_of(comment.at))  # fmt: skip

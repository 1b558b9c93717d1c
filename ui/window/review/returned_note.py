"""What a lead said when a case came back, at the head of the case until it is completed anew."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from reviewer.domain.returning import Returned
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say, when_of

MOST_LINES = 4
"""A longer comment scrolls, so that the items keep their room."""

WIDTH = 760
"""Pixels at 100%: as wide as the items."""


class ReturnedNote(QWidget):
    """The lead's comments, newest first, and what ends the return."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("returned")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        px = theme.px
        self._lead = Text(theme, strong=True, tone="improve")
        self._comment = QPlainTextEdit()
        self._comment.setObjectName("returned-comment")
        self._comment.setReadOnly(True)
        self._comment.setFrameShape(QFrame.Shape.NoFrame)
        self._comment.setProperty("look", "plain")
        self._comment.setTabChangesFocus(True)
        self._comment.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._comment.document().setDocumentMargin(0)
        ends = say("Completing the case again settles it; the next export takes it to the lead.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(8), px(12), px(8))
        layout.setSpacing(px(4))
        for part in (self._lead, self._comment, Text(theme, ends, size=SMALL, tone="quiet")):
            layout.addWidget(part)
        theme.changed.connect(self._fit)
        self.hide()

    def show_returns(self, returns: Sequence[Returned]) -> None:
        """Show the returns of a case that wait to be settled; none takes no room."""
        self.setVisible(bool(returns))
        if not returns:
            return
        newest = returns[-1]
        lead = say("Returned by {who}, {when}", who=newest.moderator, when=when_of(newest.at))
        self._lead.setText(lead)
        self._comment.setPlainText("\n\n".join(one.comment for one in reversed(returns)))
        self._comment.setAccessibleName(lead)
        self._fit()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint a surface with a line at its left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(0, 0, 3, self.height(), self._theme.color("improve"))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMaximumWidth(self._theme.px(WIDTH))
        lines = min(max(round(self._comment.document().size().height()), 1), MOST_LINES)
        line = QFontMetrics(self._theme.font()).lineSpacing()
        self._comment.setFixedHeight(lines * line + self._theme.px(4))

"""What a lead said when a case came back, at the head of the case until it is completed anew."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from reviewer.domain.returning import Returned
from ui.window.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say, when_of

MOST_HEIGHT = 132
"""Pixels at 100%: a long comment scrolls, so that the items keep their room."""


class ReturnedNote(QWidget):
    """The lead's comments, newest first, and what ends the return."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("returned")
        px = theme.px
        self._lead = Text(theme, strong=True, tone="improve", wrap=True)
        self._comment = Text(theme, wrap=True)
        self._comment.setObjectName("returned-comment")
        ends = say("Completing the case again settles it; the next export takes it to the lead.")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(px(4))
        for part in (self._lead, self._comment, Text(theme, ends, size=SMALL, tone="quiet")):
            column.addWidget(part)
        self._scroll = QScrollArea()
        self._scroll.setWidget(body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3, 1, 1, 1)
        layout.addWidget(self._scroll)
        self._body = body
        self.hide()

    def show_returns(self, returns: Sequence[Returned]) -> None:
        """Show the returns of a case that wait to be settled; none takes no room."""
        self.setVisible(bool(returns))
        if not returns:
            return
        newest = returns[-1]
        lead = say("Returned by {who}, {when}", who=newest.moderator, when=when_of(newest.at))
        self._lead.setText(lead)
        self._comment.setText("\n\n".join(one.comment for one in reversed(returns)))
        self._scroll.setAccessibleName(f"{lead}: {self._comment.text()}")
        self._fit()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint a surface with a line at its left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(0, 0, 3, self.height(), self._theme.color("improve"))

    def resizeEvent(self, event, /) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - Qt's signature
        """Follow the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self._body.layout()
        wanted = layout.heightForWidth(self._scroll.viewport().width()) if layout else 0
        self._scroll.setFixedHeight(min(wanted, self._theme.px(MOST_HEIGHT)))

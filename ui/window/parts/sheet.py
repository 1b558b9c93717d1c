"""A dialog that always fits the screen: what it asks scrolls, its buttons stay in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.window.parts.page import Scrolled
from ui.window.parts.text import Text
from ui.window.theme import TITLE, Theme

ROOM_AROUND = 64
"""Pixels that a window's frame and the screen's own bars may take."""


class DialogSheet(QDialog):
    """A title, a column that scrolls where it must, and a row of buttons at the right.

    While it is `at_work`, Escape and its window's own button do not close it: what comes of the
    work is shown here.
    """

    def __init__(self, theme: Theme, title: str, parent: QWidget, *, width: int) -> None:
        super().__init__(parent)
        px = theme.px
        self._width = px(width)
        self.at_work = False
        self.setWindowTitle(title)
        self._body = Scrolled()
        self.column = QVBoxLayout(self._body)
        self.column.setContentsMargins(px(24), 0, px(24), px(8))
        self.column.setSpacing(px(12))
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self.buttons = QHBoxLayout()
        self.buttons.setContentsMargins(px(24), 0, px(24), 0)
        self.buttons.setSpacing(px(8))
        self.buttons.addStretch(1)
        head = Text(theme, title, size=TITLE, strong=True)
        head.setContentsMargins(px(24), 0, px(24), 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(20), 0, px(20))
        layout.setSpacing(px(12))
        layout.addWidget(head)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(self.buttons)
        self._fixed = head.sizeHint().height() + px(20) * 2 + px(12) * 2 + px(60)

    def open(self) -> None:
        """Show it until it is closed; then it is deleted, with the passphrases typed in it."""
        self.finished.connect(self.deleteLater)
        super().open()

    def reject(self) -> None:
        """Stay while it is at work."""
        if not self.at_work:
            super().reject()

    def fit(self) -> None:
        """Be as high as the content wants and the screen allows."""
        room = QGuiApplication.primaryScreen().availableSize()
        width = min(self._width, room.width() - ROOM_AROUND)
        layout = self.column
        wanted = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else 0
        wanted = max(wanted, layout.totalSizeHint().height() if not wanted else 0)
        self.resize(width, min(wanted + self._fixed, room.height() - ROOM_AROUND))

"""The preview of a print: its pages in memory, to be printed or saved."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from reviewer.app.prints import SetPrint
from ui.operations.page_pictures import PagePictures
from ui.window.parts.buttons import plain_button
from ui.window.parts.page import JobLine
from ui.window.parts.sheet import ROOM_AROUND
from ui.window.parts.text import Text
from ui.window.results.page_view import PageView
from ui.window.theme import Theme
from ui.window.words import counted, say

_WIDTH = 820
_HEIGHT = 900


class PrintPreview(QDialog):
    """`print_asked` and `save_asked` say what a person wants with the print that is shown."""

    print_asked = Signal()
    save_asked = Signal()

    def __init__(self, theme: Theme, made: SetPrint, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("print-preview")
        self.setWindowTitle(say("Preview"))
        self.setModal(True)
        px = theme.px
        self.made = made
        self._pages = PagePictures(made.printed.content)
        room = QGuiApplication.primaryScreen().availableSize()
        self.resize(
            min(px(_WIDTH), room.width() - ROOM_AROUND),
            min(px(_HEIGHT), room.height() - ROOM_AROUND),
        )
        bar = px(24)
        self._view = PageView(theme, self._pages, self.width() - bar)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("print-scroll")
        self._scroll.setWidget(self._view)
        self._scroll.verticalScrollBar().valueChanged.connect(self._say_page)
        self._at = Text(theme, "", tone="quiet")
        self.job = JobLine(theme)
        self.print_button = plain_button(say("Print…"), name="preview-print", look="primary")
        self.save_button = plain_button(say("Save as a PDF…"), name="preview-save")
        close = plain_button(say("Close"), name="preview-close")
        self.print_button.clicked.connect(self.print_asked)
        self.save_button.clicked.connect(self.save_asked)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setContentsMargins(px(24), 0, px(24), 0)
        row.setSpacing(px(8))
        row.addWidget(self._at)
        row.addStretch(1)
        for button in (close, self.save_button, self.print_button):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, px(16))
        layout.setSpacing(px(12))
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.job)
        layout.addLayout(row)
        self._say_page(0)
        self._scroll.setFocus()

    def _say_page(self, top: int) -> None:
        page = self._view.page_at(top + self._scroll.viewport().height() // 3) + 1
        total = counted(len(self._pages), "{n} page", "{n} pages")
        self._at.setText(say("Page {page} of {total}", page=page, total=total))

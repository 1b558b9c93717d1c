"""The help: its pages beside the work, searched by words, and nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from reviewer.domain.message import message
from ui.operations.help_pages import HelpPage
from ui.window.choosing import open_one
from ui.window.parts.buttons import plain_button
from ui.window.parts.page import JobLine
from ui.window.parts.text import Text
from ui.window.theme import BODY, LARGE, SMALL, TITLE, Theme
from ui.window.words import say

WIDTH, HEIGHT, TOPICS = 980, 720, 260
"""Pixels at 100%: the dialog, and its list of pages."""
LINE = 130
"""Percent of a line's height: help is read, not scanned."""
_ABOVE = {2: 20, 3: 14}
"""Pixels at 100% above a heading, by its level."""


class PageBrowser(QTextBrowser):
    """Shows one page; a link or picture in it leads nowhere."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(theme.font(BODY))
        self.document().setDocumentMargin(theme.px(20))
        self.document().setIndentWidth(theme.px(24))

    def loadResource(self, kind: int, name: QUrl | str, /) -> object:  # noqa: ARG002 - Qt's signature
        """Load nothing: the help is text, and a form's labels may be another's."""
        return None

    def read(self, page: HelpPage) -> None:
        """Show a page from its beginning."""
        plain = QTextDocument.MarkdownFeature.MarkdownNoHTML
        github = QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        self.document().setMarkdown(page.text, github | plain)
        self._set()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.setAccessibleName(page.title)

    def _set(self) -> None:
        """Give headings their sizes, and everything the room that Markdown leaves out."""
        cursor = QTextCursor(self.document())
        block = self.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            room = QTextBlockFormat()
            room.setTopMargin(self._theme.px(_ABOVE.get(level, 0)))
            room.setBottomMargin(self._theme.px(4 if block.textList() or level else 10))
            room.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            cursor.setPosition(block.position())
            cursor.mergeBlockFormat(room)
            if level:
                cursor.movePosition(
                    QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
                )
                letters = QTextCharFormat()
                letters.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
                letters.setFont(self._theme.font(TITLE if level == 1 else LARGE, strong=True))
                cursor.mergeCharFormat(letters)
            block = block.next()


class HelpDialog(QDialog):
    """The pages at the left, the page read at the right; it does not hold the window up.

    `beside_chosen` carries a form file or workbook whose criteria are to be shown beside ours.
    """

    beside_chosen = Signal(object)

    def __init__(self, theme: Theme, pages: Sequence[HelpPage], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Help"))
        px = theme.px
        self._pages = pages
        self._sought = QLineEdit()
        self._sought.setObjectName("help-search")
        self._sought.setPlaceholderText(say("Search help"))
        self._sought.setAccessibleName(say("Search help"))
        self._topics = QListWidget()
        self._topics.setObjectName("help-topics")
        self._topics.setAccessibleName(say("Pages of the help"))
        self._topics.setWordWrap(True)
        self._topics.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self._browser = PageBrowser(theme)
        self._browser.setObjectName("help-page")
        beside = plain_button(say("Compare the criteria with…"), name="help-beside")
        beside.clicked.connect(self._choose_beside)
        self.job = JobLine(theme)
        side = QWidget()
        side.setFixedWidth(max(px(TOPICS), beside.sizeHint().width()))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for part in (self._sought, self._none, self._topics, self.job, beside):
            column.addWidget(part)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(16), px(16), px(16), px(16))
        layout.setSpacing(px(16))
        layout.addWidget(side)
        layout.addWidget(self._browser, 1)
        self._sought.textChanged.connect(self._search)
        self._topics.currentRowChanged.connect(self._read)
        self._search("")
        room = QGuiApplication.primaryScreen().availableSize() * 0.9
        self.resize(min(px(WIDTH), room.width()), min(px(HEIGHT), room.height()))

    def show_pages(self, pages: Sequence[HelpPage], topic: str) -> None:
        """Show other pages in place of those before, and read the one of this topic."""
        self._pages = pages
        self._sought.clear()
        self._search("")
        self._topics.setCurrentRow([page.topic for page in pages].index(topic))

    def _choose_beside(self) -> None:
        path = open_one(
            self,
            say("A form file or a workbook to compare with"),
            message("Forms and workbooks (*.yaml *.yml *.xlsx)"),
        )
        if path is not None:
            self.beside_chosen.emit(path)

    def _search(self, sought: str) -> None:
        """Leave the pages that have every word, and show the first place of it."""
        words = sought.casefold().split()
        self._topics.clear()
        self._found = [p for p in self._pages if all(word in p.text.casefold() for word in words)]
        for page in self._found:
            self._topics.addItem(QListWidgetItem(page.title))
        self._none.put("" if self._found else say("No results."))
        if self._found:
            self._topics.setCurrentRow(0)

    def _read(self, row: int) -> None:
        if row < 0:
            return
        self._browser.read(self._found[row])
        words = self._sought.text().split()
        if words:
            self._browser.find(words[0])

"""The help: its pages beside the work, searched by words, and nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QResizeEvent,
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
from ui.operations.help_pages import HelpPage, help_picture
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
_PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""What a paragraph that is one picture reads as."""


class PageBrowser(QTextBrowser):
    """Shows one page with the help's own pictures; a link in it leads nowhere."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pictures: dict[str, QImage] = {}
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(theme.font(BODY))
        self.document().setDocumentMargin(theme.px(20))
        self.document().setIndentWidth(theme.px(24))

    def loadResource(self, kind: int, name: QUrl | str, /) -> object:  # noqa: ARG002 - Qt's signature
        """Load nothing: a form's labels may be another's, and the help's own pictures are set."""
        return None

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Let the pictures be as wide as the text again."""
        super().resizeEvent(event)
        self._fit_pictures()

    def read(self, page: HelpPage) -> None:
        """Show a page from its beginning."""
        plain = QTextDocument.MarkdownFeature.MarkdownNoHTML
        github = QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        self.document().setMarkdown(page.text, github | plain)
        self._pictures = {}
        self._set()
        self._fit_pictures()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.setAccessibleName(page.title)

    def _set(self) -> None:
        """Give every part its size, and the room that Markdown leaves out."""
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            if block.text() == _PICTURE:
                self._set_picture(cursor)
            else:
                self._set_words(cursor)
            block = block.next()

    def _set_words(self, cursor: QTextCursor) -> None:
        block = cursor.block()
        level = block.blockFormat().headingLevel()
        room = QTextBlockFormat()
        room.setTopMargin(self._theme.px(_ABOVE.get(level, 0)))
        room.setBottomMargin(self._theme.px(4 if block.textList() or level else 10))
        room.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(room)
        if level:
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            letters = QTextCharFormat()
            letters.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
            letters.setFont(self._theme.font(TITLE if level == 1 else LARGE, strong=True))
            cursor.mergeCharFormat(letters)

    def _set_picture(self, cursor: QTextCursor) -> None:
        """Take a picture of the help, and say below it what it shows."""
        room = QTextBlockFormat()
        room.setTopMargin(self._theme.px(6))
        room.setBottomMargin(self._theme.px(4))
        cursor.mergeBlockFormat(room)
        cursor.movePosition(
            QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor
        )
        picture = cursor.charFormat().toImageFormat()
        drawn = help_picture(picture.name())
        if drawn is not None:
            self._pictures[picture.name()] = QImage.fromData(drawn)
        cursor.clearSelection()
        below = QTextCharFormat()
        below.setFont(self._theme.font(SMALL))
        below.setForeground(self._theme.color("quiet"))
        cursor.insertBlock(QTextBlockFormat(), below)
        cursor.insertText(picture.stringProperty(QTextFormat.Property.ImageAltText))

    def _fit_pictures(self) -> None:
        """Make each picture no wider than the text; the document itself would scale it roughly."""
        bar = self.verticalScrollBar().sizeHint().width()  # shown or not: the width must not waver
        room = max(1, self.width() - bar - 2 * round(self.document().documentMargin()))
        for name, picture in self._pictures.items():
            width = min(picture.width(), room)
            pixels = min(picture.width(), round(width * self.devicePixelRatioF()))
            shown = picture.scaledToWidth(pixels, Qt.TransformationMode.SmoothTransformation)
            shown.setDevicePixelRatio(pixels / width)
            self.document().addResource(
                QTextDocument.ResourceType.ImageResource.value, QUrl(name), shown
            )
        self.document().markContentsDirty(0, self.document().characterCount())


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
        self._found = [p for p in self._pages if all(word in p.words.casefold() for word in words)]
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

"""A box for text: it grows with what is typed, and its spelling is checked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QSizePolicy, QTextEdit

from reviewer.domain.pasted import plain_characters
from reviewer.domain.spelling import Word
from ui.window.parts.announcing import announce
from ui.window.parts.composing import Composing
from ui.window.parts.menus import add_editing, add_line
from ui.window.theme import Theme
from ui.window.words import say

MARKED_AT_MOST: Final = 300
"""Misspelt words that are underlined: where there are more, the text is in another language."""

MARKED_AFTER: Final = 500
"""Milliseconds without a key until what is typed is looked through."""

MOST_LINES: Final = 12
"""Lines a text box grows to before it scrolls."""

_CASE: Final = QTextDocument.FindFlag.FindCaseSensitively

_NEW_LINE: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier
"""What begins a line with Enter: Shift as in messages, Alt as in a cell of a spreadsheet."""


class Speller(Protocol):
    """What checks the spelling of a text and offers corrections."""

    def misspelt(self, text: str) -> tuple[Word, ...]:
        """Return the words that are spelt wrongly."""
        ...

    def offer(self, edit: TextBox, word: Word, menu: QMenu) -> None:
        """Put corrections of a word of a text box into a menu."""
        ...


class TextBox(QPlainTextEdit):
    """A text box as tall as its text, whose spelling is checked where there is a speller.

    Enter and Tab are not the box's own: Enter goes on, Tab leaves. Shift or Alt with Enter begins a
    line, except in one of a single line (`one_line`).
    """

    def __init__(self, theme: Theme, *, least_lines: int = 1, one_line: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._phrases: Sequence[str] = ()
        self._speller: Speller | None = None
        self._one_line = one_line
        self._composed = Composing(self)
        self.least_lines = least_lines
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self._pause = QTimer(singleShot=True, interval=MARKED_AFTER)
        self._pause.timeout.connect(self.mark)
        self.textChanged.connect(self.fit)
        self.textChanged.connect(self._pause.start)
        theme.changed.connect(self.fit)

    def text(self) -> str:
        """Return what is typed."""
        return self.toPlainText()

    def finish_composing(self) -> None:
        """Turn what an input method is still composing into text."""
        self._composed.finish()

    def fit(self) -> None:
        """Take the height of the text."""
        lines = max(self.least_lines, round(self.document().size().height()))
        shown = min(lines, MOST_LINES)
        height = shown * QFontMetrics(self._theme.font()).lineSpacing() + self._theme.px(15)
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
        wanted = lines > MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy if wanted else Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def underline(self, phrases: Sequence[str]) -> None:
        """Underline phrases wherever they are in the text, and what is misspelt."""
        self._phrases = phrases
        self.mark()

    def spell_with(self, speller: Speller) -> None:
        """Underline what is misspelt from now on."""
        if self._speller is not speller:
            self._speller = speller
            self.mark()

    def mark(self) -> None:
        """Underline the phrases and the misspelt words of the text as it is now."""
        line = QTextCharFormat.UnderlineStyle
        marks = [self._marked(at, line.DotLine, "improve") for at in self._places_of_phrases()]
        typed_at = self.textCursor().position() if self.hasFocus() else -1
        for word in self._misspelt()[:MARKED_AT_MOST]:
            at = self._cursor(word)
            if at.selectionEnd() != typed_at:  # it is still being typed
                marks.append(self._marked(at, line.WaveUnderline, "inadequate"))
        self.setExtraSelections(marks)

    def show_misspelt(self, *, after: bool = False) -> bool:
        """Select the first misspelt word, or the next `after` the cursor, and offer corrections.

        Returns False where there is none.
        """
        begin = self.textCursor().selectionEnd() if after else -1
        for word in self._misspelt():
            at = self._cursor(word)
            if at.selectionStart() >= begin:
                self.setFocus()
                self.setTextCursor(at)
                self._offer(word, self.mapToGlobal(self.cursorRect().bottomLeft()))
                announce(self, say("“{word}” may be misspelt", word=word.text))
                return True
        return False

    def correct(self, word: Word, by: str) -> None:
        """Put another word in place of a misspelt one."""
        self._cursor(word).insertText(by)
        self.mark()

    def contextMenuEvent(self, event: QContextMenuEvent, /) -> None:
        """Offer corrections of a misspelt word above what can be done with any text."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        cursor = self.cursorForPosition(event.pos()) if by_mouse else self.textCursor()
        here = (w for w in self._misspelt() if w.start <= cursor.position() <= w.end)
        self._offer(next(here, None), event.globalPos(), editing=True)

    def _offer(self, word: Word | None, place: QPoint, *, editing: bool = False) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if word is not None and self._speller is not None and not self.isReadOnly():
            self._speller.offer(self, word, menu)
            if editing:
                add_line(menu)
        if editing:
            add_editing(menu, self)
        menu.popup(place)

    def _misspelt(self) -> tuple[Word, ...]:
        """Return the misspelt words at their places in the document: Qt counts UTF-16 units."""
        text = self.toPlainText()
        found = self._speller.misspelt(text) if self._speller is not None else ()
        double = [place for place, letter in enumerate(text) if letter > "\uffff"]
        return tuple(
            Word(
                text=word.text,
                start=word.start + bisect_left(double, word.start),
                end=word.end + bisect_left(double, word.end),
            )
            for word in found
        )

    def _cursor(self, word: Word) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(word.start)
        cursor.setPosition(word.end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _places_of_phrases(self) -> Iterator[QTextCursor]:
        for phrase in self._phrases:
            found = self.document().find(phrase, 0, _CASE)
            while not found.isNull():
                yield found
                found = self.document().find(phrase, found, _CASE)

    def _marked(
        self, at: QTextCursor, line: QTextCharFormat.UnderlineStyle, tone: str
    ) -> QTextEdit.ExtraSelection:
        mark, look = QTextEdit.ExtraSelection(), QTextCharFormat()
        look.setUnderlineStyle(line)
        look.setUnderlineColor(self._theme.color(tone))
        mark.cursor, mark.format = at, look
        return mark

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def insertFromMimeData(self, source: QMimeData, /) -> None:
        """Paste what a word processor's characters mean, as it is kept."""
        text = plain_characters(source.text())
        self.insertPlainText(re.sub(r"\s+", " ", text) if self._one_line else text)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Leave Enter to what the box is part of; with Shift or Alt it begins a line."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
        elif event.modifiers() & _NEW_LINE and not self._one_line and not self.isReadOnly():
            self.insertPlainText("\n")
            self.ensureCursorVisible()
        else:
            event.ignore()

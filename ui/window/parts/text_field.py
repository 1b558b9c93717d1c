"""Texts of any length: typed, on the disk as drafts within a second, answers once they are left."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QSizePolicy, QTextEdit, QVBoxLayout

from reviewer.app.identifiers import phrases_in
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import TEXT_LIMIT
from reviewer.domain.pasted import plain_characters
from reviewer.domain.spelling import Word
from ui.window.parts.announcing import announce
from ui.window.parts.field import Asking, Field
from ui.window.parts.text import Text
from ui.window.parts.undo_keys import left_to_case
from ui.window.theme import SMALL, Theme
from ui.window.words import say

DRAFT_AFTER = 700
"""Milliseconds from a keystroke to its draft: what is typed is never a second off the disk."""

NAMED_AT_MOST = 3
"""Phrases that are named under a text; all are underlined."""

MARKED_AT_MOST = 300
"""Misspelt words that are underlined: where there are more, the text is in another language."""

_CASE = QTextDocument.FindFlag.FindCaseSensitively

MOST_LINES = 12
"""Lines a text field grows to before it scrolls."""

_STILL_HERE = frozenset({Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason})
"""Why the keyboard goes though the field is not left: another window or a menu is in front."""


class Speller(Protocol):
    """What checks the spelling of a text and offers corrections."""

    def misspelt(self, text: str) -> tuple[Word, ...]:
        """Return the words that are spelt wrongly."""
        ...

    def offer(self, edit: GrowingEdit, word: Word, menu: QMenu) -> None:
        """Put corrections of a word of a text box at the head of a menu."""
        ...


class GrowingEdit(QPlainTextEdit):
    """A text box as tall as its text; Tab leaves it."""

    def __init__(self, theme: Theme, field: TextField) -> None:
        super().__init__()
        self._theme = theme
        self._field = field
        self._phrases: Sequence[str] = ()
        self._speller: Speller | None = None
        self.least_lines = 1
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self.fit)
        theme.changed.connect(self.fit)

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
                menu = QMenu(self)
                self._offer(word, menu, self.mapToGlobal(self.cursorRect().bottomLeft()))
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
        self._offer(next(here, None), self.createStandardContextMenu(), event.globalPos())

    def _offer(self, word: Word | None, menu: QMenu, place: QPoint) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if word is not None and self._speller is not None and not self.isReadOnly():
            self._speller.offer(self, word, menu)
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

    def event(self, event: QEvent, /) -> bool:
        """Leave undo and redo to the case where nothing typed here is to be taken back."""
        document = self.document()
        undoable = document.isUndoAvailable() and self._field.unsaved
        if left_to_case(event, undoable, document.isRedoAvailable()):
            event.ignore()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """Take up what was held."""
        super().focusInEvent(event)
        self._field.wake()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        """Save on leaving; another window or a menu in front leaves nothing."""
        super().focusOutEvent(event)
        if event.reason() in _STILL_HERE:
            self._field.keep()
        else:
            self._field.flush()

    def insertFromMimeData(self, source: QMimeData, /) -> None:
        """Paste what a word processor's characters mean, as it is kept."""
        self.insertPlainText(plain_characters(source.text()))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """In a note Enter continues and Shift+Enter breaks the line."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and self._field.enter_continues and not event.modifiers():
            self._field.flush()
            if not self._field.faulty:
                self._field.settled.emit()
            return
        super().keyPressEvent(event)


class TextField(Field):
    """A text of any length, with what it still needs counted live.

    While it is typed it goes out as a draft, each second at the latest; left, or with Enter in
    a note, it becomes an answer. One that cannot be saved stays a draft.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.enter_continues = False
        self._saved = ""
        self._least = 0
        self._drafted: str | None = None
        self._held = self._faulty = False
        self.edit = GrowingEdit(theme, self)
        self._count = Text(theme, size=SMALL, tone="quiet")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._count.hide()
        self._named = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self._named.setObjectName("may-name")
        self._named.hide()
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_AFTER)
        self._timer.timeout.connect(self.keep)
        self.edit.textChanged.connect(self._on_text)
        self.setFocusProxy(self.edit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.edit)
        layout.addWidget(self._count)
        layout.addWidget(self._named)

    def ask(self, asking: Asking) -> None:
        """Ask for the text of another item."""
        if self.asking is not None and self.asking.asked is not asking.asked:
            self.flush()
            self._show("", "")
        super().ask(asking)
        self.edit.setAccessibleName(asking.name)
        note = getattr(asking.asked, "note_of", None) is not None
        self.enter_continues = note
        self.edit.least_lines = 1 if note or getattr(asking.asked, "least", None) is None else 2
        self.edit.setObjectName(f"text-{asking.asked.key}")

    def need(self, least: int, hint: str) -> None:
        """Say how long the text must be, and what an empty box asks for."""
        self._least = least
        if self.edit.placeholderText() != hint:
            self.edit.setPlaceholderText(hint)
        self._show_count()

    @property
    def text(self) -> str:
        """What is typed; spaces alone are nothing."""
        typed = self.edit.toPlainText()
        return typed if typed.strip() else ""

    @property
    def unsaved(self) -> bool:
        """Whether what is typed is another text than the answer on the disk."""
        return self.text != self._saved

    @property
    def faulty(self) -> bool:
        """Whether what is typed was refused."""
        return self._faulty

    def put(self, text: str) -> None:
        """Show the text on the disk, unless the person is typing another."""
        if text != self._saved:
            self._show(text, text)

    def restore(self, text: str) -> None:
        """Show a draft; it is an answer once the keyboard was here and leaves."""
        if self.text == self._saved and text != self._saved:
            self._show(text, self._saved)
            self._held, self._drafted = True, text
            self.edit.moveCursor(QTextCursor.MoveOperation.End)

    def wake(self) -> None:
        """Take up what was held: the keyboard is here."""
        self._held = False
        self._mark()

    def keep(self) -> None:
        """Hand over what is typed as a draft."""
        self._timer.stop()
        self._mark()
        text = self.text
        if text != (self._saved if self._drafted is None else self._drafted):
            self._drafted = text
            self.drafted.emit(text)

    def hold(self) -> None:
        """Hand over what is typed as a draft, and save nothing until the keyboard is back."""
        self.keep()
        self._held = True

    def flush(self) -> None:
        """Hand over what is typed as an answer; a fault is shown, and the text stays a draft."""
        if self._held:
            return
        text = self.text
        fault = self._fault(text)
        if fault or text == self._saved:
            self.keep()
        if fault and not self._faulty:
            self._faulty = True
            self.refused.emit(fault)
        elif not fault and text != self._saved:
            self._timer.stop()
            self._saved, self._drafted = text, None
            self.edited.emit(text)

    def forget(self) -> None:
        """Drop what was typed and is no answer: another case is shown."""
        if self.text != self._saved:
            self._show(self._saved, self._saved)

    def _show(self, text: str, saved: str) -> None:
        self._timer.stop()
        self._saved, self._drafted = saved, None
        self._held = self._faulty = False
        if self.text != text:
            self.edit.blockSignals(True)
            self.edit.setPlainText(text)
            self.edit.blockSignals(False)
        self.edit.fit()
        self.edit.underline(())
        self._named.put("")
        self._show_count()

    def _mark(self) -> None:
        """Point quietly at what looks as if it named somebody: the text may leave one day."""
        phrases = phrases_in(self.edit.toPlainText())
        self.edit.underline(phrases)
        named = ", ".join(f"“{phrase}”" for phrase in phrases[:NAMED_AT_MOST])
        self._named.put(say("May name somebody: {phrases}", phrases=named) if named else "")

    def _fault(self, text: str) -> str:
        if self.asking is None or text == self._saved:
            return ""
        try:
            self.asking.check(text)
        except RefusalError as error:
            return str(error)
        return ""

    def _on_text(self) -> None:
        self._held = False
        if self._faulty:
            self._faulty = False
            self.refused.emit("")
        if not self._timer.isActive():
            self._timer.start()
        self._show_count()

    def _show_count(self) -> None:
        length = len(self.edit.toPlainText().strip())
        if length > TEXT_LIMIT - 500:
            self._count.tint("inadequate" if length > TEXT_LIMIT else "quiet")
            self._count.put(say("{n} of {most} characters", n=length, most=TEXT_LIMIT))
        elif length and length < self._least:
            self._count.tint("improve")
            self._count.put(say("{n} of at least {least} characters", n=length, least=self._least))
        else:
            self._count.put("")

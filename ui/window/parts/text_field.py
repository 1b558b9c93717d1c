"""Texts of any length: typed, on the disk as drafts within a second, answers once they are left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QTextCursor
from PySide6.QtWidgets import QVBoxLayout

from reviewer.app.identifiers import phrases_in
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import TEXT_LIMIT
from ui.window.parts.field import Asking, Field
from ui.window.parts.text import Text
from ui.window.parts.text_box import TextBox
from ui.window.parts.undo_keys import left_to_case
from ui.window.theme import SMALL, Theme
from ui.window.words import say

DRAFT_AFTER = 700
"""Milliseconds from a keystroke to its draft: what is typed is never a second off the disk."""

NAMED_AT_MOST = 3
"""Phrases that are named under a text; all are underlined."""

_STILL_HERE = frozenset({Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason})
"""Why the keyboard goes though the field is not left: another window or a menu is in front."""


class GrowingEdit(TextBox):
    """The box of a text field, which hears when the keyboard comes and goes."""

    def __init__(self, theme: Theme, field: TextField) -> None:
        super().__init__(theme)
        self._field = field

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


class TextField(Field):
    """A text of any length, with what it still needs counted live.

    While it is typed it goes out as a draft, each second at the latest; left, or with Enter, it
    becomes an answer. One that cannot be saved stays a draft.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
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
        self.edit.finish_composing()
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

"""A dialog that asks before something is done: fields, what is wrong with them, two buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from reviewer.domain.errors import RefusalError, ReviewerError
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.page import JobLine
from ui.window.parts.sheet import DialogSheet
from ui.window.parts.sheet_draft import Box, KeptTexts, SheetDraft
from ui.window.parts.text import Text
from ui.window.parts.text_box import TextBox
from ui.window.theme import SMALL, Theme
from ui.window.words import say

WIDTH = 560
TEXT_LINES = 4
"""Lines of a box for a text of several lines; it grows with the text."""


class AskingSheet(DialogSheet):
    """A sheet of fields, a place for what is wrong, and two buttons: cancel, and what it does.

    `_on_accept` decides whether it may close; Enter asks it from every field. What is typed is kept
    as a draft where there is one to keep it, and comes back with the sheet until it is ended.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        parent: QWidget,
        *,
        doing: str,
        name: str,
        width: int = WIDTH,
    ) -> None:
        super().__init__(theme, title, parent, width=width)
        self.setObjectName(name)
        self._theme = theme
        self.job = JobLine(theme)
        self._texts: KeptTexts | None = None
        self._cancel = plain_button(say("Cancel"), name=f"{name}-cancel")
        self._cancel.clicked.connect(self.reject)
        self.accept_button = plain_button(doing, name=f"{name}-accept", look="primary")
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self._on_accept)
        self.buttons.addWidget(self._cancel)
        self.buttons.addWidget(self.accept_button)

    def end(self, first: QWidget, draft: SheetDraft | None = None) -> None:
        """Add the place for what is wrong and fit the screen; the keyboard begins at `first`."""
        self.column.addWidget(self.job)
        self.column.addStretch(1)
        if draft is not None:
            boxes: list[Box] = [
                *self._body.findChildren(QLineEdit),
                *self._body.findChildren(QPlainTextEdit),
                *self._body.findChildren(QComboBox),
            ]
            self._texts = KeptTexts(self, draft, boxes)
            self._texts.failed.connect(self._refuse)
            if self._texts.restored is not None:
                first = self._texts.restored
                words = say("Your unsaved text has been restored. It is not saved yet.")
                self.job.show_work(words, stoppable=False)
        self.fit()
        first.setFocus()

    def done(self, result: int, /) -> None:
        """Forget the draft: the person has accepted or cancelled."""
        if self._texts is not None:
            self._texts.drop()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Do it with Ctrl+Enter too, where Enter does it: as a case is completed with it."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not self.at_work and self.accept_button.isDefault():
                self._on_accept()
        else:
            super().keyPressEvent(event)

    def refuse(self, sentence: str) -> None:
        """Say why it was not done; what is typed stays."""
        self._put_work(at_work=False)
        self._refuse(sentence)

    def begin_work(self, words: str) -> None:
        """Say what is happening until `accept` or `refuse` ends it, and take nothing meanwhile."""
        self._put_work(at_work=True)
        self.job.show_work(words, stoppable=False)

    def _put_work(self, *, at_work: bool) -> None:
        self.at_work = at_work
        for button in (self.accept_button, self._cancel):
            button.setEnabled(not at_work)

    def _on_accept(self) -> None:
        self.accept()

    def _attempt(self, doing: Callable[[], object], *at: QWidget, **named: QWidget) -> None:
        """Do it and close; where it is refused say why, and leave what was typed as it is.

        It is shown at the field that is `named` for the value or the code refused, else at the
        last one of `at`, else above the buttons.
        """
        try:
            doing()
        except RefusalError as error:
            field = named.get(error.of) or (at[-1] if at else None)
            if field is not None:
                self._refuse_at(field, str(error))
            else:
                self._refuse(str(error))
        except ReviewerError as error:
            self._refuse(str(error))
        else:
            self.accept()

    def _refuse_at(self, field: QWidget, sentence: str) -> None:
        """Say at a field what is wrong with it, and give it the keyboard."""
        faults = Faults()
        faults.note(field, sentence)
        self._show_faults(faults)

    def _show_faults(self, faults: Faults) -> bool:
        """Say what is wrong at each field and return whether anything is.

        Above the buttons it is shown once more where several fields are wrong.
        """
        words = faults.show()
        if len(faults) > 1:
            self._refuse(words)
        else:
            self.job.hide()
        return bool(words)

    def _refuse(self, sentence: str) -> None:
        """Say what is wrong, in sight also where the fields scroll.

        The dialog stays as high as it is, so that no button moves away from the mouse.
        """
        self.job.show_failure(sentence)
        self.column.activate()  # the line has its place only now
        self._scroll.ensureWidgetVisible(self.job)

    def _sentence(self, words: str) -> None:
        self.column.addWidget(Text(self._theme, words, size=SMALL, tone="quiet", wrap=True))

    def _text_box(self, name: str, *, lines: int = TEXT_LINES) -> TextBox:
        """Return a box for a text, whose spelling is checked; one of one line breaks none."""
        box = TextBox(self._theme, least_lines=lines, one_line=lines == 1)
        box.setObjectName(name)
        if lines > 1:
            box.setPlaceholderText(say("Shift ⏎ starts a new line"))
        return box

"""What is typed into a dialog: on the disk within a second, until it is accepted or cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from reviewer.app.drafting import NO_ITEM, Dialog, dialog_fields, drop_dialog, keep_dialog
from reviewer.app.store import Store
from reviewer.domain.errors import ReviewerError, WorldError
from reviewer.domain.ids import Key
from ui.window.parts.text_field import DRAFT_AFTER
from ui.window.times import Clock

Box = QLineEdit | QPlainTextEdit | QComboBox
"""What a person types into, or chooses from beside what is typed."""


class SheetDraft:
    """The draft of one dialog about one thing; one that is only read keeps none."""

    def __init__(
        self, store: Store, now: Clock, dialog: Dialog, case: str = "", key: Key = NO_ITEM
    ) -> None:
        self._store = store
        self._now = now
        self._dialog = dialog
        self._case = case
        self._key = key

    def fields(self) -> Mapping[str, str]:
        """Return what was typed by name of the field, nothing where it was ended."""
        return dialog_fields(self._store, self._dialog, self._case, key=self._key)

    def keep(self, fields: Mapping[str, str]) -> None:
        """Keep what is typed; raises WorldError where the disk refuses it."""
        if not self._store.read_only:
            now = self._now()
            keep_dialog(self._store, self._dialog, self._case, fields, key=self._key, now=now)

    def drop(self) -> None:
        """Forget it; raises WorldError."""
        if not self._store.read_only and self.fields():
            drop_dialog(self._store, self._dialog, self._case, key=self._key)


class KeptTexts(QObject):
    """Keeps what is typed into some boxes as a draft, and shows it again; `failed` says why not.

    `restored` is the last box that was typed into when the program ended, None where none was.

    Held, it keeps what there is and is dropped no more: the window is covered or locked, and
    whatever closes the dialog then is not the person.
    """

    failed = Signal(str)

    def __init__(self, parent: QWidget, draft: SheetDraft, boxes: Sequence[Box]) -> None:
        super().__init__(parent)
        self._draft = draft
        self._boxes = {box.objectName(): box for box in boxes if box.objectName()}
        self._empty = self._typed()
        self._kept = self._empty
        self._held = False
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_AFTER)
        self._timer.timeout.connect(self.keep)
        self.restored: Final = self._restore()
        for box in self._boxes.values():
            changed = box.currentIndexChanged if isinstance(box, QComboBox) else box.textChanged
            changed.connect(self._on_change)

    @property
    def unsaved(self) -> bool:
        """Whether what is typed is on the screen alone."""
        return self._typed() != self._kept

    def keep(self) -> None:
        """Put what is typed on the disk; what is as it was at first is no draft."""
        self._timer.stop()
        typed = self._typed()
        if typed == self._kept:
            return
        try:
            if typed == self._empty:
                self._draft.drop()
            else:
                changed = {n: text for n, text in typed.items() if text != self._empty[n]}
                self._draft.keep(changed)  # and nothing that was there: it may be changed meanwhile
        except ReviewerError as error:
            self.failed.emit(str(error))
        else:
            self._kept = typed

    def hold(self) -> None:
        """Keep what there is, whatever closes the dialog."""
        self.keep()
        self._held = True

    def wake(self) -> None:
        """Continue: the person is back."""
        self._held = False

    def drop(self) -> None:
        """Forget what was typed: the dialog was accepted or cancelled by the person."""
        self._timer.stop()
        if self._held:
            return
        self._kept = self._typed()
        with suppress(WorldError):  # it comes up once more; nothing is lost
            self._draft.drop()

    def _restore(self) -> Box | None:
        before = self._draft.fields()
        for name, text in before.items():
            box = self._boxes.get(name)
            if isinstance(box, QComboBox):
                box.setCurrentIndex(max(box.findData(text), 0))
            elif isinstance(box, QPlainTextEdit):
                box.setPlainText(text)
                box.moveCursor(QTextCursor.MoveOperation.End)
            elif box is not None:
                box.setText(text)
        self._kept = self._typed()
        typed = (box for name, box in self._boxes.items() if self._kept[name] != self._empty[name])
        return next(reversed(tuple(typed)), None)

    def _typed(self) -> dict[str, str]:
        return {name: _text(box) for name, box in self._boxes.items()}

    def _on_change(self) -> None:
        if not self._timer.isActive():
            self._timer.start()


def _text(box: Box) -> str:
    if isinstance(box, QComboBox):
        return str(box.currentData() or "")
    return box.toPlainText() if isinstance(box, QPlainTextEdit) else box.text()

"""What is asked before a file gets another passphrase or another reviewer, or a copy comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer.app.handing_over import REASON_LIMIT
from reviewer.domain.inspection import checked_line
from reviewer.domain.message import message
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.faults import Faults
from ui.window.parts.page import labelled
from ui.window.parts.passphrase_fields import PassphraseFields, Weakness
from ui.window.parts.sheet_draft import SheetDraft
from ui.window.theme import Theme
from ui.window.words import say


class PassphraseSheet(AskingSheet):
    """The present passphrase and a new one; `given` carries both."""

    given = Signal(str, str)

    def __init__(
        self, theme: Theme, weakness: Weakness, known: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(
            theme,
            say("Change the passphrase"),
            parent,
            doing=say("Change passphrase"),
            name="passphrase-sheet",
        )
        self._old = QLineEdit()
        self._old.setObjectName("present-passphrase")
        self._old.setEchoMode(QLineEdit.EchoMode.Password)
        self._new = PassphraseFields(theme, weakness, say("New passphrase"))
        self._new.avoid(known)
        self.column.addLayout(labelled(theme, say("Current passphrase"), self._old))
        self.column.addWidget(self._new)
        self._sentence(
            say("The file closes while the passphrase is changed. Reopen it with the new one.")
        )
        self.end(self._old)

    def _on_accept(self) -> None:
        faults = Faults()
        if not self._old.text():
            faults.note(self._old, say("Enter the current passphrase."))
        if not self._new.phrase:
            faults.note(self._new.box, say("Enter a strong new passphrase in both boxes."))
        if not self._show_faults(faults):
            self.given.emit(self._old.text(), self._new.phrase)
            self.accept()


class HandoverSheet(AskingSheet):
    """Who continues the file, and why; `doing` hands over and raises what is wrong."""

    def __init__(
        self,
        theme: Theme,
        person: str,
        doing: Callable[[str, str], object],
        draft: SheetDraft,
        parent: QWidget,
    ) -> None:
        super().__init__(
            theme, say("Hand the file over"), parent, doing=say("Hand over"), name="handover-sheet"
        )
        self._doing = doing
        self._to, self._why = QLineEdit(), self._text_box("handover-why", lines=1)
        self._to.setObjectName("handover-to")
        self._sentence(
            say(
                "Work done by {person} keeps that name. Cases changed afterwards "
                "have the new name. To stop {person} from opening the file, also "
                "change the passphrase.",
                person=person,
            )
        )
        self.column.addLayout(labelled(theme, say("New reviewer"), self._to))
        self.column.addLayout(labelled(theme, say("Reason (recorded in the log)"), self._why))
        self.end(self._to, draft)

    def _on_accept(self) -> None:
        faults, to, why = Faults(), self._to, self._why
        faults.read(to, lambda: checked_line(to.text(), message("The new reviewer's name")))
        faults.read(why, lambda: checked_line(why.text(), message("The reason"), REASON_LIMIT))
        if not self._show_faults(faults):
            self._attempt(lambda: self._doing(to.text(), why.text()), to)

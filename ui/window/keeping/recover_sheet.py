"""What is asked where a passphrase is forgotten: the recovery code, and a new passphrase."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer.domain.errors import ReviewerError
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.page import labelled
from ui.window.parts.passphrase_fields import PassphraseFields, Weakness
from ui.window.theme import Theme
from ui.window.words import say


class RecoverSheet(AskingSheet):
    """`given` carries code and passphrase; the sheet stays until `accept`, or `refuse` says why."""

    given = Signal(str, str)

    def __init__(
        self, theme: Theme, weakness: Weakness, known: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(
            theme,
            say("Use the recovery code"),
            parent,
            doing=say("Set the new passphrase"),
            name="recover-sheet",
        )
        self._at_work = False
        self._code = QLineEdit()
        self._code.setObjectName("recovery-code-typed")
        self._new = PassphraseFields(theme, weakness, say("New passphrase"))
        self._new.avoid(known)
        hint = say("Eight groups of seven letters and numbers, from the paper you kept.")
        self.column.addLayout(labelled(theme, say("Recovery code"), self._code, hint))
        self.column.addWidget(self._new)
        self._sentence(say("The file also gets a new recovery code. The old one stops working."))
        self.end(self._code)

    def reject(self) -> None:
        """Stay while the passphrase is being changed: the new code is shown only once."""
        if not self._at_work:
            super().reject()

    def refuse(self, error: ReviewerError) -> None:
        """Say why nothing was changed; what was typed stays."""
        self._put_work(at_work=False)
        self._refuse(str(error))

    def _put_work(self, *, at_work: bool) -> None:
        self._at_work = at_work
        self.accept_button.setEnabled(not at_work)
        self._cancel.setEnabled(not at_work)

    def _on_accept(self) -> None:
        if self._at_work:
            return
        if not self._code.text().strip():
            self._refuse(say("Enter the recovery code."))
        elif not self._new.phrase:
            self._refuse(say("Enter a strong new passphrase in both boxes."))
        else:
            self._put_work(at_work=True)
            self.given.emit(self._code.text(), self._new.phrase)

"""What is asked where a passphrase is forgotten: the recovery code or key, and a new passphrase."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.operations.recovery_codes import OrganisationKey
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.identity_fields import IdentityFields
from ui.window.parts.page import labelled
from ui.window.parts.passphrase_fields import PassphraseFields, Weakness
from ui.window.theme import Theme
from ui.window.words import say


class RecoverSheet(AskingSheet):
    """`given` carries what recovers the file, and the new passphrase.

    The sheet stays until `accept`, or `refuse` says why.
    """

    given = Signal(object, str)

    def __init__(
        self, theme: Theme, weakness: Weakness, known: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(
            theme,
            say("Forgotten passphrase"),
            parent,
            doing=say("Set the new passphrase"),
            name="recover-sheet",
        )
        self._code = QLineEdit()
        self._code.setObjectName("recovery-code-typed")
        self._new = PassphraseFields(theme, weakness, say("New passphrase"))
        self._new.avoid(known)
        hint = say("Eight groups of seven letters and numbers, from the paper you kept.")
        self._by_code, self._by_key = (
            QWidget(),
            IdentityFields(
                theme,
                "",
                can_make=False,
                title=say("The organisation's recovery key"),
                hint=say(
                    "The file (.p12) with the key to the certificate that an administrator "
                    "installed."
                ),
            ),
        )
        self._by_code.setLayout(labelled(theme, say("Recovery code"), self._code, hint))
        self._by_key.hide()
        self._other = plain_button("", name="recover-other", look="quiet")
        self._other.clicked.connect(self._on_other)
        line = QHBoxLayout()
        line.addWidget(self._other)
        line.addStretch(1)
        self.column.addWidget(self._by_code)
        self.column.addWidget(self._by_key)
        self.column.addLayout(line)
        self.column.addWidget(self._new)
        self._sentence(say("The file also gets a new recovery code. The old one stops working."))
        self._name_other()
        self.end(self._code)

    def _on_other(self) -> None:
        by_key = self._by_key.isHidden()
        self._by_key.setVisible(by_key)
        self._by_code.setVisible(not by_key)
        self._name_other()
        self.fit()
        (self._by_key if by_key else self._code).setFocus()

    def _name_other(self) -> None:
        by_code = self._by_key.isHidden()
        words = say("Use the organisation's key instead"), say("Use the recovery code instead")
        self._other.setText(words[0] if by_code else words[1])

    def _means(self, faults: Faults) -> OrganisationKey | str | None:
        """Return what recovers the file; None where it was not given, which is noted."""
        if not self._by_key.isHidden():
            given = self._by_key.read(faults)
            return OrganisationKey(file=given[0], passphrase=given[1]) if given else None
        if not self._code.text().strip():
            faults.note(self._code, say("Enter the recovery code."))
        return self._code.text()

    def _on_accept(self) -> None:
        faults = Faults()
        means = self._means(faults)
        if not self._new.phrase:
            faults.note(self._new.box, say("Enter a strong new passphrase in both boxes."))
        if not self._show_faults(faults) and means is not None:
            self._put_work(at_work=True)
            self.given.emit(means, self._new.phrase)

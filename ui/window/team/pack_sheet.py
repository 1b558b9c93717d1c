"""What is asked before an assignment pack is made: whose it is, who opens it, who signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from reviewer.domain.message import message
from ui.window.choosing import open_one
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.identity_fields import IdentityFields
from ui.window.parts.page import labelled
from ui.window.parts.passphrase_fields import PassphraseFields, Weakness
from ui.window.parts.pick_field import PickBox
from ui.window.parts.target import Target, typed_path
from ui.window.theme import Theme
from ui.window.words import optional, say

CERTIFICATES = message("Certificates (*.cer *.crt *.pem *.der)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRequest:
    """What a person asked for; without a certificate the pack is under the passphrase."""

    inspector: str
    out: Path
    certificates: tuple[Path, ...]
    passphrase: str
    identity: tuple[Path, str]

    def __repr__(self) -> str:
        return f"PackRequest({self.out.name})"


class PackSheet(AskingSheet):
    """`asked` carries what is wanted; the sheet stays until `accept`, or `refuse` says why."""

    asked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        inspectors: Sequence[str],
        code: str,
        identity: str,
        weakness: Weakness,
        parent: QWidget,
        title: str = "",
    ) -> None:
        """Ask for one of the `inspectors`; a pack for nobody by name is for several recipients."""
        title = title or say("Make an assignment pack")
        super().__init__(theme, title, parent, doing=say("Make the pack"), name="pack")
        self._code = code
        self._who = PickBox()
        self._who.setObjectName("pack-inspector")
        self._who.addItems(list(inspectors))
        if inspectors:
            self.column.addLayout(labelled(theme, say("For"), self._who))
        else:
            self._who.setParent(self)
            self._who.hide()
        self._certificate = QLineEdit()
        self._certificate.setObjectName("pack-certificate")
        choose = plain_button(say("Choose…"), name="choose-certificate")
        choose.clicked.connect(self._on_choose)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._certificate, 1)
        row.addWidget(choose)
        hint = say(
            "Only the identity of that certificate then opens it. Separate several with "
            "semicolons. Leave empty to use a passphrase."
        )
        words = say("Certificate of who opens it")
        self.column.addLayout(labelled(theme, words, line, hint, may_be_empty=True))
        self._certificate.setAccessibleName(optional(words))
        self._phrase = PassphraseFields(
            theme, weakness, say("Passphrase of the pack"), recoverable=False
        )
        self._certificate.textChanged.connect(lambda text: self._phrase.setVisible(not text))
        self.column.addWidget(self._phrase)
        self._identity = IdentityFields(theme, identity, can_make=False)
        self.column.addWidget(self._identity)
        self._target = Target(theme, say("pack"), ".pack")
        self.column.addWidget(self._target)
        self._who.currentTextChanged.connect(self._name_target)
        self._name_target(self._who.currentText())
        self.end(self._who if inspectors else self._certificate)

    def _on_accept(self) -> None:
        faults = Faults()
        phrase = ""
        files = [text for text in self._certificate.text().split(";") if text.strip()]
        certificates = faults.read(self._certificate, lambda: tuple(map(typed_path, files)))
        if not files:
            phrase = self._phrase.phrase
            if not phrase:
                faults.note(self._phrase.box, say("Enter the passphrase in both boxes."))
        identity = self._identity.read(faults)
        out = faults.read(self._target.box, self._target.path)
        if self._show_faults(faults) or identity is None or out is None:
            return
        self.asked.emit(
            PackRequest(
                inspector=self._who.currentText(),
                out=out,
                certificates=certificates or (),
                passphrase=phrase,
                identity=identity,
            )
        )

    def _name_target(self, inspector: str) -> None:
        self._target.suggest(f"{self._code}-{inspector or say('calibration')}")

    def _on_choose(self) -> None:
        path = open_one(self, say("Choose a certificate"), CERTIFICATES)
        if path is not None:
            before = self._certificate.text().strip()
            self._certificate.setText(f"{before}; {path}" if before else str(path))

"""What is asked before agreed answers are read: the pack, what opens it, and the code or key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from reviewer.domain.message import Message, message
from ui.window.choosing import open_one
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.identity_fields import IdentityFields
from ui.window.parts.page import labelled
from ui.window.parts.target import typed_path
from ui.window.team.pack_page import PACKS
from ui.window.theme import Theme
from ui.window.words import say

KEYS = message("Released keys (*.key)")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedRequest:
    """Which pack, what opens it, and the code or the file with the code."""

    pack: Path
    identity: tuple[Path, str] | None
    passphrase: str
    code: str
    key: Path | None

    def __repr__(self) -> str:
        return f"AgreedRequest({self.pack.name})"


class AgreedSheet(AskingSheet):
    """`asked` carries what was asked for; the sheet stays until `accept`, or `refuse` says why."""

    asked = Signal(object)

    def __init__(self, theme: Theme, title: str, identity: str, parent: QWidget) -> None:
        super().__init__(theme, title, parent, doing=say("Compare"), name="agreed")
        self._pack = self._file(say("The calibration pack"), "agreed-pack", PACKS)
        self._identity = IdentityFields(theme, identity, can_make=False)
        self.column.addWidget(self._identity)
        self._phrase = QLineEdit()
        self._phrase.setObjectName("pack-passphrase")
        self._phrase.setEchoMode(QLineEdit.EchoMode.Password)
        hint = say("Only if the pack has a passphrase. Then no identity is needed.")
        words = say("Passphrase of the pack")
        self.column.addLayout(labelled(theme, words, self._phrase, hint, may_be_empty=True))
        self._code = QLineEdit()
        self._code.setObjectName("agreed-code")
        hint = say("Four groups of four letters and digits, from the lead.")
        self.column.addLayout(labelled(theme, say("Code"), self._code, hint))
        self._key = self._file(say("Or the key file that the lead released"), "agreed-key", KEYS)
        self.end(self._pack)

    def _file(self, words: str, name: str, kinds: Message) -> QLineEdit:
        line, field = QWidget(), QLineEdit()
        field.setObjectName(name)
        choose = plain_button(say("Choose…"), name=f"{name}-choose")
        choose.clicked.connect(lambda: self._choose(field, words, kinds))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(field, 1)
        row.addWidget(choose)
        self.column.addLayout(labelled(self._theme, words, line))
        field.setAccessibleName(words)
        return field

    def _choose(self, field: QLineEdit, words: str, kinds: Message) -> None:
        path = open_one(self, words, kinds)
        if path is not None:
            field.setText(str(path))

    def _on_accept(self) -> None:
        faults = Faults()
        pack = faults.read(self._pack, _reading(self._pack))
        identity, phrase = None, self._phrase.text()
        if not self._pack.text().strip():
            faults.note(self._pack, say("Choose the calibration pack."))
        if not phrase:
            identity = self._identity.read(faults)
        code, key = self._code.text().strip(), None
        if self._key.text().strip():
            key = faults.read(self._key, _reading(self._key))
        elif not code:
            faults.note(self._code, say("Enter the code, or choose the key file."))
        if self._show_faults(faults) or pack is None:
            return
        self.begin_work(say("Comparing…"))
        self.asked.emit(
            AgreedRequest(pack=pack, identity=identity, passphrase=phrase, code=code, key=key)
        )


def _reading(field: QLineEdit) -> Callable[[], Path]:
    return lambda: typed_path(field.text())

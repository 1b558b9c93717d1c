"""What is asked before a panel's answers are released: who signs the key, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.faults import Faults
from ui.window.parts.identity_fields import IdentityFields
from ui.window.parts.target import Target
from ui.window.parts.text import Text
from ui.window.theme import Theme
from ui.window.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRequest:
    """Where the key goes, and the identity that signs it."""

    out: Path
    identity: tuple[Path, str]

    def __repr__(self) -> str:
        return f"ReleaseRequest({self.out.name})"


class ReleaseSheet(AskingSheet):
    """`asked` carries what is wanted; the sheet stays until `accept`, or `refuse` says why."""

    asked = Signal(object)

    def __init__(self, theme: Theme, code: str, identity: str, parent: QWidget) -> None:
        """Suggest a name from the inspection's `code`; `identity` is the one used last."""
        title = say("Release the agreed answers")
        super().__init__(theme, title, parent, doing=say("Release"), name="release")
        words = say(
            "Readers who have the last calibration pack can see the agreed answers with this key "
            "or its code, once all their cases are complete."
        )
        self.column.addWidget(Text(theme, words, tone="quiet", wrap=True))
        self._identity = IdentityFields(theme, identity, can_make=False)
        self.column.addWidget(self._identity)
        self._target = Target(theme, say("key file"), ".key")
        self._target.suggest(f"{code}-{say('calibration')}")
        self.column.addWidget(self._target)
        self.end(self._target.box)

    def _on_accept(self) -> None:
        faults = Faults()
        identity = self._identity.read(faults)
        out = faults.read(self._target.box, self._target.path)
        if self._show_faults(faults) or out is None or identity is None:
            return
        self.asked.emit(ReleaseRequest(out=out, identity=identity))

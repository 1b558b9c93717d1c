"""What is asked before a lead signs receipts: the folder they go to, and who signs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.window.choosing import choose_folder
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.identity_fields import IdentityFields
from ui.window.parts.page import labelled
from ui.window.parts.target import typed_path
from ui.window.theme import Theme
from ui.window.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptOrder:
    """Where receipts go, and the identity that signs them."""

    folder: Path
    identity: Path
    passphrase: str = field(repr=False)


class ReceiptsSheet(AskingSheet):
    """Ends with an `order`, None where it was cancelled."""

    def __init__(self, theme: Theme, identity: str, parent: QWidget) -> None:
        super().__init__(
            theme, say("Sign receipts"), parent, doing=say("Sign receipts"), name="receipts-sheet"
        )
        self.order: ReceiptOrder | None = None
        self._sentence(
            say(
                "Each workbook merged since the last time gets a signed receipt. Give it to the "
                "reviewer who sent the workbook. With it they can dispose of their file."
            )
        )
        self._folder = QLineEdit()
        self._folder.setObjectName("receipts-folder")
        choose = plain_button(say("Choose…"), name="choose-receipts-folder")
        choose.clicked.connect(self._on_choose)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._folder, 1)
        row.addWidget(choose)
        self.column.addLayout(labelled(theme, say("Folder for the receipts"), line))
        self._folder.setAccessibleName(say("Folder for the receipts"))
        self._identity = IdentityFields(theme, identity, can_make=False)
        self.column.addWidget(self._identity)
        self.end(self._folder)

    def _on_choose(self) -> None:
        folder = choose_folder(self, say("Folder for the receipts"))
        if folder is not None:
            self._folder.setText(str(folder))

    def _on_accept(self) -> None:
        faults = Faults()
        folder = None
        if self._folder.text().strip():
            folder = faults.read(self._folder, lambda: typed_path(self._folder.text()))
        else:
            faults.note(self._folder, say("Choose a folder for the receipts."))
        given = self._identity.read(faults)
        if self._show_faults(faults) or folder is None or given is None:
            return
        identity, passphrase = given
        self.order = ReceiptOrder(folder=folder, identity=identity, passphrase=passphrase)
        self.accept()

"""The page of the first start: who works here, what they sign with, and where backups go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from ui.operations.identities import IdentityFacts
from ui.window.choosing import choose_folder, open_one
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.fingerprint_view import FingerprintView
from ui.window.parts.identity_fields import IDENTITIES, NewIdentityFields
from ui.window.parts.page import JobLine, Page, labelled
from ui.window.parts.passphrase_fields import Weakness
from ui.window.parts.target import typed_path
from ui.window.parts.text import Text
from ui.window.parts.token_sheet import TokenSheet
from ui.window.theme import HEADLINE, Theme
from ui.window.words import say


class FirstPage(Page):
    """`saved` says that everything is filled in; `skipped`, that the person does it later.

    Where the organisation fixed the folder for backups it is shown and cannot be changed.
    """

    saved = Signal()
    skipped = Signal()

    def __init__(
        self,
        theme: Theme,
        weakness: Weakness,
        backups: Path,
        *,
        backups_fixed: bool = False,
    ) -> None:
        super().__init__(theme, say("Set up Reviewer"), alone=True, size=HEADLINE)
        self.setObjectName("first-page")
        self.say_intro(
            say("You do this once. You can change everything later, and you can skip it for now.")
        )
        self.add_heading(say("You and your signature"))
        self.identity = NewIdentityFields(theme, "", weakness, is_part=True)
        self.column.addWidget(self.identity)
        self.owned: Path | None = None
        """The file of an identity that the person has already; none is made then."""
        self._owned = Text(theme, wrap=True)
        self._owned.hide()
        self.column.addWidget(self._owned)
        own = plain_button(say("I have an identity…"), name="own-identity", look="quiet")
        own.clicked.connect(self._on_own)
        card = plain_button(say("My key is on a smart card…"), name="own-card", look="quiet")
        card.clicked.connect(self._on_card)
        others = QHBoxLayout()
        others.setSpacing(theme.px(8))
        for button in (own, card):
            others.addWidget(button)
        others.addStretch(1)
        self.column.addLayout(others)
        self.add_heading(say("Backups"))
        self._add_folder(backups, fixed=backups_fixed)
        self.job = JobLine(theme)
        self.column.addWidget(self.job)
        self._add_buttons()
        self.column.addStretch(1)
        self.setFocusProxy(self.identity)
        self.order_tabs()

    def folder(self) -> Path | None:
        """Return the folder for backups; None once its fault is shown at the field."""
        faults = Faults()
        folder = faults.read(self._folder, self._read_folder)
        return None if faults.show() else folder

    def _read_folder(self) -> Path:
        if not self._folder.text().strip():
            raise RefusalError("target", message("Choose a folder for backups."))
        return typed_path(self._folder.text())

    def _add_folder(self, backups: Path, *, fixed: bool) -> None:
        self._folder = QLineEdit(str(backups))
        self._folder.setObjectName("backup-folder")
        choose = plain_button(say("Choose…"), name="choose-backups")
        choose.clicked.connect(self._on_choose)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px(8))
        row.addWidget(self._folder, 1)
        row.addWidget(choose)
        hint = say(
            "Reviewer saves an encrypted copy of your work here as you go. A USB drive or a second "
            "disk is best: it still has the copy if this computer fails."
        )
        if fixed:
            hint = say("Set by your organisation.")
            self._folder.setReadOnly(True)
            choose.hide()
        self.column.addLayout(labelled(self.theme, say("Folder for backups"), line, hint))
        self._folder.setAccessibleName(say("Folder for backups"))

    def _add_buttons(self) -> None:
        save = plain_button(say("Save and continue"), name="save-first", look="primary")
        save.clicked.connect(self.saved)
        skip = plain_button(say("Skip for now"), name="skip-first")
        skip.clicked.connect(self.skipped)
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(8))
        row.addWidget(save)
        row.addWidget(skip)
        row.addStretch(1)
        self.column.addSpacing(self.theme.px(8))
        self.column.addLayout(row)

    def _on_own(self) -> None:
        path = open_one(self, say("Your identity"), IDENTITIES)
        if path is not None:
            self._own(path)

    def _on_card(self) -> None:
        sheet = TokenSheet(self.theme, self)
        sheet.named.connect(self._own)
        sheet.open()

    def _own(self, path: Path) -> None:
        """Make no identity: the person has one."""
        self.owned = path
        self.identity.hide()
        self._owned.put(say("You sign with {file}.", file=str(path)))
        self._owned.show()

    def _on_choose(self) -> None:
        folder = choose_folder(self, say("Folder for backups"))
        if folder is not None:
            self._folder.setText(str(folder))


class ReadyPage(Page):
    """What was made at the first start, and what to do next."""

    practice_asked = Signal()
    left = Signal()

    def __init__(
        self, theme: Theme, certificate: Path, facts: IdentityFacts, backups: Path
    ) -> None:
        super().__init__(theme, say("You are ready"), alone=True, size=HEADLINE)
        self.setObjectName("ready-page")
        made = say("Your identity is made. Backups go to {folder}.", folder=str(backups))
        hand_on = say(
            "Give {certificate} to your team lead, and read the fingerprint out to them over "
            "the telephone. They can then check that a workbook is yours.",
            certificate=str(certificate),
        )
        code = say(
            "When you create your first file, Reviewer shows its recovery code once. Write it "
            "down, and keep it away from this computer."
        )
        self.column.addWidget(Text(theme, made, wrap=True))
        self.column.addWidget(Text(theme, hand_on, wrap=True))
        self.column.addWidget(FingerprintView(theme, facts.fingerprint, facts.spelled_out))
        self.column.addWidget(Text(theme, code, wrap=True))
        practise = plain_button(
            say("Practise on ten invented cases"), name="ready-practise", look="primary"
        )
        practise.clicked.connect(self.practice_asked)
        start = plain_button(say("Go to the start page"), name="ready-start")
        start.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(practise)
        row.addWidget(start)
        row.addStretch(1)
        self.column.addSpacing(theme.px(8))
        self.column.addLayout(row)
        self.column.addStretch(1)
        self.setFocusProxy(practise)

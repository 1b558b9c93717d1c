"""The page that opens an assignment pack: who made it, what is in it, where the file goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message, verbatim
from reviewer.domain.team_actions import PackSigner
from reviewer.domain.times import long_day
from ui.operations.packs import PackFacts
from ui.window.choosing import open_one
from ui.window.parts.buttons import Chip, plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.fingerprint_view import FingerprintView
from ui.window.parts.identity_fields import IdentityFields
from ui.window.parts.layouts import clear
from ui.window.parts.page import DropArea, JobLine, Page, labelled, say_facts
from ui.window.parts.passphrase_fields import PassphraseFields, Weakness
from ui.window.parts.records import RecordColumn, RecordTable
from ui.window.parts.target import Target
from ui.window.parts.text import Text
from ui.window.theme import LARGE, Theme
from ui.window.words import say

PACKS = message("Packs (*.pack)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackMeans:
    """What a person opens a pack with."""

    identity: tuple[Path, str] | None = None
    passphrase: str = ""

    def __repr__(self) -> str:
        return "PackMeans(…)"


class PackPage(Page):
    """`given` carries a pack, `opening` what it is opened with, `accepted` that a file is made."""

    given = Signal(object)
    opening = Signal(object)
    accepted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, weakness: Weakness) -> None:
        super().__init__(theme, say("Open an assignment pack"), alone=True)
        self.setObjectName("pack-page")
        back = plain_button(say("Back"), name="back")
        back.clicked.connect(self.left)
        self.head.addWidget(back)
        self.say_intro(
            say("The lead's pack holds all you need to begin: the list, the form and your cases.")
        )
        self._drop = DropArea(
            theme, say("Drop the pack here."), say("Choose a pack…"), name="pack-drop"
        )
        self._drop.dropped.connect(lambda paths: self.given.emit(paths[0]))
        self._drop.choose_asked.connect(self._on_choose)
        self.job = JobLine(theme)
        self._identity = IdentityFields(theme, "", can_make=False)
        self._phrase = QLineEdit()
        self._phrase.setObjectName("pack-passphrase")
        self._phrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._look = plain_button(say("Open the pack"), name="pack-look", look="primary")
        self._look.clicked.connect(self._on_look)
        self._means, self._found = QWidget(), QWidget()
        self._facts = QVBoxLayout()
        self.compared = Chip(theme)
        self.compared.setObjectName("compared")
        self.compared.setText(say("I have checked the fingerprint with the lead"))
        self._reader = QLineEdit()
        self._reader.setObjectName("pack-reader")
        self._target = Target(theme, say("inspection"))
        self._passphrase = PassphraseFields(theme, weakness)
        self._make = plain_button(say("Create my file"), name="pack-accept", look="primary")
        self._make.clicked.connect(self.accepted)
        self.compared.toggled.connect(self._make.setEnabled)
        self._build_layout()
        self.setFocusProxy(self._drop.button)

    def ask_for_means(self, name: str, *, identity: bool, passphrase: bool) -> None:
        """Ask for what opens a pack: an identity, or the passphrase that was agreed."""
        self._found.hide()
        self._name.setText(name)
        self._identity.setVisible(identity)
        self._phrase_host.setVisible(passphrase and not identity)
        self._means.show()
        (self._identity if identity else self._phrase).setFocus()

    def show_pack(self, facts: PackFacts) -> None:
        """Show what a pack holds, the lead's fingerprint, and the fields of the new file."""
        clear(self._facts)
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(8))
        column.addLayout(say_facts(self.theme, _facts(facts)))
        column.addWidget(FingerprintView(self.theme, facts.lead.fingerprint, facts.spelled_out))
        if len(facts.signers) > 1:
            words = say("It also brings these signers, whom the lead trusts:")
            column.addWidget(Text(self.theme, words, wrap=True))
            column.addWidget(_signers(self.theme, facts.signers[1:]))
        self._facts.addWidget(host)
        self.compared.setVisible(not facts.known)
        self.compared.setChecked(facts.known)
        self._make.setEnabled(facts.known)
        self._reader_host.setVisible(not facts.inspector)
        self._target.suggest(f"{facts.inspection}-{facts.inspector or say('calibration')}")
        self._passphrase.avoid([facts.inspection, facts.force, facts.inspector])
        self._means.hide()
        self._found.show()
        (self._target if facts.known else self.compared).setFocus()

    def wanted(self) -> tuple[Path, str, str]:
        """Return the file to make, its passphrase, and the name that a calibration asks for.

        Raises RefusalError once each fault is shown at its field.
        """
        faults, reader = Faults(), self._reader.text().strip()
        if not reader and not self._reader_host.isHidden():
            faults.note(self._reader, say("Enter your name."))
        path = faults.read(self._target.box, self._target.path)
        phrase = self._passphrase.phrase
        if not phrase:
            faults.note(self._passphrase.box, say("Enter the passphrase in both boxes."))
        if (wrong := faults.show()) or path is None:
            raise RefusalError("fields", verbatim(wrong))
        return path, phrase, reader

    def show_busy(self, *, busy: bool) -> None:
        """Keep a person from pressing twice."""
        for part in (self._drop, self._means, self._found):
            part.setEnabled(not busy)

    def _on_choose(self) -> None:
        path = open_one(self, say("Open an assignment pack"), PACKS)
        if path is not None:
            self.given.emit(path)

    def _on_look(self) -> None:
        faults = Faults()
        if self._identity.isHidden():
            if not self._phrase.text():
                faults.note(self._phrase, say("Enter the passphrase of the pack."))
            means = PackMeans(passphrase=self._phrase.text())
        else:
            means = PackMeans(identity=self._identity.read(faults))
        if not faults.show():
            self.opening.emit(means)

    def _build_layout(self) -> None:
        theme, px = self.theme, self.theme.px
        self._name = Text(theme, size=LARGE, strong=True, wrap=True)
        self._phrase_host = QWidget()
        self._phrase_host.setLayout(labelled(theme, say("Passphrase of the pack"), self._phrase))
        means = _column(self._means, px(12))
        for part in (self._name, self._identity, self._phrase_host):
            means.addWidget(part)
        means.addLayout(_line(self._look))
        found = _column(self._found, px(12))
        found.addLayout(self._facts)
        found.addLayout(_line(self.compared))
        self._reader_host = QWidget()
        hint = say("As it appears in the workbook and the log.")
        self._reader_host.setLayout(labelled(theme, say("Your name"), self._reader, hint))
        found.addWidget(self._reader_host)
        found.addWidget(self._target)
        found.addWidget(self._passphrase)
        found.addLayout(_line(self._make))
        for part in (self._drop, self.job, self._means, self._found):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self._means.hide()
        self._found.hide()


def _column(host: QWidget, gap: int) -> QVBoxLayout:
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    return column


def _line(button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch(1)
    return row


def _facts(facts: PackFacts) -> list[tuple[str, str]]:
    own = say("{own} of {all}", own=facts.own_cases, all=facts.cases)
    rows = [
        (say("Inspection"), f"{facts.inspection} · {facts.force}"),
        (say("For"), facts.inspector or say("every reader, as a calibration")),
        (say("Your cases"), own),
        (say("Signed by"), facts.lead.name),
    ]
    if facts.dispose_by:
        rows.insert(3, (say("Dispose of it by"), long_day(facts.dispose_by)))
    return rows


def _signers(theme: Theme, signers: Sequence[PackSigner]) -> RecordTable[PackSigner]:
    columns: tuple[RecordColumn[PackSigner], ...] = (
        RecordColumn(title=say("Name"), text=lambda s: s.name, width=200),
        RecordColumn(title=say("Signs for"), text=lambda s: ", ".join(s.readers), width=200),
        RecordColumn(title=say("Fingerprint"), text=lambda s: s.fingerprint, stretches=True),
    )
    table = RecordTable(theme, say("Signers in the pack"), columns)
    table.fill(signers)
    table.take_height(6)
    return table

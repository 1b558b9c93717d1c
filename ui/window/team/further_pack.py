"""Opening a further pack in an inspector's file: cases that come and go, with the lead's seal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer.app.pack_opening import UNKNOWN_LEAD
from reviewer.domain.errors import ReviewerError
from reviewer.domain.message import listed, plural
from ui.operations.files import OpenFile
from ui.operations.identities import open_identity
from ui.operations.packs import (
    FollowedPack,
    PackFacts,
    look_into_pack,
    take_pack,
    wants_identity,
    wants_passphrase,
)
from ui.window.choosing import open_one
from ui.window.jobs import Jobs
from ui.window.notify import show_refusal
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.buttons import Chip
from ui.window.parts.faults import Faults
from ui.window.parts.fingerprint_view import FingerprintView
from ui.window.parts.identity_fields import IdentityFields, IdentityMemory
from ui.window.parts.page import labelled
from ui.window.team.own_team_page import OwnTeamPage
from ui.window.team.pack_page import PACKS, PackMeans
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import say


class FurtherPackSheet(AskingSheet):
    """`asked` carries what opens the pack, and whether an unknown lead is vouched for."""

    asked = Signal(object, bool)

    def __init__(
        self, theme: Theme, name: str, identity: str, parent: QWidget, *, by_identity: bool
    ) -> None:
        super().__init__(theme, name, parent, doing=say("Open the pack"), name="further-pack")
        self._by_identity = by_identity
        self._identity = IdentityFields(theme, identity, can_make=False)
        self._phrase = QLineEdit()
        self._phrase.setObjectName("pack-passphrase")
        self._phrase.setEchoMode(QLineEdit.EchoMode.Password)
        if by_identity:
            self.column.addWidget(self._identity)
        else:
            self.column.addLayout(labelled(theme, say("Passphrase of the pack"), self._phrase))
        self.compared = Chip(theme)
        self.compared.setObjectName("compared")
        self.compared.setText(say("I have checked the fingerprint with the lead"))
        self.compared.hide()
        self.column.addWidget(self.compared)
        self._sentence(say("Cases you have started stay yours, whatever the pack says."))
        self.end(self._identity if by_identity else self._phrase)

    def show_lead(self, facts: PackFacts) -> None:
        """Show who signed the pack, to be compared before it is accepted."""
        if self.compared.isHidden():
            shown = FingerprintView(self._theme, facts.lead.fingerprint, facts.spelled_out)
            self.column.insertWidget(0, shown)
            self.compared.show()

    def _on_accept(self) -> None:
        faults = Faults()
        if self._by_identity:
            means = PackMeans(identity=self._identity.read(faults))
        else:
            if not self._phrase.text():
                faults.note(self._phrase, say("Enter the passphrase of the pack."))
            means = PackMeans(passphrase=self._phrase.text())
        if self._show_faults(faults):
            return
        self.begin_work(say("Opening the pack…"))
        self.asked.emit(means, self.compared.isChecked())


class FurtherPacks(QObject):
    """What happens when a reviewer opens a further pack; `taken` says that cases changed."""

    taken = Signal()

    def __init__(
        self, page: OwnTeamPage, store: OpenFile, jobs: Jobs, now: Clock, memory: IdentityMemory
    ) -> None:
        super().__init__(page)
        self._page, self._store, self._jobs = page, store, jobs
        self._now, self._memory = now, memory
        page.pack_asked.connect(self.open)

    def open(self) -> None:
        """Ask for a pack and for what opens it."""
        path = open_one(self._page, say("Open a further pack"), PACKS)
        if path is None:
            return
        try:
            by_identity = wants_identity(path) or not wants_passphrase(path)
        except ReviewerError as error:
            show_refusal(self._page, str(error))
            return
        known, window = self._memory.known(), self._page.window()
        theme = self._page.theme
        sheet = FurtherPackSheet(theme, path.name, known, window, by_identity=by_identity)
        sheet.asked.connect(lambda means, accepted: self._take(sheet, path, means, accepted))
        sheet.open()

    def _take(
        self,
        sheet: FurtherPackSheet,
        path: Path,
        means: PackMeans,
        accepted: bool,  # noqa: FBT001 - a signal's value
    ) -> None:
        seen: list[PackFacts] = []

        def done(followed: FollowedPack) -> None:
            sheet.accept()
            self._page.job.show_done(_words(followed))
            self.taken.emit()

        def refused(error: ReviewerError) -> None:
            if error.code == UNKNOWN_LEAD and seen:
                sheet.show_lead(seen[-1])
            sheet.refuse(str(error))

        self._jobs.start(self._work(path, means, seen.append, accepted=accepted), done, refused)

    def _work(
        self, path: Path, means: PackMeans, see: Callable[[PackFacts], None], *, accepted: bool
    ) -> Callable[[object], FollowedPack]:
        now, store = self._now(), self._store

        def work(_: object) -> FollowedPack:
            signer = open_identity(*means.identity) if means.identity is not None else None
            at_hand = look_into_pack(path, identity=signer, passphrase=means.passphrase, now=now)
            see(at_hand.facts)
            return take_pack(store, at_hand, accepted=accepted, now=now)

        return work


def _words(followed: FollowedPack) -> str:
    taken = followed.taken
    words = say(
        "Pack {number}: {gained}, {lost} given to others.",
        number=taken.number,
        gained=plural(len(taken.gained), "{n} new case", "{n} new cases"),
        lost=len(taken.lost),
    )
    if taken.kept:
        cases = str(listed(taken.kept))
        words += " " + say(
            "You had started these, so they stay yours. Tell the lead: {cases}.", cases=cases
        )
    return f"{words} {followed.unsafe or ''}".strip()

"""Handing out from a register: assignment packs, second reads, fingerprint cards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from reviewer.app.packs import MadePack
from reviewer.app.second_reads import draw_second_reads
from reviewer.domain.case import INSPECTOR, SECOND_READER
from reviewer.domain.errors import ReviewerError
from reviewer.domain.second_reads import SecondReadRule
from ui.operations.files import OpenFile
from ui.operations.fingerprint_cards import print_card
from ui.operations.identities import open_identity
from ui.operations.packs import make_pack
from ui.operations.passphrases import weakness
from ui.window.choosing import PDF, open_one, save_as
from ui.window.jobs import Jobs
from ui.window.notify import show_refusal
from ui.window.parts.identity_fields import IdentityMemory
from ui.window.parts.settling import Settling, signing
from ui.window.team.pack_sheet import CERTIFICATES, PackRequest, PackSheet
from ui.window.team.second_reads_sheet import SecondReadsSheet
from ui.window.team.team_page import TeamPage
from ui.window.times import Clock
from ui.window.words import counted, say


class HandingOut(QObject):
    """`announced` carries what was done, `changed` says that the register is another now."""

    announced = Signal(str)
    changed = Signal()

    def __init__(
        self,
        page: TeamPage,
        store: OpenFile,
        jobs: Jobs,
        now: Clock,
        memory: IdentityMemory,
        settle: Settling,
    ) -> None:
        super().__init__(page)
        self._page, self._store, self._jobs = page, store, jobs
        self._now, self._memory, self._settle = now, memory, settle
        page.pack_asked.connect(self.make_pack)
        page.second_reads_asked.connect(self.draw)
        page.card_asked.connect(self.print_card)

    def make_pack(self) -> None:
        """Ask for whom a pack is, and make it."""
        names = self._readers()
        if not names:
            words = say(
                "No case of this register is assigned yet. Begin a register with the list, and "
                "assign its cases."
            )
            show_refusal(self._page, words)
            return
        code, known = self._store.inspection().code, self._memory.known()
        sheet = PackSheet(self._page.theme, names, code, known, weakness, self._page.window())

        def done(_: PackRequest, made: MadePack) -> None:
            self.announced.emit(
                counted(
                    made.cases,
                    "{file}: pack {number} for {name}, with {n} case.",
                    "{file}: pack {number} for {name}, with {n} cases.",
                    file=made.path.name,
                    number=made.number,
                    name=made.inspector,
                )
            )

        sheet.asked.connect(
            signing(
                sheet,
                say("Making the pack…"),
                self._made,
                done,
                jobs=self._jobs,
                settle=self._settle,
                memory=self._memory,
            )
        )
        sheet.open()

    def draw(self) -> None:
        """Ask for the rule, and draw second reads."""
        drawn: list[int] = []

        def draw(rule: SecondReadRule, readers: Sequence[str]) -> None:
            found = draw_second_reads(self._store, rule, readers, now=self._now())
            drawn.append(len(found.readers))

        window = self._page.window()
        if SecondReadsSheet(self._page.theme, self._readers(), draw, window).exec():
            self.announced.emit(
                counted(
                    sum(drawn), "{n} case is to be read twice.", "{n} cases are to be read twice."
                )
            )
            self.changed.emit()

    def print_card(self) -> None:
        """Print the fingerprint of a certificate as a card."""
        certificate = open_one(self._page, say("Choose a certificate"), CERTIFICATES)
        if certificate is None:
            return
        suggested = certificate.with_suffix(".pdf")
        out = save_as(self._page, say("Save the card"), suggested, PDF)
        if out is None:
            return
        try:
            print_card(certificate, out, now=self._now(), replace=True)
        except ReviewerError as error:
            show_refusal(self._page, str(error))
        else:
            self.announced.emit(say("Saved {file}.", file=out.name))

    def _made(self, request: PackRequest, *, overwrite: bool) -> MadePack:
        return make_pack(
            self._store,
            request.out,
            request.inspector,
            open_identity(*request.identity),
            certificates=request.certificates,
            passphrase=request.passphrase,
            now=self._now(),
            replace=overwrite,
        )

    def _readers(self) -> list[str]:
        cases = self._store.cases()
        return sorted({c.get(key) for c in cases for key in (INSPECTOR, SECOND_READER)} - {""})

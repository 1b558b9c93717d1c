"""What a team does besides merging and deciding: packs, second reads, calibration, copies."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.operations.files import OpenFile
from ui.window.jobs import Jobs
from ui.window.parts.identity_fields import IdentityMemory
from ui.window.parts.settling import Settling
from ui.window.team.calibrating import Calibrating
from ui.window.team.copies_presenter import CopiesPresenter
from ui.window.team.further_pack import FurtherPacks
from ui.window.team.handing_out import HandingOut
from ui.window.team.own_team_page import OwnTeamPage
from ui.window.team.receipts_presenter import IssuingPresenter
from ui.window.team.returns_presenter import ReturnsPresenter
from ui.window.team.team_page import TeamPage
from ui.window.theme import Theme
from ui.window.times import Clock


class TeamWork(QObject):
    """Serves the team's page of a reader or of a lead; `announced` carries what was done.

    `listed` says that a pack changed whose cases are whose, `reconciled` that another copy of the
    file or returned cases were brought in, `drawn` that a register has other second reads.
    """

    announced = Signal(str)
    listed = Signal()
    reconciled = Signal()
    drawn = Signal()

    def __init__(
        self,
        theme: Theme,
        store: OpenFile,
        jobs: Jobs,
        now: Clock,
        memory: IdentityMemory,
        settle: Settling,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme, self._store, self._jobs = theme, store, jobs
        self._now, self._memory, self._settle = now, memory, settle
        self._calibrating = Calibrating(theme, store, jobs, now, memory, settle, parent)

    def serve_reader(self, page: OwnTeamPage) -> None:
        """Serve the page of a reviewer's own file."""
        store, jobs, now = self._store, self._jobs, self._now
        packs = FurtherPacks(page, store, jobs, now, self._memory)
        packs.taken.connect(self.listed)
        copies = CopiesPresenter(page.copies, store, jobs, now, self._theme)
        copies.reconciled.connect(self.reconciled)
        returns = ReturnsPresenter(page, store, jobs, now)
        returns.taken.connect(self.reconciled)
        page.compare_asked.connect(self._calibrating.compare)
        page.calibration_asked.connect(self._calibrating.make)
        page.release_asked.connect(self._calibrating.release)

    def serve_lead(self, page: TeamPage) -> None:
        """Serve the page of a register."""
        IssuingPresenter(page, self._store, self._now, self._memory)
        handing_out = HandingOut(
            page, self._store, self._jobs, self._now, self._memory, self._settle
        )
        handing_out.announced.connect(self.announced)
        handing_out.changed.connect(self.drawn)
        page.calibration_asked.connect(self._calibrating.report)
        page.known_cases_asked.connect(self._calibrating.mark_known)
        self._calibrating.changed.connect(self.announced)
        self._calibrating.changed.connect(lambda _: self.drawn.emit())

"""Joins the page of a new register with the dry run and the making of the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reviewer.app.merging import MergePlan
from reviewer.domain.errors import RefusalError, ReviewerError
from ui.operations.trust import trust_signer
from ui.operations.workbooks import HandedIn, make_register, plan_merge
from ui.window.jobs import Jobs
from ui.window.team.new_register_page import NewRegisterPage
from ui.window.times import Clock
from ui.window.words import say


class NewRegister(QObject):
    """What happens on the page; `made` carries the file with its key."""

    made = Signal(object)

    def __init__(self, page: NewRegisterPage, jobs: Jobs, now: Clock) -> None:
        super().__init__(page)
        self._page = page
        self._now = now
        self._paths: list[Path] = []
        self._plan: MergePlan | None = None
        self._password: str | None = None
        page.given.connect(self.plan)
        page.accepted.connect(self._make)
        page.report.trusted.connect(self._trust)
        page.report.password.given.connect(self._on_password)
        page.job.serve(jobs)

    def plan(self, paths: Sequence[Path]) -> None:
        """Say what the workbooks given so far bring."""
        self._paths += [path for path in paths if path not in self._paths]
        self._page.show_busy(busy=True)
        now = self._now()
        handed = HandedIn(paths=tuple(self._paths), password=self._password)
        self._page.job.run(
            say("Checking the workbooks…"),
            lambda control: plan_merge(None, handed, now=now, control=control),
            self._show,
            self._refuse,
            stoppable=True,
        )

    def _show(self, plan: MergePlan) -> None:
        self._plan = plan
        self._page.show_busy(busy=False)
        self._page.show_plan(plan)

    def _refuse(self, error: ReviewerError) -> None:
        self._page.show_busy(busy=False)
        self._page.job.show_error(error)
        if self._plan is None:
            self._paths.clear()

    def _on_password(self, password: str) -> None:
        self._password = password
        self.plan(())

    def _trust(self, certificate: bytes) -> None:
        try:
            trust_signer(certificate, now=self._now())
        except ReviewerError as error:
            self._page.job.show_error(error)
            return
        self.plan(())

    def _make(self) -> None:
        plan = self._plan
        if plan is None:
            return
        try:
            lead, path, phrase = self._page.wanted()
        except RefusalError as error:
            self._page.job.show_error(error)
            return
        self._page.show_busy(busy=True)
        now = self._now()
        self._page.job.run(
            say("Creating {name}…", name=path.name),
            lambda control: make_register(path, phrase, plan, lead=lead, now=now, control=control),
            self.made.emit,
            self._refuse,
            stoppable=True,
            holds=True,
        )

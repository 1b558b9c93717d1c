"""Joins the page of the first start with what makes an identity and moves backups."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reviewer.domain.errors import ReviewerError
from ui.operations.backups import backup_folder, move_backups
from ui.operations.control import JobControl
from ui.operations.identities import IdentityFacts, create_identity
from ui.operations.passphrases import weakness
from ui.operations.preferences import site_choices
from ui.window.beginning.first_page import FirstPage
from ui.window.jobs import Jobs
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSteps:
    """What a person has after the first start."""

    identity: Path
    certificate: Path
    facts: IdentityFacts
    backups: Path


class FirstStart(QObject):
    """Shows the page; `made` carries the first steps, `kept` an identity that was there before."""

    made = Signal(object)
    kept = Signal(object)

    def __init__(self, theme: Theme, jobs: Jobs, now: Clock) -> None:
        super().__init__(jobs)
        self._now = now
        fixed = "backup_folder" in site_choices().fixed
        self.page = FirstPage(theme, weakness, backup_folder(), backups_fixed=fixed)
        self.page.job.serve(jobs)
        self.page.saved.connect(self._save)

    def _save(self) -> None:
        folder, owned = self.page.folder(), self.page.owned
        if owned is None:
            wanted = self.page.identity.wanted()
            if wanted is not None and folder is not None:
                self._make(*wanted, folder)
        elif folder is not None:
            self._keep(owned, folder)

    def _keep(self, owned: Path, folder: Path) -> None:
        try:
            _keep_backups(folder)
        except ReviewerError as error:
            self.page.job.show_error(error)
        else:
            self.kept.emit(owned)

    def _make(self, name: str, path: Path, phrase: str, folder: Path) -> None:
        now, certificate = self._now(), path.with_suffix(".cer")

        def work(_: JobControl) -> IdentityFacts:
            _keep_backups(folder)
            return create_identity(path, phrase, name=name, now=now, certificate=certificate)

        def done(facts: IdentityFacts) -> None:
            steps = FirstSteps(
                identity=path,
                certificate=certificate,
                facts=facts,
                backups=backup_folder(),
            )
            self.made.emit(steps)

        self.page.job.run(say("Creating your key…"), work, done, holds=True)


def _keep_backups(folder: Path) -> None:
    if folder != backup_folder():
        move_backups(folder)

"""Joins the page of a pack with reading it and making the inspector's file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reviewer.domain.errors import RefusalError, ReviewerError
from ui.operations.calibration import (
    CalibrationAtHand,
    begin_calibration,
    calibration_facts,
    is_calibration,
    look_into_calibration,
)
from ui.operations.files import CreatedFile
from ui.operations.identities import open_identity
from ui.operations.packs import (
    PackAtHand,
    begin_from_pack,
    look_into_pack,
    wants_identity,
    wants_passphrase,
)
from ui.window.jobs import Jobs
from ui.window.team.pack_page import PackMeans, PackPage
from ui.window.times import Clock
from ui.window.words import say

Found = PackAtHand | CalibrationAtHand


class PackOpening(QObject):
    """What happens on the page; `made` carries the file with its key."""

    made = Signal(object)

    def __init__(self, page: PackPage, jobs: Jobs, now: Clock) -> None:
        super().__init__(page)
        self._page = page
        self._now = now
        self._path: Path | None = None
        self._at_hand: Found | None = None
        page.given.connect(self.take)
        page.opening.connect(self._look)
        page.accepted.connect(self._make)
        page.job.serve(jobs)

    def take(self, path: Path) -> None:
        """Ask for what opens a pack, or say that it is none."""
        try:
            identity, passphrase = wants_identity(path), wants_passphrase(path)
        except ReviewerError as error:
            self._page.job.show_error(error)
            return
        self._path = path
        self._page.job.hide()
        self._page.ask_for_means(path.name, identity=identity, passphrase=passphrase)

    def _look(self, means: PackMeans) -> None:
        path, now = self._path, self._now()
        if path is None:
            return

        def work(_: object) -> Found:
            signer = open_identity(*means.identity) if means.identity is not None else None
            if is_calibration(path):
                return look_into_calibration(path, identity=signer, passphrase=means.passphrase)
            return look_into_pack(path, identity=signer, passphrase=means.passphrase, now=now)

        self._page.show_busy(busy=True)
        self._page.job.run(say("Opening the pack…"), work, self._show, self._refuse)

    def _show(self, at_hand: Found) -> None:
        self._at_hand = at_hand
        self._page.show_busy(busy=False)
        facts = (
            at_hand.facts
            if isinstance(at_hand, PackAtHand)
            else calibration_facts(at_hand, now=self._now())
        )
        self._page.show_pack(facts)

    def _make(self) -> None:
        at_hand, now = self._at_hand, self._now()
        if at_hand is None:
            return
        try:
            path, phrase, reader = self._page.wanted()
        except RefusalError as error:
            self._page.job.show_error(error)
            return
        accepted = self._page.compared.isChecked()

        def work(_: object) -> CreatedFile:
            if isinstance(at_hand, CalibrationAtHand):
                return begin_calibration(
                    path, lambda: phrase, at_hand, reader, accepted=accepted, now=now
                )
            made, _taken = begin_from_pack(path, phrase, at_hand, accepted=accepted, now=now)
            return made

        self._page.show_busy(busy=True)
        self._page.job.run(
            say("Creating {name}…", name=path.name), work, self.made.emit, self._refuse, holds=True
        )

    def _refuse(self, error: ReviewerError) -> None:
        self._page.show_busy(busy=False)
        self._page.job.show_error(error)

"""The way in: start page, passphrase, new inspection, new register, check; no file is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.domain.message import Message, message
from ui.operations.recent import recent_files
from ui.window.beginning.start_page import StartPage
from ui.window.beginning.unlock import UnlockPage
from ui.window.choosing import open_one, save_as
from ui.window.jobs import Jobs, Work
from ui.window.notify import show_outcome, show_refusal
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import say

if TYPE_CHECKING:
    from ui.operations.files import CreatedFile, OpenFile
    from ui.operations.passphrase_change import NewPassphrase
    from ui.operations.passphrases import FileKey
    from ui.operations.recovery_codes import OrganisationKey
    from ui.window.beginning.first_start import FirstSteps
    from ui.window.beginning.new_inspection_page import NewInspectionPage
    from ui.window.team.check_page import CheckPage
    from ui.window.team.pack_opening import PackOpening

REVIEW_FILES = message("Review files (*.review)")
LIST_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".xls"})
"""Endings of what can only be a force's list: an .xlsx may be a workbook to check."""


class Entrance(QObject):
    """What happens before a file is open; `opened` carries the open file.

    A page is loaded when it is first shown: only the first one and the one for the passphrase are
    there from the start. `opening` says that a file is being opened, half a second before it is.
    """

    opened = Signal(object)
    opening = Signal()
    settings_asked = Signal()
    help_asked = Signal()
    greeted = Signal(str)
    """The page of the first start was filled in: the file of the identity; empty where skipped."""

    def __init__(
        self, theme: Theme, jobs: Jobs, now: Clock, show: Callable[[QWidget], None]
    ) -> None:
        super().__init__(jobs)
        self._theme = theme
        self._jobs = jobs
        self._now = now
        self._show = show
        self._page: QWidget | None = None

    def begin(self, path: Path | None) -> None:
        """Show the start page, or ask for the passphrase of a file."""
        if path is None:
            self.show_start()
        else:
            self.unlock(path)

    def greet(self) -> None:
        """Show the page of the first start."""
        from ui.window.beginning.first_start import FirstStart

        first = FirstStart(self._theme, self._jobs, self._now)
        first.made.connect(self._show_ready)
        first.kept.connect(lambda path: self._end_first(str(path)))
        first.page.skipped.connect(lambda: self._end_first(""))
        self._put(first.page)

    def show_start(self) -> None:
        """Show the start page."""
        page = StartPage(self._theme, recent_files())
        page.open_asked.connect(self.unlock)
        page.choose_asked.connect(self._choose)
        page.new_asked.connect(self.show_new)
        page.merge_asked.connect(self.show_merge)
        page.check_asked.connect(self.show_check)
        page.pack_asked.connect(self.show_pack)
        page.board_asked.connect(self.show_board)
        page.practice_asked.connect(self._practise)
        page.settings_asked.connect(self.settings_asked)
        page.help_asked.connect(self.help_asked)
        page.dropped.connect(self._on_dropped)
        self._put(page)

    def unlock(self, path: Path) -> None:
        """Ask for the passphrase of a file.

        Whether it is a review file is looked at beside the window, where the database is loaded
        while the passphrase is typed.
        """
        known = next((one for one in recent_files() if one.path == path), None)
        about = " · ".join(part for part in (known.code, known.force) if part) if known else ""
        page = UnlockPage(self._theme, path, about)
        page.given.connect(lambda file, phrase: self._open(page, file, phrase))
        page.given_to_read.connect(lambda file, phrase: self._read(page, file, phrase))
        page.given_to_update.connect(lambda file, phrase: self._update(page, file, phrase))
        words = (known.force, known.code) if known else ()
        page.recover_asked.connect(lambda file: self._recover(file, words))
        page.left.connect(self.show_start)
        self._put(page)

        def refuse(error: ReviewerError) -> None:
            if self._page is page:
                self.show_start()
                show_refusal(self._page, str(error))

        self._jobs.start(lambda _: _check(path), lambda _: None, refuse)

    def begin_new(self) -> None:
        """Show the page that makes an inspection, unless it is there with what is typed into it."""
        if self._page is None or self._page.objectName() != "new-inspection":
            self.show_new()

    def show_new(self) -> NewInspectionPage:
        """Show the page that makes an inspection."""
        from ui.operations.forms import offered_forms
        from ui.operations.passphrases import weakness
        from ui.window.beginning.new_inspection import NewInspection
        from ui.window.beginning.new_inspection_page import NewInspectionPage

        page = NewInspectionPage(self._theme, offered_forms(), weakness)
        page.left.connect(self.show_start)
        NewInspection(page, self._jobs, self._now).made.connect(self._open_made)
        self._put(page)
        return page

    def show_merge(self) -> None:
        """Show the page that makes a register."""
        from ui.operations.passphrases import weakness
        from ui.window.team.new_register import NewRegister
        from ui.window.team.new_register_page import NewRegisterPage

        page = NewRegisterPage(self._theme, weakness)
        page.left.connect(self.show_start)
        page.register_asked.connect(self._choose)
        NewRegister(page, self._jobs, self._now).made.connect(self._open_made)
        self._put(page)

    def show_pack(self) -> PackOpening:
        """Show the page that opens an assignment pack."""
        from ui.operations.passphrases import weakness
        from ui.window.team.pack_opening import PackOpening
        from ui.window.team.pack_page import PackPage

        page = PackPage(self._theme, weakness)
        page.left.connect(self.show_start)
        opening = PackOpening(page, self._jobs, self._now)
        opening.made.connect(self._open_made)
        self._put(page)
        return opening

    def show_board(self) -> None:
        """Show the page of a team's progress."""
        from ui.operations.board import board_in
        from ui.window.team.board_page import BoardPage

        page = BoardPage(self._theme)
        page.left.connect(self.show_start)
        page.job.serve(self._jobs)
        page.given.connect(
            lambda folder: page.job.run(
                say("Checking the workbooks…"),
                lambda control: board_in(folder, now=self._now(), control=control),
                page.show_board,
                stoppable=True,
            )
        )
        self._put(page)

    def show_check(self) -> CheckPage:
        """Show the page that checks workbooks."""
        from ui.operations.trust import trust_signer
        from ui.operations.workbooks import HandedIn, check_workbooks
        from ui.window.team.check_page import CheckPage

        page = CheckPage(self._theme)
        given: list[Path] = []

        def check(paths: Sequence[Path], password: str | None = None) -> None:
            given[:] = paths
            now, handed = self._now(), HandedIn(paths=tuple(paths), password=password)
            page.job.run(
                say("Checking…"),
                lambda control: check_workbooks(handed, now=now, control=control),
                page.show_verdicts,
                stoppable=True,
            )

        def trust(certificate: bytes) -> None:
            try:
                trust_signer(certificate, now=self._now())
            except ReviewerError as error:
                page.job.show_error(error)
            else:
                check(tuple(given))

        page.given.connect(check)
        page.password.given.connect(lambda password: check(tuple(given), password))
        page.trusted.connect(trust)
        page.job.serve(self._jobs)
        page.left.connect(self.show_start)
        self._put(page)
        return page

    def _put(self, page: QWidget) -> None:
        before, self._page = self._page, page
        self._show(page)
        page.setFocus()
        if before is not None:
            before.hide()
            before.deleteLater()

    def _end_first(self, identity: str) -> None:
        self.greeted.emit(identity)
        self.show_start()

    def _show_ready(self, steps: FirstSteps) -> None:
        from ui.window.beginning.first_page import ReadyPage

        self.greeted.emit(str(steps.identity))
        page = ReadyPage(self._theme, steps.certificate, steps.facts, steps.backups)
        page.practice_asked.connect(self._practise)
        page.left.connect(self.show_start)
        self._put(page)

    def _choose(self) -> None:
        if self._page is not None:
            path = open_one(self._page, say("Open a review file"), REVIEW_FILES)
            if path is not None:
                self.unlock(path)

    def _on_dropped(self, paths: Sequence[Path]) -> None:
        from ui.operations.packs import looks_like_container
        from ui.operations.workbooks import workbooks_among

        workbooks = workbooks_among(paths)
        if workbooks:
            self.show_check().given.emit(workbooks)
        elif looks_like_container(paths[0]):
            self.show_pack().take(paths[0])
        elif paths[0].suffix.casefold() in LIST_ENDINGS:
            self.show_new().list_given.emit(paths[0])
        else:
            self.unlock(paths[0])

    def _open(self, page: UnlockPage, path: Path, phrase: str) -> None:
        from ui.window import opening

        page.show_opening()
        self._start_opening(page, lambda _: opening.opened(path, phrase, self._now()), page.refuse)

    def _update(self, page: UnlockPage, path: Path, phrase: str) -> None:
        from ui.window import opening

        page.show_opening()
        self._jobs.progressed.connect(page.show_step)
        self._start_opening(
            page,
            lambda control: opening.updated(path, phrase, self._now(), control),
            page.refuse,
        )

    def _read(self, page: UnlockPage, path: Path, phrase: str) -> None:
        from ui.window import opening

        page.show_opening()
        self._start_opening(
            page,
            lambda _: opening.opened_to_read(path, phrase),
            page.refuse,
        )

    def _start_opening(
        self, page: QWidget, work: Work[OpenFile], refused: Callable[[ReviewerError], None]
    ) -> None:
        """Open a file beside the window; once its page was left, close it and tell nobody."""

        def done(store: OpenFile) -> None:
            if self._page is page:
                self._on_opened(store)
            else:
                _close(store)

        def end_refused(error: ReviewerError) -> None:
            if self._page is page:
                refused(error)

        self._jobs.start(work, done, end_refused, unwanted=_close)
        self.opening.emit()

    def _recover(self, path: Path, known: Sequence[str]) -> None:
        from ui.operations.passphrases import weakness
        from ui.window import opening
        from ui.window.keeping.recover_sheet import RecoverSheet

        if self._page is None:
            return
        sheet = RecoverSheet(self._theme, weakness, known, self._page)
        sheet.job.serve(self._jobs)

        def change(means: OrganisationKey | str, phrase: str) -> None:
            sheet.job.run(
                say("Changing the passphrase…"),
                lambda control: opening.recovered(path, means, phrase, self._now(), control),
                done,
                lambda error: sheet.refuse(str(error)),
                holds=True,
            )

        def done(changed: NewPassphrase) -> None:
            sheet.accept()
            self._show_code(path, changed.key, changed.copies, changed.notice)

        sheet.given.connect(change)
        sheet.open()

    def _open_made(self, made: CreatedFile) -> None:
        if made.notice:
            show_outcome(self._page, str(made.notice))
        self._show_code(made.path, made.key)

    def _practise(self) -> None:
        """Make a file of invented cases where a person wants it, and open it."""
        from ui.operations.login import login_name
        from ui.operations.practice import make_practice
        from ui.window import opening

        page = self._page
        if page is None:
            return
        kinds, suggested = REVIEW_FILES, Path.home() / "Practice.review"
        path = save_as(page, say("Save the practice file"), suggested, kinds)
        if path is None:
            return

        def made_and_opened(_: object) -> OpenFile:
            made = make_practice(path, login_name(), now=self._now())
            return opening.opened_with(path, made.key, self._now())

        self._start_opening(
            page, made_and_opened, lambda error: show_refusal(self._page, str(error))
        )

    def _show_code(
        self, path: Path, key: FileKey, copies: Sequence[Path] = (), notice: Message | None = None
    ) -> None:
        """Show the recovery code of a new passphrase, then open the file."""
        from ui.window import opening
        from ui.window.keeping.keeping_presenter import offer_recovery

        page = self._page
        if page is None:
            return

        def refused(error: ReviewerError) -> None:
            self.unlock(path)  # it is there: what made it has nothing left to do
            show_refusal(self._page, str(error))

        sheet = offer_recovery(self._theme, path, key, self._now, page, copies, notice)
        sheet.finished.connect(
            lambda _: self._start_opening(
                page,
                lambda _: opening.opened_with(path, key, self._now()),
                refused,
            )
        )
        sheet.open()

    def _on_opened(self, store: OpenFile) -> None:
        self._page = None
        self.opened.emit(store)


def _check(path: Path) -> None:
    from ui.window import opening

    opening.check(path)


def _close(store: OpenFile) -> None:
    store.close()

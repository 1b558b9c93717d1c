"""Joins the page of the file with its use cases; what needs it closed is asked of the session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reviewer.app.assignment import case_counts
from reviewer.app.code_correction import check_correction
from reviewer.app.drafting import Dialog
from reviewer.app.receipts import kept_receipts, not_received
from reviewer.app.redacting import redact
from reviewer.app.retention import set_disposal_day
from reviewer.domain.errors import RefusalError, ReviewerError
from reviewer.domain.file_actions import Proof
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.message import Message, message, plural, together
from reviewer.domain.times import long_day
from ui.operations.backups import backup_folder, move_backups
from ui.operations.code_correction import correct_code
from ui.operations.copies import find_copies, list_copies, make_copy
from ui.operations.file_check import Examination, examine_file
from ui.operations.files import OpenFile
from ui.operations.handover import hand_over
from ui.operations.passphrase_change import NewPassphrase, change_passphrase, check_passphrase
from ui.operations.passphrases import FileKey, weakness, words_of
from ui.operations.recovery_codes import (
    print_recovery_code,
    put_recovery_code_on_paper,
    recovery_code,
)
from ui.operations.restore import FileComparison, compare_copy, restore_copy
from ui.window.jobs import Jobs
from ui.window.keeping.backup_watch import BackupWatch
from ui.window.keeping.code_sheet import CodeSheet
from ui.window.keeping.keeping_page import FileFacts, KeepingPage
from ui.window.keeping.keeping_sheets import HandoverSheet, PassphraseSheet
from ui.window.keeping.receipts_part import ReceiptFacts
from ui.window.keeping.recovery_sheet import RecoveryPrinting, RecoverySheet
from ui.window.keeping.while_closed import WhileClosed
from ui.window.notify import confirm, show_outcome
from ui.window.parts.redact_sheet import RedactSheet
from ui.window.parts.sheet_draft import SheetDraft
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import say, typed_day


class KeepingPresenter(QObject):
    """What happens on the page of the file; `announced` says what passed."""

    announced = Signal(str)
    closing_asked = Signal(object)
    redacted = Signal()

    def __init__(
        self,
        page: KeepingPage,
        store: OpenFile,
        jobs: Jobs,
        now: Clock,
        theme: Theme,
        backups: BackupWatch,
        unsaved: Callable[[], bool],
    ) -> None:
        """Serve the page; `unsaved` tries to save what is typed and says whether any is left."""
        super().__init__(page)
        self._page = page
        self._store = store
        self._jobs = jobs
        self._now = now
        self._theme = theme
        self._backups = backups
        self._unsaved = unsaved
        page.job.serve(jobs)
        self._connect()

    def refresh(self) -> None:
        """Show the file as it is now; the copies are looked for beside the window."""
        about, path = self._store.inspection(), self._store.path
        own = about.kind is FileKind.REVIEW
        shares = case_counts(self._store.cases()) if own else {}
        may_change = own and not self._store.exports() and not self._store.read_only
        receipts = (
            ReceiptFacts(kept=kept_receipts(self._store), missing=not_received(self._store))
            if own
            else None
        )
        self._jobs.start(
            lambda _: FileFacts(
                path=path,
                person=about.person,
                backups=backup_folder(),
                dispose_by=about.dispose_by,
                copies=list_copies(path),
                loads=shares,
                read_only=self._store.read_only,
                receipts=receipts,
                code_may_change=may_change,
            ),
            self._page.show_facts,
            self._page.job.show_error,
        )

    def _connect(self) -> None:
        page = self._page
        page.back_up_asked.connect(self._back_up)
        page.copy_asked.connect(self._copy)
        page.folder_asked.connect(self._move)
        page.back_asked.connect(self._compare)
        page.passphrase_asked.connect(self._ask_passphrase)
        page.handover_asked.connect(self.hand_over)
        page.code_asked.connect(self._correct_code)
        page.redact_asked.connect(self._take_words_out)
        page.day_asked.connect(self._keep_until)
        page.check_asked.connect(self._check)
        self._backups.made.connect(self._on_backup)
        self._backups.failed.connect(page.job.show_failure)
        if self._backups.trouble:
            page.job.show_failure(self._backups.trouble)

    def _back_up(self) -> None:
        self._page.job.show_work(say("Backing up…"), stoppable=False)
        self._backups.look(always=True)

    def _on_backup(self, _: str) -> None:
        self._page.job.hide()
        if self._page.isVisible():
            self.refresh()

    def _copy(self, out: Path) -> None:
        path, key = self._store.path, self._store.key

        def done(notice: Message | None) -> None:
            saved = message(
                "Saved and checked {file}. You can remove the USB drive.", file=out.name
            )
            self._page.job.show_done(str(together(saved, notice)))
            self.refresh()

        self._page.job.run(say("Saving the copy…"), lambda _: make_copy(path, key, out), done)

    def _move(self, folder: Path) -> None:
        try:
            move_backups(folder)
        except ReviewerError as error:
            self._page.job.show_error(error)
        else:
            self._backups.look(always=True)
            self.refresh()

    def _compare(self, copy: Path) -> None:
        path, key, now = self._store.path, self._store.key, self._now()
        self._page.job.run(
            say("Reading the backup…"),
            lambda _: compare_copy(copy, key, path, now=now),
            lambda compared: self._bring_back(copy, compared),
            self._refuse_copy,
        )

    def _bring_back(self, copy: Path, compared: FileComparison) -> None:
        present = compared.present.sentence if compared.present else compared.problem
        question = say(
            "Backup: {copy}.\n\nThis file: {present}.\n\nRestore the backup? The file as it is now "
            "is kept beside it under another name.",
            copy=compared.copy.sentence,
            present=present or "",
        )
        if compared.warning:
            question = f"{question}\n\n{compared.warning}"
        if not confirm(self._page, question, say("Restore backup")):
            return
        path, key, now = self._store.path, self._store.key, self._now()

        def done(kept: Path | None) -> None:
            name = kept.name if kept is not None else ""
            words = say("Backup restored. The previous file was kept as {name}.", name=name)
            show_outcome(self._page, words)

        self.closing_asked.emit(
            WhileClosed(work=lambda: restore_copy(copy, key, path, now=now), done=done)
        )

    def _ask_passphrase(self) -> None:
        sheet = PassphraseSheet(
            self._theme, weakness, words_of(self._store.inspection()), self._page.window()
        )
        sheet.given.connect(self._change_passphrase)
        sheet.exec()

    def _change_passphrase(self, old: str, new: str) -> None:
        path, key, now = self._store.path, self._store.key, self._now()

        def close_for_it(_: None) -> None:
            self.closing_asked.emit(
                WhileClosed(
                    work=lambda: change_passphrase(path, key, new, Proof.OLD_PASSPHRASE, now=now),
                    done=lambda changed: sheet_of(changed).exec(),
                )
            )

        def sheet_of(changed: NewPassphrase) -> RecoverySheet:
            return offer_recovery(
                self._theme,
                path,
                changed.key,
                self._now,
                self._page,
                changed.copies,
                changed.notice,
            )

        self._page.job.run(
            say("Checking the passphrase…"),
            lambda _: check_passphrase(path, key, old),
            close_for_it,
        )

    def hand_over(self) -> None:
        """Ask to whom the file goes, and why."""
        store, now = self._store, self._now()
        notices: list[Message | None] = []
        sheet = HandoverSheet(
            self._theme,
            store.inspection().person,
            lambda to, why: notices.append(hand_over(store, to, why, now=now)),
            SheetDraft(store, self._now, Dialog.HANDOVER),
            self._page.window(),
        )
        if sheet.exec():
            person = store.inspection().person
            done = together(
                message("The file is now assigned to {person}.", person=person), *notices
            )
            self.closing_asked.emit(
                WhileClosed(work=lambda: None, done=lambda _: show_outcome(self._page, str(done)))
            )

    def _correct_code(self) -> None:
        store, path, key, now = self._store, self._store.path, self._store.key, self._now()
        sheet = CodeSheet(
            self._theme,
            store.inspection().code,
            lambda code, why: check_correction(store, code, why),
            self._page.window(),
        )
        sheet.exec()
        given = sheet.given
        if given is None:
            return

        def done(notice: Message | None) -> None:
            corrected = message("The inspection code is now {code}.", code=given[0].strip())
            show_outcome(self._page, str(together(corrected, notice)))

        self.closing_asked.emit(
            WhileClosed(work=lambda: correct_code(path, key, *given, now=now), done=done)
        )

    def _take_words_out(self) -> None:
        if self._unsaved():  # it may hold the words, and would be saved with them afterwards
            self._page.job.show_failure(
                say("Some answers are not saved yet. Choose Try again first.")
            )
            return
        store, now = self._store, self._now()
        place = (
            say("The whole file"),
            lambda words, why: redact(store, "", "", words, why, now=now),
        )
        RedactSheet(
            self._theme, [place], lambda: find_copies(store.path), self._page.window()
        ).exec()
        self.redacted.emit()

    def _keep_until(self, typed: str) -> None:
        try:
            about = set_disposal_day(self._store, typed_day(typed), now=self._now())
        except RefusalError as error:
            self._page.refuse_day(str(error))
        except ReviewerError as error:
            self._page.job.show_error(error)
        else:
            self._page.job.show_done(_kept(about))

    def _check(self) -> None:
        def done(found: Examination) -> None:
            if found.counted is None or found.problems:
                self._page.job.show_failure("\n".join(str(p.text) for p in found.problems))
            else:
                sound = plural(
                    found.events,
                    "No problems found in {n} log entry.",
                    "No problems found in {n:,} log entries.",
                )
                self._page.job.show_done(str(together(sound, found.counted.cases.sentence)))

        now = self._now()
        self._page.job.run(
            say("Reading the whole file…"), lambda _: examine_file(self._store, now=now), done
        )

    def _refuse_copy(self, error: ReviewerError) -> None:
        if error.code == "wrong-passphrase":
            words = say(
                "This backup opens with an earlier passphrase, so it cannot be restored here."
            )
            self._page.job.show_failure(words)
        else:
            self._page.job.show_error(error)


def offer_recovery(
    theme: Theme,
    path: Path,
    key: FileKey,
    now: Clock,
    page: QWidget,
    old_copies: Sequence[Path] = (),
    notice: Message | None = None,
) -> RecoverySheet:
    """Return the sheet with the recovery code of a file that nobody has open, not yet shown.

    It names the copies that an earlier passphrase still opens, and says what `notice` does.
    """
    ways = RecoveryPrinting(
        on_paper=lambda deliver: put_recovery_code_on_paper(path, key, deliver, now=now()),
        to_file=lambda out: print_recovery_code(path, key, out, now=now()),
    )
    sheet = RecoverySheet(theme, recovery_code(key), ways, page.window(), old_copies)
    if notice:
        sheet.job.show_failure(str(notice))
    return sheet


def _kept(about: Inspection) -> str:
    if not about.dispose_by:
        return say("No disposal date is set.")
    return say("The disposal date is {day}.", day=long_day(about.dispose_by))

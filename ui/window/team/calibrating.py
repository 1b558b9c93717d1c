"""Calibration in the window: answers compared with agreed ones, by a reader or by the lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reviewer.app.calibration import MadeCalibration
from reviewer.domain.errors import RefusalError, ReviewerError
from reviewer.figures.table import Table
from ui.operations.calibration import (
    CalibrationAnswer,
    CalibrationAtHand,
    calibration_report,
    code_of_key,
    compare_with_agreed,
    known_cases_report,
    look_into_calibration,
    make_calibration,
    release_answers,
    set_known_answers,
)
from ui.operations.files import OpenFile
from ui.operations.identities import open_identity
from ui.operations.passphrases import weakness
from ui.window.jobs import Jobs
from ui.window.notify import show_outcome
from ui.window.parts.buttons import plain_button
from ui.window.parts.figure_table import FigureTable
from ui.window.parts.identity_fields import IdentityMemory
from ui.window.parts.records import RecordColumn, RecordTable
from ui.window.parts.settling import Settling, signing
from ui.window.parts.sheet import DialogSheet
from ui.window.parts.text import Text
from ui.window.team.calibration_sheet import AgreedRequest, AgreedSheet
from ui.window.team.known_cases_sheet import KnownCasesRequest, KnownCasesSheet
from ui.window.team.pack_sheet import PackRequest, PackSheet
from ui.window.team.release_sheet import ReleaseRequest, ReleaseSheet
from ui.window.theme import LARGE, Theme
from ui.window.times import Clock
from ui.window.words import counted, localised, say

_Result = TypeVar("_Result")

WIDTH = 960


class Calibrating(QObject):
    """Compares a reader's file, or every reader of a register, with a panel's answers.

    `changed` says that cases of a register became known ones.
    """

    changed = Signal(str)

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
        self._now, self._memory, self._parent = now, memory, parent
        self._signing = partial(signing, jobs=jobs, settle=settle, memory=memory)

    def compare(self) -> None:
        """Ask for a pack and its code, and show where a reader's answers differ."""
        store, now = self._store, self._now()
        self._ask(
            say("Compare with the agreed answers"),
            lambda found, code: compare_with_agreed(store, found, code, now=now),
            self._show_answers,
        )

    def make(self) -> None:
        """Ask who can open a calibration pack, and make it of this file, a panel's."""
        code, known = self._store.inspection().code, self._memory.known()
        title = say("Make a calibration pack")
        sheet = PackSheet(self._theme, (), code, known, weakness, self._parent, title=title)

        def done(_: PackRequest, made: MadeCalibration) -> None:
            words = say(
                "Saved {file}. The code of its answers is {code}. It is in the log of this file. "
                "Give it out only when every reader has handed in their workbook.",
                file=made.path.name,
                code=made.code,
            )
            show_outcome(self._parent, words)

        sheet.asked.connect(self._signing(sheet, say("Making the pack…"), self._made, done))
        sheet.open()

    def _made(self, request: PackRequest, *, overwrite: bool) -> MadeCalibration:
        return make_calibration(
            self._store,
            request.out,
            open_identity(*request.identity),
            certificates=request.certificates,
            passphrase=request.passphrase,
            now=self._now(),
            replace=overwrite,
        )

    def release(self) -> None:
        """Ask who signs the key to the agreed answers, save it, and show its code."""
        code, known = self._store.inspection().code, self._memory.known()
        sheet = ReleaseSheet(self._theme, code, known, self._parent)

        def done(request: ReleaseRequest, key: str) -> None:
            file = request.out.name
            words = say("Saved {file}. The code is {code}.", file=file, code=key)
            show_outcome(self._parent, words)

        sheet.asked.connect(self._signing(sheet, say("Releasing…"), self._released, done))
        sheet.open()

    def _released(self, request: ReleaseRequest, *, overwrite: bool) -> str:
        signer = open_identity(*request.identity)
        return release_answers(
            self._store, request.out, signer, now=self._now(), replacing=overwrite
        )

    def mark_known(self) -> None:
        """Ask which cases of the register's list are known, and by which workbook."""
        example = next((case.id for case in self._store.cases()), "")
        sheet = KnownCasesSheet(self._theme, example, self._parent)

        def begin(request: KnownCasesRequest) -> None:
            self._jobs.start(lambda _: marked(request), done, refused)

        def marked(request: KnownCasesRequest) -> int:
            set_known_answers(self._store, request.panel, request.cases, now=self._now())
            return len(request.cases)

        def done(count: int) -> None:
            sheet.accept()
            self.changed.emit(
                counted(
                    count, "{n} case is now marked as known.", "{n} cases are now marked as known."
                )
            )

        def refused(error: ReviewerError) -> None:
            sheet.refuse(str(error))

        sheet.asked.connect(begin)
        sheet.open()

    def report(self) -> None:
        """Show how far readers agree: on known cases of the list, else on those of a pack."""
        store = self._store
        if self.report_known():
            return
        self._ask(
            say("Agreement with the agreed answers"),
            lambda found, code: calibration_report(store, found, code),
            self._show_tables,
        )

    def report_known(self) -> bool:
        """Show how far each reader agrees on known cases of the list; say if there are any."""
        try:
            self._show_tables(known_cases_report(self._store))
        except RefusalError:
            return False
        return True

    def _ask(
        self,
        title: str,
        work: Callable[[CalibrationAtHand, str], _Result],
        show: Callable[[_Result], None],
    ) -> None:
        sheet = AgreedSheet(self._theme, title, self._memory.known(), self._parent)

        def begin(request: AgreedRequest) -> None:
            self._jobs.start(lambda _: _worked(request, work), done, refused)

        def done(result: _Result) -> None:
            sheet.accept()
            show(result)

        def refused(error: ReviewerError) -> None:
            sheet.refuse(str(error))

        sheet.asked.connect(begin)
        sheet.open()

    def _show_answers(self, answers: Sequence[CalibrationAnswer]) -> None:
        form = self._store.form()

        def label(answer: CalibrationAnswer, code: str) -> str:
            return form.label(answer.key, code) if code else "–"

        columns: tuple[RecordColumn[CalibrationAnswer], ...] = (
            RecordColumn(title=say("Case"), text=lambda a: a.case, width=190),
            RecordColumn(
                title=say("Item"), text=lambda a: localised(form.item(a.key).label), stretches=True
            ),
            RecordColumn(title=say("Your answer"), text=lambda a: label(a, a.own), width=200),
            RecordColumn(title=say("Agreed"), text=lambda a: label(a, a.agreed), width=200),
        )
        sheet = DialogSheet(self._theme, say("Where you differ"), self._parent, width=WIDTH)
        sheet.setObjectName("differences")
        differing = [answer for answer in answers if not answer.alike]
        words = say(
            "{alike} of {all} answers match the agreed answers.",
            alike=len(answers) - len(differing),
            all=len(answers),
        )
        sheet.column.addWidget(Text(self._theme, words, size=LARGE, strong=True))
        table = RecordTable(self._theme, say("Answers that differ"), columns)
        table.fill(differing)
        table.take_height(20)
        sheet.column.addWidget(table)
        _finish(sheet)

    def _show_tables(self, tables: Sequence[Table]) -> None:
        title = say("Agreement with the agreed answers")
        sheet = DialogSheet(self._theme, title, self._parent, width=WIDTH)
        sheet.setObjectName("calibration-report")
        for table in tables:
            sheet.column.addWidget(FigureTable(self._theme, table))
        _finish(sheet)


def _worked(request: AgreedRequest, work: Callable[[CalibrationAtHand, str], _Result]) -> _Result:
    signer = open_identity(*request.identity) if request.identity is not None else None
    found = look_into_calibration(request.pack, identity=signer, passphrase=request.passphrase)
    code = code_of_key(request.key, found) if request.key is not None else request.code
    return work(found, code)


def _finish(sheet: DialogSheet) -> None:
    close = plain_button(say("Close"), name="close", look="primary")
    close.clicked.connect(sheet.accept)
    sheet.buttons.addWidget(close)
    sheet.fit()
    close.setFocus()
    sheet.open()

"""Joins the dialog of earlier visits with its use cases."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reviewer.app.earlier_visits import forget_earlier_visit, keep_earlier_visit
from reviewer.app.store import Store
from reviewer.domain.errors import ReviewerError
from reviewer.domain.inspection import EarlierVisit
from reviewer.domain.visits import checked_visit
from ui.operations.workbooks import HandedIn, count_visit
from ui.window.jobs import Jobs
from ui.window.results.earlier_dialog import EarlierDialog
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import say


class EarlierPresenter(QObject):
    """Shows the dialog; `changed` says that the visits compared with are others."""

    changed = Signal()

    def __init__(self, theme: Theme, store: Store, jobs: Jobs, now: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._store = store
        self._jobs = jobs
        self._now = now
        self._parent = parent
        self._workbook: tuple[Path, str] | None = None

    def open(self) -> EarlierDialog:
        """Show the dialog."""
        dialog = EarlierDialog(self._theme, self._parent)
        dialog.job.serve(self._jobs)
        dialog.show_visits(self._store.inspection().earlier)
        dialog.typed.connect(lambda *said: self._type_in(dialog, *said))
        dialog.chosen.connect(lambda path, label: self._choose(dialog, path, label))
        dialog.opened_with.connect(lambda password: self._count(dialog, password))
        dialog.forgotten.connect(lambda label: self._forget(dialog, label))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _type_in(self, dialog: EarlierDialog, label: str, graded: int, below_good: int) -> None:
        try:
            visit = checked_visit(label, graded, below_good)
        except ReviewerError as error:
            dialog.show_failure(error)
            return
        self._keep(dialog, visit)

    def _choose(self, dialog: EarlierDialog, path: Path, label: str) -> None:
        self._workbook = (path, label)
        self._count(dialog, None)

    def _count(self, dialog: EarlierDialog, password: str | None) -> None:
        if self._workbook is None:
            return
        (path, label), now = self._workbook, self._now()
        handed = HandedIn(paths=(path,), password=password)
        dialog.put_work(at_work=True)
        dialog.job.run(
            say("Counting the cases of {name}…", name=path.name),
            lambda control: count_visit(self._store, handed, label=label, now=now, control=control),
            lambda visit: self._keep(dialog, visit),
            dialog.show_failure,
            stoppable=True,
        )

    def _keep(self, dialog: EarlierDialog, visit: EarlierVisit) -> None:
        try:
            visits = keep_earlier_visit(self._store, visit, now=self._now())
        except ReviewerError as error:
            dialog.show_failure(error)
            return
        dialog.show_visits(visits)
        self.changed.emit()

    def _forget(self, dialog: EarlierDialog, label: str) -> None:
        try:
            visits = forget_earlier_visit(self._store, label, now=self._now())
        except ReviewerError as error:
            dialog.show_failure(error)
            return
        dialog.show_visits(visits)
        self.changed.emit()

"""Joins the dialog of earlier visits with its use cases."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reviewer.app.earlier_visits import VisitOrder, forget_earlier_visit, keep_earlier_visit
from reviewer.app.store import Store
from reviewer.domain.errors import ReviewerError
from reviewer.domain.inspection import EarlierVisit
from reviewer.domain.visits import checked_visit
from ui.operations.control import JobControl
from ui.operations.form_writing import write_mapping_template
from ui.operations.workbooks import HandedIn, count_visit, form_in_workbook
from ui.window.jobs import Jobs
from ui.window.results.earlier_dialog import EarlierDialog
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    """The workbook that is counted, and what a person has typed about it so far."""

    workbook: Path
    label: str
    password: str | None = field(default=None, repr=False)
    mapping: Path | None = None
    other_force: bool = False

    @property
    def handed(self) -> HandedIn:
        return HandedIn(paths=(self.workbook,), password=self.password)


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
        self._count_of: _Count | None = None

    def open(self) -> EarlierDialog:
        """Show the dialog."""
        dialog = EarlierDialog(self._theme, self._parent)
        dialog.job.serve(self._jobs)
        dialog.show_visits(self._store.inspection().earlier)
        dialog.typed.connect(lambda *typed: self._type_in(dialog, *typed))
        dialog.chosen.connect(lambda path, label: self._choose(dialog, path, label))
        dialog.opened_with.connect(lambda password: self._change(dialog, password=password))
        dialog.mapped.connect(lambda path: self._change(dialog, mapping=path))
        dialog.meant.connect(lambda: self._change(dialog, other_force=True))
        dialog.template_wanted.connect(lambda path: self._write_template(dialog, path))
        dialog.forgotten.connect(lambda label: self._forget(dialog, label))
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
        self._count_of = _Count(workbook=path, label=label)
        self._count(dialog)

    def _change(self, dialog: EarlierDialog, **changes: Any) -> None:  # noqa: ANN401 - the fields of a count
        if self._count_of is not None:
            self._count_of = replace(self._count_of, **changes)
            self._count(dialog)

    def _count(self, dialog: EarlierDialog) -> None:
        wanted, now = self._count_of, self._now()
        if wanted is None:
            return
        order = VisitOrder(label=wanted.label, other_force=wanted.other_force)
        dialog.put_work(at_work=True)
        dialog.job.run(
            say("Counting the cases of {name}…", name=wanted.workbook.name),
            lambda control: count_visit(
                *(self._store, wanted.handed, order),
                now=now,
                mapping=wanted.mapping,
                control=control,
            ),
            lambda visit: self._keep(dialog, visit),
            dialog.show_failure,
            stoppable=True,
        )

    def _write_template(self, dialog: EarlierDialog, out: Path) -> None:
        wanted, now = self._count_of, self._now()
        if wanted is None:
            return
        form = self._store.form()

        def write(control: JobControl) -> None:
            earlier = form_in_workbook(wanted.handed, now=now, control=control)
            write_mapping_template(earlier, form, out, replace=True)

        dialog.put_work(at_work=True)
        dialog.job.run(
            say("Reading the form of {name}…", name=wanted.workbook.name),
            write,
            lambda _: dialog.show_saved(out),
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

"""Joins the export dialog with the use case, which runs beside the window."""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reviewer.app.exporting import Exported
from reviewer.app.open_work import OpenWork, open_work
from reviewer.app.register_views import readers_of
from reviewer.app.store import Store
from reviewer.domain.errors import ReviewerError
from ui.operations.control import JobControl
from ui.operations.exports import export
from ui.operations.identities import IdentityFacts, create_identity, open_identity
from ui.operations.passphrases import weakness
from ui.window.jobs import Jobs
from ui.window.parts.identity_fields import IdentityMemory
from ui.window.results.export_dialog import ExportDialog, ExportRequest
from ui.window.results.identifier_asking import IdentifierAsking
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import say


class ExportPresenter(QObject):
    """Shows the dialog; `exported` says that a workbook was written."""

    exported = Signal()

    def __init__(
        self,
        theme: Theme,
        store: Store,
        jobs: Jobs,
        now: Clock,
        memory: IdentityMemory,
        asking: IdentifierAsking,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._asking = asking
        self._theme = theme
        self._store = store
        self._jobs = jobs
        self._now = now
        self._memory = memory
        self._parent = parent

    def open(self) -> ExportDialog:
        """Show the dialog; what is typed on the page was handed over before."""
        inspection, number = self._store.inspection(), len(self._store.exports()) + 1
        dialog = ExportDialog(
            self._theme,
            self._parent,
            suggested=Path(f"{inspection.code}-{_plain(inspection.person)}-{number}.xlsx"),
            identity=self._memory.known(),
            person=inspection.person,
            weakness=weakness,
            readers=readers_of(self._store),
        )
        dialog.job.serve(self._jobs)
        dialog.requested.connect(lambda request: self._export(dialog, request))
        dialog.identity_wanted.connect(lambda *asked: self._make(dialog, *asked))
        now = self._now()

        def looked(work: OpenWork) -> None:
            dialog.show_ready()
            dialog.show_open_work(work)

        dialog.show_busy(say("Checking what is outstanding…"))
        self._jobs.start(lambda _: open_work(self._store, now=now), looked, dialog.show_failure)
        dialog.open()
        return dialog

    def _export(self, dialog: ExportDialog, request: ExportRequest) -> None:
        order, store, now = request.order, self._store, self._now()
        dialog.show_busy(say("Saving and signing {name}…", name=order.out.name), stoppable=True)

        def work(_: JobControl) -> Exported:
            identity = open_identity(request.identity, request.passphrase)
            return export(store, order, identity, now=now, export_id=uuid.uuid4().hex)

        def done(exported: Exported) -> None:
            self._memory.remember(str(request.identity))
            dialog.show_exported(exported)
            self.exported.emit()

        def refused(error: ReviewerError) -> None:
            dialog.show_failure(error)
            replacing = replace(request, order=replace(order, replace=True))
            self._asking.answer(
                dialog,
                error,
                again=partial(self._export, dialog, request),
                replace=partial(self._export, dialog, replacing),
                leave=dialog.reject,
            )

        self._jobs.start(work, done, refused)

    def _make(self, dialog: ExportDialog, name: str, path: Path, phrase: str) -> None:
        dialog.show_busy(say("Creating your key…"))
        now = self._now()

        def done(_: IdentityFacts) -> None:
            dialog.show_ready()
            dialog.show_identity_made(path, phrase)

        beside = path.with_suffix(".cer")
        self._jobs.start(
            lambda _: create_identity(path, phrase, name=name, now=now, certificate=beside),
            done,
            dialog.show_failure,
        )


def _plain(name: str) -> str:
    kept = "".join(c if c.isalnum() else "-" for c in name)
    return "-".join(part for part in kept.split("-") if part).lower()

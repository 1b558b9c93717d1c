"""Joins the export dialog with the use case, which runs beside the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.operations.files import OpenFile
from ui.operations.passphrases import weakness
from ui.window.jobs import Jobs
from ui.window.parts.identity_fields import IdentityMemory
from ui.window.results.export_dialog import ExportDialog
from ui.window.results.export_work import (
    ExportWish,
    OpenWork,
    Signed,
    export_as,
    make_identity,
    open_work,
)
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import say


class ExportPresenter(QObject):
    """Shows the dialog; `exported` says that a workbook was written."""

    exported = Signal()

    def __init__(
        self,
        theme: Theme,
        store: OpenFile,
        jobs: Jobs,
        now: Clock,
        memory: IdentityMemory,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
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
        )
        dialog.accepted_wish.connect(lambda wish: self._export(dialog, wish))
        dialog.identity_wanted.connect(lambda *asked: self._make(dialog, *asked))
        dialog.finished.connect(dialog.deleteLater)
        now = self._now()

        def looked(work: OpenWork) -> None:
            dialog.show_ready()
            dialog.show_open_work(work)

        dialog.show_busy(say("Looking at what is still open…"))
        self._jobs.start(lambda _: open_work(self._store, now), looked, dialog.show_failure)
        dialog.open()
        return dialog

    def _export(self, dialog: ExportDialog, wish: ExportWish) -> None:
        dialog.show_busy(say("Writing and signing {name}…", name=wish.target.name))
        now = self._now()

        def done(signed: Signed) -> None:
            self._memory.remember(str(wish.identity))
            dialog.show_exported(signed)
            self.exported.emit()

        self._jobs.start(lambda _: export_as(self._store, wish, now), done, dialog.show_failure)

    def _make(self, dialog: ExportDialog, name: str, path: Path, phrase: str) -> None:
        dialog.show_busy(say("Making your key…"))
        now = self._now()

        def done(made: Path) -> None:
            dialog.show_ready()
            dialog.show_identity_made(made, phrase)

        self._jobs.start(
            lambda _: make_identity(name, path, phrase, now), done, dialog.show_failure
        )


def _plain(name: str) -> str:
    kept = "".join(c if c.isalnum() else "-" for c in name)
    return "-".join(part for part in kept.split("-") if part).lower()

"""Joins the dialog that publishes with the use case, which runs beside the window."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reviewer.app.publishing import Published, publish
from reviewer.app.store import Store
from reviewer.domain.errors import ReviewerError
from ui.operations.control import JobControl
from ui.operations.identities import open_identity
from ui.window.commands import Commands, does
from ui.window.jobs import Jobs
from ui.window.parts.identity_fields import IdentityMemory
from ui.window.results.identifier_asking import IdentifierAsking
from ui.window.results.publish_dialog import PublishDialog, PublishRequest
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import say


class PublishPresenter(QObject):
    """Shows the dialog and publishes."""

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
        self._theme = theme
        self._store = store
        self._jobs = jobs
        self._now = now
        self._memory = memory
        self._asking = asking
        self._parent = parent

    @does(Commands.PUBLISH)
    def open(self) -> None:
        """Show the dialog."""
        dialog = PublishDialog(
            self._theme,
            self._parent,
            suggested=say("{inspection} tables", inspection=self._store.inspection().code),
            identity=self._memory.known(),
        )
        dialog.requested.connect(partial(self._publish, dialog))
        dialog.open()

    def _publish(self, dialog: PublishDialog, request: PublishRequest) -> None:
        order, store, now = request.order, self._store, self._now()
        dialog.show_busy(say("Counting, saving and signing {name}…", name=order.out.name))

        def work(_: JobControl) -> Published:
            identity = open_identity(request.identity, request.passphrase)
            return publish(store, order, identity, now=now)

        def done(published: Published) -> None:
            self._memory.remember(str(request.identity))
            dialog.show_published(published)

        def refused(error: ReviewerError) -> None:
            dialog.show_failure(error)
            replacing = replace(request, order=replace(order, replace=True))
            self._asking.answer(
                dialog,
                error,
                again=partial(self._publish, dialog, request),
                replace=partial(self._publish, dialog, replacing),
                leave=dialog.reject,
            )

        self._jobs.start(work, done, refused)

"""Undo and redo on the review screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from reviewer.app.answering import Answered
from reviewer.app.store import Store
from reviewer.app.undoing import redo, undo
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.ids import Key
from ui.window.commands import Commands, does
from ui.window.review.cases_page import CasesPage
from ui.window.review.review_presenter import ReviewPresenter
from ui.window.times import Clock
from ui.window.words import say

Turning = Callable[..., tuple[Key, Answered] | None]
"""Undo or redo of a case's last change, in one transaction; None where there is none."""


class Undoing(QObject):
    """Joins undo and redo, the page and the file; `told` says what was undone, or why nothing."""

    told = Signal(str)

    def __init__(
        self, store: Store, page: CasesPage, presenter: ReviewPresenter, now: Clock
    ) -> None:
        super().__init__(page)
        self._store = store
        self._page = page
        self._presenter = presenter
        self._now = now

    @does(Commands.UNDO)
    def undo(self) -> None:
        """Take back the last change of this case, also one made before the file was closed."""
        self._turn_back(undo, say("There is nothing to undo in this case."))

    @does(Commands.REDO)
    def redo(self) -> None:
        """Make the change again that was undone last."""
        self._turn_back(redo, say("There is nothing to redo in this case."))

    def _turn_back(self, turning: Turning, nothing: str) -> None:
        self._page.flush()
        case_id = self._presenter.case
        if case_id is None:
            return
        if self._presenter.is_unsaved(case_id):
            self.told.emit(say("Save first what is not saved: Try again."))
            return
        try:
            turned = turning(self._store, case_id, now=self._now())
        except (WorldError, RefusalError) as error:
            self._presenter.failed.emit(error.sentence)
            return
        if turned is None:
            self.told.emit(nothing)
            return
        key, answered = turned
        self._presenter.take(answered)
        self._presenter.steps.go(key)

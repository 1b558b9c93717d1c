"""Undo and redo on the review screen, of what was done since the file was opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from reviewer.app.answering import Answered
from reviewer.app.store import Store
from reviewer.app.undoing import Act, Turned, acts_of, redo, undo
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.form import Form
from reviewer.domain.ids import short_number
from ui.window.commands import Commands, does
from ui.window.notify import confirm
from ui.window.review.cases_page import CasesPage
from ui.window.review.happenings import redone, undone
from ui.window.review.review_presenter import ReviewPresenter
from ui.window.status_strip import Happening
from ui.window.times import Clock
from ui.window.words import say

Turning = Callable[..., Turned]
"""Undo or redo of an act, in one transaction."""

Saying = Callable[[Form, Act, Answered], Happening]
"""Says of an act and one of its cases what happened."""


class Undoing(QObject):
    """Joins undo and redo, the page and the file; `announced` says why nothing was undone.

    What is older than this opening of the file is changed by hand, with the history to see it.
    """

    announced = Signal(str)

    def __init__(
        self, store: Store, page: CasesPage, presenter: ReviewPresenter, now: Clock
    ) -> None:
        super().__init__(page)
        self._store = store
        self._page = page
        self._presenter = presenter
        self._now = now
        last = store.last_event()
        self._since = last.seq if last is not None else 0

    @does(Commands.UNDO)
    def undo(self) -> None:
        """Undo what was done last, in whichever case, and go there."""
        self._page.flush()
        if self._page.section.drop_fresh_row():
            row = Happening(words=say("Undone: the empty row was removed"))
            self._presenter.happened.emit(row)
            return
        nothing = say(
            "Nothing more to undo since the file was opened. See the history for earlier changes."
        )
        self._turn(acts_of(self._store, self._since).done, undo, undone, nothing)

    @does(Commands.REDO)
    def redo(self) -> None:
        """Do again what was undone last."""
        self._page.flush()
        undone_acts = acts_of(self._store, self._since).undone
        self._turn(undone_acts, redo, redone, say("Nothing to redo."))

    def _turn(self, acts: Sequence[Act], turning: Turning, saying: Saying, nothing: str) -> None:
        if not acts:
            self.announced.emit(nothing)
            return
        act = acts[-1]
        if any(map(self._presenter.is_unsaved, act.cases)):
            self.announced.emit(say("Some answers are not saved yet. Choose Try again first."))
            return
        if self._exported_since(act) and not self._confirmed(act):
            return
        try:
            turned = turning(self._store, act, now=self._now())
        except (WorldError, RefusalError) as error:
            self._presenter.failed.emit(str(error))
            return
        self._show(turned, saying)

    def _show(self, turned: Turned, saying: Saying) -> None:
        act, form = turned.act, self._store.form()
        if self._presenter.case not in act.cases:
            self._presenter.open_case(act.cases[0])
        for answered in turned.answered:
            self._presenter.take(answered, saying(form, act, answered))
        self._presenter.refresh()
        if act.keys:
            self._presenter.steps.go(act.keys[0])

    def _exported_since(self, act: Act) -> bool:
        exports = self._store.exports()
        return bool(exports) and exports[-1].at > act.at

    def _confirmed(self, act: Act) -> bool:
        question = say(
            "{case} was exported after that. If you change it, it will differ "
            "from the workbook you sent.",
            case=short_number(act.cases[0]),
        )
        return confirm(self._page.window(), question, say("Change it"))

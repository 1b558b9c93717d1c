"""The place of the cases: the review page with all that happens on it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from reviewer.app.spelling import read_dictionaries
from reviewer.app.store import Bookmark
from reviewer.domain.ids import CaseId
from ui.operations.files import OpenFile
from ui.window.actions import Actions
from ui.window.parts.spelling import Spelling
from ui.window.review.case_work import CaseWork
from ui.window.review.cases_page import CasesPage
from ui.window.review.goals import ReviewGoals
from ui.window.review.review_presenter import ReviewPresenter
from ui.window.review.spelling_tour import SpellingTour
from ui.window.review.undoing import Undoing
from ui.window.theme import Theme
from ui.window.times import Clock


def built_ahead(
    theme: Theme, window: QWidget, actions: Actions, now: Clock, spelling: Collection[str]
) -> CasesPage:
    """Build the page of a review, and read the dictionaries, before there is a file to show."""
    read_dictionaries(tuple(spelling))
    page = CasesPage(theme, actions, lambda: now().astimezone().date())
    page.setParent(window)
    page.hide()
    return page


class ReviewPlace:
    """Page, presenter and case work of one open review file; `show` leads the person there."""

    def __init__(
        self,
        page: CasesPage,
        store: OpenFile,
        theme: Theme,
        actions: Actions,
        now: Clock,
        spelling: Spelling,
        show: Callable[[], None],
    ) -> None:
        self.page = page
        self.presenter = presenter = ReviewPresenter(store, page, now)
        steps, unsaved = presenter.steps, presenter.unsaved_text
        self.goals = ReviewGoals(page, presenter)
        work = CaseWork(store, page, steps, unsaved, theme, actions, now)
        work.announced.connect(presenter.announced)
        work.changed.connect(presenter.refresh)
        work.added.connect(self._show_added)
        work.redacted.connect(presenter.show_redacted)
        undoing = Undoing(store, page, presenter, now)
        undoing.announced.connect(presenter.announced)
        presenter.redacted.connect(spelling.look_again)
        tour = SpellingTour(store, theme, page, steps, spelling)
        for owner in (page, presenter, steps, undoing, tour):
            actions.serve(owner, page, show)
        actions.serve(work, page, show, work.attempt)
        if store.read_only:
            page.forbid_changes()
        self._loaded = False

    def enter(self) -> None:
        """Show list and case when a person comes for the first time."""
        if not self._loaded:
            self._loaded = True
            self.presenter.load()

    def current(self) -> CaseId | None:
        """Return the case that is open."""
        return self.presenter.case

    def shown(self) -> tuple[CaseId, ...]:
        """Return the cases that the list shows, in its order."""
        return self.page.list.model.shown()

    def total(self) -> int:
        """Return how many cases there are."""
        return len(self.page.list.model)

    def show_only(self, words: str, cases: Collection[CaseId]) -> None:
        """Show only the cases behind a figure, named by its words."""
        self.page.list.show_only(words, cases)

    def flush(self) -> None:
        """Hand over what is typed into the items."""
        self.page.flush()

    def hold(self) -> None:
        """Keep what is typed into the items as drafts."""
        self.page.hold()

    def rest(self) -> None:
        """Ask the file nothing more by itself."""
        self.presenter.rest()

    def retry(self) -> None:
        """Try again to save the answers and drafts that could not be saved."""
        self.presenter.retry()

    def unsaved_text(self) -> str:
        """Return the answers and drafts that could not be saved."""
        return self.presenter.unsaved_text()

    def mark(self, bookmark: Bookmark, focused: QWidget | None) -> Bookmark:
        """Return the bookmark with the case and the item that a person is at."""
        return replace(bookmark, case=self.presenter.case, key=self.page.key_of(focused))

    def _show_added(self, case_id: str) -> None:
        self.presenter.show_list()
        self.presenter.open_case(case_id)

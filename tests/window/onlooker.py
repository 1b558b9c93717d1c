"""Looks at the window after each act: nothing typed is lost, nothing shown is untrue or unseen."""

from __future__ import annotations

import sys
from collections import Counter, deque
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.app.undoing import acts_of
from reviewer.domain.case_actions import AnswerGiven
from ui.window.commands import Commands
from ui.window.main_window import MainWindow
from ui.window.review.cases_page import CasesPage
from ui.window.review.review_presenter import ReviewPresenter
from ui.window.review.undoing import Undoing
from ui.window.start import Session
from ui.window.status_strip import StatusStrip

_Part = TypeVar("_Part", bound=QObject)


class Onlooker:
    """Who looks; `faults` counts what was found, `first` keeps the acts before each."""

    session: Session

    def __init__(self) -> None:
        self.faults: Counter[str] = Counter()
        self.first: dict[str, list[str]] = {}
        self.acts: deque[str] = deque(maxlen=14)
        self.done = 0
        self.before: QWidget | None = None
        self.expected: dict[str, str] = {}
        """Words typed into an item and left, by where that was."""

    @property
    def window(self) -> MainWindow:
        return self.session._window

    def part(self, kind: type[_Part]) -> _Part | None:
        return self.window.findChild(kind)

    def target(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window

    def at_page(self) -> bool:
        return self.target() is self.window and self.window.cover.isHidden()

    def note(self, words: str) -> None:
        self.acts.append(words)
        write(f"{self.done} {words}")

    def fault(self, words: str) -> None:
        self.faults[words] += 1
        self.first.setdefault(words, list(self.acts))
        write(f"FAULT {words}")

    def check_words(self) -> None:
        """Find every word that was typed: in an answer of the log, a draft, or a refused text."""
        store = self.session._store
        if store is None or self.session.locked is not None:
            return
        kept = [e.action.answer or "" for e in store.events(AnswerGiven)]
        kept += [d.text for d in store.drafts()]
        for token, where in list(self.expected.items()):
            if not any(token in text for text in kept):
                self.fault(f"lost: {token}, {where}")
            del self.expected[token]

    def check_focus(self) -> None:
        """Something that is in sight has the keyboard."""
        if not self.at_page() or self.session.locked is not None:
            return
        here = QApplication.focusWidget()
        if here is None:
            if self.window.isActiveWindow():
                self.fault(f"nothing has the keyboard on {page_of(self.window)}")
        elif here.window() is not self.window:
            return  # a menu that was closed: Qt takes the keyboard back with the window
        elif not here.isVisible() or not here.isEnabled():
            self.fault(f"the keyboard is hidden at {name_of(here)} on {page_of(self.window)}")
        elif here.visibleRegion().isEmpty() and here is not self.before:
            self.fault(f"the keyboard is out of sight at {name_of(here)}")

    def check_strip(self) -> None:
        """The strip offers no way back that there is not."""
        strip, undoing = self.part(StatusStrip), self.part(Undoing)
        if strip is None or undoing is None or self.session._store is None:
            return
        acts = acts_of(self.session._store, undoing._since)
        back = strip._last.back
        if back is Commands.UNDO and not acts.done:
            self.fault(f"the strip offers to undo what is not there: {strip._last.words}")
        if back is Commands.REDO and not acts.undone and "row" not in strip._last.words:
            self.fault(f"the strip offers to redo what is not there: {strip._last.words}")

    def check_shown(self) -> None:
        """What is shown of a case is what is on the disk."""
        page, presenter = self.part(CasesPage), self.part(ReviewPresenter)
        store = self.session._store
        if page is None or presenter is None or store is None or presenter.case is None:
            return
        page.flush()
        view, review = presenter.steps.view, store.review(presenter.case, store.inspection().person)
        if view is not None and dict(view.review.answers) != dict(review.answers):
            self.fault("what is shown is not what is on the disk")
        line = page.list.model.line(presenter.case)
        presenter.show_list()
        if page.list.model.line(presenter.case) != line:
            self.fault(f"the list showed {line}")

    def reviews(self) -> dict[object, object]:
        store = self.session._store
        assert store is not None
        return {
            (r.case, r.reviewer): (dict(sorted(r.answers.items())), bool(r.completed))
            for r in store.reviews()
            if r.answers or r.completed
        }


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def name_of(part: QWidget) -> str:
    above = part.parentWidget()
    within = above.objectName() if above is not None else ""
    return part.objectName() or f"{type(part).__name__} in {within}"


def page_of(window: MainWindow) -> str:
    return type(window.pages.currentWidget()).__name__

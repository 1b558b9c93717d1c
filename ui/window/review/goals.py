"""Where one can go on the review screen by typing: cases, sections, questions, filters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ui.window.goal import Goal
from ui.window.review.cases_page import CasesPage
from ui.window.review.review_presenter import ReviewPresenter
from ui.window.words import localised, say

MOST = 8
"""Cases found at once; the list's own search shows every one."""


class ReviewGoals:
    """Finds by words what the review screen can show."""

    def __init__(self, page: CasesPage, presenter: ReviewPresenter) -> None:
        self._page = page
        self._presenter = presenter

    def find(self, words: tuple[str, ...]) -> Iterator[Goal]:
        """Yield the cases, sections, questions and filters that hold every word."""
        for case_id in self._page.list.model.found(words)[:MOST]:
            line = self._page.list.model.line(case_id)
            if line is not None:
                shown = say("Case {n} · {type}", n=line.number, type=line.type)
                yield Goal(words=shown, go=partial(self._presenter.open_case, case_id))
        steps = self._presenter.steps
        view = steps.view
        if view is None:
            return
        for section in view.sections():
            title = localised(section.title)
            shown = say("Section {n} · {title}", n=section.number, title=title)
            if _holds(shown, words):
                yield Goal(words=shown, go=partial(steps.show_section, section.id))
        for item in view.form.items.values():
            shown = say("Question · {label}", label=localised(item.label))
            if item.key in view.assessment.relevant and _holds(f"{item.key} {shown}", words):
                yield Goal(words=shown, go=partial(steps.go_to, item.key))
        for name, toggle in self._page.list.filters():
            shown = say("Filter · {name}", name=name)
            if _holds(shown, words):
                yield Goal(words=shown, go=toggle)


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return all(word in text.casefold() for word in words)

"""From one misspelt word of a case to the next."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QApplication

from reviewer.domain.message import message
from ui.operations.files import OpenFile
from ui.window.parts.spelling import Spelling
from ui.window.parts.text_box import TextBox
from ui.window.review.cases_page import CasesPage
from ui.window.review.review_steps import ReviewSteps
from ui.window.spelling_commands import SpellingCommands
from ui.window.theme import Theme


class SpellingTour(SpellingCommands):
    """Leads through the misspelt words of a case, beginning at the keyboard."""

    none_left = message("No misspelt words in this case.")

    def __init__(
        self,
        store: OpenFile,
        theme: Theme,
        page: CasesPage,
        steps: ReviewSteps,
        spelling: Spelling,
    ) -> None:
        super().__init__(page, spelling, theme, store)
        self._page, self._steps = page, steps

    def show_next(self) -> bool:
        """Select the next misspelt word of the case, from the keyboard on and round."""
        here = QApplication.focusWidget()
        if isinstance(here, TextBox) and self._page.isAncestorOf(here):
            here.spell_with(self._spelling)
            if here.show_misspelt(after=True):
                return True
        self._page.flush()  # what was typed last is looked through too
        return any(self._show_in(key) for key in self._misspelt_keys())

    def _misspelt_keys(self) -> Iterator[str]:
        """Yield the items with misspelt words, from the one after the keyboard round to its own."""
        view = self._steps.view
        if view is None:
            return
        found = {one.key for one in self._spelling.checker.in_review(view.form, view.review)}
        keys = list(view.form.items)
        here = self._page.key_of(QApplication.focusWidget())
        after = keys.index(here) + 1 if here in keys else 0
        yield from (key for key in (*keys[after:], *keys[:after]) if key in found)

    def _show_in(self, key: str) -> bool:
        self._steps.go_to(key)
        card = self._page.section.card_of(key)
        edits = card.findChildren(TextBox) if card is not None else []
        for edit in edits:
            edit.spell_with(self._spelling)
        return any(edit.isVisible() and edit.show_misspelt() for edit in edits)

"""Spelling on the lead's page: the next misspelt word, and the words that the lead added."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer.app.store import Store
from ui.window.commands import Commands, does
from ui.window.parts.own_words_dialog import OwnWordsDialog
from ui.window.parts.spelling import Spelling
from ui.window.theme import Theme
from ui.window.words import say


class TeamSpelling:
    """Carries out on the team's page what a review screen does with the words of a case."""

    def __init__(self, page: QWidget, spelling: Spelling, theme: Theme, store: Store) -> None:
        self._page, self._spelling = page, spelling
        self._theme, self._store = theme, store

    @does(Commands.SPELLING)
    def _go_on(self) -> None:
        """Select the next misspelt word, and offer corrections."""
        if not self._spelling.checker.languages:
            self._spelling.announced.emit(
                say("Spelling is not checked. Choose a language in Settings.")
            )
        elif not self._spelling.go_on_in(self._page):
            self._spelling.announced.emit(say("No misspelt words here."))

    @does(Commands.OWN_WORDS)
    def _show_own(self) -> None:
        """Show the words that the lead added; they can be removed there."""
        OwnWordsDialog(self._theme, self._store, self._page.window()).exec()
        self._spelling.look_again()

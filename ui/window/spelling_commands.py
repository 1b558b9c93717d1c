"""The commands of spelling: the next misspelt word, and the words that a person added."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from reviewer.app.store import Store
from reviewer.domain.message import Message, message
from ui.window.commands import Commands, does
from ui.window.parts.own_words_dialog import OwnWordsDialog
from ui.window.parts.spelling import Spelling
from ui.window.theme import Theme
from ui.window.words import say


class SpellingCommands:
    """Checks the texts that a page shows; one that shows a part of its texts shows the others."""

    none_left: ClassVar[Message] = message("No misspelt words here.")

    def __init__(self, page: QWidget, spelling: Spelling, theme: Theme, store: Store) -> None:
        self._shown, self._spelling = page, spelling
        self._theme, self._store = theme, store

    @does(Commands.SPELLING)
    def _go_on(self) -> None:
        """Select the next misspelt word, and offer corrections."""
        announced = self._spelling.announced
        if not self._spelling.checker.languages:
            announced.emit(say("Spelling is not checked. Choose a language in Settings."))
        elif not self.show_next():
            announced.emit(str(self.none_left))

    def show_next(self) -> bool:
        """Select the next misspelt word; returns False where there is none."""
        return self._spelling.go_on_in(self._shown)

    @does(Commands.OWN_WORDS)
    def _show_own(self) -> None:
        """Show the words that the person added; they can be removed there."""
        OwnWordsDialog(self._theme, self._store, self._shown.window()).exec()
        self._spelling.look_again()

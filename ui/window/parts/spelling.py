"""Spelling in the texts of an open file: what is underlined, and what is offered instead."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from reviewer.app.spelling import SpellChecker, add_word
from reviewer.app.store import Store
from reviewer.domain.errors import ReviewerError
from reviewer.domain.spelling import Word
from ui.window.parts.text_field import GrowingEdit
from ui.window.words import say


class Spelling(QObject):
    """Gives every text of a page that gets the keyboard what it is checked by.

    `announced` carries a sentence about what was done.
    """

    announced = Signal(str)

    def __init__(self, store: Store, page: QWidget) -> None:
        super().__init__(page)
        self._store = store
        self._page = page
        self._languages: tuple[str, ...] = ()
        self._checker: SpellChecker | None = None
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]  # there is an application

    @property
    def checker(self) -> SpellChecker:
        """What checks the file; the dictionaries are read when it is asked for first."""
        if self._checker is None:
            self._checker = SpellChecker(self._store, self._languages)
        return self._checker

    def choose(self, languages: Sequence[str]) -> None:
        """Check by the dictionaries of these languages from now on, by none if there are none."""
        self._languages = tuple(languages)
        self._checker = None
        self._mark_again()

    def look_again(self) -> None:
        """Read the person's own words again, and mark the texts by them."""
        self.checker.look_again()
        self._mark_again()

    def misspelt(self, text: str) -> tuple[Word, ...]:
        """Return the words of a text that are spelt wrongly."""
        return self.checker.misspelt(text) if self._languages else ()

    def offer(self, edit: GrowingEdit, word: Word, menu: QMenu) -> None:
        """Put at the head of a menu what may be meant, and that the word is right."""
        first = menu.actions()[0] if menu.actions() else None
        acts = [QAction(text, menu) for text in self.checker.suggestions(word.text)]
        for act in acts:
            act.triggered.connect(partial(edit.correct, word, act.text()))
        if not acts:
            acts.append(QAction(say("No suggestions"), menu, enabled=False))
        add = QAction(say("Add “{word}” to the dictionary", word=word.text), menu)
        add.triggered.connect(partial(self._add, word.text))
        line = QAction(menu)
        line.setSeparator(True)
        menu.insertActions(first, [*acts, line, add])  # type: ignore[arg-type]  # None: at the end
        if first is not None:
            menu.insertSeparator(first)
        menu.setAccessibleName(say("“{word}” may be misspelt", word=word.text))

    def _add(self, word: str) -> None:
        try:
            add_word(self._store, word)
        except ReviewerError as error:
            self.announced.emit(str(error))
        else:
            self.announced.emit(
                say("“{word}” was added to the dictionary of this file.", word=word)
            )
            self.look_again()

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(new, GrowingEdit) and self._page.isAncestorOf(new):
            new.spell_with(self)

    def _mark_again(self) -> None:
        for edit in self._page.findChildren(GrowingEdit):
            edit.mark()

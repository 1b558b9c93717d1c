"""Spelling in the texts of an open file: what is underlined, and what is offered instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from reviewer.app.spelling import SpellChecker, add_word
from reviewer.app.store import Store
from reviewer.domain.errors import ReviewerError
from reviewer.domain.spelling import Word
from ui.window.parts.announcing import tell
from ui.window.parts.menus import add_entry, add_line
from ui.window.parts.text_box import TextBox
from ui.window.words import say

_SHORTCUT: Final = "next-misspelt"


Keys = Callable[[], Sequence[QKeySequence]]
"""Returns the keys that lead to the next misspelt word, as they are now."""


class Spelling(QObject):
    """Checks each text box of a window and its dialogs from when it first has the keyboard.

    `announced` carries a sentence about what was done.
    """

    announced = Signal(str)

    def __init__(self, store: Store, window: QWidget, keys: Keys) -> None:
        super().__init__(window)
        self._store = store
        self._window = window
        self._keys = keys
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

    def offer(self, edit: TextBox, word: Word, menu: QMenu) -> None:
        """Add to a menu the suggestions for a word, and an entry that adds it to the dictionary."""
        suggestions = self.checker.suggestions(word.text)
        for text in suggestions:
            add_entry(menu, text, partial(edit.correct, word, text))
        if not suggestions:
            add_entry(menu, say("No suggestions"), enabled=False)
        add_line(menu)
        words = say("Add “{word}” to the dictionary", word=word.text)
        add_entry(menu, words, partial(self._add, word.text))
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

    def go_on_in(self, part: QWidget) -> bool:
        """Select the next misspelt word of the texts in a part, from the keyboard on and round.

        Returns False where there is none.
        """
        found = (box for box in part.findChildren(TextBox) if box.isVisible())
        boxes = [box for box in found if not box.isReadOnly()]
        for box in boxes:
            box.spell_with(self)
        here = QApplication.focusWidget()
        if isinstance(here, TextBox) and here in boxes:
            if here.show_misspelt(after=True):
                return True
            after = boxes.index(here) + 1
            boxes = [*boxes[after:], *boxes[:after]]
        return any(box.show_misspelt() for box in boxes)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(new, TextBox) and self._has(new):
            new.spell_with(self)
            if new.window() is not self._window:
                self._serve_dialog(new.window())

    def _has(self, part: QWidget) -> bool:
        """Say whether a part is in the window or in a dialog of it."""
        above: QWidget | None = part
        while above is not None and above is not self._window:
            above = above.parentWidget()
        return above is not None

    def _serve_dialog(self, dialog: QWidget) -> None:
        """Let the keys work in a dialog, which keeps those of the window from it."""
        if dialog.findChild(QShortcut, _SHORTCUT) is None:
            for keys in self._keys():
                key = QShortcut(keys, dialog)
                key.setObjectName(_SHORTCUT)
                key.activated.connect(partial(self._go_on_in_dialog, dialog))

    def _go_on_in_dialog(self, dialog: QWidget) -> None:
        if not self._languages:
            tell(dialog, say("Spelling is not checked. Choose a language in Settings."))
        elif not self.go_on_in(dialog):
            tell(dialog, say("No misspelt words here."))

    def _mark_again(self) -> None:
        for edit in self._window.findChildren(TextBox):
            edit.mark()

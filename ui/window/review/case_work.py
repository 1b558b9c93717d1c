"""What is done to a case beside answering it: put off, comment, history, phrases, the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from reviewer.app.answering import view_case
from reviewer.app.case_history import history_of
from reviewer.app.case_notes import comment, comments_of, postpone, take_back_comment
from reviewer.app.drafting import NO_ITEM, Dialog
from reviewer.app.list_corrections import add_case, correct_case, correctable_keys
from reviewer.app.redacting import redact
from reviewer.domain.case import LIST_KEYS, WITHHELD, Case
from reviewer.domain.errors import ReviewerError
from reviewer.domain.ids import Key
from ui.operations.copies import find_copies
from ui.operations.files import OpenFile
from ui.window.actions import Actions
from ui.window.commands import Commands, does
from ui.window.parts.redact_sheet import Place, RedactSheet
from ui.window.parts.sheet_draft import SheetDraft
from ui.window.review.cases_page import CasesPage
from ui.window.review.comment_dialog import CommentDialog
from ui.window.review.history_dialog import HistoryDialog
from ui.window.review.phrases_dialog import PhrasesDialog
from ui.window.review.review_steps import ReviewSteps, case_of
from ui.window.review.values_dialog import ValuesAsked, ValuesDialog
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import localised, say

AT_ITEM = (Commands.COMMENT, Commands.HISTORY, Commands.GUIDANCE, Commands.REDACT)
"""What the menu of an item offers."""

_NOT_BY_HAND = frozenset({Key("force"), Key("inspector"), Key("sensitive")})


class CaseWork(QObject):
    """Joins these commands, their dialogs and the use cases; `announced` says what was done.

    `changed` says that more than an answer of the case is another, `added` carries a case that
    was added, and `redacted` says that words were removed. `unsaved` returns what could not be
    saved.
    """

    announced = Signal(str)
    changed = Signal()
    added = Signal(str)
    redacted = Signal()

    def __init__(
        self,
        store: OpenFile,
        page: CasesPage,
        steps: ReviewSteps,
        unsaved: Callable[[], str],
        theme: Theme,
        actions: Actions,
        now: Clock,
    ) -> None:
        super().__init__(page)
        self._store = store
        self._page = page
        self._steps = steps
        self._unsaved = unsaved
        self._theme = theme
        self._actions = actions
        self._now = now
        self._at: Key | None = None
        page.section.menu_asked.connect(self._open_menu)

    @does(Commands.POSTPONE)
    def postpone(self) -> None:
        """Put the case off as not sure, or take it up again."""
        case = case_of(self._steps)
        if case is not None:
            off = postpone(self._store, case, now=self._now())
            self.changed.emit()
            self.announced.emit(
                say("Postponed. Use the filter “Not sure” to find it again.")
                if off
                else say("No longer postponed.")
            )

    @does(Commands.COMMENT)
    def comment(self) -> None:
        """Write a comment at the item that has the keyboard, or take one back."""
        case, key = case_of(self._steps), self._key()
        if case is None or key is None:
            self.announced.emit(say("Select a question to comment on."))
            return

        def keep(text: str) -> object:
            return comment(self._store, case, key, text, now=self._now())

        there = [c for c in comments_of(self._store, case) if c.key == key]
        title = localised(self._store.form().item(key).label)
        draft = self._draft(Dialog.COMMENT, case, key)
        dialog = CommentDialog(self._theme, title, there, keep, draft, self._page.window())
        dialog.exec()
        if dialog.taken_back is not None:
            take_back_comment(self._store, case, dialog.taken_back, now=self._now())
        self.changed.emit()

    @does(Commands.HISTORY)
    def show_history(self) -> None:
        """Show how the answer at the item with the keyboard came to be."""
        key = self._key()
        if key is None:
            self.show_case_history()
        else:
            self._show_history(key, localised(self._store.form().item(key).label))

    @does(Commands.CASE_HISTORY)
    def show_case_history(self) -> None:
        """Show every change of the case."""
        self._show_history("", say("History of the case"))

    @does(Commands.PHRASES)
    def insert_phrase(self) -> None:
        """Insert one of the person's own phrases into the text that has the keyboard."""
        edit = self._page.window().focusWidget()
        if not isinstance(edit, QPlainTextEdit):
            self.announced.emit(say("Click in a text box first."))
            return
        dialog = PhrasesDialog(self._theme, self._store, self._now, self._page.window())
        dialog.exec()
        edit.setFocus()
        if dialog.chosen:
            edit.insertPlainText(dialog.chosen)

    @does(Commands.REDACT)
    def take_out(self) -> None:
        """Take words out of the item with the keyboard, of the case or of the whole file."""
        case, key = case_of(self._steps), self._key()
        if case is None:
            return
        if self._unsaved():
            self.announced.emit(say("Some answers are not saved yet. Choose Try again first."))
            return
        places = [self._place(say("All of this case"), case), self._place(say("The whole file"))]
        if key is not None:
            places.insert(0, self._place(localised(self._store.form().item(key).label), case, key))
        path = self._store.path
        RedactSheet(self._theme, places, lambda: find_copies(path), self._page.window()).exec()
        self.redacted.emit()

    def _place(self, words: str, case: str = "", key: str = "") -> Place:
        return words, lambda sought, why: redact(
            self._store, case, key, sought, why, now=self._now()
        )

    @does(Commands.CORRECT)
    def correct(self) -> None:
        """Correct what the force's list says of the case."""
        case_id = case_of(self._steps)
        if case_id is None:
            return
        keys = correctable_keys(self._store, case_id, now=self._now())
        shown = view_case(self._store, case_id, now=self._now()).case

        asked = ValuesAsked(
            title=say("Correct the list's values"),
            about=say("The file keeps the accepted list. Each change is logged with its reason."),
            values=shown.values,
            keys=keys,
            save=lambda values, reason: correct_case(
                self._store, case_id, values, reason, now=self._now()
            ),
            draft=self._draft(Dialog.LIST_VALUES, case_id),
        )
        if self._ask_values(asked):
            self.changed.emit()
            self.announced.emit(say("Values corrected."))

    @does(Commands.ADD_CASE)
    def add(self) -> None:
        """Add a case that is on no list, found on site."""
        added: list[Case] = []

        def save(values: Mapping[Key, str], reason: str) -> None:
            added.append(add_case(self._store, values, reason, now=self._now()))

        asked = ValuesAsked(
            title=say("Add a case that is not on the list"),
            about=say(
                "The case gets a random number, so it cannot clash with a case a "
                "colleague adds. The accepted list does not change."
            ),
            values={},
            keys=[key for key in LIST_KEYS if key not in WITHHELD | _NOT_BY_HAND],
            save=save,
            draft=self._draft(Dialog.ADDED_CASE),
        )
        if self._ask_values(asked) and added:
            self.added.emit(added[0].id)
            self.announced.emit(say("{case} added.", case=added[0].id))

    def _draft(self, dialog: Dialog, case: str = "", key: Key = NO_ITEM) -> SheetDraft:
        return SheetDraft(self._store, self._now, dialog, case, key)

    def _ask_values(self, asked: ValuesAsked) -> bool:
        window = self._page.window()
        return bool(ValuesDialog(self._theme, self._store.form(), asked, window).exec())

    def _show_history(self, key: str, title: str) -> None:
        case = case_of(self._steps)
        if case is not None:
            lines = history_of(self._store, case, key)
            form, window = self._store.form(), self._page.window()
            HistoryDialog(self._theme, form, lines, title, window, whole=not key).exec()

    def attempt(self, doing: Callable[[], None]) -> None:
        """Do something at the item with the keyboard; why it could not be done is reported."""
        self._at = self._at or self._focused()
        self._page.flush()
        try:
            doing()
        except ReviewerError as error:
            self.announced.emit(str(error))
        finally:
            self._at = None

    def _key(self) -> Key | None:
        return self._at

    def _focused(self) -> Key | None:
        card = self._page.section.focused_card()
        if card is None:
            return None
        focused = self._page.window().focusWidget()
        return card.key_of(focused) if focused is not None else card.key

    def _open_menu(self, key: str, place: QPoint) -> None:
        self._at = Key(key)
        menu = QMenu(self._page)
        menu.setObjectName("item-menu")
        for command in AT_ITEM:
            menu.addAction(self._actions[command])
        menu.exec(place)
        menu.deleteLater()
        self._at = None

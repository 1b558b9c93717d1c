"""Joins the sheet of identifiers with the use cases: what is decided, and what comes after."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reviewer.app.identifiers import keep_identifier, mask_identifier, may_mask
from reviewer.app.leaving import OTHER_THERE
from reviewer.app.publishing import PUBLISHED
from reviewer.app.store import Store
from reviewer.domain.case import LIST_KEYS
from reviewer.domain.errors import ReviewerError
from reviewer.domain.identifier import IdentifiersError, Suspicion
from reviewer.domain.ids import Key
from reviewer.domain.list_words import LIST_WORDS
from ui.window.notify import confirm_replacing
from ui.window.results.identifiers_sheet import Decide, IdentifiersSheet
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import say


class IdentifierAsking(QObject):
    """Asks about the phrases that stopped something from leaving.

    `sought` carries the case and the item that a person wants to edit; `changed` says that
    answers may be other ones than before.
    """

    sought = Signal(str, str)
    changed = Signal()

    def __init__(self, theme: Theme, store: Store, now: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._store = store
        self._now = now

    def answer(
        self,
        parent: QWidget,
        error: ReviewerError,
        *,
        again: Callable[[], None],
        replace: Callable[[], None],
        leave: Callable[[], object],
    ) -> None:
        """Ask about a refusal that a person can settle: another file is there, or phrases are."""
        if error.code == OTHER_THERE and confirm_replacing(parent, error):
            replace()
        if isinstance(error, IdentifiersError):
            self.ask(parent, error, again, leave)

    def ask(
        self,
        parent: QWidget,
        error: IdentifiersError,
        again: Callable[[], None],
        leave: Callable[[], object],
    ) -> IdentifiersSheet:
        """Show the phrases; once all are decided do it `again`, to edit one `leave` first."""
        store = self._store
        decide = Decide(
            may_mask=lambda suspicion: may_mask(store, suspicion),
            mask=lambda suspicion: mask_identifier(store, suspicion, now=self._now()),
            keep=lambda suspicion, why: keep_identifier(store, suspicion, why, now=self._now()),
            item_name=self._item_name,
        )
        sheet = IdentifiersSheet(self._theme, parent, error.found, decide)
        sheet.settled.connect(again)

        def go(suspicion: Suspicion) -> None:
            leave()
            self.sought.emit(suspicion.case, suspicion.key)

        sheet.sought.connect(go)
        sheet.finished.connect(lambda _: self.changed.emit())
        sheet.open()
        return sheet

    def _item_name(self, key: Key) -> str:
        items = self._store.form().items
        if key in items:
            return str(items[key].label)
        if key in LIST_KEYS:
            return str(LIST_WORDS[key])
        return say("A word in the tables") if key == PUBLISHED else say("Reason of a decision")

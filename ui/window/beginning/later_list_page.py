"""The page that takes a later list into an open file; its last step says what the list brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.operations.lists import ListRead
from ui.window.beginning.list_page import ListPage
from ui.window.parts.layouts import clear
from ui.window.parts.page import say_facts
from ui.window.parts.text import Text
from ui.window.theme import HEADLINE, Theme
from ui.window.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a list would bring, in words: a headline, counts, and what should be known of it."""

    headline: str
    facts: Sequence[tuple[str, str]] = ()
    sentences: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What a later list is taken for: the page's title, its last step, and the button there."""

    name: str
    title: str
    about: str
    last: str
    doing: str


class LaterListPage(ListPage):
    """A list's page with one more step: what it brings, filled by `show_brought` or refused."""

    def __init__(self, theme: Theme, purpose: Purpose) -> None:
        host = QWidget()
        super().__init__(theme, purpose.title, ((purpose.last, host),), purpose.doing, alone=False)
        self.setObjectName(purpose.name)
        self._why_nothing = say("Comparing the list with the file…")
        self._headline = Text(theme, size=HEADLINE, strong=True, wrap=True)
        self._headline.setObjectName("list-brings")
        self._rest = QVBoxLayout()
        self._rest.setSpacing(theme.px(8))
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self._headline)
        column.addLayout(self._rest)
        self.first.insertWidget(0, Text(theme, purpose.about, tone="quiet", wrap=True))

    def show_reading(self, read: ListRead) -> None:
        """Show what was found; what it brings is not known yet."""
        self._put(Brought(headline=""), say("Comparing the list with the file…"))
        super().show_reading(read)

    def show_brought(self, brought: Brought) -> None:
        """Show what the list brings; it can be accepted."""
        self._put(brought, "")
        if self._is_last():
            self._focus_step()

    def show_nothing(self, why: str) -> None:
        """Say why the list brings nothing that could be accepted."""
        self._put(Brought(headline=why), why)

    def _put(self, brought: Brought, why_nothing: str) -> None:
        self._why_nothing = why_nothing
        self._headline.put(brought.headline)
        clear(self._rest)
        self._rest.addLayout(say_facts(self.theme, brought.facts))
        for sentence in brought.sentences:
            self._rest.addWidget(Text(self.theme, f"·  {sentence}", wrap=True))
        self._show_buttons()

    def _lacks(self) -> str:
        return self._why_nothing

"""The help's commands: its pages are loaded when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from ui.window.commands import Commands, does
from ui.window.goal import Goal
from ui.window.jobs import Jobs
from ui.window.main_window import MainWindow
from ui.window.theme import Theme
from ui.window.words import say

if TYPE_CHECKING:
    from ui.operations.files import OpenFile


class HelpDesk:
    """Shows the help over whatever is open, and finds its pages."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        jobs: Jobs,
        file: Callable[[], OpenFile | None],
    ) -> None:
        self._window, self._theme, self._jobs, self._file = window, theme, jobs, file
        window.actions_.serve(self)
        window.finders.append(self.find)

    @does(Commands.HELP)
    @does(Commands.ABOUT, "about")
    def show(self, topic: str = "") -> None:
        """Show the help, at the page of a topic if there is one."""
        from ui.operations.practice import practice_pages
        from ui.window.help_presenter import show_help

        store = self._file()
        form = store.form() if store is not None else None
        own = practice_pages(store) if store is not None else ()
        show_help(self._theme, form, self._jobs, self._window, own=own, topic=topic)

    def find(self, words: tuple[str, ...]) -> Iterator[Goal]:
        """Yield the pages that hold every word."""
        from ui.operations.help_pages import written_pages

        for page in written_pages():
            if all(word in page.words.casefold() for word in words):
                shown = say("Help · {title}", title=page.title)
                yield Goal(words=shown, go=partial(self.show, page.topic))

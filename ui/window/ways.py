"""From one file to another: new, open, open again, close; with a file open or without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.domain.message import message
from ui.operations.recent import recent_files
from ui.window.choosing import open_one
from ui.window.commands import Commands, does
from ui.window.goal import Goal
from ui.window.main_window import MainWindow
from ui.window.words import say

if TYPE_CHECKING:
    from ui.window.entrance import Entrance

REVIEW_FILES = message("Review files (*.review)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """How the program begins: with the passphrase of a file, a new inspection, else its start."""

    path: Path | None = None
    new: bool = False


class Ways:
    """Carries out the commands that lead to another file.

    `leave` closes the open file and begins again; it returns False where no file is open, and the
    page that is asked for is shown in the same window.
    """

    def __init__(
        self,
        window: MainWindow,
        entrance: Entrance,
        leave: Callable[[Beginning], bool],
    ) -> None:
        self._window, self._entrance, self._leave = window, entrance, leave
        window.actions_.serve(self)
        window.finders.append(self.find_files)

    def find_files(self, words: tuple[str, ...]) -> Iterator[Goal]:
        """Yield the files opened last that hold every word."""
        for recent in recent_files():
            about = " · ".join(filter(None, (recent.path.name, recent.code, recent.force)))
            if recent.is_there and all(word in about.casefold() for word in words):
                shown = say("Open · {file}", file=about)
                yield Goal(words=shown, go=partial(self._go, recent.path))

    @does(Commands.NEW)
    def _new(self) -> None:
        """Begin a new inspection."""
        if not self._window.held() and not self._leave(Beginning(new=True)):
            self._entrance.begin_new()

    @does(Commands.OPEN)
    def _open(self) -> None:
        """Let a person choose a file; the open one is closed only then."""
        path = open_one(self._window, say("Open a review file"), REVIEW_FILES)
        if path is not None:
            self._go(path)

    @does(Commands.RECENT)
    def _open_recent(self) -> None:
        """Offer the files opened last."""
        words = say("File, inspection or force")
        self._window.ask_where((), [self.find_files], asked=words, title=say("Recent files"))

    @does(Commands.CLOSE)
    def _close(self) -> None:
        """Close the file and show the start page; from another page without a file, too."""
        if not self._window.held() and not self._leave(Beginning()):
            self._entrance.show_start()

    def _go(self, path: Path) -> None:
        if not self._window.held() and not self._leave(Beginning(path=path)):
            self._entrance.unlock(path)

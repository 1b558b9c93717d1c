"""One operation through both front ends: the same start, two ways, and what is there afterwards.

Each front end has a folder and a home of its own, which begin with the same bytes. A person's
part is played with real commands and with the real window, which nobody sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from commands import PASSPHRASE, Command
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from window_kit import press, words, write

from db.file import open_file
from db.key import derive_key
from reviewer.domain.case_actions import CaseViewed
from reviewer.domain.event import facts_text, typed_text
from reviewer.domain.file_actions import FileOpened
from ui.operations.preferences import Preferences
from ui.window.away.locking import IdleWatch
from ui.window.commands import Command as WindowCommand
from ui.window.main_window import MainWindow
from ui.window.start import Session
from ui.window.theme import Theme

OF_THE_SESSION = (FileOpened, CaseViewed)
"""What the log keeps of the way a file was come to, and not of what was asked for."""

OF_THE_WINDOW = ("home/recent.json", "home/window.json", "home/backups/")
"""What only the window keeps, and the automatic backups: each front end has its own times."""

_ACCIDENTAL = re.compile(r"\d{8}T\d{6}Z\.\d+-[0-9a-f]{8}|[0-9a-f]{32,}|\d\d\d\d-\d\d-\d\dT[\d:.]+Z")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What is there afterwards: every file by its name, and what a file's log says was done."""

    files: tuple[str, ...]
    events: tuple[tuple[str, ...], ...]


class CommandSide:
    """The command line in its folder."""

    def __init__(self, folder: Path, command: Command) -> None:
        self.folder = folder
        self.run = command

    def outcome(self, file: str = "", passphrase: str = PASSPHRASE) -> Outcome:
        return _outcome(self.folder, file, passphrase)


class WindowSide:
    """The window in its folder; each `open` is one run of the program."""

    def __init__(
        self, folder: Path, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.folder = folder
        self.theme, self._qtbot, self._monkeypatch = theme, qtbot, monkeypatch

    def outcome(self, file: str = "", passphrase: str = PASSPHRASE) -> Outcome:
        return _outcome(self.folder, file, passphrase)

    @contextmanager
    def open(self, file: str = "", passphrase: str | None = PASSPHRASE) -> Iterator[Running]:
        """Run the window on a file, whose passphrase is typed; without a file on the start page.

        Without a passphrase the page that asks for it is left as it is.
        """
        with self._monkeypatch.context() as patched:
            patched.chdir(self.folder)
            patched.setenv("REVIEWER_HOME", str(self.folder / "home"))
            patched.setattr("ui.window.start.QApplication.exit", lambda: None)
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            window = MainWindow(self.theme, Preferences())
            self._qtbot.addWidget(window)
            watch = IdleWatch(app, minutes=10, remind_minutes=0)
            session = Session(window, self.theme, Preferences(), watch)
            session.begin(self.folder / file if file else None)
            running = Running(session, window, self._qtbot)
            try:
                if file and passphrase is not None:
                    write(window, "passphrase", passphrase)
                    press(window, "open")
                    running.until(lambda: session._store is not None and not running.busy())
                yield running
                running.until(lambda: not running.busy())
            finally:
                session.close()


class Running:
    """One run of the window, as a person uses it."""

    def __init__(self, session: Session, window: MainWindow, qtbot: QtBot) -> None:
        self.session, self.window, self._qtbot = session, window, qtbot

    def busy(self) -> bool:
        return self.session._jobs.busy()

    def until(self, holds: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(holds, timeout=30_000)

    def settle(self) -> None:
        """Wait until nothing is under way beside the window."""
        self.until(lambda: not self.busy())

    def go(self, place: WindowCommand) -> QWidget:
        """Go to a place of the rail and return its page."""
        self.window.go(place)
        self.settle()
        page = self.window.pages.currentWidget()
        assert page is not None
        return page

    @property
    def text(self) -> str:
        """All that the window says now."""
        return words(self.window)


@dataclass(frozen=True, kw_only=True)
class BothFrontEnds:
    """The command line and the window, each with the same files to begin with."""

    command: CommandSide
    window: WindowSide

    def compare(self, file: str = "", passphrase: str = PASSPHRASE) -> Outcome:
        """Assert that both came to the same, and return it."""
        by_command = self.command.outcome(file, passphrase)
        by_window = self.window.outcome(file, passphrase)
        if by_command != by_window:
            pytest.fail(f"by command: {by_command}\nby window: {by_window}", pytrace=False)
        return by_command


def dismiss(dialog: QDialog) -> None:
    """Close a dialog that only says something."""
    dialog.accept()


def fill(dialog: QDialog, **fields: str) -> None:
    """Type into the fields of a dialog, which are named as its parts are."""
    for name, text in fields.items():
        write(dialog, name.replace("_", "-"), text)


def _now() -> datetime:
    return datetime.now(UTC)


def _outcome(folder: Path, file: str, passphrase: str) -> Outcome:
    paths = (path for path in folder.rglob("*") if path.is_file())
    names = (path.relative_to(folder).as_posix() for path in paths)
    kept = sorted(_ACCIDENTAL.sub("…", n) for n in names if not n.startswith(OF_THE_WINDOW))
    events: tuple[tuple[str, ...], ...] = ()
    if file:
        path = folder / file
        with open_file(path, derive_key(path, passphrase), read_only=True) as store:
            logged = tuple(store.events())
        events = tuple(
            (
                e.action.name,
                e.actor,
                e.case,
                typed_text(e.action) or "",
                _ACCIDENTAL.sub("…", facts_text(e.action)),
            )
            for e in logged
            if not isinstance(e.action, OF_THE_SESSION)
        )
    return Outcome(files=tuple(kept), events=events)

"""Open one review file in a process of its own, as a person's first act, and say how long it took.

Prints milliseconds: a key's derivation on this computer just now, what the job beside the window
took once the key was known, and what the window took from there until both the case's title and
the list were painted.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QListView, QWidget

from db.key import FileKey, derive_key
from ui.operations.files import open_to_write
from ui.operations.preferences import Preferences
from ui.window.application import make_application, settle
from ui.window.away.locking import IdleWatch
from ui.window.main_window import MainWindow
from ui.window.opening import ready
from ui.window.start import Session
from ui.window.theme import Scheme, Theme


class Painted(QObject):
    """Notes when a widget was painted first."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:  # noqa: N802 - Qt's name
        """Note the first, and let the event go its way."""
        if event.type() is QEvent.Type.Paint and not self.at:
            self.at = time.perf_counter()
        return super().eventFilter(watched, event)


def now() -> datetime:
    return datetime.now(UTC)


def main(path: Path, key: FileKey) -> None:
    """Begin as the program does, then open the file as its entrance does."""
    app = make_application(sys.argv[:1])
    window = MainWindow(Theme(app, Scheme.LIGHT, 100), Preferences())
    session = Session(
        window, window._theme, Preferences(), IdleWatch(app, minutes=10, remind_minutes=60)
    )
    session.begin(path)
    app.processEvents()
    settle()
    clocks = [time.perf_counter()]
    derive_key(path, "violet lantern gravel")
    clocks.append(time.perf_counter())
    store = ready(open_to_write(path, key, now=now()))
    clocks.append(time.perf_counter())
    session._entrance.opened.emit(store)
    title, cases = window.findChild(QWidget, "case-title"), window.findChild(QListView, "cases")
    assert title is not None
    assert cases is not None
    painted = [Painted(title), Painted(cases.viewport())]
    app.processEvents()
    assert all(one.at for one in painted)
    clocks.append(max(one.at for one in painted))
    print(*[(b - a) * 1000 for a, b in pairwise(clocks)], flush=True)
    session.close()
    os._exit(0)  # the threads of a backup may still look at the file


if __name__ == "__main__":
    main(Path(sys.argv[1]), FileKey(raw=bytes.fromhex(sys.argv[2])))

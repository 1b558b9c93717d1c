"""From the old process to the new one that asks for the passphrase: its window comes up first.

The old window stays, covered and switched off, until the new one has the keyboard: a passphrase
that is typed at once goes to no other program. Nothing of a case is in the new one's arguments.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QWindow

WAITING: Final = "REVIEWER_WAITING"
"""The variable that names a file, which the new process removes once it has the keyboard."""

LONGEST: Final = 20.0
"""Seconds that the old window waits at the most."""

SOON: Final = 2_000
"""Milliseconds after which a window is taken to be up though the system gave it no keyboard."""

_PREFIX: Final = "reviewer-waiting-"


def restart(path: Path | None, *, new: bool = False, meanwhile: Callable[[], None]) -> int:
    """Start the program again with the passphrase of a file, and return the code to end with.

    Without a file it begins at the start page, or with a `new` inspection. It returns once the
    new window has the keyboard; `meanwhile` is called again and again until then.
    """
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "ui"]
    asked = ["open", str(path)] if path is not None else ["open", "--new"] if new else []
    sys.stdout.flush()
    sys.stderr.flush()
    handle, name = tempfile.mkstemp(prefix=_PREFIX)
    os.close(handle)
    waiting, until = Path(name), time.monotonic() + LONGEST
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell
        [*own, *asked], env={**os.environ, WAITING: name}
    )
    while waiting.exists() and process.poll() is None and time.monotonic() < until:
        meanwhile()
    waiting.unlink(missing_ok=True)
    return 0


def take_over() -> None:
    """Tell the process that waits for this one, if one does, once a window has the keyboard."""
    waiting = Path(os.environ.pop(WAITING, ""))
    if not waiting.name.startswith(_PREFIX):
        return

    def on_focus(window: QWindow | None) -> None:
        if window is not None:
            waiting.unlink(missing_ok=True)

    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)  # noqa: S101 - a window is shown
    app.focusWindowChanged.connect(on_focus)
    on_focus(app.focusWindow())
    QTimer.singleShot(SOON, lambda: waiting.unlink(missing_ok=True))

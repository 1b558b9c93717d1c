"""Show one window in a process of its own and say when it was painted, or how much memory it holds.

    one_start.py bare                     a plain main window with the Qt modules that ours uses
    one_start.py ours                     our window on its start page
    one_start.py floor                    the plain window, and the libraries an open file needs
    one_start.py file FILE KEY CASES      our window on a file, and so many cases stepped through

Prints the time of the processor until the first window was painted, in milliseconds, and the
resident memory after the last act, in MiB. The wall is read by the process that started this one.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtSvg, QtWidgets  # noqa: F401 - both windows pay for all four

if TYPE_CHECKING:
    from ui.operations.preferences import Preferences
    from ui.window.main_window import MainWindow
    from ui.window.theme import Theme


def settled(app: QtWidgets.QApplication, window: QtWidgets.QMainWindow) -> None:
    """Wait until the window was exposed, in whose course it is painted, and say when that was.

    No filter of events looks for the painting: PySide would make an object of every widget.
    """
    while not window.windowHandle().isExposed():
        app.processEvents()
    print(round(time.process_time() * 1000), flush=True)
    app.processEvents()


def resident() -> int:
    """Return the resident memory of this process in MiB."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() // 2**20


def bare(*, floor: bool) -> None:
    app = QtWidgets.QApplication(sys.argv[:1])
    window = QtWidgets.QMainWindow()
    window.resize(1440, 900)
    window.show()
    settled(app, window)
    if floor:
        import cryptography.hazmat.primitives.kdf.argon2  # noqa: F401, PLC0415 - weighed here
        import pydantic  # noqa: F401, PLC0415 - as above
        import sqlalchemy  # noqa: F401, PLC0415 - as above
        import sqlcipher3  # noqa: F401, PLC0415 - as above
        import yaml  # noqa: F401, PLC0415 - as above
    print(resident(), flush=True)


def ours(file: Path | None, key: bytes, cases: int) -> None:
    from ui.window import program  # noqa: PLC0415 - as above
    from ui.window.application import make_application  # noqa: PLC0415 - its time is measured
    from ui.window.main_window import MainWindow  # noqa: PLC0415 - as above

    app = make_application(sys.argv[:1])

    def go_on() -> int:
        settled(app, shown[0])
        if file is not None:
            step_through(app, file, key, cases)
        print(resident(), flush=True)
        os._exit(0)  # the threads of a backup may still look at the file

    def watched(theme: Theme, preferences: Preferences) -> MainWindow:
        window = MainWindow(theme, preferences)
        shown.append(window)
        return window

    shown: list[MainWindow] = []
    app.exec = go_on  # type: ignore[method-assign]
    program.MainWindow = watched  # type: ignore[assignment,misc]
    program.is_first = lambda _: False  # what is measured is what people see every day
    program.run(file)


def step_through(app: QtWidgets.QApplication, file: Path, key: bytes, cases: int) -> None:
    """Open the file as its page for the passphrase does, and go from case to case by its key."""
    from PySide6.QtTest import QTest  # noqa: PLC0415 - only here is a key pressed

    import db.key  # noqa: PLC0415 - it is loaded with the file

    window = next(w for w in app.topLevelWidgets() if isinstance(w, QtWidgets.QMainWindow))
    db.key.MEMORY_KIB = 64  # its peak is not what is asked
    db.key.derive_key = lambda *_: db.key.FileKey(raw=key)
    phrase = window.findChild(QtWidgets.QLineEdit, "passphrase")
    button = window.findChild(QtWidgets.QAbstractButton, "open")
    phrase.setText("violet lantern gravel")
    button.click()
    while window.findChild(QtWidgets.QListView, "cases") is None:
        app.processEvents(QtCore.QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    for _ in range(cases):
        QTest.keyClick(window, QtCore.Qt.Key.Key_Right, QtCore.Qt.KeyboardModifier.AltModifier)
        app.processEvents()


def main(what: str, file: str = "", key: str = "", cases: str = "0") -> None:
    if what in {"bare", "floor"}:
        bare(floor=what == "floor")
    else:
        ours(Path(file) if file else None, bytes.fromhex(key), int(cases))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The one application object: its name, its theme, and the door for what we got wrong."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from types import TracebackType

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.window.notify import show_defect

NAME = "Reviewer"


def make_application(arguments: Sequence[str]) -> QApplication:
    """Return the application, made once; a second call returns the same."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication(list(arguments))
    QCoreApplication.setApplicationName(NAME)
    QGuiApplication.setApplicationDisplayName(NAME)
    QGuiApplication.setDesktopFileName("reviewer")
    return app


def catch_defects() -> None:
    """Show a report for an error nobody expected; the file is safe, and nothing is sent."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        show_defect(defect_report(kind, trace))

    sys.excepthook = hook


def defect_report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return where an error arose, without its message: that could hold case text."""
    places = [f"{f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(trace)]
    return "\n".join([kind.__name__, *places[-20:]])

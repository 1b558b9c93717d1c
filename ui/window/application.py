"""The one application object and its name."""

from __future__ import annotations

import gc
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea

from ui.window.qt_words import translate_qt

NAME = "Reviewer"

STYLE = "fusion"
"""Qt's style. To set it later would return it, and PySide would make its 440 names for that."""


def make_application(arguments: Sequence[str]) -> QApplication:
    """Return the application, made once; a second call returns the same."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication([*arguments, "-style", STYLE])
    QCoreApplication.setApplicationName(NAME)
    QGuiApplication.setApplicationDisplayName(NAME)
    QGuiApplication.setDesktopFileName("reviewer")
    translate_qt(app)
    return app


def settle() -> None:
    """Do once what would else be done while a file is opened: nobody waits yet."""
    QScrollArea().viewport()  # the first widget of Qt's own: PySide learns all kinds, for 15 ms
    gc.freeze()  # what is there now stays to the end: to look through it took 40 ms at a time

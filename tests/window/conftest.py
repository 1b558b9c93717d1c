"""A window on a real file for every test of the window; no screen is needed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtWidgets import QApplication
from ui.window.cases_page import CasesPage
from ui.window.main_window import MainWindow
from ui.window.preferences import Preferences
from ui.window.theme import Scheme, Theme
from window_sample import NOW, make_file, opened

from db.store import ReviewFile

MakePage = Callable[..., tuple[MainWindow, CasesPage, ReviewFile]]


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Scheme.LIGHT, 100)


@pytest.fixture
def make_page(theme: Theme, tmp_path: Path, qtbot) -> Iterator[MakePage]:
    with ExitStack() as stack:

        def make(count: int = 5, prepare=None):
            path = tmp_path / "sample.review"
            make_file(path, count)
            store = stack.enter_context(opened(path))
            if prepare is not None:
                prepare(store)
            window = MainWindow(theme, Preferences(), lambda: NOW)
            qtbot.addWidget(window)
            page = window.show_file(store)
            window.resize(1440, 900)
            window.show()
            qtbot.waitExposed(window)
            return window, page, store

        yield make

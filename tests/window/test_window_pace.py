"""How fast the review screen is, at a hundred and at ten thousand cases (`-m bench`)."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import pytest
from conftest import OpenWindow
from PySide6.QtWidgets import QApplication, QLineEdit
from window_sample import CODE, answer_some

from reviewer.domain.ids import case_id
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.bench


def spent(doing: Callable[[], None], app: QApplication) -> float:
    """Return the milliseconds of processor time until what is done is painted."""
    begun = time.process_time()
    doing()
    app.processEvents()
    return (time.process_time() - begun) * 1000


def steps(window: MainWindow, app: QApplication) -> list[float]:
    presenter = window.presenter
    assert presenter is not None
    return [spent(lambda: presenter.steps.step(1), app) for _ in range(60)]


@pytest.mark.parametrize("count", [100, 10_000])
def test_stepping_answering_and_searching(
    open_window: OpenWindow, qapp: QApplication, count: int
) -> None:
    window = open_window(count, lambda store: answer_some(store, 30))
    presenter, box = window.presenter, window.findChild(QLineEdit, "search")
    assert presenter is not None
    assert box is not None
    stepping = steps(window, qapp)
    presenter.open_case(case_id(CODE, 60))
    answering = [
        spent(lambda k=key, c=code: presenter.answer(k, c), qapp)
        for code in "YN"
        for key in ("A1.1", "A1.2", "A1.3", "A1.5", "A1.6", "A1.7")
    ]
    searching = [spent(lambda w=words: box.setText(w), qapp) for words in ("m", "missing", "", "0")]
    sys.stdout.write(
        f"{count} cases: step median {statistics.median(stepping):.1f} ms, "
        f"worst {max(stepping):.1f}; answer median {statistics.median(answering):.1f}; "
        f"search worst {max(searching):.1f}\n"
    )
    assert window.isVisible()

"""How fast the review screen is at a hundred and at ten thousand cases (`make bench`).

Wall time until what was asked for is painted, offscreen, 34 and 600 cases answered whole.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "window"))  # the samples of the window's tests

from window_sample import CODE, NOW, answer_some, make_file, opened

from reviewer.domain.ids import case_id
from ui.window.main_window import MainWindow
from ui.window.preferences import Preferences
from ui.window.theme import Scheme, Theme

pytestmark = [
    pytest.mark.bench,
    pytest.mark.qt_log_ignore("propagateSizeHints"),  # of the offscreen platform
]

COUNTS = (100, 10_000)
ANSWERED = {100: 34, 10_000: 600}
WORDS = ("m", "mi", "mis", "missing", "reviewer", "safeguarding record", "0042", "zzz", "")


def measured(app: QApplication, doings: Iterator[Callable[[], object]]) -> list[float]:
    """Return the milliseconds each takes until it is painted."""
    times = []
    for doing in doings:
        begun = time.perf_counter()
        doing()
        app.processEvents()
        times.append((time.perf_counter() - begun) * 1000)
    return times


def work(window: MainWindow, app: QApplication, count: int) -> Mapping[str, list[float]]:
    """Step, open, search, filter and answer as a person does."""
    presenter = window.presenter
    box = window.findChild(QLineEdit, "search")
    chips = [window.findChild(QCheckBox, f"sieve-{n}") for n in ("OPEN", "FLAGGED", "BELOW_GOOD")]
    assert presenter is not None
    assert box is not None
    far = [case_id(CODE, 1 + (n * 7919) % count) for n in range(100)]
    items = [f"A1.{n}" for n in (1, 2, 3, 5, 6, 7)]
    return {
        "step": measured(app, (lambda: presenter.steps.step(1) for _ in range(60))),
        "step back": measured(app, (lambda: presenter.steps.step(-1) for _ in range(60))),
        "open": measured(app, (lambda c=c: presenter.open_case(c) for c in far)),
        "search": measured(app, (lambda w=w: box.setText(w) for w in WORDS * 12)),
        "filter": measured(app, (chip.click for chip in chips * 20 if chip is not None)),
        "answer": measured(
            app, (lambda k=k, c=c: presenter.answer(k, c) for c in "YNYN" for k in items)
        ),
    }


def test_the_review_screen(qapp: QApplication, tmp_path: Path) -> None:
    theme = Theme(qapp, Scheme.LIGHT, 100)
    found: dict[int, Mapping[str, list[float]]] = {}
    for count in COUNTS:
        path = tmp_path / f"{count}.review"
        make_file(path, count)
        with opened(path) as store:
            answer_some(store, ANSWERED[count])
            window = MainWindow(theme, Preferences(), lambda: NOW)
            window.resize(1440, 900)
            window.show()
            begun = time.perf_counter()
            window.show_file(store)
            qapp.processEvents()
            opening = (time.perf_counter() - begun) * 1000
            found[count] = work(window, qapp, count)
            sys.stdout.write(f"\n{count} cases: the file's list is shown after {opening:.0f} ms")
            window.close()
            window.deleteLater()
    sys.stdout.write("\n                 100 cases        10,000 cases      ratio of medians\n")
    for name in found[COUNTS[0]]:
        few, many = (found[count][name] for count in COUNTS)
        ratio = statistics.median(many) / statistics.median(few)
        sys.stdout.write(f"{name:10}  {shown(few)}  {shown(many)}  {ratio:6.2f}\n")
    assert all(times for of in found.values() for times in of.values())


def shown(times: list[float]) -> str:
    """Return median and 99th percentile."""
    p99 = statistics.quantiles(times, n=100, method="inclusive")[98]
    return f"p50 {statistics.median(times):5.1f} p99 {p99:6.1f} ms"

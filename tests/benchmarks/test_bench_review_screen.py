"""How fast the review screen is at a hundred and at ten thousand cases (`make bench`).

Two windows are side by side, and each act is done in the one and then in the other, so that
whatever else the computer does meanwhile is the same for both. Time runs until what was asked
for is painted, offscreen. Beside the time on the wall is the time of the processor: it means
something on a busy computer too; the rest is the disk, which an answer waits for, and waiting.
What is stepped through is the same in both: 60 cases answered whole, then untouched ones.
"""

from __future__ import annotations

import gc
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QWidget

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "window"))  # the samples of the window's tests

from window_kit import presenter_of, show_review
from window_sample import CODE, answer_some, make_file, opened

from db.store import ReviewFile
from reviewer.domain.case_actions import AnswerGiven
from reviewer.domain.ids import CaseId, case_id
from ui.operations.preferences import Preferences
from ui.window.commands import Commands
from ui.window.main_window import MainWindow
from ui.window.review.review_presenter import ReviewPresenter
from ui.window.theme import Scheme, Theme

pytestmark = [
    pytest.mark.bench,
    pytest.mark.qt_log_ignore("propagateSizeHints"),  # of the offscreen platform
]

FEW, MANY = 100, 10_000
ANSWERED = 60
FAR, FAR_ANSWERED = 5_000, 540
"""In the long list as many more are answered whole, after these."""

WORDS = ("m", "mi", "mis", "missing", "reviewer", "safeguarding record", "0042", "zzz", "")
"""Typed letter by letter; some are in the list, some in the notes, one nowhere."""

ITEM, BY_KEY = "A1.3", "answer by key"

ROUNDS = 90
"""Fewer than there are cases: past the last nothing is painted."""

MOST, MOST_RATIO = 100, 1.3
"""Milliseconds that the 99th percentile keeps below, and how much longer ten thousand may take."""

WALK = 2_000
HELD = 200


@dataclass(frozen=True, slots=True)
class Times:
    """What each of many doings took, in milliseconds."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def take(self, doing: Callable[[], object], app: QApplication) -> None:
        """Do it, and wait until it is painted."""
        wall, processor = time.perf_counter(), time.process_time()
        doing()
        app.processEvents()
        self.wall.append((time.perf_counter() - wall) * 1000)
        self.processor.append((time.process_time() - processor) * 1000)


class Paints(QObject):
    """Counts how often a widget is painted: a time counts only if something was."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:  # noqa: N802 - Qt's name
        """Count, and let the event go its way."""
        self.count += event.type() is QEvent.Type.Paint
        return super().eventFilter(watched, event)


@dataclass(frozen=True, slots=True)
class Screen:
    """One window on one file, and what a person does there."""

    count: int
    store: ReviewFile
    window: MainWindow

    @property
    def presenter(self) -> ReviewPresenter:
        """What happens on the screen."""
        return presenter_of(self.window)

    def doings(self) -> dict[str, Iterator[Callable[[], object]]]:
        """Return what is done over and over: stepping, opening, searching, filtering, answering."""
        steps, presenter = self.presenter.steps, self.presenter
        chips = [self.chip(name) for name in ("OPEN", "FLAGGED", "BELOW_GOOD")]
        search = self.window.findChild(QLineEdit, "search")
        assert search is not None
        return {
            "next case": iter([lambda: steps.step(1)] * ROUNDS),
            "previous case": iter([lambda: steps.step(-1)] * ROUNDS),
            "open a case": (lambda n=n: presenter.open_case(self.far(n)) for n in range(ROUNDS)),
            "search": (lambda w=w: search.setText(w) for w in list(WORDS) * (ROUNDS // 9)),
            "filter": (chip.click for chip in chips * (ROUNDS // 3)),
            BY_KEY: (lambda k=k: self.answer(k) for k in "yn" * (ROUNDS // 2)),
        }

    def far(self, number: int) -> CaseId:
        """Return a case somewhere in the list, now one answered whole, now an untouched one."""
        if number % 2:
            rest = self.count - ANSWERED if self.count == FEW else FAR - ANSWERED
            return case_id(CODE, ANSWERED + 1 + number * 7919 % rest)
        if self.count == FEW:
            return case_id(CODE, 1 + number * 7 % ANSWERED)
        return case_id(CODE, FAR + 1 + number * 7 % FAR_ANSWERED)

    def answer(self, key: str) -> None:
        """Answer an item by its key: it is on the disk before this returns."""
        self.presenter.steps.go_to(ITEM)
        focused = self.window.focusWidget()
        assert focused is not None
        before = self.store.last_event()
        QTest.keyClicks(focused, key)
        after = self.store.last_event()
        assert after is not None
        assert after != before
        assert isinstance(after.action, AnswerGiven)

    def chip(self, name: str) -> QCheckBox:
        """Return the chip of a filter."""
        found = self.window.findChild(QCheckBox, f"filter-{name}")
        assert found is not None
        return found

    def paints(self, doing: str) -> Paints:
        """Watch what shows that it was done."""
        self.presenter.steps.go_to(ITEM)
        shows = f"card-{ITEM}" if doing == BY_KEY else "case-title"
        widget = self.window.findChild(QWidget, shows)
        assert widget is not None
        return Paints(widget)

    def widgets(self) -> int:
        """Return how many objects of Qt there are."""
        return len(self.window.findChildren(QObject))


@contextmanager
def screens(theme: Theme, folder: Path) -> Iterator[tuple[Screen, Screen]]:
    """Open two windows on two new files."""
    with ExitStack() as stack:
        found = []
        for count in (FEW, MANY):
            path = folder / f"{count}.review"
            make_file(path, count)
            with opened(path) as store:  # on other days: a search reads what was typed today
                answer_some(store, ANSWERED)
                if count == MANY:
                    answer_some(store, FAR_ANSWERED, after=FAR)
            store = stack.enter_context(opened(path))
            window = shown(theme)
            stack.callback(window.deleteLater)
            stack.callback(window.close)
            show_review(window, theme, store)
            found.append(Screen(count, store, window))
        yield found[0], found[1]


def shown(theme: Theme) -> MainWindow:
    """Return an empty window on the screen."""
    window = MainWindow(theme, Preferences())
    window.resize(1440, 900)
    window.show()
    return window


def test_the_review_screen(qapp: QApplication, tmp_path: Path) -> None:
    theme = Theme(qapp, Scheme.LIGHT, 100)
    with screens(theme, tmp_path) as (few, many):
        print(HEAD)
        doings = [few.doings(), many.doings()]
        for name in doings[0]:
            times = Times(), Times()
            paints = few.paints(name), many.paints(name)
            for pair in zip(doings[0][name], doings[1][name], strict=True):
                for screen_times, doing in zip(times, pair, strict=True):
                    screen_times.take(doing, qapp)
            print(line(name, *times))
            check(name, *times)
            if name not in {"search", "filter"}:
                assert all(p.count >= len(t.wall) for p, t in zip(paints, times, strict=True))


HEAD = f"""
ms, p50 / p99     {f"{FEW:,} cases":^31}   {f"{MANY:,} cases":^31}   ratio of medians
                  {"on the wall":^15} {"processor":^15}   {"on the wall":^15} {"processor":^15}"""


def line(name: str, few: Times, many: Times) -> str:
    """Return medians and 99th percentiles of both, and how the medians compare."""
    both = "   ".join(f"{spread(t.wall)} {spread(t.processor)}" for t in (few, many))
    return f"{name:18}{both}   " + " / ".join(f"{ratio:.2f}" for ratio in ratios(few, many))


def check(name: str, few: Times, many: Times) -> None:
    """Hold what is promised: flat from a hundred cases to ten thousand, and never slow.

    On a busy computer the longest of few is no faster, so that many may take as long.
    """
    assert min(ratios(few, many)) <= MOST_RATIO, name
    assert longest(many.wall) < max(MOST, 1.5 * longest(few.wall)), name


def longest(times: list[float]) -> float:
    """Return the 99th percentile."""
    return statistics.quantiles(times, n=100, method="inclusive")[98]


def ratios(few: Times, many: Times) -> tuple[float, float]:
    """Return how the medians compare, on the wall and of the processor."""
    return (
        statistics.median(many.wall) / statistics.median(few.wall),
        statistics.median(many.processor) / statistics.median(few.processor),
    )


def spread(times: list[float]) -> str:
    """Return median and 99th percentile."""
    return f"{statistics.median(times):6.1f} / {longest(times):6.1f}"


def test_walking_through_two_thousand_cases(qapp: QApplication, tmp_path: Path) -> None:
    theme = Theme(qapp, Scheme.LIGHT, 100)
    path = tmp_path / "walk.review"
    make_file(path, WALK + HELD + 50)
    with opened(path) as store:
        window = shown(theme)
        show_review(window, theme, store)
        screen = Screen(WALK, store, window)
        times, sizes = Times(), []
        for number in range(WALK + 1):
            if number % (WALK // 4) == 0:
                gc.collect()
                sizes.append((screen.widgets(), len(gc.get_objects()), kilobytes()))
            times.take(lambda: screen.presenter.steps.step(1), qapp)
        print(f"\n{WALK:,} cases walked through: wall {spread(times.wall)} ms,", end=" ")
        print(f"processor {spread(times.processor)}, longest {max(times.processor):.0f}")
        for objects, python, size in sizes:
            print(f"  {objects:,} objects of Qt, {python:,} of Python, {size / 1024:.0f} MB")
        assert sizes[-1][0] == sizes[0][0]

        begun = time.perf_counter()
        for _ in range(HELD):
            window.actions_[Commands.NEXT_CASE].trigger()
        qapp.processEvents()
        took = (time.perf_counter() - begun) * 1000
        print(f"{HELD} steps of a key held down, in at once: shown after {took:.0f} ms")
        window.close()
        window.deleteLater()


def kilobytes() -> int:
    """Return how much memory the process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

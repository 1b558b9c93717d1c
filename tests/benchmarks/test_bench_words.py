"""What sentences cost: a look-up in a catalogue, its share of the next case, and the start.

English needs no catalogue. Beside it is a catalogue in which every template of the program
has a made-up translation, so that each look-up finds one; the start reads the Welsh one
(`make bench`).
"""

from __future__ import annotations

import gettext
import io
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "window"))  # the samples of the window's tests

import catalogues
from test_bench_start import window as start
from window_kit import presenter_of, show_review
from window_sample import make_file, opened

from reviewer.domain import language
from reviewer.domain import message as messages
from reviewer.domain.language import ENGLISH, choose_language
from reviewer.domain.message import message, plural
from ui.operations.preferences import Preferences
from ui.window.main_window import MainWindow
from ui.window.theme import Scheme, Theme

pytestmark = [
    pytest.mark.bench,
    pytest.mark.qt_log_ignore("propagateSizeHints"),  # of the offscreen platform
]

FULL = "xx"
ROUNDS, LOOK_UPS, STEPS = 9, 10_000, 40
SHARE = 0.05
"""How much longer the next case may take with a catalogue: less can't be told from chance."""
STARTED = 1.1
"""How many times the start in English the start in Welsh may take."""


class Counted(gettext.GNUTranslations):
    """A catalogue that counts how often it is asked."""

    asked = 0

    def gettext(self, message: str) -> str:
        """Look a template up, and count it."""
        self.asked += 1
        return super().gettext(message)


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    catalog = Catalog(locale="cy")
    for entry in catalogues.collected():
        if entry.id:
            forms = catalog.num_plurals if isinstance(entry.id, tuple) else 0
            one = entry.id[0] if isinstance(entry.id, tuple) else entry.id
            catalog.add(entry.id, (one,) * forms if forms else one, context=entry.context)
    found = Counted(io.BytesIO(catalogues.compiled(catalog)))
    real = language.catalogue

    def catalogue(code: str) -> gettext.NullTranslations:
        return found if code == FULL else real(code)

    for module in (language, messages):
        monkeypatch.setattr(module, "catalogue", catalogue)
    yield found
    choose_language(ENGLISH)


def taken(doing: Callable[[], object]) -> float:
    """Return the milliseconds of the processor that something takes."""
    before = time.process_time()
    doing()
    return (time.process_time() - before) * 1000


def in_turns(doing: Callable[[], object]) -> tuple[float, float]:
    """Return the median of something in English, and with a full catalogue."""
    times: dict[str, list[float]] = {ENGLISH: [], FULL: []}
    for _ in range(ROUNDS):
        for code, found in times.items():
            choose_language(code)
            found.append(taken(doing))
    english, translated = map(statistics.median, times.values())
    return english, translated


@pytest.mark.usefixtures("full")
def test_a_sentence_is_looked_up_in_microseconds() -> None:
    plain = message("{file} is already open.", file="a.review")
    number = plural(3, "{n} case", "{n} cases")
    for name, sentence in (("message", plain), ("plural", number)):
        english, translated = in_turns(lambda s=sentence: [str(s) for _ in range(LOOK_UPS)])
        each = 1000 / LOOK_UPS
        print(f"\n{name}: English {english * each:.2f} µs, catalogue {translated * each:.2f} µs")


def test_the_next_case_takes_no_longer_with_a_catalogue(
    full: Counted, qapp: QApplication, tmp_path: Path
) -> None:
    path, theme = tmp_path / "a.review", Theme(qapp, Scheme.LIGHT, 100)
    make_file(path, STEPS * ROUNDS * 2 + 2)
    window = MainWindow(theme, Preferences())
    window.resize(1440, 900)
    window.show()
    with opened(path) as store:
        show_review(window, theme, store)
        steps = presenter_of(window).steps

        def go_on() -> None:
            for _ in range(STEPS):
                steps.step(1)
                qapp.processEvents()

        go_on()
        full.asked = 0
        english, translated = in_turns(go_on)
        asked = full.asked / (STEPS * ROUNDS)
        window.close()
        window.deleteLater()
    ratio = translated / english
    print(
        f"\nnext case, ms of the processor: English {english / STEPS:.2f}, catalogue "
        f"{translated / STEPS:.2f}: {ratio:.2f} times; {asked:.0f} look-ups a case"
    )
    choose_language(FULL)
    each = taken(
        lambda: [str(message("{file} is already open.", file="")) for _ in range(LOOK_UPS)]
    )
    assert asked * each / LOOK_UPS <= SHARE * english / STEPS


def test_the_start_takes_no_longer_in_welsh(tmp_path: Path) -> None:
    homes = {code: tmp_path / code for code in (ENGLISH, "cy")}
    times: dict[str, list[float]] = {code: [] for code in homes}
    for code, home in homes.items():
        home.mkdir()
        (home / "window.json").write_text(f'{{"language": "{code}"}}', "utf-8")
    for _ in range(ROUNDS):
        for code, home in homes.items():
            times[code].append(start("ours", home=home)[0])
    english, welsh = map(statistics.median, times.values())
    print(f"\nshown, ms of the processor: English {english:.0f}, Welsh {welsh:.0f}")
    assert welsh / english <= STARTED

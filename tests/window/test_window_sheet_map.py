"""The picture of a list's sheet: every row in it once, and the same in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from window_kit import part, words

from reviewer.domain.list_options import ListOptions
from reviewer.domain.list_reading import ListReading
from reviewer.forms.library import bundled_form
from reviewer.intake.examination import examine
from reviewer.intake.form_words import vocabulary
from reviewer.intake.pipe import ReadingRequest
from reviewer.intake.set_aside import SET_ASIDE
from ui.window.beginning import sheet_map
from ui.window.beginning.sheet_map import SheetMap
from ui.window.theme import Theme

LIST = """Sample of cases,,,,
Reference,Case type,Date reported,Team,Surname
0015456/17,DA,13/10/2017,North,Doe
0015463/17,Nonsense,14/10/2017,North,Doe
0015470/17,DA,15/10/2017,North,Doe
Total,,,,3
"""


@pytest.fixture
def reading() -> ListReading:
    request = ReadingRequest(
        path=Path("list.csv"),
        options=ListOptions(force="X"),
        words=vocabulary(bundled_form("ncpi"), {}, ""),
        today=date(2018, 6, 1),
    )
    return examine(LIST.encode(), request).reading


def test_the_legend_names_what_became_of_each_row_and_column(
    theme: Theme, qtbot: QtBot, reading: ListReading
) -> None:
    shown = SheetMap(theme)
    qtbot.addWidget(shown)
    shown.show_reading(reading)
    shown_words = words(shown)
    assert "Cases: 2 rows (3, 5)" in shown_words
    assert "Rows with problems: row 4" in shown_words
    assert "Above the headings: row 1" in shown_words
    assert "Totals: row 6" in shown_words
    assert "1 column is left out" in shown_words
    picture = part(shown, sheet_map._Picture, "sheet-map")
    assert "Cases: 2 rows" in picture.accessibleDescription()


def test_the_picture_has_a_colour_for_cases_problems_and_what_is_left_out(
    theme: Theme, qtbot: QtBot, reading: ListReading
) -> None:
    shown = SheetMap(theme)
    qtbot.addWidget(shown)
    shown.show_reading(reading)
    picture = part(shown, sheet_map._Picture, "sheet-map")
    image = picture.grab().toImage()
    down = {image.pixelColor(10, y).name() for y in range(image.height())}
    tones = {theme.color(tone).name() for tone in ("good", "inadequate", "accent", "medium")}
    assert tones <= down


def test_every_kind_of_row_that_is_set_aside_has_words() -> None:
    assert SET_ASIDE.keys() <= sheet_map._WORDS.keys()

"""The window on a form of five grades that asks about neither supervision nor delay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QKeySequenceEdit, QWidget
from pytestqt.qtbot import QtBot
from window_kit import in_dialog, part, presenter_of, show_review, type_keys
from window_sample import make_file, opened

from reviewer.domain.ids import CaseId
from reviewer.domain.marks import Colour, Mark, Shape
from reviewer.forms.library import bundled_form
from ui.operations.preferences import Preferences
from ui.window.commands import Commands
from ui.window.main_window import MainWindow
from ui.window.parts.buttons import Chip, ChoiceButton
from ui.window.parts.text import Text
from ui.window.review.cases.case_lines import CaseFilter
from ui.window.review.cases.case_list import CaseList
from ui.window.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FORM = bundled_form("structured-judgement")


@pytest.fixture
def window(theme: Theme, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "five.review"
    make_file(path, 3, of=FORM)
    with opened(path) as store:
        shown = MainWindow(theme, Preferences())
        qtbot.addWidget(shown)
        show_review(shown, theme, store)
        shown.resize(1440, 900)
        with qtbot.waitActive(shown):
            shown.show()
        yield shown
        shown.rest()


def line_mark(window: MainWindow) -> Mark | None:
    panel = window.findChild(CaseList)
    assert panel is not None
    line = panel.model.line(CaseId("NCPI-TST-2018Q4-0001"))
    assert line is not None
    return line.mark


def test_each_grade_has_the_form_s_key_and_mark(window: MainWindow) -> None:
    grades = part(window, QWidget, "overall-grade").findChildren(ChoiceButton)
    tips = " ".join(button.toolTip() for button in grades)
    assert re.findall(r"\[(\w)\]", tips) == ["5", "4", "3", "2", "1", "0"]
    assert grades[0].text() == "Excellent"
    presenter_of(window).steps.go_to("overall.score")
    type_keys("5")
    assert line_mark(window) == (Shape.STAR, Colour.BLUE)
    presenter_of(window).steps.go_to("overall.score")
    type_keys("2")
    assert line_mark(window) == (Shape.DIAMOND, Colour.AMBER)


def test_what_the_form_does_not_ask_about_is_not_offered(window: MainWindow) -> None:
    absent = (Commands.SUPERVISION, Commands.ADD_DELAY, Commands.REFERRAL)
    for act in absent:
        assert not window.actions_[act].isVisible()
    listed = {action for _, actions in window.actions_.groups() for action in actions}
    assert listed.isdisjoint(window.actions_[act] for act in absent)
    with_keys: list[bool] = []

    def look(dialog: QDialog) -> None:
        for act in (*absent, Commands.COMPLETE):
            box = dialog.findChild(QKeySequenceEdit, f"keys-{act.name}")
            with_keys.append(box is not None)
        dialog.reject()

    met = in_dialog(look)
    window.actions_[Commands.REMAP].trigger()
    assert met
    assert with_keys == [False, False, False, True]


def test_no_filter_asks_after_flags_that_the_form_does_not_have(window: MainWindow) -> None:
    assert part(window, Chip, f"filter-{CaseFilter.FLAGGED.name}").isHidden()
    assert not part(window, Chip, f"filter-{CaseFilter.BELOW_GOOD.name}").isHidden()


def test_a_phase_is_scored_by_the_same_keys(window: MainWindow) -> None:
    presenter_of(window).steps.go_to("first.score")
    type_keys("4")
    button = part(window, ChoiceButton, "choice-S4")
    assert button.isChecked()


def test_the_key_sheet_names_the_letters_of_the_form_that_is_open(window: MainWindow) -> None:
    shown: list[str] = []
    met = in_dialog(lambda sheet: shown.extend(t.text() for t in sheet.findChildren(Text)))
    window.actions_[Commands.KEYS].trigger()
    assert met
    keys = dict(pairwise(shown))
    assert keys["Not evident in the notes"] == "E"
    assert keys["Excluded"] == "X"
    assert "0 1 2 3 4 5" in shown
    assert "Y N A E …" not in shown

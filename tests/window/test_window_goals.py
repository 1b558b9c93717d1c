"""Going anywhere by typing, and the days of a case on one line."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListWidget
from window_kit import (
    Mods,
    focused,
    in_dialog,
    key,
    page_of,
    part,
    presenter_of,
    press,
    store_of,
    write,
)
from window_sample import CODE, PERSON, OpenWindow, answer_some

from reviewer.domain.ids import case_id
from ui.window.main_window import MainWindow
from ui.window.parts.buttons import Chip
from ui.window.review.timeline_view import TimelineView

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def go_to(window: MainWindow, typed: str) -> list[str]:
    """Type into the palette and press Enter; return what it offered."""
    offered: list[str] = []

    def choose(dialog: QDialog) -> None:
        write(dialog, "palette-box", typed)
        found = part(dialog, QListWidget)
        offered.extend(found.item(row).text() for row in range(found.count()))
        QTest.keyClick(part(dialog, QLineEdit, "palette-box"), Qt.Key.Key_Return)

    met = in_dialog(choose)
    key(Qt.Key.Key_K, Mods.ControlModifier)
    assert met
    return offered


@pytest.mark.parametrize("typed", ["0012", "12", "TST/000444"])
def test_a_case_is_found_by_its_number_and_by_its_reference(
    open_window: OpenWindow, typed: str
) -> None:
    window = open_window(30)
    go_to(window, typed)
    assert presenter_of(window).case == case_id(CODE, 12)


def test_a_question_a_section_and_a_filter_are_found_by_their_words(
    open_window: OpenWindow,
) -> None:
    window = open_window(3, lambda store: answer_some(store, 1))
    presenter_of(window).open_case(case_id(CODE, 1))
    go_to(window, "overall rationale")
    assert page_of(window).focused_key() == "overall.rationale"
    go_to(window, "section reviewability")
    go_to(window, "filter flagged")
    (flagged,) = [c for c in window.findChildren(Chip) if c.text() == "Flagged"]
    assert flagged.isChecked()


def test_what_is_nowhere_is_reported(open_window: OpenWindow) -> None:
    window = open_window(3)
    (only,) = go_to(window, "zzzz")
    assert "Nothing found" in only
    assert presenter_of(window).case == case_id(CODE, 1)


def test_a_day_that_is_clicked_goes_into_the_date_with_the_keyboard(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    QTest.keyClicks(focused(), "y")
    assert page_of(window).focused_key() == "period.from"
    line = part(window, TimelineView)
    assert line.isVisible()
    assert "Reported" in line.accessibleDescription()
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(line.width() // 2, 20))
    saved = store_of(window).review(case_id(CODE, 1), PERSON).get("period.from")
    assert abs((date.fromisoformat(saved) - date(2018, 2, 11)).days) < 8
    assert page_of(window).focused_key() == "period.from"


def test_completing_leads_to_the_next_open_case(open_window: OpenWindow) -> None:
    window = open_window(3, lambda store: answer_some(store, 1))
    presenter_of(window).open_case(case_id(CODE, 1))
    press(window, "next-open")
    assert presenter_of(window).case == case_id(CODE, 2)
    presenter_of(window).open_case(case_id(CODE, 1))
    key(Qt.Key.Key_Return, Mods.ControlModifier)
    QApplication.processEvents()
    assert presenter_of(window).case == case_id(CODE, 2)

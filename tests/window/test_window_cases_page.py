"""The cases page as people see it: nothing cut, nothing untrue, little painted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from window_kit import part, text_of
from window_sample import OpenWindow, answer_some, lines_of

from ui.window.review.cases.case_list import CaseList
from ui.window.review.cases_page import CasesPage
from ui.window.review.navigator import SectionButton
from ui.window.theme import Theme

LINE = 54
"""Pixels of one line of the list."""


class Painted(QObject):
    """Keeps how high the part was that each paint of a widget had to cover."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.heights: list[int] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent):
            self.heights.append(event.region().boundingRect().height())
        return super().eventFilter(watched, event)


@pytest.mark.parametrize("width", [280, 304])
def test_the_counts_of_ten_thousand_cases_fit_the_narrowest_list(
    theme: Theme, qtbot: QtBot, width: int
) -> None:
    panel = CaseList(theme)
    qtbot.addWidget(panel)
    panel.show_lines(lines_of(10_000), "")
    box = part(panel, QLineEdit, "search")
    box.setText("child")
    panel.setFixedSize(width, 700)
    panel.grab()
    labels = [label for label in panel.findChildren(QLabel) if label.text()]
    assert "5,556 of 10,000" in {label.text() for label in labels}
    for label in labels:
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width(), label.text()


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_scrolling_by_a_line_paints_that_line_not_the_list(theme: Theme, qtbot: QtBot) -> None:
    panel = CaseList(theme)
    qtbot.addWidget(panel)
    panel.show_lines(lines_of(300), "")
    panel.resize(300, 900)
    with qtbot.waitExposed(panel):
        panel.show()
    painted = Painted(panel.view.viewport())
    panel.view.verticalScrollBar().setValue(LINE)
    QApplication.processEvents()
    assert painted.heights
    assert max(painted.heights) <= 2 * LINE


def test_a_fact_of_the_list_is_never_parted(open_window: OpenWindow) -> None:
    facts = text_of(open_window(), "case-facts")
    assert "Reported\N{NO-BREAK SPACE}12\N{NO-BREAK SPACE}Feb\N{NO-BREAK SPACE}2018" in facts
    assert "2018    Newham" in facts


def test_nothing_asks_to_complete_a_case_that_is_complete(open_window: OpenWindow) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert (
        part(window, QLabel, "status").text() == "There are no unanswered questions in this case."
    )
    headings = {part.text() for part in window.findChildren(QLabel) if part.isVisible()}
    assert "Before completing" not in headings
    QTest.keyClick(focused, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    headings = {part.text() for part in window.findChildren(QLabel) if part.isVisible()}
    assert "Before completing" in headings


def test_a_list_that_has_no_room_is_brought_back_by_a_button_in_sight(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    panel, button = window.findChild(CaseList), window.findChild(QPushButton, "show-list")
    assert panel is not None
    assert button is not None
    assert panel.isVisible()
    assert not button.isVisible()
    window.resize(900, 700)
    assert not panel.isVisible()
    assert button.isVisible()
    assert "Ctrl B" in button.toolTip()
    assert button.accessibleName() == "Show the case list"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.isVisible()
    assert not button.isVisible()


def test_a_list_brought_back_has_the_keyboard(open_window: OpenWindow) -> None:
    window = open_window(3)
    window.resize(800, 700)
    button = part(window, QPushButton, "show-list")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "cases"


def test_a_section_chosen_by_mouse_gives_the_keyboard_to_its_first_unanswered_item(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    page = part(window, CasesPage)
    button = page.navigator.findChildren(SectionButton)[2]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.section.section is not None
    assert page.section.section.id == button.section_id
    card = page.section.focused_card()
    assert card is not None
    assert card.key == page.section.cards[0].key


def test_walking_through_the_sections_by_arrows_keeps_the_keyboard_there(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    page = part(window, CasesPage)
    buttons = page.navigator.findChildren(SectionButton)
    buttons[0].setFocus()
    for place in (1, 2):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Down)
        assert page.section.section is not None
        assert page.section.section.id == buttons[place].section_id
        assert QApplication.focusWidget() is buttons[place]
    QTest.keyClick(buttons[2], Qt.Key.Key_Space)
    assert page.section.focused_card() is page.section.cards[0]

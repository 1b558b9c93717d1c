"""What has the keyboard can be seen, whatever a window has no room for."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLayout,
    QLayoutItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_kit import Mods, key, page_of, presenter_of
from window_sample import CODE, OpenWindow, answer_some, form

from reviewer.domain.ids import case_id
from ui.operations.preferences import Scheme
from ui.window.commands import Commands
from ui.window.main_window import MainWindow
from ui.window.parts.layouts import FlowLayout, stops_in
from ui.window.team.team_page import TeamPage
from ui.window.theme import Theme

NARROW = (500, 700)


def narrow(window: MainWindow) -> None:
    window.resize(*NARROW)
    QTest.qWait(50)


def in_sight() -> bool:
    """Say whether something has the keyboard, and at least a part of it is seen."""
    QTest.qWait(50)
    here = QApplication.focusWidget()
    return here is not None and here.isVisible() and not here.visibleRegion().isEmpty()


def test_a_case_with_nothing_left_to_answer_keeps_the_keyboard_in_sight_without_its_list(
    open_window: OpenWindow,
) -> None:
    window = open_window(3, lambda store: answer_some(store, 2))
    narrow(window)
    assert page_of(window).list.isHidden()
    for position in (1, 2):
        presenter_of(window).open_case(case_id(CODE, position))
        assert in_sight()
        key(Qt.Key.Key_Return)
        assert page_of(window).list.view.hasFocus()
        key(Qt.Key.Key_Return)
        assert page_of(window).list.isHidden()
        assert in_sight()


@pytest.mark.parametrize("command", [Commands.NEXT_CASE, Commands.NEXT_SECTION, Commands.GRADE])
def test_a_list_that_takes_the_whole_page_gives_way_to_what_is_gone_to(
    open_window: OpenWindow, command: object
) -> None:
    window = open_window(3)
    narrow(window)
    key(Qt.Key.Key_F, Mods.ControlModifier)
    assert page_of(window).list.isVisible()
    assert not page_of(window).head.isVisible()
    window.actions_[command].trigger()  # type: ignore[index]  # a command
    assert in_sight()
    assert page_of(window).head.isVisible()


def test_an_item_that_is_higher_than_the_page_shows_what_has_the_keyboard(
    open_window: OpenWindow, theme: Theme
) -> None:
    window = open_window(3)
    theme.choose(Scheme.LIGHT, 200)
    window.resize(911, 512)
    QTest.qWait(50)
    key(Qt.Key.Key_G, Mods.ControlModifier)
    assert in_sight()
    for _ in range(60):
        key(Qt.Key.Key_Tab)
        assert in_sight(), QApplication.focusWidget()


def test_another_size_of_the_window_keeps_the_keyboard_in_sight(open_window: OpenWindow) -> None:
    window = open_window(3)
    presenter_of(window).steps.go_to("overall.rationale")
    for size in ((911, 512), NARROW, (1366, 768), (620, 400)):
        window.resize(*size)
        assert in_sight(), size


def test_the_cover_gives_the_keyboard_to_nothing_that_has_gone_or_made_way(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    gone = QPushButton(window)
    gone.show()
    for before in (page_of(window).list.view, gone):
        before.setFocus()
        window.actions_[Commands.CLEAR].trigger()
        if before is gone:
            shiboken6.delete(gone)
        narrow(window)
        window.actions_[Commands.CLEAR].trigger()
        assert in_sight()
        window.resize(1440, 900)
        QTest.qWait(50)


def test_the_key_of_a_decision_leaves_the_keyboard_where_nothing_is_to_decide(
    theme: Theme, qtbot: QtBot
) -> None:
    page = TeamPage(theme, form())
    qtbot.addWidget(page)
    page.resize(1280, 720)
    with qtbot.waitActive(page):
        page.show()
    assert not page.sides.isVisible()
    page.sources.setFocus()
    page.focus_grade()
    assert page.sources.hasFocus()


@pytest.mark.parametrize("kind", [QVBoxLayout, FlowLayout])
def test_looking_through_a_layout_leaves_no_object_of_a_part_that_qt_has_freed(
    qtbot: QtBot, kind: type[QLayout]
) -> None:
    def items() -> int:
        known = shiboken6.getAllValidWrappers()
        return sum(isinstance(one, QLayoutItem) and not isinstance(one, QLayout) for one in known)

    host = QWidget()
    qtbot.addWidget(host)
    layout = kind(host)
    before = items()
    buttons = [QPushButton() for _ in range(4)]
    for button in buttons:
        layout.addWidget(button)
    assert list(stops_in(layout)) == buttons
    for button in buttons:
        button.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert layout.count() == 0
    assert items() == before

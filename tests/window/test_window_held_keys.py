"""A key held down: it answers once, and steps no faster than the window shows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from window_kit import part, presenter_of
from window_sample import CODE, PERSON, OpenWindow

from db.store import ReviewFile
from reviewer.domain.case_actions import CaseViewed
from reviewer.domain.ids import CaseId, case_id
from ui.window.commands import TABLE, Commands
from ui.window.main_window import MainWindow


def hold(code: Qt.Key, text: str, times: int) -> None:
    """Press a key and let it repeat, all before the window has handled any other event."""
    focused = QApplication.focusWidget()
    assert focused is not None
    for time in range(times):
        held: QWidget = QApplication.focusWidget() or focused
        event = QKeyEvent(
            QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, text, autorep=time > 0
        )
        QApplication.sendEvent(held, event)


def seen(window: MainWindow) -> list[CaseId]:
    store = presenter_of(window)._store
    assert isinstance(store, ReviewFile)
    return [CaseId(event.case) for event in store.events(CaseViewed)]


def cases(*positions: int) -> list[CaseId]:
    return [case_id(CODE, position) for position in positions]


def test_a_key_held_down_answers_one_item(open_window: OpenWindow) -> None:
    window = open_window()
    presenter_of(window).steps.go_to("A1.1")
    hold(Qt.Key.Key_Y, "y", 5)
    review = presenter_of(window)._store.review(case_id(CODE, 1), PERSON)
    assert review.answers == {"A1.1": "Y"}


def test_only_going_on_is_repeated_by_a_key_held_down(open_window: OpenWindow) -> None:
    window = open_window()
    repeated = {command for command in TABLE if window.actions_[command].autoRepeat()}
    assert repeated == {command for command in TABLE if command.repeats}
    assert not any(command.changes for command in repeated)


def test_steps_asked_for_before_the_last_is_painted_are_taken_at_once(
    open_window: OpenWindow,
) -> None:
    window = open_window(30)
    for _ in range(20):
        window.actions_[Commands.NEXT_CASE].trigger()
    assert presenter_of(window).case == case_id(CODE, 2)
    QApplication.processEvents()
    assert presenter_of(window).case == case_id(CODE, 21)
    QApplication.processEvents()
    assert presenter_of(window).case == case_id(CODE, 21)
    assert seen(window) == cases(1, 2, 21)


def test_walking_down_the_list_by_a_held_key_opens_the_case_it_stops_at(
    open_window: OpenWindow,
) -> None:
    window = open_window(30)
    view = part(window, QWidget, "cases")
    view.setFocus()
    hold(Qt.Key.Key_Down, "", 12)
    QApplication.processEvents()
    assert presenter_of(window).case == case_id(CODE, 13)
    assert seen(window) == cases(1, 2, 13)


def test_a_case_opened_meanwhile_ends_the_steps_that_wait(open_window: OpenWindow) -> None:
    window = open_window(30)
    for _ in range(5):
        window.actions_[Commands.NEXT_CASE].trigger()
    presenter_of(window).open_case(case_id(CODE, 20))
    QApplication.processEvents()
    assert presenter_of(window).case == case_id(CODE, 20)


def test_nothing_is_asked_of_a_file_that_is_about_to_be_closed(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(5)
    presenter = presenter_of(window)
    assert presenter is not None
    shown = presenter.case
    presenter.steps.step(1)
    presenter.steps.step(1)
    after = presenter.case
    window.rest()
    with qtbot.assertNotEmitted(presenter.steps.case_asked, wait=50):
        pass
    assert presenter.case == after != shown
    assert not presenter._clock.isActive()

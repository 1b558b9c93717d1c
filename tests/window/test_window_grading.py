"""Grading by keys: only where the grade is, with the force's own hidden until one continues."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from window_kit import Mods, focused, key, page_of, part, presenter_of, press, store_of, type_keys
from window_sample import CODE, NOW, PERSON, OpenWindow, answer_some

from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.domain.case_actions import BlindGradeFixed
from reviewer.domain.grades import Status
from reviewer.domain.ids import Key, case_id
from ui.window.commands import Commands
from ui.window.main_window import MainWindow

FIRST = case_id(CODE, 1)
GRADE, RATIONALE = "overall.grade", "overall.rationale"
WORDS = "What decided the grade, in words that the force would know. " * 3


def graded(window: MainWindow, position: int = 1) -> str:
    return store_of(window).review(case_id(CODE, position), PERSON).get(GRADE)


def shows_force(window: MainWindow) -> bool:
    """Say whether the grade or what the force wrote of it is anywhere, be it out of sight."""
    model = page_of(window).list.model
    texts = [label.text() for label in window.findChildren(QLabel)]
    texts += [str(model.line(case)) for case in model.shown()]
    return (
        any("WITHHELD" in text for text in texts) or part(window, QWidget, "side-force").isVisible()
    )


def revealed(window: MainWindow) -> list[str]:
    events = store_of(window).history(FIRST, BlindGradeFixed)
    return [e.action.grade for e in events if isinstance(e.action, BlindGradeFixed)]


@pytest.mark.parametrize("item", ["reviewable", "A1.1", "supervision.flag", "period.from"])
def test_a_digit_grades_nothing_where_the_grade_is_not(open_window: OpenWindow, item: str) -> None:
    window = open_window(3)
    type_keys("y")
    presenter_of(window).steps.go_to(item)
    type_keys("1230")
    assert graded(window) == ""


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_no_digit_grades_from_the_list_the_rail_or_a_closed_calendar(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    type_keys("y")
    for place in (page_of(window).list.view, part(window, QWidget, "rail-team")):
        place.setFocus()
        type_keys("2")
    presenter_of(window).open_case(FIRST)
    presenter_of(window).steps.go_to("period.from")
    card = page_of(window).section.card_of("period.from")
    assert card is not None
    (icon,) = [b for b in card.findChildren(QPushButton) if b.accessibleName().startswith("Pick")]
    QTest.mouseClick(icon, Qt.MouseButton.LeftButton)
    calendar = part(card, QWidget, "calendar")
    QTest.keyClick(calendar, Qt.Key.Key_Escape)
    assert focused().objectName() == "line-period.from"
    type_keys("16/03/2017")
    assert [graded(window, n) for n in (1, 2, 3)] == ["", "", ""]
    assert focused().property("text") == "16/03/2017"


def test_g_leads_to_the_grade_from_anywhere_and_a_digit_grades_there(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    type_keys("y")
    page_of(window).list.view.setFocus()
    type_keys("g")
    assert page_of(window).focused_key() == GRADE
    type_keys("2")
    assert graded(window) == "RI"
    assert page_of(window).focused_key() == RATIONALE
    type_keys("g")
    assert focused().property("plainText") == "g"
    key(Qt.Key.Key_G, Mods.ControlModifier)
    type_keys("1")
    assert graded(window) == "G"
    window.go(Commands.TEAM)
    window.actions_[Commands.GRADE].trigger()
    assert page_of(window).focused_key() == GRADE


def test_digits_in_the_list_lead_to_the_case_of_that_number(open_window: OpenWindow) -> None:
    window = open_window(30)
    view = page_of(window).list.view
    for typed, case in (("12", 12), ("0007", 7), ("3", 3), ("0", 1)):
        view.setFocus()
        view._forget()  # type: ignore[attr-defined]  # as after a pause
        type_keys(typed)
        QApplication.processEvents()
        assert presenter_of(window).case == case_id(CODE, case)
        assert focused() is view
    view._forget()  # type: ignore[attr-defined]  # as after a pause
    type_keys("99")
    assert presenter_of(window).case != case_id(CODE, 99)
    assert store_of(window).progress() == {}


def test_the_force_s_grade_waits_for_the_rationale_and_the_next_step(
    open_window: OpenWindow,
) -> None:
    window = open_window()
    type_keys("y")
    presenter_of(window).steps.go_to(GRADE)
    for typed in "132":
        presenter_of(window).steps.go_to(GRADE)
        type_keys(typed)
        assert not shows_force(window)
    assert page_of(window).focused_key() == RATIONALE
    type_keys(WORDS)
    assert not shows_force(window)
    key(Qt.Key.Key_Down, Mods.ControlModifier)
    assert shows_force(window)
    assert revealed(window) == ["RI"]


def test_tab_and_a_click_elsewhere_in_the_case_go_on_from_the_judgement_too(
    open_window: OpenWindow,
) -> None:
    window = open_window()
    type_keys("y")
    presenter_of(window).steps.go_to(GRADE)
    type_keys("2")
    type_keys(WORDS)
    key(Qt.Key.Key_Tab)
    assert shows_force(window)
    assert revealed(window) == ["RI"]


def test_a_grade_that_completes_the_judgement_can_still_be_changed_unseen(
    open_window: OpenWindow,
) -> None:
    window = open_window()
    type_keys("y")
    presenter_of(window).steps.go_to(RATIONALE)
    type_keys(WORDS)
    for typed in "132":
        key(Qt.Key.Key_G, Mods.ControlModifier)
        type_keys(typed)
        assert page_of(window).focused_key() == GRADE
        assert not shows_force(window)
    key(Qt.Key.Key_Return)
    assert shows_force(window)
    assert revealed(window) == ["RI"]


def test_a_judged_case_that_is_left_and_opened_again_shows_the_force_s_grade_when_asked(
    open_window: OpenWindow,
) -> None:
    def prepare(store: ReviewFile) -> None:
        given = {"reviewable": "YES", GRADE: "RI", RATIONALE: WORDS}
        answer(store, FIRST, {Key(k): v for k, v in given.items()}, now=NOW)

    window = open_window(3, prepare)
    presenter_of(window).steps.step(1)
    presenter_of(window).steps.step(-1)
    presenter_of(window).open_case(FIRST)
    assert not shows_force(window)
    assert revealed(window) == []
    press(window, "reveal")
    assert shows_force(window)
    assert part(window, QWidget, "reveal").isHidden()
    assert revealed(window) == ["RI"]


def test_completing_shows_the_force_s_grade_and_asks_why_the_grades_differ(
    open_window: OpenWindow,
) -> None:
    def prepare(store: ReviewFile) -> None:
        answer_some(store, 1)
        given = {"force.reason": "", RATIONALE: ""}
        answer(store, case_id(CODE, 1), {Key(k): v for k, v in given.items()}, now=NOW)

    window = open_window(3, prepare)
    key(Qt.Key.Key_Return, Mods.ControlModifier)
    type_keys(WORDS)
    key(Qt.Key.Key_Return, Mods.ControlModifier)
    if page_of(window).focused_key() == "force.reason":
        type_keys(WORDS)
        key(Qt.Key.Key_Return, Mods.ControlModifier)
    assert store_of(window).progress()[FIRST].status is Status.COMPLETE
    assert shows_force(window)

"""Cases a lead returned, and referrals that run out, as the review screen shows them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from window_kit import page_of, part, presenter_of
from window_sample import CODE, NOW, PERSON, OpenWindow, answer_some, sent_back

from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.app.assignment import assign_cases
from reviewer.app.case_notes import postpone
from reviewer.app.completing import reopen
from reviewer.app.list_corrections import add_case
from reviewer.domain.correction import ADDED_FROM
from reviewer.domain.ids import Key, case_id
from reviewer.domain.returning import Returned
from reviewer.domain.times import stamp
from ui.window.main_window import MainWindow
from ui.window.review.cases.case_line import CaseLine
from ui.window.review.cases.case_lines import CaseFilter, Sorting

FIRST, SECOND = case_id(CODE, 1), case_id(CODE, 2)
COMMENT = "The strategy discussion is not weighed: <b>see</b> the minutes."


def give_back(store: ReviewFile) -> None:
    """Do what loading the team's workbook does to the first case, which is complete."""
    answer_some(store, 2)
    returned = Returned(moderator="M. Lead", at=stamp(NOW - timedelta(days=1)), comment=COMMENT)
    with store.transaction(NOW) as unit:
        reopen(store, unit, FIRST, person=PERSON, now=NOW)
        unit.log(sent_back(returned), case=FIRST)
    postpone(store, FIRST, now=NOW)


def line_of(window: MainWindow, position: int) -> CaseLine:
    line = page_of(window).list.model.line(case_id(CODE, position))
    assert line is not None
    return line


def chip(window: MainWindow) -> QWidget:
    return part(window, QWidget, "filter-RETURNED")


def test_a_returned_case_says_who_and_why_until_it_is_completed_again(
    open_window: OpenWindow,
) -> None:
    window = open_window(3, give_back)
    presenter_of(window).open_case(FIRST)
    note, words = (
        window.findChild(QWidget, "returned"),
        window.findChild(QPlainTextEdit, "returned-comment"),
    )
    assert note is not None
    assert words is not None
    assert note.isVisible()
    assert words.toPlainText() == COMMENT
    assert line_of(window, 1).second.startswith("Returned")
    QTest.mouseClick(chip(window), Qt.MouseButton.LeftButton)
    assert page_of(window).list.model.shown() == (FIRST,)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not note.isVisible()
    assert not line_of(window, 1).returned
    assert not line_of(window, 1).postponed
    assert not chip(window).isVisible()
    assert page_of(window).list.model.shown() == (FIRST, SECOND, case_id(CODE, 3))


def test_the_chip_for_returned_cases_is_there_only_where_some_are(open_window: OpenWindow) -> None:
    assert not chip(open_window(3)).isVisible()


@pytest.mark.parametrize(
    ("urgency", "raised", "words"),
    [
        ("H24", timedelta(hours=1), "due in 22 h"),
        ("H24", timedelta(hours=23, minutes=30), "due in 29 min"),
        ("H24", timedelta(hours=30), "6 h late"),
        ("D5", timedelta(days=1), "due in 3 days"),
        ("NOW", timedelta(minutes=5), "5 min late"),
    ],
)
def test_an_open_referral_counts_down_the_time_left_to_act(
    open_window: OpenWindow, urgency: str, raised: timedelta, words: str
) -> None:
    def refer(store: ReviewFile) -> None:
        at = f"{NOW.astimezone() - raised:%Y-%m-%dT%H:%M}"
        given = {"risk.still": "Y", "risk.urgency": urgency, "risk.raised_at": at}
        answer(store, SECOND, given, now=NOW)

    window = open_window(3, refer)
    assert line_of(window, 2).second == f"Referral open · {words}"
    assert page_of(window).list.model.shown()[0] == SECOND
    presenter_of(window).open_case(SECOND)
    presenter_of(window).answer("risk.closed", "Y")
    assert line_of(window, 2).referral == ""


def test_a_case_added_on_site_says_so_in_its_second_line(open_window: OpenWindow) -> None:
    def add(store: ReviewFile) -> None:
        values = {Key("reference"): "TST/NEW", Key("type"): "DA", Key("unit"): "Barnet CAIT"}
        add_case(store, values, "found on site", random_below=lambda _: 0, now=NOW)

    window = open_window(3, add)
    assert line_of(window, ADDED_FROM).second == "Added on site · Barnet CAIT"
    assert line_of(window, 1).second == "Newham CAIT · medium risk"


def test_a_case_assigned_to_another_and_read_here_is_a_second_read(
    open_window: OpenWindow,
) -> None:
    def assign(store: ReviewFile) -> None:
        assign_cases(store, {FIRST: "B. Other", SECOND: "B. Other"}, now=NOW)
        answer(store, FIRST, {"reviewable": "YES"}, now=NOW)

    window = open_window(3, assign)
    model = page_of(window).list.model
    model.search("", {CaseFilter.SECOND_READ}, Sorting.NUMBER)
    assert model.shown() == (FIRST,)

"""The case list: search, filters, order and what stays on top."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot
from window_sample import CODE, NOW, PERSON, OpenWindow, answer_some, form, sample_cases

from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.domain.ids import case_id
from ui.window.main_window import MainWindow
from ui.window.review.case_lines import CaseLine, Sieve, Sorting, lines_of
from ui.window.review.case_list import CaseList
from ui.window.review.case_model import CaseModel
from ui.window.theme import Theme


def list_of(window: MainWindow) -> CaseList:
    found = window.findChild(CaseList)
    assert found is not None
    return found


def shown(model: CaseModel) -> list[CaseLine]:
    ids = [model.case_at(row) for row in range(model.rowCount())]
    lines = [model.line(case) for case in ids if case is not None]
    return [line for line in lines if line is not None]


def filled(count: int) -> CaseModel:
    model = CaseModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.fill(lines_of(form(), sample_cases(count), {}, PERSON), "")
    return model


def test_every_word_searched_for_is_in_each_line_shown(qapp: QApplication) -> None:
    model = filled(200)
    model.search("missing croydon", (), Sorting.NUMBER)
    assert not shown(model)
    model.search("Missing SCO17", (), Sorting.NUMBER)
    assert shown(model)
    assert all("missing" in line.search and "sco17" in line.search for line in shown(model))


def test_the_force_s_grade_and_comment_are_not_searched(qapp: QApplication) -> None:
    model = filled(20)
    model.search("withheld-comment", (), Sorting.NUMBER)
    assert not shown(model)


def test_a_filter_leaves_what_meets_it(open_window: OpenWindow) -> None:
    window = open_window(12, lambda store: answer_some(store, 8))
    panel = list_of(window)
    chip = panel.findChild(QCheckBox, "sieve-BELOW_GOOD")
    assert chip is not None
    chip.click()
    grades = {line.grade for line in shown(panel.model)}
    assert grades == {"RI", "I"}
    assert panel.model.rowCount() == 6


def test_an_open_referral_stays_on_top_in_every_order(open_window: OpenWindow) -> None:
    def prepare(store: ReviewFile) -> None:
        answer(store, case_id(CODE, 7), {"risk.still": "Y", "risk.urgency": "H24"}, now=NOW)

    window = open_window(12, prepare)
    model = list_of(window).model
    for sorting in Sorting:
        model.search("", (), sorting)
        assert shown(model)[0].number == "0007"
        assert shown(model)[0].second == "Referral open · within 24 hours"


def test_search_is_reached_by_a_key_and_enter_opens_the_first_found(
    open_window: OpenWindow,
) -> None:
    window = open_window(40)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    box = QApplication.focusWidget()
    assert isinstance(box, QLineEdit)
    assert box.objectName() == "search"
    QTest.keyClicks(box, "0033")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert window.presenter is not None
    assert window.presenter.case == case_id(CODE, 33)


def test_a_line_follows_each_answer(open_window: OpenWindow) -> None:
    window = open_window(3)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "y")
    line = list_of(window).model.line(case_id(CODE, 1))
    assert line is not None
    assert line.state.endswith("%")


def test_a_case_taken_out_of_the_sample_keeps_its_line(open_window: OpenWindow) -> None:
    def prepare(store: ReviewFile) -> None:
        answer(store, case_id(CODE, 2), {"reviewable": "EXC", "exclusion": "X1"}, now=NOW)

    window = open_window(3, prepare)
    model = list_of(window).model
    line = model.line(case_id(CODE, 2))
    assert line is not None
    assert line.state == "Excluded"
    model.search("", {Sieve.OPEN}, Sorting.NUMBER)
    assert [line.number for line in shown(model)] == ["0001", "0003"]


def test_each_order_leaves_equals_in_the_order_of_the_list(open_window: OpenWindow) -> None:
    window = open_window(12, lambda store: answer_some(store, 6))
    model = list_of(window).model
    worst = ["I", "RI", "G", ""]
    expected: dict[Sorting, Callable[[CaseLine], object]] = {
        Sorting.NUMBER: lambda line: line.position,
        Sorting.TYPE: lambda line: (line.type, line.position),
        Sorting.GRADE: lambda line: (worst.index(line.grade), line.position),
        Sorting.PERCENT: lambda line: (-line.percent, line.position),
    }
    for sorting, key in expected.items():
        model.search("", (), sorting)
        below = [line for line in shown(model) if not line.referral]
        assert below == sorted(below, key=key), sorting  # type: ignore[arg-type]  # positions compare


def test_cases_changed_since_the_last_export_are_found(qapp: QApplication) -> None:
    stamps = {"0002": "2018-11-02T00:00:00.000Z", "0003": "2018-11-04T00:00:00.000Z"}
    lines = lines_of(form(), sample_cases(4), {}, PERSON)
    model = CaseModel()
    model.fill([replace(x, changed_at=stamps.get(x.number, "")) for x in lines], "")
    model.search("", {Sieve.CHANGED}, Sorting.NUMBER)
    assert not shown(model)
    model.compare("2018-11-03T00:00:00.000Z")
    assert [line.number for line in shown(model)] == ["0003"]
    model.search("", (), Sorting.CHANGED)
    assert [line.number for line in shown(model)] == ["0003", "0002", "0001", "0004"]


def test_a_longer_list_has_no_more_widgets(theme: Theme, qtbot: QtBot) -> None:
    objects = []
    for count in (3, 3000):
        panel = CaseList(theme)
        qtbot.addWidget(panel)
        panel.show_lines(lines_of(form(), sample_cases(count), {}, PERSON), "")
        panel.grab()
        assert panel.model.rowCount() == count
        objects.append(len(panel.findChildren(QObject)))
    assert objects[0] == objects[1]

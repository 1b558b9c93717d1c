"""The case list: search, filters, order and what stays on top."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot
from window_kit import part, presenter_of
from window_sample import CODE, NOW, OpenWindow, answer_some, lines_of, sample_cases

from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.domain.grades import Status
from reviewer.domain.ids import Key, case_id
from reviewer.domain.progress import Progress
from ui.window.main_window import MainWindow
from ui.window.review.cases.case_line import CaseLine
from ui.window.review.cases.case_lines import CaseFilter, Sorting
from ui.window.review.cases.case_list import CaseList
from ui.window.review.cases.case_rows import CaseModel
from ui.window.theme import Theme


def list_of(window: MainWindow) -> CaseList:
    return part(window, CaseList)


def shown(model: CaseModel) -> list[CaseLine]:
    ids = [model.case_at(row) for row in range(model.rowCount())]
    lines = [model.line(case) for case in ids if case is not None]
    return [line for line in lines if line is not None]


def filled(count: int) -> CaseModel:
    model = CaseModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.fill(lines_of(count))
    return model


def begun(position: int, changed_at: str) -> Progress:
    """Return the status of a review in which something was answered."""
    return Progress(
        case=case_id(CODE, position),
        type="DA",
        status=Status.IN_PROGRESS,
        percent=10,
        unanswered=9,
        findings=0,
        grade="",
        supervision="",
        delay="",
        delay_days=None,
        referral_open=False,
        referral_urgency="",
        changed_at=changed_at,
    )


def test_every_word_searched_for_is_in_each_line_shown(qapp: QApplication) -> None:
    model = filled(200)
    model.search("missing croydon", (), Sorting.NUMBER)
    assert not shown(model)
    model.search("Missing SCO17", (), Sorting.NUMBER)
    assert shown(model)
    assert all("Missing" in line.type and "SCO17" in line.unit for line in shown(model))


def test_a_line_is_made_when_it_is_shown_and_not_before(theme: Theme, qtbot: QtBot) -> None:
    lines = lines_of(3000)
    panel = CaseList(theme)
    qtbot.addWidget(panel)
    panel.show_lines(lines, "")
    panel.resize(300, 900)
    panel.grab()
    assert 0 < len(lines._made) < 30


def test_what_was_corrected_is_found_although_the_words_are_read_later(
    qapp: QApplication,
) -> None:
    model = filled(20)
    case = sample_cases(20)[6]
    model.put(replace(case, values={**case.values, Key("unit"): "Hackney MASH"}), None)
    model.search("hackney", (), Sorting.NUMBER)
    assert model.shown() == (case.id,)
    model.search(case.get("unit"), (), Sorting.NUMBER)
    assert case.id not in model.shown()


def test_an_answer_moves_a_case_from_filter_to_filter(qapp: QApplication) -> None:
    model = filled(5)
    case = sample_cases(5)[2]
    counts = []
    for status in (Status.IN_PROGRESS, Status.COMPLETE, Status.EXCLUDED, None):
        line = replace(begun(3, "2018-11-02T00:00:00.000Z"), status=status) if status else None
        model.put(case, line)
        filters = (
            CaseFilter.OPEN,
            CaseFilter.NOT_STARTED,
            CaseFilter.IN_PROGRESS,
            CaseFilter.COMPLETE,
            CaseFilter.OUT,
        )
        counts.append(tuple(model.count(filter_) for filter_ in filters))
    assert counts == [(5, 4, 1, 0, 0), (4, 4, 0, 1, 0), (4, 4, 0, 0, 1), (5, 5, 0, 0, 0)]


def test_the_force_s_grade_and_comment_are_not_searched(qapp: QApplication) -> None:
    model = filled(20)
    model.search("withheld-comment", (), Sorting.NUMBER)
    assert not shown(model)


def test_a_filter_leaves_what_meets_it(open_window: OpenWindow) -> None:
    window = open_window(12, lambda store: answer_some(store, 8))
    panel = list_of(window)
    chip = part(panel, QCheckBox, "filter-BELOW_GOOD")
    chip.click()
    grades = {line.grade for line in shown(panel.model)}
    assert grades == {"Requires improvement", "Inadequate"}
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
    assert presenter_of(window).case == case_id(CODE, 33)


def test_a_line_follows_each_answer(open_window: OpenWindow) -> None:
    window = open_window(3)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "y")
    line = list_of(window).model.line(case_id(CODE, 1))
    assert line is not None
    assert line.state.endswith("%")


def test_a_case_removed_from_the_sample_keeps_its_line(open_window: OpenWindow) -> None:
    def prepare(store: ReviewFile) -> None:
        answer(store, case_id(CODE, 2), {"reviewable": "EXC", "exclusion": "X1"}, now=NOW)

    window = open_window(3, prepare)
    model = list_of(window).model
    line = model.line(case_id(CODE, 2))
    assert line is not None
    assert line.state == "Excluded"
    model.search("", {CaseFilter.OPEN}, Sorting.NUMBER)
    assert [line.number for line in shown(model)] == ["0001", "0003"]


def test_each_order_leaves_equals_in_the_order_of_the_list(open_window: OpenWindow) -> None:
    window = open_window(12, lambda store: answer_some(store, 6))
    model = list_of(window).model
    worst = ["Inadequate", "Requires improvement", "Good", ""]
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
    stamps = {2: "2018-11-02T00:00:00.000Z", 3: "2018-11-04T00:00:00.000Z"}
    model = CaseModel()
    model.fill(lines_of(4, {case_id(CODE, n): begun(n, stamp) for n, stamp in stamps.items()}))
    model.search("", {CaseFilter.CHANGED}, Sorting.NUMBER)
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
        panel.show_lines(lines_of(count), "")
        panel.grab()
        assert panel.model.rowCount() == count
        objects.append(len(panel.findChildren(QObject)))
    assert objects[0] == objects[1]

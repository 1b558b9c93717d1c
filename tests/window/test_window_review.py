"""The review screen, driven by keys alone over a real file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from window_kit import Mods, key, page_of, part, presenter_of, store_of, text_of, type_keys
from window_sample import CODE, NOW, PERSON, OpenWindow, answer_some, opened

from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.domain.case_actions import AnswerGiven
from reviewer.domain.errors import WorldError
from reviewer.domain.grades import Status
from reviewer.domain.ids import Key, case_id
from ui.window.main_window import MainWindow

FIRST = case_id(CODE, 1)


def saved(window: MainWindow, item: str, position: int = 1) -> str:
    return store_of(window).review(case_id(CODE, position), PERSON).get(item)


def focused_item(window: MainWindow) -> str:
    return str(page_of(window).focused_key())


def to_first_area(window: MainWindow) -> None:
    """Answer the section on reviewability by keys."""
    type_keys("y")
    type_keys("120218")
    key(Qt.Key.Key_Return)
    type_keys("31/08/2018")
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Space)
    key(Qt.Key.Key_Return)
    assert focused_item(window) == "A1.1"


def test_a_case_opens_at_its_first_unanswered_item(open_window: OpenWindow) -> None:
    window = open_window()
    assert focused_item(window) == "reviewable"
    assert text_of(window, "case-title") == "0001 · Domestic abuse with a child"


def test_one_key_saves_an_answer_and_moves_on_to_the_next_unanswered(
    open_window: OpenWindow,
) -> None:
    window = open_window()
    type_keys("y")
    assert saved(window, "reviewable") == "YES"
    assert focused_item(window) == "period.from"
    assert "saved" in text_of(window, "status")


def test_nothing_is_called_saved_before_the_store_has_returned(open_window: OpenWindow) -> None:
    window = open_window()
    assert "saved" not in text_of(window, "status")


def test_no_asks_for_its_note_and_enter_in_the_note_continues(open_window: OpenWindow) -> None:
    window = open_window()
    to_first_area(window)
    type_keys("n")
    type_keys("Nothing was looked up at all.")
    key(Qt.Key.Key_Return)
    assert saved(window, "A1.1") == "N"
    assert saved(window, "A1.1.note") == "Nothing was looked up at all."
    assert focused_item(window) == "A1.2"


def test_keys_of_grades_are_letters_while_a_text_is_typed(open_window: OpenWindow) -> None:
    window = open_window()
    to_first_area(window)
    type_keys("n")
    type_keys("123 days and 0 answers")
    key(Qt.Key.Key_Return)
    assert saved(window, "overall.grade") == ""
    assert saved(window, "A1.1.note") == "123 days and 0 answers"


def test_a_grade_key_rates_the_area_where_its_rating_has_the_keyboard(
    open_window: OpenWindow,
) -> None:
    window = open_window()
    presenter_of(window).steps.go_to("A1.rating")
    type_keys("2")
    assert saved(window, "A1.rating") == "RI"
    assert saved(window, "overall.grade") == ""


def test_typed_text_is_saved_when_another_case_is_opened(open_window: OpenWindow) -> None:
    window = open_window()
    presenter_of(window).steps.go_to("overall.rationale")
    type_keys("The child waited.")
    key(Qt.Key.Key_Right, Mods.AltModifier)
    assert saved(window, "overall.rationale") == "The child waited."
    assert text_of(window, "case-title").startswith("0002")
    assert saved(window, "overall.rationale", 2) == ""


def test_a_date_that_does_not_exist_is_reported_at_its_field_and_kept(
    open_window: OpenWindow,
) -> None:
    window = open_window()
    type_keys("y")
    type_keys("31/02/2018")
    key(Qt.Key.Key_Return)
    card = page_of(window).section.card_of("period.from")
    assert card is not None
    assert any("a real date" in label.text() for label in card.findChildren(QLabel))
    assert focused_item(window) == "period.from"
    assert saved(window, "period.from") == ""


def test_a_refused_date_does_not_follow_to_the_next_case(open_window: OpenWindow) -> None:
    window = open_window()
    type_keys("y")
    type_keys("31/02/2018")
    key(Qt.Key.Key_Right, Mods.AltModifier)
    assert "real date" in text_of(window, "status")
    field = part(window, QLineEdit, "line-period.from")
    assert field.text() == ""
    key(Qt.Key.Key_Left, Mods.AltModifier)
    assert field.text() == ""
    assert saved(window, "period.from") == ""


def test_an_excluded_case_asks_for_its_reason_and_nothing_else(open_window: OpenWindow) -> None:
    window = open_window()
    type_keys("x")
    assert saved(window, "reviewable") == "EXC"
    assert focused_item(window) == "exclusion"
    shown = [card.key for card in page_of(window).section.cards]
    assert shown == ["reviewable", "exclusion"]


def test_undo_and_redo_go_through_the_store(open_window: OpenWindow) -> None:
    window = open_window()
    to_first_area(window)
    type_keys("y")
    key(Qt.Key.Key_Z, Mods.ControlModifier)
    assert saved(window, "A1.1") == ""
    assert focused_item(window) == "A1.1"
    key(Qt.Key.Key_Y, Mods.ControlModifier)
    assert saved(window, "A1.1") == "Y"
    given = [event.action for event in store_of(window).events(AnswerGiven)]
    assert [a.answer for a in given if isinstance(a, AnswerGiven) and a.key == "A1.1"] == [
        *("Y", "", "Y")
    ]


def test_the_next_unanswered_is_found_in_a_later_section(open_window: OpenWindow) -> None:
    window = open_window()
    to_first_area(window)
    key(Qt.Key.Key_PageDown, Mods.AltModifier)
    assert text_of(window, "section-title") == "Assessment and help"
    key(Qt.Key.Key_Down, Mods.ControlModifier)
    assert focused_item(window) == "A2.2"


def test_a_delay_row_is_added_by_a_key_and_saved_cell_by_cell(open_window: OpenWindow) -> None:
    window = open_window()
    to_first_area(window)
    key(Qt.Key.Key_D, Mods.ControlModifier)
    key(Qt.Key.Key_Tab)
    type_keys("01/03/2018")
    key(Qt.Key.Key_Return)
    type_keys("12/03/2018")
    key(Qt.Key.Key_Return)
    rows = store_of(window).review(FIRST, PERSON).rows("delay.rows")
    assert rows == ({"start": "2018-03-01", "end": "2018-03-12"},)
    assert any(
        label.text() == "11 days" for label in window.findChildren(QLabel) if label.isVisible()
    )


def test_digits_beside_the_fields_of_a_row_do_not_grade_the_case(open_window: OpenWindow) -> None:
    window = open_window()
    to_first_area(window)
    key(Qt.Key.Key_D, Mods.ControlModifier)
    key(Qt.Key.Key_Tab)
    key(Qt.Key.Key_Tab)
    key(Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), QAbstractButton)  # past the dates
    type_keys("20122017")
    assert saved(window, "overall.grade") == ""
    assert store_of(window).review(FIRST, PERSON).blind_grade == ""


def test_completing_is_refused_with_reasons_and_then_accepted(open_window: OpenWindow) -> None:
    def prepare(store: ReviewFile) -> None:
        answer_some(store, 1)
        answer(store, FIRST, {"A1.1": "", "overall.rationale": ""}, now=NOW)

    window = open_window(5, prepare)
    key(Qt.Key.Key_Return, Mods.ControlModifier)
    assert store_of(window).progress()[FIRST].status is Status.IN_PROGRESS
    assert "2 answers are missing" in text_of(window, "status")
    assert focused_item(window) == "A1.1"
    type_keys("y")
    type_keys("What decided the grade was the time it took until the child was seen." * 3)
    key(Qt.Key.Key_Return, Mods.ControlModifier)
    assert store_of(window).progress()[FIRST].status is Status.COMPLETE


def test_a_failure_to_save_stays_in_sight_with_the_answer_until_retried(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    to_first_area(window)

    def full(*_: object, **__: object) -> None:
        raise WorldError("disk-full", "The disk is full; make room and try again.")

    with monkeypatch.context() as broken:
        broken.setattr("ui.window.review.review_presenter.answer", full)
        type_keys("y")
        assert window.banner.isVisible()
        assert "disk is full" in text_of(window, "banner-words")
        card = page_of(window).section.card_of("A1.1")
        assert card is not None
        chosen = part(card, QWidget, "choice-Y")
        assert chosen.property("checked") is True
        key(Qt.Key.Key_Right, Mods.AltModifier)
        assert window.banner.isVisible()
    assert saved(window, "A1.1") == ""
    window.banner.retried.emit()
    assert saved(window, "A1.1") == "Y"
    assert not window.banner.isVisible()


def test_answers_survive_closing_the_window_without_leaving_the_field(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    presenter_of(window).steps.go_to("overall.rationale")
    type_keys("Typed and not left.")
    window.close()
    store_of(window).close()
    with opened(tmp_path / "sample.review") as store:
        assert store.review(FIRST, PERSON).get(Key("overall.rationale")) == "Typed and not left."


def test_clearing_the_screen_covers_the_case_and_takes_every_key(open_window: OpenWindow) -> None:
    window = open_window()
    key(Qt.Key.Key_F12)
    assert window.cover.isVisible()
    assert window.cover.size() == window.size()
    type_keys("y2")
    assert saved(window, "reviewable") == ""
    assert saved(window, "overall.grade") == ""
    key(Qt.Key.Key_F12)
    assert not window.cover.isVisible()
    assert focused_item(window) == "reviewable"


def test_tab_goes_through_the_items_as_they_are_read_and_leaves_them_at_the_end(
    open_window: OpenWindow,
) -> None:
    def prepare(store: ReviewFile) -> None:
        rows = '[{"stage": "ST1"}]'
        answer(store, FIRST, {"A1.1": "N", "A1.2": "Y", "delay.rows": rows}, now=NOW)
        answer(store, FIRST, {"delay.flag": "DEL_UNNEC"}, now=NOW)

    window = open_window(3, prepare)
    presenter_of(window).steps.show_section("A1")
    presenter_of(window).steps.go_to("A1.1")
    stops = []
    while page_of(window).section.focused_card() is not None:
        stops.append(focused_name())
        key(Qt.Key.Key_Tab)
    assert stops == [
        *("choice-N", "text-A1.1.note", "choice-Y", *["choice-Y"] * 5),
        *("choice-G", "text-A1.rationale"),
    ]
    assert focused_name() == "go-previous-case"
    key(Qt.Key.Key_Backtab)
    assert focused_name() == "text-A1.rationale"
    presenter_of(window).steps.go_to("A1.2")
    key(Qt.Key.Key_Right)
    assert focused_name() == "choice-N"
    key(Qt.Key.Key_Tab)
    assert focused_item(window) == "A1.3"


def test_tab_goes_through_a_row_before_its_removal_and_to_the_next_row(
    open_window: OpenWindow,
) -> None:
    def prepare(store: ReviewFile) -> None:
        given = {"supervision.flag": "SUP_EFF", "supervision.entries": '[{"date": "2018-03-01"}]'}
        answer(store, FIRST, given, now=NOW)

    window = open_window(3, prepare)
    presenter_of(window).steps.go_to("supervision.entries")
    stops = []
    while focused_item(window) == "supervision.entries":
        stops.append(focused_name())
        key(Qt.Key.Key_Tab)
    assert stops == ["text-note", "remove-row", "add-row"]
    presenter_of(window).steps.go_to("supervision.entries")
    key(Qt.Key.Key_Backtab)
    assert focused_name() == "line-date"


def focused_name() -> str:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget.objectName()


def test_a_disk_that_fails_while_time_is_counted_down_is_reported_as_such(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepare(store: ReviewFile) -> None:
        raised = {"risk.still": "Y", "risk.urgency": "H24", "risk.raised_with": "Duty sergeant"}
        at = f"{NOW:%Y-%m-%dT%H:%M}"
        answer(store, FIRST, {**raised, "risk.raised_at": at}, now=NOW)

    def failing(*_: object, **__: object) -> None:
        raise WorldError("disk-failed", "The disk failed; close the file.")

    window = open_window(5, prepare)
    monkeypatch.setattr("ui.window.review.review_presenter.view_case", failing)
    presenter_of(window)._count_down()
    assert "The disk failed" in text_of(window, "status")

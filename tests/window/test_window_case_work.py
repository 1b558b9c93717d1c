"""What is done to a case beside answering it, in the window: views, undo, search, rows' words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from window_kit import Mods, key, page_of, part, presenter_of, store_of
from window_sample import CODE, NOW, PERSON, OpenWindow

from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.domain.case_actions import CaseViewed
from reviewer.domain.ids import case_id
from reviewer.domain.submission import ExportStamp
from ui.window.main_window import MainWindow
from ui.window.review.cases.case_lines import CaseFilter, Sorting

FIRST, SECOND = case_id(CODE, 1), case_id(CODE, 2)


def shown_words(window: MainWindow) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def viewed(window: MainWindow) -> list[str]:
    events = store_of(window).events()
    return [e.case for e in events if isinstance(e.action, CaseViewed)]


def test_each_case_shown_is_logged_once(open_window: OpenWindow) -> None:
    window = open_window(3)
    key(Qt.Key.Key_Right, Mods.AltModifier)
    key(Qt.Key.Key_Left, Mods.AltModifier)
    presenter_of(window).answer("A1.1", "Y")
    assert viewed(window) == [FIRST, SECOND]


def test_notes_are_found_by_words_and_the_force_s_comment_is_not(open_window: OpenWindow) -> None:
    def prepare(store: ReviewFile) -> None:
        answer(store, SECOND, {"A1.1": "N", "A1.1.note": "No welfare visit until May"}, now=NOW)

    window = open_window(5, prepare)
    box = part(window, QLineEdit, "search")
    model = page_of(window).list.model
    for words, cases in (
        ("welfare", (SECOND,)),
        ("visit welf", (SECOND,)),
        ("welfare 0002", (SECOND,)),
        ("welfare 0001", ()),
        ("withheld", ()),
    ):
        box.setText(words)
        assert model.shown() == cases, words


def test_a_row_is_called_by_its_own_word(open_window: OpenWindow) -> None:
    def prepare(store: ReviewFile) -> None:
        rows = '[{"stage": "ST1"}, {"stage": "ST2"}]'
        answer(store, FIRST, {"delay.flag": "DEL_UNNEC", "delay.rows": rows}, now=NOW)

    window = open_window(3, prepare)
    presenter_of(window).steps.go_to("delay.rows")
    words = shown_words(window)
    assert "Delay 1" in words
    assert "Delay 2" in words
    needs = "Start, End, Primary reason, Avoidable"
    assert [w for w in words if w.startswith("Delay 2 ")] == [f"Delay 2 still needs {needs}."]


def test_changed_since_export_means_nothing_before_an_export(open_window: OpenWindow) -> None:
    def prepare(store: ReviewFile) -> None:
        answer(store, FIRST, {"A1.1": "Y"}, now=NOW)

    window = open_window(3, prepare)
    model = page_of(window).list.model
    model.search("", {CaseFilter.CHANGED}, Sorting.NUMBER)
    assert model.shown() == ()
    stamp = ExportStamp(
        id="e1",
        number=1,
        at="2018-11-05T14:02:00.000Z",
        log_head="",
        issued_by=PERSON,
        app_version="0",
        final=False,
    )
    with store_of(window).transaction() as unit:
        unit.add_export(stamp)
    presenter_of(window).show_exported()
    model.search("", {CaseFilter.CHANGED}, Sorting.NUMBER)
    assert model.shown() == (FIRST,)

"""Undo and redo in the window: what was done last, shown in the strip, and gone to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from window_kit import (
    Mods,
    in_dialog,
    key,
    page_of,
    part,
    presenter_of,
    press,
    store_of,
    text_of,
    type_keys,
)
from window_sample import CODE, NOW, PERSON, OpenWindow, answer_some

from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.domain.ids import Key, case_id
from reviewer.domain.submission import ExportStamp
from ui.window.commands import Commands
from ui.window.main_window import MainWindow

FIRST, SECOND = case_id(CODE, 1), case_id(CODE, 2)


def undo_key() -> None:
    key(Qt.Key.Key_Z, Mods.ControlModifier)


def saved(window: MainWindow, item: str, case: str = FIRST) -> str:
    return store_of(window).review(case, PERSON).get(item)  # type: ignore[arg-type]  # an id


def test_undo_changes_nothing_of_an_earlier_sitting(open_window: OpenWindow) -> None:
    window = open_window(3, lambda store: answer_some(store, 1))
    before = store_of(window).review(FIRST, PERSON)
    presenter_of(window).open_case(FIRST)
    undo_key()
    assert store_of(window).review(FIRST, PERSON) == before
    assert "history" in text_of(window, "status")


def test_an_added_row_is_taken_away_before_anything_else(open_window: OpenWindow) -> None:
    window = open_window(3, lambda store: answer_some(store, 1))
    presenter_of(window).open_case(FIRST)
    before = store_of(window).review(FIRST, PERSON)
    count = len(before.rows("delay.rows"))
    key(Qt.Key.Key_D, Mods.ControlModifier)
    rows = page_of(window).section.card_of("delay.rows")
    assert rows is not None
    assert part(rows, QWidget, f"row-{count + 1}").isVisible()
    undo_key()
    assert not part(rows, QWidget, f"row-{count + 1}").isVisible()
    assert store_of(window).review(FIRST, PERSON) == before


def test_what_was_undone_is_named_and_shown_even_in_another_case(open_window: OpenWindow) -> None:
    window = open_window(3)
    type_keys("y")
    assert "Is the case reviewed?" in text_of(window, "status")
    presenter_of(window).open_case(SECOND)
    assert part(window, QWidget, "strip-undo").isVisible()
    window.go(Commands.TEAM)
    press(window, "strip-undo")
    assert saved(window, "reviewable") == ""
    assert presenter_of(window).case == FIRST
    assert page_of(window).isVisible()
    assert page_of(window).focused_key() == "reviewable"
    assert text_of(window, "status").startswith("Undone in 0001")
    press(window, "strip-redo")
    assert saved(window, "reviewable") == "YES"


def test_completing_can_be_undone_from_the_strip(open_window: OpenWindow) -> None:
    def prepare(store: ReviewFile) -> None:
        answer_some(store, 1)
        answer(store, FIRST, {Key("overall.rationale"): ""}, now=NOW)

    window = open_window(3, prepare)
    presenter_of(window).open_case(FIRST)
    presenter_of(window).steps.go_to("overall.rationale")
    type_keys("What decided the grade, in words that the force would know. " * 3)
    key(Qt.Key.Key_Return, Mods.ControlModifier)
    assert store_of(window).review(FIRST, PERSON).completed
    assert "0001 is complete" in text_of(window, "status")
    press(window, "strip-undo")
    assert not store_of(window).review(FIRST, PERSON).completed
    press(window, "strip-redo")
    assert store_of(window).review(FIRST, PERSON).completed


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_what_was_exported_since_is_undone_only_when_confirmed(open_window: OpenWindow) -> None:
    window = open_window(3)
    type_keys("y")
    stamp = ExportStamp(
        number=1,
        id="x",
        at=(NOW + timedelta(hours=1)).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        final=False,
        log_head="0" * 64,
        issued_by=PERSON,
        app_version="test",
    )
    with store_of(window).transaction(NOW) as unit:
        unit.add_export(stamp)
    met = in_dialog(lambda dialog: None)
    undo_key()
    assert met == [True]
    assert saved(window, "reviewable") == "YES"

    def accept(dialog: QDialog) -> None:
        (button,) = [b for b in dialog.findChildren(QWidget) if b.property("text") == "Change it"]
        button.click()  # type: ignore[attr-defined]  # a button

    in_dialog(accept)
    undo_key()
    assert saved(window, "reviewable") == ""


def test_a_grade_is_undone_from_the_empty_rationale_that_follows(open_window: OpenWindow) -> None:
    window = open_window(3)
    type_keys("y")
    key(Qt.Key.Key_G, Mods.ControlModifier)
    type_keys("2")
    assert page_of(window).focused_key() == "overall.rationale"
    undo_key()
    assert saved(window, "overall.grade") == ""

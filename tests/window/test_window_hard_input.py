"""What is hard to take: long pastes, any script, any century, an input method at work."""

from __future__ import annotations

import time
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from window_kit import Mods, focused, key, page_of, presenter_of, store_of, type_keys
from window_sample import CODE, PERSON, OpenWindow, answer_some

from reviewer.domain.ids import case_id
from ui.window.main_window import MainWindow
from ui.window.parts.calendar_pop import CalendarPop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
RATIONALE = "overall.rationale"
SCRIPTS = (
    "Cafodd y plentyn ei weld ym Mhwllheli, tŷ a chŵn.",
    "تم الاتصال بالأسرة في نفس اليوم.",
    "הילד נראה באותו יום.",
    "子どもはその日に会った。",
    "बच्चे से उसी दिन मिले।",
    "Ребёнка видели в тот же день.",
    "The child \U0001f9d2\U0001f3fd was seen e\u0301 twice.",
)


def at(window: MainWindow, key_: str) -> QLineEdit | QPlainTextEdit:
    presenter_of(window).steps.go_to(key_)
    box = focused()
    assert isinstance(box, QLineEdit | QPlainTextEdit)
    return box


def saved(window: MainWindow, key_: str) -> str:
    return store_of(window).review(case_id(CODE, 1), PERSON).get(key_)


def compose(text: str) -> None:
    """Begin to compose a text, as an input method does before it is chosen."""
    QApplication.sendEvent(focused(), QInputMethodEvent(text, []))


@pytest.mark.parametrize("text", SCRIPTS)
def test_a_text_in_any_script_is_kept_as_it_was_pasted(open_window: OpenWindow, text: str) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    box = at(window, RATIONALE)
    box.selectAll()
    QApplication.clipboard().setText(text)
    box.paste()
    key(Qt.Key.Key_Right, Mods.AltModifier)
    assert saved(window, RATIONALE) == text


@pytest.mark.parametrize("piece", ["The child waitted. ", "x", "d\u00fb ", "\U0001f600", "line\n"])
def test_a_paste_of_twenty_thousand_characters_is_taken_or_refused_in_a_moment(
    open_window: OpenWindow, piece: str
) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    box = at(window, RATIONALE)
    before = saved(window, RATIONALE)
    text = (piece * 20_000)[:20_000].strip()
    box.selectAll()
    QApplication.clipboard().setText(text)
    begun = time.process_time()
    box.paste()
    QApplication.processEvents()
    key(Qt.Key.Key_Right, Mods.AltModifier)
    assert time.process_time() - begun < 10, (
        "a window that does not answer for so long is not usable"
    )
    if saved(window, RATIONALE) == before:
        draft = store_of(window).drafts()
        assert [one.text for one in draft] == [text], "what is refused is not lost"
    else:
        assert saved(window, RATIONALE) == text


@pytest.mark.parametrize("leave", ["tab", "enter", "next case", "click elsewhere"])
def test_what_is_still_composed_is_text_once_the_field_is_left(
    open_window: OpenWindow, leave: str
) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    box = at(window, RATIONALE)
    box.selectAll()
    type_keys("Seen in ")
    compose("東京")
    match leave:
        case "tab":
            key(Qt.Key.Key_Tab)
        case "enter":
            key(Qt.Key.Key_Return)
        case "next case":
            key(Qt.Key.Key_Right, Mods.AltModifier)
        case _:
            page_of(window).list.view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert saved(window, RATIONALE) == "Seen in 東京"


def test_a_day_that_is_still_composed_is_taken_too(open_window: OpenWindow) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    at(window, "period.from").selectAll()
    type_keys("12/02/")
    compose("2018")
    key(Qt.Key.Key_Return)
    assert saved(window, "period.from") == "2018-02-12"


def test_composing_that_is_given_up_leaves_nothing(open_window: OpenWindow) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    at(window, RATIONALE).selectAll()
    type_keys("Seen")
    compose("東")
    compose("")
    key(Qt.Key.Key_Tab)
    assert saved(window, RATIONALE) == "Seen"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12/01/18", "2018-01-12"),
        ("120198", "1998-01-12"),
        ("12.01.99", "1999-01-12"),
        ("12/01/1899", "1899-01-12"),
        ("29/02/2000", "2000-02-29"),
        ("2018-02-12", "2018-02-12"),
        ("29/02/1900", None),
        ("12/01/20180", None),
        ("00/00/0000", None),
        ("-9999", "1990-09-28"),
        ("12/13/2018", None),
        ("tomorrow", None),
    ],
)
def test_a_day_of_any_century_is_taken_or_refused_in_words(
    open_window: OpenWindow, typed: str, kept: str | None
) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    before = saved(window, "period.from")
    box = at(window, "period.from")
    box.selectAll()
    type_keys(typed)
    key(Qt.Key.Key_Return)
    card = page_of(window).section.card_of("period.from")
    assert card is not None
    if kept is None:
        assert (bool(card.refusal), saved(window, "period.from")) == (True, before)
    else:
        assert (card.refusal, saved(window, "period.from")) == ("", kept)


@pytest.mark.parametrize(
    ("far", "nearest", "later"),
    [
        (date.max, date(2020, 12, 31), None),
        (date(1800, 1, 1), date(1800, 1, 1), date(1827, 5, 19)),
    ],
)
def test_a_day_far_from_today_opens_the_calendar_and_moves_by_days(
    open_window: OpenWindow, far: date, nearest: date, later: date | None
) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    at(window, "period.to").selectAll()
    type_keys(f"{far:%d/%m/%Y}")
    key(Qt.Key.Key_Return)
    assert saved(window, "period.to") == far.isoformat()
    box = at(window, "period.to")
    key(Qt.Key.Key_Down, Mods.AltModifier)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, CalendarPop)
    assert popup.calendar.selectedDate().toPython() == nearest
    popup.close()
    box.selectAll()
    type_keys("+9999")
    key(Qt.Key.Key_Return)
    card = page_of(window).section.card_of("period.to")
    assert card is not None
    assert bool(card.refusal) == (later is None)
    assert saved(window, "period.to") == (later or far).isoformat()

"""One whole case by keys alone, and how many keys it takes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from window_kit import part, presenter_of
from window_sample import CODE, PERSON, OpenWindow

from reviewer.domain.form import Kind
from reviewer.domain.grades import Status
from reviewer.domain.ids import Key, case_id
from ui.window.main_window import MainWindow
from ui.window.review.cases_page import CasesPage

MOST_STEPS = 90
"""More answers than a case of this type asks for: the test fails rather than runs on."""

LONG = "What decided this is written in the record of the day and was read in full by the reviewer."


class Hand:
    """Presses keys and counts those of coded answers."""

    def __init__(self) -> None:
        self.coded = 0
        self.answers = 0

    def text(self, keys: str) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, keys)

    def press(
        self, key: Qt.Key, mods: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, mods)


def answer_focused(window: MainWindow, hand: Hand) -> None:
    page = part(window, CasesPage)
    card = page.section.focused_card()
    assert card is not None
    assert card.item is not None
    focused = QApplication.focusWidget()
    assert focused is not None
    if focused.objectName().startswith("text-"):
        hand.text(LONG)
        if focused.objectName().endswith(".note") and ".note" not in card.key:
            hand.press(Qt.Key.Key_Return)
        else:
            hand.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    elif card.item.kind is Kind.DATE:
        hand.text("120618" if card.key == "period.from" else "310818")
        hand.press(Qt.Key.Key_Return)
    elif card.item.kind is Kind.MULTI:
        hand.press(Qt.Key.Key_Space)
        hand.press(Qt.Key.Key_Return)
        hand.coded, hand.answers = hand.coded + 2, hand.answers + 1
    else:
        keys = {"supervision.flag": "f", "delay.flag": "d", "overall.grade": "2"}
        rating = "2" if card.key.endswith(".rating") else "y"
        hand.text(keys.get(str(card.key), rating))
        hand.coded, hand.answers = hand.coded + 1, hand.answers + 1


def test_a_whole_case_is_reviewed_by_keys_alone_with_one_key_for_an_answer(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    hand = Hand()
    store = presenter_of(window)._store
    for _ in range(MOST_STEPS):
        page = part(window, CasesPage)
        if page.section.focused_card() is None:
            break
        answer_focused(window, hand)
    hand.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    progress = store.progress()[case_id(CODE, 1)]
    assert progress.status is Status.COMPLETE, store.review(case_id(CODE, 1), PERSON).answers
    assert store.review(case_id(CODE, 1), PERSON).get(Key("overall.grade")) == "RI"
    assert hand.answers > 25
    assert hand.coded <= 1.5 * hand.answers

"""What is typed and never left: on the disk within a second, back after a kill, no answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from window_kit import (
    Mods,
    focused,
    key,
    page_of,
    part,
    presenter_of,
    show_review,
    store_of,
    type_keys,
)
from window_sample import CODE, NOW, PERSON, OpenWindow, make_file, opened

from db.chain import check_file
from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.app.case_views import review_documents
from reviewer.app.drafting import keep_draft
from reviewer.domain.case_actions import AnswerGiven
from reviewer.domain.errors import WorldError
from reviewer.domain.form import TEXT_LIMIT
from reviewer.domain.ids import Key, case_id
from ui.operations.preferences import Preferences
from ui.window.main_window import MainWindow
from ui.window.parts.field import Field
from ui.window.theme import Theme

SECOND = case_id(CODE, 2)
RATIONALE, NOTE, ROWS = Key("overall.rationale"), Key("A1.1.note"), Key("delay.rows")
TYPED = "The child waited nine days"
ROOT = Path(__file__).parents[2]

TYPE_AND_WAIT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from window_kit import page_of, presenter_of, show_review
from window_sample import NOW, opened
from ui.window.main_window import MainWindow
from ui.window.parts.field import Field
from ui.operations.preferences import Preferences
from ui.window.theme import Scheme, Theme
path, case, key, box, typed = sys.argv[1:]
app = QApplication([])
theme = Theme(app, Scheme.LIGHT, 100)
with opened(Path(path)) as store:
    window = MainWindow(theme, Preferences())
    show_review(window, theme, store)
    page = page_of(window)
    window.show()
    QTest.qWaitForWindowActive(window)
    presenter_of(window).open_case(case)
    presenter_of(window).steps.go_to(key)
    card = page.section.card_of(key)
    edit = next(e for e in card.findChildren(type(card.note.edit)) if e.objectName() == box)
    edit.setFocus()
    QTest.keyClicks(edit, typed)
    look = QTimer(interval=10)
    look.timeout.connect(lambda: any(typed in d.text for d in store.drafts()) and print(1, flush=1))
    look.start()
    app.exec()
"""


def killed_while_typing(path: Path, key: str, box: str) -> None:
    """Type into a box of a real window on a file, and kill the program once a draft is kept."""
    with subprocess.Popen(
        [sys.executable, "-c", TYPE_AND_WAIT, str(path), SECOND, key, box, TYPED],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{Path(__file__).parent}", "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "1"
        child.kill()


@contextmanager
def window_on(path: Path, theme: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    """Open a window on a file that is there."""
    with opened(path) as store:
        window = MainWindow(theme, Preferences())
        qtbot.addWidget(window)
        show_review(window, theme, store)
        window.resize(1440, 900)
        with qtbot.waitActive(window):
            window.show()
        yield window


def draft_words(window: MainWindow) -> list[str]:
    labels = window.findChildren(QLabel, "draft-words")
    return [label.text() for label in labels if label.isVisible()]


def typed_in(window: MainWindow, box: str) -> str:
    boxes = [b for b in window.findChildren(QPlainTextEdit, box) if b.isVisible()]
    return boxes[0].toPlainText() if boxes else ""


def answers(store: ReviewFile) -> list[str]:
    """Return the values of the answers that the log holds of the second case."""
    given = [event.action for event in store.history(SECOND)]
    return [action.answer or "" for action in given if isinstance(action, AnswerGiven)]


@pytest.mark.parametrize(
    ("prepared", "item", "box"),
    [
        ({}, RATIONALE, f"text-{RATIONALE}"),
        ({"A1.1": "N"}, Key("A1.1"), f"text-{NOTE}"),
        ({"delay.flag": "DEL_UNNEC", ROWS: '[{"stage": "ST1"}]'}, ROWS, "text-note"),
    ],
    ids=["a text", "a note", "a row's text"],
)
def test_what_was_typed_comes_back_after_a_kill_as_a_draft_and_becomes_an_answer_when_left(
    tmp_path: Path, theme: Theme, qtbot: QtBot, prepared: dict[str, str], item: Key, box: str
) -> None:
    path = tmp_path / "sample.review"
    make_file(path, 3)
    with opened(path) as store:
        answer(store, SECOND, prepared, now=NOW)
    killed_while_typing(path, item, box)
    with window_on(path, theme, qtbot) as window:
        store = store_of(window)
        assert check_file(store).ok
        assert presenter_of(window).case == SECOND
        assert typed_in(window, box) == TYPED
        assert len(draft_words(window)) == 1
        assert TYPED not in str(review_documents(store, SECOND))
        before = answers(store)
        assert not any(TYPED in value for value in before)
        edit = next(b for b in window.findChildren(QPlainTextEdit, box) if b.isVisible())
        edit.setFocus()
        key(Qt.Key.Key_Tab)
        after = answers(store)
        assert len(after) == len(before) + 1
        assert TYPED in after[-1]
        assert store.drafts() == ()
        assert draft_words(window) == []


def test_a_draft_is_discarded_by_its_button_and_the_answer_is_shown_again(
    open_window: OpenWindow,
) -> None:
    def prepare(store: ReviewFile) -> None:
        answer(store, SECOND, {RATIONALE: "As it was answered"}, now=NOW)
        keep_draft(store, SECOND, RATIONALE, "As it was answered, and more", now=NOW)

    window = open_window(3, prepare)
    assert typed_in(window, f"text-{RATIONALE}") == "As it was answered, and more"
    card = page_of(window).section.card_of(RATIONALE)
    assert card is not None
    button = part(card, QWidget, "drop-draft")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert typed_in(window, f"text-{RATIONALE}") == "As it was answered"
    assert store_of(window).drafts() == ()
    assert draft_words(window) == []
    key(Qt.Key.Key_Tab)
    assert answers(store_of(window)) == ["As it was answered"]


def test_a_draft_is_dropped_by_a_key(open_window: OpenWindow) -> None:
    window = open_window(3, lambda s: keep_draft(s, SECOND, RATIONALE, TYPED, now=NOW))
    key(Qt.Key.Key_D, Mods.ControlModifier | Mods.ShiftModifier)
    assert typed_in(window, f"text-{RATIONALE}") == ""
    assert store_of(window).drafts() == ()


def test_a_draft_nobody_went_to_stays_a_draft_when_the_case_is_left(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    keep_draft(store_of(window), SECOND, RATIONALE, TYPED, now=NOW)
    presenter_of(window).open_case(SECOND)
    page_of(window).navigator.setFocus()
    presenter_of(window).steps.show_section("overall")
    assert typed_in(window, f"text-{RATIONALE}") == TYPED
    presenter_of(window).open_case(case_id(CODE, 3))
    assert [d.text for d in store_of(window).drafts()] == [TYPED]
    assert store_of(window).review(SECOND, PERSON).answers == {}


def test_one_who_types_without_a_pause_is_never_a_second_ahead_of_the_disk(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(3)
    presenter_of(window).steps.go_to(RATIONALE)

    def typed_on_and_kept() -> bool:
        type_keys("a")
        return bool(store_of(window).drafts())

    qtbot.waitUntil(typed_on_and_kept)
    assert store_of(window).review(case_id(CODE, 1), PERSON).answers == {}


def test_what_is_typed_back_to_the_answer_is_no_draft(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(3)
    presenter_of(window).steps.go_to(RATIONALE)
    type_keys("ab")
    qtbot.waitUntil(lambda: len(store_of(window).drafts()) == 1)
    key(Qt.Key.Key_Backspace)
    key(Qt.Key.Key_Backspace)
    key(Qt.Key.Key_Tab)
    assert store_of(window).drafts() == ()


def test_clearing_the_screen_keeps_what_is_typed_and_answers_nothing(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    presenter_of(window).steps.go_to(RATIONALE)
    type_keys(TYPED)
    key(Qt.Key.Key_F12)
    first = case_id(CODE, 1)
    assert [draft.text for draft in store_of(window).drafts()] == [TYPED]
    assert store_of(window).review(first, PERSON).answers == {}
    key(Qt.Key.Key_F12)
    type_keys(".")
    key(Qt.Key.Key_Tab)
    assert store_of(window).review(first, PERSON).get(RATIONALE) == f"{TYPED}."


def test_a_text_that_no_answer_may_have_stays_a_draft(open_window: OpenWindow) -> None:
    window = open_window(3)
    presenter_of(window).steps.go_to(RATIONALE)
    edit = focused()
    assert isinstance(edit, QPlainTextEdit)
    edit.insertPlainText("a" * (TEXT_LIMIT + 1))
    key(Qt.Key.Key_Right, Mods.AltModifier)
    first = case_id(CODE, 1)
    assert store_of(window).review(first, PERSON).answers == {}
    assert [len(draft.text) for draft in store_of(window).drafts()] == [TEXT_LIMIT + 1]
    key(Qt.Key.Key_Left, Mods.AltModifier)
    presenter_of(window).steps.go_to(RATIONALE)
    assert len(typed_in(window, f"text-{RATIONALE}")) == TEXT_LIMIT + 1


def test_a_draft_the_disk_refuses_is_reported_and_kept_when_it_can_be(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(3)
    presenter_of(window).steps.go_to(RATIONALE)

    def full(*_: object, **__: object) -> None:
        raise WorldError("disk-full", "The disk is full; make room and try again.")

    with monkeypatch.context() as broken:
        broken.setattr("ui.window.review.drafts.keep_draft", full)
        type_keys(TYPED)
        qtbot.waitUntil(window.banner.isVisible)
        assert TYPED in presenter_of(window).unsaved_text()
    window.banner.retried.emit()
    assert not window.banner.isVisible()
    assert [draft.text for draft in store_of(window).drafts()] == [TYPED]


def test_a_rows_draft_outlives_an_answer_in_another_cell_of_its_rows(
    open_window: OpenWindow,
) -> None:
    stored, typed = '[{"stage": "ST1"}]', f'[{{"stage": "ST1", "note": "{TYPED}"}}]'

    def prepare(store: ReviewFile) -> None:
        answer(store, SECOND, {"delay.flag": "DEL_UNNEC", ROWS: stored}, now=NOW)
        keep_draft(store, SECOND, ROWS, typed, now=NOW)

    window = open_window(3, prepare)
    card = page_of(window).section.card_of(ROWS)
    assert card is not None
    assert typed_in(window, "text-note") == TYPED
    field = next(f for f in card.findChildren(Field, "cell-stage") if f.isVisible())
    field.edited.emit("ST2")
    assert "ST2" in answers(store_of(window))[-1]
    assert TYPED not in answers(store_of(window))[-1]
    assert typed_in(window, "text-note") == TYPED
    (kept,) = store_of(window).drafts()
    assert TYPED in kept.text
    presenter_of(window).open_case(case_id(CODE, 1))
    presenter_of(window).open_case(SECOND)
    presenter_of(window).steps.go_to(ROWS)
    assert typed_in(window, "text-note") == TYPED
    assert len(draft_words(window)) == 1


def test_a_text_cleared_while_the_disk_refuses_stays_cleared_when_it_is_fixed(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepare(store: ReviewFile) -> None:
        answer(store, SECOND, {RATIONALE: "It was wrong"}, now=NOW)

    window = open_window(3, prepare)
    presenter_of(window).open_case(SECOND)
    presenter_of(window).steps.go_to(RATIONALE)

    def full(*_: object, **__: object) -> None:
        raise WorldError("disk-full", "The disk is full; make room and try again.")

    with monkeypatch.context() as broken:
        broken.setattr("ui.window.review.drafts.keep_draft", full)
        edit = QApplication.focusWidget()
        assert isinstance(edit, QPlainTextEdit)
        edit.clear()
        qtbot.waitUntil(window.banner.isVisible)
    window.banner.retried.emit()
    assert [(draft.key, draft.text) for draft in store_of(window).drafts()] == [(RATIONALE, "")]


def test_removing_a_row_keeps_what_is_typed_in_the_rows_behind_it(open_window: OpenWindow) -> None:
    stored = '[{"stage": "ST1"}, {"stage": "ST2"}, {"stage": "ST3"}]'
    typed = f'[{{"stage": "ST1"}}, {{"stage": "ST2"}}, {{"stage": "ST3", "note": "{TYPED}"}}]'

    def prepare(store: ReviewFile) -> None:
        answer(store, SECOND, {"delay.flag": "DEL_UNNEC", ROWS: stored}, now=NOW)
        keep_draft(store, SECOND, ROWS, typed, now=NOW)

    window = open_window(3, prepare)
    card = page_of(window).section.card_of(ROWS)
    assert card is not None
    (remove, *_) = (b for b in card.findChildren(QPushButton, "remove-row") if b.isVisible())
    remove.click()
    notes = [e.toPlainText() for e in card.findChildren(QPlainTextEdit) if e.isVisible()]
    assert notes == ["", TYPED]
    assert '"ST1"' not in answers(store_of(window))[-1]
    (kept,) = store_of(window).drafts()
    assert kept.text == f'[{{"stage":"ST2"}},{{"stage":"ST3","note":"{TYPED}"}}]'

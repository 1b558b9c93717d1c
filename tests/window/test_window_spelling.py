"""Spelling while a person types: what is underlined, F7, corrections, their own words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QToolTip,
    QVBoxLayout,
)
from pytestqt.qtbot import QtBot
from window_kit import (
    Mods,
    focused,
    in_dialog,
    key,
    part,
    presenter_of,
    press,
    store_of,
    take_out,
    text_of,
    type_keys,
    write,
)
from window_sample import OpenWindow, answer_some

from reviewer.app.spelling import add_word, own_words
from reviewer.domain.ids import case_id
from ui.operations.preferences import Preferences
from ui.window.commands import Command, Commands
from ui.window.main_window import MainWindow
from ui.window.parts.text_box import TextBox
from ui.window.parts.text_field import GrowingEdit
from ui.window.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
RATIONALE = "overall.rationale"


def at_rationale(window: MainWindow) -> GrowingEdit:
    presenter_of(window).steps.go_to(RATIONALE)
    edit = focused()
    assert isinstance(edit, GrowingEdit)
    return edit


def waved(edit: TextBox) -> list[str]:
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    marks = edit.extraSelections()
    return [m.cursor.selectedText() for m in marks if m.format.underlineStyle() == wave]  # type: ignore[attr-defined]  # missing from the stubs


def menu(qtbot: QtBot) -> QMenu:
    def there() -> None:
        assert isinstance(QApplication.activePopupWidget(), QMenu)

    qtbot.waitUntil(there)
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def pick(shown: QMenu, text: str) -> None:
    next(act for act in shown.actions() if act.text() == text).trigger()
    shown.close()


def test_a_misspelt_word_is_underlined_once_it_is_typed(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    edit = at_rationale(open_window(2, lambda store: answer_some(store, 1)))
    edit.setPlainText("")
    type_keys("The recieved")
    edit.mark()
    assert waved(edit) == [], "the word is still being typed"
    edit.insertPlainText(" colour \U0001f600 dicussion was")
    qtbot.waitUntil(lambda: waved(edit) == ["recieved", "dicussion"])


def test_f7_goes_from_word_to_word_and_a_correction_replaces_it(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    edit = at_rationale(window)
    edit.setPlainText("It was recieved \U0001f600 after a dicussion.")
    edit.moveCursor(edit.textCursor().MoveOperation.Start)
    key(Qt.Key.Key_F7)
    assert edit.textCursor().selectedText() == "recieved"
    pick(menu(qtbot), "received")
    assert "received \U0001f600" in edit.toPlainText()
    key(Qt.Key.Key_F7)
    assert edit.textCursor().selectedText() == "dicussion"
    pick(menu(qtbot), "discussion")
    key(Qt.Key.Key_F7)
    assert QApplication.activePopupWidget() is None
    assert "No misspelt" in text_of(window, "status")
    saved = store_of(window).review(case_id("NCPI-TST-2018Q4", 1), "A. Inspector").get(RATIONALE)
    assert "received" in saved


def test_f7_finds_a_word_in_another_section_from_anywhere(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    presenter_of(window).answer(RATIONALE, "The stratergy was dicussed at length " * 8)
    presenter_of(window).steps.go_to("reviewable")
    key(Qt.Key.Key_F7)
    edit = focused()
    assert isinstance(edit, GrowingEdit)
    assert edit.textCursor().selectedText() == "stratergy"
    menu(qtbot).close()


def test_a_word_that_was_added_stays_in_the_file_and_can_be_removed(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    edit = at_rationale(window)
    edit.setPlainText("Llanrwstt was told")
    edit.moveCursor(edit.textCursor().MoveOperation.Start)
    key(Qt.Key.Key_F7)
    pick(menu(qtbot), "Add “Llanrwstt” to the dictionary")
    assert own_words(store_of(window)) == ("Llanrwstt",)
    assert waved(edit) == []

    def change(dialog: QDialog) -> None:
        write(dialog, "own-word", "two words")
        press(dialog, "own-word-add")
        assert part(dialog, QLineEdit, "own-word").text() == "two words"
        write(dialog, "own-word", "Betws")
        press(dialog, "own-word-add")
        words = part(dialog, QListWidget, "own-words-list")
        words.setCurrentRow(1)
        press(dialog, "own-word-remove")

    met = in_dialog(change)
    window.actions_[Commands.OWN_WORDS].trigger()
    assert met
    assert own_words(store_of(window)) == ("Betws",)
    assert waved(edit) == ["Llanrwstt"]


def test_a_redaction_takes_the_words_out_of_the_dictionary_too(open_window: OpenWindow) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    add_word(store_of(window), "Smithx")
    add_word(store_of(window), "other")
    presenter_of(window).answer(RATIONALE, "Told by Jane Smithx on the day " * 8)
    at_rationale(window)
    met = in_dialog(lambda dialog: take_out(dialog, "Jane Smithx"))
    window.actions_[Commands.REDACT].trigger()
    assert met
    assert own_words(store_of(window)) == ("other",)


@pytest.mark.parametrize(
    ("command", "box", "close"),
    [
        (Commands.COMMENT, "comment-text", "comment-cancel"),
        (Commands.CORRECT, "reason", "list-values-cancel"),
        (Commands.REDACT, "redact-why", "redact-sheet-cancel"),
        (Commands.PHRASES, "phrase-new", ""),
    ],
)
def test_the_texts_of_dialogs_are_checked_and_f7_corrects_them(
    open_window: OpenWindow, qtbot: QtBot, command: Command, box: str, close: str
) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    at_rationale(window)
    seen: list[str] = []

    def correct(dialog: QDialog) -> None:
        edit = part(dialog, TextBox, box)
        with qtbot.waitActive(dialog):
            dialog.activateWindow()
        edit.setFocus()
        edit.setPlainText("The discusion was Llanrwstt ")
        qtbot.waitUntil(lambda: waved(edit) == ["discusion", "Llanrwstt"])
        QTest.keyClick(edit, Qt.Key.Key_F7)
        pick(menu(qtbot), "discussion")
        QTest.keyClick(edit, Qt.Key.Key_F7)
        pick(menu(qtbot), "Add “Llanrwstt” to the dictionary")
        seen.append(edit.text())
        assert waved(edit) == []
        if close:
            press(dialog, close)

    met = in_dialog(correct)
    window.actions_[command].trigger()
    assert met
    assert seen == ["The discussion was Llanrwstt "]
    assert own_words(store_of(window)) == ("Llanrwstt",)


@pytest.mark.parametrize(
    ("languages", "found"), [("en", ["sbectol"]), ("cy", ["giraffe"]), ("en cy", []), ("", [])]
)
def test_the_languages_that_were_chosen_are_checked(
    open_window: OpenWindow, languages: str, found: list[str]
) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    window.prefer(Preferences(spelling=languages))
    edit = at_rationale(window)
    edit.setPlainText("giraffe sbectol ")
    edit.mark()
    assert waved(edit) == found
    if not languages:
        key(Qt.Key.Key_F7, Mods.NoModifier)
        assert "Settings" in text_of(window, "status")


def test_f7_begins_at_the_first_text_and_passes_over_those_that_nobody_can_edit(
    open_window: OpenWindow, theme: Theme, qtbot: QtBot
) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    at_rationale(window)
    dialog = QDialog(window)
    button, read, first, second = QPushButton(), *(TextBox(theme) for _ in range(3))
    layout = QVBoxLayout(dialog)
    for widget in (button, read, first, second):
        layout.addWidget(widget)
    for box in (read, first, second):
        box.setPlainText("A discusion ")
    read.setReadOnly(True)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    first.setFocus()
    button.setFocus()
    key(Qt.Key.Key_F7)
    menu(qtbot).close()
    assert focused() is first
    key(Qt.Key.Key_F7)
    menu(qtbot).close()
    assert focused() is second
    key(Qt.Key.Key_F7)
    menu(qtbot).close()
    assert focused() is first
    window.prefer(Preferences(spelling=""))
    key(Qt.Key.Key_F7)
    assert "Settings" in QToolTip.text()
    QToolTip.hideText()
    dialog.close()

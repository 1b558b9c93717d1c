"""The dialogs about a case, opened by their keys over a real file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_kit import (
    in_dialog,
    key,
    page_of,
    part,
    presenter_of,
    press,
    refusal_in,
    store_of,
    text_of,
    type_keys,
    write,
)
from window_sample import CODE, NOW, PERSON, OpenWindow, sent_back

from db.chain import check_file
from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.app.case_notes import comments_of
from reviewer.app.drafting import keep_draft
from reviewer.domain.event import typed_text
from reviewer.domain.ids import Key, case_id
from reviewer.domain.returning import Returned
from reviewer.domain.times import stamp
from ui.window.commands import Commands, own_keys
from ui.window.frame import Cover
from ui.window.parts.buttons import plain_button
from ui.window.parts.field import Field
from ui.window.review.cases.case_lines import CaseFilter, Sorting
from ui.window.review.cases_page import CasesPage
from ui.window.review.history_dialog import HistoryDialog

# The screen of these tests has no window manager to hint sizes to.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FIRST = case_id(CODE, 1)
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def test_a_case_is_postponed_by_a_key_and_found_by_its_filter(open_window: OpenWindow) -> None:
    window = open_window(3)
    key(Qt.Key.Key_F8)
    model = page_of(window).list.model
    line = model.line(FIRST)
    assert line is not None
    assert "not sure" in line.accessible_text
    model.search("", {CaseFilter.POSTPONED}, Sorting.NUMBER)
    assert model.shown() == (FIRST,)
    assert text_of(window, "status").startswith("Postponed")
    key(Qt.Key.Key_F8)
    assert store_of(window).postponed() == frozenset()


def test_a_comment_is_kept_shown_at_its_item_and_taken_back(open_window: OpenWindow) -> None:
    window = open_window(3)
    presenter_of(window).steps.go_to("A1.1")

    def remark(dialog: QDialog) -> None:
        write(dialog, "comment-text", "")
        press(dialog, "comment-accept")
        assert refusal_in(dialog)
        write(dialog, "comment-text", "<b>Ask</b> about the log")
        QTest.keyClick(part(dialog, QWidget, "comment-text"), Qt.Key.Key_Return, CTRL)
        assert not dialog.isVisible()

    met = in_dialog(remark)
    key(Qt.Key.Key_M, CTRL)
    assert met
    (kept,) = comments_of(store_of(window), FIRST)
    assert (kept.key, kept.text, kept.author) == ("A1.1", "<b>Ask</b> about the log", PERSON)
    card = page_of(window).section.card_of("A1.1")
    assert card is not None
    words = part(card, QWidget, "comments")
    assert isinstance(words, QLabel)
    assert words.isVisible()
    assert "<b>Ask</b> about the log" in words.text()
    presenter_of(window).steps.go_to("A1.1")
    met = in_dialog(lambda dialog: press(dialog, f"take-back-{kept.seq}"))
    key(Qt.Key.Key_M, CTRL)
    assert met
    assert not words.isVisible()


def test_a_comment_does_not_follow_to_the_next_case(open_window: OpenWindow) -> None:
    window = open_window(3)
    presenter_of(window).steps.go_to("A1.1")

    def remark(dialog: QDialog) -> None:
        write(dialog, "comment-text", "Mine")
        press(dialog, "comment-accept")

    in_dialog(remark)
    key(Qt.Key.Key_M, CTRL)
    presenter_of(window).steps.step(1)
    presenter_of(window).steps.go_to("A1.1")
    card = page_of(window).section.card_of("A1.1")
    assert card is not None
    assert not part(card, QWidget, "comments").isVisible()


def test_the_history_of_an_item_says_who_when_and_from_what_to_what(
    open_window: OpenWindow,
) -> None:
    def prepare(store: ReviewFile) -> None:
        answer(store, FIRST, {"A1.1": "Y"}, now=NOW)
        answer(store, FIRST, {"A1.1": "N"}, now=NOW)
        answer(store, FIRST, {"A1.2": "Y"}, now=NOW)

    window = open_window(3, prepare)
    presenter_of(window).steps.go_to("A1.1")
    lines: list[list[str]] = []
    who: list[str] = []

    def read(dialog: QDialog) -> None:
        assert isinstance(dialog, HistoryDialog)
        model = dialog.table.records
        for row in range(model.rowCount()):
            cells = [model.index(row, c).data() for c in range(model.columnCount())]
            lines.append(cells[1:])
            who.append(cells[0])

    met = in_dialog(read)
    key(Qt.Key.Key_H, CTRL)
    assert met
    assert lines == [["Yes", "No"], ["–", "Yes"]]
    assert all(cell.endswith(f"\n{PERSON}") for cell in who)


def test_a_phrase_is_kept_and_inserted_where_the_keyboard_is(
    open_window: OpenWindow, home: Path
) -> None:
    window = open_window(3)
    presenter_of(window).steps.go_to("overall.rationale")

    def keep(dialog: QDialog) -> None:
        write(dialog, "phrase-new", "No entry on file shows this was done.")
        press(dialog, "keep-phrase")
        write(dialog, "phrase-search", "entry")
        press(dialog, "insert-phrase")

    met = in_dialog(keep)
    key(Qt.Key.Key_T, CTRL)
    assert met
    window.flush()
    saved = store_of(window).review(FIRST, PERSON).get("overall.rationale")
    assert saved == "No entry on file shows this was done."
    assert store_of(window).phrases() == (saved,)
    lying = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert b"No entry on file" not in lying


def test_a_set_of_phrases_is_imported_and_leaves_only_with_a_reason_for_what_names_somebody(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(3)
    presenter_of(window).steps.go_to("overall.rationale")
    there, out = tmp_path / "mine.txt", tmp_path / "out.txt"
    there.write_text("No entry on file.\n\nRing Mrs Kowalska on 07911 123456.\n", "utf-8")
    monkeypatch.setattr("ui.window.review.phrases_dialog.open_one", lambda *_: there)
    monkeypatch.setattr("ui.window.review.phrases_dialog.save_as", lambda *_: out)

    def carry(dialog: QDialog) -> None:
        press(dialog, "import-phrases")
        press(dialog, "export-phrases")
        assert "Kowalska" in refusal_in(dialog)
        assert dialog.focusWidget().objectName() == "phrases-reason"
        assert not out.exists()
        write(dialog, "phrases-reason", "my own number")
        press(dialog, "export-phrases")
        press(dialog, "close-phrases")

    met = in_dialog(carry)
    key(Qt.Key.Key_T, CTRL)
    assert met
    assert len(store_of(window).phrases()) == 2
    assert out.read_text("utf-8") == there.read_text("utf-8")


def test_without_phrases_the_dialog_says_what_to_do_and_inserts_nothing(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    presenter_of(window).steps.go_to("overall.rationale")
    shown: list[str] = []

    def look(dialog: QDialog) -> None:
        found = part(dialog, QListWidget, "phrases-found")
        shown.extend(found.item(row).text() for row in range(found.count()))
        for code in (Qt.Key.Key_Down, Qt.Key.Key_Return):
            QTest.keyClick(part(dialog, QWidget, "phrase-search"), code)
        assert dialog.isVisible()

    met = in_dialog(look)
    key(Qt.Key.Key_T, CTRL)
    assert met
    assert len(shown) == 1
    window.flush()
    assert not store_of(window).review(FIRST, PERSON).get("overall.rationale")


def test_a_phrase_needs_a_text_to_go_into(open_window: OpenWindow) -> None:
    window = open_window(3)
    key(Qt.Key.Key_T, CTRL)
    assert text_of(window, "status") == "Click in a text box first."


def test_a_value_of_the_list_is_corrected_with_a_reason(open_window: OpenWindow) -> None:
    window = open_window(3)

    def correct(dialog: QDialog) -> None:
        assert dialog.findChild(QWidget, "value-force_grade") is None
        write(dialog, "value-unit", "Sutton CAIT")
        press(dialog, "list-values-accept")
        assert refusal_in(dialog)
        write(dialog, "reason", "the file names another unit")
        press(dialog, "list-values-accept")
        assert not dialog.isVisible()

    met = in_dialog(correct)
    key(Qt.Key.Key_L, CTRL | SHIFT)
    assert met
    assert store_of(window).case(FIRST).get("unit") == "Sutton CAIT"
    facts = part(window, QLabel, "case-facts")
    assert "Sutton CAIT" in facts.text().replace("\N{NO-BREAK SPACE}", " ")
    line = page_of(window).list.model.line(FIRST)
    assert line is not None
    assert line.unit == "Sutton CAIT"
    assert check_file(store_of(window)).ok


def test_a_case_found_on_site_is_added_and_opened(open_window: OpenWindow) -> None:
    window = open_window(3)

    def add(dialog: QDialog) -> None:
        write(dialog, "value-reference", "TST/NEW")
        combo = part(dialog, QWidget, "value-type")
        combo.setCurrentIndex(combo.findData("DA"))  # type: ignore[attr-defined]  # a combo box
        write(dialog, "reason", "replaces 0002, which could not be found")
        press(dialog, "list-values-accept")
        assert not dialog.isVisible()

    met = in_dialog(add)
    key(Qt.Key.Key_N, CTRL | SHIFT)
    assert met
    added = store_of(window).cases()[-1]
    assert added.reference == "TST/NEW"
    assert presenter_of(window).case == added.id
    assert len(page_of(window).list.model) == 4
    assert check_file(store_of(window)).ok


def test_a_key_is_changed_checked_for_conflicts_and_shown_everywhere(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)

    def change(dialog: QDialog) -> None:
        box = part(dialog, QKeySequenceEdit, "keys-clear-screen")
        for keys, sound in (("Ctrl+K", False), ("y", False), ("F9", True)):
            box.setKeySequence(QKeySequence(keys))
            press(dialog, "take-keys")
            assert dialog.isVisible() is not sound

    met = in_dialog(change)
    key(Qt.Key.Key_K, CTRL | SHIFT)
    assert met
    assert "F9" in window.findChild(QPushButton, "foot-clear-screen").text()
    key(Qt.Key.Key_F12)
    assert not window.cover.isVisible()
    key(Qt.Key.Key_F9)
    assert window.cover.isVisible()


def test_own_keys_that_clash_with_ours_or_are_of_another_version_are_as_never_chosen() -> None:
    assert own_keys({"complete": ("F12",)}) == {}
    assert own_keys({"complete": ("F9",), "brew-tea": ("F8",)}) == {"complete": ("F9",)}


def test_enter_in_a_palette_that_nobody_typed_into_does_nothing(open_window: OpenWindow) -> None:
    window = open_window(3)
    before = presenter_of(window)._store.last_event()

    def press_enter(dialog: QDialog) -> None:
        QTest.keyClick(part(dialog, QWidget, "palette-box"), Qt.Key.Key_Return)
        assert dialog.isVisible()
        dialog.reject()

    in_dialog(press_enter)
    key(Qt.Key.Key_K, CTRL)
    assert presenter_of(window)._store.last_event() == before


def test_a_command_of_the_palette_is_done_at_the_item_that_had_the_keyboard(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    presenter_of(window).steps.go_to("A1.2")
    met = []

    def read(dialog: QDialog) -> None:
        met.append(next(label.text() for label in dialog.findChildren(QLabel)))

    def choose(dialog: QDialog) -> None:
        write(dialog, "palette-box", "history of this item")
        in_dialog(read)
        QTest.keyClick(part(dialog, QWidget, "palette-box"), Qt.Key.Key_Return)

    in_dialog(choose)
    key(Qt.Key.Key_K, CTRL)
    assert met == ["History and warning flags checked"]


def test_a_changed_key_is_the_one_shown_beside_the_grades_the_search_and_completing(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    own = {
        Commands.GRADE.name: ("Ctrl+9",),
        Commands.SEARCH.name: ("F3",),
        Commands.COMPLETE.name: ("F4",),
    }
    window.actions_.remap(own)
    search = part(window, QLineEdit, "search")
    assert search.placeholderText().endswith("F3")
    assert part(window, QWidget, "complete").text().endswith("F4")  # type: ignore[attr-defined]  # a button
    assert text_of(window, "judgement-title").endswith("Ctrl 9")
    key(Qt.Key.Key_9, CTRL)
    type_keys("1")
    assert store_of(window).review(FIRST, PERSON).get("overall.grade") == "G"


def test_clearing_the_screen_covers_a_dialog_too_and_keeps_what_is_typed_in_it(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(3)
    met = []

    def clear(dialog: QDialog) -> None:
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        edit = part(dialog, QWidget, "comment-text")
        QTest.keyClicks(edit, "half a remark")
        QTest.keyClick(edit, Qt.Key.Key_F12)
        cover = part(dialog, Cover)
        met.append((cover.isVisible(), cover.size() == dialog.size(), window.cover.isVisible()))
        QTest.keyClick(cover, Qt.Key.Key_Escape)
        met.append((cover.isVisible(), window.cover.isVisible()))
        met.append(edit.toPlainText())  # type: ignore[attr-defined]  # a text box

    in_dialog(clear)
    key(Qt.Key.Key_M, CTRL)
    assert met == [(True, True, True), (False, False), "half a remark"]


def test_a_dialog_has_one_cover_however_often_the_screen_is_cleared(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    dialog = QDialog(window)
    dialog.show()
    for _ in range(3):
        window.conceal()
        window.conceal()
        assert dialog.findChildren(Cover)[0].isVisible()
        window._uncover()
    (cover,) = dialog.findChildren(Cover)
    assert not cover.isVisible()
    window.conceal()
    dialog.deleteLater()  # while it is covered: its job has ended
    QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    window._uncover()
    assert not window.cover.isVisible()


def test_words_are_removed_from_an_item_and_from_all_its_earlier_texts(
    open_window: OpenWindow,
) -> None:
    def prepare(store: ReviewFile) -> None:
        answer(store, FIRST, {"overall.rationale": "Quixotina Sample was seen."}, now=NOW)
        answer(store, FIRST, {"overall.rationale": "The child Quixotina was seen."}, now=NOW)

    window = open_window(3, prepare)
    presenter_of(window).steps.go_to("overall.rationale")
    shown: list[str] = []

    def remove(dialog: QDialog) -> None:
        write(dialog, "redact-words", "quixotina")
        press(dialog, "redact-sheet-accept")
        shown.append(refusal_in(dialog))
        write(dialog, "redact-why", "a name typed by mistake")
        press(dialog, "redact-sheet-accept")
        shown.append(refusal_in(dialog))
        assert part(dialog, QWidget, "redact-words").text() == ""
        press(dialog, "redact-sheet-accept")
        assert not dialog.isVisible()

    met = in_dialog(remove)
    window.actions_[Commands.REDACT].trigger()
    assert met
    assert "reason" in shown[0]
    assert shown[1].startswith("Redacted in 2 texts.")
    store = store_of(window)
    assert store.review(FIRST, PERSON).get("overall.rationale") == "The child [redacted] was seen."
    assert not [e for e in store.events() if "uixotina" in (typed_text(e.action) or "")]
    assert store.typed("quixotina") == set()
    assert check_file(store).problems == ()
    (edit,) = (e for e in window.findChildren(QPlainTextEdit) if "[redacted]" in e.toPlainText())
    assert not edit.document().isUndoAvailable()


def test_words_in_a_leads_comment_leave_the_case_and_the_note_above_it(
    open_window: OpenWindow,
) -> None:
    def prepare(store: ReviewFile) -> None:
        returned = Returned(moderator="M. Lead", at=stamp(NOW), comment="Look at Quixotina again.")
        with store.transaction(NOW) as unit:
            unit.log(sent_back(returned), case=FIRST)

    window = open_window(3, prepare)
    note = part(window, QWidget, "returned-comment")
    assert isinstance(note, QPlainTextEdit)
    assert note.toPlainText() == "Look at Quixotina again."
    refusals: list[str] = []

    def remove(dialog: QDialog) -> None:
        write(dialog, "redact-words", "quixotina")
        write(dialog, "redact-why", "a name typed by mistake")
        press(dialog, "redact-sheet-accept")
        refusals.append(refusal_in(dialog))
        press(dialog, "choice-1")
        press(dialog, "redact-sheet-accept")
        refusals.append(refusal_in(dialog))
        press(dialog, "redact-sheet-accept")

    met = in_dialog(remove)
    window.actions_[Commands.REDACT].trigger()
    assert met
    assert "These words are not in" in refusals[0]
    assert refusals[1].startswith("Redacted in 1 text.")
    assert "Tell the lead" in refusals[1]
    assert note.toPlainText() == "Look at [redacted] again."
    assert check_file(store_of(window)).problems == ()


def test_words_removed_from_a_draft_are_no_longer_in_its_box(open_window: OpenWindow) -> None:
    stored = '[{"stage":"ST1"}]'
    typed = '[{"stage": "ST1", "note": "Quixotina waited"}]'

    def prepare(store: ReviewFile) -> None:
        answer(store, FIRST, {"delay.flag": "DEL_UNNEC", "delay.rows": stored}, now=NOW)
        keep_draft(store, FIRST, Key("delay.rows"), typed, now=NOW)

    window = open_window(3, prepare)
    page = part(window, CasesPage)
    card = page.section.card_of("delay.rows")
    assert card is not None
    next(f for f in card.findChildren(Field, "cell-stage") if f.isVisible()).take_focus()
    assert [e for e in card.findChildren(QPlainTextEdit) if "Quixotina" in e.toPlainText()]

    def remove(dialog: QDialog) -> None:
        write(dialog, "redact-words", "quixotina")
        write(dialog, "redact-why", "a name typed by mistake")
        press(dialog, "redact-sheet-accept")
        press(dialog, "redact-sheet-accept")

    met = in_dialog(remove)
    window.actions_[Commands.REDACT].trigger()
    assert met
    left = '[{"stage":"ST1","note":"[redacted] waited"}]'
    shown = [e.toPlainText() for e in card.findChildren(QPlainTextEdit) if e.isVisible()]
    assert "[redacted] waited" in shown
    assert not [text for text in shown if "Quixotina" in text]
    window.flush()
    assert [draft.text for draft in store_of(window).drafts()] == [left]


def test_enter_presses_the_button_that_has_the_keyboard(open_window: OpenWindow) -> None:
    window = open_window(3)
    opened: list[bool] = []
    button = plain_button("Go", name="go")
    button.setParent(window)
    button.clicked.connect(lambda: opened.append(True))
    button.show()
    button.setFocus()
    for code in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(button, code)
    assert len(opened) == 3
    QTest.keyClick(button, Qt.Key.Key_Return, CTRL)
    assert len(opened) == 3

"""What is typed into a dialog and neither kept nor cancelled: on the disk, and back again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_kit import in_dialog, presenter_of, press
from window_sample import CODE, NOW, make_file, opened

from db.chain import check_file
from db.store import ReviewFile
from reviewer.app.answering import view_case
from reviewer.app.case_notes import comments_of
from reviewer.app.drafting import Dialog, dialog_fields, keep_dialog
from reviewer.app.list_corrections import correct_case
from reviewer.domain.errors import WorldError
from reviewer.domain.ids import Key, case_id
from ui.operations.preferences import Preferences
from ui.window.commands import Command, Commands
from ui.window.jobs import Jobs
from ui.window.keeping.keeping_page import KeepingPage
from ui.window.main_window import MainWindow
from ui.window.results.export_presenter import IdentityMemory
from ui.window.theme import Theme
from ui.window.workplace import Workplace

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SECOND = case_id(CODE, 2)
ITEM = Key("A1.2")
CTRL = Qt.KeyboardModifier.ControlModifier
Meeting = Callable[[QDialog], None]


class Desk:
    """Windows on one file, one after another, as a person opens it again and again."""

    def __init__(self, path: Path, theme: Theme, qtbot: QtBot) -> None:
        self._path, self._theme, self._qtbot = path, theme, qtbot
        self._open = ExitStack()
        self.window: MainWindow
        self.store: ReviewFile

    def sit_down(self, meeting: Meeting | None = None) -> bool:
        """Open the file; say whether a dialog came up by itself, which `meeting` was given."""
        self.store = self._open.enter_context(opened(self._path))
        self.window = MainWindow(self._theme, Preferences())
        self._qtbot.addWidget(self.window)
        self.window.resize(1440, 900)
        jobs = Jobs(self.window)
        memory = IdentityMemory(known=lambda: "", remember=lambda _: None)
        place = Workplace(self.window, self._theme, self.store, jobs, lambda: NOW, memory)
        met = in_dialog(meeting) if meeting is not None else list[bool]()
        self._open.callback(self.window.rest)
        self._open.callback(jobs.wait)
        self._open.callback(place.backups.stop)
        with self._qtbot.waitActive(self.window):
            self.window.show()
        place.begin()
        self._qtbot.waitUntil(lambda: bool(met) or meeting is None, timeout=20_000)
        return bool(met)

    def go_away(self) -> None:
        """Leave, as a killed program does: nothing is asked any more."""
        self._open.close()

    def do(self, command: Command, meeting: Meeting) -> None:
        """Open a dialog and do something in it."""
        met = in_dialog(meeting)
        self.window.actions_[command].trigger()
        assert met


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    path = tmp_path / "sample.review"
    make_file(path, 3)
    at = Desk(path, theme, qtbot)
    at.sit_down()
    yield at
    at.go_away()


def go_to_item(desk: Desk) -> None:
    presenter_of(desk.window).open_case(SECOND)
    presenter_of(desk.window).steps.go_to("A1.2")


def edit_of(dialog: QDialog) -> QPlainTextEdit:
    found = dialog.findChild(QPlainTextEdit)
    assert isinstance(found, QPlainTextEdit)
    return found


def test_a_remark_is_on_the_disk_while_it_is_typed(desk: Desk, qtbot: QtBot) -> None:
    go_to_item(desk)

    def write(dialog: QDialog) -> None:
        QTest.keyClicks(edit_of(dialog), "half a remark")
        qtbot.waitUntil(lambda: bool(dialog_fields(desk.store, Dialog.COMMENT, SECOND, key=ITEM)))
        assert dialog_fields(desk.store, Dialog.COMMENT, SECOND, key=ITEM) == {
            "comment-text": "half a remark"
        }
        edit_of(dialog).clear()
        qtbot.waitUntil(lambda: not dialog_fields(desk.store, Dialog.COMMENT, SECOND, key=ITEM))

    desk.do(Commands.COMMENT, write)


@pytest.mark.parametrize(
    ("end", "kept"), [("comment-cancel", []), ("comment-accept", ["half a remark"])]
)
def test_who_ends_a_dialog_leaves_no_draft(
    desk: Desk, qtbot: QtBot, end: str, kept: list[str]
) -> None:
    go_to_item(desk)

    def write(dialog: QDialog) -> None:
        QTest.keyClicks(edit_of(dialog), "half a remark")
        qtbot.waitUntil(lambda: bool(desk.store.drafts()))
        press(dialog, end)

    desk.do(Commands.COMMENT, write)
    assert desk.store.drafts() == ()
    assert [c.text for c in comments_of(desk.store, SECOND)] == kept


def test_a_remark_comes_back_with_its_dialog_after_a_lock(desk: Desk) -> None:
    go_to_item(desk)

    def write_and_lock(dialog: QDialog) -> None:
        QTest.keyClicks(edit_of(dialog), "half a remark")
        desk.window.conceal()  # what locking does; then the program closes every window
        assert not desk.window.keeps_unsaved()
        dialog.close()

    desk.do(Commands.COMMENT, write_and_lock)
    desk.go_away()
    shown: list[str] = []

    def go_on(dialog: QDialog) -> None:
        shown.append(edit_of(dialog).toPlainText())
        shown.append(dialog.findChild(QLabel, "job-words").text())
        QTest.keyClicks(edit_of(dialog), ", whole now")
        QTest.keyClick(edit_of(dialog), Qt.Key.Key_Return, CTRL)

    assert desk.sit_down(go_on)
    assert shown[0] == "half a remark"
    assert "restored" in shown[1]
    (kept,) = comments_of(desk.store, SECOND)
    assert (kept.key, kept.text) == ("A1.2", "half a remark, whole now")
    assert desk.store.drafts() == ()
    assert check_file(desk.store).problems == ()


def test_list_values_and_their_reason_come_back(desk: Desk, qtbot: QtBot) -> None:
    go_to_item(desk)

    def write(dialog: QDialog) -> None:
        dialog.findChild(QLineEdit, "value-unit").setText("Brent CAIT")
        dialog.findChild(QPlainTextEdit, "reason").setPlainText("the file sa")
        qtbot.waitUntil(lambda: bool(desk.store.drafts()))
        desk.window.conceal()

    desk.do(Commands.CORRECT, write)
    desk.go_away()

    def go_on(dialog: QDialog) -> None:
        assert dialog.findChild(QLineEdit, "value-unit").text() == "Brent CAIT"
        reason = dialog.findChild(QPlainTextEdit, "reason")
        assert dialog.focusWidget() is reason
        reason.setPlainText(reason.toPlainText() + "ys so")
        press(dialog, "list-values-accept")

    assert desk.sit_down(go_on)
    assert desk.store.case(SECOND).get(Key("unit")) == "Brent CAIT"


def test_only_what_was_typed_comes_back_beside_what_was_corrected_since(
    desk: Desk, qtbot: QtBot
) -> None:
    go_to_item(desk)

    def write(dialog: QDialog) -> None:
        dialog.findChild(QLineEdit, "value-unit").setText("Brent CAIT")
        qtbot.waitUntil(lambda: bool(desk.store.drafts()))
        desk.window.conceal()

    desk.do(Commands.CORRECT, write)
    correct_case(desk.store, SECOND, {Key("risk"): "very high"}, "by command", now=NOW)
    desk.go_away()

    def go_on(dialog: QDialog) -> None:
        assert dialog.findChild(QLineEdit, "value-risk").text() == "very high"
        dialog.findChild(QPlainTextEdit, "reason").setPlainText("the file says so")
        press(dialog, "list-values-accept")

    assert desk.sit_down(go_on)
    after = desk.store.case(SECOND)
    assert (after.get(Key("unit")), after.get(Key("risk"))) == ("Brent CAIT", "very high")


def test_who_clears_the_screen_and_comes_back_can_cancel(desk: Desk) -> None:
    go_to_item(desk)

    def write(dialog: QDialog) -> None:
        QTest.keyClicks(edit_of(dialog), "half a remark")
        desk.window.actions_[Commands.CLEAR].trigger()
        assert dialog_fields(desk.store, Dialog.COMMENT, SECOND, key=ITEM)
        desk.window.actions_[Commands.CLEAR].trigger()
        press(dialog, "comment-cancel")

    desk.do(Commands.COMMENT, write)
    assert desk.store.drafts() == ()


def test_a_window_whose_disk_refuses_a_remark_is_covered_and_not_ended(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_to_item(desk)

    def refuse(*_: object) -> None:
        raise WorldError("disk-full", "The disk is full.")

    def write(dialog: QDialog) -> None:
        QTest.keyClicks(edit_of(dialog), "half a remark")
        with monkeypatch.context() as broken:
            broken.setattr(desk.store, "transaction", refuse)
            desk.window.conceal()
            assert desk.window.keeps_unsaved()
            assert "disk is full" in dialog.findChild(QLabel, "job-words").text()
        desk.window.conceal()
        assert not desk.window.keeps_unsaved()

    desk.do(Commands.COMMENT, write)


def test_the_words_to_take_out_are_in_no_draft(desk: Desk) -> None:
    go_to_item(desk)

    def write(dialog: QDialog) -> None:
        dialog.findChild(QLineEdit, "redact-words").setText("Quixotina")
        dialog.findChild(QPlainTextEdit, "redact-why").setPlainText("a name")
        desk.window.conceal()
        assert desk.store.drafts() == ()

    desk.do(Commands.REDACT, write)


def test_a_handover_half_typed_is_taken_up_at_the_page_of_the_file(desk: Desk) -> None:
    keep_dialog(desk.store, Dialog.HANDOVER, "", {"handover-to": "B. Reader"}, now=NOW)
    desk.go_away()
    met: list[str] = []

    def look(dialog: QDialog) -> None:
        met.append(dialog.findChild(QLineEdit, "handover-to").text())

    assert desk.sit_down(look)
    assert met == ["B. Reader"]
    assert isinstance(desk.window.pages.currentWidget(), KeepingPage)


def test_a_remark_at_an_item_that_is_asked_no_more_comes_up_at_no_other(
    desk: Desk, qtbot: QtBot
) -> None:
    shown = view_case(desk.store, SECOND, now=NOW).assessment.relevant
    key = next(key for key in desk.store.form().items if key not in shown)
    keep_dialog(desk.store, Dialog.COMMENT, SECOND, {"comment-text": "half"}, key=key, now=NOW)
    desk.go_away()
    desk.sit_down()
    met: list[QWidget | None] = []

    def look() -> None:
        met.append(QApplication.activeModalWidget())
        if met[0] is not None:
            met[0].close()

    QTimer.singleShot(0, look)  # behind the one that opens dialogs again
    qtbot.waitUntil(lambda: bool(met))
    assert met == [None]
    assert dialog_fields(desk.store, Dialog.COMMENT, SECOND, key=key) == {"comment-text": "half"}

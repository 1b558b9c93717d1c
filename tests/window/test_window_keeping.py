"""The page of the file: copies, passphrase, handover, the day it must go, whether it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_kit import in_dialog, part, presenter_of, press, refusal_in, take_out, text_of, write
from window_sample import KEY, NOW, PERSON, SALT, make_file, opened

from db.backup import backup_file
from db.copies import backups_in
from db.file import open_file
from db.key import FileKey, derive_key, key_of_recovery_code
from db.passphrase import change_passphrase
from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.app.case_notes import comment
from reviewer.app.redacting import redact
from reviewer.app.retention import set_disposal_day
from reviewer.domain.errors import WorldError
from reviewer.domain.file_actions import CopyRestored, PassphraseChanged, PrintMade, Printout, Proof
from reviewer.domain.ids import Key, SessionId
from ui.operations.backups import backup_folder
from ui.operations.preferences import Preferences
from ui.window.away.locking import IdleWatch
from ui.window.commands import Commands
from ui.window.keeping.keeping_page import KeepingPage
from ui.window.keeping.keeping_presenter import WhileClosed, offer_recovery
from ui.window.main_window import MainWindow
from ui.window.start import IDLE_LOOK, Session
from ui.window.theme import Theme
from ui.window.words import when_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

OLD, NEW = "an old phrase of five words", "walnut ferry oblique tundra"


class At:
    """A session on a sample file, at the page of the file."""

    def __init__(self, session: Session, window: MainWindow, path: Path, qtbot: QtBot) -> None:
        self.session, self.window, self.path, self.qtbot = session, window, path, qtbot

    @property
    def page(self) -> KeepingPage:
        return part(self.window, KeepingPage)

    def press(self, name: str) -> None:
        button = self.page.findChild(QPushButton, name)
        assert button is not None
        button.click()

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=20_000)

    def job_text(self) -> str:
        return self.page.job.words.text() if self.page.job.isVisible() else ""

    def copies(self) -> int:
        return self.page.table.records.rowCount()


def fill(dialog: QDialog, **fields: str) -> None:
    for name, text in fields.items():
        write(dialog, name.replace("_", "-"), text)


@pytest.fixture
def at(
    theme: Theme, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[At]:
    monkeypatch.setattr("ui.window.start.QApplication.exit", lambda: None)
    monkeypatch.setattr("ui.window.start._now", lambda: NOW)
    path = tmp_path / "sample.review"
    make_file(path, 3)
    window = MainWindow(theme, Preferences())
    qtbot.addWidget(window)
    watch = IdleWatch(qapp, minutes=10, remind_minutes=0)
    session = Session(window, theme, Preferences(), watch)
    session._on_opened(open_at(path))
    window.resize(1280, 900)
    with qtbot.waitActive(window):
        window.show()
    window.go(Commands.FILE)
    here = At(session, window, path, qtbot)
    here.until(lambda: here.copies() == 1 and not session._jobs.busy())
    yield here
    session.close()


def open_at(path: Path, key: FileKey = KEY) -> ReviewFile:
    return open_file(path, key, person=PERSON, session_id=SessionId("s"))


def test_the_file_is_backed_up_once_its_first_page_is_shown(at: At) -> None:
    (backup,) = backups_in(backup_folder(), SALT.hex())
    with opened(backup.path) as copy:
        assert len(copy.cases()) == 3
    assert "Backup" in at.window.foot._backup.text()


def test_what_was_changed_is_backed_up_when_asked_for(at: At) -> None:
    store = at.session._store
    assert store is not None
    answer(store, store.cases()[0].id, {"A1.1": "Y"}, now=NOW)
    at.press("back-up")
    at.until(lambda: at.copies() == 2)
    at.press("back-up")
    at.until(lambda: not at.session._jobs.busy() and at.job_text() == "")
    assert at.copies() == 2


def test_the_time_shown_is_that_of_a_backup_also_where_nothing_changed(at: At) -> None:
    (backup,) = backups_in(backup_folder(), SALT.hex())
    times: list[str] = []
    assert at.session._workplace is not None
    watch = at.session._workplace.backups
    watch.made.connect(times.append)
    watch.look()
    watch.look(always=True)  # while the first is at work
    at.until(lambda: bool(times))
    assert times == [when_of(backup.at.isoformat())]


def test_a_backup_that_fails_is_reported_where_it_was_asked_for(at: At) -> None:
    store = at.session._store
    assert store is not None
    answer(store, store.cases()[0].id, {"A1.1": "Y"}, now=NOW)
    for kept in backup_folder().iterdir():
        kept.unlink()
    backup_folder().rmdir()
    backup_folder().write_text("a file, not a folder", "utf-8")
    at.press("back-up")
    at.until(lambda: "another folder" in at.job_text())


def test_a_folder_that_takes_no_backup_is_reported_and_stays_reported(
    at: At, tmp_path: Path
) -> None:
    (tmp_path / "no").write_text("a file, not a folder", "utf-8")
    at.page.folder_asked.emit(tmp_path / "no")
    assert at.job_text() == f"There is no folder {tmp_path / 'no'}. Create it first."
    at.window.foot.show_no_backup("why")
    assert at.window.foot._backup.text() == "Backup failed"
    (tmp_path / "safe").mkdir()
    at.page.folder_asked.emit(tmp_path / "safe")
    at.until(lambda: len(list((tmp_path / "safe").iterdir())) == 1)


def test_the_day_by_which_it_must_go_is_kept_and_warned_of_once_past(at: At) -> None:
    store = at.session._store
    assert store is not None
    at.page.day_asked.emit("31/12/2018")
    assert store.inspection().dispose_by == "2018-12-31"
    at.page.day_asked.emit("soon")
    assert "12/01/2018" in refusal_in(at.page)
    set_disposal_day(store, "2018-11-01", now=NOW)
    at.session._notice(store)
    assert at.window.notices.isVisible()
    assert "disposal date" in at.window.notices._words.text()


def test_the_file_is_checked(at: At) -> None:
    at.press("check-file")
    at.until(lambda: "No problems found" in at.job_text())
    assert "3 sampled = 0 reviewed + 0 excluded + 3 outstanding." in at.job_text()


def test_a_disk_that_fills_while_one_works_is_reported_once_before_it_is_full(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = at.session._workplace.backups if at.session._workplace is not None else None
    assert watch is not None
    watch.look_at_room()
    assert not at.window.notices.isVisible()
    monkeypatch.setattr("reviewer.app.surroundings.LEAST_FREE", 1 << 60)
    watch.look_at_room()
    notices = at.window.notices
    assert notices.isVisible()
    assert "before it is full" in notices._words.text()
    read = part(notices, QPushButton, "notices-read")
    read.click()
    watch.look_at_room()
    assert not notices.isVisible()


def test_a_new_passphrase_is_given_with_the_file_closed_and_its_recovery_code_shown(
    at: At,
) -> None:
    # The sample's key is raw, so the file first gets one that a passphrase gives.
    store = at.session._store
    assert store is not None
    old = derive_key(at.path, OLD)
    at.session.close()
    change_passphrase(at.path, KEY, old, person=PERSON, by=Proof.OLD_PASSPHRASE, now=NOW)
    backup_file(at.path, old, at.path.with_name("on-a-stick.review"))
    at.session._on_opened(open_at(at.path, old))
    at.window.go(Commands.FILE)
    shown: list[str] = []

    def give(dialog: QDialog) -> None:
        fill(dialog, present_passphrase=OLD, new_passphrase=NEW, new_passphrase_again=NEW)
        in_dialog(note)
        press(dialog, "passphrase-sheet-accept")

    def note(dialog: QDialog) -> None:
        label = part(dialog, QLabel, "recovery-code")
        shown.append(label.text())
        copies = part(dialog, QLabel, "old-copies")
        shown.append(copies.text())
        press(dialog, "recovery-sheet-accept")

    pages = at.window.findChildren(KeepingPage)
    in_dialog(give)
    pages[-1].passphrase_asked.emit()
    at.until(lambda: at.session.locked == at.path)
    new = derive_key(at.path, NEW)
    assert key_of_recovery_code(shown[0]) == new
    assert str(at.path.with_name("on-a-stick.review")) in shown[1].splitlines()
    with open_at(at.path, new) as again:
        assert len(tuple(again.events(PassphraseChanged))) == 2
    newest = backups_in(backup_folder(), SALT.hex())[-1]
    open_at(newest.path, new).close()
    with pytest.raises(WorldError):
        open_at(at.path, old)


def pdf_printer(out: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    printer.setFullPage(True)
    return printer


@pytest.mark.qt_log_ignore("propagateSizeHints|QPainter::begin")
def test_a_recovery_code_is_printed_and_no_file_of_it_stays(
    theme: Theme, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, paper = QWidget(), path.parent / "paper"
    qtbot.addWidget(host)
    host.show()
    sheet = offer_recovery(theme, path, KEY, lambda: NOW, host)
    sheet.open()
    before = set(path.parent.rglob("*"))
    taken = [pdf_printer(paper), None, pdf_printer(path.parent / "no folder" / "paper")]
    monkeypatch.setattr(
        "ui.window.keeping.recovery_sheet.choose_printer", lambda *_, **__: taken.pop(0)
    )
    press(sheet, "recovery-print")
    assert "Sent to the printer" in text_of(sheet, "job-words")
    assert set(path.parent.rglob("*")) - {paper} == before
    (page,) = PdfReader(BytesIO(paper.read_bytes())).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842), "A4"
    with opened(path) as store:
        (made,) = [event.action for event in store.events(PrintMade)]
        assert made.printout is Printout.RECOVERY_CODE
    press(sheet, "recovery-print")  # the person closes the system's dialog
    press(sheet, "recovery-print")
    assert "did not accept" in text_of(sheet, "job-words")
    assert sheet.isVisible()
    press(sheet, "recovery-sheet-accept")
    assert not sheet.isVisible()


def test_a_wrong_present_passphrase_changes_nothing(at: At) -> None:
    def give(dialog: QDialog) -> None:
        fill(dialog, present_passphrase="wrong", new_passphrase=NEW, new_passphrase_again=NEW)
        press(dialog, "passphrase-sheet-accept")

    in_dialog(give)
    at.press("change-passphrase")
    at.until(lambda: "not the current passphrase" in at.job_text())
    assert at.session.locked is None
    assert at.session._store is not None


def test_a_file_is_handed_over_and_asked_for_again(at: At) -> None:
    def give(dialog: QDialog) -> None:
        fill(dialog, handover_to="B. Inspector", handover_why="A. is ill")
        in_dialog(lambda dialog: dialog.accept())
        press(dialog, "handover-sheet-accept")

    in_dialog(give)
    at.press("hand-over")
    at.until(lambda: at.session.locked == at.path)
    with opened(at.path) as store:
        assert store.inspection().person == "B. Inspector"


def test_the_file_is_not_closed_for_work_under_a_dialog_that_asks_it(at: At) -> None:
    workplace, results = at.session._workplace, []
    assert workplace is not None

    def wait(dialog: QDialog) -> None:
        workplace.closing_asked.emit(WhileClosed(work=lambda: None, done=results.append))
        at.qtbot.wait(3 * IDLE_LOOK)
        assert at.session._store is not None
        dialog.reject()

    met = in_dialog(wait)
    at.window.actions_[Commands.OWN_WORDS].trigger()
    assert met
    assert not results
    at.until(lambda: at.session.locked == at.path)
    assert results == [None]


@pytest.mark.qt_log_ignore("Keyboard event not accepted")
def test_while_the_file_is_closed_for_work_nothing_in_the_window_asks_it(at: At) -> None:
    go_on = Event()
    results: list[object] = []
    workplace = at.session._workplace
    assert workplace is not None
    workplace.closing_asked.emit(WhileClosed(work=go_on.wait, done=results.append))
    try:
        QTest.keyClick(at.window.cover, Qt.Key.Key_Escape)
        assert at.window.cover.isVisible()
        for command in (
            Commands.SUMMARY,
            Commands.LOG,
            Commands.FILE,
            Commands.CASES,
            Commands.NEXT_CASE,
            Commands.UNDO,
        ):
            pressed = at.window.actions_[command].shortcut()[0]
            QTest.keyClick(at.window, pressed.key(), pressed.keyboardModifiers())
    finally:
        go_on.set()
    at.until(lambda: at.session.locked == at.path)
    assert results == [True]


def test_the_window_stays_until_what_it_was_closed_for_is_done_and_reported(at: At) -> None:
    go_on = Event()
    results: list[object] = []
    workplace = at.session._workplace
    assert workplace is not None
    workplace.closing_asked.emit(WhileClosed(work=go_on.wait, done=results.append))
    try:
        at.window.close()
        assert at.window.isVisible()
    finally:
        go_on.set()
    at.until(lambda: at.session.locked == at.path)
    assert results == [True]


def test_a_copy_is_brought_back_after_a_look_at_both(at: At) -> None:
    store = at.session._store
    assert store is not None
    before = store.last_event()
    later = NOW + timedelta(minutes=1)
    answer(store, store.cases()[0].id, {"A1.1": "Y", "A1.1.note": "Quixotina"}, now=later)
    redact(store, "", "", "quixotina", "a name", now=later)
    asked: list[str] = []

    def agree(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        asked.append(dialog.text())
        in_dialog(lambda dialog: dialog.accept())
        next(b for b in dialog.buttons() if "Restore" in b.text()).click()

    in_dialog(agree)
    at.press("bring-back")
    at.until(lambda: at.session.locked == at.path)
    assert "0 started" in asked[0]
    assert "1 started" in asked[0]
    assert "Redact it again" in asked[0]
    with opened(at.path) as back:
        assert back.progress() == {}
        events = list(back.events())
    assert before is not None
    assert [type(event.action) for event in events][before.seq :] == [CopyRestored]
    with opened(at.path.with_name("sample.before-restore-1.review")) as kept:
        assert len(kept.progress()) == 1


def test_a_file_put_back_by_hand_is_reported_until_it_is_accepted(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = at.session._store
    assert store is not None
    old = at.path.with_name("old.review")
    (backup,) = backups_in(backup_folder(), SALT.hex())
    old.write_bytes(backup.path.read_bytes())
    answer(store, store.cases()[0].id, {"A1.1": "Y"}, now=datetime.now(UTC))
    at.session.close()
    old.replace(at.path)
    at.session._on_opened(open_at(at.path))
    assert "earlier copy" in at.window.notices._words.text()
    accepting = part(at.window.notices, QPushButton, "accept-file")
    assert accepting.isVisibleTo(at.window)
    again = at.session._store
    assert again is not None
    shown: list[str] = []

    def refuse(*_: object, **__: object) -> None:
        raise WorldError("no-access", "The settings folder cannot be written to.")

    with monkeypatch.context() as broken:
        broken.setattr("ui.operations.files.accept_as_it_is", refuse)
        broken.setattr("ui.window.start.show_refusal", lambda _, text: shown.append(text))
        accepting.click()
    assert shown == ["The settings folder cannot be written to."]
    assert accepting.isVisibleTo(at.window)  # it still waits for an answer
    accepting.click()
    at.session._notice(again)
    assert not at.window.notices.isVisible()


def test_the_copies_that_may_hold_words_that_were_removed_are_named(at: At) -> None:
    store = at.session._store
    assert store is not None
    answer(store, store.cases()[0].id, {"A1.1.note": "Quixotina"}, now=NOW)
    (backup,) = backups_in(backup_folder(), SALT.hex())
    shown: list[str] = []

    def take(dialog: QDialog) -> None:
        take_words = part(dialog, QPushButton, "redact-sheet-accept")
        fill(dialog, redact_words="quixotina", redact_why="a name")
        take_words.click()
        shown.append(part(dialog, QLabel, "job-words").text())

    in_dialog(take)
    at.press("take-words-out")
    assert str(backup.path) in shown[0].splitlines()


@pytest.mark.parametrize("recovers", [False, True])
def test_words_are_not_removed_beside_an_answer_that_is_not_saved(
    at: At, monkeypatch: pytest.MonkeyPatch, *, recovers: bool
) -> None:
    store, presenter = at.session._store, presenter_of(at.window)
    assert store is not None
    assert presenter is not None
    first, key = store.cases()[0].id, Key("overall.rationale")
    presenter.open_case(first)
    comment(store, first, key, "Quixotina again", now=NOW)

    def refuse(_now: datetime) -> None:
        raise WorldError("disk-full", "The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(store, "transaction", refuse)
        presenter.answer(key, "About Quixotina")
        if not recovers:
            QTimer.singleShot(0, close_dialog)
            at.press("take-words-out")
            assert "not saved" in at.job_text()
    if recovers:
        in_dialog(lambda sheet: take_out(sheet, "quixotina"))
        at.press("take-words-out")
        presenter.retry()
        assert store.review(first, PERSON).get(key) == "About [redacted]"


def close_dialog() -> None:
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        dialog.close()


def test_what_a_check_found_is_in_sight_at_the_foot_of_a_small_window(at: At) -> None:
    at.window.resize(900, 480)
    bar = at.page.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    at.press("check-file")
    at.until(
        lambda: "No problems found" in at.job_text() and not at.page.job.visibleRegion().isEmpty()
    )

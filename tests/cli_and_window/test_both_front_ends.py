"""Each operation comes to the same, whichever front end it is asked through."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from commands import PASSPHRASE
from front_ends import BothFrontEnds, dismiss, fill
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QMessageBox
from window_kit import in_dialog, press, text_of, words, write

from db.key import derive_key, recovery_code
from reviewer.app.spelling import own_words
from ui.operations.files import open_to_write
from ui.operations.identities import KeyChoice, create_identity, write_certificate
from ui.operations.organisation import keep_sealed, place_beside, seal_key
from ui.operations.places import site_folder
from ui.window.commands import Commands
from ui.window.keeping.keeping_page import KeepingPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_the_disposal_date_is_set(both: BothFrontEnds) -> None:
    done = both.command.run("retention", "a.review", "--dispose-by", "2026-12-31")
    assert done.code == 0, done.err
    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        write(page, "dispose-by", "31/12/2026")
        press(page, "keep-day")
    outcome = both.compare("a.review")
    assert outcome.events[-1][-1] == '{"before":"","after":"2026-12-31"}'


def test_a_date_that_is_none_is_refused_and_nothing_is_logged(both: BothFrontEnds) -> None:
    before = both.command.outcome("a.review").events
    assert both.command.run("retention", "a.review", "--dispose-by", "soon").code != 0
    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        write(page, "dispose-by", "soon")
        press(page, "keep-day")
    assert both.compare("a.review").events == before


def test_a_word_is_added_to_the_dictionary_of_the_file(both: BothFrontEnds) -> None:
    assert both.command.run("spelling", "add", "a.review", "Llanrwstt").code == 0

    def add(dialog: QDialog) -> None:
        write(dialog, "own-word", "Llanrwstt")
        press(dialog, "own-word-add")

    with both.window.open("a.review") as window:
        in_dialog(add)
        window.window.actions_[Commands.OWN_WORDS].trigger()
        assert window.session._store is not None
        assert own_words(window.session._store) == ("Llanrwstt",)
    assert both.command.run("spelling", "words", "a.review", "--json").json == ["Llanrwstt"]
    assert both.command.run("spelling", "remove", "a.review", "other").code == 2
    assert both.command.run("spelling", "remove", "a.review", "Llanrwstt").code == 0
    assert both.command.run("spelling", "words", "a.review", "--json").json == []
    both.compare("a.review")


def test_a_file_is_handed_over(both: BothFrontEnds) -> None:
    done = both.command.run(
        *("handover", "a.review", "--to", "B. Inspector", "--reason", "A. is ill")
    )
    assert done.code == 0, done.err

    def give(dialog: QDialog) -> None:
        fill(dialog, handover_to="B. Inspector", handover_why="A. is ill")
        in_dialog(dismiss)
        press(dialog, "handover-sheet-accept")

    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        in_dialog(give)
        press(page, "hand-over")
        window.until(lambda: window.session.locked is not None)
    outcome = both.compare("a.review")
    assert outcome.events[-1][:2] == ("handed over", "Reader A")


def test_a_copy_is_written(both: BothFrontEnds) -> None:
    assert both.command.run("backup", "a.review", "copy.review").code == 0
    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        assert isinstance(page, KeepingPage)
        page.copy_asked.emit(both.window.folder / "copy.review")
        window.settle()
    both.compare("copy.review")


def test_a_copy_that_cannot_be_remembered_is_written_and_that_is_reported(
    both: BothFrontEnds,
) -> None:
    for side in (both.command, both.window):
        shutil.rmtree(side.folder / "home" / "known")
        (side.folder / "home" / "known").write_text("a file, not a folder", "utf-8")
    done = both.command.run("backup", "a.review", "copy.review")
    in_dialog(dismiss)  # which says that the file's newest event could not be remembered
    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        assert isinstance(page, KeepingPage)
        page.copy_asked.emit(both.window.folder / "copy.review")
        window.settle()
        shown = window.text
    assert done.code == 0
    for sentences in (done.err, shown):
        assert "Reviewer will not find this copy" in sentences
    both.compare("copy.review")


def test_no_copy_is_put_back_over_a_file_of_another_kind(both: BothFrontEnds) -> None:
    for side in (both.command, both.window):
        (side.folder / "list.xlsx").write_bytes(b"PK\x03\x04" + bytes(5000))
    refused = both.command.run("restore", "a.review", "list.xlsx")
    assert (refused.code, "list.xlsx" in refused.err) == (2, True)
    both.compare("a.review")


def test_settings_that_cannot_be_read_are_set_aside_and_reported(both: BothFrontEnds) -> None:
    for folder in (both.command.folder, both.window.folder):
        (folder / "home" / "backups.json").write_text('{"folder": [', "utf-8")
    sentence = "backups.unreadable-1.json"
    done = both.command.run("retention", "a.review", "--dispose-by", "2026-12-31")
    assert (done.code, sentence in done.err) == (0, True)
    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        write(page, "dispose-by", "31/12/2026")
        press(page, "keep-day")
        assert sentence in window.text
    assert "home/backups.unreadable-1.json" in both.compare("a.review").files


def with_identity(both: BothFrontEnds) -> None:
    """Put one identity into both folders, and a copy of the file beside it."""
    made = both.command.run("identity", "create", "lead.p12", "--name", "A. Lead", "--key", "ec")
    assert made.code == 0, made.err
    shutil.copy(both.command.folder / "lead.p12", both.window.folder / "lead.p12")
    for folder in (both.command.folder, both.window.folder):
        shutil.copy(folder / "a.review", folder / "copy.review")


def order(dialog: QDialog, folder: Path, code: str = "SYN-2018Q4") -> None:
    """Order the disposal: who signs, where the record goes, and the code once more."""
    fill(
        dialog,
        identity_file=str(folder / "lead.p12"),
        identity_passphrase=PASSPHRASE,
        target=str(folder / "record.json"),
        disposal_reason="it was never needed",
        disposal_code=code,
    )
    press(dialog, "disposal-sheet-accept")


def test_a_file_is_disposed_of_with_its_copies_and_a_record_is_left(both: BothFrontEnds) -> None:
    with_identity(both)
    done = both.command.run(
        *("dispose", "a.review", "--identity", "lead.p12", "--record", "record.json"),
        *("--reason", "it was never needed", "--yes"),
    )
    assert done.code == 0, done.err
    shown: list[str] = []

    def give(dialog: QDialog) -> None:
        in_dialog(note)
        order(dialog, both.window.folder)

    def note(dialog: QDialog) -> None:
        shown.append(words(dialog))
        dialog.accept()

    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        in_dialog(give)
        press(page, "dispose")
        window.until(lambda: window.session.starts_over)
        assert window.session.locked is None
    assert "files were deleted" in shown[0]
    outcome = both.compare()
    assert [name for name in outcome.files if not name.startswith("home")] == [
        "lead.p12",
        "list.csv",
        "record.json",
    ]
    assert not [name for name in outcome.files if name.startswith("home/known")]
    for side in (both.command, both.window):
        record = json.loads((side.folder / "record.json").read_text("utf-8"))["record"]
        assert (record["state"], record["reason"]) == ("done", "it was never needed")
        assert {"a.review", "copy.review"} <= {file["name"] for file in record["files"]}
        assert not list((side.folder / "home").glob("backups/*.review"))


def test_a_disposal_that_is_not_confirmed_deletes_nothing(both: BothFrontEnds) -> None:
    with_identity(both)
    looked = both.command.run(
        *("dispose", "a.review", "--identity", "lead.p12", "--record", "record.json")
    )
    assert (looked.code, "Nothing was deleted" in looked.out) == (0, True), looked.err
    shown: list[str] = []

    def give(dialog: QDialog) -> None:
        order(dialog, both.window.folder, code="SYN-2018Q3")
        shown.append(words(dialog))
        dialog.reject()

    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        in_dialog(give)
        press(page, "dispose")
        window.settle()
        window.until(lambda: bool(shown))
        assert window.session.locked is None
    assert "Nothing was deleted" in shown[0]
    assert "record.json" not in both.compare("a.review").files


def test_a_disposal_is_refused_alike_before_anything_is_deleted(both: BothFrontEnds) -> None:
    with_identity(both)
    for side in (both.command, both.window):
        (side.folder / "record.json").write_text("another record", "utf-8")
    refused = both.command.run(
        *("dispose", "a.review", "--identity", "lead.p12", "--record", "record.json", "--yes")
    )
    assert refused.code != 0
    shown: list[str] = []

    def give(dialog: QDialog) -> None:
        order(dialog, both.window.folder)
        shown.append(words(dialog))
        dialog.reject()

    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        in_dialog(give)
        press(page, "dispose")
        window.until(lambda: bool(shown))
    sentence = "record.json already exists. Choose another name."
    assert sentence in refused.err
    assert sentence in shown[0]
    both.compare("a.review")


NEW = "walnut ferry oblique tundra cabinet"


def kept_codes(dialogs: list[str]) -> Callable[[QDialog], None]:
    """Return what reads a recovery code once and says that it is kept."""

    def keep(dialog: QDialog) -> None:
        if dialog.objectName() != "recovery-sheet":  # the one before is still at work
            QTimer.singleShot(20, lambda: in_dialog(keep))
            return
        dialogs.append(text_of(dialog, "recovery-code").replace("\n", "-"))
        press(dialog, "recovery-sheet-accept")

    return keep


def test_a_new_passphrase_is_given(both: BothFrontEnds, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text(NEW, "utf-8")
    done = both.command.run(
        *("passphrase", "a.review", "--new-passphrase-file", tmp_path / "new.txt"),
        "--recovery-code",
    )
    assert done.code == 0, done.err
    codes: list[str] = []

    def give(dialog: QDialog) -> None:
        fill(dialog, present_passphrase=PASSPHRASE)
        fill(dialog, new_passphrase=NEW, new_passphrase_again=NEW)
        in_dialog(kept_codes(codes))
        press(dialog, "passphrase-sheet-accept")

    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        in_dialog(give)
        press(page, "change-passphrase")
        window.until(lambda: window.session.locked is not None)
    outcome = both.compare("a.review", NEW)
    assert outcome.events[-1][0] == "passphrase changed"
    assert done.out.strip().endswith(codes[0])  # the same salt and passphrase, so the same code


def test_a_new_passphrase_that_no_backup_has_is_reported_alike(
    both: BothFrontEnds, tmp_path: Path
) -> None:
    (tmp_path / "new.txt").write_text(NEW, "utf-8")
    for side in (both.command, both.window):
        shutil.rmtree(side.folder / "home" / "backups", ignore_errors=True)
        (side.folder / "home").mkdir(exist_ok=True)
        (side.folder / "home" / "backups").write_text("a file, not a folder", "utf-8")
    done = both.command.run("passphrase", "a.review", "--new-passphrase-file", tmp_path / "new.txt")
    assert done.code == 0, done.err
    assert "Notice: No backup was made." in done.err
    shown: list[str] = []

    def keep(dialog: QDialog) -> None:
        if dialog.objectName() != "recovery-sheet":  # the one before is still at work
            QTimer.singleShot(20, lambda: in_dialog(keep))
            return
        shown.append(words(dialog))
        press(dialog, "recovery-sheet-accept")

    def give(dialog: QDialog) -> None:
        fill(dialog, present_passphrase=PASSPHRASE)
        fill(dialog, new_passphrase=NEW, new_passphrase_again=NEW)
        in_dialog(keep)
        press(dialog, "passphrase-sheet-accept")

    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        in_dialog(give)
        press(page, "change-passphrase")
        window.until(lambda: window.session.locked is not None)
    assert "No backup was made." in shown[0]


def test_a_forgotten_passphrase_is_replaced_by_the_recovery_code(
    both: BothFrontEnds, tmp_path: Path
) -> None:
    code = recovery_code(derive_key(both.command.folder / "a.review", PASSPHRASE))
    for name, text in (("new.txt", NEW), ("code.txt", code)):
        (tmp_path / name).write_text(text, "utf-8")
    done = both.command.run(
        *("recover", "a.review", "--recovery-code-file", tmp_path / "code.txt"),
        *("--new-passphrase-file", tmp_path / "new.txt"),
    )
    assert done.code == 0, done.err
    codes: list[str] = []

    def give(dialog: QDialog) -> None:
        fill(dialog, recovery_code_typed=code[:-1], new_passphrase=NEW, new_passphrase_again=NEW)
        press(dialog, "recover-sheet-accept")
        window.settle()
        assert "recovery code" in words(dialog)
        assert codes == []
        fill(dialog, recovery_code_typed=code.lower())
        in_dialog(kept_codes(codes))
        press(dialog, "recover-sheet-accept")

    with both.window.open("a.review", None) as window:
        in_dialog(give)
        press(window.window, "forgotten")
        window.until(lambda: window.session._store is not None)
    outcome = both.compare("a.review", NEW)
    assert outcome.events[-1][0] == "passphrase changed"
    assert len(codes) == 1
    assert codes[0] != code


def test_a_forgotten_passphrase_is_replaced_by_the_organisations_key(
    both: BothFrontEnds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, phrase = tmp_path / "organisation.p12", "a phrase of the organisation alone"
    place_recovery_certificate(tmp_path, monkeypatch, key, phrase)
    for side in (both.command, both.window):
        at = side.folder / "a.review"
        file_key = derive_key(at, PASSPHRASE)
        with open_to_write(at, file_key, now=datetime.now(UTC)) as store:
            seal_key(store, file_key, now=datetime.now(UTC))
            keep_sealed(store, place_beside(at))
    for name, text in (("new.txt", NEW), ("phrase.txt", phrase)):
        (tmp_path / name).write_text(text, "utf-8")
    done = both.command.run(
        *("recover", "a.review", "--with", key, "--identity-passphrase-file"),
        *(tmp_path / "phrase.txt", "--new-passphrase-file", tmp_path / "new.txt"),
    )
    assert done.code == 0, done.err
    codes: list[str] = []

    def give(dialog: QDialog) -> None:
        press(dialog, "recover-other")
        fill(dialog, new_passphrase=NEW, new_passphrase_again=NEW, identity_file=str(key))
        press(dialog, "recover-sheet-accept")
        assert codes == []
        fill(dialog, identity_passphrase=phrase)
        in_dialog(kept_codes(codes))
        press(dialog, "recover-sheet-accept")

    with both.window.open("a.review", None) as window:
        in_dialog(give)
        press(window.window, "forgotten")
        window.until(lambda: window.session._store is not None)
    outcome = both.compare("a.review", NEW)
    assert [event[0] for event in outcome.events][-2:] == ["key sealed", "passphrase changed"]
    assert len(codes) == 1


def place_recovery_certificate(
    folder: Path, monkeypatch: pytest.MonkeyPatch, key: Path, phrase: str
) -> None:
    """Make an organisation's recovery key, and place its certificate as an administrator does."""
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(folder / "etc"))
    (folder / "etc" / "reviewer").mkdir(parents=True)
    now = datetime.now(UTC)
    create_identity(key, phrase, name="Inspectorate", key=KeyChoice.EC, now=now)
    write_certificate(key, phrase, site_folder() / "recovery.cer", now=now)


def test_the_backups_go_to_another_folder(both: BothFrontEnds) -> None:
    for side in (both.command, both.window):
        (side.folder / "elsewhere").mkdir()
    assert both.command.run("backups", "--folder", "elsewhere").code == 0
    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        assert isinstance(page, KeepingPage)
        page.folder_asked.emit(both.window.folder / "elsewhere")
        window.settle()
    (backup,) = (both.window.folder / "elsewhere").iterdir()
    backup.unlink()  # the window makes one at once, a command with the next change
    assert "home/backups.json" in both.compare("a.review").files


def test_a_folder_that_takes_no_backup_is_refused_alike(both: BothFrontEnds) -> None:
    for side in (both.command, both.window):
        (side.folder / "no").write_text("a file, not a folder", "utf-8")
    refused = both.command.run("backups", "--folder", "no")
    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        assert isinstance(page, KeepingPage)
        page.folder_asked.emit(both.window.folder / "no")
        assert f"There is no folder {both.window.folder / 'no'}. Create it first." in window.text
    assert (refused.code, "There is no folder no. Create it first." in refused.err) == (2, True)
    assert "home/backups.json" not in both.compare("a.review").files


def test_a_copy_is_put_back(both: BothFrontEnds) -> None:
    for side in (both.command, both.window):
        shutil.copy(side.folder / "a.review", side.folder / "copy.review")
    assert both.command.run("retention", "a.review", "--dispose-by", "2026-12-31").code == 0
    done = both.command.run("restore", "copy.review", "a.review")
    assert done.code == 0, done.err

    def agree(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        in_dialog(dismiss)
        next(b for b in dialog.buttons() if "Restore" in b.text()).click()

    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        assert isinstance(page, KeepingPage)
        write(page, "dispose-by", "31/12/2026")
        press(page, "keep-day")
        in_dialog(agree)
        page.back_asked.emit(both.window.folder / "copy.review")
        window.until(lambda: window.session.locked is not None)
    outcome = both.compare("a.review")
    assert outcome.events[-1][0] == "restored"
    assert "a.before-restore-1.review" in outcome.files


def test_what_is_no_copy_of_the_file_is_refused_alike(both: BothFrontEnds) -> None:
    for side in (both.command, both.window):
        (side.folder / "other.review").write_bytes(bytes(range(256)) * 32)
    refused = both.command.run("restore", "other.review", "a.review")
    assert refused.code == 2
    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        assert isinstance(page, KeepingPage)
        page.back_asked.emit(both.window.folder / "other.review")
        window.settle()
        assert page.job.isVisible()
        assert window.session.locked is None
    both.compare("a.review")


def test_a_file_is_checked(both: BothFrontEnds) -> None:
    done = both.command.run("check", "a.review")
    assert done.code == 0, done.err
    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        press(page, "check-file")
        window.settle()
        shown = window.text
    sum_ = "6 sampled = 0 reviewed + 0 excluded + 6 outstanding"
    assert sum_ in done.out
    assert sum_ in shown
    both.compare("a.review")


def test_an_older_copy_is_noticed_and_accepted(both: BothFrontEnds) -> None:
    for side in (both.command, both.window):
        shutil.copy(side.folder / "a.review", side.folder / "old.review")
    assert both.command.run("retention", "a.review", "--dispose-by", "2026-12-31").code == 0
    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        write(page, "dispose-by", "31/12/2026")
        press(page, "keep-day")
    for side in (both.command, both.window):
        (side.folder / "old.review").replace(side.folder / "a.review")
    noticed = both.command.run("check", "a.review")
    assert (noticed.code, "an earlier copy" in noticed.out) == (1, True)
    assert both.command.run("check", "a.review", "--accept").code == 0
    with both.window.open("a.review") as window:
        assert "an earlier copy" in window.text
        press(window.window, "accept-file")
    with both.window.open("a.review") as window:
        assert "an earlier copy" not in window.text
    both.compare("a.review")


def test_words_are_removed_alike(both: BothFrontEnds) -> None:
    for side in (both.command, both.window):
        (side.folder / "words.txt").write_text("Quixotina", "utf-8")
    refused = both.command.run(
        *("redact", "a.review", "--text-file", "words.txt", "--reason", "a name typed by mistake")
    )
    shown: list[str] = []

    def give(dialog: QDialog) -> None:
        fill(dialog, redact_words="Quixotina", redact_why="a name typed by mistake")
        press(dialog, "redact-sheet-accept")
        shown.append(words(dialog))
        dialog.reject()

    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        in_dialog(give)
        press(page, "take-words-out")
    sentence = refused.err.removeprefix("reviewer: ").strip()
    assert sentence
    assert sentence in shown[0]
    both.compare("a.review")


def test_the_log_is_exported_as_a_table(
    both: BothFrontEnds, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = both.command.run("log", "a.review", "--out", "log.csv")
    assert done.code == 0, done.err
    again = both.command.run("log", "a.review", "--out", "log.csv")
    assert again.code == 0, "an earlier log of the same file gives way"
    (both.command.folder / "other.csv").write_text("something else", "utf-8")
    refused = both.command.run("log", "a.review", "--out", "other.csv")
    assert refused.code != 0
    assert (both.command.folder / "other.csv").read_text("utf-8") == "something else"
    (both.command.folder / "other.csv").unlink()
    with both.window.open("a.review") as window:
        for name in ("log.csv", "log.csv"):
            out = both.window.folder / name
            monkeypatch.setattr("ui.window.keeping.log_export.save_as", lambda *_, out=out: out)
            press(window.go(Commands.LOG), "log-export")
            window.settle()
    logs = [
        list(csv.reader((side.folder / "log.csv").read_text("utf-8-sig").splitlines()))
        for side in (both.command, both.window)
    ]
    for log in logs:
        assert log[0] == ["No.", "When", "Who", "What", "Case", "Detail"]
        assert log[-1][2:4] == ["Reader A", "log exported"]

"""Workbooks are checked, merged and removed alike, whichever front end it is asked through."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commands import PASSPHRASE
from front_ends import BothFrontEnds, Running
from PySide6.QtWidgets import QDialog, QMessageBox
from window_kit import in_dialog, part, press, text_of, words, write

from ui.operations.passphrases import weakness
from ui.operations.workbooks import workbooks_among
from ui.window.commands import Commands
from ui.window.parts.records import RecordTable
from ui.window.team.check_page import CheckPage
from ui.window.team.new_register_page import NewRegisterPage
from ui.window.team.team_page import TeamPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LEAD = "M. Lead"
FORCE = "Synthetic Constabulary"


def test_one_workbook_that_is_missing_does_not_stop_the_others(team: BothFrontEnds) -> None:
    names = ["a.xlsx", "gone.xlsx", "b.xlsx"]
    by_command = team.command.run("verify", *names, "--json")
    assert by_command.code == 1
    assert [book["status"] for book in by_command.json] == ["trusted", "unreadable", "trusted"]
    with team.window.open() as window:
        press(window.window, "way-check")
        page = part(window.window, CheckPage)
        page.given.emit([team.window.folder / name for name in names])
        window.settle()
        records = part(page, RecordTable, "verdicts").records
        found = [records.record(row) for row in range(records.rowCount())]
        by_window = [(book.name, str(book.verdict.status)) for book in found if book]
        assert "gone.xlsx" in words(page)
    assert by_window == [(Path(b["workbook"]).name, b["status"]) for b in by_command.json]
    team.compare()


def test_the_only_workbook_being_missing_is_a_refusal(team: BothFrontEnds) -> None:
    by_command = team.command.run("verify", "gone.xlsx")
    assert by_command.code == 2
    with team.window.open() as window:
        press(window.window, "way-check")
        page = part(window.window, CheckPage)
        page.given.emit([Path("gone.xlsx")])
        window.settle()
        assert by_command.err.strip() == f"reviewer: {text_of(page, 'job-words')}"


def test_what_cannot_be_read_is_dropped_with_the_workbooks_it_lies_among(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "list.csv").write_text("a,b")
    dropped = [tmp_path / name for name in ("a.xlsx", "gone.xlsx", "list.csv", "gone.review")]
    assert [path.name for path in workbooks_among(dropped)] == ["a.xlsx", "gone.xlsx"]


def give_workbooks(window: Running, folder: Path, *names: str) -> NewRegisterPage:
    press(window.window, "way-users")
    page = part(window.window, NewRegisterPage)
    page.given.emit([folder / name for name in names])
    window.settle()
    return page


def make_register(window: Running, page: NewRegisterPage, target: Path, phrase: str) -> None:
    write(page, "lead", LEAD)
    write(page, "target", str(target))
    write(page, "new-passphrase", phrase)
    write(page, "new-passphrase-again", phrase)
    press(page, "make-register")
    window.settle()


@pytest.mark.parametrize("phrase", [FORCE, "SYN-2018Q4 2018", f"{FORCE} SYN-2018Q4"])
def test_a_register_takes_no_passphrase_of_the_inspections_own_names(
    team: BothFrontEnds, phrase: str
) -> None:
    secret = team.command.folder / "phrase.txt"
    secret.write_text(phrase)
    by_command = team.command.run(
        "merge", "team.review", "a.xlsx", "--lead", LEAD, "--passphrase-file", "phrase.txt"
    )
    assert by_command.code == 2
    secret.unlink()
    with team.window.open() as window:
        page = give_workbooks(window, team.window.folder, "a.xlsx")
        make_register(window, page, team.window.folder / "team.review", phrase)
        said = text_of(page, "passphrase-judgement")
    assert said in by_command.err
    team.compare()
    assert not (team.window.folder / "team.review").exists()


def test_the_force_s_name_would_do_if_nobody_knew_the_force() -> None:
    assert weakness(FORCE, [LEAD]) == ""


def test_a_name_that_comes_with_a_later_workbook_is_refused_at_the_field(
    team: BothFrontEnds,
) -> None:
    with team.window.open() as window:
        press(window.window, "way-users")
        page = part(window.window, NewRegisterPage)
        write(page, "lead", LEAD)
        write(page, "new-passphrase", FORCE)
        write(page, "new-passphrase-again", FORCE)
        assert page.passphrase.phrase == FORCE
        page.given.emit([team.window.folder / "a.xlsx"])
        window.settle()
        assert page.passphrase.phrase == ""


def test_a_register_is_made_of_the_workbooks_that_may_be_merged(team: BothFrontEnds) -> None:
    names = ("a.xlsx", "gone.xlsx", "b.xlsx")
    by_command = team.command.run("merge", "team.review", *names, "--lead", LEAD)
    assert by_command.code == 1
    met: list[str] = []

    def keep_code(dialog: QDialog) -> None:
        met.append(dialog.objectName())
        dialog.accept()

    with team.window.open() as window:
        page = give_workbooks(window, team.window.folder, *names)
        in_dialog(keep_code)
        make_register(window, page, team.window.folder / "team.review", PASSPHRASE)
        window.until(lambda: window.session._store is not None)
    assert met
    outcome = team.compare("team.review")
    assert [event[0] for event in outcome.events] == ["created", "merged", "merged"]
    assert "gone.xlsx" in by_command.out


def agree(dialog: QDialog) -> None:
    """Press what the question offers to do."""
    assert isinstance(dialog, QMessageBox)
    for button in dialog.buttons():
        if dialog.buttonRole(button) is QMessageBox.ButtonRole.AcceptRole:
            button.click()


def test_workbooks_are_merged_into_a_register_and_removed(team: BothFrontEnds) -> None:
    made = team.command.run("merge", "team.review", "a.xlsx", "--lead", LEAD)
    assert made.code == 0, made.err
    shutil.copytree(team.command.folder, team.window.folder, dirs_exist_ok=True)
    assert team.command.run("merge", "team.review", "b.xlsx", "gone.xlsx").code == 1
    assert team.command.run("remove", "team.review", "a.xlsx").code == 0
    with team.window.open("team.review") as window:
        page = window.go(Commands.TEAM)
        assert isinstance(page, TeamPage)
        page.given.emit([team.window.folder / name for name in ("b.xlsx", "gone.xlsx")])
        window.settle()
        press(page, "take-in")
        window.settle()
        assert "gone.xlsx" not in words(page.report)
        records = page.sources.records
        names = [records.record(row).name for row in range(records.rowCount())]
        page.sources.selectRow(names.index("a.xlsx"))
        in_dialog(agree)
        press(page, "remove-source")
        window.settle()
    outcome = team.compare("team.review")
    assert [event[0] for event in outcome.events] == ["created", "merged", "merged", "removed"]

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
from ui.window.team.own_team_page import OwnTeamPage
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
        shown = text_of(page, "passphrase-judgement")
    assert shown in by_command.err
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


def earlier_visit(both: BothFrontEnds) -> None:
    """Make the signed workbook of an earlier visit, whose signer nobody has vouched for."""
    run = both.command.run
    made = run(
        *("new", "then.review", "--list", "list.csv", "--inspection", "SYN-2016"),
        *("--force", FORCE, "--reviewer", "Reader A"),
    )
    assert made.code == 0, made.err
    answers = ("reviewable=YES", "overall.grade=RI", "overall.rationale=Late.")
    assert run("answers", "set", "then.review", "SYN-2016-0001", *answers).code == 0
    assert run("identity", "create", "then.p12", "--name", "Reader A", "--key", "ec").code == 0
    assert run("export", "then.review", "then.xlsx", "--identity", "then.p12").code == 0
    shutil.copytree(both.command.folder, both.window.folder, dirs_exist_ok=True)


def test_an_earlier_visit_is_counted_once_its_signer_is_trusted(both: BothFrontEnds) -> None:
    earlier_visit(both)
    load = ("earlier", "load", "a.review", "then.xlsx")
    refused = both.command.run(*load)
    assert refused.code == 3
    with both.window.open("a.review") as window:
        dialog = window.session._workplace.earlier.open()
        dialog.chosen.emit(both.window.folder / "then.xlsx", "")
        window.settle()
        assert "you do not trust its signer yet" in words(dialog)
        dialog.accept()
    assert "you do not trust its signer yet" in refused.err
    both.compare("a.review")
    certificate = ("identity", "certificate", "then.p12", "then.cer")
    assert both.command.run(*certificate).code == 0
    assert both.command.run("trust", "add", "then.cer").code == 0
    shutil.copytree(both.command.folder, both.window.folder, dirs_exist_ok=True)
    assert both.command.run(*load).code == 0
    with both.window.open("a.review") as window:
        dialog = window.session._workplace.earlier.open()
        dialog.chosen.emit(both.window.folder / "then.xlsx", "")
        window.until(lambda: dialog.table.records.rowCount() == 1)
        dialog.accept()
    outcome = both.compare("a.review")
    assert outcome.events[-1][0] == "earlier visit"


def test_a_returned_case_is_marked_with_the_leads_comment(team: BothFrontEnds) -> None:
    run = team.command.run
    assert run("merge", "team.review", "a.xlsx", "--lead", LEAD).code == 0
    decide = ("decide", "team.review", "SYN-2018Q4-0001", "--return", "--moderator", LEAD)
    assert run(*decide, "--reason", "Look again.").code == 0
    assert run("export", "team.review", "team.xlsx", "--identity", "b.p12").code == 0
    shutil.copytree(team.command.folder, team.window.folder, dirs_exist_ok=True)
    by_command = run("returns", "a.review", "team.xlsx")
    assert "Look again." in by_command.out
    with team.window.open("a.review") as window:
        page = window.go(Commands.TEAM)
        assert isinstance(page, OwnTeamPage)
        page.given.emit(team.window.folder / "team.xlsx")
        window.until(lambda: "Look again." in words(page))
    outcome = team.compare("a.review")
    assert "returned" in [event[0] for event in outcome.events]

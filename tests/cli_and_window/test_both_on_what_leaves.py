"""What leaves a file goes by the same rules, whichever front end it is asked through."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from commands import PASSPHRASE
from front_ends import BothFrontEnds, Running
from PySide6.QtWidgets import QMessageBox, QWidget
from window_kit import press, text_of, when_modal, words, write

from ui.window.commands import Commands
from ui.window.results.export_dialog import ExportDialog
from ui.window.results.print_choices import What
from ui.window.results.print_page import PrintPage
from ui.window.review.phrases_dialog import PhrasesDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

EXPORT = ("export", "a.review")


def answering(window: Running, page: ExportDialog, out: Path, identity: Path) -> None:
    write(page, "target", str(out))
    write(page, "identity-file", str(identity))
    write(page, "identity-passphrase", PASSPHRASE)
    if page.protect.isChecked():
        press(page, "protect")
    press(page, "export-accept")
    window.settle()


def in_question(*, agreed: bool) -> list[str]:
    """Answer the next question whether to replace a file; the list is empty until one was met."""
    asked: list[str] = []

    def meet(box: QWidget) -> bool:
        if not isinstance(box, QMessageBox):
            return False
        asked.append(box.text())
        role = QMessageBox.ButtonRole.AcceptRole if agreed else QMessageBox.ButtonRole.RejectRole
        next(button for button in box.buttons() if box.buttonRole(button) is role).click()
        return True

    when_modal(meet)
    return asked


@pytest.mark.parametrize("agreed", [False, True])
def test_another_reader_s_workbook_is_replaced_only_where_a_person_says_so(
    team: BothFrontEnds, *, agreed: bool
) -> None:
    before = (team.command.folder / "b.xlsx").read_bytes()
    by_command = team.command.run(
        *EXPORT, "b.xlsx", "--identity", "a.p12", *(["--replace"] if agreed else [])
    )
    assert by_command.code == (0 if agreed else 2)
    folder = team.window.folder
    with team.window.open("a.review") as window:
        page = window.session._workplace.export.open()
        window.settle()
        asked = in_question(agreed=agreed)
        answering(window, page, folder / "b.xlsx", folder / "a.p12")
        window.until(lambda: bool(asked) and not window.busy())
        page.reject()
    assert "is not an earlier export of this file" in asked[0]
    outcome = team.compare("a.review")
    assert [event[0] for event in outcome.events].count("exported") == (2 if agreed else 1)
    for side in (team.command, team.window):
        assert ((side.folder / "b.xlsx").read_bytes() != before) is agreed


def test_an_earlier_export_of_the_same_file_gives_way(team: BothFrontEnds) -> None:
    by_command = team.command.run(*EXPORT, "a.xlsx", "--identity", "a.p12")
    assert "It replaces export 1" in by_command.out
    folder = team.window.folder
    with team.window.open("a.review") as window:
        page = window.session._workplace.export.open()
        window.settle()
        answering(window, page, folder / "a.xlsx", folder / "a.p12")
        assert "It replaces export 1" in words(page)
        page.reject()
    team.compare("a.review")


def print_to(window: Running, out: Path, what: What, monkeypatch: pytest.MonkeyPatch) -> PrintPage:
    monkeypatch.setattr("ui.window.results.print_page.save_as", lambda *_: out)
    page = window.go(Commands.PRINT)
    assert isinstance(page, PrintPage)
    page.choose(what)
    press(page, "print-accept")
    return page


@pytest.mark.parametrize(
    ("option", "what"),
    [("--summary", What.SUMMARY), ("--blank", What.BLANK), ("--all", What.ALL)],
)
def test_a_print_is_made_and_logged(
    team: BothFrontEnds, option: str, what: What, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert team.command.run("print", "a.review", "out.pdf", option).code == 0
    with team.window.open("a.review") as window:
        print_to(window, team.window.folder / "out.pdf", what, monkeypatch)
        window.settle()
    outcome = team.compare("a.review")
    assert outcome.events[-1][0] == "printed"


@pytest.mark.parametrize("agreed", [False, True])
def test_another_pdf_is_replaced_only_where_a_person_says_so(
    team: BothFrontEnds, monkeypatch: pytest.MonkeyPatch, *, agreed: bool
) -> None:
    other = b"%PDF-1.4 of somebody else"
    for side in (team.command, team.window):
        (side.folder / "out.pdf").write_bytes(other)
    by_command = team.command.run(
        "print", "a.review", "out.pdf", "--blank", *(["--replace"] if agreed else [])
    )
    assert by_command.code == (0 if agreed else 2)
    with team.window.open("a.review") as window:
        asked = in_question(agreed=agreed)
        page = print_to(window, team.window.folder / "out.pdf", What.BLANK, monkeypatch)
        window.until(lambda: bool(asked) and not window.busy())
        if not agreed:
            assert "not a print of SYN-2018Q4" in text_of(page, "job-words")
    team.compare("a.review")
    for side in (team.command, team.window):
        assert ((side.folder / "out.pdf").read_bytes() != other) is agreed


def test_an_identity_is_made_and_never_over_another_file(both: BothFrontEnds) -> None:
    made = both.command.run("identity", "create", "me.p12", "--name", "Reader A")
    assert made.code == 0, made.err
    assert both.command.run("identity", "certificate", "me.p12", "me.cer").code == 0
    again = both.command.run("identity", "create", "me.p12", "--name", "Reader A")
    assert again.code == 2
    with both.window.open("a.review") as window:
        page = window.session._workplace.export.open()
        window.settle()
        press(page, "make-identity")
        fields = page.new_identity
        write(fields, "identity-name", "Reader A")
        write(fields, "target", str(both.window.folder / "me.p12"))
        for name in ("new-passphrase", "new-passphrase-again"):
            write(fields, name, PASSPHRASE)
        press(fields, "identity-accept")
        window.settle()
        press(page, "make-identity")
        press(fields, "identity-accept")
        window.settle()
        assert "me.p12 already exists. Choose another name." in words(page)
        page.reject()
    assert "me.p12 already exists. Choose another name." in again.err
    both.compare()


def test_a_password_agreed_with_its_reader_is_taken_with_advice(team: BothFrontEnds) -> None:
    secret = team.command.folder / "agreed.txt"
    secret.write_text("summer2018")
    by_command = team.command.run(
        *("export", "a.review", "a.xlsx", "--identity", "a.p12", "--protect", "--replace"),
        *("--password-file", "agreed.txt"),
    )
    secret.unlink()
    assert by_command.code == 0, by_command.err
    folder = team.window.folder
    with team.window.open("a.review") as window:
        page = window.session._workplace.export.open()
        window.settle()
        for name in ("new-passphrase", "new-passphrase-again"):
            write(page.password, name, "summer2018")
        assert page.password.phrase == "summer2018"
        advice = text_of(page.password, "passphrase-judgement")
        write(page, "target", str(folder / "a.xlsx"))
        write(page, "identity-file", str(folder / "a.p12"))
        write(page, "identity-passphrase", PASSPHRASE)
        in_question(agreed=True)
        press(page, "export-accept")
        window.until(lambda: "is saved and signed" in words(page))
        page.reject()
    assert advice in by_command.err
    team.compare("a.review")


def test_phrases_are_carried_into_a_file_and_out_of_it(
    both: BothFrontEnds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("No entry on file.\n\nSeen by nobody.\n", "utf-8")
    for arguments in (
        ("import", "a.review", mine),
        ("remove", "a.review", 1),
        ("export", "a.review", "out.txt"),
    ):
        done = both.command.run("phrases", *arguments)
        assert done.code == 0, done.err
    dialogs = "ui.window.review.phrases_dialog."
    monkeypatch.setattr(dialogs + "open_one", lambda *_: mine)
    monkeypatch.setattr(dialogs + "save_as", lambda *_: both.window.folder / "out.txt")

    with both.window.open("a.review") as window:
        store = window.session._store
        assert store is not None
        dialog = PhrasesDialog(both.window.theme, store, lambda: datetime.now(UTC), window.window)
        for button in ("import-phrases", "remove-phrase", "export-phrases", "close-phrases"):
            press(dialog, button)
    outcome = both.compare("a.review")
    assert outcome.events[-1][0] == "phrases written"
    texts = [(side.folder / "out.txt").read_bytes() for side in (both.command, both.window)]
    assert texts == [b"Seen by nobody.\n"] * 2

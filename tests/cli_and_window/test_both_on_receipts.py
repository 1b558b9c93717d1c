"""Receipts are signed, imported and asked for alike, whichever front end it is asked through."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from commands import PASSPHRASE
from front_ends import BothFrontEnds
from PySide6.QtWidgets import QDialog
from window_kit import in_dialog, part, press, text_of, words, write

from ui.window.commands import Commands
from ui.window.keeping.receipts_part import ReceiptsPart
from ui.window.team.team_page import TeamPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LEAD = "M. Lead"


@pytest.fixture
def merged(team: BothFrontEnds) -> BothFrontEnds:
    """A register of one reader's workbook, and a folder for receipts."""
    run = team.command.run
    assert run("merge", "team.review", "a.xlsx", "--lead", LEAD).code == 0
    (team.command.folder / "out").mkdir()
    shutil.copytree(team.command.folder, team.window.folder, dirs_exist_ok=True)
    return team


def test_receipts_are_signed_alike(merged: BothFrontEnds) -> None:
    order = ("receipts", "issue", "team.review", "out", "--identity", "b.p12")
    assert merged.command.run(*order).code == 0

    def give(dialog: QDialog) -> None:
        write(dialog, "receipts-folder", str(merged.window.folder / "out"))
        write(dialog, "identity-file", str(merged.window.folder / "b.p12"))
        write(dialog, "identity-passphrase", PASSPHRASE)
        press(dialog, "receipts-sheet-accept")

    with merged.window.open("team.review") as window:
        page = window.go(Commands.TEAM)
        assert isinstance(page, TeamPage)
        in_dialog(give)
        press(page, "sign-receipts")
        window.until(lambda: "1 receipt was saved" in text_of(page, "job-words"))
    outcome = merged.compare("team.review")
    assert [event[0] for event in outcome.events] == ["created", "merged", "receipt issued"]
    assert len([name for name in outcome.files if name.startswith("out/")]) == 1


def test_a_file_is_disposed_of_once_its_receipt_is_there(merged: BothFrontEnds) -> None:
    run = merged.command.run
    assert run("receipts", "issue", "team.review", "out", "--identity", "b.p12").code == 0
    shutil.copytree(merged.command.folder, merged.window.folder, dirs_exist_ok=True)
    (name,) = [path.name for path in (merged.command.folder / "out").iterdir()]
    disposed = ("dispose", "a.review", "--identity", "a.p12", "--record", "gone.json", "--yes")
    refused = run(*disposed)
    assert refused.code == 2
    imported = run("receipts", "import", "a.review", Path("out") / name)
    assert imported.code == 0, imported.err

    shown: list[str] = []

    def refuse(dialog: QDialog) -> None:
        order(dialog, merged.window.folder)
        shown.append(words(dialog))

    with merged.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        in_dialog(refuse)
        press(page, "dispose")
        window.settle()
        window.until(lambda: bool(shown))
        part(page, ReceiptsPart).given.emit([merged.window.folder / "out" / name])
        window.until(lambda: "was received by M. Lead" in text_of(page, "receipts-about"))
    assert "Import the lead's receipt first" in shown[0]
    assert "No receipt has been imported" in refused.err
    outcome = merged.compare("a.review")
    assert outcome.events[-1][0] == "receipt imported"
    assert run(*disposed).code == 0
    with merged.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        in_dialog(lambda dialog: order(dialog, merged.window.folder))
        press(page, "dispose")
        in_dialog(lambda dialog: dialog.close())
        window.until(lambda: not (merged.window.folder / "a.review").exists())
        window.until(lambda: window.session.starts_over)
    for side in (merged.command, merged.window):
        record = json.loads((side.folder / "gone.json").read_text("utf-8"))["record"]
        assert [one["lead"] for one in record["receipts"]] == [LEAD]


def order(dialog: QDialog, folder: Path) -> None:
    """Order the disposal of Reader A's file, with no reason to do without a receipt."""
    write(dialog, "identity-file", str(folder / "a.p12"))
    write(dialog, "identity-passphrase", PASSPHRASE)
    write(dialog, "target", str(folder / "gone.json"))
    write(dialog, "disposal-code", "SYN-2018Q4")
    press(dialog, "disposal-sheet-accept")

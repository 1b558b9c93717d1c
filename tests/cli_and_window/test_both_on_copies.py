"""Two copies of a file are reconciled alike, whichever front end it is asked through."""

from __future__ import annotations

import shutil

import pytest
from front_ends import BothFrontEnds, dismiss
from PySide6.QtWidgets import QDialog
from window_kit import in_dialog, part, press, words, write

from ui.window.commands import Commands
from ui.window.team.copies_part import CopiesPart
from ui.window.team.own_team_page import OwnTeamPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CASE = "SYN-2018Q4-0001"


def test_two_copies_are_reconciled_alike(team: BothFrontEnds) -> None:
    folder, run = team.command.folder, team.command.run
    shutil.copy(folder / "a.review", folder / "copy.review")
    for file, grade in (("a.review", "RI"), ("copy.review", "I")):
        assert run("answers", "set", file, CASE, f"overall.grade={grade}").code == 0
    assert run("export", "copy.review", "copy.xlsx", "--identity", "a.p12").code == 0
    shutil.copytree(folder, team.window.folder, dirs_exist_ok=True)
    assert run("reconcile", "a.review", "copy.xlsx", "--take", "all=other").code == 0
    shown: list[str] = []

    def choose(dialog: QDialog) -> None:
        press(dialog, "copies-sheet-accept")
        shown.append(words(dialog))
        press(dialog, "all-other")
        press(dialog, "copies-sheet-accept")

    with team.window.open("a.review") as window:
        page = window.go(Commands.TEAM)
        assert isinstance(page, OwnTeamPage)
        in_dialog(choose)
        copies = part(page, CopiesPart)
        copies.given.emit(team.window.folder / "copy.xlsx")
        window.until(lambda: "The copies are reconciled" in words(copies))
        copies.given.emit(team.window.folder / "copy.xlsx")
        window.until(lambda: "already has everything from the other copy" in words(copies))
    assert "choose which is right" in shown[0]
    outcome = team.compare("a.review")
    assert [event[0] for event in outcome.events].count("reconciled") == 1


def test_a_mistyped_inspection_code_is_corrected_alike(both: BothFrontEnds) -> None:
    corrected = ("correct-code", "a.review", "SYN-2018Q3", "--reason", "The quarter was wrong")
    assert both.command.run(*corrected).code == 0

    shown: list[str] = []

    def correct(dialog: QDialog) -> None:
        press(dialog, "code-sheet-accept")
        shown.append(words(dialog))
        write(dialog, "right-code", "SYN-2018Q3")
        write(dialog, "code-why", "The quarter was wrong")
        press(dialog, "code-sheet-accept")
        in_dialog(dismiss)

    with both.window.open("a.review") as window:
        page = window.go(Commands.FILE)
        in_dialog(correct)
        press(page, "correct-code")
        window.until(lambda: window.session.locked is not None)
    assert "already" in shown[0]
    outcome = both.compare("a.review")
    assert outcome.events[-1][0] == "inspection code corrected"

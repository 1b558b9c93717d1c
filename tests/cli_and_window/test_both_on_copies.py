"""Two copies of a file are reconciled alike, whichever front end it is asked through."""

from __future__ import annotations

import shutil

import pytest
from front_ends import BothFrontEnds
from PySide6.QtWidgets import QDialog
from window_kit import in_dialog, part, press, words

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
    said: list[str] = []

    def choose(dialog: QDialog) -> None:
        press(dialog, "copies-sheet-accept")
        said.append(words(dialog))
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
        window.until(lambda: "has all that the other copy has" in words(copies))
    assert "choose which is right" in said[0]
    outcome = team.compare("a.review")
    assert [event[0] for event in outcome.events].count("reconciled") == 1

"""Each operation comes to the same, whichever front end it is asked through."""

from __future__ import annotations

import pytest
from front_ends import BothFrontEnds, dismiss, fill
from PySide6.QtWidgets import QDialog
from window_kit import in_dialog, press, write

from ui.window.actions import Act
from ui.window.keeping.keeping_page import KeepingPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_the_disposal_date_is_set(both: BothFrontEnds) -> None:
    done = both.command.run("retention", "a.review", "--dispose-by", "2026-12-31")
    assert done.code == 0, done.err
    with both.window.open("a.review") as window:
        page = window.go(Act.FILE)
        write(page, "dispose-by", "31/12/2026")
        press(page, "keep-day")
    outcome = both.compare("a.review")
    assert outcome.events[-1][-1] == "no day → 2026-12-31"


def test_a_date_that_is_none_is_refused_and_nothing_is_logged(both: BothFrontEnds) -> None:
    before = both.command.outcome("a.review").events
    assert both.command.run("retention", "a.review", "--dispose-by", "soon").code != 0
    with both.window.open("a.review") as window:
        page = window.go(Act.FILE)
        write(page, "dispose-by", "soon")
        press(page, "keep-day")
    assert both.compare("a.review").events == before


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
        page = window.go(Act.FILE)
        in_dialog(give)
        press(page, "hand-over")
        window.until(lambda: window.session.locked is not None)
    outcome = both.compare("a.review")
    assert outcome.events[-1][:2] == ("handed over", "Reader A")


def test_a_copy_is_written(both: BothFrontEnds) -> None:
    assert both.command.run("backup", "a.review", "copy.review").code == 0
    with both.window.open("a.review") as window:
        page = window.go(Act.FILE)
        assert isinstance(page, KeepingPage)
        page.copy_asked.emit(both.window.folder / "copy.review")
        window.settle()
    both.compare("copy.review")


def test_settings_that_cannot_be_read_are_set_aside_and_said(both: BothFrontEnds) -> None:
    for folder in (both.command.folder, both.window.folder):
        (folder / "home" / "backups.json").write_text('{"folder": [', "utf-8")
    sentence = "backups.json could not be read and was renamed to backups.unreadable-1.json"
    done = both.command.run("retention", "a.review", "--dispose-by", "2026-12-31")
    assert (done.code, sentence in done.err) == (0, True)
    with both.window.open("a.review") as window:
        page = window.go(Act.FILE)
        write(page, "dispose-by", "31/12/2026")
        press(page, "keep-day")
        assert sentence in window.text
    assert "home/backups.unreadable-1.json" in both.compare("a.review").files

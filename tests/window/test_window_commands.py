"""Which commands are offered where: at the start, on a cleared screen, in a file only read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from window_kit import focused, in_dialog, presenter_of, show_review, store_of
from window_sample import (
    CODE,
    KEY,
    NOW,
    PERSON,
    SALT,
    OpenWindow,
    form,
    inspection,
    make_file,
    opened,
)

from db.file import creating, open_file
from reviewer.app.answering import answer_many
from reviewer.app.demonstration.sample_answers import sample_answers
from reviewer.app.new_files import begin_register
from reviewer.domain.ids import SessionId, case_id
from reviewer.domain.inspection import FileKind
from ui.operations.preferences import Preferences
from ui.window.commands import TABLE, Commands
from ui.window.jobs import Jobs
from ui.window.main_window import MainWindow
from ui.window.results.export_presenter import IdentityMemory
from ui.window.theme import Theme
from ui.window.workplace import Workplace

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LOOKING = {
    *("grade", "supervision", "referral", "guidance", "history"),
    *("next-unanswered", "next-finding", "next-open-case"),
    *("next-section", "previous-section", "next-case", "previous-case", "search", "case-history"),
    *("cases", "team", "case-list", "palette", "keys", "change-keys", "clear-screen"),
    *("larger", "smaller"),
}
"""What is offered in a file that is only read: a new command that may be used is added here."""

OF_A_REGISTER = {
    *("cases", "summary", "team", "print", "log", "file", "search", "export"),
    *("publish", "grade", "complete", "postpone", "previous-case", "next-case"),
    *("palette", "keys", "change-keys", "clear-screen", "larger", "smaller"),
    *("spelling", "own-words"),
}
"""What a lead is offered in a team's register, beside what belongs to a session."""


def offered(window: MainWindow) -> set[str]:
    return {command.name for command in TABLE if window.actions_[command].isEnabled()}


def test_before_a_file_is_open_nothing_is_offered_that_needs_one(
    theme: Theme, qtbot: QtBot
) -> None:
    window = MainWindow(theme, Preferences())
    qtbot.addWidget(window)
    names = {"palette", "keys", "change-keys", "clear-screen", "larger", "smaller"}
    assert offered(window) == names


def test_a_file_that_is_only_read_offers_what_changes_nothing(
    theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "sample.review"
    make_file(path, 3)
    with opened(path) as store:
        case = store.cases()[0]
        answers = sample_answers(store.form(), case, PERSON, "G", seed=1, today=date(2018, 11, 5))
        answer_many(store, {case.id: answers}, now=NOW)  # so that there is much to undo, complete
    before = path.read_bytes()
    with open_file(path, KEY, read_only=True) as store:
        window = MainWindow(theme, Preferences())
        qtbot.addWidget(window)
        show_review(window, theme, store)
        with qtbot.waitActive(window):
            window.show()
        assert offered(window) == LOOKING
        dialogs = trigger_all(window)
        assert dialogs == {"HistoryDialog", "Palette", "KeySheet", "KeysDialog"}
        assert not window.banner.isVisible()
        window.rest()
    assert path.read_bytes() == before


def test_a_register_offers_a_lead_the_export_and_the_search_by_their_keys(
    theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "team.review"
    about = replace(inspection(), kind=FileKind.REGISTER)
    with creating(path, KEY, salt=SALT, person=PERSON, session_id=SessionId("t")) as store:
        begin_register(store, about, form(), now=NOW)
    with opened(path) as store:
        window = MainWindow(theme, Preferences())
        qtbot.addWidget(window)
        jobs, memory = Jobs(window), IdentityMemory(known=lambda: "", remember=lambda _: None)
        place = Workplace(window, theme, store, jobs, lambda: NOW, memory)
        place.begin()
        place.backups.stop()  # it looks at the file by itself, also once that is closed
        with qtbot.waitActive(window):
            window.show()
        qtbot.waitUntil(lambda: not jobs.busy(), timeout=30_000)
        assert offered(window) == OF_A_REGISTER
        names: list[str] = []

        def look(dialog: QDialog) -> None:
            names.append(dialog.objectName())
            qtbot.waitUntil(lambda: not jobs.busy(), timeout=30_000)  # or it stays open

        met = in_dialog(look)
        QTest.keyClick(focused(), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: bool(met), timeout=30_000)
        assert names == ["export"]
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=30_000)
        with qtbot.waitActive(window):
            window.activateWindow()
        QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        where = window.bookmark()
        assert where is not None
        assert where.place == "cases"
        assert focused().objectName() == "register-search"
        window.rest()


def trigger_all(window: MainWindow) -> set[str]:
    """Carry out every command; close the dialogs that come up, and return their kinds."""
    kinds: set[str] = set()

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            kinds.add(type(dialog).__name__)
            dialog.close()

    closing = QTimer(interval=5)
    closing.timeout.connect(close)
    closing.start()
    for command in TABLE:
        window.actions_[command].trigger()
        QApplication.processEvents()
        if command is Commands.CLEAR:
            assert window.cover.isVisible()
            window.actions_[command].trigger()
    closing.stop()
    return kinds


def test_a_cleared_screen_lets_no_command_through_but_those_that_hide(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)
    window.actions_[Commands.CLEAR].trigger()
    for command in TABLE:
        if command is not Commands.CLEAR:
            window.actions_[command].trigger()
            QApplication.processEvents()
    assert window.cover.isVisible()
    assert QApplication.activeModalWidget() is None
    assert presenter_of(window).case == case_id(CODE, 1)
    assert store_of(window).progress() == {}
    window.actions_[Commands.CLEAR].trigger()
    assert not window.cover.isVisible()


def test_a_command_of_the_case_does_nothing_at_another_place(open_window: OpenWindow) -> None:
    window = open_window(3)
    window.go(Commands.TEAM)
    window.actions_[Commands.REVEAL].trigger()
    window.actions_[Commands.POSTPONE].trigger()
    assert store_of(window).progress() == {}
    assert store_of(window).postponed() == frozenset()


def test_what_leads_to_the_cases_shows_them_first(open_window: OpenWindow) -> None:
    window = open_window(3)
    window.go(Commands.TEAM)
    window.actions_[Commands.SEARCH].trigger()
    assert window.bookmark().place == "cases"
    assert QApplication.focusWidget().objectName() == "search"

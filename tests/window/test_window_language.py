"""The window in another language: built again where the person was, English where it must be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from window_kit import choose, in_dialog
from window_sample import KEY, PERSON, make_file

from db.file import open_file
from reviewer.domain.ids import SessionId
from reviewer.domain.language import ENGLISH, LANGUAGES, choose_language, current_language
from reviewer.domain.message import term
from reviewer.domain.times import long_day
from reviewer.forms.library import bundled_form
from ui.operations.preferences import Preferences, load_preferences
from ui.window.away.locking import IdleWatch
from ui.window.commands import Command, Commands
from ui.window.main_window import MainWindow
from ui.window.review.cases_page import CasesPage
from ui.window.settings_notices import SettingsNotices
from ui.window.start import Session
from ui.window.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
WELSH = "cy"


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    choose_language(ENGLISH)


@pytest.fixture
def session(theme: Theme, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "sample.review"
    make_file(path, 3)
    window = MainWindow(theme, Preferences())
    watch = IdleWatch(qapp, minutes=10, remind_minutes=0)
    session = Session(window, theme, Preferences(), watch, SettingsNotices(qapp))
    session._on_opened(open_file(path, KEY, person=PERSON, session_id=SessionId("a-session")))
    window.resize(1280, 900)
    with qtbot.waitActive(window):
        window.show()
    yield session
    session.close()
    session._window.close()
    session._window.deleteLater()  # the last of several: the first is not the one that is left


def set_language(session: Session, language: str) -> None:
    def agree(dialog: QDialog) -> None:
        choose(dialog, "setting-language", language)
        dialog.accept()

    in_dialog(agree)
    session._window.actions_[Commands.SETTINGS].trigger()


def test_the_window_changes_its_language_and_stays_at_the_same_case(
    session: Session, qtbot: QtBot
) -> None:
    old = session._window
    old.actions_[Commands.NEXT_CASE].trigger()
    before = old.bookmark()
    set_language(session, WELSH)
    qtbot.waitUntil(lambda: current_language() == WELSH)
    assert load_preferences().language == WELSH
    window = session._window
    assert window is not old
    assert window.isVisible()
    assert window.findChild(CasesPage) is not None
    after = window.bookmark()
    assert before is not None
    assert after is not None
    assert after.case == before.case
    assert window.actions_[Commands.CASES].text() == "Achosion"
    set_language(session, ENGLISH)
    qtbot.waitUntil(lambda: current_language() == ENGLISH)
    assert session._window.actions_[Commands.CASES].text() == "Cases"


@pytest.mark.parametrize(
    "command", [Commands.SUMMARY, Commands.PRINT, Commands.LOG, Commands.FILE, Commands.HELP]
)
def test_nothing_of_the_old_language_is_left_open(
    session: Session, command: Command, qtbot: QtBot
) -> None:
    session._window.actions_[command].trigger()
    qtbot.waitUntil(lambda: not session._jobs.busy())
    old = session._window
    set_language(session, WELSH)
    qtbot.waitUntil(lambda: session._window is not old and not isValid(old))
    shown = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
    assert shown == [session._window]


def test_every_language_on_offer_has_a_catalogue_and_is_kept() -> None:
    for language in LANGUAGES:
        choose_language(language)
        assert replace(Preferences(), language=language).language == language


def test_a_welsh_month_has_its_welsh_name() -> None:
    choose_language(WELSH)
    assert long_day("2018-05-05") == "5 Mai 2018"
    assert str(term("month", "Jan")) == "Ion"


def test_a_form_that_is_partly_translated_is_shown_in_english_throughout() -> None:
    form = bundled_form("ncpi")
    labels = [section.title for section in form.sections]
    assert any(label.cy for label in labels)
    assert any(item.label.cy is None for item in form.items.values())
    assert [label.in_language(WELSH) for label in labels] == [label.en for label in labels]
    whole = form.sections[0].model_copy(deep=True).title
    assert type(whole)(en="Good", cy="Da").in_language(WELSH) == "Da"

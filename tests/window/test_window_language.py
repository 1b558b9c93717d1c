"""The window in another language: built again where the person was, English where it must be."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from window_kit import choose, in_dialog
from window_sample import KEY, PERSON

from db.file import open_file
from reviewer.domain import language, message
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
def at_start(theme: Theme, qapp: QApplication, qtbot: QtBot) -> Iterator[Session]:
    window = MainWindow(theme, Preferences())
    watch = IdleWatch(qapp, minutes=10, remind_minutes=0)
    session = Session(window, theme, Preferences(), watch, SettingsNotices(qapp))
    window.resize(1280, 900)
    with qtbot.waitActive(window):
        window.show()
    yield session
    session.close()
    session._window.close()
    session._window.deleteLater()  # the last of several: the first is not the one that is left


@pytest.fixture
def session(at_start: Session, path: Path) -> Session:
    at_start._on_opened(open_file(path, KEY, person=PERSON, session_id=SessionId("a-session")))
    return at_start


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


class Asked(gettext.NullTranslations):
    """The Welsh translations, which note what they lack."""

    def __init__(self, welsh: gettext.NullTranslations) -> None:
        super().__init__()
        self.welsh = welsh
        self.lacking: set[str] = set()

    def _noted(self, template: str, found: str) -> str:
        if found == template and template != "Reviewer":
            self.lacking.add(template)
        return found

    def gettext(self, message: str) -> str:
        return self._noted(message, self.welsh.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        found = self.welsh.ngettext(msgid1, msgid2, n)
        return self._noted(msgid1 if found == msgid1 else msgid2, found)

    def pgettext(self, context: str, message: str) -> str:
        return self._noted(message, self.welsh.pgettext(context, message))


def test_what_is_shown_before_a_file_is_open_is_whole_in_welsh(
    at_start: Session, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = language.catalogue, Asked(language.catalogue(WELSH))

    def catalogue(code: str) -> gettext.NullTranslations:
        return asked if code == WELSH else real(code)

    for module in (language, message):
        monkeypatch.setattr(module, "catalogue", catalogue)
    set_language(at_start, WELSH)
    qtbot.waitUntil(lambda: current_language() == WELSH)
    at_start._entrance.unlock(path)
    at_start._entrance.begin(None)
    in_dialog(QDialog.reject)
    at_start._window.actions_[Commands.SETTINGS].trigger()
    assert asked.lacking == set()


def test_every_language_on_offer_has_a_catalogue_and_is_kept() -> None:
    for code in LANGUAGES:
        choose_language(code)
        assert replace(Preferences(), language=code).language == code


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

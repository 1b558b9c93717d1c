"""The first start: an identity, a folder for backups, and the way on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from soft_token import MODULE, forget_tokens, make_token, needs_soft_token
from window_kit import NOW, part, press, write

from ui.operations import preferences
from ui.operations.backups import backup_folder
from ui.operations.identities import create_identity
from ui.operations.preferences import Preferences, load_preferences
from ui.window.away.locking import IdleWatch
from ui.window.main_window import MainWindow
from ui.window.parts.token_sheet import TokenSheet
from ui.window.program import is_first
from ui.window.start import Session
from ui.window.theme import Theme

PHRASE = "violet lantern gravel orchid thursday"


@pytest.fixture
def first(
    theme: Theme, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """Return the window as it is shown at the very first start."""
    monkeypatch.setattr("pathlib.Path.home", lambda: tmp_path)
    monkeypatch.setattr("ui.window.start._now", lambda: NOW)
    window = MainWindow(theme, Preferences())
    qtbot.addWidget(window)
    session = Session(window, theme, Preferences(), IdleWatch(qapp, minutes=10, remind_minutes=0))
    assert is_first(load_preferences())
    session.greet()
    yield window
    session.close()


def fill(window: MainWindow, folder: str, phrase: str = PHRASE) -> None:
    texts = {
        "identity-name": "A. Inspector",
        "new-passphrase": phrase,
        "new-passphrase-again": phrase,
        "backup-folder": folder,
    }
    for name, text in texts.items():
        part(window, QLineEdit, name).setText(text)
    part(window, QAbstractButton, "save-first").click()


def test_the_first_start_makes_an_identity_and_moves_backups_once(
    first: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    fill(first, str(tmp_path / "stick"))
    qtbot.waitUntil(lambda: first.findChild(QWidget, "ready-page") is not None, timeout=20_000)
    assert (tmp_path / "a-inspector.p12").is_file()
    assert (tmp_path / "a-inspector.cer").is_file()
    assert backup_folder() == tmp_path / "stick"
    assert load_preferences().identity == str(tmp_path / "a-inspector.p12")
    assert not is_first(load_preferences())
    part(first, QAbstractButton, "ready-start").click()
    assert first.findChild(QWidget, "start-page") is not None


def test_it_can_be_skipped_and_is_not_shown_again(first: MainWindow) -> None:
    part(first, QAbstractButton, "skip-first").click()
    assert first.findChild(QWidget, "start-page") is not None
    assert not is_first(load_preferences())


@pytest.mark.parametrize(
    ("folder", "phrase"), [("nowhere", PHRASE), ("", PHRASE), ("stick", ""), ("a\0", PHRASE)]
)
def test_what_is_wrong_is_shown_on_the_page_and_nothing_is_made(
    first: MainWindow, qtbot: QtBot, tmp_path: Path, folder: str, phrase: str
) -> None:
    (tmp_path / "stick").mkdir()
    part(first, QLineEdit, "identity-name").setText("A. Inspector")
    fill(first, str(tmp_path / folder) if folder.isalpha() else folder, phrase)
    page = part(first, QWidget, "first-page")

    def is_shown() -> bool:
        line = part(first, QWidget, "job-line")
        faults = [one.text() for one in page.findChildren(QLabel, "fault")]
        return any(faults) or (line.isVisible() and not line.accessibleName().endswith("…"))

    qtbot.waitUntil(is_shown, timeout=20_000)
    assert not list(tmp_path.glob("*.p12"))
    assert first.findChild(QWidget, "first-page") is not None


def test_an_identity_of_ones_own_is_used(
    first: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "given.p12"
    monkeypatch.setattr("ui.window.beginning.first_page.open_one", lambda *_: own)
    part(first, QAbstractButton, "own-identity").click()
    part(first, QAbstractButton, "save-first").click()
    assert load_preferences().identity == str(own)
    assert first.findChild(QWidget, "start-page") is not None


def test_the_organisations_folder_for_backups_cannot_be_changed(
    theme: Theme, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "defaults.json").write_text(
        f'{{"backup_folder": "{tmp_path}/site", "fixed": ["backup_folder"]}}', "utf-8"
    )
    monkeypatch.setattr(preferences, "site_folder", lambda: tmp_path / "site")
    window = MainWindow(theme, load_preferences())
    qtbot.addWidget(window)
    session = Session(
        window, theme, load_preferences(), IdleWatch(qapp, minutes=10, remind_minutes=0)
    )
    session.greet()
    field = part(window, QLineEdit, "backup-folder")
    assert (field.text(), field.isReadOnly()) == (f"{tmp_path}/site", True)
    session.close()


@needs_soft_token
@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_key_on_a_smart_card_is_used(
    first: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_identity(
        tmp_path / "a.p12", PHRASE, name="A. Inspector", now=NOW, certificate=tmp_path / "a.cer"
    )
    make_token(tmp_path / "a.p12", PHRASE, tmp_path, monkeypatch)
    part(first, QAbstractButton, "own-card").click()
    sheet = part(first, TokenSheet)
    write(sheet, "token-library", str(MODULE))
    write(sheet, "token-certificate", str(tmp_path / "a.cer"))
    write(sheet, "target", str(tmp_path / "card"))
    press(sheet, "token-sheet-accept")
    part(first, QAbstractButton, "save-first").click()
    assert load_preferences().identity == str(tmp_path / "card.token")
    assert not list(tmp_path.glob("*.p12"))
    forget_tokens()

"""From one file to another: new, open, recent, close; and what the palette finds beside cases."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QTextBrowser
from window_kit import in_dialog, part
from window_sample import CODE, KEY, NOW, PERSON, make_file, opened

from db.file import open_file
from reviewer.domain.ids import SessionId, case_id
from ui.operations.help_pages import written_pages
from ui.operations.recent import remember_opened
from ui.window.commands import Command, Commands
from ui.window.review.review_presenter import ReviewPresenter
from ui.window.start import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def session(session: Session) -> Session:
    session.begin(None)
    return session


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A file that was opened before."""
    path = tmp_path / "north.review"
    make_file(path, 2)
    with opened(path) as store:
        remember_opened(store, now=NOW)
    return path


def at_work(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "sample.review"
    make_file(path, 3)
    session._on_opened(open_file(path, KEY, person=PERSON, session_id=SessionId("s")))


def page(session: Session) -> str:
    shown = session._window.pages.currentWidget()
    assert shown is not None
    return shown.objectName()


def do(session: Session, command: Command) -> None:
    session._window.actions_[command].trigger()


def find(session: Session, command: Command, sought: str) -> list[str]:
    """Type into the palette, note what is found, and take the first."""
    found: list[str] = []

    def look(dialog: QDialog) -> None:
        box, listed = part(dialog, QLineEdit, "palette-box"), part(dialog, QListWidget)
        QTest.keyClicks(box, sought)
        found.extend(listed.item(row).text() for row in range(listed.count()))
        QTest.keyClick(box, Qt.Key.Key_Return)

    met = in_dialog(look)
    do(session, command)
    assert met
    return found


def test_without_a_file_each_way_shows_its_page_in_the_same_window(
    session: Session, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(session, Commands.NEW)
    assert page(session) == "new-inspection"
    do(session, Commands.CLOSE)
    assert page(session) == "start-page"
    monkeypatch.setattr("ui.window.ways.open_one", lambda *_: there)
    do(session, Commands.OPEN)
    assert page(session) == "unlock-page"
    assert session.locked is None


def test_a_new_inspection_that_is_begun_is_not_begun_again(session: Session) -> None:
    do(session, Commands.NEW)
    part(session._window, QLineEdit, "new-code").setText("NCPI-A")
    do(session, Commands.NEW)
    assert part(session._window, QLineEdit, "new-code").text() == "NCPI-A"


def test_with_a_file_open_each_way_closes_it_and_begins_there(
    session: Session, there: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work(session, tmp_path)
    monkeypatch.setattr("ui.window.ways.open_one", lambda *_: None)
    do(session, Commands.OPEN)
    assert session._window.cover.isHidden(), "no file was chosen: the open one stays"
    monkeypatch.setattr("ui.window.ways.open_one", lambda *_: there)
    do(session, Commands.OPEN)
    assert session.locked == there
    assert session._window.cover.isVisible()


@pytest.mark.parametrize(("command", "new"), [(Commands.NEW, True), (Commands.CLOSE, False)])
def test_the_next_process_begins_as_was_asked(
    session: Session, tmp_path: Path, command: Command, *, new: bool
) -> None:
    at_work(session, tmp_path)
    do(session, command)
    assert (session.locked, session.starts_over, session.begins_new) == (None, True, new)


def test_recent_files_are_offered_at_once_and_by_what_is_typed(
    session: Session, there: Path, tmp_path: Path
) -> None:
    (found,) = find(session, Commands.RECENT, "")
    assert there.name in found
    assert CODE in found
    assert page(session) == "unlock-page"
    at_work(session, tmp_path)
    assert any(there.name in one for one in find(session, Commands.PALETTE, "north"))
    assert session.locked == there


def test_a_recent_file_that_is_gone_is_not_offered(session: Session, there: Path) -> None:
    there.unlink()
    assert find(session, Commands.RECENT, "") == ["Nothing found."]


def test_the_palette_finds_help_pages_and_opens_them(session: Session, tmp_path: Path) -> None:
    at_work(session, tmp_path)
    found = find(session, Commands.PALETTE, "screen reader")
    assert any(one.startswith("Help") for one in found)
    browser = part(session._window, QTextBrowser, "help-page")
    assert "screen" in browser.toPlainText().casefold()


@pytest.mark.parametrize("typed", ["0002", "2", "supervision", "delay", "force's own grade"])
def test_the_palette_puts_what_is_called_so_before_help_that_speaks_of_it(
    session: Session, tmp_path: Path, typed: str
) -> None:
    at_work(session, tmp_path)
    found = find(session, Commands.PALETTE, typed)
    assert not found[0].startswith("Help")
    if typed.isdecimal():
        assert found[0].startswith("Case 0002")
        presenter = session._window.findChild(ReviewPresenter)
        assert isinstance(presenter, ReviewPresenter)
        assert presenter.case == case_id(CODE, 2)


def test_about_shows_the_version_what_is_new_and_the_licences(session: Session) -> None:
    do(session, Commands.ABOUT)
    text = part(session._window, QTextBrowser, "help-page").toPlainText()
    assert version("reviewer") in text
    assert "What is new" in text
    assert "MIT" in text


def test_every_library_that_travels_with_the_program_is_named_with_its_licence() -> None:
    (about,) = (one for one in written_pages() if one.topic == "about")
    listed = (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
    block = listed.partition("dependencies = [")[2].partition("]")[0]
    names = re.findall(r'"([A-Za-z0-9-]+)', block)
    assert [name for name in names if name.casefold() not in about.text.casefold()] == []

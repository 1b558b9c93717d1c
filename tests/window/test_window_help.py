"""The help in the window: read, searched, and loading nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot
from window_kit import part

from reviewer.forms.library import bundled_form, bundled_source
from ui.operations.help_pages import HelpPage, help_pages
from ui.operations.preferences import Preferences
from ui.window.away.locking import IdleWatch
from ui.window.commands import Commands
from ui.window.help_dialog import HEIGHT, WIDTH, HelpDialog, PageBrowser
from ui.window.help_presenter import show_help
from ui.window.jobs import Jobs
from ui.window.main_window import MainWindow
from ui.window.start import Session
from ui.window.theme import Scheme, Theme

Opened = Callable[..., HelpDialog]


@pytest.fixture
def opened(theme: Theme, qtbot: QtBot) -> Opened:
    parent = QWidget()
    qtbot.addWidget(parent)

    def make(*pages: HelpPage) -> HelpDialog:
        return HelpDialog(theme, pages or help_pages(bundled_form("ncpi")), parent)

    return make


def _topics(dialog: HelpDialog) -> list[str]:
    found = part(dialog, QListWidget, "help-topics")
    return [found.item(row).text() for row in range(found.count())]


def _read(dialog: HelpDialog) -> PageBrowser:
    return part(dialog, PageBrowser, "help-page")


def _search(dialog: HelpDialog, words: str) -> None:
    box = part(dialog, QLineEdit, "help-search")
    box.setText(words)


def test_every_page_is_offered_and_the_first_is_read(opened: Opened) -> None:
    dialog = opened()
    pages = help_pages(bundled_form("ncpi"))
    assert _topics(dialog) == [page.title for page in pages]
    assert pages[0].title in _read(dialog).toPlainText()


def test_searching_leaves_the_pages_with_all_the_words_and_shows_the_place(opened: Opened) -> None:
    dialog = opened()
    _search(dialog, "group policy")
    assert _topics(dialog) == ["Signatures: what they prove, and how to check them"]
    assert _read(dialog).textCursor().selectedText().casefold() == "group"
    _search(dialog, "no such words anywhere xyzzy")
    assert _topics(dialog) == []


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("percent", [100, 200])
def test_a_picture_is_no_wider_than_the_text_and_described_below_it(
    opened: Opened, theme: Theme, scheme: Scheme, percent: int
) -> None:
    theme.choose(scheme, percent)
    dialog = opened()
    browser = _read(dialog)
    _search(dialog, "ways to start on")
    dialog.show()
    assert "\N{OBJECT REPLACEMENT CHARACTER}\nThe start page: " in browser.toPlainText()
    assert browser.textCursor().selectedText() == "ways"
    for width in (WIDTH, WIDTH * 3 // 4):
        dialog.resize(theme.px(width), theme.px(HEIGHT))
        QApplication.processEvents()
        document, place = browser.document(), QUrl("start.png")
        picture = document.resource(QTextDocument.ResourceType.ImageResource.value, place)
        assert picture.width() == min(960, document.textWidth() - 2 * document.documentMargin())
        assert browser.horizontalScrollBar().maximum() == 0


def test_the_name_of_a_picture_is_not_found_as_a_word(opened: Opened) -> None:
    dialog = opened()
    _search(dialog, "start.png")
    assert _topics(dialog) == []


def test_nothing_is_loaded_whatever_a_page_says(opened: Opened) -> None:
    hostile = "# T\n\n![x](file:///etc/hostname) <img src='file:///etc/hostname'> [go](file:///)"
    browser = _read(opened(HelpPage(topic="t", title="T", text=hostile)))
    assert browser.loadResource(2, QUrl("file:///etc/hostname")) is None
    assert not browser.openLinks()
    assert "<img src='file" in browser.toPlainText()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_help_has_a_key(
    theme: Theme, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REVIEWER_HOME", str(tmp_path / "home"))
    window = MainWindow(theme, Preferences())
    qtbot.addWidget(window)
    session = Session(window, theme, Preferences(), IdleWatch(qapp, minutes=10, remind_minutes=0))
    window.actions_[Commands.HELP].trigger()
    assert part(window, HelpDialog).isVisible()
    session.close()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_two_versions_of_the_criteria_are_read_side_by_side(
    theme: Theme, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    source = bundled_source("structured-judgement")
    old = "Serious failures, or several together, harmed the patient"
    (tmp_path / "ours.yaml").write_text(source.replace(old, "Failures did harm"), "utf-8")
    (tmp_path / "none.yaml").write_text("no form", "utf-8")
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = show_help(theme, bundled_form("structured-judgement"), Jobs(qapp), parent)
    dialog.beside_chosen.emit(tmp_path / "none.yaml")
    qtbot.waitUntil(lambda: "none.yaml, line 1" in dialog.job.words.text())
    dialog.beside_chosen.emit(tmp_path / "ours.yaml")
    qtbot.waitUntil(lambda: "Failures did harm" in _read(dialog).toPlainText())
    assert old in _read(dialog).toPlainText()
    assert "The questions are the same" in _read(dialog).toPlainText()
    assert dialog.job.isHidden()

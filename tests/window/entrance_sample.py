"""The way in, for the window's tests: where it shows its pages, and how a person uses them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from window_kit import part, write

from ui.window.beginning.new_inspection_page import NewInspectionPage
from ui.window.entrance import Entrance

PHRASE = "purple anvil river lantern mosaic"
GOOD = (
    "Crime No,Category,Date reported,Child name,Our grade\n"
    "TST/001/17,Missing,12/01/2017,A Name,Good\n"
    "TST/002/17,S47,13/01/2017,A Name,Inadequate\n"
    "TST/003/17,Custody,14/01/2017,A Name,Good\n"
)
BAD = GOOD + "TST/004/17,Burglary,15/01/2017,A Name,Good\n,Missing,16/01/2017,A Name,Good\n"


class Host(QWidget):
    """Shows one page at a time, as the window does."""

    def __init__(self) -> None:
        super().__init__()
        self.page: QWidget | None = None
        self.resize(1280, 720)

    def put(self, page: QWidget) -> None:
        self.page = page
        page.setParent(self)
        page.resize(self.size())
        page.show()


def settled(page: NewInspectionPage, qtbot: QtBot, is_so: Callable[[], bool]) -> None:
    """Wait until the page is not busy any more and something is so."""
    next_ = part(page, QAbstractButton, "step-back")
    qtbot.waitUntil(lambda: next_.isEnabled() and is_so(), timeout=60_000)


def read(entrance: Entrance, host: Host, qtbot: QtBot, path: Path) -> NewInspectionPage:
    entrance.show_new()
    page = host.page
    assert isinstance(page, NewInspectionPage)
    page.list_given.emit(path)
    qtbot.waitUntil(page.findings.isVisible, timeout=30_000)
    return page


def fill(page: NewInspectionPage, target: Path) -> None:
    write(page, "new-code", "NCPI-TST-2018Q4")
    write(page, "new-force", "Sample Constabulary")
    write(page, "new-person", "A. Inspector")
    write(page, "new-visit-from", "05/11/2018")
    write(page, "target", str(target))
    write(page, "new-passphrase", PHRASE)
    write(page, "new-passphrase-again", PHRASE)

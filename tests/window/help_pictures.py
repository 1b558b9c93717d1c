"""The pictures of the help: how the window comes to show each, and how it becomes a small file."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Final

import PIL.Image
from PySide6.QtCore import QBuffer, QPoint
from PySide6.QtGui import QColor, QPainter, QPixmap
from pytestqt.qtbot import QtBot
from window_kit import part, presenter_of, write

from db.file import open_file
from db.key import derive_key
from db.store import ReviewFile
from reviewer.app.answering import answer_many
from reviewer.app.deciding import Ruling, revoke_decisions
from reviewer.app.demonstration.job import LEAD, PASSPHRASE, READERS
from reviewer.app.register import combined_register
from reviewer.domain.ids import CaseId, SessionId
from reviewer.domain.times import stamp
from ui.operations.recent import RecentFile, put_first
from ui.window.commands import Command, Commands
from ui.window.main_window import MainWindow
from ui.window.results.export_dialog import ExportDialog
from ui.window.start import Session
from ui.window.team.team_page import TeamPage
from ui.window.theme import LIGHT

WIDTH, HEIGHT = 960, 580
"""Pixels of the window; a page of the help shows it at two thirds of that."""
TALL, WHOLE = 690, 640
"""Pixels that show the start page, and the dialog of an export, without a scroll bar."""
ABOVE = 90
"""Pixels above the lead's queue that are shown with it."""
EDGES: Final = (0.25, 0.5, 0.75)
"""How much of the ink is in the pixels where a letter ends."""
BEGUN: Final = CaseId("DEMO-SYN-2018Q4-0021")
COMPLETE: Final = CaseId("DEMO-SYN-2018Q4-0014")
"""The cases that the pictures of a review show."""
UNDECIDED: Final = 3
"""Second reads that the lead still has to decide in the picture of the queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The program with no file open yet, and the folder of the demonstration's synthetic files."""

    session: Session
    folder: Path
    qtbot: QtBot

    @property
    def window(self) -> MainWindow:
        return self.session._window

    def file(self, name: str, person: str) -> ReviewFile:
        path = self.folder / name
        key = derive_key(path, PASSPHRASE)
        return open_file(path, key, person=person, session_id=SessionId("picture"))

    def show(self, store: ReviewFile) -> None:
        self.session._on_opened(store)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is at work and all that was asked for is painted."""
        self.qtbot.waitUntil(lambda: not self.session._jobs.busy(), timeout=60_000)
        self.qtbot.wait(200)

    def go(self, place: Command) -> None:
        """Go to a place as by mouse: nothing in it has the keyboard."""
        self.window.go(place)
        self.settle()
        focused = self.window.focusWidget()
        if focused is not None:
            focused.clearFocus()

    def grab(self) -> QPixmap:
        self.settle()
        return self.window.grab()


def start(scene: Scene) -> QPixmap:
    """Show the start page with the files of the demonstration."""
    for name, kind in (("team", "register"), ("reader-two", "review"), ("reader-one", "review")):
        path = scene.folder / f"{name}.review"
        put_first(
            RecentFile(
                path=path,
                code="DEMO-SYN-2018Q4",
                force="Synthetic Constabulary",
                kind=kind,
                opened_at=stamp(datetime.now(UTC)),
            )
        )
    scene.window.resize(WIDTH, TALL)
    scene.session._entrance.show_start()
    return scene.grab()


def case(scene: Scene) -> QPixmap:
    """Show a case that is half answered, at its next question."""
    store = scene.file("reader-one.review", READERS[0])
    open_items = [item.key for section in store.form().sections[2:] for item in section.items]
    answer_many(store, {BEGUN: dict.fromkeys(open_items, "")}, now=datetime.now(UTC))
    scene.show(store)
    presenter_of(scene.window).open_case(BEGUN)
    presenter_of(scene.window).steps.show_section("A2")
    return scene.grab()


def judgement(scene: Scene) -> QPixmap:
    """Show the overall judgement of a case that is complete."""
    scene.show(scene.file("reader-one.review", READERS[0]))
    presenter_of(scene.window).open_case(COMPLETE)
    presenter_of(scene.window).steps.show_section("overall")
    return scene.grab()


def summary(scene: Scene) -> QPixmap:
    """Show the finding of the team."""
    scene.show(scene.file("team.review", LEAD))
    scene.go(Commands.SUMMARY)
    return scene.grab()


def export(scene: Scene) -> QPixmap:
    """Show the dialog of an export, ready to be signed."""
    scene.show(scene.file("reader-one.review", READERS[0]))
    scene.window.actions_[Commands.EXPORT].trigger()
    scene.settle()
    dialog = part(scene.window, ExportDialog)
    write(dialog, "target", "/media/usb/DEMO-SYN-2018Q4-demonstration-reader-one-2.xlsx")
    dialog.resize(dialog.width(), WHOLE)
    scene.settle()
    shown = dialog.grab()
    dialog.reject()
    return shown


def team(scene: Scene) -> QPixmap:
    """Show what waits for a lead."""
    store = scene.file("team.review", LEAD)
    now = datetime.now(UTC)
    for pair in combined_register(store).pairs[:UNDECIDED]:
        ruling = Ruling(id="", moderator=LEAD, reason="Synthetic: read it again.", now=now)
        revoke_decisions(store, CaseId(pair.case), ruling, [f"again-{pair.case}"])
    scene.show(store)
    scene.go(Commands.TEAM)
    page = part(scene.window, TeamPage)
    top = page.open_cases.mapTo(page.widget(), QPoint()).y()
    page.verticalScrollBar().setValue(top - ABOVE)
    return scene.grab()


PICTURES: Final[dict[str, Callable[[Scene], QPixmap]]] = {
    f"{draw.__name__}.png": draw for draw in (start, case, judgement, summary, export, team)
}
"""Each picture by the name of its file, and how it is made."""


def small_png(shown: QPixmap) -> bytes:
    """Return a picture with a hairline around it, in the colours of the scheme."""
    with QPainter(shown) as painter:
        painter.setPen(LIGHT.hairline)
        painter.drawRect(shown.rect().adjusted(0, 0, -1, -1))
    whole, few = QBuffer(), io.BytesIO()
    shown.save(whole, "PNG")
    palette = PIL.Image.new("P", (1, 1))
    palette.putpalette(_colours())
    picture = PIL.Image.open(io.BytesIO(whole.data().data())).convert("RGB")
    scarce = picture.quantize(palette=palette, dither=PIL.Image.Dither.NONE)
    scarce.save(few, "PNG", optimize=True)
    return few.getvalue()


def _colours() -> bytes:
    """Return the colours of the scheme, and steps from paper to ink for the edges of letters."""
    plain = [QColor(name).getRgb()[:3] for name in astuple(LIGHT)]
    paper, ink = QColor(LIGHT.surface).red(), QColor(LIGHT.text).red()
    edges = [[round(paper + part * (ink - paper))] * 3 for part in EDGES]
    return bytes(chain.from_iterable((*plain, *edges)))

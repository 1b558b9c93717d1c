"""Every page and dialog as a screen reader walks it: role, name, state, description, order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from window_kit import in_dialog, presenter_of
from window_sample import KEY, PERSON, answer_some

from db.file import open_file
from reviewer.domain.ids import SessionId
from ui.window.commands import Command, Commands
from ui.window.parts.accessible import install
from ui.window.review.cases_page import CasesPage
from ui.window.start import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Role = QAccessible.Role
USED = {
    Role.PushButton, Role.RadioButton, Role.CheckBox, Role.EditableText, Role.ComboBox,
    Role.List, Role.Table, Role.Link, Role.ButtonMenu, Role.ButtonDropDown, Role.SpinBox,
    Role.HotkeyField, Role.Slider,
}  # fmt: skip
"""Roles of what a person uses."""

PLACES = (
    Commands.CASES, Commands.SUMMARY, Commands.TEAM, Commands.PRINT, Commands.LOG, Commands.FILE,
)  # fmt: skip
DIALOGS = (
    *(Commands.SETTINGS, Commands.KEYS, Commands.REMAP, Commands.PALETTE, Commands.RECENT),
    *(Commands.EXPORT, Commands.ASSIGN, Commands.ADD_CASE, Commands.COMMENT, Commands.HISTORY),
    *(Commands.CASE_HISTORY, Commands.REDACT, Commands.CORRECT, Commands.OWN_WORDS),
)
MOST_STOPS = 400
"""Stops of Tab after which a page is taken for a trap."""


@pytest.fixture(autouse=True)
def read_out() -> Iterator[None]:
    """Let parts be asked as a screen reader asks them."""
    install()
    active = QAccessible.isActive()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(active)


@pytest.fixture
def at_work(session: Session, path: Path) -> Session:
    store = open_file(path, KEY, person=PERSON, session_id=SessionId("s"))
    answer_some(store, 1)
    session._on_opened(store)
    return session


def parts(widget: QWidget) -> Iterator[QAccessibleInterface]:
    waiting = [QAccessible.queryAccessibleInterface(widget)]
    while waiting:
        part = waiting.pop(0)
        if part is not None and part.isValid() and not part.state().invisible:
            yield part
            if part.role() not in {Role.Table, Role.List}:  # their cells are their own texts
                waiting[:0] = [part.child(n) for n in range(part.childCount())]


def text(part: QAccessibleInterface, which: QAccessible.Text) -> str:
    return str(part.text(which))


def faults(top: QWidget) -> list[str]:
    """Return what a screen reader could not tell of a page or dialog."""
    found: list[str] = []
    for part in parts(top):
        widget = part.object()
        name, about = text(part, QAccessible.Text.Name), text(part, QAccessible.Text.Description)
        where = f"{part.role()} {widget.objectName() if widget is not None else ''} “{name}”"
        if "<" in about or "<" in name:
            found.append(f"markup: {where}: {about}")
        if not (isinstance(widget, QWidget) and part.state().focusable and widget.isEnabled()):
            continue
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and part.role() not in USED | {
            Role.Client, Role.Document, Role.Pane, Role.LayeredPane, Role.StaticText, Role.Grouping,
        }:  # fmt: skip
            found.append(f"role: {where}")
        if part.role() in USED and not name:
            found.append(f"no name: {where}")
        if name and about == name:
            found.append(f"said twice: {where}")
    return found


def focus_walk(top: QWidget) -> list[QWidget]:
    """Return where Tab stops, until it comes round."""
    seen: list[QWidget] = []
    for _ in range(MOST_STOPS):
        QTest.keyClick(QApplication.focusWidget() or top, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        if here is None or here in seen:
            return seen
        seen.append(here)
    raise AssertionError("Tab does not come round")


def missed(top: QWidget) -> list[str]:
    """Return the buttons and boxes in sight that Tab never reaches."""
    reached = set(focus_walk(top))
    used = (
        w
        for w in top.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        and w.isVisible()
        and w.isEnabled()
        and w.focusProxy() is None
        and not w.visibleRegion().isEmpty()
    )
    return [w.objectName() or type(w).__name__ for w in used if w not in reached]


@pytest.mark.parametrize("page", ["begin", "unlock", "show_new", "show_check", "show_merge"])
def test_a_page_before_a_file_is_open_is_whole_to_a_screen_reader(
    session: Session, path: Path, page: str, qtbot: QtBot
) -> None:
    arguments: dict[str, tuple[object, ...]] = {"begin": (None,), "unlock": (path,)}
    getattr(session._entrance, page)(*arguments.get(page, ()))
    qtbot.wait(50)
    assert faults(session._window) == []
    assert missed(session._window) == []


@pytest.fixture(params=[pytest.param(one, id=one.name) for one in PLACES])
def place(request: pytest.FixtureRequest, at_work: Session, qtbot: QtBot) -> QWidget:
    """Each page of a file that is open, shown with all that it counts and reads."""
    window = at_work._window
    window.go(request.param)
    qtbot.waitUntil(lambda: not at_work._jobs.busy(), timeout=30_000)
    qtbot.wait(50)
    page = window.pages.currentWidget()
    assert page is not None
    return page


def test_a_place_of_a_file_is_whole_to_a_screen_reader(place: QWidget) -> None:
    assert faults(place.window()) == []
    if not isinstance(place, CasesPage):  # whose answers are gone through by arrows
        assert missed(place) == []


@pytest.mark.parametrize("command", [pytest.param(one, id=one.name) for one in DIALOGS])
def test_a_dialog_is_whole_to_a_screen_reader(
    at_work: Session, command: Command, qtbot: QtBot
) -> None:
    found: list[list[str]] = []

    def look(dialog: QDialog) -> None:
        qtbot.wait(20)
        found.append([*faults(dialog), *missed(dialog)])
        if not dialog.windowTitle():
            found[-1].append("no title")

    in_dialog(look)
    presenter_of(at_work._window).steps.go_to("A1.1")
    at_work._window.actions_[command].trigger()
    qtbot.waitUntil(lambda: bool(found))
    assert found == [[]]


def test_every_button_is_a_target_of_24_pixels(place: QWidget) -> None:
    buttons = place.window().findChildren(QAbstractButton)
    shown = [button for button in buttons if button.isVisible()]
    assert [b.objectName() for b in shown if min(b.width(), b.height()) < 24] == []


def test_the_focus_can_be_seen_on_every_part_of_a_place(place: QWidget, qtbot: QtBot) -> None:
    unseen: list[str] = []
    for stop in focus_walk(place)[:40]:
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.wait(1)
        around = stop.parentWidget() or stop
        with_focus = around.grab().toImage()
        stop.clearFocus()
        qtbot.wait(1)
        if around.grab().toImage() == with_focus:
            unseen.append(stop.objectName() or type(stop).__name__)
    assert unseen == []

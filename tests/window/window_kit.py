"""What a test does in the window as a person would: find a part, press, write, meet a dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid
from window_sample import NOW

from db.store import ReviewFile
from ui.window.jobs import Jobs
from ui.window.main_window import MainWindow
from ui.window.results.export_presenter import IdentityMemory
from ui.window.review.cases_page import CasesPage
from ui.window.review.review_presenter import ReviewPresenter
from ui.window.theme import Theme
from ui.window.workplace import Workplace

Mods = Qt.KeyboardModifier
_Widget = TypeVar("_Widget", bound=QWidget)


def part(within: QWidget | None, kind: type[_Widget], name: str = "") -> _Widget:
    """Return the one part of a kind, or of that name; a test that finds none fails."""
    assert within is not None
    found = within.findChild(kind, name) if name else within.findChild(kind)
    assert found is not None, name or kind
    return found


def press(within: QWidget | None, name: str) -> None:
    button = part(within, QAbstractButton, name)
    assert button.isEnabled(), name
    button.click()


def write(within: QWidget | None, name: str, text: str) -> None:
    box = part(within, QWidget, name)
    if isinstance(box, QPlainTextEdit):
        box.setPlainText(text)
    else:
        assert isinstance(box, QLineEdit), name
        box.setText(text)


def choose(within: QWidget | None, name: str, code: str) -> None:
    """Choose an entry of a list to pick from, as a click does."""
    box = part(within, QComboBox, name)
    place = box.findData(code)
    assert place >= 0, code
    box.setCurrentIndex(place)
    box.activated.emit(place)


def words(within: QWidget | None) -> str:
    """Return every text of a part that is not hidden, one a line."""
    assert within is not None
    return "\n".join(x.text() for x in within.findChildren(QLabel) if not x.isHidden())


def text_of(within: QWidget | None, name: str) -> str:
    return part(within, QLabel, name).text()


def focused() -> QWidget:
    """Return what has the keyboard."""
    widget = QApplication.focusWidget()
    if widget is None:
        shown = (w for w in QApplication.topLevelWidgets() if w.isVisible())
        (window,) = (w for w in shown if isinstance(w, MainWindow))
        window.activateWindow()
        QApplication.processEvents()
        widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_keys(text: str) -> None:
    QTest.keyClicks(focused(), text)


def key(code: Qt.Key, mods: Mods = Mods.NoModifier) -> None:
    QTest.keyClick(focused(), code, mods)


_WAITING: list[QTimer] = []


def when_modal(doing: Callable[[QWidget], bool]) -> None:
    """Hand over the modal window, time and again, until `doing` says that it was the one.

    It ends with the test (`wait_no_more`): it would meet another test's window.
    """
    timer = QTimer()

    def meet() -> None:
        modal = QApplication.activeModalWidget()
        if modal is not None and timer.isActive():
            timer.stop()  # what is done may run the loop of events
            if not doing(modal):
                timer.start(10)

    timer.timeout.connect(meet)
    timer.start(10)
    _WAITING.append(timer)


def wait_no_more() -> None:
    """End every waiting for a modal window: the test is over."""
    for timer in _WAITING:
        timer.stop()
    _WAITING.clear()


def in_dialog(doing: Callable[[QDialog], None]) -> list[bool]:
    """Do something in the next dialog and close it; the list is empty until one was met."""
    met: list[bool] = []

    def meet(dialog: QWidget) -> bool:
        if not isinstance(dialog, QDialog):
            return False
        met.append(True)
        try:
            doing(dialog)
        finally:
            if isValid(dialog):
                dialog.close()
        return True

    when_modal(meet)
    return met


def refusal_in(within: QWidget) -> str:
    """Return what a page or dialog says is wrong, at a field or for all of them."""
    lines = [*within.findChildren(QLabel, "fault"), *within.findChildren(QLabel, "job-words")]
    return "\n".join(line.text() for line in lines if line.isVisibleTo(within))


def take_out(dialog: QDialog, sought: str, why: str = "a name typed by mistake") -> None:
    """Redact words: the first press looks for them, the second takes them out."""
    write(dialog, "redact-words", sought)
    write(dialog, "redact-why", why)
    press(dialog, "redact-sheet-accept")
    press(dialog, "redact-sheet-accept")


def page_of(window: MainWindow) -> CasesPage:
    return part(window, CasesPage)


def show_review(window: MainWindow, theme: Theme, store: ReviewFile) -> Workplace:
    """Show an open file at its cases, without the places and the backups beside them."""
    memory = IdentityMemory(known=lambda: "", remember=lambda _: None)
    place = Workplace(window, theme, store, Jobs(window), lambda: NOW, memory)
    place.show_review()
    return place


def presenter_of(window: MainWindow) -> ReviewPresenter:
    """Return what answers on the review page of a window."""
    found = window.findChild(ReviewPresenter)
    assert isinstance(found, ReviewPresenter)
    return found


def store_of(window: MainWindow) -> ReviewFile:
    return presenter_of(window)._store  # type: ignore[return-value]  # the fixture opened a ReviewFile

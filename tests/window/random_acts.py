"""A person who does anything by chance: keys, clicks, sizes, languages, locks; each is looked at.

It is a program of its own, as the scale of the screen belongs to a process:
`random_acts.py FILE PASSPHRASE SEED COUNT`. Each line of its output is an act, or a fault that was
found; the last one sums them up as JSON.
"""

from __future__ import annotations

import faulthandler
import json
import random
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from onlooker import Onlooker, name_of, write
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QPoint,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

from db.chain import check_file
from db.file import open_file
from reviewer.app.undoing import acts_of
from reviewer.domain.language import choose_language
from ui.operations.passphrases import key_of
from ui.operations.preferences import Preferences, Scheme
from ui.window.application import make_application
from ui.window.away.locking import IdleWatch
from ui.window.commands import TABLE, Commands
from ui.window.main_window import MainWindow
from ui.window.opening import opened_with
from ui.window.parts.text_field import DRAFT_AFTER
from ui.window.review.cases_page import CasesPage
from ui.window.review.review_presenter import ReviewPresenter
from ui.window.review.undoing import Undoing
from ui.window.settings_notices import SettingsNotices
from ui.window.start import Session
from ui.window.theme import Theme

SIZES: Final = (
    *((911, 512), (911, 512), (500, 800), (1280, 700), (1366, 768), (700, 600), (620, 520)),
    *((1600, 1000), (1920, 1080), (2560, 1440)),
)
PERCENTS: Final = (75, 100, 125, 150, 200)
K = Qt.Key
KEYS: Final = (
    *(K.Key_Tab, K.Key_Tab, K.Key_Backtab, K.Key_Down, K.Key_Up, K.Key_Left, K.Key_Right),
    *(K.Key_Return, K.Key_Space, K.Key_Escape, K.Key_Delete, K.Key_Y, K.Key_N, K.Key_E, K.Key_G),
    *(K.Key_1, K.Key_2, K.Key_3, K.Key_PageDown, K.Key_PageUp, K.Key_Home, K.Key_End),
)
LEAVING: Final = (
    Commands.NEXT_CASE, Commands.PREVIOUS_CASE, Commands.NEXT_SECTION, Commands.SUMMARY,
    Commands.LOG, Commands.NEXT_UNANSWERED, Commands.CLEAR, Commands.LOCK, Commands.GRADE,
    Commands.FILE, Commands.SEARCH,
)  # fmt: skip
"""What takes a person away from a text."""

NEVER: Final = {Commands.NEW, Commands.OPEN, Commands.RECENT, Commands.CLOSE}
TYPED: Final = ("12/03/2018", "31/02/2018", "misspelt wrod ", "+7", "x" * 40, "0004", "שלום مرحبا")
RARE: Final = ("rail-settings", "rail-lock", "choice-")
"""What is clicked less often: it leads away from the case, or changes all at once."""

ENDING: Final = frozenset(
    {"dispose", "hand-over", "change-passphrase", "bring-back", "correct-code"}
)
"""What gives the file to somebody else, or another key: this person could not go on."""

PATIENCE: Final = 9
"""Acts after which a dialog or menu that is still open is closed."""


class Person(Onlooker):
    """Who acts."""

    def __init__(self, path: Path, phrase: str, seed: int, count: int) -> None:
        super().__init__()
        self.path, self.key, self.count = path, key_of(path, phrase), count
        self.chance = random.Random(seed)
        self.waited = self.tokens = 0
        self.locked = 0
        self.settling = False
        self.app = make_application(["reviewer"])
        self.theme = Theme(self.app, Scheme.LIGHT, 100)
        self.preferences = Preferences(greeted=True)
        self.begin()

    def begin(self) -> None:
        """Open the file in a new window, as a process does that was started after a lock."""
        self.preferences = Preferences(greeted=True, language=self.preferences.language)
        window = MainWindow(self.theme, self.preferences)
        watch = IdleWatch(self.app, minutes=600, remind_minutes=0)
        notices = SettingsNotices(self.app)
        self.session = Session(window, self.theme, self.preferences, watch, notices)
        self.session.begin(None)
        self.session.prepare()
        self.session._on_opened(opened_with(self.path, self.key, datetime.now(UTC)))
        window.resize(*self.chance.choice(SIZES))
        window.activateWindow()
        QApplication.processEvents()

    def cases(self) -> CasesPage | None:
        """Go to the cases, and return their page where it can be gone to and one has cases."""
        page = self.part(CasesPage)
        if not self.at_page() or page is None:
            return None
        if not page.isVisible():
            self.window.go(Commands.CASES)
        return page if page.isVisible() else None

    def act(self) -> None:
        acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (9, self.press_key), (7, self.click), (3, self.give_command), (3, self.resize),
            (1, self.change_text), (2, self.go), (2, self.type_anything), (3, self.answer_in_words),
            (1, self.wheel), (2, self.undo_and_redo),
        )  # fmt: skip
        weights, doings = zip(*acts, strict=True)
        self.chance.choices(doings, weights)[0]()

    def press_key(self) -> None:
        at = QApplication.activePopupWidget() or QApplication.focusWidget() or self.target()
        key = self.chance.choice(KEYS)
        mods = Qt.KeyboardModifier.NoModifier
        if self.chance.random() < 0.1:
            mods = Qt.KeyboardModifier.ShiftModifier
        self.note(f"key {key.name} at {name_of(at)}")
        self.before = QApplication.focusWidget()
        QTest.keyClick(at, key, mods)
        self.settle()
        self.check_focus()

    def settle(self, wait: int = 30) -> None:
        """Let what was begun end: a place is scrolled to, a menu closed, a few moments later."""
        self.settling = True
        QTest.qWait(wait)
        self.settling = False

    def give_command(self) -> None:
        if not self.at_page():
            self.press_key()
            return
        command = self.chance.choice([c for c in TABLE if c not in NEVER])
        self.trigger(command)

    def trigger(self, command: object) -> None:
        action = self.window.actions_[command]
        self.before = QApplication.focusWidget()
        self.note(f"command {command.name}")
        action.trigger()
        if self.at_page():
            self.settle()
            self.check_focus()

    def click(self) -> None:
        target = self.target()
        if isinstance(target, QMenu):
            offered = [a for a in target.actions() if a.isEnabled() and not a.isSeparator()]
            if offered:
                action = self.chance.choice(offered)
                self.note(f"menu {action.text()}")
                at = target.actionGeometry(action).center()
                QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=at)
            return
        kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QPlainTextEdit)
        parts = [
            w for w in target.findChildren(QWidget)
            if isinstance(w, kinds) and w.isVisible() and w.window() is target and w.isEnabled()
            and not w.visibleRegion().isEmpty()
        ]  # fmt: skip
        parts = [
            w for w in parts
            if w.objectName() not in ENDING
            and (not w.objectName().startswith(RARE) or self.chance.random() < 0.2)
        ]  # fmt: skip
        if not parts or not self.window.cover.isHidden():
            self.press_key()
            return
        clicked = self.chance.choice(parts)
        button = self.chance.choice([Qt.MouseButton.LeftButton] * 6 + [Qt.MouseButton.RightButton])
        self.note(f"click {button.name} {name_of(clicked)}")
        area = clicked.viewport() if isinstance(clicked, QAbstractScrollArea) else clicked
        seen = list(area.visibleRegion())
        if not seen:
            return
        at = self.chance.choice(seen)
        x = at.x() + self.chance.randrange(max(at.width(), 1))
        y = at.y() + self.chance.randrange(max(at.height(), 1))
        QTest.mouseClick(area, button, pos=QPoint(x, y))

    def resize(self) -> None:
        size = self.chance.choice(SIZES)
        self.note(f"size {size}")
        self.window.resize(*size)

    def change_text(self) -> None:
        roll = self.chance.random()
        if roll < 0.4:
            percent, scheme = self.chance.choice(PERCENTS), self.chance.choice(list(Scheme))
            self.note(f"text {percent} {scheme.name}")
            self.theme.choose(scheme, percent)
        elif roll < 0.7 and self.at_page() and not self.session._jobs.busy():
            language = self.chance.choice(("en", "cy"))
            self.note(f"language {language}")
            self.session._on_preferred(Preferences(greeted=True, language=language))
            self.preferences = self.session._preferences
            self.session._follow_language()

    def go(self) -> None:
        if QApplication.activeModalWidget() is None:
            places = [Commands.CASES] * 4
            places += [Commands.SUMMARY, Commands.TEAM, Commands.PRINT, Commands.LOG, Commands.FILE]
            self.trigger(self.chance.choice(places))

    def type_anything(self) -> None:
        at = QApplication.focusWidget()
        if isinstance(at, QLineEdit | QPlainTextEdit):
            text = self.chance.choice(TYPED)
            self.note(f"type {text[:12]!r} at {name_of(at)}")
            if text.isascii():
                QTest.keyClicks(at, text)
            else:
                composed = QInputMethodEvent("…", [])
                QCoreApplication.sendEvent(at, composed)
                composed = QInputMethodEvent()
                composed.setCommitString(text)
                QCoreApplication.sendEvent(at, composed)

    def wheel(self) -> None:
        at = self.target()
        where = QPoint(self.chance.randrange(at.width()), self.chance.randrange(at.height()))
        by = QPoint(0, self.chance.choice((-240, -120, 120, 240)))
        under = at.childAt(where) or at
        self.note(f"wheel {by.y()} over {name_of(under)}")
        here = under.mapFrom(at, where)
        QCoreApplication.sendEvent(
            under,
            QWheelEvent(
                here.toPointF(), under.mapToGlobal(here).toPointF(), QPoint(), by,
                Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003 - Qt takes no name for it
            ),
        )  # fmt: skip

    def answer_in_words(self) -> None:
        """Type into a text of the case, leave it by any way; it has to be kept somewhere."""
        page = self.cases()
        if page is None:
            return
        for _ in range(20):
            edits = [
                e for card in page.section.cards for e in card.findChildren(QPlainTextEdit)
                if e.isVisible() and e.isEnabled()
            ]  # fmt: skip
            if edits:
                break
            self.trigger(self.chance.choice((Commands.NEXT_SECTION, Commands.NEXT_CASE)))
            self.settle()
        else:
            return
        edit = self.chance.choice(edits)
        self.tokens += 1
        token = f"quokka{self.tokens}"
        edit.setFocus()
        if not edit.hasFocus():
            return
        QTest.keyClicks(edit, f" {token}")
        command = self.chance.choice(LEAVING)
        case = self.part(ReviewPresenter).case
        self.expected[token] = f"{case} {edit.objectName()} left by {command.name}"
        self.note(f"words {token} at {name_of(edit)}")
        self.trigger(command)
        if token in edit.toPlainText():
            self.settle(DRAFT_AFTER + 100)  # it was not left
        self.check_words()

    def undo_and_redo(self) -> None:
        """Do something; where it changed answers, undo and redo lead back and forth."""
        page, undoing = self.cases(), self.part(Undoing)
        if page is None or undoing is None:
            return
        page.flush()
        store = self.session._store
        before, acts = self.reviews(), len(acts_of(store, undoing._since).done)
        self.chance.choice((self.press_key, self.click, self.press_key))()
        if not self.at_page() or self.session._store is not store or not page.isVisible():
            return
        page.flush()
        after, now = self.reviews(), len(acts_of(store, undoing._since).done)
        if after == before or now != acts + 1:
            return
        self.trigger(Commands.UNDO)
        if self.reviews() != before:
            self.fault("undo does not lead back")
        self.trigger(Commands.REDO)
        if self.reviews() != after:
            self.fault("redo does not lead forward again")

    def run(self) -> None:
        """Act until enough was done; a lock ends the loop, and the next one begins anew."""
        while self.done < self.count:
            QTimer.singleShot(0, self.tick)
            self.app.exec()
            if self.done < self.count:
                self.reopen()
        self.close()

    def close(self) -> None:
        window = self.window
        for dialog in [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]:
            dialog.hide()
        self.session.close()
        window.hide()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def reopen(self) -> None:
        """Open the file again after a lock: nothing that was on the disk changed."""
        self.locked += 1
        before = self.reviews() if self.session._store is not None else None
        self.close()
        self.begin()
        if before is not None and self.reviews() != before:
            self.fault("another file was opened after a lock")
        self.check_words()

    def tick(self) -> None:
        if self.session.locked is not None:
            return
        if self.done >= self.count:
            QApplication.exit()
            return
        QTimer.singleShot(self.chance.choice((0, 0, 0, 3, 15)), self.tick)
        if self.settling and QApplication.activeModalWidget() is None:
            return
        self.done += 1
        try:
            self.act()
            if self.session.locked is None and self.at_page():
                self.check_strip()
                if self.done % 7 == 0:
                    self.check_shown()
        except Exception:  # noqa: BLE001 - whatever it is, it is a fault
            self.fault("".join(traceback.format_exc(limit=-6)))
        self.close_stale()

    def close_stale(self) -> None:
        """Close what stays open too long."""
        at = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        self.waited = self.waited + 1 if at is not None else 0
        if not self.window.cover.isHidden() and self.waited > PATIENCE // 2:
            self.trigger(Commands.CLEAR)
        if at is None or self.waited <= PATIENCE or not isValid(at):
            return
        self.waited = 0
        self.note(f"close {name_of(at)}")
        if isinstance(at, QMessageBox):
            at.done(0)
        elif not getattr(at, "at_work", False):
            at.close()


def main() -> None:
    """Act, and say what was found."""
    path, phrase, seed, count = sys.argv[1:]
    faulthandler.enable()
    for name in ("getOpenFileName", "getSaveFileName"):
        setattr(QFileDialog, name, staticmethod(lambda *_, **__: ("", "")))
    QFileDialog.getExistingDirectory = staticmethod(lambda *_, **__: "")  # type: ignore[method-assign]
    QFileDialog.getOpenFileNames = staticmethod(lambda *_, **__: ([], ""))  # type: ignore[method-assign]
    person = Person(Path(path), phrase, int(seed), int(count))
    sys.excepthook = lambda kind, error, trace: person.fault(
        "".join(traceback.format_exception(kind, error, trace, limit=-8))
    )
    quiet = ("This plugin does not support", "Keyboard event not accepted", "Mouse event")

    def on_message(kind: QtMsgType, _: object, words: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not words.startswith(quiet):
            person.fault(f"Qt: {words}")

    qInstallMessageHandler(on_message)
    person.run()
    choose_language("en")
    with open_file(person.path, person.key, read_only=True) as store:
        for problem in check_file(store).problems:
            person.fault(f"the file: {problem}")
    found = {"done": person.done, "locked": person.locked, "words": person.tokens}
    write(json.dumps({**found, "faults": dict(person.faults), "after": person.first}))


if __name__ == "__main__":
    main()

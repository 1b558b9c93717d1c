"""Locking, waiting and failing: what happens when nobody, or something, is at work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot
from window_kit import Mods, part, presenter_of
from window_sample import CODE, KEY, NOW, PERSON, make_file, opened

from db.file import open_file
from db.lock import LockedError
from db.store import ReviewFile
from reviewer.app.retention import set_disposal_day
from reviewer.domain.case_actions import CaseViewed
from reviewer.domain.errors import ReviewerError, WorldError
from reviewer.domain.event import Event
from reviewer.domain.ids import SessionId, case_id
from ui.operations.control import CANCELLED, JobControl
from ui.operations.passphrases import weakness
from ui.operations.preferences import Preferences, load_preferences
from ui.window.away.locking import Clocks, IdleWatch
from ui.window.commands import Commands
from ui.window.excepthook import MOST_REPORTS, catch_defects, defect_report
from ui.window.frame import Cover
from ui.window.jobs import Jobs
from ui.window.keeping.recovery_sheet import RecoveryPrinting, RecoverySheet
from ui.window.main_window import MainWindow
from ui.window.results.export_dialog import ExportDialog
from ui.window.review.cases_page import CasesPage
from ui.window.settings_dialog import SettingsDialog
from ui.window.start import Session
from ui.window.theme import Scheme, Theme

UNUSED = RecoveryPrinting(on_paper=lambda _: None, to_file=lambda _: None)


class Hands:
    """Two clocks a test turns."""

    def __init__(self) -> None:
        self.running = self.wall = 1000.0

    def both(self, seconds: float) -> None:
        self.running += seconds
        self.wall += seconds


WatchWith = Callable[..., IdleWatch]


@pytest.fixture
def watch_with(qapp: QApplication) -> Iterator[WatchWith]:
    """Make watches that are gone with the test: one that is over takes every key."""
    made: list[IdleWatch] = []

    def make(hands: Hands, *, remind: int = 0) -> IdleWatch:
        clocks = Clocks(running=lambda: hands.running, wall=lambda: hands.wall)
        made.append(IdleWatch(qapp, minutes=10, remind_minutes=remind, clocks=clocks))
        return made[-1]

    yield make
    for watch in made:
        shiboken6.delete(watch)


def test_ten_minutes_without_a_key_lock(watch_with: WatchWith, qtbot: QtBot) -> None:
    hands = Hands()
    watch = watch_with(hands)
    hands.both(9 * 60 + 59)
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()
    hands.both(2)
    with qtbot.waitSignal(watch.idle):
        watch.look()


def test_a_computer_that_slept_locks_at_once(watch_with: WatchWith, qtbot: QtBot) -> None:
    hands = Hands()
    watch = watch_with(hands)
    hands.wall += 120
    with qtbot.waitSignal(watch.idle):
        watch.look()


def test_a_clock_put_back_does_not_lock(watch_with: WatchWith, qtbot: QtBot) -> None:
    hands = Hands()
    watch = watch_with(hands)
    hands.wall -= 7200
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()


def test_long_work_is_reminded_of_a_pause_once(watch_with: WatchWith, qtbot: QtBot) -> None:
    hands = Hands()
    watch = watch_with(hands, remind=5)
    hands.both(301)
    with qtbot.waitSignal(watch.worked_long):
        watch.look()
    hands.both(10)
    with qtbot.assertNotEmitted(watch.worked_long):
        watch.look()


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def session(
    theme: Theme,
    watch_with: WatchWith,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    hands: Hands,
) -> tuple[Session, MainWindow]:
    window = MainWindow(theme, Preferences())
    qtbot.addWidget(window)
    monkeypatch.setattr("ui.window.start.QApplication.exit", lambda: None)
    return Session(window, theme, Preferences(), watch_with(hands)), window


def shown(session: tuple[Session, MainWindow], store: ReviewFile, qtbot: QtBot) -> MainWindow:
    """Open a file in the session's window, on the screen."""
    own, window = session
    own._on_opened(store)
    with qtbot.waitActive(window):
        window.show()
    return window


def writable(tmp_path: Path) -> ReviewFile:
    path = tmp_path / "sample.review"
    if not path.exists():
        make_file(path, 3)
    return open_file(path, KEY, person=PERSON, session_id=SessionId("s"))


def test_after_a_sleep_the_case_is_covered_before_it_is_painted(
    session: tuple[Session, MainWindow], hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    own, _ = session
    window = shown(session, writable(tmp_path), qtbot)
    handle = window.windowHandle()
    QApplication.sendEvent(handle, QEvent(QEvent.Type.UpdateRequest))
    assert own.locked is None
    hands.wall += 3600  # the running clock stopped: the computer slept
    painted: list[bool] = []
    under = window.pages.currentWidget()
    under.installEventFilter(Painted(under, lambda: painted.append(window.cover.isVisible())))
    under.update()
    QApplication.sendEvent(handle, QEvent(QEvent.Type.UpdateRequest))
    assert own.locked is not None
    assert window.cover.isVisible()
    assert all(painted)
    own.close()


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_a_lock_ends_the_program_also_while_a_dialog_at_work_refuses_to_close(
    session: tuple[Session, MainWindow],
    theme: Theme,
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()  # the program's own end is what is looked at
    monkeypatch.setenv("REVIEWER_HOME", str(tmp_path / "home"))
    own, _ = session
    window = shown(session, writable(tmp_path), qtbot)
    dialog = ExportDialog(
        theme, window, suggested=Path("a.xlsx"), identity="", person=PERSON, weakness=weakness
    )
    dialog.open()
    dialog.show_busy("Writing and signing…")
    own.lock()
    too_long = QTimer(window)
    too_long.timeout.connect(lambda: QApplication.exit(1))
    too_long.start(30_000)
    assert qapp.exec() == 0
    too_long.stop()  # in another test it would end that one
    dialog.show_ready()
    own.close()


class Painted(QObject):
    """Tells when a widget is painted."""

    def __init__(self, parent: QObject, notify: Callable[[], None]) -> None:
        super().__init__(parent)
        self._notify = notify

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self._notify()
        return False


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier),
    ],
    ids=["a grade", "a choice", "the next case"],
)
def test_a_key_after_a_sleep_reaches_nothing(
    session: tuple[Session, MainWindow], hands: Hands, qtbot: QtBot, tmp_path: Path,
    key: Qt.Key, modifier: Qt.KeyboardModifier,
) -> None:  # fmt: skip
    own, _ = session
    store = writable(tmp_path)
    window = shown(session, store, qtbot)
    events = store.last_event()
    hands.wall += 3600
    qtbot.keyClick(window.windowHandle(), key, modifier)
    assert own.locked == store.path
    assert store.last_event() == events
    own.close()


def test_work_by_shortcuts_alone_is_work(
    session: tuple[Session, MainWindow], hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    own, _ = session
    window = shown(session, writable(tmp_path), qtbot)
    for _ in range(3):
        hands.both(9 * 60)
        qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        own._watch.look()
    assert own.locked is None
    own.close()


def test_the_next_opening_comes_back_to_the_same_case_and_field(
    session: tuple[Session, MainWindow], theme: Theme, watch_with: WatchWith, qtbot: QtBot,
    tmp_path: Path,
) -> None:  # fmt: skip
    own, _ = session
    window = shown(session, writable(tmp_path), qtbot)
    presenter_of(window).open_case(case_id(CODE, 3))
    presenter_of(window).steps.go_to("overall.rationale")
    own.lock()
    own.close()
    window.hide()
    again = MainWindow(theme, Preferences())
    qtbot.addWidget(again)
    later = Session(again, theme, Preferences(), watch_with(Hands()))
    shown((later, again), writable(tmp_path), qtbot)
    assert presenter_of(again).case == case_id(CODE, 3)
    assert isinstance(again.pages.currentWidget(), CasesPage)
    assert again.pages.currentWidget().key_of(again.focusWidget()) == "overall.rationale"
    viewed = [e.case for e in writable_events(later) if isinstance(e.action, CaseViewed)]
    assert viewed == [case_id(CODE, place) for place in (1, 3, 3)], "the first only once"
    later.close()


def writable_events(session: Session) -> list[Event]:
    assert session._store is not None
    return list(session._store.events())


def test_the_window_comes_back_as_large_as_it_was(
    session: tuple[Session, MainWindow], theme: Theme, watch_with: WatchWith, qtbot: QtBot
) -> None:
    own, window = session
    own.begin(None)
    window.resize(760, 560)  # with its frame no larger than the screen of a test
    own.close()
    window.hide()
    kept = load_preferences()
    again = MainWindow(theme, kept)
    qtbot.addWidget(again)
    later = Session(again, theme, kept, watch_with(Hands()))
    later.begin(None)
    assert (again.width(), again.height()) == (760, 560)
    later.close()


def test_an_answer_that_is_only_on_the_screen_is_covered_and_not_lost(
    session: tuple[Session, MainWindow], hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    own, _ = session
    store = writable(tmp_path)
    window = shown(session, store, qtbot)
    pages = store.read(lambda d: d.execute("PRAGMA page_count").fetchone()[0])
    store.read(lambda d: d.execute(f"PRAGMA max_page_count = {pages}").fetchone())
    presenter_of(window).answer("overall.rationale", "word " * 4_000)
    hands.both(11 * 60)
    own._watch.look()
    assert window.cover.isVisible()
    assert own.locked is None
    qtbot.keyClick(window.cover, Qt.Key.Key_Escape)
    assert not window.cover.isVisible()
    store.read(lambda d: d.execute("PRAGMA max_page_count = 100000").fetchone())
    own.lock()
    assert own.locked == store.path
    own.close()
    with opened(tmp_path / "sample.review") as again:
        assert again.review(case_id(CODE, 1), PERSON).get("overall.rationale").startswith("word")


def test_the_start_page_stays_usable_after_a_long_pause(
    session: tuple[Session, MainWindow], hands: Hands, qtbot: QtBot
) -> None:
    own, window = session
    own.begin(None)
    with qtbot.waitActive(window):
        window.show()
    hands.both(11 * 60)
    own._watch.look()
    assert window.cover.isVisible()
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert not window.cover.isVisible()
    own.close()


def test_a_file_that_is_only_read_says_so_and_takes_no_answer(
    session: tuple[Session, MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    own, _ = session
    path = tmp_path / "sample.review"
    make_file(path, 3)
    before = path.read_bytes()
    window = shown(session, open_file(path, KEY, read_only=True), qtbot)
    assert window.notices.isVisible()
    assert "read-only" in window.notices.accessibleName()
    qtbot.keyClick(window, "1")
    window.actions_[Commands.COMPLETE].trigger()
    assert not window.banner.isVisible()
    own.lock()
    own.close()
    assert path.read_bytes() == before


def test_locking_covers_the_case_keeps_what_is_typed_and_lets_go_of_the_file(
    session: tuple[Session, MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    own, window = session
    path = tmp_path / "sample.review"
    make_file(path, 3)
    store = open_file(path, KEY, person=PERSON, session_id=SessionId("s"))
    own._on_opened(store)
    with qtbot.waitActive(window):
        window.show()
    presenter_of(window).steps.go_to("overall.rationale")
    qtbot.keyClicks(QApplication.focusWidget(), "Typed and not left.")
    own.lock()
    assert window.cover.isVisible()
    assert window.cover.size() == window.size()
    assert own.locked == path
    own.close()
    with opened(path) as again:
        assert [draft.text for draft in again.drafts()] == ["Typed and not left."]
        assert again.review(case_id(CODE, 1), PERSON).answers == {}


def test_without_a_file_there_is_nothing_to_lock(session: tuple[Session, MainWindow]) -> None:
    own, _ = session
    own.lock()
    assert own.locked is None


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_dialog_with_nothing_to_lock_behind_it_is_covered_and_not_dismissed(
    session: tuple[Session, MainWindow], theme: Theme, qtbot: QtBot
) -> None:
    running, window = session
    running.begin(None)
    sheet = RecoverySheet(theme, "SHOWN-ONCE", UNUSED, window)
    qtbot.addWidget(sheet)
    sheet.open()
    with qtbot.assertNotEmitted(sheet.finished):
        running.lock()
    (cover,) = sheet.findChildren(Cover)
    assert sheet.isVisible()
    assert cover.isVisible()
    assert cover.size() == sheet.size()
    QTest.keyClick(cover, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    assert not cover.isVisible()
    sheet.accept()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_one_escape_does_not_lose_a_recovery_code(
    session: tuple[Session, MainWindow], theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, window = session
    answers = [False, True]
    monkeypatch.setattr("ui.window.keeping.recovery_sheet.confirm", lambda *_: answers.pop(0))
    sheet = RecoverySheet(theme, "SHOWN-ONCE", UNUSED, window)
    qtbot.addWidget(sheet)
    window.show()
    sheet.open()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    QTest.keyClick(part(sheet, QLabel, "recovery-code"), Qt.Key.Key_Return)
    assert sheet.isVisible(), "Enter alone does not say that the code is kept"
    QTest.keyClick(part(sheet, QLabel, "recovery-code"), Qt.Key.Key_Return, Mods.ControlModifier)
    assert sheet.isVisible(), "nor does Ctrl+Enter"
    sheet.close()
    assert not sheet.isVisible()
    assert answers == []


def test_a_job_ends_in_the_window_s_thread_with_its_result(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    jobs, ends = Jobs(host), []
    jobs.start(lambda _: 42, ends.append, lambda _: None)
    qtbot.waitUntil(lambda: ends == [42])
    assert not jobs.busy()


def test_a_cancelled_job_is_reported_as_such(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    jobs = Jobs(host)
    ends: list[ReviewerError] = []

    def work(control: JobControl) -> None:
        while not control.cancelled():
            pass
        control.check()

    jobs.start(work, lambda _: None, ends.append)
    jobs.cancel()
    qtbot.waitUntil(lambda: bool(ends))
    assert ends[0].code == CANCELLED


def test_a_mistake_in_a_job_goes_to_the_crash_report_and_sets_the_page_right(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    jobs = Jobs(host)
    ends: list[ReviewerError] = []
    seen: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: seen.append(kind))
    jobs.start(lambda _: 1 // 0, lambda _: None, ends.append)
    qtbot.waitUntil(lambda: seen == [ZeroDivisionError])
    assert isinstance(ends[0], WorldError)


def test_a_crash_report_says_kind_and_place_and_nothing_of_the_case(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    shown: list[str] = []
    catch_defects(shown.append)
    for _ in range(MOST_REPORTS + 2):
        try:
            int("the child's name")
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    assert len(shown) == 1
    assert "ValueError" in shown[0]
    assert "test_window_locking.py" in shown[0]
    assert "child" not in shown[0]
    assert str(Path(__file__).parent) not in defect_report(ValueError, None) + shown[0]


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_settings_are_followed_at_once_and_kept(
    session: tuple[Session, MainWindow], theme: Theme, qtbot: QtBot
) -> None:
    own, window = session
    dialog = SettingsDialog(theme, Preferences(), ("remind_minutes",), window)
    qtbot.addWidget(dialog)
    dialog.preferred.connect(window.prefer)
    dialog.show()
    dark = dialog.findChild(QAbstractButton, "choice-dark")
    idle = dialog.findChild(QComboBox, "setting-idle_minutes")
    assert dark is not None
    assert idle is not None
    dark.click()
    assert theme.dark
    idle.setCurrentIndex(idle.findData("5"))
    idle.activated.emit(idle.currentIndex())
    kept = load_preferences()
    assert (kept.scheme, kept.idle_minutes) == (Scheme.DARK, 5)
    theme.choose(Scheme.LIGHT, 100)
    own.close()


def test_a_file_open_elsewhere_is_reported_by_name(tmp_path: Path) -> None:
    path = tmp_path / "sample.review"
    make_file(path, 1)
    with opened(path), pytest.raises(LockedError) as refused:
        open_file(path, KEY, person="B", session_id=SessionId("b"))
    assert PERSON in str(refused.value)


def test_a_notice_about_a_file_stays_until_it_is_dismissed(
    session: tuple[Session, MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    own, _ = session
    store = writable(tmp_path)
    set_disposal_day(store, "2018-12-31", now=NOW)
    window = shown(session, store, qtbot)
    assert "31 Dec 2018" in window.notices.accessibleName()
    understood = part(window.notices, QAbstractButton, "notices-read")
    understood.click()
    assert not window.notices.isVisible()
    own.close()


def test_the_watch_over_a_window_goes_with_it(theme: Theme, qapp: QApplication) -> None:
    window = MainWindow(theme, Preferences())
    watch = IdleWatch(qapp, minutes=10, remind_minutes=0)
    Session(window, theme, Preferences(), watch)
    shiboken6.delete(window)
    assert not shiboken6.isValid(watch)

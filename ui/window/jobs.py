"""Long work beside the window: the only threads, and how what goes wrong in them is shown.

An open review file (`ui.operations.files.OpenFile`) may be used from several threads, one at a
time, so a job works on the file that the window has open; what must not change under it runs while
a dialog keeps the person from answering.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Final, Generic, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal
from shiboken6 import isValid

from reviewer.domain.errors import ReviewerError, WorldError
from reviewer.domain.message import message
from ui.operations.control import JobControl

_Result = TypeVar("_Result")

Work = Callable[[JobControl], _Result]


def _let_go(_: object) -> None:
    """Do nothing with a result."""


class _Thread(QThread, Generic[_Result]):
    progressed = Signal(str)

    def __init__(
        self,
        parent: QObject,
        work: Work[_Result],
        unwanted: Callable[[_Result], None],
        *,
        holds: bool,
    ) -> None:
        super().__init__(parent)
        self.unwanted: Final = unwanted
        self.holds: Final = holds
        self.control = JobControl(self.progressed.emit)
        self.result: tuple[_Result] | None = None
        self.refusal: ReviewerError | None = None
        self.mistake: Exception | None = None
        self.trace: TracebackType | None = None
        self._work = work

    def run(self) -> None:
        """Work, and keep how it ended for the window's thread."""
        try:
            with self.control.stoppable():
                self.result = (self._work(self.control),)
        except ReviewerError as error:
            self.refusal = error
        except Exception as error:  # noqa: BLE001 - a mistake is shown by the window
            self.mistake, self.trace = error, error.__traceback__


class _CollectorGuard(QObject):
    """Lets Python collect no garbage while a job runs: it would do so in the job's thread.

    A dialog that was closed is in a ring of references, and Qt's objects must be destroyed in
    the window's thread; in another the program ends by a segmentation fault, sooner or later.
    The collector is the process's, so there is one guard for an application and all its jobs.
    """

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._running: list[QThread] = []

    @classmethod
    def of_application(cls) -> _CollectorGuard:
        """Return the guard of the application that runs."""
        application = QCoreApplication.instance()
        if application is None:
            raise LookupError("no application")
        if application not in _guards:
            _guards[application] = cls(application)
        return _guards[application]

    def note(self, *begun: QThread) -> None:
        """Take note of threads that begin, and of those that have ended."""
        threads = (*self._running, *begun)
        self._running = [t for t in threads if isValid(t) and not t.isFinished()]
        (gc.disable if self._running else gc.enable)()


_guards: WeakKeyDictionary[QCoreApplication, _CollectorGuard] = WeakKeyDictionary()
"""The guard of each application; to look for it among its children would make them all."""


class Jobs(QObject):
    """The work under way beside the window; `progressed` says how far the newest is."""

    progressed = Signal(str)
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._running: list[_Thread[object]] = []
        self._guard = _CollectorGuard.of_application()

    def start(
        self,
        work: Work[_Result],
        done: Callable[[_Result], None],
        refused: Callable[[ReviewerError], None],
        *,
        unwanted: Callable[[_Result], None] = _let_go,
        holds: bool = False,
    ) -> None:
        """Run `work` in a thread, then `done` or `refused` in the window's.

        A result that comes when the window is closing goes to `unwanted`: a file is closed.
        One that `holds` keeps the window open: what comes of it is shown once, as a recovery
        code. A cancelled job ends by `refused` with the code `cancelled`. A mistake of ours goes to
        the crash report, after `refused` has set the page right again.
        """
        thread: _Thread[_Result] = _Thread(self, work, unwanted, holds=holds)
        self._running.append(thread)  # type: ignore[arg-type]  # of any result
        thread.progressed.connect(self.progressed)
        thread.finished.connect(lambda: self._finish(thread, done, refused))
        self._guard.note(thread)
        thread.start()
        self.changed.emit()

    def busy(self) -> bool:
        """Say whether any job is still at work."""
        return bool(self._running)

    def held(self) -> bool:
        """Say whether a job is at work whose end has to be read."""
        return any(thread.holds for thread in self._running)

    def cancel(self) -> None:
        """Ask every job to stop."""
        for thread in self._running:
            thread.control.cancel()

    def wait(self) -> None:
        """Wait until every job has ended; their ends are no longer reported."""
        for thread in self._running:
            thread.finished.disconnect()
            thread.wait()
            if thread.result is not None:
                thread.unwanted(thread.result[0])
        self._running.clear()
        self._guard.note()

    def _finish(
        self,
        thread: _Thread[_Result],
        done: Callable[[_Result], None],
        refused: Callable[[ReviewerError], None],
    ) -> None:
        if thread not in self._running:  # it ended while the window waited for it to close
            return
        self._running.remove(thread)  # type: ignore[arg-type]  # of any result
        self._guard.note()
        thread.deleteLater()
        self.changed.emit()
        if thread.refusal is not None:
            refused(thread.refusal)
        elif thread.mistake is not None:
            refused(
                WorldError(
                    "mistake", message("Something went wrong in Reviewer. Nothing was saved.")
                )
            )
            sys.excepthook(type(thread.mistake), thread.mistake, thread.trace)
        elif thread.result is not None:
            done(thread.result[0])

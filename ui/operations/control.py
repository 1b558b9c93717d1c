"""How a long operation is watched and stopped by the one who started it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from reviewer.domain.stopping import STOPPED, stoppable, stopping_point

CANCELLED: Final = STOPPED
"""The code of the error that a cancelled operation ends with."""


def _ignore(_: str) -> None:
    """Show progress to nobody."""


class JobControl:
    """What a long operation is given: a way to report progress, and whether it is to stop.

    One thread works and another may cancel. `report` takes a sentence for a person.
    """

    def __init__(self, report: Callable[[str], None] = _ignore) -> None:
        self._stop = threading.Event()
        self.report: Final = report

    def cancelled(self) -> bool:
        """Say whether the operation is to stop."""
        return self._stop.is_set()

    def check(self) -> None:
        """Stop here if that was asked for; raises WorldError `cancelled`."""
        with self.stoppable():
            stopping_point()

    def stoppable(self) -> AbstractContextManager[None]:
        """Let the stopping points inside a block, however deep, end the operation."""
        return stoppable(self.cancelled)

    def cancel(self) -> None:
        """Ask the operation to stop when it next checks."""
        self._stop.set()

"""How a long operation is watched and stopped by whoever started it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from reviewer.domain.errors import WorldError
from reviewer.domain.message import message

CANCELLED: Final = "cancelled"
"""The code of the error that a cancelled operation ends with."""


def _unheard(_: str) -> None:
    """Show progress to nobody."""


class JobControl:
    """What a long operation is given: a way to report progress, and whether it is to stop.

    One thread works and another may cancel. `report` takes a sentence for a person.
    """

    def __init__(self, report: Callable[[str], None] = _unheard) -> None:
        self._stop = threading.Event()
        self.report: Final = report

    def cancelled(self) -> bool:
        """Say whether the operation is to stop."""
        return self._stop.is_set()

    def check(self) -> None:
        """Stop here if that was asked for; raises WorldError `cancelled`."""
        if self.cancelled():
            raise WorldError(CANCELLED, message("Cancelled. Nothing was saved."))

    def cancel(self) -> None:
        """Ask the operation to stop when it next checks."""
        self._stop.set()

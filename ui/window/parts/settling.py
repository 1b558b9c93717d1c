"""How a room asks about a refusal that a person can settle, without knowing who asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from reviewer.domain.errors import ReviewerError


class Settling(Protocol):
    """Asks a person about a refusal, and then does what was refused once more or not at all."""

    def __call__(
        self,
        parent: QWidget,
        error: ReviewerError,
        *,
        again: Callable[[], None],
        replace: Callable[[], None],
        leave: Callable[[], object],
    ) -> None:
        """Ask, over `parent`: another file is there, or the texts hold identifiers.

        `again` does the same once more, `replace` overwrites what is there, `leave` closes what
        asked for it, so that a person can edit a text first. Any other refusal is passed over.
        """
        ...

"""Work on a file that nobody may have open, which the session does in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class WhileClosed:
    """Work that nobody may have the file open for: beside the window, then its outcome.

    Afterwards the file is asked for again, by its passphrase; where it is gone, the start page is
    shown.
    """

    work: Callable[[], Any]
    done: Callable[[Any], object]

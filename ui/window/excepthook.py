"""The door for what we got wrong: a report that can be copied, and nothing of a case in it."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import qVersion

MOST_REPORTS: Final = 3
"""A mistake made while painting comes back with each painting; nobody can close that many."""

_DEEPEST: Final = 20

Show = Callable[[str], None]


def catch_defects(show: Show) -> None:
    """Have an error nobody expected shown as a report; the file is safe, and nothing is sent."""
    shown: list[str] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        report = defect_report(kind, trace)
        if report not in shown and len(shown) < MOST_REPORTS:
            shown.append(report)
            show(report)

    sys.excepthook = hook


def defect_report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return where an error arose, without its message, which could hold case text.

    Folders are left out too: a path may hold the name of a person.
    """
    frames = traceback.extract_tb(trace)[-_DEEPEST:]
    places = [f"{Path(f.filename).name}:{f.lineno} in {f.name}" for f in frames]
    from importlib.metadata import version  # noqa: PLC0415 - slow to load, and seldom needed
    from platform import platform  # noqa: PLC0415 - as above

    about = f"Reviewer {version('reviewer')}, Qt {qVersion()}, {platform(terse=True)}"
    return "\n".join([about, kind.__name__, *places])

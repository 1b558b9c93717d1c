"""The program's one door: the command line, which can open the window."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

from ui.cli.main import main_of


def open_window(path: Path | None) -> int:
    """Open the window; the toolkit is imported only now, so that a command stays quick."""
    from ui.window.start import run  # noqa: PLC0415 - a command must not load the toolkit

    return run(path)


def main() -> None:
    """Run the program: nothing readable by others from the first instruction on."""
    os.umask(0o077)
    multiprocessing.freeze_support()
    sys.exit(main_of(open_window))

"""The program's one door: the command line, which can open the window."""

from __future__ import annotations

import ctypes
import io
import os
import signal
import sys
from pathlib import Path

from reviewer.domain.errors import WorldError
from reviewer.domain.message import message
from reviewer.intake import WORKER_ARGUMENT

_PR_SET_DUMPABLE = 4
"""Linux, prctl(2): whether memory may be dumped, and read by others under /proc."""
_SCREENLESS = {"offscreen", "minimal"}
"""Platforms of the toolkit that show nothing: nobody could close the window again."""


def open_window(path: Path | None, *, new: bool = False) -> int:
    """Open the window on a file, on a `new` inspection, or on its start page.

    The toolkit is imported only now, so that a command stays quick.

    Raises WorldError where there is no screen to open it on.
    """
    if not _has_screen():
        raise WorldError(
            "no-screen",
            message(
                "There is no screen to open the window on; the commands work without "
                "one, try: reviewer demo."
            ),
        )
    from ui.window.program import run  # noqa: PLC0415 - a command must not load the toolkit

    return run(path, new=new)


def _open_closed_streams() -> None:
    # A stream that was closed before the program began is None: nothing to read, no one to tell.
    nothing = Path(os.devnull)
    sys.stdin = sys.stdin or nothing.open(encoding="utf-8")
    sys.stdout = sys.stdout or nothing.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nothing.open("w", encoding="utf-8")


def _use_utf8() -> None:
    # Whatever the console's code page, names and answers keep their letters; a byte that is no
    # text comes through as half a character, which the form refuses by name.
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "replace"),
        (sys.stderr, "replace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _has_screen() -> bool:
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform or not sys.platform.startswith("linux"):
        return platform not in _SCREENLESS
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _dump_no_memory() -> None:
    # Neither a crash nor another program of this user gets at the case that is open, nor at a
    # passphrase that the environment held. Windows has other means, and its administrators
    # switch them.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Run the program: nothing readable by others from the first instruction on."""
    os.umask(0o077)
    _dump_no_memory()
    # While the program is still loading there is nothing to undo: Ctrl-C ends it without a word.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _open_closed_streams()
    _use_utf8()
    if sys.argv[1:] == [WORKER_ARGUMENT]:
        # A force's list is read in a process of its own; a built program is its own reader.
        from reviewer.intake.worker import serve  # noqa: PLC0415 - only there its parsers are loaded

        os._exit(serve())  # at once: to give back its millions of cells one by one takes long
    from ui.cli.environment import take_secrets  # noqa: PLC0415 - as below

    take_secrets()
    from ui.cli.main import main_of  # noqa: PLC0415 - the reader of lists needs no command line

    sys.exit(main_of(open_window))

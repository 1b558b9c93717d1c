"""Starting the worker, waiting for it, and what its end means."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from reviewer.cells.errors import too_long, too_much_memory, unreadable
from reviewer.cells.limits import Limits
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.message import message
from reviewer.intake import WORKER_ARGUMENT
from reviewer.intake.pipe import Answer, Examined, Failure, ReadingRequest, read_answer, written
from reviewer.intake.watch import Watch

ANSWER: Final = TypeAdapter(Answer)
"""Checks what comes back from the limited process."""
_ROOT: Final = Path(__file__).resolve().parents[2]
"""Where our own packages are, installed or not."""
_START: Final = (
    "import os, sys; sys.path += sys.argv[1:];"
    " from reviewer.intake.worker import serve; os._exit(serve())"
)
"""It ends at once: to give back millions of cells one by one takes longer than to check them."""
_NEEDED: Final = frozenset(
    {"PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH"}
)
"""Names of the environment without which a process does not start, or has no room to work in."""
_LOOK_UP_SECONDS: Final = 0.1
"""How often a waiting reading looks whether it is cancelled."""

_QUOTA_ENDED: Final = 1816
_ABORTED: Final = frozenset({3, 0xC0000017, 0xC0000044, 0xC0000409})
"""How Windows ends a process: beyond its time; by `abort`, which is how a parser meets the end of
its memory, or for want of memory."""


class WorkerError(Exception):
    """A mistake of ours in the worker: the kind of error and where, no case text."""


def ask_worker(request: ReadingRequest, cancelled: Callable[[], bool]) -> Examined:
    """Have a list examined by a process of its own.

    Raises RefusalError and WorldError as the worker says them, RefusalError where a limit
    ended it, WorldError `cancelled`, and WorkerError for a mistake of ours.
    """
    worker = subprocess.Popen(  # noqa: S603 - our own program, no shell, nothing of the list
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    with worker, Watch(worker, request.limits) as watch:
        answer = _wait(worker, written(request), request.limits, cancelled, watch)
    return _understood(answer, worker.returncode, request.limits)


def _environment() -> dict[str, str]:
    """Return what the system needs to start a process; the worker gets nothing else."""
    return {name: value for name, value in os.environ.items() if name.upper() in _NEEDED}


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_ARGUMENT]
    # Without `site`, which takes as long to load as all of our own; it says where packages are.
    return [sys.executable, "-I", "-S", "-c", _START, str(_ROOT), *site.getsitepackages()]


def _wait(
    worker: subprocess.Popen[bytes],
    request: bytes,
    limits: Limits,
    cancelled: Callable[[], bool],
    watch: Watch,
) -> bytes:
    last = time.monotonic() + limits.wall_seconds
    question: bytes | None = request
    while True:
        if cancelled():
            raise WorldError(
                "cancelled", message("Reading the list was cancelled. Nothing was saved.")
            )
        if time.monotonic() >= last:
            raise too_long(limits.wall_seconds)
        try:
            return worker.communicate(question, timeout=_LOOK_UP_SECONDS)[0]
        except subprocess.TimeoutExpired:
            question = None
            watch.look()


def _understood(untrusted: bytes, code: int, limits: Limits) -> Examined:
    try:
        answer = read_answer(untrusted, ANSWER.validate_json, limits)
    except ValueError:  # it ended before it answered, or while it did
        raise _ended(code, limits) from None
    if answer.examined is not None:
        return answer.examined
    match answer.failure:
        case Failure(kind="refusal", code=why, sentence=sentence):
            raise RefusalError(why, sentence)
        case Failure(kind="world", code=why, sentence=sentence):
            raise WorldError(why, sentence)
        case failure:
            raise WorkerError(f"{failure.code} {failure.sentence}" if failure else "no answer")


def _ended(code: int, limits: Limits) -> Exception:
    """Say why a worker ended without a word: a limit stopped it, or it stumbled over the file."""
    import signal  # noqa: PLC0415 - only the end of a bad reading needs it

    if code in {
        -getattr(signal, "SIGXCPU", 0),
        -getattr(signal, "SIGKILL", 0),
        _QUOTA_ENDED,
    }:
        return too_long(limits.cpu_seconds)
    if code == -signal.SIGABRT or code in _ABORTED:
        return too_much_memory(limits.memory_bytes)
    return unreadable()

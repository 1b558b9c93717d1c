"""The other end of a reading: a process of its own, with limits, that hands back results.

It reads one request from its standard input and writes one answer to its standard output, both
as `reviewer.intake.pipe` has them: nothing that comes back is ever executed. It can't write files
or dump core.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from reviewer.cells.errors import too_much_memory
from reviewer.cells.limits import DEFAULT_LIMITS, Limits
from reviewer.disk import open_given
from reviewer.domain.errors import RefusalError, ReviewerError, WorldError
from reviewer.domain.message import Message, message, verbatim
from reviewer.intake.examination import examine
from reviewer.intake.pipe import Answer, Failure, FailureKind, read_request, written_answer


def serve() -> int:
    """Answer the one request on standard input; return the process's exit code."""
    with os.fdopen(0, "rb", closefd=False) as questions:
        untrusted = questions.read()
    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    gc.disable()  # a process that ends in seconds gains nothing from it, and millions of cells cost
    answer = written_answer(_answer(untrusted))
    with os.fdopen(answers, "wb") as stream:
        stream.write(answer)
    return 0


def _answer(untrusted: bytes) -> Answer:
    limits = DEFAULT_LIMITS
    try:
        request = read_request(untrusted)
        limits = request.limits
        _limit_process(limits)
        return Answer(examined=examine(_content(request.path, limits), request))
    except ReviewerError as error:
        kind: FailureKind = "world" if isinstance(error, WorldError) else "refusal"
        return _failure(kind, error)
    except MemoryError:
        return _failure("refusal", too_much_memory(limits.memory_bytes))
    except Exception as error:  # noqa: BLE001 - this process's one door: its mistakes go to the caller's
        import traceback  # noqa: PLC0415 - as long to load as ten thousand rows take

        where = [
            f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        found = verbatim(" ".join(where))
        return Answer(failure=Failure(kind="mistake", code=type(error).__name__, sentence=found))


def _failure(kind: FailureKind, error: ReviewerError) -> Answer:
    sentence = error.sentence if isinstance(error.sentence, Message) else verbatim(error.sentence)
    return Answer(failure=Failure(kind=kind, code=error.code, sentence=sentence))


def _content(path: Path, limits: Limits) -> bytes:
    name = path.name
    try:
        with open_given(path) as stream:
            content = stream.read(limits.file_bytes + 1)
    except PermissionError:
        raise WorldError(
            "not-allowed",
            message(
                "{file} cannot be opened. Close it in other programs, and check that you "
                "have permission to read it.",
                file=name,
            ),
        ) from None
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else message("no reason given")
        raise WorldError(
            "not-readable",
            message(
                "{file} cannot be read ({reason}). Copy it to this disk and try again.",
                file=name,
                reason=reason,
            ),
        ) from None
    if len(content) > limits.file_bytes:
        mib = limits.file_bytes // 1024 // 1024
        raise RefusalError(
            "too-large",
            message(
                "{file} is larger than {mib:,} MiB. Ask for a list with only the sampled cases.",
                file=name,
                mib=mib,
            ),
        )
    return content


def _limit_process(limits: Limits) -> None:
    """Take away what a reading does not need; systems without `resource` keep the other walls."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in wanted.items():
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue  # macOS refuses some of them


if __name__ == "__main__":
    sys.exit(serve())

"""The other end of a reading: a process of its own, with limits, that hands back results.

It reads one request from its standard input and writes one reply to its standard output,
both JSON: nothing that comes back is ever executed. It can't write files or dump core.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from reviewer.cells.errors import memory_sentence
from reviewer.cells.limits import Limits
from reviewer.domain.errors import RefusalError, ReviewerError, WorldError
from reviewer.domain.list_reading import ListProblem
from reviewer.intake.examination import Examined, examine
from reviewer.intake.packing import packed
from reviewer.intake.request import wish_of


def serve() -> int:
    """Answer the one request on standard input; return the process's exit code."""
    with os.fdopen(0, "rb", closefd=False) as questions:
        request = json.load(questions)
    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    gc.disable()  # a process that ends in seconds gains nothing from it, and millions of cells cost
    limits = Limits(**request["limits"])
    _limit_process(limits)
    reply = json.dumps(_reply(request, limits)).encode()
    with os.fdopen(answers, "wb") as stream:
        stream.write(reply)
    return 0


def _reply(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        content = _content(request["path"], limits)
        wish = wish_of(request)
        return {"examined": plain(examine(content, wish, limits))}
    except ReviewerError as error:
        family = "world" if isinstance(error, WorldError) else "refusal"
        return {family: [error.code, error.sentence]}
    except MemoryError:
        mib = limits.memory_bytes // 1024 // 1024
        return {"refusal": ["too-large", memory_sentence(mib)]}
    except Exception as error:  # noqa: BLE001 - this process's one door: its mistakes go to the caller's
        import traceback  # noqa: PLC0415 - as long to load as ten thousand rows take

        where = [
            f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        return {"mistake": [type(error).__name__, *where]}


def plain(examined: Examined) -> dict[str, Any]:
    """Lay out as JSON has it."""
    found = {each.name: getattr(examined, each.name) for each in fields(examined)}
    for name in ("columns", "notices", "unknown_types"):
        found[name] = [asdict(part) for part in found[name]]
    found["problems"] = [  # a list may have one for each of its rows
        packed([str(getattr(problem, each.name)) for problem in examined.problems])
        for each in fields(ListProblem)
    ]
    found["refused"] = asdict(examined.refused)
    found["values"] = {key: packed(texts) for key, texts in examined.values.items()}
    return found


def _content(path: str, limits: Limits) -> bytes:
    name = Path(path).name
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(limits.file_bytes + 1)
    except PermissionError:
        raise WorldError(
            "not-allowed",
            f"{name} can't be opened; close it in other programs and check that you may read it.",
        ) from None
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "no reason given"
        raise WorldError(
            "not-readable", f"{name} can't be read ({reason}); copy it to this disk and try again."
        ) from None
    if len(content) > limits.file_bytes:
        mib = limits.file_bytes // 1024 // 1024
        raise RefusalError(
            "too-large",
            f"{name} is larger than {mib:,} MiB; ask for a list with only the sampled cases.",
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

"""The record of trust: one line of JSON for each decision, only ever appended.

It lies beside the trusted certificates, in a person's settings: which workbooks a register
took, and by whose signature, stands in the register's own log.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from reviewer.domain.errors import RefusalError, WorldError

LOG_NAME = "log.jsonl"
MAX_LOG_BYTES = 16 * 1024 * 1024
"""Some fifty thousand decisions."""


class Act(StrEnum):
    """What was decided about a certificate."""

    TRUSTED = "trusted"
    LIMITED = "limited"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustDecision:
    """One decision: when (UTC), who (the login), about which certificate, and what.

    `detail` names the `issued by` bound to the certificate, or the day trust ends.
    """

    at: str
    who: str
    act: str
    fingerprint: str
    name: str
    detail: str = ""


def log_decision(folder: Path, decision: TrustDecision) -> None:
    """Append a decision and flush it to the disk, before it is carried out.

    So nothing is trusted without a line, though a line may stand for what then failed. Raises
    WorldError where it can't be written.
    """
    line = json.dumps(asdict(decision), ensure_ascii=False) + "\n"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(folder / LOG_NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "ab") as stream:
            stream.write(line.encode())
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise _unusable(error) from error


def read_decisions(folder: Path) -> tuple[TrustDecision, ...]:
    """Read every decision, oldest first; a log that is not there is empty.

    Raises WorldError where it can't be read, RefusalError where a line is none of ours.
    """
    try:
        with (folder / LOG_NAME).open("rb") as stream:
            untrusted = stream.read(MAX_LOG_BYTES + 1)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _unusable(error) from error
    if len(untrusted) > MAX_LOG_BYTES:
        raise _damaged(0)
    return tuple(
        _decision(line, number) for number, line in enumerate(untrusted.splitlines(), start=1)
    )


def _decision(untrusted_line: bytes, number: int) -> TrustDecision:
    try:
        fields = json.loads(untrusted_line)
        decision = TrustDecision(**fields)
    except (ValueError, TypeError, RecursionError):
        raise _damaged(number) from None
    if not all(isinstance(value, str) for value in asdict(decision).values()):
        raise _damaged(number)
    return decision


def _damaged(number: int) -> RefusalError:
    return RefusalError(
        "trust-log", f"The log of trust decisions is damaged at line {number}; keep a copy of it."
    )


def _unusable(error: OSError) -> WorldError:
    return WorldError(
        "trust-disk",
        f"The log of trust decisions can't be used: {error.strerror or 'disk error'}.",
    )

"""Checking what others send: is the workbook whole, and who signed it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reviewer.app.files import read_whole
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form, FormStamp
from reviewer.domain.submission import Submission
from reviewer.signing.trust import TrustList
from reviewer.signing.verifier import Verdict, verify_package
from reviewer.workbook.reader import read_workbook

FindForm = Callable[[FormStamp], Form]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One workbook as it was handed in: its name, SHA-256, bytes and verdict."""

    name: str
    digest: str
    content: bytes
    verdict: Verdict


def examine(path: Path, trust: TrustList, *, now: datetime) -> Examined:
    """Verify one workbook; raises WorldError only where the file cannot be read at all."""
    content = read_whole(path)
    return Examined(
        name=path.name,
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        verdict=verify_package(content, trust=trust, now=now),
    )


def read_examined(examined: Examined, find_form: FindForm) -> Submission:
    """Read a sound workbook from the verified bytes; raises RefusalError where it is not one.

    A workbook that is sound but of an unknown signer is read; whether it may be used is for
    the caller to decide.
    """
    verdict = examined.verdict
    if verdict.parts is None:
        first = verdict.problems[0].text if verdict.problems else "it is not sound."
        raise RefusalError(verdict.status.value, f"{examined.name} is {verdict.status}: {first}")
    return read_workbook(verdict.parts, find_form)

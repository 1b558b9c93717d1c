"""The record of trust: one line of JSON for each decision, only ever appended.

It lies beside the trusted certificates, in a person's settings, and is what makes them trusted: a
certificate counts on the terms of the last decision about it. Which workbooks a register took,
and by whose signature, is in the register's own log.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from reviewer.disk import open_given
from reviewer.domain.errors import RefusalError, WorldError, reason_of
from reviewer.domain.message import Message, listed, message, verbatim

LOG_NAME = "log.jsonl"
MAX_LOG_BYTES = 16 * 1024 * 1024
"""Some fifty thousand decisions."""


class TrustAct(StrEnum):
    """What was decided about a certificate."""

    TRUSTED = "trusted"
    LIMITED = "limited"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms a certificate is trusted.

    `issued_by` is the name its workbooks are issued under (empty: the one it is made out to);
    `names` are the reviewers it is trusted for (none: no matter who); `until` the last day, in
    UTC, on which what it signed is trusted (empty: no such day), as an ISO date.
    """

    issued_by: str = ""
    names: tuple[str, ...] = ()
    until: str = ""


ANY_TERMS = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustDecision:
    """One decision: when (UTC), who (the login), about which certificate, and on what terms."""

    at: str
    who: str
    act: TrustAct
    fingerprint: str
    name: str
    authority: bool = False
    terms: Terms = ANY_TERMS

    @property
    def detail(self) -> Message:
        """What the decision says besides what was done."""
        if self.act is TrustAct.REMOVED:
            return verbatim("")
        if self.act is TrustAct.LIMITED:
            return message("until {day}", day=self.terms.until)
        if self.authority:
            return message("as an authority")
        name = self.terms.issued_by or self.name
        if self.terms.names:
            names = listed(self.terms.names)
            return message("issued by {name}, for {names}", name=name, names=names)
        return message("issued by {name}", name=name)


def standing_terms(decisions: Iterable[TrustDecision]) -> dict[str, Terms]:
    """Return by fingerprint on what terms certificates are trusted after all decisions."""
    last = {decision.fingerprint: decision for decision in decisions}
    return {name: d.terms for name, d in last.items() if d.act is not TrustAct.REMOVED}


def log_decision(folder: Path, decision: TrustDecision) -> None:
    """Append a decision and flush it to the disk, before it is carried out.

    So nothing is trusted without a line, though a line may stand for what then failed. Raises
    WorldError where it can't be written.
    """
    line = json.dumps(asdict(decision), ensure_ascii=False) + "\n"
    log = folder / LOG_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "ab") as stream:
            stream.write(line.encode())
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise _unusable(log, error) from error


def read_decisions(folder: Path) -> tuple[TrustDecision, ...]:
    """Read every decision, oldest first; a log that is not there is empty.

    Raises WorldError where it can't be read, RefusalError where a line is none of ours.
    """
    log = folder / LOG_NAME
    try:
        with open_given(log) as stream:
            untrusted = stream.read(MAX_LOG_BYTES + 1)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _unusable(log, error) from error
    if len(untrusted) > MAX_LOG_BYTES:
        raise _damaged(log, 0)
    return tuple(
        _decision(log, line, number) for number, line in enumerate(untrusted.splitlines(), start=1)
    )


def _decision(log: Path, untrusted_line: bytes, number: int) -> TrustDecision:
    try:
        fields: dict[str, Any] = json.loads(untrusted_line)
        terms: dict[str, Any] = fields.pop("terms")
        names = terms.pop("names")
        decision = TrustDecision(
            act=TrustAct(fields.pop("act")),
            authority=fields.pop("authority"),
            terms=Terms(names=tuple(names), **terms),
            **fields,
        )
        date.fromisoformat(decision.terms.until or "2018-01-12")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise _damaged(log, number) from None
    texts = (decision.at, decision.who, decision.fingerprint, decision.name)
    bound = (decision.terms.issued_by, *decision.terms.names)
    if not (
        isinstance(names, list)
        and isinstance(decision.authority, bool)
        and all(isinstance(text, str) for text in (*texts, *bound))
    ):
        raise _damaged(log, number)
    return decision


def _damaged(log: Path, number: int) -> RefusalError:
    return RefusalError(
        "trust-log",
        message(
            "The record of trust decisions, {file}, is damaged at line {line}. Keep a copy of it.",
            file=str(log),
            line=number,
        ),
    )


def _unusable(log: Path, error: OSError) -> WorldError:
    return WorldError(
        "trust-disk",
        message(
            "The record of trust decisions, {file}, cannot be used: {reason}.",
            file=str(log),
            reason=reason_of(error),
        ),
    )

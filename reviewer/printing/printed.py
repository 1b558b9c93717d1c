"""What a print is, and what is asked of one: values, so that asking loads no printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from reviewer.domain.case import Case
from reviewer.domain.decision import Decision
from reviewer.domain.message import Message
from reviewer.domain.review import Review
from reviewer.domain.standing import CaseStanding
from reviewer.signing.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One PDF: its bytes, its number of pages, and sentences about what it could not show."""

    content: bytes
    pages: int
    notices: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One review to print: a case and one reader's review of it, None where nobody began.

    In a register a case read by two may have two of these, one after the other, with the same
    `standing`; `decision` is the lead's, where there is one. `changed_since` is the number of the
    last export where the review was changed after it, else 0.
    """

    case: Case
    review: Review | None = None
    standing: CaseStanding | None = None
    decision: Decision | None = None
    changed_since: int = 0


def _go_on(_done: int) -> None:
    """Note nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """Who prints, when (an aware moment), and which numbered copy of how many.

    With a `signer` the print is signed, and no two prints have the same bytes. `progress` is
    called with the number of cases that are set; what it raises ends the print.
    """

    by: str
    at: datetime
    copy: int | None = None
    copies: int | None = None
    signer: Identity | None = None
    progress: Callable[[int], None] = field(default=_go_on)

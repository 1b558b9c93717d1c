"""What is to be printed, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reviewer.domain.file_actions import Printout
from reviewer.domain.ids import CaseId
from reviewer.signing.identity import Identity

OF_CASES: Final = frozenset({Printout.CASES, Printout.DEBRIEF, Printout.REFERRAL})
"""What can be printed of chosen cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOrder:
    """One print that a person asks for.

    `cases` are those that are wanted, None for all. `copy` of `copies` numbers this copy.
    `with_details` adds all that a review says to its first page, `with_superseded` the reviews
    that do not count. With a `signer` the print is signed. `keep_identifiers` is why what looks
    like an identifier may leave.
    """

    kind: Printout
    cases: frozenset[CaseId] | None = None
    copy: int | None = None
    copies: int | None = None
    with_references: bool = False
    with_details: bool = False
    with_superseded: bool = False
    signer: Identity | None = None
    keep_identifiers: str = ""

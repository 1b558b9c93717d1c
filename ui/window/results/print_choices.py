"""What can be printed from the print page, and what a person asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from reviewer.domain.file_actions import Printout


class What(StrEnum):
    """What can be printed."""

    CASE = "case"
    REFERRAL = "referral"
    SHOWN = "shown"
    ALL = "all"
    DEBRIEF = "debrief"
    LIST = "list"
    SUMMARY = "summary"
    COMPARISON = "comparison"
    BLANK = "blank"


OF_ONE: Final = frozenset({What.CASE, What.REFERRAL})
OF_SHOWN: Final = frozenset({What.SHOWN, What.DEBRIEF})
DETAILED: Final = frozenset({What.CASE, What.SHOWN, What.ALL})
"""Those that can have all that each review says after its first page."""

WITH_REFERENCES: Final = frozenset({*DETAILED, What.DEBRIEF, What.LIST})

PRINTOUTS: Final[Mapping[What, Printout]] = {
    What.CASE: Printout.CASES,
    What.REFERRAL: Printout.REFERRAL,
    What.SHOWN: Printout.CASES,
    What.ALL: Printout.CASES,
    What.DEBRIEF: Printout.DEBRIEF,
    What.LIST: Printout.CASE_LIST,
    What.SUMMARY: Printout.SUMMARY,
    What.COMPARISON: Printout.COMPARISON,
    What.BLANK: Printout.BLANK_FORM,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRequest:
    """What a person asked for; `target` is None for a preview.

    `copy` is None for a copy without a number, `copies` where it is not known how many there are.
    `identity` signs the print with its `passphrase`; None where it is not to be signed.
    """

    what: What
    target: Path | None
    copy: int | None
    copies: int | None
    with_references: bool
    with_details: bool
    identity: Path | None = None
    passphrase: str = ""

    def __repr__(self) -> str:
        return f"PrintRequest({self.what}, {self.target})"

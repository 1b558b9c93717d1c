"""By which rule a lead draws the cases that are read twice, so that anyone can draw them again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import RULES_APART
from reviewer.domain.message import message

SEED_LIMIT = 100
STEADY_PAIRS = 10
STEADY_TENTHS = 9
"""A reader is steady who agreed in nine of ten second reads, of ten or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReadRule:
    """Which cases are drawn: by risk, and one in `one_in` of each reader's others.

    With `worst` every case with the worst grade, with `referrals` every case referred back. Of a
    steady reader's others only one in twice `one_in`, with `eases`. `one_in` 0 draws none of
    those. `all_cases` draws from the cases that are assigned, reviewed or not.
    """

    seed: str
    worst: bool = False
    referrals: bool = False
    one_in: int = 0
    eases: bool = False
    all_cases: bool = False

    def checked(self) -> SecondReadRule:
        """Return it; raises RefusalError for what draws nothing or cannot be repeated."""
        seed = self.seed
        if not seed or len(seed) > SEED_LIMIT or not seed.isprintable() or RULES_APART in seed:
            raise RefusalError(
                "bad-seed",
                message(
                    "The seed must be one line of 1 to {most} characters, agreed beforehand.",
                    most=SEED_LIMIT,
                ),
            )
        if self.one_in < 0 or not (self.worst or self.referrals or self.one_in):
            raise RefusalError(
                "bad-rule",
                message(
                    "Choose which cases are read twice: the worst, the referrals, or one in a "
                    "number that you choose."
                ),
            )
        return self

    def number(self, case: CaseId) -> bytes:
        """Return a case's place in the draw: the lowest numbers are drawn first."""
        return hashlib.sha256(f"{self.seed}\x1f{case}".encode()).digest()

    def sentence(self, drawn: int, day: str) -> str:
        """Say how so many cases were drawn on an ISO day, without a full stop."""
        parts = []
        if self.worst:
            parts.append("every case with the worst grade")
        if self.referrals:
            parts.append("every case referred back")
        if self.one_in:
            pool = "assigned cases" if self.all_cases else "other completed cases"
            rate = f"1 in {self.one_in} of each reader's {pool}"
            ease = f" (1 in {2 * self.one_in} of a steady reader's)" if self.eases else ""
            parts.append(rate + ease)
        cases = "1 case" if drawn == 1 else f"{drawn:,} cases"
        return (
            f"second reads drawn on {day} by SHA-256 over the seed “{self.seed}” and the case id: "
            f"{', '.join(parts)}, {cases}"
        )

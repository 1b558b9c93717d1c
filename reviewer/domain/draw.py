"""A random sample drawn from a longer list, and the record by which it can be drawn again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.domain.case import Case, normalised_reference
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import Key
from reviewer.domain.message import message
from reviewer.domain.quoting import shown

STRATIFIED_BY: Final = (Key("type"), Key("unit"))
NOT_GIVEN: Final = "(not given)"
"""The stratum of cases that say nothing at the key the sample is stratified by."""
NAME_LIMIT: Final = 120
"""Characters of a stratum's name."""
ONE_STRATUM: Final = "all"
"""The only stratum of a simple random sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPlan:
    """How a sample is to be drawn: `size` cases in all, or `fixed` ones of each stratum.

    Without `fixed` a sample stratified `by` a key is in proportion. `replacements` stand by in
    each stratum that is drawn from.
    """

    seed: str
    size: int | None = None
    by: str = ""
    fixed: Mapping[str, int] | None = None
    replacements: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """One stratum: the cases it has, how many are drawn, how many stand by to replace them."""

    name: str
    population: int
    size: int
    replacements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDesign:
    """How the cases of a list were drawn, as far as the figures and a later list go by it.

    `by` is the key the sample is stratified by, empty for a simple random one. The cases at the
    first `listed` positions of the list were drawn; any that came later were chosen otherwise.
    `replacements` is the SHA-256 of the cases that stand by.
    """

    by: str
    strata: tuple[Stratum, ...]
    listed: int
    replacements: str

    def stratum_of(self, case: Case) -> str:
        """Return the name of a case's stratum, as the record of the draw has it."""
        return one_line(_stratum(case, self.by))


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCase:
    """One case that was drawn; `order` counts from 1 in its stratum."""

    case: Case
    stratum: str
    population: int
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A whole draw. `by` is the key it is stratified by, empty for a simple random sample."""

    seed: str
    by: str
    proportional: bool
    strata: tuple[Stratum, ...]
    frame: int
    frame_digest: str
    sample: tuple[DrawnCase, ...]
    replacements: tuple[DrawnCase, ...]

    @property
    def method(self) -> str:
        """What the list says of each case's selection."""
        return f"random, stratified by {self.by}" if self.by else "simple random"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRecord:
    """The record of a draw as it was read: which cases it drew, and what the log keeps of it."""

    sample_digest: str
    size: int
    design: SampleDesign
    sentence: str
    columns: str
    """Which columns of the frame were read, and which were left out."""

    def check(self, cases: Sequence[Case]) -> None:
        """Raise RefusalError unless these are the cases that were drawn."""
        if len(cases) != self.size or sample_digest(cases) != self.sample_digest:
            raise RefusalError(
                "not-the-draw",
                message(
                    "The list does not contain the {size:,} cases that were drawn. Use the file "
                    "that was saved with the draw, unchanged.",
                    size=self.size,
                ),
            )


def _stratum(case: Case, by: str) -> str:
    return (case.get(by) or NOT_GIVEN) if by else ONE_STRATUM


def one_line(text: str) -> str:
    """Return a text as a line of a record takes it, whatever a force wrote."""
    return "".join(
        c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown(text, NAME_LIMIT)
    )


def sample_digest(cases: Iterable[Case]) -> str:
    """Return SHA-256 over the sorted normalised references: which cases, in any order."""
    references = sorted(f"{normalised_reference(case.reference)}\x1e" for case in cases)
    return hashlib.sha256("".join(references).encode()).hexdigest()


def strata_of(cases: Iterable[Case], by: str) -> dict[str, list[Case]]:
    """Sort cases into strata by a key of the list, in the order of their names; empty for one."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(_stratum(case, by), []).append(case)
    return {name: found[name] for name in sorted(found)}

"""How many cases a sample needs, before it is drawn, and what each size gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from reviewer.domain.case import Case
from reviewer.domain.draw import DrawPlan, strata_of
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from reviewer.figures.design_estimate import precision_of, size_needed
from reviewer.intake.drawing import sizes_in_proportion

_STEPS: Final = (50, 100, 150, 200, 300, 400, 600, 1_000)
"""Sizes shown with what they give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumNeed:
    """A stratum's part of the sample, in proportion, and what it would need for itself."""

    name: str
    population: int
    in_proportion: int
    for_itself: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeNeed:
    """What ± `points` at 95% need: `size` cases in all, and by stratum.

    `sizes` are other sizes, each with the ± points that it gives for a share of one half, which
    needs most cases.
    """

    points: float
    population: int
    size: int
    strata: tuple[StratumNeed, ...]
    sizes: tuple[tuple[int, float], ...]

    @property
    def document(self) -> dict[str, Any]:
        """The same as JSON has it."""
        return {
            "precision_points": self.points,
            "population": self.population,
            "size": self.size,
            "strata": [
                {
                    "stratum": stratum.name,
                    "population": stratum.population,
                    "in_proportion": stratum.in_proportion,
                    "for_itself": stratum.for_itself,
                }
                for stratum in self.strata
            ],
            "sizes": [{"size": size, "points": points} for size, points in self.sizes],
        }


def size_for(cases: Sequence[Case], points: float, by: str = "") -> SizeNeed:
    """Say how many cases of a list to draw for a precision in percentage points.

    With `by` the sample is in proportion to strata. Raises RefusalError for a precision that is
    not between 0.1 and 50 points, and for a list without a case.
    """
    if not 0.1 <= points <= 50:
        raise RefusalError("bad-precision", message("The precision must be 0.1 to 50 points."))
    if not cases:
        raise RefusalError("bad-precision", message("The list has no cases to draw from."))
    populations = {name: len(members) for name, members in strata_of(cases, by).items()}
    total = len(cases)
    size = size_needed(total, points)
    shares = sizes_in_proportion(populations, size)
    steps = sorted({*(step for step in _STEPS if step < total), size, total})
    return SizeNeed(
        points=points,
        population=total,
        size=size,
        strata=tuple(
            StratumNeed(
                name=name,
                population=population,
                in_proportion=shares[name],
                for_itself=size_needed(population, points),
            )
            for name, population in populations.items()
        ),
        sizes=tuple((step, round(precision_of(total, step), 1)) for step in steps),
    )


def points_of(population: int, size: int) -> float | None:
    """Return to how many ± points so many cases tell a share; None for a size that cannot be."""
    return round(precision_of(population, size), 1) if 0 < size <= population else None


def plan_for(plan: DrawPlan, need: SizeNeed) -> DrawPlan:
    """Return a plan that draws what is needed; raises RefusalError where it has its own size."""
    if plan.size is not None or plan.fixed is not None:
        raise RefusalError("bad-size", message("Choose either a precision or a number of cases."))
    return DrawPlan(seed=plan.seed, size=need.size, by=plan.by, replacements=plan.replacements)

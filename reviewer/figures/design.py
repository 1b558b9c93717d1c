"""How the cases were selected, and what may be concluded from them of all the cases there were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil, floor
from typing import Any

from reviewer.domain.draw import ONE_STRATUM, STRATIFIED_BY, SampleDesign, Stratum
from reviewer.domain.grades import Grades
from reviewer.domain.message import Message, listed, message, plural
from reviewer.figures.case_figures import CaseFigures
from reviewer.figures.design_estimate import Estimate, StratumShare, estimate
from reviewer.figures.intervals import LEAST_FOR_PERCENT, rounded_tenths, tenths_of, wilson
from reviewer.figures.table import Interval

_NAMED = 5
"""Strata that a sentence names."""


class SamplingMethod(StrEnum):
    """How the cases came to be the ones that are reviewed."""

    CENSUS = "census"
    SIMPLE = "simple random"
    STRATIFIED = "stratified"
    SELECTED = "selected"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """One stratum: its cases (None where nobody says), those sampled, graded, and below good."""

    name: str
    population: int | None
    sampled: int
    graded: int
    below_good: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """How the cases were selected, and the share below good of all cases they stand for.

    `tenths` of a percent and `interval` are None where they cannot be known, which `cannot` says.
    `elsewhere` counts the cases that no draw chose, which are in no stratum.
    """

    sampling: SamplingMethod
    population: int | None
    strata: tuple[Sampled, ...]
    tenths: int | None = None
    interval: Interval | None = None
    cannot: Message | None = None
    elsewhere: int = 0

    @property
    def weighs(self) -> bool:
        """Whether graded cases count differently, so that counts alone say nothing of all cases."""
        return self.sampling in {SamplingMethod.STRATIFIED, SamplingMethod.MIXED}

    @property
    def at_random(self) -> bool:
        """Whether chance chose all cases, so that intervals say how far chance could go."""
        return self.sampling in {SamplingMethod.SIMPLE, SamplingMethod.STRATIFIED}

    @property
    def counts_at_random(self) -> bool:
        """Whether intervals of bare counts say how far chance could go."""
        return self.at_random and not self.weighs

    @property
    def complete(self) -> bool:
        """Whether every case was graded, so that no chance is left and there is no interval."""
        return bool(self.strata) and all(s.graded == s.population for s in self.strata)

    @property
    def graded(self) -> int:
        """How many graded cases the estimate goes by."""
        return sum(stratum.graded for stratum in self.strata)


def design_of(
    grades: Grades,
    cases: Sequence[CaseFigures],
    *,
    random_sample: bool,
    drawn: SampleDesign | None = None,
) -> Design:
    """Say how the cases were selected and what follows for the share below good.

    Without a draw of ours the populations of strata are those that the list gives, where it was
    drawn at random. Cases of a stratum that are not graded are taken to be as the graded ones.
    """
    if drawn is None and random_sample:
        drawn = _given(cases)
    if drawn is None:
        return _without_strata(grades, cases, random_sample=random_sample)
    chosen = [case for case in cases if case.standing.case.position <= drawn.listed]
    names = {stratum.name for stratum in drawn.strata}
    by_stratum: dict[str, list[CaseFigures]] = {}
    for case in chosen:
        by_stratum.setdefault(drawn.stratum_of(case.standing.case), []).append(case)
    strange = [case for name in by_stratum.keys() - names for case in by_stratum[name]]
    strata = tuple(
        _sampled(grades, s.name, s.population, by_stratum.get(s.name, ())) for s in drawn.strata
    )
    elsewhere = len(cases) - len(chosen) + len(strange)
    found = Design(
        sampling=_sampling(drawn, strata, mixed=bool(elsewhere) or not random_sample),
        population=sum(stratum.population for stratum in drawn.strata),
        strata=strata,
        elsewhere=elsewhere,
    )
    return _estimated(found)


def _sampling(drawn: SampleDesign, strata: Iterable[Sampled], *, mixed: bool) -> SamplingMethod:
    if mixed:
        return SamplingMethod.MIXED
    if all(stratum.sampled == stratum.population for stratum in strata):
        return SamplingMethod.CENSUS
    return SamplingMethod.STRATIFIED if drawn.by else SamplingMethod.SIMPLE


def _sampled(
    grades: Grades, name: str, population: int | None, cases: Sequence[CaseFigures]
) -> Sampled:
    return Sampled(
        name=name,
        population=population,
        sampled=len(cases),
        graded=sum(case.place in grades.graded for case in cases),
        below_good=sum(case.place in grades.below_good for case in cases),
    )


def _without_strata(grades: Grades, cases: Sequence[CaseFigures], *, random_sample: bool) -> Design:
    if not random_sample:
        return Design(sampling=SamplingMethod.SELECTED, population=None, strata=())
    every = _sampled(grades, ONE_STRATUM, None, cases)
    enough = every.graded >= LEAST_FOR_PERCENT
    return Design(
        sampling=SamplingMethod.SIMPLE,
        population=None,
        strata=(every,),
        tenths=tenths_of(every.below_good, every.graded) if enough else None,
        interval=wilson(every.below_good, every.graded),
        cannot=None if enough else _too_few(every.graded),
    )


def _given(cases: Sequence[CaseFigures]) -> SampleDesign | None:
    """Return the design that the list's own populations tell of; None where they tell of none.

    A stratum is what has one population: all cases, or those of each type, or of each unit.
    """
    populations = [case.standing.case.get("stratum_population") for case in cases]
    if not cases or not all(text.isdecimal() for text in populations):
        return None
    for by in ("", *STRATIFIED_BY):
        found: dict[str, set[int]] = {}
        blank = SampleDesign(by=by, strata=(), listed=0, replacements="")
        for case, text in zip(cases, populations, strict=True):
            found.setdefault(blank.stratum_of(case.standing.case), set()).add(int(text))
        if all(len(sizes) == 1 for sizes in found.values()):
            strata = tuple(
                Stratum(name=name, population=min(sizes), size=0, replacements=0)
                for name, sizes in sorted(found.items())
            )
            last = max(case.standing.case.position for case in cases)
            return SampleDesign(by=by, strata=strata, listed=last, replacements="")
    return None


def _estimated(found: Design) -> Design:
    """Add the estimate, or the reason why there is none."""
    cannot = _why_not(found)
    if cannot is not None:
        return replace(found, cannot=cannot)
    result = estimate(list(_parts(found)))
    interval = None if found.complete else _interval(result)
    if found.complete:
        cannot = message(
            "Every one of the {population} cases was graded, so the share has no sampling error "
            "and no interval.",
            population=f"{found.population or 0:,}",
        )
    elif interval is None:
        single = [s for s in found.strata if s.graded == 1 and (s.population or 0) > 1]
        cannot = message(
            "There is no interval, because only one case was graded in {strata}. "
            "One case cannot show how much cases differ.",
            strata=_named(single),
        )
    share = result.share
    tenths = tenths_of(share.numerator, share.denominator)
    return replace(found, tenths=tenths, interval=interval, cannot=cannot)


def _parts(found: Design) -> Iterator[StratumShare]:
    """Yield what is weighted: each stratum; all as one where the list has every case."""
    if found.sampling is SamplingMethod.CENSUS:
        below = sum(s.below_good for s in found.strata)
        yield StratumShare(population=found.population or 0, graded=found.graded, counting=below)
        return
    for s in found.strata:
        if s.population:
            yield StratumShare(population=s.population, graded=s.graded, counting=s.below_good)


def _interval(found: Estimate) -> Interval | None:
    """Return an interval in tenths of a percent, rounded outwards where it would have no width."""
    if found.low is None or found.high is None:
        return None
    low, high = rounded_tenths(found.low), rounded_tenths(found.high)
    if low == high:
        low, high = floor(found.low * 1000), ceil(found.high * 1000)
    return Interval(low=low, high=high)


def interval_of(found: Design, n: int, graded: int) -> Interval | None:
    """Return the 95% interval of the share that n graded cases are; None where it has none."""
    if found.weighs or found.complete:
        return None
    if found.population is None:
        return wilson(n, graded)
    if found.tenths is None:
        return None
    part = StratumShare(population=found.population, graded=graded, counting=n)
    return _interval(estimate([part]))


def _why_not(found: Design) -> Message | None:
    over = [s for s in found.strata if s.sampled > (s.population or 0)]
    if over:
        return message(
            "There is no estimate, because the list has more cases in {strata} "
            "than it says there are.",
            strata=_named(over),
        )
    if found.graded < LEAST_FOR_PERCENT:
        return _too_few(found.graded)
    empty = [s for s in found.strata if s.population and not s.graded]
    if empty:
        return message(
            "There is no estimate for all cases, because none is graded in {strata}.",
            strata=_named(empty),
        )
    return None


def _too_few(graded: int) -> Message:
    return plural(
        graded,
        "There is no estimate from {n} graded case.",
        "There is no estimate from {n} graded cases.",
    )


def _named(strata: Sequence[Sampled]) -> Message:
    if len(strata) > _NAMED:
        return plural(len(strata), "{n} stratum", "{n} strata")
    return listed([message("“{stratum}”", stratum=stratum.name) for stratum in strata])


NO_DRAW = Design(sampling=SamplingMethod.SELECTED, population=None, strata=())
"""Of cases that were selected."""


def design_json(found: Design) -> dict[str, Any] | None:
    """Return the design as the summary's JSON has it; null where cases were selected."""
    if found.sampling is SamplingMethod.SELECTED:
        return None
    return {
        "sampling": found.sampling.value,
        "below_good_percent": None if found.tenths is None else found.tenths / 10,
        "interval": [found.interval.low / 10, found.interval.high / 10] if found.interval else None,
        "population": found.population,
        "strata": [
            {
                "stratum": stratum.name,
                "population": stratum.population,
                "sampled": stratum.sampled,
                "graded": stratum.graded,
            }
            for stratum in found.strata
        ],
    }

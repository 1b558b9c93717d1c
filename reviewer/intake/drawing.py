"""Drawing a random sample from a longer list, so that anyone can draw the same one again.

Every case gets a number: SHA-256 over the seed and its normalised reference. In each stratum
the cases with the lowest numbers are the sample, and the next ones its replacements, in that
order. So a draw depends on the seed, the references and the strata alone: not on the order of
the rows, on the program's version or on any random generator. Sizes in proportion are by the
largest remainder, the earlier stratum by name where two are equal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from reviewer.domain.case import Case, normalised_reference
from reviewer.domain.draw import STRATIFIED_BY, Draw, DrawnCase, DrawPlan, Stratum, strata_of
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import Key
from reviewer.domain.message import message

ALGORITHM: Final = "sha256-order-1"
_SEED_LIMIT: Final = 100


def draw_sample(cases: Sequence[Case], plan: DrawPlan) -> Draw:
    """Draw from a frame of cases; sample and replacements come in the order of the list.

    Raises RefusalError for sizes the frame does not have.
    """
    seed, by = plan.seed.strip(), plan.by
    if not seed or len(seed) > _SEED_LIMIT or not seed.isprintable():
        raise RefusalError(
            "bad-seed",
            message(
                "The seed must be one line of 1 to {most} characters, agreed beforehand.",
                most=_SEED_LIMIT,
            ),
        )
    if by and Key(by) not in STRATIFIED_BY:
        raise RefusalError(
            "bad-stratum",
            message(
                "A sample can be stratified by {keys}.",
                keys=", ".join(STRATIFIED_BY),
            ),
        )
    if plan.replacements < 0:
        raise RefusalError("bad-size", message("The number of replacements must be 0 or more."))
    strata = strata_of(cases, by)
    sizes = _sizes({name: len(members) for name, members in strata.items()}, plan)
    sample: list[DrawnCase] = []
    spare: list[DrawnCase] = []
    made = []
    for name, members in strata.items():
        ordered = sorted(members, key=lambda case: _number(seed, case))
        drawn = [
            DrawnCase(case=case, stratum=name, population=len(members), order=order)
            for order, case in enumerate(ordered, start=1)
        ]
        most = sizes[name]
        extra = drawn[most : most + plan.replacements] if most else []
        sample += drawn[:most]
        spare += extra
        made.append(Stratum(name=name, population=len(members), size=most, replacements=len(extra)))
    return Draw(
        seed=seed,
        by=by,
        proportional=bool(by) and plan.fixed is None,
        strata=tuple(made),
        frame=len(cases),
        frame_digest=frame_digest(strata),
        sample=tuple(sorted(sample, key=lambda one: one.case.position)),
        replacements=tuple(sorted(spare, key=lambda one: (one.stratum, one.order))),
    )


def _sizes(populations: Mapping[str, int], plan: DrawPlan) -> dict[str, int]:
    if plan.fixed is not None:
        return _fixed(populations, plan.fixed, plan)
    size = plan.size
    total = sum(populations.values())
    if size is None or not 0 < size <= total:
        raise RefusalError(
            "bad-size",
            message(
                "The size of the sample must be a number from 1 to {total:,}, the "
                "number of cases listed.",
                total=total,
            ),
        )
    return sizes_in_proportion(populations, size)


def sizes_in_proportion(populations: Mapping[str, int], size: int) -> dict[str, int]:
    """Share a sample out over strata by their cases, by the largest remainder."""
    total = sum(populations.values())
    shares = {name: size * population / total for name, population in populations.items()}
    sizes = {name: size * population // total for name, population in populations.items()}
    by_remainder = sorted(populations, key=lambda name: (sizes[name] - shares[name], name))
    for name in by_remainder[: size - sum(sizes.values())]:
        sizes[name] += 1
    return sizes


def _fixed(
    populations: Mapping[str, int], fixed: Mapping[str, int], plan: DrawPlan
) -> dict[str, int]:
    if not plan.by:
        raise RefusalError(
            "bad-size",
            message("A number for each stratum needs a sample stratified by type or unit."),
        )
    for name, wanted in fixed.items():
        there = populations.get(name, 0)
        if not 0 <= wanted <= there:
            raise RefusalError(
                "bad-size",
                message(
                    "Stratum “{name}” has {there:,} cases, so {wanted:,} cannot be drawn. The "
                    "strata are {populations}.",
                    name=name,
                    there=there,
                    wanted=wanted,
                    populations=", ".join(populations),
                ),
            )
    total = sum(fixed.values())
    if not total or plan.size not in {None, total}:
        raise RefusalError(
            "bad-size",
            message(
                "The sizes of the strata add up to {total:,}, not the size you asked for.",
                total=total,
            ),
        )
    return {name: fixed.get(name, 0) for name in populations}


def _number(seed: str, case: Case) -> str:
    text = f"{seed}\x1f{normalised_reference(case.reference)}"
    return hashlib.sha256(text.encode()).hexdigest()


def frame_digest(strata: Mapping[str, Iterable[Case]]) -> str:
    """Return SHA-256 over the sorted pairs of stratum and normalised reference."""
    pairs = sorted(
        f"{name}\x1f{normalised_reference(case.reference)}\x1e"
        for name, members in strata.items()
        for case in members
    )
    return hashlib.sha256("".join(pairs).encode()).hexdigest()

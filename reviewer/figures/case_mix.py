"""T13.3: earlier visits beside this one, as they would be with this visit's mix of case types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reviewer.domain.inspection import EarlierVisit
from reviewer.domain.message import Message, message, verbatim
from reviewer.figures.association import Association, association, holm
from reviewer.figures.comparisons import LEVEL, UNTESTED_NOTE, chance_cell
from reviewer.figures.design import Design
from reviewer.figures.grade_counts import GradeCounts
from reviewer.figures.intervals import difference, rounded_tenths, share, tenths_of
from reviewer.figures.standardised import Counts, Standardised, standardised
from reviewer.figures.table import Cell, Heading, Interval, Measure, Row, Style, Table

Mix = Mapping[str, Counts]
"""Of each case type, by its code: how many are below good, and of how many graded."""


def mix_of(by_type: Sequence[GradeCounts]) -> Mix:
    """Return the graded cases of each type that has any."""
    return {c.code: (c.below_good.n, c.graded.n) for c in by_type if c.graded.n}


def case_mix_table(
    earlier: Sequence[EarlierVisit],
    by_type: Sequence[GradeCounts],
    total: GradeCounts,
    design: Design,
) -> Table | None:
    """Set T13.3: visits whose case types are known; None where there are none, or no case here.

    Mixes are not compared where strata count differently: the draw made the mix what it is.
    """
    visits = [visit for visit in earlier if visit.types]
    if not visits or not total.graded.n:
        return None
    now = mix_of(by_type)
    tests = [None if design.weighs else _mixes_differ(_mix(visit), now) for visit in visits]
    chances = iter(holm([test.p for test in tests if test is not None]))
    adjusted = [None if test is None else next(chances) for test in tests]
    found = [standardised(_mix(v), {code: of for code, (_, of) in now.items()}) for v in visits]
    rows = [
        _row(visit, total, one, p) for visit, one, p in zip(visits, found, adjusted, strict=True)
    ]
    this_visit = Row(
        label=message("This visit"),
        cells=(total.below_good_share, None, None, None, None, None, None),
        style=Style.TOTAL,
    )
    return Table(
        id="T13.3",
        title=message("Cases below good, with this visit's mix of case types"),
        headings=(
            Heading(label=message("Visit")),
            Heading(label=message("Below good, %")),
            Heading(label=message("With this visit's mix, %")),
            Heading(label=message("95% interval with this visit's mix")),
            Heading(label=message("Change to this visit, points")),
            Heading(label=message("Change with this visit's mix, points")),
            Heading(label=message("p of the mix, adjusted")),
            Heading(label=message("Mix of case types")),
        ),
        rows=(*rows, this_visit),
        notes=tuple(_notes(visits, found, design)),
    )


def _mix(visit: EarlierVisit) -> Mix:
    return {code: (below, of) for code, below, of in visit.types}


def _mixes_differ(then: Mix, now: Mix) -> Association | None:
    codes = sorted(then.keys() | now.keys())
    return association([[mix.get(code, (0, 0))[1] for code in codes] for mix in (then, now)])


def _row(
    visit: EarlierVisit, total: GradeCounts, found: Standardised | None, chance: float | None
) -> Row:
    now_n, now_of = total.below_good.n, total.graded.n
    crude = difference(visit.below_good, visit.graded, now_n, now_of)
    cells: tuple[Cell, ...] = (None, None)
    change: Cell = None
    if found is not None and crude is not None:
        tenths = rounded_tenths(float(found.share))
        cells = (
            Measure(value=tenths / 10, decimals=1),
            Interval(low=rounded_tenths(found.low), high=rounded_tenths(found.high)),
        )
        change = Measure(value=(tenths_of(now_n, now_of) - tenths) / 10, decimals=1)
    return Row(
        label=verbatim(visit.label),
        cells=(
            share(visit.below_good, visit.graded),
            *cells,
            None if crude is None else Measure(value=crude / 10, decimals=1),
            change,
            chance_cell(chance),
            _verdict(chance),
        ),
    )


def _verdict(chance: float | None) -> Message | None:
    if chance is None:
        return None
    return message("Clearly different") if chance < LEVEL else message("Not clearly different")


def _notes(
    visits: Sequence[EarlierVisit], found: Sequence[Standardised | None], design: Design
) -> Iterator[Message]:
    yield message(
        "With this visit's mix, each case type counts for as much as among the graded cases of "
        "this visit (direct standardisation)."
    )
    if design.weighs:
        yield UNTESTED_NOTE
    else:
        yield message(
            "Where the mix is clearly different, compare the standardised shares. Other "
            "differences between the visits remain."
        )
    for visit, one in zip(visits, found, strict=True):
        if one is None:
            yield message(
                "{visit} cannot be standardised: of some case type of this visit it has fewer "
                "than two graded cases.",
                visit=visit.label,
            )

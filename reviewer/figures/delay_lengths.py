"""T6.3 and T6.9: how long delays took, those still open counted as open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId
from reviewer.domain.message import Message, message, plural
from reviewer.figures.case_figures import CaseFigures, Delay, counted_entries, flagged
from reviewer.figures.comparisons import chance_cell
from reviewer.figures.cross import BLANK, Named, is_applicable, named_at
from reviewer.figures.design import Design
from reviewer.figures.design_notes import chance_note, named_interval
from reviewer.figures.survival import Duration, LogRank, Quantile, log_rank, quartiles
from reviewer.figures.table import (
    Cell,
    Counted,
    Heading,
    Measure,
    Row,
    Span,
    Style,
    Table,
    cell_text,
)

Found = tuple[CaseId, Delay]
"""One delay and its case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """How long the delays of one group took.

    `durations` are those whose days are known; one that is still open lasted up to the end of
    the period examined, else the day of the review's last change. `unknown` counts the rest.
    """

    name: Named
    delays: Counted
    still_open: Counted
    durations: tuple[Duration, ...]
    unknown: int

    @property
    def days(self) -> tuple[float, ...]:
        """The days of each delay, so far where it is still open."""
        return tuple(days for days, _ in self.durations)

    @property
    def quartiles(self) -> tuple[Quantile, Quantile, Quantile]:
        """The quartiles, open delays counted as open."""
        return quartiles(self.durations)


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayLengths:
    """Delays by stage, all of them last, and by how the case was supervised."""

    by_stage: tuple[Lengths, ...]
    by_supervision: tuple[Lengths, ...]


def delay_lengths(
    form: Form, cases: Sequence[CaseFigures], stages: Sequence[Named]
) -> DelayLengths:
    """Sort the delays of the cases whose flags count by stage and by supervision."""
    found: list[Found] = []
    by_flag: defaultdict[str, list[Found]] = defaultdict(list)
    for case in flagged(cases):
        own = [(case.id, delay) for delay in case.delays]
        found += own
        by_flag[case.get(form.roles.supervision)] += own
    known = {stage.code for stage in stages}
    groups: dict[str, list[Found]] = {}
    for one, delay in found:
        groups.setdefault(delay.stage if delay.stage in known else BLANK, []).append((one, delay))
    names = (*stages, Named(code=BLANK, label=message("Stage not given")))
    flags = [name for name in named_at(form, form.roles.supervision) if is_applicable(name)]
    return DelayLengths(
        by_stage=(
            *(_lengths(name, groups[name.code]) for name in names if name.code in groups),
            _lengths(Named(code=BLANK, label=message("All delays")), found),
        ),
        by_supervision=tuple(_lengths(f, by_flag[f.code]) for f in flags if by_flag[f.code]),
    )


def _lengths(name: Named, found: Sequence[Found]) -> Lengths:
    return Lengths(
        name=name,
        delays=counted_entries(case for case, _ in found),
        still_open=counted_entries(case for case, delay in found if delay.open),
        durations=tuple(
            (delay.days, not delay.open) for _, delay in found if delay.days is not None
        ),
        unknown=sum(delay.days is None for _, delay in found),
    )


def lengths_tables(found: DelayLengths, base: Message, design: Design) -> Iterator[Table]:
    """Set T6.3, and T6.9 where delays go with two answers about supervision or more."""
    total = found.by_stage[-1]
    yield Table(
        id="T6.3",
        title=message("Days of delay by stage"),
        headings=_headings(),
        rows=tuple(_row(one, total=one is total) for one in found.by_stage),
        notes=(base, *_notes(total, design)),
    )
    if len(found.by_supervision) > 1:
        yield Table(
            id="T6.9",
            title=message("Days of delay by supervision"),
            headings=(
                Heading(label=message("Supervision")),
                Heading(label=message("Delays")),
                Heading(label=message("Still open")),
                Heading(label=message("Median, days")),
                Heading(label=message("95% interval of the median")),
            ),
            rows=tuple(_median_row(one) for one in found.by_supervision),
            notes=(base, *_test_notes(found.by_supervision), chance_note(design)),
        )


def _headings() -> tuple[Heading, ...]:
    return (
        Heading(label=message("Stage")),
        Heading(label=message("Delays")),
        Heading(label=message("Still open")),
        Heading(label=message("Lower quartile, days")),
        Heading(label=message("95% interval of the lower quartile")),
        Heading(label=message("Median, days")),
        Heading(label=message("95% interval of the median")),
        Heading(label=message("Upper quartile, days")),
        Heading(label=message("95% interval of the upper quartile")),
        Heading(label=message("Longest to date, days")),
    )


def _row(found: Lengths, *, total: bool = False) -> Row:
    cells: list[Cell] = [found.delays, found.still_open]
    for quantile in found.quartiles:
        cells += _quantile_cells(quantile, bool(found.durations))
    longest = max((days for days, _ in found.durations), default=None)
    cells.append(None if longest is None else Measure(value=longest))
    return Row(
        code=found.name.code,
        label=found.name.label,
        cells=tuple(cells),
        style=Style.TOTAL if total else Style.PLAIN,
    )


def _median_row(found: Lengths) -> Row:
    median = _quantile_cells(found.quartiles[1], bool(found.durations))
    cells = (found.delays, found.still_open, *median)
    return Row(code=found.name.code, label=found.name.label, cells=cells)


def _quantile_cells(found: Quantile, known: bool) -> tuple[Cell, Cell]:  # noqa: FBT001 - whether there is any is the question
    if not known:
        return None, None
    value = NOT_REACHED if found.value is None else Measure(value=found.value)
    return value, None if found.low is None else Span(low=found.low, high=found.high)


NOT_REACHED = message("not reached")


def median_sentence(found: Lengths, *, at_random: bool) -> Message | None:
    """Say how long half of the delays took at least; None where no days are known."""
    if not found.durations:
        return None
    median = found.quartiles[1]
    if median.value is None:
        return message(
            "More than half of the delays were still open, so the median is not reached."
        )
    days = plural(int(median.value), "{n} day", "{n:,} days")
    if median.low is None:
        return message("Half took {days} or longer, with open delays counted as open.", days=days)
    return message(
        "Half took {days} or longer, with open delays counted as open ({interval}).",
        days=days,
        interval=named_interval(
            cell_text(Span(low=median.low, high=median.high)), at_random=at_random
        ),
    )


def _notes(total: Lengths, design: Design) -> Iterator[Message]:
    sentence = median_sentence(total, at_random=design.counts_at_random)
    if sentence is not None:
        yield sentence
    yield message(
        "Quartiles are Kaplan–Meier estimates with 95% intervals. A delay that is still open is "
        "counted to the end of the period examined or, if that is not given, "
        "to the last change of the review. Not reached: too many are still "
        "open to say."
    )
    yield chance_note(design)
    if total.unknown:
        yield message(
            "Left out of the quartiles because their days cannot be counted: {n}.", n=total.unknown
        )


def _test_notes(groups: Sequence[Lengths]) -> Iterator[Message]:
    found = log_rank([group.durations for group in groups])
    if found is None:
        yield message("The lengths of these delays cannot be compared.")
        return
    yield log_rank_note(found)


def log_rank_note(found: LogRank) -> Message:
    """Say whether groups took equally long, and what that is worth."""
    return message(
        "Log-rank test that these took equally long: χ² {value}, degrees of "
        "freedom {df}, p {chance}. Delays of one case are not independent, "
        "so p may be too small. The test does not show why they differ.",
        value=f"{found.chi_square:.2f}",
        df=found.df,
        chance=cell_text(chance_cell(found.p)),
    )

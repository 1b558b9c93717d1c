"""The published table of delays: how many at each stage, and how long half of them took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId
from reviewer.domain.message import Message, message
from reviewer.domain.published_counts import WHOLE
from reviewer.figures.case_figures import CaseFigures, Delay
from reviewer.figures.cross import BLANK, Named
from reviewer.figures.delay import delay_codes
from reviewer.figures.intervals import LEAST_FOR_PERCENT
from reviewer.figures.published import Cases, Codes, PublishedTable, Symbol, Value, grouped, shown
from reviewer.figures.suppression import suppressed
from reviewer.figures.survival import quartiles

STAGE_NOT_GIVEN = message("Stage not given")


@dataclass(frozen=True, slots=True)
class _Stage:
    """The delays of one row, and the cases they are of."""

    label: Message
    found: tuple[tuple[CaseId, Delay], ...]

    def behind(self, *, still_open: bool | None = None) -> Cases:
        """Return the cases behind its delays, or behind those open or ended."""
        found = (c for c, d in self.found if still_open is None or d.open is still_open)
        return tuple(dict.fromkeys(found))

    def cases(self, *, still_open: bool | None = None) -> int:
        """Count the cases behind its delays, or behind those open or ended."""
        return len(self.behind(still_open=still_open))

    def delays(self, *, still_open: bool | None = None) -> int:
        """Count its delays, or those open or ended."""
        return sum(still_open is None or d.open is still_open for _, d in self.found)


def delays_table(
    form: Form, graded: Sequence[CaseFigures], threshold: int
) -> PublishedTable | None:
    """Count the delays of graded cases by stage; None where too few cases have one.

    A count is small by the cases behind it, of which one may have many delays. How many are still
    open is left out where that is small for all stages together.
    """
    every = tuple((case.id, delay) for case in graded for delay in case.delays)
    whole = _Stage(message("All"), every)
    if whole.cases() < threshold:
        return None
    groups = [(label, tuple(sorted(codes))) for label, codes in _groups(form, every, threshold)]
    stages = [_Stage(label, _at(every, codes)) for label, codes in groups]
    sides = [whole.cases(still_open=side) for side in (False, True)]
    split = all(not n or n >= threshold for n in sides) and all(sides)
    small = [[s.cases(still_open=side) for side in (False, True)] for s in stages]
    hidden = suppressed(small, threshold) if split else frozenset()
    rows = []
    for at, stage in enumerate((*stages, whole)):
        counts: list[Value] = []
        if split:
            numbers = [stage.delays(still_open=side) for side in (False, True)]
            counts = shown(numbers, {place for row, place in hidden if row == at})
        rows.append((stage.label, (*counts, stage.delays(), *_median(stage, threshold))))
    return PublishedTable(
        name="Delays_by_stage",
        title=message("Delays by stage, and how long half of them took at least"),
        headings=(
            message("Stage"),
            *((message("Ended"), message("Still open")) if split else ()),
            message("All delays"),
            message("Median, days"),
            message("95% interval, from"),
            message("95% interval, to"),
        ),
        rows=tuple(rows),
        notes=(1, 2, 6),
        behind=tuple(_behind(stage, split=split) for stage in (*stages, whole)),
        of_delays=True,
        codes=Codes(
            rows=(*(codes for _, codes in groups), WHOLE),
            columns=(("ended",), ("open",), WHOLE) if split else (WHOLE,),
        ),
    )


def _behind(stage: _Stage, *, split: bool) -> tuple[Cases, ...]:
    sides = [stage.behind(still_open=side) for side in (False, True)] if split else []
    return *sides, *((stage.behind(),) * 4)


def _at(
    every: Sequence[tuple[CaseId, Delay]], codes: Collection[str]
) -> tuple[tuple[CaseId, Delay], ...]:
    return tuple((case, delay) for case, delay in every if delay.stage in codes)


def _groups(
    form: Form, every: Sequence[tuple[CaseId, Delay]], threshold: int
) -> list[tuple[Message, frozenset[str]]]:
    named = delay_codes(form, form.roles.delay_stage)
    known = {name.code for name in named}
    strange = {delay.stage for _, delay in every} - known
    members: defaultdict[str, set[CaseId]] = defaultdict(set)
    for case, delay in every:
        members[delay.stage if delay.stage in known else BLANK].add(case)
    names = [name for name in named if name.code in members]
    if strange:
        names.append(Named(code=BLANK, label=STAGE_NOT_GIVEN))
    found = grouped(names, members, threshold)
    return [(label, codes | strange if BLANK in codes else codes) for label, codes in found]


def _median(stage: _Stage, threshold: int) -> tuple[Value, Value, Value]:
    durations = tuple((d.days, not d.open) for _, d in stage.found if d.days is not None)
    if min(stage.cases(), len(durations)) < max(threshold, LEAST_FOR_PERCENT):
        return (Symbol.NOT_AVAILABLE,) * 3
    median = quartiles(durations)[1]
    ends = (median.value, median.low, median.high)
    first, low, high = (Symbol.NOT_AVAILABLE if end is None else float(end) for end in ends)
    return first, low, high

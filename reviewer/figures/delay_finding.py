"""T6.8: whether delay goes with supervision, as shares, their difference and a test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form
from reviewer.domain.message import Message, message
from reviewer.domain.options import Meaning
from reviewer.figures.association import Association, association
from reviewer.figures.case_figures import CaseFigures, counted, counted_entries, flagged
from reviewer.figures.comparisons import Comparison, chance_cell, compared
from reviewer.figures.cross import Named, is_applicable, named_at
from reviewer.figures.design import Design
from reviewer.figures.design_notes import chance_note, named_interval
from reviewer.figures.flags import FLAG_BASE
from reviewer.figures.intervals import share, wilson
from reviewer.figures.table import Cell, Counted, Heading, Row, Share, Style, Table, cell_text

_ASIDE = frozenset({Meaning.NOT_APPLICABLE, Meaning.CANNOT_TELL, Meaning.NOT_EVIDENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePair:
    """One answer about delay: how often, where supervision was weak or absent, and where fine."""

    delay: Named
    wanting: Counted
    wanting_base: Counted
    fine: Counted
    fine_base: Counted

    @property
    def shares(self) -> tuple[Share, Share]:
        """The two shares."""
        return (
            share(self.wanting.n, self.wanting_base.n),
            share(self.fine.n, self.fine_base.n),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayFinding:
    """Delay where supervision was weak or absent and where it was fine.

    `of` are all cases whose flags count, of which some have no answer that is compared.
    `certain` leaves out the cases in which nobody could tell of delay; None where the form has
    no such answer. `test` is of every answer about delay by every one about supervision.
    """

    every: tuple[SharePair, ...]
    of: Counted
    certain: tuple[SharePair, ...] | None
    test: Association | None


def delay_finding(form: Form, cases: Sequence[CaseFigures]) -> DelayFinding | None:
    """Compare delay by supervision; None where the form does not ask about both.

    Supervision is weak or absent where its flag neither is fine nor says that it was not needed or
    cannot be known; cases without either answer, or where delay does not apply, are left out.
    """
    roles = form.roles
    delays = [name for name in named_at(form, roles.delay) if is_applicable(name)]
    flags = [name for name in named_at(form, roles.supervision) if name.means not in _ASIDE]
    fine = {flag.code for flag in flags if flag.means is Meaning.FINE}
    wanting = {flag.code for flag in flags} - fine
    if not delays or not fine or not wanting:
        return None
    known = {delay.code for delay in delays}
    answers = [
        (case.id, case.get(roles.supervision), delay)
        for case in flagged(cases)
        if (delay := case.get(roles.delay)) in known
    ]

    def pairs(names: Sequence[Named]) -> tuple[SharePair, ...]:
        codes = {name.code for name in names}
        weak, well = (
            [(case, delay) for case, flag, delay in answers if flag in side and delay in codes]
            for side in (wanting, fine)
        )
        return tuple(
            SharePair(
                delay=name,
                wanting=counted_entries(case for case, delay in weak if delay == name.code),
                wanting_base=counted_entries(case for case, _ in weak),
                fine=counted_entries(case for case, delay in well if delay == name.code),
                fine_base=counted_entries(case for case, _ in well),
            )
            for name in names
        )

    applicable = [name for name in delays if name.means not in _ASIDE]
    together = Counter((delay, flag) for _, flag, delay in answers)
    square = [[together[delay.code, flag.code] for flag in flags] for delay in applicable]
    return DelayFinding(
        every=pairs(delays),
        of=counted(flagged(cases)),
        certain=pairs(applicable) if len(applicable) < len(delays) else None,
        test=association(square),
    )


def delay_finding_tables(found: DelayFinding | None, design: Design) -> Iterator[Table]:
    """Set T6.8."""
    if found is None:
        return
    rows = list(_rows(found.every))
    if found.certain is not None:
        label = message("Without the cases where it is not known")
        rows += [Row(label=label, cells=(None,) * 11, style=Style.QUIET), *_rows(found.certain)]
    yield Table(
        id="T6.8",
        title=message("Delay where supervision was weak or absent and where it was effective"),
        headings=(
            Heading(label=message("Delay")),
            Heading(label=message("Supervision weak or absent")),
            Heading(label=message("N, weak or absent")),
            Heading(label=message("%, weak or absent")),
            Heading(label=message("95% interval, weak or absent")),
            Heading(label=message("Supervision effective")),
            Heading(label=message("N, effective")),
            Heading(label=message("%, effective")),
            Heading(label=message("95% interval, effective")),
            Heading(label=message("Difference, points")),
            Heading(label=message("95% interval of the difference")),
            Heading(label=message("p, adjusted")),
        ),
        rows=tuple(rows),
        notes=tuple(_notes(found, design)),
    )


def _compared(pairs: Sequence[SharePair]) -> tuple[Comparison, ...]:
    return compared([(p.fine.n, p.fine_base.n, p.wanting.n, p.wanting_base.n) for p in pairs])


def _rows(pairs: Sequence[SharePair]) -> Iterator[Row]:
    for pair, change in zip(pairs, _compared(pairs), strict=True):
        first, second = pair.shares
        cells: tuple[Cell, ...] = (
            pair.wanting,
            pair.wanting_base,
            first,
            wilson(pair.wanting.n, pair.wanting_base.n),
            pair.fine,
            pair.fine_base,
            second,
            wilson(pair.fine.n, pair.fine_base.n),
            change.points,
            change.interval,
            chance_cell(change.adjusted),
        )
        yield Row(code=pair.delay.code, label=pair.delay.label, cells=cells)


def finding_sentence(found: DelayFinding, *, at_random: bool) -> Message:
    """Say in one sentence how far the last answer about delay, its worst, goes with supervision."""
    pairs = found.certain if found.certain is not None else found.every
    pair, change = pairs[-1], _compared(pairs)[-1]
    first, second = pair.shares
    if change.interval is None or first.tenths is None or second.tenths is None:
        return message(
            "There are too few cases to compare delay with supervision: one side has fewer than 10."
        )
    return message(
        "“{delay}” was found in {n} of {of} cases ({percent}) where supervision was weak or "
        "absent and in {other} of {other_of} ({other_percent}) where it was effective: a "
        "difference of {points} points ({interval}), {clear}. It does not show that one causes "
        "the other.",
        delay=pair.delay.label,
        n=pair.wanting.n,
        of=pair.wanting_base.n,
        percent=cell_text(first),
        other=pair.fine.n,
        other_of=pair.fine_base.n,
        other_percent=cell_text(second),
        points=cell_text(change.points),
        interval=named_interval(cell_text(change.interval), at_random=at_random),
        clear=message("a clear difference") if change.clear else message("not a clear difference"),
    )


def _notes(found: DelayFinding, design: Design) -> Iterator[Message]:
    yield finding_sentence(found, at_random=design.counts_at_random)
    yield FLAG_BASE
    counting = found.every[0]
    yield message(
        "This table counts {n} of these {of} cases: those where supervision was required and "
        "its quality is known, and where the question about delay applies and was answered.",
        of=found.of.n,
        n=counting.wanting_base.n + counting.fine_base.n,
    )
    yield message(
        "Shares have Wilson 95% intervals, and differences Newcombe's. p is that of a χ² test, or "
        "of Fisher's exact test where a cell is expected to have fewer than five cases, adjusted "
        "by Holm's method for the answers in its part of the table. A difference is clear if its "
        "interval does not include 0 and p is below 0.05."
    )
    yield chance_note(design)
    test = found.test
    if test is None:
        yield message("Delay by supervision is not tested: too few different answers.")
        return
    chance, v = cell_text(chance_cell(test.p)), f"{test.v:.2f}"
    if test.exact:
        yield message(
            "Every answer about delay by every answer about supervision, without "
            "those not known ({n} cases): Fisher's exact p {chance}, Cramér's V "
            "{v}.",
            n=test.n,
            chance=chance,
            v=v,
        )
    else:
        yield message(
            "Every answer about delay by every answer about supervision, without "
            "those not known ({n} cases): χ² {value}, degrees of freedom {df}, p "
            "{chance}, Cramér's V {v}.",
            value=f"{test.chi_square:.2f}",
            df=test.df,
            n=test.n,
            chance=chance,
            v=v,
        )
    if test.sparse:
        yield message("Some cells have an expected count below five, so p is only approximate.")

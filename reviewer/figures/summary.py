"""Every figure of an inspection at once: typed, and as the tables of each sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from reviewer.domain.draw import SampleDesign
from reviewer.domain.form import Form
from reviewer.domain.grades import Grades
from reviewer.domain.inspection import EarlierVisit
from reviewer.domain.message import Message
from reviewer.domain.standing import CaseStanding
from reviewer.figures.agreement import Agreement
from reviewer.figures.agreement_tables import (
    ForceGrades,
    SecondReads,
    force_grades,
    force_tables,
    second_read_tables,
    second_reads,
)
from reviewer.figures.between_units import between_units_table
from reviewer.figures.by_area import Areas, by_area, by_area_table
from reviewer.figures.by_type import by_type, by_type_table
from reviewer.figures.by_unit import Units, by_unit, by_unit_table
from reviewer.figures.case_figures import CaseFigures, figures_of
from reviewer.figures.case_mix import case_mix_table
from reviewer.figures.coefficients import Coefficient
from reviewer.figures.delay import Delays, delay_tables, delays
from reviewer.figures.design import Design, design_json
from reviewer.figures.design_notes import chance_note, interval_note, share_note
from reviewer.figures.earlier import Change, changes, earlier_tables
from reviewer.figures.flags import Flags
from reviewer.figures.grade_counts import GradeCounts
from reviewer.figures.headline import Headline, headline, headline_table
from reviewer.figures.items import Items, items_of, items_tables
from reviewer.figures.reading_checks import reading_checks, reading_checks_tables
from reviewer.figures.referrals import Referrals, referrals, referrals_tables
from reviewer.figures.sample import Sample, sample_of, sample_tables
from reviewer.figures.supervision import Supervision, supervision, supervision_tables
from reviewer.figures.table import Interval, Share, Span, Table, TableSheet
from reviewer.figures.without_grade import without_grade_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Every figure: what JSON and the guards need typed, and all tables by sheet."""

    grades: Grades
    headline: Headline
    by_type: tuple[GradeCounts, ...]
    supervision: Supervision
    delays: Delays
    force: ForceGrades
    second_reads: SecondReads
    by_area: Areas
    by_unit: Units
    items: Items
    referrals: Referrals
    sample: Sample
    changes: tuple[Change, ...]
    tables: Mapping[TableSheet, tuple[Table, ...]]


def summarise(
    form: Form,
    standings: Sequence[CaseStanding],
    *,
    random_sample: bool,
    today: date,
    draw: str = "",
    read_twice: str = "",
    drawn: SampleDesign | None = None,
    earlier: Sequence[EarlierVisit] = (),
) -> Summary:
    """Compute every figure of the cases of a list, in the list's order.

    `draw` is the sentence that says how the sample was drawn, `read_twice` the one that says
    which cases are read twice.
    """
    cases = figures_of(form, standings, today)
    return summary_of(
        form,
        cases,
        random_sample=random_sample,
        draw=draw,
        read_twice=read_twice,
        drawn=drawn,
        earlier=earlier,
    )


def summary_of(
    form: Form,
    cases: Sequence[CaseFigures],
    *,
    random_sample: bool,
    draw: str = "",
    read_twice: str = "",
    drawn: SampleDesign | None = None,
    earlier: Sequence[EarlierVisit] = (),
) -> Summary:
    """Compute every figure from what is known of each case.

    Every sheet is there; one without earlier visits has this visit alone.
    """
    top = headline(form, cases, random_sample=random_sample, drawn=drawn)
    found = Summary(
        grades=form.grades,
        headline=top,
        by_type=by_type(form, cases),
        supervision=supervision(form, cases),
        delays=delays(form, cases),
        force=force_grades(form, cases),
        second_reads=second_reads(form, cases),
        by_area=by_area(form, cases),
        by_unit=by_unit(form, cases),
        items=items_of(form, cases),
        referrals=referrals(form, cases),
        sample=sample_of(form, cases),
        changes=changes(earlier, top.counts),
        tables={},
    )
    sampled = sample_tables(form, found.sample, found.by_type, top.counts, draw, read_twice)
    checks = tuple(reading_checks_tables(reading_checks(form, cases)))
    return replace(found, tables=_tables(form, found, sampled, checks, earlier))


def _tables(
    form: Form,
    found: Summary,
    sampled: Sequence[Table],
    checks: Sequence[Table],
    earlier: Sequence[EarlierVisit],
) -> Mapping[TableSheet, tuple[Table, ...]]:
    top, types, units = found.headline, found.by_type, found.by_unit
    total, design = top.counts, top.design
    sheets: dict[TableSheet, tuple[Table, ...]] = {
        TableSheet.SUMMARY: (
            headline_table(form, top),
            by_type_table(form, types, total, design),
            *((by_area_table(found.by_area),) if form.areas else ()),
        ),
        TableSheet.SUPERVISION: supervision_tables(found.supervision),
        TableSheet.DELAY: delay_tables(found.delays, design),
        TableSheet.AGREEMENT: (
            *force_tables(form, found.force),
            *second_read_tables(form, found.second_reads),
            *checks,
        ),
        TableSheet.SAMPLE: (
            *sampled,
            without_grade_table(types, total),
            *referrals_tables(form, found.referrals),
            by_unit_table(form, units, total, design),
            *_there(between_units_table(units, total, design)),
        ),
        TableSheet.ITEMS: items_tables(form, found.items),
        TableSheet.EARLIER: (
            *earlier_tables(
                found.changes, total, (*found.items.rates, *found.supervision.items), design
            ),
            *_there(case_mix_table(earlier, types, total, design)),
        ),
    }
    return {
        sheet: _noted(tables, design, share_note if sheet in _OF_SHARES else chance_note)
        for sheet, tables in sheets.items()
    }


_OF_SHARES: Final = frozenset(
    {TableSheet.SUMMARY, TableSheet.SUPERVISION, TableSheet.DELAY, TableSheet.ITEMS}
)
"""Sheets whose tables have Wilson's intervals of shares, unless they say otherwise."""


def _noted(
    tables: Iterable[Table], design: Design, note: Callable[[Design], Message]
) -> tuple[Table, ...]:
    """Add what intervals are worth to tables that have some and do not say it yet."""
    known = {interval_note(design), share_note(design), chance_note(design)}
    return tuple(
        replace(table, notes=(*table.notes, note(design)))
        if _has_interval(table) and known.isdisjoint(table.notes)
        else table
        for table in tables
    )


def _has_interval(table: Table) -> bool:
    return any(isinstance(cell, Interval | Span) for row in table.rows for cell in row.cells)


def _there(table: Table | None) -> tuple[Table, ...]:
    return () if table is None else (table,)


def summary_json(summary: Summary) -> dict[str, Any]:
    """Return the `tables` of the summary's JSON; the keys are a contract, none is removed.

    `by_type` has a row for each type with a sampled case; every grade stands by its code, in the
    form's order, and `total` is those that count as graded. `supervision` and `delay` have every
    code of the form; cases without a settled grade are in none of their columns. A percentage is a
    number from 0 to 100 with one decimal, null below N = 10; coefficients have three decimals.
    Where every case was graded, the headline has no interval.
    """
    counts = summary.headline.counts
    interval = None if summary.headline.design.complete else counts.interval
    return {
        "headline": {
            "sampled": counts.sampled.n,
            "excluded": counts.excluded.n,
            "outstanding": counts.outstanding.n,
            "reviewed": counts.reviewed.n,
            "graded": counts.graded.n,
            **_grades(counts),
            "unsettled": counts.unsettled.n,
            "below_good": counts.below_good.n,
            "below_good_percent": _percent(counts.below_good_share),
            "interval": [interval.low / 10, interval.high / 10] if interval else None,
            "design": design_json(summary.headline.design),
        },
        "by_type": [
            {"type": counts.code, **_grades(counts), "total": counts.graded.n}
            for counts in summary.by_type
        ],
        "supervision": _flags(summary.supervision.flags),
        "delay": _flags(summary.delays.flags),
        "delay_by_supervision": {
            delay.code: {
                flag.code: summary.delays.by_supervision.at(delay.code, flag.code).n
                for flag in summary.supervision.flags.codes
            }
            for delay in summary.delays.flags.codes
        },
        "agreement": _agreement(summary.force.pairs.agreement),
        "second_reads": _agreement(summary.second_reads.pairs.agreement),
    }


def _grades(counts: GradeCounts) -> dict[str, int]:
    return {grade: found.n for grade, found in counts.grades.items()}


def _flags(flags: Flags) -> dict[str, dict[str, int]]:
    return {
        flag.code: {grade: flags.by_grade.at(flag.code, grade).n for grade in flags.grades.codes}
        for flag in flags.codes
    }


def _percent(part: Share) -> float | None:
    return None if part.tenths is None else part.tenths / 10


def _agreement(found: Agreement) -> dict[str, Any] | None:
    if not found.n:
        return None
    coefficients: dict[str, Coefficient | None] = {
        "kappa": found.kappa,
        "kappa_linear": found.kappa_linear,
        "ac1": found.ac1,
        "ac2_linear": found.ac2_linear,
        "alpha_ordinal": found.alpha_ordinal,
    }
    return {
        "n": found.n,
        "table": [list(row) for row in found.table],
        "exact_percent": _percent(found.exact),
        "within_one_percent": _percent(found.within_one),
        **{name: None if c is None else round(c.value, 3) for name, c in coefficients.items()},
        "intervals": {name: _ends(c) for name, c in coefficients.items()},
    }


def _ends(found: Coefficient | None) -> list[float] | None:
    if found is None or found.low is None or found.high is None:
        return None
    return [round(found.low, 3), round(found.high, 3)]

"""T9: cases referred back to the force because a child may still be at risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form
from reviewer.domain.message import message
from reviewer.figures.case_figures import CaseFigures, counted, flagged
from reviewer.figures.cross import BLANK, Named, named_at
from reviewer.figures.flags import FLAG_BASE
from reviewer.figures.intervals import spread
from reviewer.figures.spreads import HOURS_SPREAD, spread_cells
from reviewer.figures.table import Counted, Heading, Row, Style, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """Referrals of one urgency; `timed` are those with `hours` from raising to response."""

    name: Named
    referred: Counted
    open: Counted
    timed: Counted
    hours: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Referrals:
    """Referrals of standing reviews of cases that are not excluded, all of them last.

    `elsewhere` are cases that only a review which does not count refers back: they are in no
    count, and must not be overlooked.
    """

    by_urgency: tuple[Urgency, ...]
    elsewhere: Counted


def referrals(form: Form, cases: Sequence[CaseFigures]) -> Referrals:
    """Count referrals back by urgency, and the hours to the force's response."""
    referred = [case for case in flagged(cases) if case.referral is not None]
    groups: dict[str, list[CaseFigures]] = {}
    names = named_at(form, form.roles.referral_urgency)
    known = {name.code for name in names}
    for case in referred:
        if case.referral is not None:
            code = case.referral.urgency if case.referral.urgency in known else BLANK
            groups.setdefault(code, []).append(case)
    if BLANK in groups:
        names = (*names, Named(code=BLANK, label=message("Urgency not given")))
    return Referrals(
        by_urgency=(
            *(_urgency(name, groups.get(name.code, [])) for name in names),
            _urgency(Named(code=BLANK, label=message("All referrals")), referred),
        ),
        elsewhere=counted(case for case in cases if case.other_referral),
    )


def referrals_tables(form: Form, found: Referrals) -> tuple[Table, ...]:
    """Set T9; none for a form that refers no case back."""
    return (_referrals_table(found),) if form.roles.referral else ()


def _referrals_table(found: Referrals) -> Table:
    rows = [
        Row(
            code=urgency.name.code,
            label=urgency.name.label,
            cells=(
                urgency.referred,
                urgency.open,
                urgency.timed,
                *spread_cells(spread(urgency.hours), decimals=1),
            ),
            style=Style.TOTAL if urgency is found.by_urgency[-1] else Style.PLAIN,
        )
        for urgency in found.by_urgency
    ]
    notes = [
        FLAG_BASE,
        message(
            "Hours are counted from the referral to the response. Quartiles include both ends."
        ),
    ]
    if found.elsewhere.n:
        rows.append(
            Row(
                label=message("Raised only in a review that no longer counts"),
                cells=(found.elsewhere, *(None,) * 6),
                style=Style.QUIET,
            )
        )
        notes.append(
            message("Referrals raised only in a review that no longer counts are in no total.")
        )
    return Table(
        id="T9",
        title=message("Referrals back to the force"),
        headings=(
            Heading(label=message("Urgency")),
            Heading(label=message("Cases")),
            Heading(label=message("Open")),
            Heading(label=message("With hours known")),
            *HOURS_SPREAD,
        ),
        rows=tuple(rows),
        notes=tuple(notes),
    )


def _urgency(name: Named, cases: Sequence[CaseFigures]) -> Urgency:
    made = [(case, case.referral) for case in cases if case.referral is not None]
    return Urgency(
        name=name,
        referred=counted(case for case, _ in made),
        open=counted(case for case, referral in made if referral.open),
        timed=counted(case for case, referral in made if referral.hours is not None),
        hours=tuple(referral.hours for _, referral in made if referral.hours is not None),
    )

"""T1: how many cases were sampled, reviewed and graded, and how many are below good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId
from reviewer.domain.message import Message, message, plural, verbatim
from reviewer.figures.case_figures import CaseFigures, counted
from reviewer.figures.grade_counts import (
    SMALL_NOTE,
    GradeCounts,
    grade_counts,
    interval_note,
)
from reviewer.figures.intervals import LEAST_FOR_PERCENT, share, wilson
from reviewer.figures.table import Counted, Heading, Row, Style, Table, cell_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """All cases together, and the referrals back that are still open.

    `open_referrals` is None for a form that refers no case back.
    """

    counts: GradeCounts
    open_referrals: Counted | None

    @property
    def referred(self) -> tuple[CaseId, ...]:
        """The cases that are still referred back."""
        return self.open_referrals.cases if self.open_referrals is not None else ()


def headline(form: Form, cases: Sequence[CaseFigures]) -> Headline:
    """Count all cases of the list.

    A referral counts where the standing review makes it and the case is not excluded.
    """
    still_open = (
        case for case in cases if case.counts_flags and case.referral and case.referral.open
    )
    return Headline(
        counts=grade_counts(form.grades, cases, label=message("All cases")),
        open_referrals=counted(still_open) if form.roles.referral else None,
    )


def headline_sentence(headline: Headline) -> Message:
    """Say the finding in one sentence, the percentage only where there are cases enough."""
    counts = headline.counts
    if not counts.graded.n:
        return message("No case is graded yet")
    found = plural(
        counts.graded.n,
        "{below} of {n} graded case was below good",
        "{below} of {n:,} graded cases were below good",
        below=f"{counts.below_good.n:,}",
    )
    share, interval = counts.below_good_share, counts.interval
    if share.tenths is None or interval is None:
        return found
    return message(
        "{finding} ({percent}, 95% interval {interval})",
        finding=found,
        percent=cell_text(share),
        interval=cell_text(interval),
    )


def headline_figure(headline: Headline) -> Message:
    """Write the share below good as it is published: `191/214 = 89.3% (84.4–92.7)`.

    With too few graded cases there is no percentage, only the count.
    """
    counts = headline.counts
    count = f"{counts.below_good.n}/{counts.graded.n}"
    share, interval = counts.below_good_share, counts.interval
    if share.tenths is None or interval is None:
        return message("{count} graded (too few for a percentage)", count=count)
    low, high = interval.low / 10, interval.high / 10
    return verbatim(f"{count} = {cell_text(share)} ({low:.1f}–{high:.1f})")


def headline_table(form: Form, found: Headline, *, random_sample: bool) -> Table:
    """Set T1: a row for each count with its n, its N, its percentage and its interval."""
    counts, grades = found.counts, form.grades
    rows = [
        _row(message("Sampled"), counts.sampled, None, Style.TOTAL),
        _row(message("Excluded, with a reason"), counts.excluded, counts.sampled),
        _row(message("Outstanding"), counts.outstanding, counts.sampled),
        _row(message("Reviewed"), counts.reviewed, counts.sampled),
        *(
            _row(verbatim(grades.label(g)), counts.grades[g], counts.reviewed)
            for g in grades.ungraded
        ),
        _row(message("Unsettled"), counts.unsettled, counts.reviewed),
        _row(message("Graded"), counts.graded, counts.reviewed, Style.TOTAL),
        *(
            _row(verbatim(grades.label(g)), counts.grades[g], counts.graded, code=g)
            for g in grades.graded
        ),
        _below_good(counts),
    ]
    if found.open_referrals is not None:
        rows.append(_row(message("Open referrals back"), found.open_referrals, None))
    notes = [interval_note(random_sample=random_sample)]
    if counts.graded.n < LEAST_FOR_PERCENT:
        notes.append(SMALL_NOTE)
    if counts.unsettled.n:
        notes.append(
            message("Unsettled: the case's reviews differ and nobody has decided between them.")
        )
    return Table(
        id="T1",
        title=message("Cases reviewed and their grades"),
        headings=(
            Heading(label=verbatim("")),
            Heading(label=message("n")),
            Heading(label=message("N")),
            Heading(label=message("%")),
            Heading(label=message("95% interval")),
        ),
        rows=tuple(rows),
        notes=tuple(notes),
    )


def _row(
    label: Message,
    counted_cases: Counted,
    base: Counted | None,
    style: Style = Style.PLAIN,
    code: str = "",
) -> Row:
    part = share(counted_cases.n, base.n) if base is not None else None
    return Row(code=code, label=label, cells=(counted_cases, base, part, None), style=style)


def _below_good(counts: GradeCounts) -> Row:
    return Row(
        label=message("Cases below good"),
        cells=(
            counts.below_good,
            counts.graded,
            share(counts.below_good.n, counts.graded.n),
            wilson(counts.below_good.n, counts.graded.n),
        ),
        style=Style.TOTAL,
    )

"""T1: how many cases were sampled, reviewed and graded, and how many are below good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.domain.draw import SampleDesign
from reviewer.domain.form import Form
from reviewer.domain.grades import Grades, Status
from reviewer.domain.ids import CaseId
from reviewer.domain.message import Message, message, plural, verbatim
from reviewer.figures.case_figures import CaseFigures, counted
from reviewer.figures.design import NO_DRAW, Design, SamplingMethod, design_of, interval_of
from reviewer.figures.design_notes import describe_design, interval_note, named_interval
from reviewer.figures.grade_counts import (
    SMALL_NOTE,
    GradeCounts,
    grade_counts,
)
from reviewer.figures.intervals import LEAST_FOR_PERCENT, share
from reviewer.figures.table import Counted, Heading, Interval, Row, Share, Style, Table, cell_text

NO_CASES: Final = Counted(n=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """All cases together, and the referrals back that are still open.

    `open_referrals` is None for a form that refers no case back. `graded_incomplete` are counted by
    a grade whose review is not complete.
    """

    counts: GradeCounts
    open_referrals: Counted | None
    graded_incomplete: Counted = NO_CASES
    design: Design = NO_DRAW

    @property
    def referred(self) -> tuple[CaseId, ...]:
        """The cases that are still referred back."""
        return self.open_referrals.cases if self.open_referrals is not None else ()

    @property
    def share(self) -> Share:
        """The share below good: of the graded cases, and by the design where there is one."""
        counts, design = self.counts, self.design
        if design.sampling is SamplingMethod.SELECTED or (
            not design.weighs and design.tenths is None
        ):
            return counts.below_good_share
        of = design.population if design.population is not None else counts.graded.n
        n = 0 if design.tenths is None else (of * design.tenths + 500) // 1000
        return Share(n=n, of=of, tenths=design.tenths)

    @property
    def interval(self) -> Interval | None:
        """The 95% interval of `share`; that of counts where the cases were selected."""
        selected = self.design.sampling is SamplingMethod.SELECTED
        return self.counts.interval if selected else self.design.interval


def headline(
    form: Form,
    cases: Sequence[CaseFigures],
    *,
    random_sample: bool = False,
    drawn: SampleDesign | None = None,
) -> Headline:
    """Count all cases of the list.

    A referral counts where the standing review makes it and the case is not excluded.
    """
    still_open = (
        case for case in cases if case.counts_flags and case.referral and case.referral.open
    )
    return Headline(
        counts=grade_counts(form.grades, cases, label=message("All cases")),
        open_referrals=counted(still_open) if form.roles.referral else None,
        graded_incomplete=counted(case for case in cases if _is_graded_incomplete(form, case)),
        design=design_of(form.grades, cases, random_sample=random_sample, drawn=drawn),
    )


def _is_graded_incomplete(form: Form, case: CaseFigures) -> bool:
    """Say whether a case counts by the grade of a review that is not complete."""
    review = case.standing.standing
    graded = case.place in form.grades.graded or case.place in form.grades.ungraded
    return graded and review is not None and review.status(form) is Status.IN_PROGRESS


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
    share, interval = headline.share, headline.interval
    if share.tenths is None:
        return found
    percent = cell_text(share)
    if headline.design.complete and not headline.design.weighs:
        percent_and_interval = message(
            "{percent}; every case was graded, so there is no sampling error", percent=percent
        )
    elif interval is None:
        percent_and_interval = verbatim(percent)
    else:
        percent_and_interval = message(
            "{percent}, {interval}",
            percent=percent,
            interval=named_interval(cell_text(interval), at_random=headline.design.at_random),
        )
    if not headline.design.weighs:
        return message("{finding} ({percent})", finding=found, percent=percent_and_interval)
    return message(
        "{finding}; {percent} of all {population} they were drawn from",
        finding=found,
        population=f"{headline.design.population or 0:,}",
        percent=percent_and_interval,
    )


def headline_figure(headline: Headline) -> Message:
    """Write the share below good as it is published: `191/214 = 89.3% (84.4–92.7)`.

    With too few graded cases there is no percentage, only the count.
    """
    counts = headline.counts
    count = f"{counts.below_good.n}/{counts.graded.n}"
    if counts.below_good_share.tenths is None:
        return message("{count} graded (too few for a percentage)", count=count)
    share, interval = headline.share, headline.interval
    if share.tenths is None:
        return message("{count} graded (not estimated for all cases)", count=count)
    percent = cell_text(share)
    if interval is not None:
        percent += f" ({interval.low / 10:.1f}–{interval.high / 10:.1f})"
    if not headline.design.weighs:
        if headline.design.complete:
            return message(
                "{count} = {percent} of all cases, without sampling error",
                count=count,
                percent=percent,
            )
        return verbatim(f"{count} = {percent}")
    return message(
        "{count} graded; {percent} of all {population} by the sampling design",
        count=count,
        percent=percent,
        population=f"{headline.design.population or 0:,}",
    )


def headline_table(form: Form, found: Headline) -> Table:
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
        *(_graded_row(found, grades, g) for g in grades.graded),
        *_below_good(found),
    ]
    if found.open_referrals is not None:
        rows.append(_row(message("Open referrals back"), found.open_referrals, None))
    notes = list(design_notes(found.design))
    if found.graded_incomplete.n:
        notes.append(
            message(
                "{graded} graded, {n} of them not complete.",
                graded=counts.graded.n + sum(counts.grades[g].n for g in grades.ungraded),
                n=found.graded_incomplete.n,
            )
        )
    if counts.graded.n < LEAST_FOR_PERCENT:
        notes.append(SMALL_NOTE)
    if counts.unsettled.n:
        notes.append(
            message("Unsettled: the reviews of the case differ, and no decision has been made.")
        )
    return Table(
        id="T1",
        title=message("Cases reviewed and their grades"),
        headings=(
            Heading(label=message("Counted")),
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


def _graded_row(found: Headline, grades: Grades, grade: str) -> Row:
    n, of = found.counts.grades[grade], found.counts.graded
    interval = interval_of(found.design, n.n, of.n)
    return Row(
        code=grade,
        label=verbatim(grades.label(grade)),
        cells=(n, of, share(n.n, of.n), interval),
    )


def _below_good(found: Headline) -> Iterator[Row]:
    counts, design = found.counts, found.design
    interval = None if design.weighs else found.interval
    yield Row(
        label=message("Cases below good"),
        cells=(counts.below_good, counts.graded, counts.below_good_share, interval),
        style=Style.TOTAL,
    )
    if design.weighs and found.share.tenths is not None:
        yield Row(
            label=message("Share below good of all cases, estimated from the sample"),
            cells=(None, Counted(n=design.population or 0), found.share, found.interval),
            style=Style.TOTAL,
        )


def design_notes(design: Design) -> Iterator[Message]:
    """Say how the cases were selected, and what the headline's interval is worth."""
    if design.sampling is SamplingMethod.SELECTED:
        yield interval_note(design)
        return
    yield describe_design(design)
    if design.cannot is not None:
        yield design.cannot
    if design.interval is None:
        return
    if design.population is None:
        yield interval_note(design)
    elif design.weighs:
        yield message(
            "Each stratum is weighted by its number of cases. The 95% interval "
            "allows for how many of them were graded. Cases not graded are "
            "assumed to be like those graded."
        )
    else:
        yield message(
            "The 95% interval allows for how many of all cases were graded. "
            "Cases not graded are assumed to be like those graded."
        )

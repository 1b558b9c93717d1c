"""Where the cases of one group stand: sampled, excluded, outstanding, reviewed, by grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form
from reviewer.domain.grades import BELOW_GOOD, GRADED, Grade
from reviewer.figures.case_figures import (
    GRADED_PLACES,
    REVIEWED_PLACES,
    CaseFigures,
    Place,
    counted,
    counted_entries,
)
from reviewer.figures.cross import Cross, Named
from reviewer.figures.intervals import LEAST_FOR_PERCENT, share, wilson
from reviewer.figures.table import Cell, Counted, Heading, Interval, Row, Share, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeCounts:
    """The counts of one group of cases: all of them, one case type, one unit.

    sampled = reviewed + excluded + outstanding; reviewed = graded + NG + unsettled; graded =
    G + RI + I; below good = RI + I. Each is counted for itself, so that the guards can add up.
    """

    code: str
    label: str
    sampled: Counted
    excluded: Counted
    outstanding: Counted
    reviewed: Counted
    graded: Counted
    grades: Mapping[Grade, Counted]
    unsettled: Counted
    below_good: Counted

    @property
    def below_good_share(self) -> Share:
        """Below good as a share of graded."""
        return share(self.below_good.n, self.graded.n)

    @property
    def interval(self) -> Interval | None:
        """The Wilson 95% interval of the share below good."""
        return wilson(self.below_good.n, self.graded.n)


def grade_counts(cases: Sequence[CaseFigures], code: str = "", label: str = "") -> GradeCounts:
    """Count the cases of one group."""

    def at(*places: Place) -> Counted:
        return counted(case for case in cases if case.place in places)

    return GradeCounts(
        code=code,
        label=label,
        sampled=counted(cases),
        excluded=at(Place.EXCLUDED),
        outstanding=at(Place.OUTSTANDING),
        reviewed=at(*REVIEWED_PLACES),
        graded=at(*GRADED_PLACES),
        grades={grade: at(Place(grade)) for grade in Grade},
        unsettled=at(Place.UNSETTLED),
        below_good=at(*map(Place, BELOW_GOOD)),
    )


def grade_label(form: Form, grade: str) -> str:
    """Return the form's label of an overall grade."""
    return form.label(form.roles.grade, grade)


def grade_columns(form: Form) -> tuple[Named, ...]:
    """Return the overall grades as columns, NG last."""
    return tuple(Named(code=grade, label=grade_label(form, grade)) for grade in Grade)


def grade_column(case: CaseFigures) -> str:
    """Return the column of `grade_columns` the case counts in, blank for none."""
    return case.place.value if case.place.value in set(Grade) else ""


NO_GRADE = "No settled grade"
"""What a cross-table calls the cases that are in no column of `grade_columns`."""


def below_good_columns(cross: Cross) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    """Return three columns for a cross-table by grade: graded, below good, and the share.

    Each has a cell for every row and one for the total row.
    """
    rows = [[cross.at(row.code, grade) for grade in GRADED] for row in cross.rows]
    rows.append([cross.column(grade) for grade in GRADED])
    graded = [_together(*counts) for counts in rows]
    below = [_together(*counts[1:]) for counts in rows]
    shares = [share(some.n, every.n) for some, every in zip(below, graded, strict=True)]
    return (
        ("Graded", tuple(graded)),
        ("Below good", tuple(below)),
        ("Below good, %", tuple(shares)),
    )


def group_headings(form: Form, corner: str) -> tuple[Heading, ...]:
    """Return the headings over rows of `group_row`."""
    return (
        Heading(label=corner),
        Heading(label="Sampled"),
        *(Heading(label=grade_label(form, grade), code=grade) for grade in GRADED),
        Heading(label="Graded"),
        Heading(label="Below good"),
        Heading(label="Below good, %"),
        Heading(label="95% interval"),
        Heading(label=grade_label(form, Grade.NOT_GRADEABLE), code=Grade.NOT_GRADEABLE),
        Heading(label="Unsettled"),
    )


GROUP_BARS = (1, 2, 3)
"""The cells of `group_row` that a stacked bar shows: G, RI, I."""


def group_row(counts: GradeCounts, style: Style = Style.PLAIN) -> Row:
    """Set one group of cases as a row under `group_headings`."""
    cells: tuple[Cell, ...] = (
        counts.sampled,
        *(counts.grades[grade] for grade in GRADED),
        counts.graded,
        counts.below_good,
        counts.below_good_share,
        counts.interval,
        counts.grades[Grade.NOT_GRADEABLE],
        counts.unsettled,
    )
    return Row(code=counts.code, label=counts.label, cells=cells, style=style)


def interval_note(*, random_sample: bool) -> str:
    """Say what the intervals are worth."""
    if random_sample:
        return "Intervals are Wilson 95% intervals; the cases were drawn at random."
    return (
        "Intervals are Wilson 95% intervals, indicative: cases were selected, not drawn at random."
    )


SMALL_NOTE = "Below 10 cases only counts are given, no percentage."


def group_notes(found: Sequence[GradeCounts], *, random_sample: bool) -> tuple[str, ...]:
    """Return what stands below rows of `group_row`."""
    small = any(counts.graded.n < LEAST_FOR_PERCENT for counts in found)
    note = interval_note(random_sample=random_sample)
    return (note, SMALL_NOTE) if small else (note,)


def _together(*counts: Counted) -> Counted:
    return counted_entries(case for count in counts for case in count.cases)

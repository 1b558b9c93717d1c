"""Where the cases of one group stand: sampled, excluded, outstanding, reviewed, by grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer.domain.form import Form
from reviewer.domain.grades import Grades
from reviewer.domain.message import Message, message, verbatim
from reviewer.figures.case_figures import CaseFigures, UngradedPlace, counted, counted_entries
from reviewer.figures.cross import Cross, Named
from reviewer.figures.design import Design
from reviewer.figures.design_notes import interval_note
from reviewer.figures.intervals import LEAST_FOR_PERCENT, share, wilson
from reviewer.figures.table import Cell, Counted, Heading, Interval, Row, Share, Style

NO_LABEL = verbatim("")


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeCounts:
    """The counts of one group of cases: all of them, one case type, one unit.

    sampled = reviewed + excluded + outstanding; reviewed = graded + not graded + unsettled;
    graded is every grade that counts; below good the worse of them. Each is counted for itself,
    so that the guards can add up. `grades` has every grade of the form by code.
    """

    code: str
    label: Message
    sampled: Counted
    excluded: Counted
    outstanding: Counted
    reviewed: Counted
    graded: Counted
    grades: Mapping[str, Counted]
    unsettled: Counted
    below_good: Counted

    @property
    def below_good_share(self) -> Share:
        """Below good as a share of graded."""
        return share(self.below_good.n, self.graded.n, self.below_good.cases)

    @property
    def interval(self) -> Interval | None:
        """The Wilson 95% interval of the share below good."""
        return wilson(self.below_good.n, self.graded.n)


def grade_counts(
    grades: Grades, cases: Sequence[CaseFigures], code: str = "", label: Message = NO_LABEL
) -> GradeCounts:
    """Count the cases of one group."""

    def at(*places: str) -> Counted:
        return counted([case for case in cases if case.place in places])

    return GradeCounts(
        code=code,
        label=label,
        sampled=counted(cases),
        excluded=at(UngradedPlace.EXCLUDED),
        outstanding=at(UngradedPlace.OUTSTANDING),
        reviewed=at(*grades.codes, UngradedPlace.UNSETTLED),
        graded=at(*grades.graded),
        grades={grade: at(grade) for grade in grades.codes},
        unsettled=at(UngradedPlace.UNSETTLED),
        below_good=at(*grades.below_good),
    )


def grade_heading(form: Form, grade: str) -> Heading:
    """Return the heading of a column that stands for an overall grade."""
    return Heading(
        label=verbatim(form.grades.label(grade)), code=grade, mark=form.grades.mark(grade)
    )


def percent_of(label: Message) -> Message:
    """Return the heading of the shares beside a column of counts."""
    return message("{column}, %", column=label)


def grade_columns(form: Form) -> tuple[Named, ...]:
    """Return the overall grades as columns, those that do not count as graded last."""
    return tuple(
        Named(code=grade, label=verbatim(form.grades.label(grade))) for grade in form.grades.codes
    )


def grade_column(form: Form, case: CaseFigures) -> str:
    """Return the column of `grade_columns` the case counts in, blank for none."""
    return case.place if case.place in form.grades else ""


NO_GRADE = message("No settled grade")
"""What a cross-table calls the cases that are in no column of `grade_columns`."""


def below_good_columns(
    grades: Grades, cross: Cross
) -> tuple[tuple[Message, tuple[Cell, ...]], ...]:
    """Return columns for a cross-table by grade: graded, below good, its share and interval.

    Each has a cell for every row and one for the total row.
    """

    def together(codes: Sequence[str]) -> list[Counted]:
        rows = [[cross.at(row.code, grade) for grade in codes] for row in cross.rows]
        return [_together(*counts) for counts in (*rows, [cross.column(code) for code in codes])]

    graded, below = together(grades.graded), together(grades.below_good)
    sides = [(some.n, every.n) for some, every in zip(below, graded, strict=True)]
    return (
        (message("Graded"), tuple(graded)),
        (message("Below good"), tuple(below)),
        (message("Below good, %"), tuple(share(*side) for side in sides)),
        (message("95% interval"), tuple(wilson(*side) for side in sides)),
    )


def group_headings(form: Form, corner: Message) -> tuple[Heading, ...]:
    """Return the headings over rows of `group_row`."""
    return (
        Heading(label=corner),
        Heading(label=message("Sampled")),
        *(grade_heading(form, grade) for grade in form.grades.graded),
        Heading(label=message("Graded")),
        Heading(label=message("Below good")),
        Heading(label=message("Below good, %")),
        Heading(label=message("95% interval")),
        *(grade_heading(form, grade) for grade in form.grades.ungraded),
        Heading(label=message("Unsettled")),
    )


def group_bars(grades: Grades) -> tuple[int, ...]:
    """Return the cells of `group_row` that a stacked bar shows: the grades that count."""
    return tuple(range(1, len(grades.graded) + 1))


def group_row(grades: Grades, counts: GradeCounts, style: Style = Style.PLAIN) -> Row:
    """Set one group of cases as a row under `group_headings`."""
    cells: tuple[Cell, ...] = (
        counts.sampled,
        *(counts.grades[grade] for grade in grades.graded),
        counts.graded,
        counts.below_good,
        counts.below_good_share,
        counts.interval,
        *(counts.grades[grade] for grade in grades.ungraded),
        counts.unsettled,
    )
    return Row(code=counts.code, label=counts.label, cells=cells, style=style)


def group_rows(
    grades: Grades, found: Sequence[GradeCounts], total: GradeCounts, design: Design
) -> tuple[Row, ...]:
    """Set groups of cases as rows under `group_headings`, the total last.

    A total has no interval where its cases would have to be weighted.
    """
    plain = (group_row(grades, counts) for counts in found)
    last = group_row(grades, total, Style.TOTAL)
    if design.weighs:
        cells = (None if isinstance(cell, Interval) else cell for cell in last.cells)
        last = replace(last, cells=tuple(cells))
    return (*plain, last)


SMALL_NOTE = message("With fewer than 10 cases, only counts are given.")


def group_notes(found: Sequence[GradeCounts], design: Design) -> tuple[Message, ...]:
    """Return what is below rows of `group_row`."""
    small = any(counts.graded.n < LEAST_FOR_PERCENT for counts in found)
    note = interval_note(design)
    return (note, SMALL_NOTE) if small else (note,)


def _together(*counts: Counted) -> Counted:
    return counted_entries(case for count in counts for case in count.cases)

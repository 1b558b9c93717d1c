"""T4 and T11: the force's own grades beside ours, and second reads beside first ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form
from reviewer.domain.message import Message, message, plural, verbatim
from reviewer.figures.agreement import Agreement, agreement_of, agreement_of_reads
from reviewer.figures.case_figures import CaseFigures, UngradedPlace, counted, flagged
from reviewer.figures.coefficients import Reads
from reviewer.figures.cross import TOTAL, Cross, Entry, Named, cross_of, cross_table
from reviewer.figures.grade_counts import grade_heading, percent_of
from reviewer.figures.intervals import share
from reviewer.figures.reading_checks import coefficient_cells
from reviewer.figures.table import Cell, Counted, Heading, Row, Style, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What the two sides of a comparison are called in its tables."""

    first: Message
    second: Message
    pairs: Message
    second_worse: Message
    second_better: Message


FORCE_AND_REVIEWER = Sides(
    first=message("Force's own grade"),
    second=message("Reviewer's grade"),
    pairs=message("Cases graded by both"),
    second_worse=message("Reviewer's grade worse"),
    second_better=message("Reviewer's grade better"),
)
FIRST_AND_SECOND = Sides(
    first=message("First reader's grade"),
    second=message("Second reader's grade"),
    pairs=message("Cases graded by both"),
    second_worse=message("Second reader's grade worse"),
    second_better=message("Second reader's grade better"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of grades: the first side's as rows, the second's as columns.

    Only grades that count as graded are among them; `order` gives the place of each, best first.
    """

    order: Mapping[str, int]

    cross: Cross
    agreement: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceGrades:
    """The force's grades against the blind grades, of cases that are not excluded.

    `reviewer_only` are cases the force did not grade. Not compared, and only counted, are
    grades on another scale (`other_scales`: number of cases by scale, empty for none given)
    and cases that one of the two did not grade (`not_comparable`).
    """

    pairs: Pairs
    reviewer_only: Mapping[str, Counted]
    other_scales: Mapping[str, int]
    not_comparable: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReads:
    """Second reads: the grades of the first and of the second reader of a case.

    `changed` are the cases whose moderated grade is not the first reader's; `open` those that
    wait for a decision; `not_comparable` those that a reader found not gradeable;
    `more_readers` counts those that more than two graded.
    """

    pairs: Pairs
    more_readers: int
    moderated: Counted
    changed: Counted
    open: Counted
    not_comparable: Counted


def force_grades(form: Form, cases: Sequence[CaseFigures]) -> ForceGrades:
    """Compare the blind grade of each standing review with the force's own.

    Only where the force graded on the same scale as ours: another scale is never mapped.
    """
    entries: list[Entry] = []
    alone: dict[str, list[CaseFigures]] = {grade: [] for grade in form.grades.graded}
    scales: Counter[str] = Counter()
    not_comparable: list[CaseFigures] = []
    for case in flagged(cases):
        review = case.standing.standing
        ours = review.blind_grade if review is not None else ""
        theirs = case.standing.case.get("force_grade")
        scale = case.standing.case.get("force_scale")
        if not ours:
            continue
        if not theirs:
            if ours in alone:
                alone[ours].append(case)
        elif scale != form.own_scale:
            scales[scale] += 1
        elif ours in alone and theirs in alone:
            entries.append((theirs, ours, case.id))
        else:
            not_comparable.append(case)
    return ForceGrades(
        pairs=_pairs(form, entries),
        reviewer_only={grade: counted(found) for grade, found in alone.items()},
        other_scales=dict(sorted(scales.items())),
        not_comparable=counted(not_comparable),
    )


def second_reads(form: Form, cases: Sequence[CaseFigures]) -> SecondReads:
    """Compare the grades of all readers of each case that is not excluded.

    First is the reader whose review counts: the assigned one, else the first by name. A review
    that excludes the case has no grade, so an excluded case is no pair.
    """
    graded = form.grades.graded
    entries: list[Entry] = []
    reads: list[Reads] = []
    pairs: list[CaseFigures] = []
    changed: list[CaseFigures] = []
    not_comparable: list[CaseFigures] = []
    for case in cases:
        grades = [grade for review in case.standing.reviews if (grade := review.grade(form))]
        if len(grades) < 2:
            continue
        pairs.append(case)
        first, second = grades[:2]
        if case.standing.moderated and case.standing.grade != first:
            changed.append(case)
        if first in graded and second in graded:
            entries.append((first, second, case.id))
            reads.append(tuple(graded.index(grade) for grade in grades if grade in graded))
        else:
            not_comparable.append(case)
    return SecondReads(
        pairs=_pairs(form, entries, reads),
        more_readers=sum(len(found) > 2 for found in reads),
        moderated=counted(case for case in pairs if case.standing.moderated),
        changed=counted(changed),
        open=counted(case for case in pairs if case.place is UngradedPlace.UNSETTLED),
        not_comparable=counted(not_comparable),
    )


def force_tables(form: Form, found: ForceGrades) -> tuple[Table, ...]:
    """Set T4.1 to T4.4: the published two rows, the cross-table, agreement, ours alone.

    A form without a scale of the force's own has none of them.
    """
    if form.own_scale is None:
        return ()
    return (
        _two_rows(form, found),
        cross_table(
            found.pairs.cross,
            id="T4.2",
            title=message("The force's own grades by the reviewer's"),
            corner=FORCE_AND_REVIEWER.first,
        ),
        _measures(
            found.pairs, FORCE_AND_REVIEWER, id="T4.3", title=message("Agreement with the force")
        ),
        _reviewer_only(form, found),
    )


def second_read_tables(form: Form, found: SecondReads) -> tuple[Table, ...]:
    """Set T11.1 to T11.3: the cross-table, agreement, what became of the pairs."""
    not_graded = (message("Not gradeable for one reader or both"), found.not_comparable)
    outcome = (
        (message("Graded by two readers"), found.pairs.cross.total),
        *((not_graded,) if form.grades.ungraded else ()),
        (message("Moderated"), found.moderated),
        (message("Grade changed from the first reader's by moderation"), found.changed),
        (message("Waiting for a decision"), found.open),
    )
    return (
        cross_table(
            found.pairs.cross,
            id="T11.1",
            title=message("First reader's grades by the second reader's"),
            corner=FIRST_AND_SECOND.first,
            notes=_more_readers(found),
        ),
        _measures(
            found.pairs, FIRST_AND_SECOND, id="T11.2", title=message("Agreement of second reads")
        ),
        Table(
            id="T11.3",
            title=message("Outcome of second reads"),
            headings=(Heading(label=message("Outcome")), Heading(label=message("Cases"))),
            rows=tuple(Row(label=label, cells=(cases,)) for label, cases in outcome),
        ),
    )


def _more_readers(found: SecondReads) -> tuple[Message, ...]:
    if not found.more_readers:
        return ()
    return (
        plural(
            found.more_readers,
            "{n} case has three or more grades. It is in the agreement below, not in this table.",
            "{n} cases have three or more grades. They are in the agreement "
            "below, not in this table.",
        ),
    )


def _pairs(form: Form, entries: Iterable[Entry], reads: Sequence[Reads] | None = None) -> Pairs:
    """Put pairs together; `reads` are all grades of each case, where some have more than two."""
    graded = form.grades.graded
    names = [Named(code=grade, label=verbatim(form.grades.label(grade))) for grade in graded]
    cross = cross_of(entries, names, names)
    square = [[cross.at(first, second).n for second in graded] for first in graded]
    found = agreement_of(square) if reads is None else agreement_of_reads(reads, len(graded))
    order = {str(grade): place for place, grade in enumerate(graded)}
    return Pairs(order=order, cross=cross, agreement=found)


def _two_rows(form: Form, found: ForceGrades) -> Table:
    cross = found.pairs.cross
    n = cross.total
    notes = [
        message(
            "Cases that the force graded on the same scale, with the reviewer's "
            "grade before seeing the force's."
        ),
        *(_other_scale(scale, count) for scale, count in found.other_scales.items()),
    ]
    if found.not_comparable.n:
        notes.append(
            message("Not compared, not graded on one side: {n}.", n=found.not_comparable.n)
        )

    def row(label: Message, counts: Sequence[Counted]) -> Row:
        parts: list[Cell] = []
        for count in counts:
            parts += [count, share(count.n, n.n)]
        return Row(label=label, cells=(*parts, n))

    headings = [Heading(label=message("Graded by"))]
    for grade in form.grades.graded:
        heading = grade_heading(form, grade)
        headings += [heading, Heading(label=percent_of(heading.label))]
    return Table(
        id="T4.1",
        title=message("The force's own grades and the reviewer's"),
        headings=(*headings, Heading(label=message("N"))),
        rows=(
            row(message("Force's own grades"), [cross.row(grade) for grade in form.grades.graded]),
            row(
                message("Reviewer's grades"), [cross.column(grade) for grade in form.grades.graded]
            ),
        ),
        notes=tuple(notes),
        bars=tuple(range(0, 2 * len(form.grades.graded), 2)),
    )


def _other_scale(scale: str, count: int) -> Message:
    if not scale:
        return message("Not compared, graded by the force on a scale not given: {n}.", n=count)
    return message(
        "Not compared, graded by the force on the scale {scale}: {n}.", scale=scale, n=count
    )


def _reviewer_only(form: Form, found: ForceGrades) -> Table:
    total = sum(count.n for count in found.reviewer_only.values())
    every = tuple(case for count in found.reviewer_only.values() for case in count.cases)
    rows = tuple(
        Row(
            code=grade,
            label=verbatim(form.grades.label(grade)),
            cells=(count, share(count.n, total)),
        )
        for grade, count in found.reviewer_only.items()
    )
    return Table(
        id="T4.4",
        title=message("Cases graded by the reviewer only"),
        headings=(
            Heading(label=message("Reviewer's grade")),
            Heading(label=message("Cases")),
            Heading(label=message("%")),
        ),
        rows=(
            *rows,
            Row(
                label=TOTAL,
                cells=(Counted(n=total, cases=every), None),
                style=Style.TOTAL,
            ),
        ),
    )


def _measures(pairs: Pairs, sides: Sides, *, id: str, title: Message) -> Table:  # noqa: A002 - the table's own name for it
    found, cross = pairs.agreement, pairs.cross
    distance = {
        (first, second): pairs.order[second] - pairs.order[first] for first, second in cross.cells
    }

    def where(least: int, most: int) -> Counted:
        cells = [cross.cells[at] for at, d in distance.items() if least <= d <= most]
        every = tuple(case for cell in cells for case in cell.cases)
        return Counted(n=sum(cell.n for cell in cells), cases=every)

    def part(label: Message, pairs_of: Counted, n: int) -> Row:
        count = pairs_of if pairs_of.n == n else Counted(n=n)  # of more than the first two readers
        return Row(label=label, cells=(count, share(n, found.n), None, None))

    coefficients = (
        (message("Kappa"), found.kappa),
        (message("Kappa, linear weights"), found.kappa_linear),
        (message("Gwet's AC1"), found.ac1),
        (message("Gwet's AC2, linear weights"), found.ac2_linear),
        (message("Krippendorff's alpha, ordinal"), found.alpha_ordinal),
    )
    worst = len(pairs.order)
    return Table(
        id=id,
        title=title,
        headings=(
            Heading(label=message("Measure")),
            Heading(label=message("Cases")),
            Heading(label=message("% of pairs")),
            Heading(label=message("Coefficient")),
            Heading(label=message("95% interval of the coefficient")),
        ),
        rows=(
            Row(label=sides.pairs, cells=(cross.total, None, None, None), style=Style.TOTAL),
            part(message("The same grade"), where(0, 0), found.exact.n),
            part(message("Within one grade"), where(-1, 1), found.within_one.n),
            part(sides.second_worse, where(1, worst), found.worse),
            part(sides.second_better, where(-worst, -1), found.better),
            *(
                Row(
                    label=label,
                    cells=(None, None, *coefficient_cells(value)),
                )
                for label, value in coefficients
            ),
        ),
        notes=tuple(_measure_notes(found)),
    )


def _measure_notes(found: Agreement) -> Iterator[Message]:
    if found.left_out is not None:
        yield found.left_out
        return
    yield message(
        "Coefficients have 95% intervals by Gwet's method. They show how far "
        "readers agree beyond chance, not whether either is right."
    )

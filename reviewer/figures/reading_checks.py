"""T11.4 to T11.7: second reads by area, item and pair of readers, and each reader's own grades.

They are a check of how the form was understood, and no measure of a person: readers are listed by
name, on cases that were not shared out at random.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import mean, variance

from reviewer.domain.form import Form, Item
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.meanings import is_rated_item
from reviewer.domain.message import Message, message, verbatim
from reviewer.domain.review import Review
from reviewer.figures.agreement import LEAST_FOR_COEFFICIENTS, Agreement, agreement_of_reads
from reviewer.figures.case_figures import CaseFigures, UngradedPlace
from reviewer.figures.coefficients import Coefficient
from reviewer.figures.comparisons import chance_cell, compared
from reviewer.figures.distributions import t_quantile
from reviewer.figures.intervals import share, wilson
from reviewer.figures.table import Cell, Counted, Heading, Measure, Row, Span, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """How far the readers of the same cases agree on one thing."""

    code: str
    label: Message
    cases: tuple[CaseId, ...]
    agreement: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderGrades:
    """One reader's grades: of all his cases, of the first and second half of them by time.

    `distances` are, of cases that others graded too, how many grades worse his was on average.
    """

    reader: str
    cases: tuple[CaseId, ...]
    below_good: int
    halves: tuple[tuple[int, int], tuple[int, int]]
    distances: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingChecks:
    """Second reads in detail; all empty where no case was read twice.

    `by_item` has only items that several readers answered in ten cases or more.
    """

    by_area: tuple[Agreed, ...]
    by_item: tuple[Agreed, ...]
    by_pair: tuple[Agreed, ...]
    readers: tuple[ReaderGrades, ...]


def reading_checks(form: Form, cases: Sequence[CaseFigures]) -> ReadingChecks:
    """Compare the reads of each case that two readers or more graded and nobody excluded."""
    graded = {str(grade): place for place, grade in enumerate(form.grades.graded)}
    reads = [
        (case, [review for review in case.standing.reviews if review.grade(form) in graded])
        for case in cases
        if case.place is not UngradedPlace.EXCLUDED
    ]
    several = [(case.id, found) for case, found in reads if len(found) > 1]
    if not several:
        return ReadingChecks(by_area=(), by_item=(), by_pair=(), readers=())
    areas = [(area.id, verbatim(str(area.title)), area.rating) for area in form.areas]
    rated = [item for item in form.items.values() if is_rated_item(form, item)]
    return ReadingChecks(
        by_area=tuple(
            _agreed(area, label, several, rating, graded)
            for area, label, rating in areas
            if rating is not None
        ),
        by_item=tuple(
            one
            for one in (_item(form, item, several) for item in rated)
            if one.agreement.n >= LEAST_FOR_COEFFICIENTS
        ),
        by_pair=tuple(_pairs(form, several, graded)),
        readers=tuple(_readers(form, [found for _, found in reads], graded)),
    )


_Several = Sequence[tuple[CaseId, Sequence[Review]]]


def _agreed(
    code: str, label: Message, several: _Several, key: Key, places: dict[str, int]
) -> Agreed:
    found = [
        (case, tuple(places[text] for r in reviews if (text := r.get(key)) in places))
        for case, reviews in several
    ]
    kept = [(case, reads) for case, reads in found if len(reads) > 1]
    return Agreed(
        code=code,
        label=label,
        cases=tuple(case for case, _ in kept),
        agreement=agreement_of_reads((reads for _, reads in kept), max(2, len(places))),
    )


def _item(form: Form, item: Item, several: _Several) -> Agreed:
    codes = {str(code): place for place, code in enumerate(form.codes_of(item))}
    return _agreed(item.key, verbatim(str(item.label)), several, item.key, codes)


def _pairs(form: Form, several: _Several, graded: dict[str, int]) -> Iterator[Agreed]:
    pairs: dict[tuple[str, str], list[tuple[CaseId, tuple[int, int]]]] = {}
    for case, reviews in several:
        by_name = sorted(reviews, key=lambda review: review.reviewer)
        for first, second in combinations(by_name, 2):
            grades = graded[first.grade(form)], graded[second.grade(form)]
            pairs.setdefault((first.reviewer, second.reviewer), []).append((case, grades))
    for (first_name, second_name), found in sorted(pairs.items()):
        yield Agreed(
            code="",
            label=message("{first} and {second}", first=first_name, second=second_name),
            cases=tuple(case for case, _ in found),
            agreement=agreement_of_reads((reads for _, reads in found), max(2, len(graded))),
        )


def _readers(
    form: Form, reads: Iterable[Sequence[Review]], graded: dict[str, int]
) -> Iterator[ReaderGrades]:
    own: dict[str, list[tuple[str, CaseId, str]]] = {}
    distances: dict[str, list[float]] = {}
    for reviews in reads:
        grades = [review.grade(form) for review in reviews]
        places = [graded[grade] for grade in grades]
        for review, grade, place in zip(reviews, grades, places, strict=True):
            graded_at = review.changed_at, review.case, grade
            own.setdefault(review.reviewer, []).append(graded_at)
            if len(reviews) > 1:
                others = (sum(places) - place) / (len(places) - 1)
                distances.setdefault(review.reviewer, []).append(place - others)
    below = form.grades.below_good
    for reader, given in sorted(own.items()):
        ordered = sorted(given)
        middle = len(ordered) // 2
        halves = [
            (sum(grade in below for _, _, grade in half), len(half))
            for half in (ordered[:middle], ordered[middle:])
        ]
        yield ReaderGrades(
            reader=reader,
            cases=tuple(case for _, case, _ in given),
            below_good=sum(n for n, _ in halves),
            halves=(halves[0], halves[1]),
            distances=tuple(distances.get(reader, ())),
        )


def reading_checks_tables(found: ReadingChecks) -> Iterator[Table]:
    """Set T11.4 to T11.7; none where no case was read twice."""
    if found.by_area:
        title = message("Agreement of second reads by area")
        yield _agreed_table("T11.4", title, message("Area"), found.by_area, in_order=True)
    if found.by_item:
        title = message("Agreement of second reads by item")
        yield _agreed_table("T11.5", title, message("Item"), found.by_item, in_order=False)
    if found.by_pair:
        title = message("Agreement of second reads by pair of readers")
        yield _agreed_table("T11.6", title, message("Readers"), found.by_pair, in_order=True)
    if len(found.readers) > 1:
        yield _readers_table(found.readers)


def coefficient_cells(found: Coefficient | None) -> tuple[Cell, Cell]:
    """Set a coefficient and its interval."""
    if found is None:
        return None, None
    value = Measure(value=found.value, decimals=3)
    if found.low is None or found.high is None:
        return value, None
    return value, Span(low=found.low, high=found.high, decimals=3)


def _agreed_table(
    id: str,  # noqa: A002 - the table's own name for it
    title: Message,
    corner: Message,
    found: Sequence[Agreed],
    *,
    in_order: bool,
) -> Table:
    name = message("Gwet's AC2, linear weights") if in_order else message("Gwet's AC1")
    rows = []
    for one in found:
        measured = one.agreement
        coefficient = measured.ac2_linear if in_order else measured.ac1
        cells: tuple[Cell, ...] = (
            Counted(n=measured.n, cases=one.cases),
            Counted(n=measured.exact.n),
            measured.exact,
            wilson(measured.exact.n, measured.n),
            *coefficient_cells(coefficient),
        )
        rows.append(Row(code=one.code, label=one.label, cells=cells))
    return Table(
        id=id,
        title=title,
        headings=(
            Heading(label=corner),
            Heading(label=message("Read by more than one")),
            Heading(label=message("All agree")),
            Heading(label=message("All agree, %")),
            Heading(label=message("95% interval")),
            Heading(label=name),
            Heading(label=message("95% interval of the coefficient")),
        ),
        rows=tuple(rows),
        notes=(
            message(
                "A coefficient is left out where there are fewer than 10 cases, or "
                "only one answer was used. Each interval is for its own row only."
            ),
        ),
    )


def _readers_table(readers: Sequence[ReaderGrades]) -> Table:
    drift = compared([(*reader.halves[0], *reader.halves[1]) for reader in readers])
    rows = [
        Row(
            label=verbatim(reader.reader),
            cells=(
                Counted(n=len(reader.cases), cases=reader.cases),
                Counted(n=reader.below_good),
                share(reader.below_good, len(reader.cases)),
                wilson(reader.below_good, len(reader.cases)),
                Counted(n=len(reader.distances)),
                *_distance_cells(reader.distances),
                change.points,
                change.interval,
                chance_cell(change.adjusted),
            ),
        )
        for reader, change in zip(readers, drift, strict=True)
    ]
    return Table(
        id="T11.7",
        title=message("Each reader's grades, as a check"),
        headings=(
            Heading(label=message("Reader")),
            Heading(label=message("Graded")),
            Heading(label=message("Below good")),
            Heading(label=message("Below good, %")),
            Heading(label=message("95% interval")),
            Heading(label=message("Also graded by others")),
            Heading(label=message("Grades worse than theirs, mean")),
            Heading(label=message("95% interval of the mean")),
            Heading(label=message("Second half minus first, points")),
            Heading(label=message("95% interval of that")),
            Heading(label=message("p, adjusted")),
        ),
        rows=tuple(rows),
        notes=(
            message(
                "Readers are in order of name. They read different cases, so different shares "
                "do not mean different standards. Compare readers only on cases that others "
                "also graded, and remember that a few such cases show little."
            ),
            message(
                "The halves are a reader's graded reviews in order of their last "
                "change. p is adjusted by Holm's method for all readers."
            ),
        ),
    )


def _distance_cells(distances: Sequence[float]) -> tuple[Cell, Cell]:
    """Set the mean distance, with Student's interval where ten cases or more tell it."""
    n = len(distances)
    if n < LEAST_FOR_COEFFICIENTS:
        return None, None
    middle = mean(distances)
    reach = t_quantile(n - 1) * sqrt(variance(distances) / n)
    if not reach:
        return Measure(value=middle, decimals=2), None
    return (
        Measure(value=middle, decimals=2),
        Span(low=middle - reach, high=middle + reach, decimals=2),
    )

"""The tables that may be published: counts of graded cases, small ones left out for good.

All are counted over the same cases, those with a settled grade, and share their totals, so that no
two of them can be subtracted from each other. Totals are never small: rows and columns of few cases
are put together. Nothing is in them that a person wrote.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import EarlierVisit
from reviewer.domain.message import Message, message, verbatim
from reviewer.domain.published_counts import WHOLE
from reviewer.figures.by_type import types_of
from reviewer.figures.case_figures import CaseFigures, UngradedPlace
from reviewer.figures.cross import BLANK, NOT_ANSWERED, Named, named_at
from reviewer.figures.design import Design
from reviewer.figures.design_notes import interval_note
from reviewer.figures.intervals import tenths_of, wilson
from reviewer.figures.publication_delays import delays_table
from reviewer.figures.publication_rows import areas_table, items_table
from reviewer.figures.published import (
    Cases,
    Codes,
    Group,
    PublishedTable,
    Symbol,
    Value,
    grouped,
    ids_of,
    shown,
)
from reviewer.figures.suppression import suppressed, suppressed_in_row

LEAST_THRESHOLD: Final = 3
"""A lower one hides nothing: a count of 1 or 2 shows one person another."""


_NOTES: Final = (
    message(
        "These tables count the cases with a settled grade. Cases that were "
        "excluded, not gradeable, unsettled or not reviewed are in the first "
        "table only."
    ),
    message(
        "Rows and columns with fewer cases than the threshold are combined "
        "as “Other”, grades only with others on the same side of good. Counts from 1 to below the "
        "threshold are left out, and so are others from which they could be worked out."
    ),
    message("Below good is every graded case that is not graded good or better."),
    message("A case can be rated in several areas, so the areas add up to more than the cases."),
    message("Earlier visits were counted from their own workbooks, or entered by the inspectors."),
    message(
        "A case may have several delays; a count of delays is left out where they are of fewer "
        "cases than the threshold. Half of the delays took the median or longer, counting delays "
        "still open as open (Kaplan–Meier estimate). It is given for ten delays or more."
    ),
)
"""The notes that tables refer to, by number from 1, before that on how the cases were chosen."""

_DESIGN_NOTE: Final = len(_NOTES) + 1


def notes_of(design: Design) -> tuple[Message, ...]:
    """Return all notes, the last of them on how the cases were chosen."""
    if not design.weighs:
        return *_NOTES, interval_note(design)
    return (
        *_NOTES,
        message(
            "The cases were drawn at random in strata that count differently, so no shares are "
            "given for this visit: a share of these counts would not be that of all cases."
        ),
    )


def published_tables(
    form: Form,
    cases: Sequence[CaseFigures],
    earlier: Sequence[EarlierVisit],
    threshold: int,
    design: Design,
) -> tuple[PublishedTable, ...]:
    """Set the tables of a publication; raises ValueError for a threshold below 3.

    Of cases that count differently by the design no share is given: with the estimate for all
    cases beside the counts, those of a stratum could be worked out.
    """
    if threshold < LEAST_THRESHOLD:
        raise ValueError(threshold)
    making = _Publication(form, cases, threshold, weighs=design.weighs)
    found = (
        making.outcome(),
        *making.crosses(),
        areas_table(form, making.graded, threshold),
        items_table(form, making.graded, threshold),
    )
    delays = delays_table(form, making.graded, threshold)
    visits = making.visits(earlier)
    return tuple(table for table in (*found, delays, visits) if table is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The rows or the columns of a cross-table; `code_of` says to which a case belongs."""

    label: Message
    names: tuple[Named, ...]
    code_of: Callable[[CaseFigures], str]
    grades: bool = False

    def of(self, case: CaseFigures) -> str:
        """Return the code of a case, that of no answer for one without a name."""
        code = self.code_of(case)
        return code if any(name.code == code for name in self.names) else BLANK


class _Publication:
    """A publication in the making."""

    def __init__(
        self, form: Form, cases: Sequence[CaseFigures], threshold: int, *, weighs: bool
    ) -> None:
        self._weighs = weighs
        self._form = form
        self._every = cases
        self.graded = [case for case in cases if case.place in form.grades.graded]
        self._threshold = threshold

    def outcome(self) -> PublishedTable:
        """Count what became of the list."""
        labels: dict[str, Message] = {
            **{str(g): verbatim(self._form.grades.label(g)) for g in self._form.grades.ungraded},
            UngradedPlace.UNSETTLED: message("Unsettled"),
            UngradedPlace.EXCLUDED: message("Excluded, with a reason"),
            UngradedPlace.OUTSTANDING: message("Outstanding"),
        }
        found = [ids_of(self.graded), *(self._at(place) for place in labels)]
        counts = list(map(len, found))
        values = shown(counts, suppressed_in_row(counts, self._threshold))
        names = (message("Graded"), *labels.values())
        rows = [(label, (value,)) for label, value in zip(names, values, strict=True)]
        rows.append((message("Cases in the list"), (len(self._every),)))
        return PublishedTable(
            name="Cases",
            title=message("Outcome of the cases in the list"),
            headings=(message("Outcome"), message("Cases")),
            rows=tuple(rows),
            notes=(2,),
            behind=tuple((cases,) for cases in (*found, ids_of(self._every))),
            codes=Codes(
                rows=(("graded",), *((str(place),) for place in labels), WHOLE),
                columns=(("cases",),),
            ),
        )

    def _at(self, place: str) -> Cases:
        return ids_of(case for case in self._every if case.place == place)

    def crosses(self) -> Iterator[PublishedTable]:
        """Cross case types, supervision and delay with the grades, and with each other."""
        form = self._form
        types = _Side(
            label=message("Case type"),
            names=types_of(form, self.graded),
            code_of=lambda case: case.standing.type,
        )
        yield self._by_grade("Grades_by_type", types, message("Grades by case type"))
        supervision = self._flag(message("Supervision"), form.roles.supervision)
        delay = self._flag(message("Delay"), form.roles.delay)
        if supervision is not None:
            title = message("Grades by supervision")
            yield self._by_grade("Grades_by_supervision", supervision, title)
        if delay is not None:
            yield self._by_grade("Grades_by_delay", delay, message("Grades by delay"))
        if supervision is not None:
            title = message("Supervision by case type")
            yield self._cross("Supervision_by_type", types, supervision, title)
        if delay is not None:
            yield self._cross("Delay_by_type", types, delay, message("Delay by case type"))
        if supervision is not None and delay is not None:
            title = message("Delay by supervision")
            yield self._cross("Delay_by_supervision", delay, supervision, title)

    def _flag(self, label: Message, key: Key) -> _Side | None:
        """Return the answers to a flag; None where the form does not ask for it."""
        names = named_at(self._form, key) if key else ()
        return _Side(label=label, names=names, code_of=lambda c: c.get(key)) if names else None

    def _by_grade(self, name: str, down: _Side, title: Message) -> PublishedTable:
        grades = self._form.grades
        across = _Side(
            label=message("Grade"),
            grades=True,
            names=tuple(
                Named(code=grade, label=verbatim(grades.label(grade))) for grade in grades.graded
            ),
            code_of=lambda case: case.place,
        )
        return self._cross(name, down, across, title, graded=True)

    def _cross(
        self, name: str, down: _Side, across: _Side, title: Message, *, graded: bool = False
    ) -> PublishedTable:
        """Cross two sides; `graded` says that the columns are grades, which have a share."""
        rows, columns = self._groups(down), self._groups(across)
        placed = [(down.of(case), across.of(case), case.id) for case in self.graded]
        members = [
            [
                tuple(case for one, other, case in placed if one in row and other in column)
                for _, column in columns
            ]
            for _, row in rows
        ]
        counts = [list(map(len, row)) for row in members]
        hidden = suppressed(counts, self._threshold)
        below = frozenset(map(str, self._form.grades.below_good))
        pure = graded and all(codes <= below or not codes & below for _, codes in columns)
        lines: list[tuple[Message, tuple[Value, ...]]] = []
        for at, (label, _) in enumerate(rows):
            cells = shown(counts[at], {place for row, place in hidden if row == at})
            whole = Symbol.CONFIDENTIAL not in cells and pure
            n = sum(c for c, (_, codes) in zip(counts[at], columns, strict=True) if codes <= below)
            cells.append(sum(counts[at]))
            lines.append(
                (label, (*cells, *(self._share(n, sum(counts[at]), whole) if graded else ())))
            )
        totals = [sum(column) for column in zip(*counts, strict=True)] if counts else []
        n = sum(c for c, (_, codes) in zip(totals, columns, strict=True) if codes <= below)
        last = self._share(n, sum(totals), pure) if graded else ()
        lines.append((message("All"), (*totals, sum(totals), *last)))
        return PublishedTable(
            name=name,
            title=title,
            headings=(
                down.label,
                *(label for label, _ in columns),
                message("All"),
                *(_SHARE_HEADINGS if graded else ()),
            ),
            rows=tuple(lines),
            notes=(1, 2, 3, _DESIGN_NOTE) if graded else (1, 2),
            behind=_behind(members, [codes <= below for _, codes in columns] if graded else None),
            codes=Codes(
                rows=(*(tuple(sorted(codes)) for _, codes in rows), WHOLE),
                columns=(*(tuple(sorted(codes)) for _, codes in columns), WHOLE),
            ),
        )

    def _share(self, n: int, of: int, whole: bool) -> tuple[Value, ...]:  # noqa: FBT001 - whether the row is whole is the question
        if not whole:
            return (Symbol.CONFIDENTIAL,) * 3
        return (Symbol.NOT_AVAILABLE,) * 3 if self._weighs else _shares(n, of)

    def _groups(self, side: _Side) -> list[Group]:
        members: defaultdict[str, list[CaseId]] = defaultdict(list)
        for case in self.graded:
            members[side.of(case)].append(case.id)
        names = list(side.names)
        if BLANK in members and all(name.code != BLANK for name in names):
            names.append(Named(code=BLANK, label=NOT_ANSWERED))
        if side.grades:
            return self._grade_groups(names, members)
        return grouped(names, members, self._threshold)

    def _grade_groups(
        self, names: Iterable[Named], members: Mapping[str, Sequence[CaseId]]
    ) -> list[Group]:
        """Put grades together on their own side of good, where neither side has few cases."""
        below = frozenset(map(str, self._form.grades.below_good))
        sides = [[n for n in names if (n.code in below) is worse] for worse in (False, True)]
        sizes = [sum(len(members[n.code]) for n in side if n.code in members) for side in sides]
        if any(0 < size < self._threshold for size in sizes):
            return grouped([*sides[0], *sides[1]], members, self._threshold)
        found = []
        for side, whole, rest in zip(sides, _SIDES, _REST_OF_SIDES, strict=True):
            used = {name.code for name in side if name.code in members}
            for label, codes in grouped(side, members, self._threshold):
                together = whole if used <= codes else rest
                found.append((together if len(codes) > 1 else label, codes))
        return found

    def visits(self, earlier: Sequence[EarlierVisit]) -> PublishedTable | None:
        """Set this visit beside earlier ones."""
        if not earlier:
            return None
        worse = ids_of(c for c in self.graded if c.place in self._form.grades.below_good)
        every = [(verbatim(v.label), v.below_good, v.graded) for v in earlier]
        every.append((message("This visit"), len(worse), len(self.graded)))
        rows: list[tuple[Message, tuple[Value, ...]]] = []
        for at, (label, n, of) in enumerate(every):
            if suppressed_in_row([n, of - n], self._threshold):
                rows.append((label, (Symbol.CONFIDENTIAL, of, *(Symbol.CONFIDENTIAL,) * 3)))
            else:
                own = at == len(earlier)
                rows.append(
                    (label, (n, of, *(self._share(n, of, whole=True) if own else _shares(n, of))))
                )
        return PublishedTable(
            name="Visits",
            title=message("Cases below good, by visit"),
            headings=(
                message("Visit"),
                message("Below good"),
                message("Graded"),
                *_SHARE_HEADINGS,
            ),
            rows=tuple(rows),
            notes=(1, 2, 3, 5, _DESIGN_NOTE),
            behind=(
                *(((),) * 5 for _ in earlier),
                (worse, ids_of(self.graded), worse, worse, worse),
            ),
        )


def _behind(
    members: Sequence[Sequence[Cases]], below: Sequence[bool] | None
) -> tuple[tuple[Cases, ...], ...]:
    """Return the cases behind a cross-table, its totals and, of grades, its shares below good."""
    rows = [*members, [sum(column, ()) for column in zip(*members, strict=True)]]
    found = []
    for row in rows:
        line = [*row, sum(row, ())]
        if below is not None:
            worse = sum((cases for cases, is_below in zip(row, below, strict=True) if is_below), ())
            line += [worse, worse, worse]
        found.append(tuple(line))
    return tuple(found)


def _shares(n: int, of: int) -> tuple[Value, ...]:
    interval = wilson(n, of)
    if interval is None:
        return (Symbol.NOT_AVAILABLE,) * 3
    return tenths_of(n, of) / 10, interval.low / 10, interval.high / 10


_SIDES: Final = (message("Good or better"), message("Below good"))
_REST_OF_SIDES: Final = (message("Other good or better"), message("Other below good"))
_SHARE_HEADINGS: Final = (
    message("Below good, %"),
    message("95% interval, from"),
    message("95% interval, to"),
)

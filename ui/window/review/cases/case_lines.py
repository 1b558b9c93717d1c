"""The lines of the case list, and which of them a search and filters leave."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from reviewer.app.store import ListedCases
from reviewer.domain.case import Case
from reviewer.domain.grades import OUT, Status
from reviewer.domain.ids import CaseId, Key, short_number
from reviewer.domain.progress import Progress
from ui.window.review.cases.case_line import CaseLine, LineWriter


class CaseFilter(StrEnum):
    """The filters."""

    MINE = "mine"
    RETURNED = "returned"
    POSTPONED = "not sure"
    OPEN = "open"
    FLAGGED = "flagged"
    BELOW_GOOD = "below good"
    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    OUT = "excluded or replaced"
    REFERRAL = "referral open"
    SECOND_READ = "second read"
    FINDINGS = "to correct or explain"
    CHANGED = "changed since export"


class Sorting(StrEnum):
    """The orders of the list; open referrals are always on top."""

    NUMBER = "number"
    TYPE = "type"
    GRADE = "grade"
    PERCENT = "percent"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for: cases that hold every word and meet every filter, in an order.

    `only` are the cases behind a figure, None where all may be shown.
    """

    words: tuple[str, ...] = ()
    filters: frozenset[CaseFilter] = frozenset()
    sorting: Sorting = Sorting.NUMBER
    only: frozenset[CaseId] | None = None


FindTyped = Callable[[str], Collection[CaseId]]
"""Finds the cases with a word in their typed texts that begins so."""

LEAST_LETTERS: Final = 3
"""Shorter words are looked for in numbers, types and units only: they begin every other note."""

_OPEN: Final = frozenset({Status.NOT_STARTED, Status.IN_PROGRESS})
_INSPECTOR: Final = Key("inspector")

_TESTS: Final[Mapping[CaseFilter, Callable[[LineWriter, Progress], bool]]] = {
    CaseFilter.OPEN: lambda _, line: line.status in _OPEN,
    CaseFilter.FLAGGED: lambda words, line: (
        line.referral_open
        or line.supervision not in words.untroubled
        or line.delay not in words.timely
    ),
    CaseFilter.BELOW_GOOD: lambda words, line: line.grade in words.grades.below_good,
    CaseFilter.NOT_STARTED: lambda _, line: line.status is Status.NOT_STARTED,
    CaseFilter.IN_PROGRESS: lambda _, line: line.status is Status.IN_PROGRESS,
    CaseFilter.COMPLETE: lambda _, line: line.status is Status.COMPLETE,
    CaseFilter.OUT: lambda _, line: line.status in OUT,
    CaseFilter.REFERRAL: lambda _, line: line.referral_open,
    CaseFilter.FINDINGS: lambda _, line: line.findings > 0,
}
"""The filters that look at where a review stands; one that is not begun is open."""

_NOT_BEGUN: Final = frozenset({CaseFilter.OPEN, CaseFilter.NOT_STARTED})


def _nothing_typed(word: str) -> Collection[CaseId]:  # noqa: ARG001 - as one that finds
    return ()


class Lines:
    """Every case of the list. A line is made when it is shown.

    Each filter is the set of cases that meet it, so that none has to look at the lines; what
    the cases are searched and sorted by in words is read once, after the first page or when a
    search comes before. `typed` finds cases by what is typed into their reviews.
    """

    def __init__(
        self,
        words: LineWriter,
        cases: ListedCases,
        progress: Mapping[CaseId, Progress],
        typed: FindTyped = _nothing_typed,
    ) -> None:
        self._words = words
        self._cases = cases
        self._ids = cases.ids
        self._progress = dict(progress)
        self._typed = typed
        self.has_referrals = words.has_referrals
        self.has_flags = words.has_flags
        self._exported_at = ""
        self._made: dict[CaseId, CaseLine] = {}
        self._texts: dict[CaseId, str] = {}
        self._types: dict[CaseId, str] = {}
        self._meeting = self._members()
        self._numbered = self._pinned()

    def __len__(self) -> int:
        return len(self._ids)

    def line(self, case_id: CaseId) -> CaseLine | None:
        """Return the line of a case, None where the list has none of that id."""
        if case_id not in self._made:
            case = self._cases.case(case_id)
            if case is None:
                return None
            self._made[case_id] = self._words.line(case, self._progress.get(case_id))
        return self._made[case_id]

    def put(self, case: Case, progress: Progress | None) -> None:
        """Take a case as it is now; without progress nothing of it was touched."""
        if progress is None:
            self._progress.pop(case.id, None)
        else:
            self._progress[case.id] = progress
        referred = self.count(CaseFilter.REFERRAL)
        for filter_, cases in self._meeting.items():
            (cases.add if self._meets(filter_, case) else cases.discard)(case.id)
        if referred != self.count(CaseFilter.REFERRAL):
            self._numbered = self._pinned()
        self._made[case.id] = self._words.line(case, progress)
        self._note_words(case)

    def compare(self, exported_at: str) -> bool:
        """Compare with an export made at this stamp, empty for none; say if that is another."""
        if exported_at == self._exported_at:
            return False
        self._exported_at = exported_at
        changed = {id_ for id_, line in self._progress.items() if self._changed(line)}
        self._meeting[CaseFilter.CHANGED] = changed
        return True

    def count(self, filter_: CaseFilter) -> int:
        """Return how many cases meet a filter."""
        return len(self._meeting[filter_])

    def read_words(self) -> None:
        """Read what every case is searched and sorted by."""
        if len(self._texts) < len(self):
            for case in self._cases.all():
                if case.id not in self._texts:  # what was put since is newer
                    self._note_words(case)

    def found(self, search: Search) -> list[CaseId]:
        """Return the cases looked for, open referrals on top, equals in the list's order."""
        kept = self._kept(search)
        if search.words or search.sorting is Sorting.TYPE:
            self.read_words()
        texts = self._texts
        for word in search.words:
            noted = self._typed(word) if len(word) >= LEAST_LETTERS else ()
            kept = [case for case in kept if word in texts[case] or case in noted]
        if search.sorting is not Sorting.NUMBER:
            newest_first = search.sorting is Sorting.CHANGED
            kept.sort(key=self._key(search.sorting), reverse=newest_first)
            kept.sort(key=lambda case: case not in self._meeting[CaseFilter.REFERRAL])
        # A number typed out is the case meant, wherever else its digits stand.
        numbers = {word.lstrip("0") for word in search.words if word.isdigit()}
        if numbers:
            kept.sort(key=lambda case: short_number(case).lstrip("0") not in numbers)
        return kept

    def _kept(self, search: Search) -> list[CaseId]:
        meeting: list[AbstractSet[CaseId]] = [self._meeting[filter_] for filter_ in search.filters]
        if search.only is not None:
            meeting.append(search.only)
        if not meeting:
            return list(self._numbered)
        wanted, *others = sorted(meeting, key=len)
        for cases in others:
            wanted = wanted & cases  # and not `&=`: a search changes no filter
        return [case for case in self._numbered if case in wanted]

    def _members(self) -> dict[CaseFilter, set[CaseId]]:
        """Return who meets each filter, without a look at those of which nothing is known."""
        begun, words = self._progress, self._words
        meeting = {
            filter_: {case for case, line in begun.items() if test(words, line)}
            for filter_, test in _TESTS.items()
        }
        untouched = set(self._ids).difference(begun)
        for filter_ in _NOT_BEGUN:
            meeting[filter_] = untouched | meeting[filter_]
        given = self._cases.naming(_INSPECTOR)
        mine = {case.id for case in given if words.is_mine(case)}
        meeting[CaseFilter.MINE] = mine
        meeting[CaseFilter.SECOND_READ] = {case.id for case in given if case.id in begun} - mine
        meeting[CaseFilter.RETURNED] = set(words.returned)
        meeting[CaseFilter.POSTPONED] = set(words.postponed)
        meeting[CaseFilter.CHANGED] = set()
        return meeting

    def _pinned(self) -> list[CaseId]:
        """Return the list's order with open referrals on top."""
        top = self._meeting[CaseFilter.REFERRAL]
        if not top:
            return list(self._ids)
        pinned = [case for case in self._ids if case in top]
        return pinned + [case for case in self._ids if case not in top]

    def _meets(self, filter_: CaseFilter, case: Case) -> bool:
        line = self._progress.get(case.id)
        match filter_:
            case CaseFilter.MINE:
                return self._words.is_mine(case)
            case CaseFilter.SECOND_READ:
                given = bool(case.get(_INSPECTOR)) and not self._words.is_mine(case)
                return given and line is not None
            case CaseFilter.RETURNED:
                return case.id in self._words.returned
            case CaseFilter.POSTPONED:
                return case.id in self._words.postponed
            case CaseFilter.CHANGED:
                return line is not None and self._changed(line)
            case _:
                return (
                    _TESTS[filter_](self._words, line)
                    if line is not None
                    else filter_ in _NOT_BEGUN
                )

    def _changed(self, line: Progress) -> bool:
        return bool(self._exported_at) and line.changed_at > self._exported_at

    def _note_words(self, case: Case) -> None:
        type_word = self._words.type_of(case, self._progress.get(case.id))
        self._types[case.id] = type_word
        self._texts[case.id] = self._words.searched(case, type_word)

    def _key(self, sorting: Sorting) -> Callable[[CaseId], Any]:
        begun = self._progress
        match sorting:
            case Sorting.TYPE:
                return self._types.__getitem__
            case Sorting.GRADE:
                grades = self._words.grades
                worst_first = [*reversed(grades.graded), *grades.ungraded]
                order = {str(grade): place for place, grade in enumerate(worst_first)}
                last = len(order)
                places = {case: order.get(line.grade, last) for case, line in begun.items()}
                return lambda case: places.get(case, last)
            case Sorting.PERCENT:
                return lambda case: -begun[case].percent if case in begun else 0
            case _:
                return lambda case: begun[case].changed_at if case in begun else ""

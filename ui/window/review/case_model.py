"""The case list as Qt sees it: filtering and sorting ten thousand lines in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt

from reviewer.domain.grades import Status
from reviewer.domain.ids import CaseId
from ui.window.review.case_lines import CaseLine, Sieve, Sorting, in_order, sifted
from ui.window.words import tooltip

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """Our own data role: the whole line."""

    LINE = Qt.ItemDataRole.UserRole


FindTyped = Callable[[str], Collection[CaseId]]

LEAST_LETTERS = 3
"""Shorter words are looked for in numbers, types and units only: they begin every other note."""


def _nothing_typed(word: str) -> Collection[CaseId]:  # noqa: ARG001 - as one that finds
    return ()


class CaseModel(QStringListModel):
    """The lines that a search and filters leave.

    It filters itself: a proxy asks Python once a row and once a comparison, which at ten
    thousand cases is half a second; one pass over a list is some milliseconds. It rests on
    Qt's model of strings, the ids, so that laying out the rows does not ask Python either.
    """

    def __init__(self) -> None:
        super().__init__()
        self._all: dict[CaseId, CaseLine] = {}
        self._shown: list[CaseId] = []
        self._rows: dict[CaseId, int] = {}
        self._words: tuple[str, ...] = ()
        self._sieves: frozenset[Sieve] = frozenset()
        self._only: frozenset[CaseId] | None = None
        self._sorting = Sorting.NUMBER
        self._exported_at = ""
        self._typed: FindTyped = _nothing_typed

    def look_in(self, typed: FindTyped) -> None:
        """Search what was typed into reviews too: `typed` finds it by a word's beginning."""
        self._typed = typed

    def fill(self, lines: Iterable[CaseLine], exported_at: str) -> None:
        """Hold other lines."""
        self._all = {line.id: line for line in lines}
        self._exported_at = exported_at
        self._sift()

    def compare(self, exported_at: str) -> None:
        """Compare with another export from now on."""
        if exported_at != self._exported_at:
            self._exported_at = exported_at
            self._sift()

    def put(self, line: CaseLine) -> None:
        """Change one line where it stands; it is filtered and sorted at the next search."""
        self._all[line.id] = line
        row = self._rows.get(line.id)
        if row is not None:
            place = self.index(row)
            self.dataChanged.emit(place, place)

    def search(self, words: str, sieves: Collection[Sieve], sorting: Sorting) -> None:
        """Show what holds every word and meets every filter, in an order."""
        wanted = tuple(words.casefold().split()), frozenset(sieves), sorting
        if wanted != (self._words, self._sieves, self._sorting):
            self._words, self._sieves, self._sorting = wanted
            self._sift()

    def restrict(self, cases: Collection[CaseId] | None) -> None:
        """Show only these cases from now on, whatever is searched for; None is all."""
        self._only = None if cases is None else frozenset(cases)
        self._sift()

    def shown(self) -> tuple[CaseId, ...]:
        """Return the cases shown, in their order."""
        return tuple(self._shown)

    def lines(self) -> Iterable[CaseLine]:
        """Return every line, whatever is shown."""
        return self._all.values()

    def line(self, case_id: CaseId) -> CaseLine | None:
        """Return the line of a case."""
        return self._all.get(case_id)

    def row_of(self, case_id: CaseId) -> int:
        """Return the row that shows a case, -1 where it is filtered out."""
        return self._rows.get(case_id, -1)

    def case_at(self, row: int) -> CaseId | None:
        """Return the case shown in a row, None outside."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def done(self) -> tuple[int, int, int]:
        """Return how many cases are complete, how many out of the sample, and how many in all."""
        count = Counter(line.status for line in self._all.values())
        out = count[Status.EXCLUDED] + count[Status.REPLACED]
        return count[Status.COMPLETE], out, len(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        """Return a line, its words, or its tooltip."""
        case_id = self.case_at(index.row())
        if case_id is None:
            return None
        line = self._all[case_id]
        match role:
            case Role.LINE:
                return line
            case Qt.ItemDataRole.DisplayRole:
                return f"{line.number} {line.type}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return line.spoken
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(line.id, line.spoken)
        return None

    def flags(self, index: Index, /) -> Qt.ItemFlag:
        """Let lines be chosen, never edited or dropped on."""
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return chosen if index.isValid() else Qt.ItemFlag.NoItemFlags

    def _sift(self) -> None:
        kept: Iterable[CaseLine] = self._all.values()
        if self._only is not None:
            kept = [line for line in kept if line.id in self._only]
        kept = sifted(kept, self._sieves, self._exported_at)
        for word in self._words:
            noted = self._typed(word) if len(word) >= LEAST_LETTERS else ()
            kept = [line for line in kept if word in line.search or line.id in noted]
        ordered = in_order(kept, self._sorting)
        # A number typed out is the case meant, wherever else its digits stand.
        numbers = {word.lstrip("0") for word in self._words if word.isdigit()}
        if numbers:
            ordered.sort(key=lambda line: line.number.lstrip("0") not in numbers)
        self._shown = [line.id for line in ordered]
        self._rows = dict(zip(self._shown, range(len(ordered)), strict=True))
        self.setStringList(self._shown)

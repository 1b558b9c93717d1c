"""The case list as Qt sees it: filtering and sorting ten thousand lines in one pass."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt

from reviewer.domain.case import Case
from reviewer.domain.ids import CaseId
from reviewer.domain.progress import Progress
from ui.window.review.case_line import CaseLine
from ui.window.review.case_lines import Lines, Search, Sieve, Sorting
from ui.window.words import tooltip

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """Our own data role: the whole line."""

    LINE = Qt.ItemDataRole.UserRole


class CaseModel(QStringListModel):
    """The lines that a search and filters leave.

    It filters itself: a proxy asks Python once a row and once a comparison, which at ten
    thousand cases is half a second; one pass over a list is some milliseconds. It rests on
    Qt's model of strings, the ids, so that laying out the rows does not ask Python either.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: Lines | None = None
        self._search = Search()
        self._shown: list[CaseId] = []

    def fill(self, lines: Lines) -> None:
        """Hold another list."""
        self._lines = lines
        self._sift()

    def compare(self, exported_at: str) -> None:
        """Compare with an export made at this stamp from now on; empty is none."""
        if self._lines is not None and self._lines.compare(exported_at):
            self._sift()

    def read_words(self) -> None:
        """Read what every case is searched and sorted by, before a search has to."""
        if self._lines is not None:
            self._lines.read_words()

    def put(self, case: Case, progress: Progress | None) -> None:
        """Change one line where it stands; it is filtered and sorted at the next search."""
        if self._lines is not None:
            self._lines.put(case, progress)
            place = self.index(self.row_of(case.id))
            if place.isValid():
                self.dataChanged.emit(place, place)

    def search(self, words: str, sieves: Collection[Sieve], sorting: Sorting) -> None:
        """Show what holds every word and meets every filter, in an order."""
        typed = tuple(words.casefold().split())
        wanted = replace(self._search, words=typed, sieves=frozenset(sieves), sorting=sorting)
        if wanted != self._search:
            self._search = wanted
            self._sift()

    def restrict(self, cases: Collection[CaseId] | None) -> None:
        """Show only these cases from now on, whatever is searched for; None is all."""
        self._search = replace(self._search, only=None if cases is None else frozenset(cases))
        self._sift()

    def shown(self) -> tuple[CaseId, ...]:
        """Return the cases shown, in their order."""
        return tuple(self._shown)

    def line(self, case_id: CaseId) -> CaseLine | None:
        """Return the line of a case."""
        return self._lines.line(case_id) if self._lines is not None else None

    def row_of(self, case_id: CaseId) -> int:
        """Return the row that shows a case, -1 where it is filtered out."""
        try:
            return self._shown.index(case_id)
        except ValueError:
            return -1

    def case_at(self, row: int) -> CaseId | None:
        """Return the case shown in a row, None outside."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def count(self, sieve: Sieve) -> int:
        """Return how many cases meet a filter, whatever is shown."""
        return self._lines.count(sieve) if self._lines is not None else 0

    def __len__(self) -> int:
        return len(self._lines) if self._lines is not None else 0

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        """Return a line, its words, or its tooltip."""
        case_id = self.case_at(index.row())
        line = self.line(case_id) if case_id is not None else None
        if line is None:
            return None
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
        self._shown = self._lines.found(self._search) if self._lines is not None else []
        self.setStringList(self._shown)

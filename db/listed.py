"""The list as one query found it: rows that become cases one by one, where one is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from db import rows
from reviewer.domain.case import Case
from reviewer.domain.ids import CaseId, Key


class ListedRows:
    """The rows of the list in its order; it keeps `reviewer.app.store.ListedCases`."""

    def __init__(self, found: Iterable[rows.Row]) -> None:
        """Keep what was read of the columns id, position and listed."""
        self._rows = {CaseId(row[0]): row for row in found}

    @property
    def ids(self) -> tuple[CaseId, ...]:
        """The cases in the list's order."""
        return tuple(self._rows)

    def case(self, case_id: CaseId) -> Case | None:
        """Return one case, None where the list has none of that id."""
        row = self._rows.get(case_id)
        return rows.case_of(row, json.loads(row[-1])) if row is not None else None

    def naming(self, key: Key) -> tuple[Case, ...]:
        """Return the cases of which the list says something at a key."""
        # In a value a quotation mark has a backslash before it: what is found is a name.
        name = f"{rows.json_text(key)}:"
        return _made([row for row in self._rows.values() if name in row[-1]])

    def all(self) -> tuple[Case, ...]:
        """Return every case."""
        return _made(list(self._rows.values()))


def _made(found: Sequence[rows.Row]) -> tuple[Case, ...]:
    # Parsed as one text: ten thousand cases share the names of their values, in half the time.
    listed = json.loads(f"[{','.join(row[-1] for row in found)}]")
    return tuple(map(rows.case_of, found, listed))

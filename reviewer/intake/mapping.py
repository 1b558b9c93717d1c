"""Which column of a list is which key: by the header, by the cells, or by a person's word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final

from reviewer.cells.sheet import RawCell, is_blank, is_number, text_of
from reviewer.domain.case import LIST_KEYS
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import Key
from reviewer.domain.kinds import Kind
from reviewer.domain.list_words import LIST_WORDS
from reviewer.domain.message import Message, message
from reviewer.domain.quoting import shown
from reviewer.intake.column import MappedColumn
from reviewer.intake.dates import looks_like_date
from reviewer.intake.heading import OWN_NAME, own_keys
from reviewer.intake.synonyms import (
    EXACT,
    PERHAPS,
    fitting_keys,
    normalised_header,
    personal_by_header,
)
from reviewer.intake.values import code_of
from reviewer.intake.vocabulary import Vocabulary

_LOOKED_AT: Final = 300
"""Filled cells of a column that are weighed."""
_MOST: Final = 0.8
_SOME: Final = 0.3
_BY_CONTENT: Final = 30
_FORCE: Final = re.compile(r"\b(?:police|constabulary|heddlu)\b", re.IGNORECASE)
_SERIALS: Final = range(18_264, 73_051)
"""1950 to 2099 as Excel's day numbers."""
_NOTHING_OFFERED: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """The columns by key, why the others are left out, and what was taken by content."""

    columns: Mapping[Key, MappedColumn]
    left_out: tuple[tuple[MappedColumn, Message, bool], ...]
    """Column, reason, and whether it is personal."""
    by_content: tuple[Key, ...]
    personal: Mapping[Key, Message]
    """Mapped columns that hold what no list should have."""
    as_before: tuple[Key, ...] = ()
    """Keys whose column was offered from an earlier list."""
    not_there: tuple[str, ...] = ()
    """Headers that were offered and that this list does not have."""
    contradicted: Mapping[int, tuple[Key, int]] = field(default_factory=dict)
    """Columns, by index, whose cells speak against the key their header names: the key, and the
    index of the first row whose cell was not understood."""

    def without(self, beside: frozenset[int]) -> Mapped:
        """Say of columns, by index, that they belong to another table."""
        why = message("it belongs to another table")
        return replace(
            self,
            left_out=tuple(
                (column, why if column.index in beside else reason, personal)
                for column, reason, personal in self.left_out
            ),
        )


def map_columns(
    columns: Sequence[MappedColumn],
    explicit: Mapping[str, str],
    words: Vocabulary,
    offered: Mapping[str, str] = _NOTHING_OFFERED,
) -> Mapped:
    """Map columns to the list's keys; `explicit` (key → header, empty for none) wins.

    `offered` (the same, from an earlier list) comes next, as far as its headers are there.

    Raises RefusalError for a key the list does not have, and for a header that is not there
    or there twice.
    """
    chosen, closed = _explicit(columns, explicit)
    as_before, not_there = _offered(columns, offered, chosen, closed)
    chosen.update(as_before)
    free = [column for column in columns if column.index not in {c.index for c in chosen.values()}]
    weighed = {column.index: _Cells(column, words) for column in free}
    contradicted = _contradicted(free, weighed)
    for key, column in _by_header(free, weighed):
        taken = {c.index for c in chosen.values()}
        if key not in chosen and key not in closed and column.index not in taken:
            chosen[key] = column
    by_content = _by_content(free, weighed, chosen, closed)
    chosen.update(by_content)
    mapped = {c.index for c in chosen.values()}
    return Mapped(
        columns={key: chosen[key] for key in LIST_KEYS if key in chosen},
        left_out=tuple(
            (c, *_reason(c, contradicted.get(c.index), chosen))
            for c in columns
            if c.index not in mapped
        ),
        by_content=tuple(by_content),
        personal=_personal(chosen),
        as_before=tuple(as_before),
        not_there=not_there,
        contradicted=contradicted,
    )


def _offered(
    columns: Sequence[MappedColumn],
    offered: Mapping[str, str],
    chosen: Mapping[Key, MappedColumn],
    closed: set[Key],
) -> tuple[dict[Key, MappedColumn], tuple[str, ...]]:
    found: dict[Key, MappedColumn] = {}
    not_there: list[str] = []
    for name, header in offered.items():
        key = Key(name)
        if key not in LIST_KEYS or key in chosen or key in closed:
            continue
        try:
            column = named_column(columns, header)
        except RefusalError:
            not_there.append(header)
            continue
        if column.index not in {c.index for c in (*chosen.values(), *found.values())}:
            found[key] = column
    return found, tuple(not_there)


def _explicit(
    columns: Sequence[MappedColumn], explicit: Mapping[str, str]
) -> tuple[dict[Key, MappedColumn], set[Key]]:
    chosen: dict[Key, MappedColumn] = {}
    closed: set[Key] = set()
    for name, header in explicit.items():
        key = Key(name.strip())
        if key not in LIST_KEYS:
            raise RefusalError(
                "unknown-key",
                message(
                    "“{name}” is not a key of a list. The keys are {keys}.",
                    name=name,
                    keys=", ".join(LIST_KEYS),
                ),
            )
        if header.strip():
            chosen[key] = named_column(columns, header)
        else:
            closed.add(key)
    return chosen, closed


def named_column(columns: Sequence[MappedColumn], header: str) -> MappedColumn:
    """Return the column of a header, or of `column D`; raises RefusalError for none or two."""
    exact = [c for c in columns if c.name == " ".join(header.split())]
    loose = [c for c in columns if normalised_header(c.name) == normalised_header(header)]
    letter = [c for c in columns if f"column {c.letter}".casefold() == header.strip().casefold()]
    found = exact or loose or letter
    if len(found) == 1:
        return found[0]
    if found:
        raise RefusalError(
            "header-twice",
            message(
                "The list has the heading “{header}” more than once. Say which: {columns}.",
                header=header,
                columns=", ".join(f"“column {c.letter}”" for c in found),
            ),
        )
    there = ", ".join(f"“{c.name}”" for c in columns)
    raise RefusalError(
        "no-such-column",
        message(
            "The list has no column “{header}”. It has {columns}.", header=header, columns=there
        ),
    )


class _Cells:
    """The first filled cells of a column, weighed against what a key holds."""

    def __init__(self, column: MappedColumn, words: Vocabulary) -> None:
        self.cells = column.filled(_LOOKED_AT)
        self.counted = Counter(self.cells)
        self.words = words
        self.personal = column.personal

    def share(self, fits: Callable[[RawCell], bool]) -> float:
        """Return the share of the cells that fit, asking each different one once."""
        fitting = sum(times for cell, times in self.counted.items() if fits(cell))
        return fitting / len(self.cells) if self.cells else 0.0

    @cached_property
    def dates(self) -> float:
        return self.share(_is_date)

    @property
    def types(self) -> float:
        return self._on(self.words.types)

    @property
    def grades(self) -> float:
        return max(map(self._on, self.words.scales.values()), default=0.0)

    def _on(self, codes: Mapping[str, str]) -> float:
        return self.share(lambda cell: code_of(cell, codes) is not None)

    @property
    def references(self) -> float:
        """Share of different cells with a digit; a running number is no reference."""
        texts = [text_of(cell).strip() for cell in self.cells]
        if texts == [str(n) for n in range(1, len(texts) + 1)]:
            return 0.0
        if self.dates > _SOME and not all(map(is_number, self.cells)):
            return 0.0
        return len({text for text in texts if any(map(str.isdigit, text))}) / len(texts)

    @property
    def forces(self) -> float:
        return self.share(lambda cell: bool(_FORCE.search(text_of(cell))))


def _is_date(cell: RawCell) -> bool:
    return looks_like_date(cell) or _is_serial(cell)


def _is_serial(cell: RawCell) -> bool:
    return is_number(cell) and float(cell).is_integer() and int(cell) in _SERIALS


def _by_header(
    columns: Sequence[MappedColumn], weighed: Mapping[int, _Cells]
) -> list[tuple[Key, MappedColumn]]:
    order = {key: position for position, key in enumerate(LIST_KEYS)}
    found: list[tuple[int, int, int, Key, MappedColumn]] = []
    for column in columns:
        for key, score in fitting_keys(column.name):
            if score < EXACT - 10 and personal_by_header(column.name):
                continue
            weight = _weight(key, score, weighed[column.index])
            if weight:
                found.append((-weight, order[key], column.index, key, column))
    return [(key, column) for *_sorted, key, column in sorted(found, key=lambda f: f[:3])]


def _weight(key: Key, score: int, cells: _Cells) -> int:
    """Return how well a column fits a key; 0 where its cells do not fit."""
    if not cells.cells:
        return score // 2
    if LIST_KEYS[key] is Kind.DATE:
        dates = cells.dates
        if dates >= (_MOST if score <= PERHAPS else _SOME):
            return score + round(_BY_CONTENT * dates)
        return score // 2 if score >= OWN_NAME else 0
    if key in _FITS:
        share = _FITS[key](cells)
        needed = _SOME if score <= PERHAPS else 0.0
        return score + round(_BY_CONTENT * share) if share >= needed else 0
    return 0 if score <= PERHAPS and cells.personal else score


def _contradicted(
    free: Sequence[MappedColumn], weighed: Mapping[int, _Cells]
) -> dict[int, tuple[Key, int]]:
    """Find the columns whose header names dates that hardly any cell is."""
    found = {}
    for column in free:
        cells = weighed[column.index]
        keys = [key for key, _fit in fitting_keys(column.name) if LIST_KEYS[key] is Kind.DATE]
        if keys and cells.cells and cells.dates < _SOME and not personal_by_header(column.name):
            rows = (i for i, c in enumerate(column.cells) if not is_blank(c) and not _is_date(c))
            found[column.index] = keys[0], next(rows)
    return found


_FITS: Final = {
    Key("reference"): lambda cells: cells.references,
    Key("type"): lambda cells: cells.types,
    Key("force_grade"): lambda cells: cells.grades,
    Key("force"): lambda cells: cells.forces,
}


def _by_content(
    columns: Sequence[MappedColumn],
    weighed: Mapping[int, _Cells],
    chosen: Mapping[Key, MappedColumn],
    closed: set[Key],
) -> dict[Key, MappedColumn]:
    """Take a mandatory column by its cells alone where exactly one fits."""
    fits = {Key("type"): 0.5, Key("reported"): 0.9, Key("reference"): 0.97}
    found: dict[Key, MappedColumn] = {}
    for key, needed in fits.items():
        if key in chosen or key in closed:
            continue
        taken = {c.index for c in (*chosen.values(), *found.values())}
        candidates = [
            c
            for c in columns
            if c.index not in taken
            and personal_by_header(c.name) is None
            and c.personal is None
            and _content_share(key, weighed[c.index]) >= needed
        ]
        if len(candidates) == 1:
            found[key] = candidates[0]
    return found


def _content_share(key: Key, cells: _Cells) -> float:
    return cells.dates if key == "reported" else _FITS[key](cells)


def _reason(
    column: MappedColumn,
    contradicted: tuple[Key, int] | None,
    chosen: Mapping[Key, MappedColumn],
) -> tuple[Message, bool]:
    what = personal_by_header(column.name)
    if what:
        return message("its heading says it contains {what}", what=PERSONAL_WORDS[what]), True
    if column.personal:
        return message("its cells look like {what}", what=PERSONAL_WORDS[column.personal]), True
    if column.is_empty:
        return message("it is empty"), False
    if contradicted:
        key, row = contradicted
        return message(
            "its heading says “{key}”, but “{cell}” is not a date",
            key=LIST_WORDS[key],
            cell=shown(text_of(column.cells[row]), 24),
        ), False
    for own in own_keys([column.name]) & chosen.keys():
        other = chosen[Key(own)]
        return message(
            "“{key}” is read from column {letter}, “{column}”",
            key=LIST_WORDS[Key(own)],
            letter=other.letter,
            column=other.name,
        ), False
    return message("it matches nothing that a review uses"), False


_EXPECTED: Final = {
    Key("incident"): "date of birth",
    Key("inspector"): "name",
    Key("reference"): "telephone number",
    Key("area"): "address",
}
"""What is no surprise in a mapped column."""
PERSONAL_WORDS: Final = {
    "name": message("names"),
    "date of birth": message("dates of birth"),
    "address": message("addresses or places"),
    "e-mail address": message("e-mail addresses"),
    "telephone number": message("telephone numbers"),
    "personal number": message("personal numbers"),
}
"""What a column holds that no list should have."""


def _personal(chosen: Mapping[Key, MappedColumn]) -> dict[Key, Message]:
    found = {}
    for key, column in chosen.items():
        what = personal_by_header(column.name) or column.personal
        if what and _EXPECTED.get(key) != what:
            found[key] = PERSONAL_WORDS[what]
    return found

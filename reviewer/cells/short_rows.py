"""Rows of a text file that end early: empty cells left off, or a cell that is lacking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from reviewer.cells.sheet import RawCell, is_blank

_BLOCK: Final = 8
"""Rows below each other that are short alike: Excel leaves off empty cells sixteen rows at a time,
unless one of these rows fills the last column."""
_FEW: Final = 2
"""Short rows, or this many in a hundred, that are slips and no way of writing a file."""


def lacking_a_cell(rows: Mapping[int, Sequence[RawCell]], short: Iterable[int]) -> list[int]:
    """Return which of the short rows, by their numbers, lack a cell and nobody knows which.

    The others only leave off empty cells at their end, as their program does throughout.
    """
    doubtful: list[int] = []
    numbers = enumerate(sorted(short))
    for _run, found in groupby(numbers, lambda item: (item[1] - item[0], len(rows[item[1]]))):
        run = [number for _place, number in found]
        if len(run) < _BLOCK:
            doubtful += run
    own = set(short)
    whole = [row for number, row in rows.items() if number not in own and row]
    leaves_off = not any(is_blank(row[-1]) for row in whole)
    if leaves_off and len(doubtful) > max(_FEW, _FEW * len(rows) // 100):
        return []
    return doubtful

"""What a published table is, and how its rows are put together so that none is small."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reviewer.domain.message import Message, message
from reviewer.figures.cross import Named

Group = tuple[Message, frozenset[str]]
"""The label of a row or column, and the codes that are counted in it."""


class Symbol(StrEnum):
    """What stands where there is no number."""

    CONFIDENTIAL = "[c]"
    NOT_AVAILABLE = "[x]"


Value = int | float | Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTable:
    """One table: its name without spaces, its title, headings, rows, and notes by their number."""

    name: str
    title: Message
    headings: tuple[Message, ...]
    rows: tuple[tuple[Message, tuple[Value, ...]], ...]
    notes: tuple[int, ...] = ()


def shown(counts: Sequence[int], hidden: Collection[int]) -> list[Value]:
    """Return counts with a symbol in the places that are left out."""
    return [Symbol.CONFIDENTIAL if at in hidden else n for at, n in enumerate(counts)]


def grouped(names: Sequence[Named], numbers: Mapping[str, int], threshold: int) -> list[Group]:
    """Put what few cases have together as “Other”, so that no total is small."""
    small = [name for name in names if 0 < numbers.get(name.code, 0) < threshold]
    large = [name for name in names if name not in small]
    together = sum(numbers[name.code] for name in small)
    spare = sorted(
        (name for name in large if numbers.get(name.code)), key=lambda name: numbers[name.code]
    )
    while small and together < threshold and spare:
        least = spare.pop(0)
        large.remove(least)
        small.append(least)
        together += numbers[least.code]
    groups = [(name.label, frozenset({name.code})) for name in large]
    if len(small) == 1:
        groups.append((small[0].label, frozenset({small[0].code})))
    elif small:
        groups.append((message("Other"), frozenset(name.code for name in small)))
    return groups

"""Random data on which a statistic is compared with that of another program, the same each time."""

from __future__ import annotations

import random
from collections.abc import Iterator


def chances(salt: str, sets: int) -> Iterator[random.Random]:
    return (random.Random(f"{salt}/{number}") for number in range(sets))


def lengths(chance: random.Random) -> list[tuple[int, bool]]:
    """Draw how many days each of some delays took, and whether it has ended."""
    most, ends = chance.choice((8, 60, 400)), chance.choice((0.2, 0.6, 0.9, 1.0))
    return [(chance.randint(0, most), chance.random() < ends) for _ in range(chance.randint(2, 80))]


def groups_of_lengths(chance: random.Random) -> list[list[tuple[int, bool]]]:
    return [lengths(chance) for _ in range(chance.randint(2, 5))]


def reads(chance: random.Random, readers: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Draw the grades of some cases, each read by as many as one of `readers` says."""
    found = []
    for _ in range(chance.randint(10, 120)):
        first = chance.choices(range(3), (1, 3, 2))[0]
        others = (
            first if chance.random() < 0.6 else chance.randrange(3)
            for _ in range(chance.choice(readers) - 1)
        )
        found.append((first, *others))
    return found


def reads_of_some(chance: random.Random) -> list[tuple[int, ...]]:
    """Draw the grades of cases that are read by two, or by two to four."""
    return reads(chance, chance.choice(((2,), (2, 3, 4))))

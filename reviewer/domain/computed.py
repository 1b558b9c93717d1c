"""Values a form computes from answers: a closed list of kinds, named in the form file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from reviewer.domain.conditions import Facts, Model, Operand, Value, operand_value
from reviewer.domain.ids import Key
from reviewer.domain.times import day
from reviewer.domain.wording import Text


def days_between(start: str, end: str) -> int | None:
    """Count the days from one ISO day to another; None unless both are whole days."""
    first, last = day(start), day(end)
    return None if first is None or last is None else (last - first).days


def longest_gap(days: Sequence[str]) -> int | None:
    """Return the longest gap in days between neighbouring dates; None for fewer than two."""
    ordered = sorted(date.fromisoformat(text[:10]) for text in days)
    return max(((b - a).days for a, b in pairwise(ordered)), default=None)


class FirstAnswered(Model):
    """The first of the keys that is answered."""

    kind: Literal["first_answered"]
    keys: tuple[Key, ...]

    def value(self, facts: Facts) -> Value:
        """Compute it."""
        return next((v for v in map(facts.value, self.keys) if v is not None), None)


class OverRows(Model):
    """First day, last day, number or longest gap in days of a date column of a rows item."""

    kind: Literal["first", "last", "number", "longest_gap"]
    rows: Key
    column: Key

    def value(self, facts: Facts) -> Value:
        """Compute it; the number counts rows with the column filled in."""
        values = (row.value(self.column) for row in facts.each_row(self.rows))
        days = sorted(str(value) for value in values if value is not None)
        match self.kind:
            case "number":
                return len(days)
            case "longest_gap":
                return longest_gap(days)
            case "first":
                return days[0] if days else None
            case "last":
                return days[-1] if days else None


class DaysBetween(Model):
    """Days from one date to another, the second being the first answered of several.

    Inside a rows item its columns come first, so `end` is the row's own.
    """

    kind: Literal["days_between"]
    rows: Key | None = None
    start: Key
    end: tuple[Key, ...]

    def value(self, facts: Facts) -> Value:
        """Compute it; None where a day is missing."""
        start = facts.value(self.start)
        end = next((v for v in map(facts.value, self.end) if v is not None), None)
        return None if start is None or end is None else days_between(str(start), str(end))


class Product(Model):
    """The product of whole numbers, as three times a standard."""

    kind: Literal["product"]
    of: tuple[Operand, ...]

    def value(self, facts: Facts) -> Value:
        """Compute it; None where a factor is not answered."""
        result = 1
        for factor in self.of:
            value = operand_value(factor, facts)
            if value is None:
                return None
            result *= int(value)
        return result


Computation = Annotated[
    FirstAnswered | OverRows | DaysBetween | Product, Field(discriminator="kind")
]


class Computed(Model):
    """One computed value of a form; `rows` ones belong to each row of that item."""

    key: Key
    label: Text
    value: Computation

"""Conditions and operands of a form: data from a closed list of operators.

In a form file a condition is a mapping with exactly one key, the operator:

    {all: [CONDITION, …]}   {any: [CONDITION, …]}   {not: CONDITION}
    {is: {KEY: CODE}}       {in: {KEY: [CODE, …]}}  {answered: KEY}
    {rows_any: {ITEM: CONDITION over its columns}}
    {compare: [OPERAND, OPERATOR, OPERAND]}         with = != < <= > >=

An operand is a number, `today`, a key, a computed value's name or
`{count: {keys: [KEY, …], in: [CODE, …]}}`. A comparison with an unanswered operand does not
hold.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from reviewer.domain.ids import Key

Value = str | int | None
"""What a key holds when a condition asks: canonical text, a number, or nothing."""


class Facts(Protocol):
    """What a condition asks about one review."""

    def value(self, key: str) -> Value:
        """Return what `key` holds: an answer, a list value, a computed value, `today`."""
        ...

    def codes(self, key: str) -> frozenset[str]:
        """Return the codes answered at `key`; one for a choice, any number for a multi."""
        ...

    def each_row(self, item: str) -> Iterator[Facts]:
        """Yield the facts as seen from each row of `item`: its columns come first."""
        ...


class Model(BaseModel):
    """Part of a form: frozen, and nothing in it that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Asked(Model):
    """A condition or operand; `keys` are those it asks about in its own scope."""

    def keys(self) -> Iterator[str]:
        """Yield each key asked about, outside of rows."""
        yield from ()


class Count(Model):
    """How many of `keys` hold one of the codes."""

    keys: tuple[Key, ...]
    among: tuple[str, ...] = Field(alias="in")

    def over(self, facts: Facts) -> int:
        """Count the keys whose codes meet ours."""
        return sum(not facts.codes(key).isdisjoint(self.among) for key in self.keys)


class CountOperand(Model):
    """The operand `{count: …}`."""

    count: Count


def _number_or_text(value: object) -> object:
    # Scalars of a form file arrive as text, so that a code `NO` stays a code.
    return int(value) if isinstance(value, str) and value.isdecimal() else value


Operand = Annotated[int | str | CountOperand, BeforeValidator(_number_or_text)]


def operand_value(operand: Operand, facts: Facts) -> Value:
    """Return what an operand stands for; None where it is not answered."""
    if isinstance(operand, CountOperand):
        return operand.count.over(facts)
    if isinstance(operand, int):
        return operand
    return facts.value(operand)


def operand_keys(operand: Operand) -> Iterator[str]:
    """Yield the keys an operand asks about."""
    if isinstance(operand, CountOperand):
        yield from operand.count.keys
    elif isinstance(operand, str):
        yield operand


class AllOf(Asked):
    """Holds when every part holds."""

    parts: tuple[Condition, ...] = Field(alias="all")

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds."""
        for part in self.parts:  # noqa: SIM110 - a generator costs more than most conditions
            if not part.holds(facts):
                return False
        return True

    def keys(self) -> Iterator[str]:
        """Yield the keys of every part."""
        for part in self.parts:
            yield from part.keys()


class AnyOf(Asked):
    """Holds when one part holds."""

    parts: tuple[Condition, ...] = Field(alias="any")

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds."""
        for part in self.parts:  # noqa: SIM110 - as above
            if part.holds(facts):
                return True
        return False

    def keys(self) -> Iterator[str]:
        """Yield the keys of every part."""
        for part in self.parts:
            yield from part.keys()


class Not(Asked):
    """Holds when its part does not."""

    part: Condition = Field(alias="not")

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds."""
        return not self.part.holds(facts)

    def keys(self) -> Iterator[str]:
        """Yield the keys of the part."""
        yield from self.part.keys()


class Is(Asked):
    """Holds when the key holds the code (among others, for a multi)."""

    of: dict[Key, str] = Field(alias="is", min_length=1, max_length=1)

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds."""
        ((key, code),) = self.of.items()
        return code in facts.codes(key)

    def keys(self) -> Iterator[str]:
        """Yield the key."""
        yield from self.of


class In(Asked):
    """Holds when the key holds one of the codes."""

    of: dict[Key, tuple[str, ...]] = Field(alias="in", min_length=1, max_length=1)

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds."""
        ((key, codes),) = self.of.items()
        return not facts.codes(key).isdisjoint(codes)

    def keys(self) -> Iterator[str]:
        """Yield the key."""
        yield from self.of


class IsAnswered(Asked):
    """Holds when the key holds anything."""

    key: Key = Field(alias="answered")

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds."""
        return facts.value(self.key) is not None

    def keys(self) -> Iterator[str]:
        """Yield the key."""
        yield self.key


class RowsAny(Asked):
    """Holds when a row of the item meets the condition over its columns."""

    of: dict[Key, Condition] = Field(alias="rows_any", min_length=1, max_length=1)

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds."""
        ((item, condition),) = self.of.items()
        return any(condition.holds(row) for row in facts.each_row(item))

    def keys(self) -> Iterator[str]:
        """Yield the rows item; its columns are another scope."""
        yield from self.of


_DAY = re.compile(r"\d{4}-\d{2}")

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Compare(Asked):
    """Holds when both operands are answered and have this relation.

    Days compare as text in ISO form; a month (`2018-01`) is compared with a day by its month,
    a day with a moment by its day. A text and a number are never in any relation.
    """

    of: tuple[Operand, Literal["=", "!=", "<", "<=", ">", ">="], Operand] = Field(alias="compare")

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds."""
        left_operand, sign, right_operand = self.of
        left, right = operand_value(left_operand, facts), operand_value(right_operand, facts)
        if left is None or right is None:
            return False
        if isinstance(left, str) and isinstance(right, str):
            if _DAY.match(left) and _DAY.match(right):
                shared = min(len(left), len(right))
                left, right = left[:shared], right[:shared]
        elif isinstance(left, str) or isinstance(right, str):
            return False
        return _OPERATORS[sign](left, right)

    def keys(self) -> Iterator[str]:
        """Yield the keys of both operands."""
        yield from operand_keys(self.of[0])
        yield from operand_keys(self.of[2])


def _operator_of(value: object) -> str | None:
    if isinstance(value, Mapping):
        return next(iter(value)) if len(value) == 1 else None
    return _TAGS.get(type(value))


Condition = Annotated[
    Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Is, Tag("is")]
    | Annotated[In, Tag("in")]
    | Annotated[IsAnswered, Tag("answered")]
    | Annotated[RowsAny, Tag("rows_any")]
    | Annotated[Compare, Tag("compare")],
    Discriminator(
        _operator_of,
        custom_error_type="condition",
        custom_error_message="no condition",
    ),
]

_TAGS: Mapping[type, str] = {
    AllOf: "all", AnyOf: "any", Not: "not", Is: "is", In: "in",
    IsAnswered: "answered", RowsAny: "rows_any", Compare: "compare",
}  # fmt: skip

for _model in (AllOf, AnyOf, Not, RowsAny):
    _model.model_rebuild()

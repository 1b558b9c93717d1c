"""What the conditions of a form may ask about.

A condition is in a scope: the whole review, or one row of a rows item, where the item's
columns come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from reviewer.domain.case import LIST_KEYS
from reviewer.domain.computed import Computation, DaysBetween, FirstAnswered, OverRows
from reviewer.domain.form import Column, Form, Item, Kind
from reviewer.domain.ids import Key
from reviewer.domain.message import Message, term

Path = tuple[str | int, ...]
"""Where in a form file: names and positions from its top."""

Fault = tuple[Path, Message]
"""Where in a form file something is wrong, and what."""


class Family(Enum):
    """What a key holds, as far as comparing goes."""

    WORDS = "words"
    NUMBER = "a number"
    DAY = "a day"
    ROWS = "rows"

    @property
    def called(self) -> Message:
        """What it is called in a sentence."""
        return _FAMILY_WORDS[self]


_FAMILY_WORDS: Final = {
    Family.WORDS: term("what a key of a form holds", "words"),
    Family.NUMBER: term("what a key of a form holds", "a number"),
    Family.DAY: term("what a key of a form holds", "a day"),
    Family.ROWS: term("what a key of a form holds", "rows"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a key may hold; `codes` None means any text, as in a force's list."""

    family: Family
    codes: frozenset[str] | None = frozenset()


Scope = Mapping[str, Held]
"""Every key that may be asked about, and what it may hold."""

_FAMILIES: Final = {
    Kind.CHOICE: Family.WORDS,
    Kind.MULTI: Family.WORDS,
    Kind.TEXT: Family.WORDS,
    Kind.DATE: Family.DAY,
    Kind.DATETIME: Family.DAY,
    Kind.INTEGER: Family.NUMBER,
    Kind.ROWS: Family.ROWS,
}

_OVER_ROWS: Final = {
    "first": Family.DAY,
    "last": Family.DAY,
    "number": Family.NUMBER,
    "longest_gap": Family.NUMBER,
}


def review_scope(form: Form) -> Scope:
    """Return what conditions over a whole review may ask about."""
    scope = {f"case.{key}": _listed(form, key, kind) for key, kind in LIST_KEYS.items()}
    scope["today"] = Held(family=Family.DAY)
    grade = form.items.get(form.roles.grade)
    scope["blind_grade"] = _held(form, grade) if grade else Held(family=Family.WORDS)
    scope.update({key: _held(form, item) for key, item in form.items.items()})
    for computed in form.computed:
        if not (isinstance(computed.value, DaysBetween) and computed.value.rows):
            scope[computed.key] = _computed(scope, computed.value)
    return scope


def row_scope(form: Form, scope: Scope, item: Item) -> Scope:
    """Return what conditions over one row of `item` may ask about."""
    rows = dict(scope)
    rows.update({column.key: _held(form, column) for column in item.columns})
    for computed in form.computed:
        if isinstance(computed.value, DaysBetween) and computed.value.rows == item.key:
            rows[computed.key] = Held(family=Family.NUMBER)
    return rows


def _listed(form: Form, key: Key, kind: Kind) -> Held:
    codes: Iterable[str] | None = None
    if key == "type":
        codes = (option.code for option in form.answer_sets.get(form.types, ()))
    elif key == "force_scale":
        codes = form.scales
    elif key == "force_grade":
        codes = (option.code for options in form.scales.values() for option in options)
    return Held(family=_FAMILIES[kind], codes=None if codes is None else frozenset(codes))


def _held(form: Form, asked: Item | Column) -> Held:
    options = form.answer_sets.get(asked.codes or "", ())
    return Held(family=_FAMILIES[asked.kind], codes=frozenset(option.code for option in options))


def _computed(scope: Scope, value: Computation) -> Held:
    if isinstance(value, OverRows):
        return Held(family=_OVER_ROWS[value.kind])
    if isinstance(value, FirstAnswered):
        held = [scope[key] for key in value.keys if key in scope]
        codes = frozenset(code for one in held for code in one.codes or ())
        return Held(family=held[0].family if held else Family.WORDS, codes=codes)
    return Held(family=Family.NUMBER)

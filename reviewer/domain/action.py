"""What an event of the log says was done: one class for each kind of action.

A kind is declared once, as a class made by `logged` in `reviewer.domain.case_actions` or
`reviewer.domain.file_actions`. From its fields follow how it is written, read, checked and
redacted; only the sentence that people read has a place of its own
(`reviewer.domain.log_sentences`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import (
    Annotated,
    Any,
    ClassVar,
    Final,
    TypeAlias,
    TypeVar,
    dataclass_transform,
    get_type_hints,
)

_REDACTABLE: Final = "redactable"

_T = TypeVar("_T")
Redactable: TypeAlias = Annotated[_T | None, _REDACTABLE]
"""What a person typed: kept apart from the log, so that it can be removed, and None then."""

Fields = Mapping[str, Any]
"""Values of an action by the name of their field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What was done, by named and typed fields.

    `kind` is what the log calls it. Fields that are not redactable hold what the program goes by
    (numbers, ids, digests, names of staff) and nothing of a case; they are covered by the chain.
    """

    kind: ClassVar[str]
    redactable: ClassVar[tuple[str, ...]]
    facts: ClassVar[tuple[str, ...]]

    @property
    def name(self) -> str:
        """What the log calls the action."""
        return self.kind

    @property
    def lost(self) -> bool:
        """Whether it held what a person typed, which has been removed."""
        return bool(self.redactable) and all(getattr(self, n) is None for n in self.redactable)


KINDS: Final[dict[str, type[Action]]] = {}
"""Every kind of action by what the log calls it."""

_A = TypeVar("_A", bound=Action)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def logged(kind: str) -> Callable[[type[_A]], type[_A]]:
    """Make a class a kind of action; raises ValueError where the log has one of that name."""

    def make(declared: type[_A]) -> type[_A]:
        made = dataclass(frozen=True, slots=True, kw_only=True)(declared)
        hints = get_type_hints(made, include_extras=True)
        names = [field.name for field in fields(made)]
        made.kind = kind
        made.redactable = tuple(name for name in names if _is_redactable(hints[name]))
        made.facts = tuple(name for name in names if name not in made.redactable)
        if KINDS.setdefault(kind, made) is not made:
            raise ValueError(kind)
        return made

    return make


def _is_redactable(hint: object) -> bool:
    return _REDACTABLE in getattr(hint, "__metadata__", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownAction(Action):
    """An action that this version cannot read, because a newer one wrote it.

    `recorded` is what the log calls it, `known` and `typed` are its fields as they are there.
    """

    kind: ClassVar[str] = ""
    redactable: ClassVar[tuple[str, ...]] = ("typed",)
    facts: ClassVar[tuple[str, ...]] = ("recorded", "known")

    recorded: str
    known: Fields
    typed: Redactable[Fields]

    @property
    def name(self) -> str:
        """What the log calls the action."""
        return self.recorded

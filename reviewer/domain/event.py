"""One entry of the append-only log, how it is written, and the chain its hashes make."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter

from reviewer.domain import case_actions, file_actions, team_actions
from reviewer.domain.action import KINDS, Action, Fields, UnknownAction

GENESIS: Final = "0" * 64
"""What the first event names as its predecessor."""

DECLARED: Final = (case_actions, file_actions, team_actions)
"""Where kinds of actions are: they must be loaded before anything is read."""

_A = TypeVar("_A", bound=Action)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what, when (a UTC stamp), and to which case, as it is in the log.

    `case` is empty where it was done to no case; `hash` is the chain's.
    """

    seq: int
    at: str
    actor: str
    case: str
    action: Action
    hash: str


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a field may hold
    return dict(value) if isinstance(value, Mapping) else asdict(value)


_write: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


def facts_text(action: Action) -> str:
    """Write what the log keeps of an action for good, as JSON."""
    if isinstance(action, UnknownAction):
        return _write(action.known)
    return _write({name: getattr(action, name) for name in action.facts})


def typed_text(action: Action) -> str | None:
    """Write what a person typed, as JSON; None where there was nothing or it was removed."""
    if not action.redactable or action.lost:
        return None
    return _write(typed_fields(action))


def typed_fields(action: Action) -> Fields:
    """Return an action's redactable fields by name."""
    if isinstance(action, UnknownAction):
        return action.typed or {}
    return {name: getattr(action, name) for name in action.redactable}


def read_action(kind: str, facts: str, typed: str | None) -> Action:
    """Read what `facts_text` and `typed_text` wrote, with its fields' types checked.

    Gives an UnknownAction where this version has no such kind, or the kind has other fields.
    """
    try:
        known = _object(facts)
        found = _object(typed) if typed is not None else None
    except (ValueError, AttributeError, RecursionError):
        return UnknownAction(recorded=kind, known={}, typed=None)
    declared = KINDS.get(kind)
    if declared is not None:
        with suppress(ValueError):
            return _validated(declared, {**known, **(found or {})})
    return UnknownAction(recorded=kind, known=known, typed=found)


def _object(text: str) -> dict[str, Any]:
    read = json.loads(text)
    return {str(name): value for name, value in read.items()}


def refilled(action: _A, typed: Fields) -> _A:
    """Return an action with what a person typed put into its redactable fields.

    Raises ValueError where they are other fields, or have other types.
    """
    if isinstance(action, UnknownAction):
        return _validated(type(action), {**asdict(action), "typed": typed})
    return _validated(type(action), {**{n: getattr(action, n) for n in action.facts}, **typed})


def _validated(kind: type[_A], values: Fields) -> _A:
    lost = dict.fromkeys(kind.redactable)
    made: _A = _adapter(kind).validate_python({**lost, **values})
    return made


_ADAPTERS: Final[dict[type[Action], TypeAdapter[Any]]] = {}
"""Made when the first action of a kind is read: a program that only answers needs none."""


def _adapter(kind: type[Action]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def typed_digest(salt: str, typed: str) -> str:
    """Return the salted SHA-256 that is in the chain for what a person typed."""
    return hashlib.sha256(f"{salt}\x1f{typed}".encode()).hexdigest()


def event_hash(*hashed: str | int) -> str:
    """Return the chain's hash of an event: SHA-256 over its columns and its predecessor's hash.

    In their order: number, time, actor, kind, case, facts, digest of what was typed, predecessor.
    """
    return hashlib.sha256(_write(hashed).encode()).hexdigest()

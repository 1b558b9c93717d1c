"""Actions of every kind that the log knows, with any values of their fields' types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from reviewer.domain.action import KINDS, Action
from reviewer.domain.event import DECLARED
from reviewer.domain.file_actions import WordsRedacted

DECLARED_KINDS = [
    kind for kind in KINDS.values() if kind.__module__ in {m.__name__ for m in DECLARED}
]

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def any_of(kind: type[Action]) -> st.SearchStrategy[Action]:
    """Return any action of a kind; what a person typed into it is there."""
    hints = get_type_hints(kind)
    named = {field.name: _values(kind, field.name, hints[field.name]) for field in fields(kind)}
    return st.builds(kind, **named)


def _values(kind: type[Action], name: str, hint: object) -> st.SearchStrategy[Any]:
    if kind is WordsRedacted and name == "left":
        return st.dictionaries(st.text(), json_values, max_size=3)
    if name in kind.redactable and get_origin(hint) in {Union, UnionType}:
        hint = Union[tuple(arm for arm in get_args(hint) if arm is not NoneType)]  # noqa: UP007
    if get_origin(hint) is Mapping:
        return st.dictionaries(*map(st.from_type, get_args(hint)), max_size=3)
    return st.from_type(hint)  # type: ignore[arg-type]  # whatever a field's type is


def without_typed(action: Action) -> Action:
    """Return an action as it is once what a person typed was removed."""
    return replace(action, **dict.fromkeys(action.redactable))


actions = st.sampled_from(DECLARED_KINDS).flatmap(any_of)

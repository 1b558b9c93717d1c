"""What in a form file has not the shape that a form has, in words for who writes it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from pydantic_core import ErrorDetails

from reviewer.domain.computed import Computed
from reviewer.domain.form import Column, Form, Item, Option, Roles, Rule, Section
from reviewer.domain.message import Message, message
from reviewer.forms.problems import FormProblem
from reviewer.forms.source import Node

_PARTS: Final = ("id", "version", "title", "types", "answer_sets", "roles", "sections")
"""What every form has at its top."""

_MODELS: Final = (Form, Section, Item, Column, Option, Rule, Roles, Computed)
_NAMES: Final = sorted({name for model in _MODELS for name in model.model_fields})

_SHOWN: Final = 40
"""Characters of what was written that a sentence repeats."""


def not_a_form(root: Node) -> FormProblem | None:
    """Say that a file is something else: it has hardly any of the parts that every form has."""
    content = root.content
    if isinstance(content, Mapping) and not {"sections", "answer_sets"}.isdisjoint(content):
        return None
    if isinstance(content, Mapping) and len(content.keys() & set(_PARTS)) > len(_PARTS) // 2:
        return None
    return root.problem(
        message("this is not a form file; one has the parts {parts}.", parts=", ".join(_PARTS))
    )


def shape_problems(root: Node, errors: list[ErrorDetails]) -> Iterator[FormProblem]:
    """Turn pydantic's errors into problems.

    Where a value may be one of several kinds pydantic tells an error for each of them; of those
    on one line the ones with the longest location went furthest along what was meant.
    """
    lines: dict[tuple[str, int], list[ErrorDetails]] = {}
    for error in errors:
        node = root.at(*error["loc"])
        lines.setdefault((node.file, node.line), []).append(error)
    for (file, line), here in lines.items():
        deepest = max(len(error["loc"]) for error in here)
        deepest_errors = [error for error in here if len(error["loc"]) == deepest]
        certain = [
            error for error in deepest_errors if error["type"] in {"missing", "extra_forbidden"}
        ]
        for error in certain or deepest_errors[:1]:
            yield FormProblem(file=file, line=line, reason=_reason(error))


def _reason(error: ErrorDetails) -> Message:
    location = error["loc"]
    names = [part for part in location if isinstance(part, str)]
    name = names[-1] if names else ""
    if name == "bool" or error["type"] == "condition":
        return message(
            "write true, false or a condition here; a condition begins with one of all, any, not, "
            "is, in, answered, rows_any, compare, as {example}.",
            example="{is: {A1.1: Y}}",
        )
    if location and isinstance(location[-1], int) and error["type"] in {"missing", "tuple_type"}:
        return _too_few(name)
    return _SENTENCES.get(error["type"], _unlike)(name, error)


def _too_few(name: str) -> Message:
    if name == "compare":
        return message(
            "“compare” has three parts: {example}.", example="[period.from, <=, period.to]"
        )
    return message("“{name}” takes pairs: {example}.", name=name, example="[[CONDITION, 40]]")


def _missing(name: str, _error: ErrorDetails) -> Message:
    return message("“{name}” is missing.", name=name)


def _unknown(name: str, _error: ErrorDetails) -> Message:
    near = difflib.get_close_matches(name, _NAMES, n=1, cutoff=0.75)
    if near and near[0] != name:
        return message(
            "“{name}” is not recognised here. Did you mean “{near}”?", name=name, near=near[0]
        )
    return message("“{name}” is not recognised here. Remove it.", name=name)


def _pattern(name: str, error: ErrorDetails) -> Message:
    given = _given(error)
    pattern = str(error.get("ctx", {}).get("pattern", ""))
    if "a-z0-9-" in pattern:
        return message(
            "“{given}” cannot be an id: write lower-case letters, digits and hyphens, as my-form.",
            given=given,
        )
    if pattern.startswith("^[A-Z"):
        if "a-z" in pattern:
            return message(
                "“{given}” cannot be a key: write letters, digits and _, as A1.2.", given=given
            )
        return message(
            "“{given}” cannot be a code: write capitals, digits and _, as NOT_SEEN.", given=given
        )
    if name == "shortcut":
        return message("“{name}” takes one digit or letter, not “{given}”.", name=name, given=given)
    return message("“{name}” is empty; write a text.", name=name)


def _number(name: str, error: ErrorDetails) -> Message:
    return message(
        "“{name}” takes a whole number from {least}, not “{given}”.",
        name=name,
        least=0 if name == "hours" else 1,
        given=_given(error),
    )


def _choice(name: str, error: ErrorDetails) -> Message:
    expected = str(error.get("ctx", {}).get("expected", ""))
    return message(
        "“{given}” is not a valid “{name}”. Use one of {choices}.",
        given=_given(error),
        name=name,
        choices=", ".join(re.findall(r"'([^']*)'", expected)),
    )


def _kind_of_value(name: str, error: ErrorDetails) -> Message:
    expected = str(error.get("ctx", {}).get("expected_tags", ""))
    kinds = re.findall(r"'([^']*)'", expected)
    if not kinds:
        return message("“{name}” is missing.", name="kind")
    return message("“{name}” has a kind: one of {choices}.", name=name, choices=", ".join(kinds))


def _text(name: str, _error: ErrorDetails) -> Message:
    return message("“{name}” takes one text, not a list or several values.", name=name)


def _too_long(name: str, error: ErrorDetails) -> Message:
    most = int(error.get("ctx", {}).get("max_length", 0))
    return message("“{name}” has at most {most} characters.", name=name, most=most)


def _list(name: str, _error: ErrorDetails) -> Message:
    return message("“{name}” takes a list: {example}.", name=name, example="[FIRST, SECOND]")


def _values(name: str, error: ErrorDetails) -> Message:
    if error.get("ctx", {}).get("class_name") == "Wording":
        return message(
            "“{name}” takes a text, or one for each language: {example}.",
            name=name,
            example="{en: …, cy: …}",
        )
    return message(
        "“{name}” takes names and values, each on a line of its own: {example}.",
        name=name,
        example="name: value",
    )


def _one(name: str, _error: ErrorDetails) -> Message:
    if name in {"is", "in", "rows_any"}:
        return message(
            "“{name}” asks about exactly one key: {example}.",
            name=name,
            example={
                "is": "{is: {KEY: CODE}}",
                "in": "{in: {KEY: [CODE, CODE]}}",
                "rows_any": "{rows_any: {KEY: CONDITION}}",
            }[name],
        )
    return message("“{name}” is empty; write at least one.", name=name)


def _unlike(name: str, error: ErrorDetails) -> Message:
    return message("“{given}” cannot be “{name}”.", given=_given(error), name=name)


def _given(error: ErrorDetails) -> str:
    given = error["input"]
    text = given if isinstance(given, str) else "…"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_SENTENCES: Final[Mapping[str, Callable[[str, ErrorDetails], Message]]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "string_pattern_mismatch": _pattern,
    "string_too_long": _too_long,
    "string_type": _text,
    **dict.fromkeys(("int_parsing", "int_type", "greater_than_equal", "int_from_float"), _number),
    **dict.fromkeys(("enum", "literal_error"), _choice),
    **dict.fromkeys(("union_tag_invalid", "union_tag_not_found"), _kind_of_value),
    "tuple_type": _list,
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), _values),
    **dict.fromkeys(("too_short", "too_long"), _one),
}

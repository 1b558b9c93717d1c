"""Items whose relevance hangs, by way of others, on their own answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reviewer.domain.computed import Computation, DaysBetween, FirstAnswered, OverRows
from reviewer.domain.conditions import Condition, RowsAny, operand_keys
from reviewer.domain.form import Form
from reviewer.domain.message import message
from reviewer.forms.condition_check import parts_of
from reviewer.forms.scope import Fault


def relevance_circles(written: Form, form: Form) -> Iterator[Fault]:
    """Yield each written item that is relevant only by what depends on itself."""
    hangs_on = _hangs_on(form)
    for s, section in enumerate(written.sections):
        for i, item in enumerate(section.items):
            if item.key in _reached(hangs_on, item.key):
                path = ("sections", s, "items", i, "relevant")
                yield (
                    path,
                    message(
                        "“{key}” depends on its own answer; use another item.",
                        key=item.key,
                    ),
                )


def _hangs_on(form: Form) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {
        computed.key: frozenset(_used(computed.value)) for computed in form.computed
    }
    for section in form.sections:
        shared = frozenset(_asked(section.relevant))
        for item in section.items:
            found[item.key] = shared | frozenset(_asked(item.relevant))
    return found


def _reached(hangs_on: Mapping[str, frozenset[str]], key: str) -> set[str]:
    reached: set[str] = set()
    ahead = [key]
    while ahead:
        for further in hangs_on.get(ahead.pop(), frozenset()) - reached:
            reached.add(further)
            ahead.append(further)
    return reached


def _asked(condition: bool | Condition) -> Iterator[str]:  # noqa: FBT001 - a form says true, false or a condition
    if isinstance(condition, bool):
        return
    yield from condition.keys()
    if isinstance(condition, RowsAny):
        for inner in condition.of.values():
            yield from _asked(inner)
    for _, part in parts_of(condition):
        yield from _asked(part)


def _used(value: Computation) -> Iterator[str]:
    if isinstance(value, FirstAnswered):
        yield from value.keys
    elif isinstance(value, OverRows):
        yield value.rows
    elif isinstance(value, DaysBetween):
        yield from (value.start, *value.end, *((value.rows,) if value.rows else ()))
    else:
        for operand in value.of:
            yield from operand_keys(operand)

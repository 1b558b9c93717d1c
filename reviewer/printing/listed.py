"""The values of a force's list as a print shows them, and which of them it may show."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Final

from reviewer.domain.case import LIST_KEYS, WITHHELD, Case
from reviewer.domain.form import Form, Kind
from reviewer.domain.ids import Key
from reviewer.domain.list_words import LIST_WORDS
from reviewer.domain.times import long_day

_ELSEWHERE: Final = frozenset({Key("force"), Key("force_audit_date"), *WITHHELD})
"""The force is at the head of every page, its own view of the case in its own place."""


def list_facts(
    form: Form,
    case: Case,
    *,
    type_shown: str,
    with_reference: bool,
    elsewhere: Container[Key] = (),
) -> Iterator[tuple[str, str]]:
    """Yield label and text of the list's values, without what the force thought of its work.

    The list's type is left out where it is the one `type_shown` already says, and so are the keys
    that are shown `elsewhere`.
    """
    left_out = set(_ELSEWHERE) if with_reference else {*_ELSEWHERE, Key("reference")}
    if case.type == type_shown:
        left_out.add(Key("type"))
    for key, kind in LIST_KEYS.items():
        value = case.get(key)
        if not value or key in left_out or key in elsewhere:
            continue
        yield str(LIST_WORDS[key]), listed_text(form, key, kind, value)


def force_view(form: Form, case: Case, *, comment: bool = True) -> Iterator[tuple[str, str]]:
    """Yield what the force thought of its own work: only for a review whose grade is saved."""
    for key in ("force_grade", "force_scale", "force_audit_date", "force_comment"):
        value = case.get(key)
        if value and (comment or key != "force_comment"):
            yield str(LIST_WORDS[Key(key)]), listed_text(form, Key(key), LIST_KEYS[Key(key)], value)


def listed_text(form: Form, key: Key, kind: Kind, value: str) -> str:
    """Write one value of the list for people."""
    if key == "type":
        return form.type_label(value)
    if key == "force_grade":
        return _own_grade(form, value)
    return long_day(value) if kind is Kind.DATE else value


def _own_grade(form: Form, value: str) -> str:
    labels = {str(o.label) for scale in form.scales.values() for o in scale if o.code == value}
    return labels.pop() if len(labels) == 1 else value

"""Whether the items in a form's roles can carry what the figures and the status ask of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reviewer.domain.computed import DaysBetween, OverRows
from reviewer.domain.form import Form, Kind
from reviewer.domain.grades import Grade, Reviewable
from reviewer.forms.scope import Fault

_MOMENT: Final = (Kind.DATETIME, Kind.DATE)

_KINDS: Final[Mapping[str, tuple[Kind, ...]]] = {
    "reviewable": (Kind.CHOICE,),
    "exclusion": (Kind.CHOICE,),
    "replaced_by": (Kind.TEXT,),
    "case_type": (Kind.CHOICE,),
    "period_end": (Kind.DATE,),
    "grade": (Kind.CHOICE,),
    "rationale": (Kind.TEXT,),
    "supervision": (Kind.CHOICE,),
    "supervision_entries": (Kind.ROWS,),
    "supervision_items": (Kind.CHOICE,),
    "delay": (Kind.CHOICE,),
    "delay_rows": (Kind.ROWS,),
    "referral": (Kind.CHOICE,),
    "referral_urgency": (Kind.CHOICE,),
    "referral_raised": _MOMENT,
    "referral_response": _MOMENT,
    "referral_closed": (Kind.CHOICE, Kind.DATE, Kind.DATETIME),
    "good_practice": (Kind.TEXT,),
    "themes": (Kind.MULTI,),
}

_CODES: Final[Mapping[str, frozenset[str]]] = {
    "reviewable": frozenset(Reviewable),
    "grade": frozenset(Grade),
    "referral": frozenset("Y"),
}


def role_faults(form: Form) -> Iterator[Fault]:
    """Yield the roles that point at nothing, or at what cannot play them."""
    for role, kinds in _KINDS.items():
        given: str | tuple[str, ...] = getattr(form.roles, role)
        for key in (given,) if isinstance(given, str) else given:
            yield from _item_faults(form, role, key, kinds)
    yield from _computed_faults(form)


def _item_faults(form: Form, role: str, key: str, kinds: tuple[Kind, ...]) -> Iterator[Fault]:
    path = ("roles", role)
    item = next((item for item in form.items.values() if item.key == key), None)
    if item is None:
        yield path, f"there is no item “{key}”."
    elif item.kind not in kinds:
        yield path, f"“{key}” is of kind {item.kind}, not {' or '.join(kinds)}."
    else:
        has = {option.code for option in form.answer_sets.get(item.codes or "", ())}
        missing = sorted(_CODES.get(role, frozenset()) - has)
        if missing:
            yield path, f"the answers of “{key}” lack {', '.join(missing)}."
        if role == "case_type" and item.codes != form.types:
            yield path, f"“{key}” takes other codes than the case types, {form.types}."


def _computed_faults(form: Form) -> Iterator[Fault]:
    roles = form.roles
    gap = form.computed_by_key.get(roles.supervision_gap)
    if gap is None or not isinstance(gap.value, OverRows) or gap.value.kind != "longest_gap":
        yield ("roles", "supervision_gap"), "this names a computed value of kind longest_gap."
    days = form.computed_by_key.get(roles.delay_days)
    if (
        days is None
        or not isinstance(days.value, DaysBetween)
        or days.value.rows != roles.delay_rows
    ):
        reason = (
            f"this names a computed value of kind days_between over the rows {roles.delay_rows}."
        )
        yield ("roles", "delay_days"), reason

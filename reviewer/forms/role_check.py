"""Whether the items in a form's roles can carry what the figures and the status ask of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reviewer.domain.computed import DaysBetween, OverRows
from reviewer.domain.form import Column, Form, Item, Kind, Meaning, Roles
from reviewer.domain.ids import Key
from reviewer.domain.meanings import column_at
from reviewer.domain.message import message
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

_COLUMNS: Final[Mapping[str, tuple[Kind, ...]]] = {
    "delay_stage": (Kind.CHOICE,),
    "delay_reason": (Kind.CHOICE,),
    "delay_avoidable": (Kind.CHOICE,),
    "delay_impact": (Kind.MULTI, Kind.CHOICE),
    "delay_open": (Kind.CHOICE,),
}
"""The roles of columns of the delay rows."""

_MEANINGS: Final[Mapping[str, tuple[Meaning, ...]]] = {
    "reviewable": (Meaning.YES, Meaning.EXCLUDED),
    "supervision": (Meaning.FINE,),
    "supervision_items": (Meaning.YES, Meaning.NO),
    "delay": (Meaning.FINE,),
    "delay_avoidable": (Meaning.YES,),
    "delay_open": (Meaning.YES,),
    "referral": (Meaning.YES,),
}
"""What the options of a role must be able to say."""

_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "supervision_entries": ("supervision", "supervision_gap"),
    "supervision_gap": ("supervision_entries",),
    "supervision_items": ("supervision",),
    "delay_rows": (
        *("delay", "delay_days", "delay_stage", "delay_reason"),
        *("delay_avoidable", "delay_impact"),
    ),
    "delay_days": ("delay_rows",),
    **dict.fromkeys(_COLUMNS, ("delay_rows",)),
    "referral": ("referral_urgency", "referral_raised", "referral_response", "referral_closed"),
    **dict.fromkeys(
        ("referral_urgency", "referral_raised", "referral_response", "referral_closed"),
        ("referral",),
    ),
}
"""Roles that are of no use without others."""


def role_faults(form: Form) -> Iterator[Fault]:
    """Yield the roles that point at nothing, at what cannot play them, or lack their fellows."""
    roles = form.roles
    for role, field in Roles.model_fields.items():
        if field.is_required() and not getattr(roles, role):
            yield ("roles", role), message("this role does not name an item. Write the key of one.")
    yield from _item_faults(form)
    yield from _column_faults(form)
    for role, needed in _NEEDS.items():
        for other in needed if getattr(roles, role) else ():
            if not getattr(roles, other):
                yield (
                    ("roles", role),
                    message(
                        "the role “{role}” needs the role “{other}” too; add it here.",
                        role=role,
                        other=other,
                    ),
                )
    yield from _computed_faults(form)
    for key in form.agreement:
        agreed = form.items.get(key)
        if agreed is None:
            yield ("agreement",), message("there is no item “{key}”.", key=key)
        elif agreed.kind is not Kind.CHOICE:
            yield ("agreement",), message("“{key}” is not a choice of one answer.", key=key)


def _item_faults(form: Form) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for role, kinds in _KINDS.items():
        for key in _keys(form, role):
            item = form.items.get(Key(key))
            if item is None:
                yield ("roles", role), message("there is no item “{key}”.", key=key)
            else:
                yield from _asked_faults(form, role, key, item, kinds)
            yield from _twice(seen, role, key)


def _column_faults(form: Form) -> Iterator[Fault]:
    roles = form.roles
    seen: dict[str, str] = {}
    for role, kinds in _COLUMNS.items():
        for key in _keys(form, role):
            column = column_at(form, roles.delay_rows, key)
            if column is None:
                yield (
                    ("roles", role),
                    message("“{rows}” has no column “{key}”.", rows=roles.delay_rows, key=key),
                )
            else:
                yield from _asked_faults(form, role, key, column, kinds)
            yield from _twice(seen, role, key)


def _keys(form: Form, role: str) -> tuple[str, ...]:
    given: str | tuple[str, ...] = getattr(form.roles, role)
    return tuple(filter(None, (given,) if isinstance(given, str) else given))


def _twice(seen: dict[str, str], role: str, key: str) -> Iterator[Fault]:
    other = seen.setdefault(key, role)
    if other != role:
        yield (
            ("roles", role),
            message(
                "“{key}” already has the role “{other}”; name another item.", key=key, other=other
            ),
        )


def _asked_faults(
    form: Form, role: str, key: str, asked: Item | Column, kinds: tuple[Kind, ...]
) -> Iterator[Fault]:
    path = ("roles", role)
    if asked.kind not in kinds:
        yield (
            path,
            message(
                "“{key}” is of kind {kind}; this role takes {kinds}.",
                key=key,
                kind=asked.kind,
                kinds=", ".join(kinds),
            ),
        )
        return
    wanted = list(_MEANINGS.get(role, ()))
    if role == "reviewable" and form.roles.replaced_by:
        wanted.append(Meaning.REPLACED)
    has = {option.means for option in form.answer_sets.get(asked.codes or "", ())}
    for meaning in wanted:
        if meaning not in has:
            yield (
                path,
                message(
                    "no answer of “{key}” means {meaning}; write “means: {meaning}” beside a code "
                    "of “{set}”.",
                    key=key,
                    meaning=meaning,
                    set=asked.codes or "",
                ),
            )
    if role == "case_type" and asked.codes != form.types:
        yield (
            path,
            message(
                "“{key}” must have the codes of the case types, “{types}”.",
                key=key,
                types=form.types,
            ),
        )


def _computed_faults(form: Form) -> Iterator[Fault]:
    roles = form.roles
    gap = form.computed_by_key.get(roles.supervision_gap)
    is_gap = gap and isinstance(gap.value, OverRows) and gap.value.kind == "longest_gap"
    if roles.supervision_gap and not is_gap:
        yield (
            ("roles", "supervision_gap"),
            message("this must name a computed value of kind longest_gap."),
        )
    days = form.computed_by_key.get(roles.delay_days)
    over = days.value.rows if days and isinstance(days.value, DaysBetween) else None
    if roles.delay_days and over != roles.delay_rows:
        yield (
            ("roles", "delay_days"),
            message(
                "this must name a computed value of kind days_between over the rows {rows}.",
                rows=roles.delay_rows,
            ),
        )

"""The list's values of a case corrected by hand, and a case added on site, each with a reason.

The accepted list's stamp stays as it is: the log tells what it was before
(`reviewer.domain.correction`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from reviewer.app.answering import view_case
from reviewer.app.handing_over import REASON_LIMIT
from reviewer.app.store import Store, Unit
from reviewer.domain.assessment import assess
from reviewer.domain.case import LIST_KEYS, WITHHELD, Case, normalised_reference
from reviewer.domain.case_actions import CaseAdded, CaseReopened, ListValueCorrected
from reviewer.domain.correction import (
    ADDED_BELOW,
    ADDED_FROM,
    ListChanges,
)
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key, case_id
from reviewer.domain.inspection import FileKind, checked_line
from reviewer.domain.kinds import Kind
from reviewer.domain.message import message
from reviewer.domain.progress import progress_of
from reviewer.domain.review import Review, latest
from reviewer.domain.times import stamp
from reviewer.domain.vector import raised
from reviewer.domain.written_day import typed_day, typed_month

VALUE_LIMIT: Final = 300
"""Characters of one value of the list; the longest met in a real list were offences."""

NUMBER_LIMIT: Final = 99_999
"""Ages, children, a stratum's population: more is a slip of the hand."""

_NEVER: Final = frozenset({Key("force"), Key("sensitive"), Key("inspector")})
"""Not a matter of the case's facts: who reviews it and how it is kept is decided elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedCase:
    """A case as it is on the disk after its list values were changed."""

    case: Case
    changed: frozenset[Key]


def correctable_keys(store: Store, of: CaseId, *, now: datetime) -> tuple[Key, ...]:
    """Return which of the list's keys a person may correct in a case, in the list's order.

    What the force thought of its own work is among them only after the overall grade.
    """
    blind = not view_case(store, of, now=now).review.blind_grade
    return tuple(key for key in LIST_KEYS if key not in _NEVER and not (blind and key in WITHHELD))


def correct_case(
    store: Store, of: CaseId, untrusted: Mapping[Key, str], reason: str, *, now: datetime
) -> CorrectedCase:
    """Correct values of the list in one transaction; empty text takes a value out.

    A case that was complete is opened again where a rule over the list's values forbids it.
    Raises RefusalError: a value that does not fit, a reference another case has, no reason.
    """
    _refuse_register(store)
    why = checked_line(reason, message("The reason"), REASON_LIMIT)
    allowed = correctable_keys(store, of, now=now)
    before = store.case(of)
    values = {key: _checked(store.form(), key, text) for key, text in untrusted.items()}
    for key in values.keys() - set(allowed):
        raise RefusalError(
            "not-correctable", message("You cannot correct “{key}” by hand.", key=key)
        )
    changed = {key: text for key, text in values.items() if text != before.get(key)}
    if not changed:
        return CorrectedCase(case=before, changed=frozenset())
    _refuse_incomplete({**before.values, **changed})
    _refuse_twin(store, of, changed.get(Key("reference"), ""))
    merged = {**before.values, **changed}
    after = replace(before, values={key: merged[key] for key in LIST_KEYS if merged.get(key)})
    with store.transaction(now) as unit:
        unit.put_case(after)
        for key, text in changed.items():
            corrected = ListValueCorrected(key=key, before=before.get(key), after=text, reason=why)
            unit.log(corrected, case=of)
        _put_progress(store, unit, after, now)
    return CorrectedCase(case=after, changed=frozenset(changed))


def add_case(
    store: Store,
    untrusted: Mapping[Key, str],
    reason: str,
    *,
    now: datetime,
    random_below: Callable[[int], int] = secrets.randbelow,
) -> Case:
    """Append a case that is on no list.

    Its position is drawn at random, far beyond the list's, so that no colleague's added case has
    the same one. A sample that was drawn at random is no random one as a whole from then on. Raises
    RefusalError: no reference or type, a reference another case has, no reason.
    """
    _refuse_register(store)
    why = checked_line(reason, message("The reason"), REASON_LIMIT)
    for key in untrusted.keys() & WITHHELD:
        raise RefusalError("not-correctable", message("You cannot enter “{key}” by hand.", key=key))
    checked = {key: _checked(store.form(), key, text) for key, text in untrusted.items()}
    values = {key: checked[key] for key in LIST_KEYS if checked.get(key)}
    _refuse_incomplete(values)
    taken = {case.position for case in store.cases()}
    places = iter(lambda: ADDED_FROM + random_below(ADDED_BELOW - ADDED_FROM), None)
    position = next(place for place in places if place not in taken)
    own = case_id(store.inspection().code, position)
    _refuse_twin(store, own, values[Key("reference")])
    case = Case(id=own, position=position, values=values)
    with store.transaction(now) as unit:
        unit.add_case(case)
        about = store.inspection()
        after = about.with_added(1, now.astimezone().date().isoformat())
        if after != about:
            unit.put_inspection(after)
        unit.log(CaseAdded(values=values, reason=why), case=own)
    return case


def accepted_cases(store: Store) -> tuple[Case, ...]:
    """Return the cases of the accepted lists with the references they had there.

    A list's stamp is over these, and never over corrections or cases added on site: two
    inspectors' files of one list stay alike. Raises RefusalError where a reference before its
    correction was redacted.
    """
    changes = ListChanges()
    for event in store.events():
        changes.take(event)
    accepted = changes.as_accepted(store.cases())
    if accepted is None:
        raise RefusalError(
            "reference-redacted",
            message("A reference in the list was redacted, so the list no longer has its digest."),
        )
    return accepted


def _put_progress(store: Store, unit: Unit, case: Case, now: datetime) -> None:
    review = latest(store.case_reviews(case.id))
    if review is None or not review.touched:
        return
    form, today = store.form(), now.astimezone().date()
    assessment = assess(form, case, review, today)
    if review.completed and not assessment.may_complete:
        review = _reopened(store, unit, review, now)
    unit.put_review(review, {}, progress_of(form, case, review, assessment, today))


def _reopened(store: Store, unit: Unit, review: Review, now: datetime) -> Review:
    unit.log(CaseReopened(), case=review.case, actor=review.reviewer)
    vector = raised(review.vector, store.session)
    return replace(review, completed=False, vector=vector, changed_at=stamp(now))


def _refuse_register(store: Store) -> None:
    if store.inspection().kind is not FileKind.REVIEW:
        raise RefusalError(
            "is-a-register",
            message(
                "This is a register of workbooks. Correct the list in the reviewers' own files."
            ),
        )


def _refuse_incomplete(values: Mapping[Key, str]) -> None:
    if not values.get(Key("reference")):
        raise RefusalError(
            "value-missing", message("A case must have a reference."), of="reference"
        )
    if not values.get(Key("type")):
        raise RefusalError("value-missing", message("A case must have a type."), of="type")


def _refuse_twin(store: Store, own: CaseId, reference: str) -> None:
    wanted = normalised_reference(reference)
    twin = next(
        (
            case.id
            for case in store.cases()
            if wanted and case.id != own and normalised_reference(case.reference) == wanted
        ),
        None,
    )
    if twin is not None:
        raise RefusalError(
            "reference-twice",
            message("{twin} already has this reference.", twin=twin),
            of="reference",
        )


def _checked(form: Form, key: Key, untrusted: str) -> str:
    text = " ".join(untrusted.split())
    if not text:
        return ""
    if key not in LIST_KEYS:
        raise RefusalError(
            "unknown-key", message("There is no value “{key}” in the list.", key=key)
        )
    if len(text) > VALUE_LIMIT or not text.isprintable():
        raise RefusalError(
            "bad-value",
            message(
                "“{key}” must be one line of at most {value_limit} printable characters.",
                key=key,
                value_limit=VALUE_LIMIT,
            ),
            of=key,
        )
    match LIST_KEYS[key]:
        case Kind.CHOICE:
            return _one_of(key, text.upper(), [str(option.code) for option in form.case_types])
        case Kind.DATE:
            return _day_or_month(key, text)
        case Kind.INTEGER:
            if not (text.isascii() and text.isdecimal() and int(text[:9]) <= NUMBER_LIMIT):
                raise RefusalError(
                    "bad-value",
                    message(
                        "“{key}” must be a whole number up to {number_limit:,}.",
                        key=key,
                        number_limit=NUMBER_LIMIT,
                    ),
                    of=key,
                )
            return str(int(text))
    if key == "force_scale":
        return _one_of(key, text, list(form.scales))
    return text


def _one_of(key: Key, text: str, codes: list[str]) -> str:
    if text not in codes:
        raise RefusalError(
            "bad-value",
            message("“{key}” must be one of {codes}.", key=key, codes=", ".join(codes)),
            of=key,
        )
    return text


def _day_or_month(key: Key, text: str) -> str:
    day = typed_day(text)
    if found := day.isoformat() if day else typed_month(text):
        return found
    raise RefusalError(
        "bad-value",
        message("“{key}” must be a date, like 12/01/2018, or a month, like 01/2018.", key=key),
        of=key,
    )

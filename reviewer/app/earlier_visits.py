"""The earlier visits that a file's is compared with: typed in, or taken from their workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reviewer.app.register import submission_standings
from reviewer.app.store import Store
from reviewer.app.verifying import Examined
from reviewer.domain.action import Action
from reviewer.domain.case import normalised_name
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import EarlierVisitKept, EarlierVisitLeftOut
from reviewer.domain.form import Form
from reviewer.domain.inspection import EarlierVisit, Inspection
from reviewer.domain.message import Message, listed, message
from reviewer.domain.submission import Submission
from reviewer.domain.verdict import SignatureStatus
from reviewer.domain.visits import VISITS_LIMIT, checked_visit
from reviewer.figures.by_type import by_type
from reviewer.figures.case_figures import CaseFigures, figures_of, flagged
from reviewer.figures.grade_counts import GradeCounts
from reviewer.figures.headline import headline
from reviewer.figures.item_rates import item_rates
from reviewer.figures.table import Counted
from reviewer.forms.mapping import FormMapping, identity


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitOrder:
    """How an earlier visit is counted from its workbook.

    Without a `label` the visit is called by its inspection's code, and by its force where that is
    another. `other_force` says that another force's visit is meant.
    """

    label: str = ""
    other_force: bool = False


def visit_of(
    store: Store,
    submission: Submission,
    examined: Examined,
    mapping: FormMapping | None,
    order: VisitOrder,
    *,
    now: datetime,
) -> EarlierVisit:
    """Count an earlier visit from its workbook, whose signer must be trusted.

    What is counted is what the `mapping` calls comparable; a visit of the same form needs none.

    Raises RefusalError for a workbook that is not sound, whose signer nobody here has vouched
    for, that is of this very visit, of another force's or compared already, that has another
    form and no mapping, or that has nothing to compare.
    """
    if examined.verdict.status is not SignatureStatus.TRUSTED:
        raise RefusalError(
            examined.verdict.status,
            message(
                "{file} is unchanged, but you do not trust its signer yet. Check the "
                "workbook and trust the signer first.",
                file=examined.name,
            ),
        )
    about, this = submission.inspection, store.inspection()
    same = normalised_name(about.force) == normalised_name(this.force)
    label = order.label or (about.code if same else f"{about.force}, {about.code}")
    _check_visit(this, about, examined, label)
    if not same and not order.other_force:
        raise RefusalError(
            "other-force",
            message(
                "{file} is about a visit to {theirs}, and this file about {ours}.",
                file=examined.name,
                theirs=about.force,
                ours=this.force,
            ),
        )
    form = submission.form
    if mapping is None:
        mapping = _own_mapping(form, store.form())
    cases = figures_of(form, submission_standings(submission), now.astimezone().date())
    graded, below_good = _grades_in(mapping, store.form(), headline(form, cases).counts.grades)
    types = _types_in(mapping, store.form(), by_type(form, cases)) if graded else ()
    return checked_visit(
        label,
        graded,
        below_good,
        source=examined.digest,
        items=_items_in(mapping, form, cases),
        mapped=mapping.described,
        types=types if _same_types(form, store.form(), types) else (),
    )


def _check_visit(this: Inspection, about: Inspection, examined: Examined, label: str) -> None:
    if about.code == this.code:
        raise RefusalError(
            "same-visit",
            message("{file} is about this visit, {code}.", file=examined.name, code=this.code),
        )
    for visit in this.earlier:
        if visit.source == examined.digest and _name(visit.label) != _name(label):
            raise RefusalError(
                "same-workbook",
                message(
                    "{file} is already compared with this visit, as “{label}”.",
                    file=examined.name,
                    label=visit.label,
                ),
            )


def _own_mapping(earlier: Form, now: Form) -> FormMapping:
    if earlier.stamp.digest != now.stamp.digest:
        raise RefusalError(
            "mapping-needed",
            message(
                "The workbook uses the form {earlier} version {earlier_version}, and "
                "this file {now} version {now_version}. To compare them you need a "
                "mapping file, which says which parts are comparable.",
                earlier=earlier.id,
                earlier_version=earlier.version,
                now=now.id,
                now_version=now.version,
            ),
        )
    return identity(now)


def _grades_in(mapping: FormMapping, now: Form, counts: Mapping[str, Counted]) -> tuple[int, int]:
    """Count graded cases and those below good by this form; none unless all are comparable."""
    if None in mapping.grades.values():
        return 0, 0
    graded = sum(counts[grade].n for grade in mapping.grades)
    worse = now.grades.below_good
    return graded, sum(counts[old].n for old, new in mapping.grades.items() if new in worse)


def _types_in(
    mapping: FormMapping, now: Form, groups: Sequence[GradeCounts]
) -> tuple[tuple[str, int, int], ...]:
    counts = {group.code: _grades_in(mapping, now, group.grades) for group in groups}
    return tuple((code, below, graded) for code, (graded, below) in counts.items() if graded)


def _same_types(earlier: Form, now: Form, types: Sequence[tuple[str, int, int]]) -> bool:
    """Say whether both forms mean the same by the types."""
    return all(earlier.type_label(code) == now.type_label(code) for code, _, _ in types)


def _items_in(
    mapping: FormMapping, form: Form, cases: Sequence[CaseFigures]
) -> tuple[tuple[str, int, int], ...]:
    keys = {old: new for old, new in mapping.items.items() if new is not None}
    rates = item_rates(form, flagged(cases), (form.item(old) for old in keys))
    return tuple((keys[rate.key], rate.yes.n, rate.applied.n) for rate in rates)


def keep_earlier_visit(
    store: Store, visit: EarlierVisit, *, now: datetime
) -> tuple[EarlierVisit, ...]:
    """Compare the file's visit with an earlier one; one of the same name gives way.

    Returns all of them, in the order they were first given. Raises RefusalError for too many.
    """
    before = store.inspection().earlier
    at = {_name(known.label): place for place, known in enumerate(before)}
    place = at.get(_name(visit.label), len(before))
    if place == VISITS_LIMIT:
        raise RefusalError(
            "too-many", message("You can compare at most {most} earlier visits.", most=VISITS_LIMIT)
        )
    after = (*before[:place], visit, *before[place + 1 :])
    kept = EarlierVisitKept(
        graded=visit.graded,
        below_good=visit.below_good,
        source=visit.source,
        label=visit.label,
    )
    return _put(store, after, kept, now)


def forget_earlier_visit(store: Store, label: str, *, now: datetime) -> tuple[EarlierVisit, ...]:
    """Leave an earlier visit out of the comparison; raises RefusalError where there is none."""
    before = store.inspection().earlier
    after = tuple(visit for visit in before if _name(visit.label) != _name(label))
    if after == before:
        raise RefusalError("no-such-visit", _no_such_visit(label, before))
    return _put(store, after, EarlierVisitLeftOut(label=label), now)


def _no_such_visit(label: str, known: Sequence[EarlierVisit]) -> Message:
    if not known:
        return message(
            "There is no earlier visit “{label}”. No visits are compared yet.", label=label
        )
    return message(
        "There is no earlier visit “{label}”. The visits compared are {known}.",
        label=label,
        known=listed([f"“{visit.label}”" for visit in known]),
    )


def _put(
    store: Store, visits: tuple[EarlierVisit, ...], action: Action, now: datetime
) -> tuple[EarlierVisit, ...]:
    with store.transaction(now) as unit:
        unit.put_inspection(replace(store.inspection(), earlier=visits))
        unit.log(action)
    return visits


def _name(label: str) -> str:
    return normalised_name(label)

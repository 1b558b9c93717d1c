"""The earlier visits that a file's is compared with: typed in, or taken from their workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from reviewer.app.register import submission_standings
from reviewer.app.store import Store
from reviewer.app.verifying import Examined
from reviewer.domain.action import Action
from reviewer.domain.case import normalised_name
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import EarlierVisitKept, EarlierVisitLeftOut
from reviewer.domain.form import Form
from reviewer.domain.inspection import EarlierVisit
from reviewer.domain.submission import Submission
from reviewer.domain.verdict import SignatureStatus
from reviewer.domain.visits import VISITS_LIMIT, checked_visit
from reviewer.figures.case_figures import CaseFigures, figures_of, flagged
from reviewer.figures.headline import headline
from reviewer.figures.item_rates import item_rates
from reviewer.figures.table import Counted
from reviewer.forms.mapping import FormMapping, identity


def visit_of(
    store: Store,
    submission: Submission,
    examined: Examined,
    mapping: FormMapping | None,
    *,
    label: str,
    now: datetime,
) -> EarlierVisit:
    """Count an earlier visit from its workbook, whose signer must be trusted.

    What is counted is what the `mapping` calls comparable; a visit of the same form needs none.

    Without a label the visit is called by its inspection's code, and by its force where that is
    another. Raises RefusalError for a workbook that is not sound, whose signer nobody here has
    vouched for, that is of this very visit, that has another form and no mapping, or that has
    nothing to compare.
    """
    if examined.verdict.status is not SignatureStatus.TRUSTED:
        raise RefusalError(
            examined.verdict.status,
            f"{examined.name} is whole, but nobody here has vouched for its signer: check the "
            "workbook and trust the signer first.",
        )
    about, this = submission.inspection, store.inspection()
    if about.code == this.code:
        raise RefusalError("same-visit", f"The workbook is of this visit, {this.code}, itself.")
    form = submission.form
    if mapping is None:
        mapping = _own_mapping(form, store.form())
    cases = figures_of(form, submission_standings(submission), now.astimezone().date())
    graded, below_good = _grades_in(mapping, store.form(), headline(form, cases).counts.grades)
    same = normalised_name(about.force) == normalised_name(this.force)
    name = about.code if same else f"{about.force}, {about.code}"
    return checked_visit(
        label or name,
        graded,
        below_good,
        source=examined.digest,
        items=_items_in(mapping, form, cases),
        mapped=mapping.described,
    )


def _own_mapping(earlier: Form, now: Form) -> FormMapping:
    if earlier.stamp.digest != now.stamp.digest:
        raise RefusalError(
            "other-form",
            f"The workbook was made with the form {earlier.id} version {earlier.version}, this "
            f"file with {now.id} version {now.version}: a mapping file is wanted, which says what "
            "of the one is comparable with what of the other.",
        )
    return identity(now)


def _grades_in(mapping: FormMapping, now: Form, counts: Mapping[str, Counted]) -> tuple[int, int]:
    """Count graded cases and those below good by this form; none unless all are comparable."""
    if None in mapping.grades.values():
        return 0, 0
    graded = sum(counts[grade].n for grade in mapping.grades)
    worse = now.grades.below_good
    return graded, sum(counts[old].n for old, new in mapping.grades.items() if new in worse)


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
        raise RefusalError("too-many", f"At most {VISITS_LIMIT} earlier visits are compared.")
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
        named = ", ".join(f"“{visit.label}”" for visit in before) or "none"
        raise RefusalError("no-such-visit", f"There is no earlier visit “{label}”; known: {named}.")
    return _put(store, after, EarlierVisitLeftOut(label=label), now)


def _put(
    store: Store, visits: tuple[EarlierVisit, ...], action: Action, now: datetime
) -> tuple[EarlierVisit, ...]:
    with store.transaction(now) as unit:
        unit.put_inspection(replace(store.inspection(), earlier=visits))
        unit.log(action)
    return visits


def _name(label: str) -> str:
    return normalised_name(label)

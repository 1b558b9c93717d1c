"""The earlier visits that a file's is compared with: typed in, or taken from their workbooks."""

from __future__ import annotations

from datetime import datetime

from reviewer.app.register import submission_standings
from reviewer.app.store import Store
from reviewer.domain.case import normalised_name
from reviewer.domain.errors import RefusalError
from reviewer.domain.event import Action, Entry
from reviewer.domain.form import Form
from reviewer.domain.submission import Submission
from reviewer.domain.times import stamp
from reviewer.domain.visits import VISITS_LIMIT, EarlierVisit, checked_visit
from reviewer.figures.case_figures import figures_of
from reviewer.figures.headline import headline


def visit_of(
    store: Store, submission: Submission, form: Form, source: str, *, label: str, now: datetime
) -> EarlierVisit:
    """Take an earlier visit's counts from its workbook, read from verified bytes.

    `source` is the file's SHA-256; without a label the visit is called by its inspection's code,
    and by its force where that is another. Raises RefusalError where it is this visit itself, or
    no case of it is graded.
    """
    about, this = submission.inspection, store.inspection()
    if about.code == this.code:
        raise RefusalError("same-visit", f"The workbook is of this visit, {this.code}, itself.")
    standings = submission_standings(form, submission)
    counts = headline(figures_of(form, standings, now.astimezone().date())).counts
    same = normalised_name(about.force) == normalised_name(this.force)
    name = about.code if same else f"{about.force}, {about.code}"
    return checked_visit(label or name, counts.graded.n, counts.below_good.n, source=source)


def keep_earlier_visit(
    store: Store, visit: EarlierVisit, *, now: datetime
) -> tuple[EarlierVisit, ...]:
    """Compare the file's visit with an earlier one; one of the same name gives way.

    Returns all of them, in the order they were first given. Raises RefusalError for too many.
    """
    before = store.earlier_visits()
    at = {_name(known.label): place for place, known in enumerate(before)}
    place = at.get(_name(visit.label), len(before))
    if place == VISITS_LIMIT:
        raise RefusalError("too-many", f"At most {VISITS_LIMIT} earlier visits are compared.")
    after = (*before[:place], visit, *before[place + 1 :])
    origin = f", from the workbook with SHA-256 {visit.source}" if visit.source else ", typed in"
    counts = f"{visit.below_good} of {visit.graded} below good"
    return _put(store, after, f"“{visit.label}”: {counts}{origin}", now)


def forget_earlier_visit(store: Store, label: str, *, now: datetime) -> tuple[EarlierVisit, ...]:
    """Leave an earlier visit out of the comparison; raises RefusalError where there is none."""
    before = store.earlier_visits()
    after = tuple(visit for visit in before if _name(visit.label) != _name(label))
    if after == before:
        named = ", ".join(f"“{visit.label}”" for visit in before) or "none"
        raise RefusalError("no-such-visit", f"There is no earlier visit “{label}”; known: {named}.")
    return _put(store, after, f"“{label}” left out", now)


def _put(
    store: Store, visits: tuple[EarlierVisit, ...], detail: str, now: datetime
) -> tuple[EarlierVisit, ...]:
    with store.transaction() as unit:
        unit.put_earlier_visits(visits)
        person = store.inspection().person
        unit.log(Entry(action=Action.COMPARED, actor=person, at=stamp(now), detail=detail))
    return visits


def _name(label: str) -> str:
    return normalised_name(label)

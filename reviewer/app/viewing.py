"""Opening a case to be read by a person: an act that the log records."""

from __future__ import annotations

from datetime import datetime

from reviewer.app.store import Store
from reviewer.domain.event import Action, Entry, Event
from reviewer.domain.ids import CaseId
from reviewer.domain.times import stamp


def record_view(store: Store, case_id: CaseId, *, now: datetime) -> Event:
    """Log that the file's person was shown a case.

    The window asks for it once for each case and opening of the file, not for each repaint;
    commands that only read log nothing. Raises RefusalError for an unknown case.
    """
    store.case(case_id)
    person = store.inspection().person
    with store.transaction() as unit:
        return unit.log(Entry(action=Action.VIEWED, actor=person, at=stamp(now), case=case_id))

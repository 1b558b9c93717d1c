"""Opening a case to be read by a person: an act that the log records."""

from __future__ import annotations

from datetime import datetime

from reviewer.app.store import Store
from reviewer.domain.case_actions import CaseViewed
from reviewer.domain.event import Event
from reviewer.domain.ids import CaseId


def record_view(store: Store, case_id: CaseId, *, now: datetime) -> Event:
    """Log that the file's person was shown a case.

    The window asks for it once for each case and opening of the file, not for each repaint;
    commands that only read log nothing. Raises RefusalError for an unknown case.
    """
    store.case(case_id)
    with store.transaction(now) as unit:
        return unit.log(CaseViewed(), case=case_id)

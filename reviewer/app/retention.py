"""Until when an inspection's file is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from reviewer.app.store import Store
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import DisposalDaySet
from reviewer.domain.inspection import Inspection
from reviewer.domain.message import Message, message
from reviewer.domain.times import long_day


def checked_disposal_day(untrusted: str) -> str:
    """Return an ISO day, or empty for none; raises RefusalError for anything else."""
    text = untrusted.strip()
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise RefusalError("bad-day", message("Write the date like this: 2019-01-31.")) from None


def set_disposal_day(store: Store, untrusted_day: str, *, now: datetime) -> Inspection:
    """Set or clear (empty text) the day by which the file is to be disposed of; logged."""
    day = checked_disposal_day(untrusted_day)
    about = store.inspection()
    if day == about.dispose_by:
        return about
    changed = replace(about, dispose_by=day)
    with store.transaction(now) as unit:
        unit.put_inspection(changed)
        unit.log(DisposalDaySet(before=about.dispose_by, after=day))
    return changed


def disposal_due(inspection: Inspection, today: date) -> Message | None:
    """Return the sentence that warns of a file kept too long, None while it may be kept."""
    if not inspection.dispose_by or today.isoformat() <= inspection.dispose_by:
        return None
    return message(
        "The disposal date of {inspection} was {day}. Dispose of the file and its copies.",
        inspection=inspection.code,
        day=long_day(inspection.dispose_by),
    )

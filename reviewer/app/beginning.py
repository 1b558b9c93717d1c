"""Starting an inspection's file from an accepted list, or a register from nothing."""

from __future__ import annotations

from datetime import datetime

from reviewer.app.store import Store
from reviewer.domain.case import ListStamp, list_digest
from reviewer.domain.event import Action, Entry
from reviewer.domain.form import Form
from reviewer.domain.inspection import Inspection
from reviewer.domain.times import stamp
from reviewer.intake.reading import ListReading


def begin_review(
    store: Store, inspection: Inspection, form: Form, reading: ListReading, *, now: datetime
) -> None:
    """Fill a new review file with its list; the log names the list file by its digest."""
    listed = ListStamp(
        length=reading.rows,
        digest=list_digest(reading.cases),
        file_digest=reading.file_digest,
        loaded_at=stamp(now),
    )
    with store.transaction() as unit:
        unit.begin(inspection, form, listed, reading.cases)
        unit.log(_entry(Action.CREATED, inspection, now, _about(inspection)))
        detail = (
            f"{len(reading.cases)} of {reading.rows} rows accepted; "
            f"{len(reading.left_out)} columns left out; list SHA-256 {listed.digest}; "
            f"file SHA-256 {listed.file_digest}"
        )
        unit.log(_entry(Action.IMPORTED, inspection, now, detail))


def begin_register(store: Store, inspection: Inspection, form: Form, *, now: datetime) -> None:
    """Fill a new register: an inspection and its form, and no workbook yet."""
    with store.transaction() as unit:
        unit.begin(inspection, form, None, ())
        unit.log(_entry(Action.CREATED, inspection, now, _about(inspection)))


def _about(inspection: Inspection) -> str:
    form = inspection.form
    return f"{inspection.kind} of {inspection.code}, form {form.id} version {form.version}"


def _entry(action: Action, inspection: Inspection, now: datetime, detail: str) -> Entry:
    return Entry(action=action, actor=inspection.person, at=stamp(now), detail=detail)

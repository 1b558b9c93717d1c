"""Starting an inspection's file from an accepted list, or a register from nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from reviewer.app.store import Store
from reviewer.domain.case import Case, ListStamp, list_digest, values_digest
from reviewer.domain.draw import DrawRecord
from reviewer.domain.file_actions import FileCreated, ListAccepted, ListOrigin, SampleDrawn
from reviewer.domain.form import Form
from reviewer.domain.inspection import Inspection
from reviewer.domain.list_reading import ListReading
from reviewer.domain.quoting import shown
from reviewer.domain.times import stamp

_LINE_LIMIT: Final = 2_000
"""Characters of one line of custody: some fifty columns, which is twice the widest list seen."""


def begin_review(
    store: Store,
    inspection: Inspection,
    form: Form,
    reading: ListReading,
    *,
    now: datetime,
    drawn: DrawRecord | None = None,
) -> None:
    """Fill a new review file with its list; the log names the list file by its digest.

    `drawn` is the record of the draw the list came from. Raises RefusalError where the list
    holds other cases than were drawn.
    """
    if drawn is not None:
        drawn.check(reading.cases)
        inspection = replace(
            inspection,
            random_sample=True,
            draw=drawn.sentence,
            design=replace(drawn.design, listed=reading.rows),
        )
    listed = stamp_of(reading, reading.cases, reading.cases, reading.rows, now)
    inspection = replace(inspection, file=store.session)
    with store.transaction(now) as unit:
        unit.begin(inspection, form, listed, reading.cases)
        unit.withhold([reading.withheld])
        unit.log(FileCreated.of(inspection))
        accepted, origin = len(reading.cases), origin_of(listed, reading)
        unit.log(ListAccepted(accepted=accepted, rows=reading.rows, origin=origin))
        if drawn is not None:
            unit.log(SampleDrawn(draw=drawn.sentence, columns=drawn.columns))


def begin_register(store: Store, inspection: Inspection, form: Form, *, now: datetime) -> None:
    """Fill a new register: an inspection and its form, and no workbook yet."""
    with store.transaction(now) as unit:
        unit.begin(replace(inspection, file=store.session), form, None, ())
        unit.log(FileCreated.of(inspection))


def stamp_of(
    reading: ListReading, cases: Sequence[Case], new: Sequence[Case], length: int, now: datetime
) -> ListStamp:
    """Return the stamp of an accepted list: `cases` and `length` are those of the whole list.

    `new` are the cases that it brought.
    """
    return ListStamp(
        length=length,
        digest=list_digest(cases),
        values=values_digest(new),
        file_digest=reading.file_digest,
        loaded_at=stamp(now),
        mapping=_listed(f"{key} from {_quoted(name)}" for key, name in reading.mapping.items()),
        left_out=_listed(f"{_quoted(name)} ({why})" for name, why in reading.left_out),
    )


def origin_of(listed: ListStamp, reading: ListReading) -> ListOrigin:
    """Return for the log where a list came from and what became of its columns."""
    return ListOrigin(
        list_digest=listed.digest,
        file_digest=listed.file_digest,
        mapping=listed.mapping,
        left_out=listed.left_out,
        corrected=reading.corrected,
    )


def _quoted(header: str) -> str:
    return f"“{shown(header)}”"


def _listed(parts: Iterable[str]) -> str:
    """Join parts as far as a cell of `Cover` has room for them."""
    text = ""
    rest = list(parts)
    while rest and len(text) + len(rest[0]) < _LINE_LIMIT:
        text += ("; " if text else "") + rest.pop(0)
    return f"{text}; and {len(rest)} more" if rest else text

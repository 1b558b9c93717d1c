"""The log as a table for another person: who did what to which case, and when, in plain words."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from reviewer.app.files import Sort, read_whole
from reviewer.app.leaving import Leaving, leave
from reviewer.app.store import Store
from reviewer.domain.event import Event
from reviewer.domain.file_actions import LogWritten
from reviewer.domain.ids import Key
from reviewer.domain.log_names import kind_name
from reviewer.domain.log_sentences import sentence
from reviewer.domain.message import Message, message
from reviewer.domain.spreadsheet_text import inert
from reviewer.domain.times import long_second

HEADINGS: Sequence[Message] = (
    *(message("No."), message("When"), message("Who")),
    *(message("What"), message("Case"), message("Detail")),
)


def write_log(store: Store, out: Path, *, now: datetime, replace: bool = False) -> int:
    """Write the whole log as a table that a spreadsheet opens; return how many entries it has.

    It holds nothing that a person typed but the names of those who worked, and no answer. That it
    was written is logged. An earlier log of the same file gives way. Raises as `leave` does.
    """
    events = tuple(store.events())
    content = _table(events, _item_names(store)).encode("utf-8-sig")
    leaving = Leaving(
        sort=Sort.TEXT,
        content=lambda: content,
        is_earlier=lambda path: content.startswith(read_whole(path)),
        kept_as=message("holds something else"),
        action=LogWritten(entries=len(events)),
    )
    leave(leaving, out, store=store, now=now, replace=replace)
    return len(events)


def _item_names(store: Store) -> Callable[[Key], str]:
    items = store.form().items
    return lambda key: f"{key}  {items[key].label}" if key in items else key


def _table(events: Sequence[Event], item_name: Callable[[Key], str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(heading) for heading in HEADINGS])
    for event in events:
        action = event.action
        what, detail = str(kind_name(action.name)), str(sentence(action, item_name))
        cells = (event.actor, what, event.case, detail)
        writer.writerow([event.seq, long_second(event.at), *map(inert, cells)])
    return out.getvalue()

"""A force's list read: what the command line and the window ask for."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from itertools import repeat
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from reviewer.cells.delimited import checked_delimiter, checked_encoding
from reviewer.cells.limits import DEFAULT_LIMITS, Limits
from reviewer.cells.opening import Opening
from reviewer.domain.case import Case
from reviewer.domain.errors import WorldError
from reviewer.domain.form import Form
from reviewer.domain.ids import Code, Key, case_id
from reviewer.domain.list_options import ListMapping
from reviewer.domain.list_reading import (
    ListColumn,
    ListNotice,
    ListProblem,
    ListReading,
    RefusedRows,
    UnknownType,
)
from reviewer.intake.dates import checked_order
from reviewer.intake.earlier import fitting
from reviewer.intake.form_words import vocabulary
from reviewer.intake.packing import unpacked
from reviewer.intake.process import ask_worker
from reviewer.intake.request import wish_document
from reviewer.intake.wish import Wish

_NOTHING_SAID: Final[Mapping[str, str]] = MappingProxyType({})
_NOTHING_CORRECTED: Final[Mapping[int, Mapping[str, str]]] = MappingProxyType({})


def read_list(  # noqa: PLR0913 - each is a guess that a person may overrule
    path: Path,
    *,
    form: Form,
    today: date,
    inspection_code: str = "LIST",
    force: str | None = None,
    sheet: str | None = None,
    mapping: Mapping[str, str] = _NOTHING_SAID,
    types: Mapping[str, str] = _NOTHING_SAID,
    scale: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    cancelled: Callable[[], bool] = lambda: False,
    password: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    dates: Mapping[str, str] = _NOTHING_SAID,
    corrections: Mapping[int, Mapping[str, str]] = _NOTHING_CORRECTED,
    earlier: ListMapping | None = None,
) -> ListReading:
    """Read a force's list in a limited process of its own.

    `mapping` is key → header (an empty header leaves the key unmapped), `types` the force's
    words → type code, `scale` the scale of the force's grades, `dates` key or header →
    `day-first` or `month-first`, `corrections` row of the file → key → what the cell is to
    be. `encoding` and `delimiter` are for text files, `header_row` counts as the file does.
    `earlier` is the mapping of an earlier list, and gives way to all of these. `cancelled` is
    asked ten times a second.

    Raises RefusalError where the file can't be read as a list or a wish can't be met,
    WorldError where it can't be opened or the reading was cancelled.
    """
    before = fitting(earlier, form) if earlier else ListMapping()
    scale = scale or before.scale or None
    wish = Wish(
        words=vocabulary(form, {**before.types, **types}, scale),
        mapping=mapping,
        sheet=sheet,
        force=force,
        scale=scale,
        today=today,
        opening=Opening(
            password=password,
            encoding=checked_encoding(encoding) if encoding else None,
            delimiter=checked_delimiter(delimiter) if delimiter else None,
        ),
        header_row=header_row,
        offered=before.columns,
        dates={name: checked_order(order) for name, order in dates.items()},
        offered_dates={name: checked_order(order) for name, order in before.dates.items()},
        corrections=corrections,
    )
    if not path.is_file():
        raise WorldError(
            "no-such-file", f"There is no file {path.name}; check the name and folder."
        )
    request = {
        "path": str(path.absolute()),
        "wish": wish_document(wish),
        "limits": asdict(limits),
    }
    reading = _reading(ask_worker(request, limits, cancelled), inspection_code)
    return replace(reading, corrected=sum(map(len, corrections.values())))


def _reading(examined: dict[str, Any], inspection_code: str) -> ListReading:
    columns = {key: unpacked(column) for key, column in examined["values"].items()}
    cases = _cases(examined["positions"], columns, inspection_code)
    counted = Counter(columns.get("type", ()))
    return ListReading(
        rows=examined["rows"],
        cases=cases,
        by_type={Code(code): counted[code] for code in sorted(counted)},
        mapping={Key(key): header for key, header in examined["mapping"].items()},
        left_out=tuple((header, reason) for header, reason in examined["left_out"]),
        columns=tuple(
            ListColumn(**{**column, "samples": tuple(column["samples"])})
            for column in examined["columns"]
        ),
        problems=tuple(
            ListProblem(row=int(row), column=column, code=code, text=text, key=key)
            for row, column, code, text, key in zip(
                *map(unpacked, examined["problems"]), strict=True
            )
        ),
        notices=tuple(
            ListNotice(**{**notice, "rows": tuple(notice["rows"])})
            for notice in examined["notices"]
        ),
        refused_rows=tuple(examined["refused_rows"]),
        file_digest=examined["file_digest"],
        format=examined["format"],
        encoding=examined["encoding"],
        delimiter=examined["delimiter"],
        sheet=examined["sheet"],
        sheets=tuple(examined["sheets"]),
        header_row=examined["header_row"],
        refused=RefusedRows(
            headers=tuple(examined["refused"]["headers"]),
            keys=tuple(examined["refused"]["keys"]),
            rows=tuple((n, tuple(cells)) for n, cells in examined["refused"]["rows"]),
        ),
        unknown_types=tuple(UnknownType(**found) for found in examined["unknown_types"]),
        undecided_dates=tuple(examined["undecided_dates"]),
    )


def _cases(
    positions: list[int], columns: dict[str, list[str]], inspection_code: str
) -> tuple[Case, ...]:
    full = {Key(key): texts for key, texts in columns.items() if "" not in texts}
    some = [(Key(key), texts) for key, texts in columns.items() if "" in texts]
    with _not_collecting():
        rows = list(map(dict, map(zip, repeat(tuple(full)), zip(*full.values(), strict=True))))
        rows = rows or [{} for _position in positions]
        for key, texts in some:
            for row, text in zip(rows, texts, strict=True):
                if text:
                    row[key] = text
        return tuple(
            Case(id=named, position=position, values=values)
            for named, position, values in zip(
                map(case_id, repeat(inspection_code), positions), positions, rows, strict=True
            )
        )


@contextmanager
def _not_collecting() -> Iterator[None]:
    """Keep the garbage collector from going through all cases again and again as they grow.

    Nothing of them is garbage, and looking takes longer than making them.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()

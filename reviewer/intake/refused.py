"""The rows that are no cases, kept as they came so that the force can mend them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.domain.case import WITHHELD
from reviewer.intake.findings import ListProblem
from reviewer.intake.mapping import Mapped
from reviewer.intake.sheet import RawCell, text_of
from reviewer.intake.table import Table

KEPT: Final = 5_000
"""Refused rows that are handed back: a list with more is asked for anew, not mended by hand."""
_LIVE: Final = ("=", "+", "-", "@", "\t", "\r")
"""What Excel takes for the beginning of a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRows:
    """Refused rows: headers of the columns that may go back, cells by row of the file.

    `keys` is what each column is mapped to, empty for none. Columns left out as personal are
    not there, nor those withheld until a case is graded.
    """

    headers: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()


def refused_rows(table: Table, mapped: Mapped, numbers: Sequence[int]) -> RefusedRows:
    """Gather the cells of the refused rows, `KEPT` of them at most."""
    keys = {column.index: str(key) for key, column in mapped.columns.items()}
    columns = [column for key, column in mapped.columns.items() if key not in WITHHELD]
    columns += [column for column, _reason, personal in mapped.left_out if not personal]
    columns.sort(key=lambda column: column.index)
    wanted = set(numbers[:KEPT])
    at = [(index, number) for index, number in enumerate(table.numbers) if number in wanted]
    return RefusedRows(
        headers=tuple(column.name for column in columns),
        keys=tuple(keys.get(column.index, "") for column in columns),
        rows=tuple(
            (number, tuple(_cell(table.rows[index], column.index) for column in columns))
            for index, number in at
        ),
    )


def _cell(row: Sequence[RawCell], index: int) -> str:
    return text_of(row[index]) if index < len(row) else ""


def refused_csv(refused: RefusedRows, problems: Sequence[ListProblem], header_row: int) -> bytes:
    """Write the refused rows as a file to send back: row, what is wrong, the cells.

    CSV with the mark that makes Excel read UTF-8; what Excel would take for a formula is
    written behind an apostrophe.
    """
    said: dict[int, list[str]] = {}
    for problem in problems:
        column = f"{problem.column}: " if problem.column else ""
        said.setdefault(problem.row, []).append(f"{column}{problem.text}")
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["Row", "What is wrong", *map(_inert, refused.headers)])
    for number, cells in refused.rows:
        sentences = said.get(number) or said.get(header_row, [])
        writer.writerow([number, _inert(" ".join(sentences)), *map(_inert, cells)])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_LIVE) and len(text) > 1 else text

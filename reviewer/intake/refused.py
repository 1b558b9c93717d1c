"""The rows that are no cases, kept as they came so that the force can correct them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from reviewer.domain.list_reading import ListProblem, RefusedRows
from reviewer.domain.spreadsheet_text import inert

_UTF_8: Final = b"\xef\xbb\xbf"
"""The mark that makes Excel read UTF-8."""

_HEADINGS: Final = ("Row", "What is wrong")

REFUSED_HEADING: Final = _UTF_8 + ",".join(_HEADINGS).encode()
"""What every file of refused rows begins with."""


def refused_csv(refused: RefusedRows, problems: Sequence[ListProblem], header_row: int) -> bytes:
    """Write the refused rows as a file to send back: row, what is wrong, the cells.

    CSV with the mark that makes Excel read UTF-8; what Excel would take for a formula is
    written behind an apostrophe.
    """
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        column = f"{problem.column}: " if problem.column else ""
        reasons.setdefault(problem.row, []).append(f"{column}{problem.text}")
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([*_HEADINGS, *map(inert, refused.headers)])
    for number, cells in refused.rows:
        sentences = reasons.get(number) or reasons.get(header_row, [])
        writer.writerow([number, inert(" ".join(sentences)), *map(inert, cells)])
    return _UTF_8 + stream.getvalue().encode("utf-8", "replace")

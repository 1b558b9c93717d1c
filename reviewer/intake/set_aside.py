"""Rows that are no cases, by what they are, and the sentence that names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from reviewer.domain.message import Message, message

SET_ASIDE: Final[Mapping[str, Callable[[Message], Message]]] = {
    "total": lambda rows: message("Totals were left out: {rows}.", rows=rows),
    "note": lambda rows: message("Notes outside the table were left out: {rows}.", rows=rows),
    "unused": lambda rows: message(
        "Rows of formulas without a case were left out: {rows}.", rows=rows
    ),
    "repeated header": lambda rows: message("Repeated headings were left out: {rows}.", rows=rows),
    "own heading": lambda rows: message(
        "These headings have their columns in another order, and the rows below "
        "were read by them: {rows}.",
        rows=rows,
    ),
    "other table": lambda rows: message("Another table was left out: {rows}.", rows=rows),
    "above the heading": lambda rows: message(
        "Rows above the heading were left out: {rows}.", rows=rows
    ),
}
"""Kind of row → what is reported about the rows that are of it."""

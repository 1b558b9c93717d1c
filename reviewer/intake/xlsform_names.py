"""The names of an XLSForm as a form file may have them."""

from __future__ import annotations

import re
from typing import Final

from reviewer.domain.sheet_names import is_own_sheet

_SHEET: Final = 28
"""Characters of a sheet's name, with room for a number that tells it from another."""


def set_name(name: str) -> str:
    """Return the name of an answer set for a list of choices."""
    return re.sub(r"\W+", "_", name)


def key_name(name: str) -> str:
    """Return a key for the name of a question."""
    key = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_") or "question"
    return key if key[0].isalpha() else f"q_{key}"


def sheet_name(label: str, taken: set[str]) -> str:
    """Return a name that Excel takes and that no other sheet has, and add it to those taken."""
    plain = " ".join(re.sub(r"[\[\]:*?/\\]", " ", label).split())
    name = plain.strip("' ")[:_SHEET].strip("' ") or "Rows"
    number, found = 2, name
    while is_own_sheet(found) or found.casefold() in taken:
        found, number = f"{name} {number}", number + 1
    taken.add(found.casefold())
    return found


def distinct(name: str, taken: set[str]) -> str:
    """Return a name that is not taken, numbered where it must be."""
    number, found = 2, name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found

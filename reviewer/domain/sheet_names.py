"""The names of the workbook's own sheets, which no sheet of a form may have."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

HOW_TO: Final = "How to"
"""The sheet of an answer sheet that explains it."""


class SheetName(StrEnum):
    """The fixed sheets; those of a form's rows items are after CASES."""

    COVER = "Cover"
    SUMMARY = "Summary"
    SUPERVISION = "Supervision"
    DELAY = "Delay"
    AGREEMENT = "Agreement"
    SAMPLE = "Sample"
    ITEMS = "Items"
    EARLIER = "Earlier visits"
    CASES = "Cases"
    NARRATIVES = "Narratives"
    LOG = "Log"
    DECISIONS = "Decisions"
    CODES = "Codes"
    FORM = "Form"


def is_own_sheet(name: str) -> bool:
    """Say whether a sheet of ours has the name; Excel tells sheets apart without regard to case."""
    return name.casefold() in _OWN


_OWN: Final = frozenset(own.casefold() for own in (*SheetName, HOW_TO))

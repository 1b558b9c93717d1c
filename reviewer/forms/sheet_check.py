"""Whether the sheets that a form gives its rows can be sheets of a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reviewer.domain.form import Form
from reviewer.domain.message import Message, message
from reviewer.domain.sheet_names import is_own_sheet
from reviewer.forms.scope import Fault

SHEET_LIMIT: Final = 31
"""Characters of a sheet's name in Excel."""

_FORBIDDEN: Final = frozenset("[]:*?/\\")
"""Characters that no sheet's name has in Excel."""

_EXCELS_OWN: Final = "history"
"""A name that Excel keeps for itself."""


def sheet_faults(written: Form) -> Iterator[Fault]:
    """Yield the sheet names that Excel would refuse, that are ours, or that are given twice."""
    taken: set[str] = set()
    for s, section in enumerate(written.sections):
        for i, item in enumerate(section.items):
            if item.sheet:
                fault = _fault(item.sheet, taken)
                taken.add(item.sheet.casefold())
                if fault is not None:
                    yield ("sections", s, "items", i, "sheet"), fault


def _fault(name: str, taken: set[str]) -> Message | None:
    if len(name) > SHEET_LIMIT:
        return message("the name of a sheet can have at most {most} characters.", most=SHEET_LIMIT)
    if found := sorted(_FORBIDDEN.intersection(name)):
        return message("the name of a sheet cannot have {characters}.", characters=" ".join(found))
    if name != name.strip("' ") or not name.isprintable():
        return message("the name of a sheet must begin and end with a letter or digit.")
    if is_own_sheet(name) or name.casefold() == _EXCELS_OWN:
        return message("the workbook already has a sheet “{name}”; choose another.", name=name)
    if name.casefold() in taken:
        return message("the sheet “{name}” is given twice; choose another.", name=name)
    return None

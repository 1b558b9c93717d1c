"""Which values are taken as they are: each kind of value is looked at once, however often."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from reviewer.domain.form import TEXT_LIMIT

_Name = TypeVar("_Name", bound=str)


class TakenValues(Generic[_Name]):
    """The values of one workbook's columns that were found good.

    A workbook of 250 cases has some 25,000 values and a few hundred different ones.
    """

    def __init__(self, takes: Callable[[_Name, str], bool]) -> None:
        """Take what says whether the column of a name takes a text exactly as it is."""
        self._takes = takes
        self._taken: set[tuple[_Name, str]] = set()

    def strange(self, untrusted: Mapping[_Name, str]) -> _Name | None:
        """Return the first name whose value is not taken; None where all are."""
        taken = self._taken
        for value in untrusted.items():
            if value not in taken:
                if not self._takes(*value):
                    return value[0]
                taken.add(value)
        return None


def is_text(untrusted: str) -> bool:
    """Say whether a text that was read from a sheet is one as the form takes it.

    What a sheet cannot hold, as NUL or half a character, is not looked for again.
    """
    return (
        bool(untrusted)
        and len(untrusted) <= TEXT_LIMIT
        and "\r" not in untrusted
        and not untrusted.isspace()
    )

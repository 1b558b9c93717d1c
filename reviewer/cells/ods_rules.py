"""Which cells of an .ods a rule (conditional formatting) may show otherwise than its text says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from reviewer.cells.appearance import Area
from reviewer.cells.xlsx_parts import column_number

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_GENERAL: Final = frozenset({"", "N0"})
"""Number formats of a style that change nothing."""
_CORNER: Final = r"\$?([A-Z]{1,3})\$?(\d+)"
_RANGE: Final = re.compile(rf"\.{_CORNER}(?::(?:'[^']*'|[^ .:']*)\.?{_CORNER})?")


class Rules:
    """The styles of a document that rules apply, by what they say of numbers.

    Raises ParseError for a part with styles that is no XML.
    """

    def __init__(self, styles: bytes) -> None:
        self._with_format: set[str] = set()
        self._mapped: dict[str, set[str]] = {}
        for element in ET.fromstring(styles).iter(f"{_STYLE}style") if styles else ():  # noqa: S314 - judged
            self.note_style(element)

    def note_style(self, style: ET.Element) -> None:
        """Remember whether a style has a number format, and which others its rules apply."""
        name = style.get(f"{_STYLE}name", "")
        if style.get(f"{_STYLE}data-style-name", "") not in _GENERAL:
            self._with_format.add(name)
        mapped = {rule.get(f"{_STYLE}apply-style-name", "") for rule in style.iter(f"{_STYLE}map")}
        if mapped:
            self._mapped[name] = mapped

    def areas(self, table: ET.Element) -> tuple[Area, ...]:
        """List the areas of a sheet in which a rule may show numbers otherwise."""
        return (*self._formatted(table), *self._styled(table))

    def _formatted(self, table: ET.Element) -> Iterator[Area]:
        for rule in table.iter(f"{_CALC}conditional-format"):
            applied = {one.get(f"{_CALC}apply-style-name", "") for one in rule}
            if applied & self._with_format:
                for found in _RANGE.finditer(rule.get(f"{_CALC}target-range-address", "")):
                    left, top, right, bottom = found.groups()
                    yield (
                        int(top), column_number(left.encode()),
                        int(bottom or top), column_number((right or left).encode()),
                    )  # fmt: skip

    def _styled(self, table: ET.Element) -> Iterator[Area]:
        ruled = {name for name, applied in self._mapped.items() if applied & self._with_format}
        if not ruled:
            return
        defaults = _defaults(table)
        row = 0
        for element in table.iter(f"{_TABLE}table-row"):
            first, row = row + 1, row + int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            column = 0
            for cell in element:
                start, times = column, int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
                column += times
                own = cell.get(f"{_TABLE}style-name") or defaults.get(start, "")
                if own in ruled and len(cell):
                    yield first, start + 1, row, column


def _defaults(table: ET.Element) -> dict[int, str]:
    """Return the style of the cells that name none, by column."""
    found: dict[int, str] = {}
    column = 0
    for element in table.iter(f"{_TABLE}table-column"):
        style = element.get(f"{_TABLE}default-cell-style-name", "")
        times = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
        found.update(dict.fromkeys(range(column, column + min(times, 1_000)), style))
        column += times
    return found

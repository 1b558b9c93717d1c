"""An .ods read cell by cell: it says in the file what each of its cells shows."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from xml.etree import ElementTree as ET

from reviewer.cells.appearance import Appearance, Place, without_ruled
from reviewer.cells.errors import too_many_cells, too_many_columns, unreadable
from reviewer.cells.far_cells import judge_size
from reviewer.cells.limits import Limits
from reviewer.cells.ods_rules import Rules
from reviewer.cells.sheet import Doubtful, Merge, Month, RawCell, Sheet

_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_NOT_SHOWN: Final = frozenset({f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text"})
_NULL_DATE: Final = re.compile(rb"<table:null-date[^<>]*table:date-value=[\"']([^\"']*)")
_PARTS: Final = re.compile(r"\d+|[^\W\d_]+")
_CLOCK: Final = re.compile(r"\d{1,2}:\d{2}.*")
_FIRST_YEAR: Final = 1900
"""What is before it is what a formula shows that refers to an empty cell."""
_MONTH: Final = len(("month", "year"))
"""Parts of a day that are shown of a month."""
_HIDDEN: Final = frozenset({"collapse", "filter"})
_OUTSIDE: Final = frozenset({f"{_TABLE}tracked-changes", f"{_OFFICE}forms", f"{_TABLE}shapes"})


@dataclass(slots=True, kw_only=True)
class OdsSheet:
    """A sheet as it was read, and what its parts say of it."""

    sheet: Sheet
    hidden: bool
    look: Appearance


@dataclass(slots=True, kw_only=True)
class _Grid:
    """The cells of a sheet while they are read."""

    rows: list[list[RawCell]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    look: Appearance = field(default_factory=Appearance)
    cells: int = 0


def counts_from_1904(xml: bytes) -> bool:
    """Say whether the numbers that stand for days count from 1904."""
    found = _NULL_DATE.search(xml)
    return found is not None and found[1].startswith(b"1904")


def read_ods(xml: bytes, limits: Limits, styles: bytes = b"") -> dict[str, OdsSheet]:
    """Read all sheets of an .ods by its content part, without the empty cells at their ends.

    `styles` is the part with the named styles, by which rules may show numbers otherwise.

    Raises RefusalError for a sheet that is larger than a list can be, and for what is damaged.
    """
    hidden_styles: set[str] = set()
    found: dict[str, OdsSheet] = {}
    weighed = 0
    try:
        rules = Rules(styles)
        for table, hiding in _tables(xml, rules):
            hidden_styles |= hiding
            grid = _grid(table, limits)
            weighed += grid.cells
            if weighed > limits.cells:
                raise too_many_cells(limits.cells)
            name = table.get(f"{_TABLE}name", "")
            sheet = Sheet(name=name, rows=grid.rows, merges=tuple(grid.merges))
            grid.look.ruled = rules.areas(table)
            sheet = without_ruled(sheet, grid.look.ruled)
            hidden = table.get(f"{_TABLE}style-name", "") in hidden_styles
            found[name] = OdsSheet(sheet=sheet, hidden=hidden, look=grid.look)
            table.clear()
    except (ET.ParseError, ValueError, OverflowError):
        raise unreadable() from None
    return found


def _tables(xml: bytes, rules: Rules) -> Iterator[tuple[ET.Element, set[str]]]:
    """Yield each table as it ends, with the styles so far that hide one."""
    styles: set[str] = set()
    depth = 0
    for event, element in ET.iterparse(io.BytesIO(xml), ("start", "end")):  # noqa: S314 - judged
        if element.tag == f"{_TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "end" and depth == 0:
                yield element, styles
        elif event == "end" and element.tag == f"{_STYLE}style":
            rules.note_style(element)
            properties = element.find(f"{_STYLE}table-properties")
            if properties is not None and properties.get(f"{_TABLE}display") == "false":
                styles.add(element.get(f"{_STYLE}name", ""))


def _grid(table: ET.Element, limits: Limits) -> _Grid:
    grid = _Grid()
    row = 0
    for element in _rows(table):
        times = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
        cells = _cells(element, row, grid, limits)
        if element.get(f"{_TABLE}visibility") in _HIDDEN:
            grid.look.hidden_rows.update(range(row + 1, row + min(times, limits.rows) + 1))
        if cells:
            judge_size(row + times, len(cells), limits)
            grid.rows.extend([[] for _gap in range(row - len(grid.rows))])
            grid.rows.extend(list(cells) for _time in range(times))
            grid.cells += times * len(cells)
        row += times
    column = 0
    for element in table.iter(f"{_TABLE}table-column"):
        times = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
        if element.get(f"{_TABLE}visibility") in _HIDDEN:
            last = min(column + times, limits.columns)
            grid.look.hidden_columns.update(range(column + 1, last + 1))
        column += times
    width = max(map(len, grid.rows), default=0)
    judge_size(len(grid.rows), width, limits)
    for cells in grid.rows:
        cells.extend([""] * (width - len(cells)))
    return grid


def _rows(table: ET.Element) -> Iterator[ET.Element]:
    """Yield the rows of a table, those in groups too, but not those of a table inside a cell."""
    for element in table:
        if element.tag == f"{_TABLE}table-row":
            yield element
        elif element.tag not in _OUTSIDE and element.tag != f"{_TABLE}table":
            yield from _rows(element)


def _cells(row: ET.Element, index: int, grid: _Grid, limits: Limits) -> list[RawCell]:
    """Read a row's cells up to the last filled one."""
    cells: list[RawCell] = []
    blank = 0
    for element in row:
        covered = element.tag == f"{_TABLE}covered-table-cell"
        if not covered and element.tag != f"{_TABLE}table-cell":
            continue
        times = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
        cell = "" if covered else _cell(element)
        if cell == "":
            blank += times
            continue
        if len(cells) + blank + times > limits.columns:
            raise too_many_columns(limits.columns)
        cells.extend([""] * blank)
        blank = 0
        if isinstance(cell, Doubtful):
            _note(cell, (index + 1, len(cells) + 1), grid.look)
        down = int(element.get(f"{_TABLE}number-rows-spanned", "1"))
        if down > 1:
            last = index + min(down, limits.rows) - 1
            grid.merges.append(Merge(first=index, last=last, column=len(cells)))
        cells.extend([cell] * times)
    return cells


def _note(cell: Doubtful, place: Place, look: Appearance) -> None:
    if cell.code == "error-value":
        look.errors[place] = cell.shown
    elif cell.code == "no-result":
        look.without_result.add(place)


def _cell(element: ET.Element) -> RawCell:
    shown = _shown(element)
    kind = element.get(f"{_OFFICE}value-type", "")
    if shown.startswith(("#", "Err:")) and (element.get(f"{_TABLE}formula") or kind == "error"):
        return Doubtful("error-value", shown)
    match kind:
        case "date":
            return _day(element.get(f"{_OFFICE}date-value", ""), shown)
        case "boolean":
            return element.get(f"{_OFFICE}boolean-value") == "true"
        case "float" | "currency" | "percentage":
            return _number(element, shown)
    if element.get(f"{_TABLE}formula") and not kind and not _has_text(element):
        return Doubtful("no-result", "")
    return shown


def _has_text(element: ET.Element) -> bool:
    """Say whether a cell says what it shows, if only that it shows nothing."""
    return element.find(f"{_TEXT}p") is not None


def _number(element: ET.Element, shown: str) -> RawCell:
    """Return a number whose text is nothing but its digits, else what is shown."""
    held = element.get(f"{_OFFICE}value", "")
    number = float(held)
    if not shown:
        return Doubtful("not-shown", held) if _has_text(element) else number
    plain = str(int(number)) if number.is_integer() else f"{number:.15g}"
    return number if shown == plain else shown


def _day(held: str, shown: str) -> RawCell:
    """Return a day, or the month where no more than its year and month are shown."""
    day = datetime.fromisoformat(held) if "T" in held else date.fromisoformat(held)
    if day.year < _FIRST_YEAR:
        return Doubtful("zero-date", shown or held)
    parts = _PARTS.findall(_CLOCK.sub("", shown))
    digits = [part for part in parts if part.isdigit()]
    if not shown:
        return day
    if f"{day.year:04d}" not in digits and f"{day.year % 100:02d}" not in digits:
        return Doubtful("no-year", shown)
    shown_parts = len(digits) + (len(digits) < len(parts))
    day_first = parts[0].isdigit() and int(parts[0]) == day.day == day.year % 100
    if shown_parts < _MONTH or (shown_parts == _MONTH and day_first):
        return Doubtful("format-not-known", shown)
    return day if shown_parts > _MONTH else Month(day.year, day.month)


def _shown(element: ET.Element) -> str:
    """Return the text of a cell: its paragraphs are lines, white space between tags is none."""
    lines = [_inside(p) for p in element if p.tag in {f"{_TEXT}p", f"{_TEXT}h"}]
    return "\n".join(lines)


def _inside(element: ET.Element) -> str:
    parts = [_spaces(element.text)]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), 1_000))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag not in _NOT_SHOWN:
            parts.append(_inside(child))
        parts.append(_spaces(child.tail))
    return "".join(parts)


def _spaces(text: str | None) -> str:
    """Take white space as the format does: any of it is one space."""
    if not text:
        return ""
    lead = " " if text[0].isspace() else ""
    words = " ".join(text.split())
    return f"{lead}{words}{' ' if words and text[-1].isspace() else ''}"

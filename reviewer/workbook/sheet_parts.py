"""Sheets read from the verified parts: our own grammar, nothing else.

A signed workbook is one that this program wrote, so its sheets are read as this program writes
them, cell by cell; anything else is refused. So no lone cell far away, no formula, no
reference can lead the reader astray, and nothing is read twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import compress
from operator import itemgetter
from typing import Final, NamedTuple, TypeVar

from lxml import etree

from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Kind
from reviewer.domain.message import Message, message
from reviewer.domain.stopping import each
from reviewer.workbook.cells import day_written, letters, strange_cell, unescaped
from reviewer.workbook.layout import HEADING_ROW, DataSheet

_Name = TypeVar("_Name", bound=str)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

_PLAIN_BYTES = b"\t\n" + bytes(range(0x20, 0x100))
"""All but the control characters: a bare carriage return is none of ours, the rest are no XML."""

_ROWS_BEGIN, _ROWS_END = "<sheetData>", "</sheetData>"
_ROW_HEAD = r'<row r="([1-9][0-9]{0,6})"(?: ht="[0-9.]{1,8}" customHeight="1")?>'
_STYLE = r'(?: s="[0-9]++")?+'
_TEXT_HEAD = ' t="inlineStr"><is><t(?: xml:space="preserve")?+>'
_ROW = re.compile(_ROW_HEAD)
_ROW_END = "</row>"
_CELL = re.compile(
    rf'<c r="([A-Z]{{1,3}}[1-9][0-9]{{0,6}})"{_STYLE}'
    rf"(?:/>|{_TEXT_HEAD}([^<]*+)</t></is></c>"
    r"|><v>(-?[0-9]{1,17}(?:\.[0-9]{1,17})?(?:e-?[0-9]{1,3})?)</v></c>)"
    r"|([\s\S]+)"
)
"""A cell of any sheet; the last group takes all that is none, to the end of the row."""

_TEXT = rf"{_TEXT_HEAD}([^<]*+)</t></is></c>"
_NUMBER_OR_TEXT = (
    rf"(?:><v>(?=[0-9]{{1,15}}</v>)|{_TEXT_HEAD}(?=[^<]*+</t>))([^<]*+)</(?:v|t></is)></c>"
)
_DAY_OR_TEXT = (
    rf"(?:><v>(?=[0-9]{{2,7}}</v>)|{_TEXT_HEAD}(?![0-9]+</t>)(?=[^<]*+</t>))"
    r"([^<]*+)</(?:v|t></is)></c>"
)
_CELLS: Final = {Kind.INTEGER: _NUMBER_OR_TEXT, Kind.DATE: _DAY_OR_TEXT}
"""What the cells of a column may hold, where it is more than text."""


_ROWS_LIMIT: Final = 20_000
"""Rows of one list that are kept for the next workbook: twice the largest list."""


class Record(NamedTuple):
    """One record of a data sheet: its row's number, and its texts in the sheet's order of keys.

    `places` says where each key's text is; what is empty is an empty text.
    """

    row: int
    texts: tuple[str, ...]
    places: Mapping[str, int]

    def get(self, key: str) -> str:
        """Return the text at `key`, empty where there is none."""
        return self.texts[self.places[key]]


def sheet_contents(verified_parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the sheets' parts by their names; raises RefusalError where one is missing."""
    parts = {name.removeprefix("/"): content for name, content in verified_parts.items()}
    try:
        book = _parsed(parts["xl/workbook.xml"])
        relations = _parsed(parts["xl/_rels/workbook.xml.rels"])
    except (KeyError, etree.XMLSyntaxError):
        raise RefusalError("not-a-workbook", message("The file is not a workbook.")) from None
    targets = {
        line.get("Id"): line.get("Target", "")
        for line in relations.iterfind(f"{{{_RELATIONS}}}Relationship")
    }
    contents: dict[str, bytes] = {}
    for sheet in book.iterfind(f"{{{_MAIN}}}sheets/{{{_MAIN}}}sheet"):
        name, target = sheet.get("name", ""), targets.get(sheet.get(f"{{{_RELATION}}}id"), "")
        part = target[1:] if target.startswith("/") else f"xl/{target}"
        if part not in parts or name in contents:
            raise RefusalError(
                "missing-sheet",
                message(
                    "The sheet “{sheet}” is missing from the workbook, or is in it twice.",
                    sheet=name,
                ),
            )
        contents[name] = parts[part]
    return contents


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser)


def rows_in(name: str, content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row's number and its texts by column letters; numbers as they are written.

    Raises RefusalError, naming the sheet, for anything this program does not write.
    """
    try:
        for number, cells, _ in _rows(*_body(content)):
            yield number, cells
    except (RefusalError, UnicodeDecodeError):
        raise _strange_sheet(name) from None


def _strange_sheet(name: str) -> RefusalError:
    return RefusalError(
        "strange-sheet",
        message(
            "The sheet “{sheet}” was not written by Reviewer. Ask for a new export.",
            sheet=name,
        ),
    )


def _body(content: bytes) -> tuple[str, int, int]:
    """Return a sheet's text, and where in it the rows begin and end."""
    if content.translate(None, _PLAIN_BYTES):
        raise strange_cell()
    text = content.decode("utf-8")
    if "\ufffe" in text or "\uffff" in text:
        raise strange_cell()
    start = text.find(_ROWS_BEGIN)
    end = text.find(_ROWS_END, max(start, 0))
    if start < 0 or end < 0:
        raise strange_cell()
    return text, start + len(_ROWS_BEGIN), end


def _rows(text: str, start: int, end: int) -> Iterator[tuple[int, dict[str, str], int]]:
    """Yield each row's number, its texts by column letters, and where the row ends."""
    last = 0
    while start < end:
        close = text.find(_ROW_END, start, end)
        head = _ROW.match(text, start, end)
        if close < 0 or head is None or int(head[1]) <= last:
            raise strange_cell()
        last, start = int(head[1]), close + len(_ROW_END)
        yield last, _cells(text, head.end(), close, head[1]), start


def _cells(text: str, start: int, end: int, number: str) -> dict[str, str]:
    found = _CELL.findall(text, start, end)
    if found and found[-1][-1]:
        raise strange_cell()
    # The number of another row would leave its digits in the column's name: no column we know.
    cells = {name.removesuffix(number): content or digits for name, content, digits, _ in found}
    if len(cells) < len(found):
        raise strange_cell()
    return {column: unescaped(content) for column, content in cells.items() if content}


def records_in(sheet: DataSheet, contents: Mapping[str, bytes]) -> Iterator[Record]:
    """Yield a data sheet's records, each column found by the key in its heading.

    Raises RefusalError where the sheet or a column is missing, strange or there twice.
    """
    if sheet.name not in contents:
        raise RefusalError(
            "missing-sheet", message("The workbook has no sheet “{sheet}”.", sheet=sheet.name)
        )
    places = {key: at for at, key in enumerate(sheet.keys)}
    identity_of = itemgetter(*(places[key] for key in sheet.identity))
    pending: Record | None = None
    last: object = None
    for number, texts in each(_lines(sheet, contents[sheet.name])):
        identity = identity_of(texts)
        if pending is not None and identity == last:
            joined = _continued(sheet, pending.texts, texts)
            pending = Record(pending.row, joined, places)
            continue
        if pending is not None:
            yield pending
        pending, last = Record(number, texts, places), identity
    if pending is not None:
        yield pending


def picked(sheet: DataSheet, *keys: str) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    """Return what takes the texts at `keys`, in this order, out of a record's texts."""
    order = sheet.keys
    places = [order.index(key) for key in keys]
    if len(places) == 1:
        return itemgetter(slice(places[0], places[0] + 1))
    return itemgetter(*places)


def filled(names: Iterable[_Name], texts: Sequence[str]) -> dict[_Name, str]:
    """Return texts by name, without those that are empty."""
    return dict(compress(zip(names, texts, strict=True), texts))


def _continued(sheet: DataSheet, texts: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Add the texts of a record's next row to those of the rows before."""
    return tuple(
        text if key in sheet.identity else text + rest
        for key, text, rest in zip(sheet.keys, texts, more, strict=True)
    )


def _lines(sheet: DataSheet, content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each row below the headings: its number, its texts in the order of the sheet's keys."""
    try:
        text, start, end = _body(content)
        keys: dict[str, str] = {}
        for number, cells, after in _rows(text, start, end):
            start = after
            if number == HEADING_ROW:
                keys = cells
            if number >= HEADING_ROW:
                break
    except (RefusalError, UnicodeDecodeError):
        raise _strange_sheet(sheet.name) from None
    if not keys:
        raise RefusalError(
            "missing-column", message("The sheet “{sheet}” has no headings.", sheet=sheet.name)
        )
    _check_headings(sheet, keys)
    yield from _below(sheet, keys, text, start, end)


def _below(
    sheet: DataSheet, keys: Mapping[str, str], text: str, start: int, end: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Read row after row by one expression that is made from the headings."""
    kinds = {column.key: column.kind for column in sheet.columns}
    line = _line(tuple((column, _CELLS.get(kinds[key], _TEXT)) for column, key in keys.items()))
    as_written = tuple(keys.values())
    days = [at for at, key in enumerate(as_written) if kinds[key] is Kind.DATE]
    moved = [as_written.index(key) for key in sheet.keys] if as_written != sheet.keys else None
    reference, escape = text.find("&", start, end), text.find("_x", start, end)
    listed = any(column.list_key is not None for column in sheet.columns)
    known = _known_rows(line, as_written, sheet.keys) if listed else {}
    last = HEADING_ROW
    while start < end:
        close = text.find(_ROW_END, start, end) + len(_ROW_END) if listed else start
        row = text[start:close]
        if row in known and known[row][0] > last:
            last, start = known[row][0], close
            yield known[row]
            continue
        found = line.match(text, start, end)
        if found is None:
            raise _why_not(sheet, keys, text, start, end)
        texts = found.groups("")
        number, texts = int(texts[0]), texts[1:]
        if number <= last:
            raise _strange_sheet(sheet.name)
        last, start = number, found.end()
        if 0 <= reference < start or 0 <= escape < start:
            texts = _unescaped(sheet, texts)
            reference, escape = text.find("&", start, end), text.find("_x", start, end)
        if days:
            texts = _with_days(sheet, texts, days)
        texts = texts if moved is None else tuple(texts[at] for at in moved)
        if listed and len(known) < _ROWS_LIMIT:
            known[row] = number, texts
        yield number, texts


@lru_cache(maxsize=1)
def _known_rows(
    line: re.Pattern[str],  # noqa: ARG001 - they are kept by it,
    as_written: tuple[str, ...],  # noqa: ARG001 - by what its cells mean,
    keys: tuple[str, ...],  # noqa: ARG001 - and by the order in which texts are given
) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Return what was read of the list's rows last, each by what is written of it.

    Each workbook of a team has the whole list, and most rows of it as its colleagues have them.
    """
    return {}


@lru_cache(maxsize=64)
def _line(columns: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """Make the expression of a whole row: every column's cell or none, in the headings' order.

    The second of each pair is the expression of what the column's cells may hold.
    """
    cells = (rf'(?:<c r="{name}\1"{_STYLE}{cell})?+' for name, cell in columns)
    return re.compile(f"{_ROW_HEAD}{''.join(cells)}{_ROW_END}")


def _with_days(sheet: DataSheet, texts: tuple[str, ...], days: Sequence[int]) -> tuple[str, ...]:
    """Return a row's texts with ISO days for the numbers of dates."""
    shown = list(texts)
    try:
        for at in days:
            if shown[at]:
                shown[at] = day_written(shown[at])
    except RefusalError:
        raise _strange_sheet(sheet.name) from None
    return tuple(shown)


def _unescaped(sheet: DataSheet, texts: Iterable[str]) -> tuple[str, ...]:
    try:
        return tuple(map(unescaped, texts))
    except RefusalError:
        raise _strange_sheet(sheet.name) from None


def _why_not(
    sheet: DataSheet, keys: Mapping[str, str], text: str, start: int, end: int
) -> RefusalError:
    """Say what is wrong with the row that begins at `start`."""
    try:
        number, cells, _ = next(_rows(text, start, end))
    except RefusalError:
        return _strange_sheet(sheet.name)
    for column in cells:
        if column.isalpha() and column not in keys:
            return RefusalError(
                "strange-cell",
                message(
                    "The sheet “{sheet}” has a value without a heading at {column}{number}.",
                    sheet=sheet.name,
                    column=column,
                    number=number,
                ),
            )
    return _strange_sheet(sheet.name)


def _check_headings(sheet: DataSheet, cells: Mapping[str, str]) -> None:
    known = frozenset(sheet.keys)
    seen: set[str] = set()
    for column, key in cells.items():
        if key not in known or key in seen or not column.isalpha():
            raise RefusalError(
                "strange-column", _strange_column(sheet, key, column, twice=key in seen)
            )
        seen.add(key)
    for key in sheet.keys:
        if key not in seen:
            raise RefusalError(
                "missing-column",
                message("The sheet “{sheet}” has no column “{key}”.", sheet=sheet.name, key=key),
            )


def _strange_column(sheet: DataSheet, key: str, column: str, *, twice: bool) -> Message:
    if twice:
        return message(
            "The sheet “{sheet}” has the column “{key}” ({column}) twice.",
            sheet=sheet.name,
            key=key[:60],
            column=column,
        )
    return message(
        "The sheet “{sheet}” has a column it should not have: “{key}” ({column}).",
        sheet=sheet.name,
        key=key[:60],
        column=column,
    )


def place(sheet: DataSheet, record: Record, key: str) -> Message:
    """Say where a value is, as a part of a sentence: sheet, cell and key."""
    column = letters(sheet.keys.index(key) + 1)
    return message(
        "“{sheet}”, row {row}, column {key} ({column})",
        sheet=sheet.name,
        row=record.row,
        key=key,
        column=column,
    )

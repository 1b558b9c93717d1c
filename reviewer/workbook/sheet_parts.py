"""Sheets read from the verified parts: our own grammar, nothing else.

A signed workbook is one that this program wrote, so its sheets are read as this program writes
them, cell by cell; anything else is refused. So no lone cell far away, no formula, no
reference can lead the reader astray, and nothing is read twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from reviewer.domain.errors import RefusalError
from reviewer.workbook.cells import letters, strange_cell, unescaped
from reviewer.workbook.layout import HEADING_ROW, DataSheet

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

_PLAIN_BYTES = b"\t\n" + bytes(range(0x20, 0x100))
"""All but the control characters: a bare carriage return is none of ours, the rest are no XML."""

_ROW = re.compile(r'<row r="([1-9][0-9]{0,6})"(?: ht="[0-9.]{1,8}" customHeight="1")?>')
_CELL = (
    r'<c r="({column}{row})"(?: s="[0-9]{{1,5}}")?'
    r'(?:/>| t="inlineStr"><is><t(?: xml:space="preserve")?>({text})</t></is></c>'
    r"|><v>({number})</v></c>)"
).format(
    column="[A-Z]{1,3}",
    row="[1-9][0-9]{0,6}",
    text="[^<]*+",
    number=r"-?[0-9]{1,17}(?:\.[0-9]{1,17})?(?:e-?[0-9]{1,3})?",
)
_CELLS_IN = re.compile(_CELL)
_ONLY_CELLS = re.compile(f"(?:{re.sub(r'[(](?![?])', '(?:', _CELL)})*+")
"""The same without groups: a row is first held against it, and then taken apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record of a data sheet: its row's number and its texts by key; empty ones left out."""

    row: int
    values: Mapping[str, str]

    def get(self, key: str) -> str:
        """Return the text at `key`, empty where there is none."""
        return self.values.get(key, "")


def sheet_contents(verified_parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the sheets' parts by their names; raises RefusalError where one is missing."""
    parts = {name.removeprefix("/"): content for name, content in verified_parts.items()}
    try:
        book = _parsed(parts["xl/workbook.xml"])
        relations = _parsed(parts["xl/_rels/workbook.xml.rels"])
    except (KeyError, etree.XMLSyntaxError):
        raise RefusalError("not-a-workbook", "The file holds no workbook.") from None
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
                "missing-sheet", f"The sheet “{name}” is not in the workbook once, as it should be."
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
        yield from _rows(content)
    except (RefusalError, UnicodeDecodeError):
        raise RefusalError(
            "strange-sheet",
            f"The sheet “{name}” is written in a way Reviewer never writes; ask for a new export.",
        ) from None


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    if (
        content.translate(None, _PLAIN_BYTES)
        or b"\xef\xbf\xbe" in content
        or b"\xef\xbf\xbf" in content
    ):
        raise strange_cell()
    text = content.decode("utf-8")
    _, opened, rest = text.partition("<sheetData>")
    body, closed, _ = rest.partition("</sheetData>")
    if not opened or not closed:
        raise strange_cell()
    *rows, tail = body.split("</row>")
    if tail:
        raise strange_cell()
    last = 0
    for row in rows:
        head = _ROW.match(row)
        if head is None or int(head[1]) <= last:
            raise strange_cell()
        last = int(head[1])
        yield last, _cells(row, head.end(), head[1])


def _cells(row: str, start: int, number: str) -> dict[str, str]:
    if not _ONLY_CELLS.fullmatch(row, start):
        raise strange_cell()
    found = _CELLS_IN.findall(row, start)
    # The number of another row would leave its digits in the column's name: no column we know.
    cells = {name.removesuffix(number): text or digits for name, text, digits in found}
    if len(cells) < len(found):
        raise strange_cell()
    if "&" in row or "_x" in row:
        cells = {column: unescaped(text) for column, text in cells.items()}
    if "" in cells.values():
        cells = {column: text for column, text in cells.items() if text}
    return cells


def records_in(sheet: DataSheet, contents: Mapping[str, bytes]) -> Iterator[Record]:
    """Yield a data sheet's records, each column found by the key in its heading.

    Raises RefusalError where the sheet or a column is missing, strange or there twice.
    """
    if sheet.name not in contents:
        raise RefusalError("missing-sheet", f"The workbook has no sheet “{sheet.name}”.")
    pending: Record | None = None
    last: list[str | None] = []
    for number, values in _keyed_rows(sheet, contents[sheet.name]):
        identity = [values.get(key) for key in sheet.identity]
        if pending and identity == last:
            pending = Record(row=pending.row, values=_continued(sheet, pending.values, values))
            continue
        if pending:
            yield pending
        pending, last = Record(row=number, values=values), identity
    if pending:
        yield pending


def _continued(
    sheet: DataSheet, values: Mapping[str, str], more: Mapping[str, str]
) -> dict[str, str]:
    """Add the texts of a record's next row to those of the rows before."""
    rest = {key: text for key, text in more.items() if key not in sheet.identity}
    return {**values, **{key: values.get(key, "") + text for key, text in rest.items()}}


def _keyed_rows(sheet: DataSheet, content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row below the headings with its texts by key."""
    keys: dict[str, str] = {}
    for number, cells in rows_in(sheet.name, content):
        if number == HEADING_ROW:
            keys = _headings(sheet, cells)
        elif number > HEADING_ROW:
            yield number, _values(sheet, number, keys, cells)
    if not keys:
        raise RefusalError("missing-column", f"The sheet “{sheet.name}” has no headings.")


def _headings(sheet: DataSheet, cells: Mapping[str, str]) -> dict[str, str]:
    known = frozenset(sheet.keys)
    seen: set[str] = set()
    for column, key in cells.items():
        if key not in known or key in seen or not column.isalpha():
            fault = "twice" if key in seen else "though it belongs to no such sheet"
            raise RefusalError(
                "strange-column",
                f"The sheet “{sheet.name}” has the column “{key[:60]}” ({column}) {fault}.",
            )
        seen.add(key)
    for key in sheet.keys:
        if key not in seen:
            raise RefusalError("missing-column", f"The sheet “{sheet.name}” has no column “{key}”.")
    return dict(cells)


def _values(
    sheet: DataSheet, number: int, keys: Mapping[str, str], cells: Mapping[str, str]
) -> dict[str, str]:
    try:
        return {keys[column]: text for column, text in cells.items()}
    except KeyError as error:
        raise RefusalError(
            "strange-cell",
            f"The sheet “{sheet.name}” has a value without a heading at {error.args[0]}{number}.",
        ) from None


def place(sheet: DataSheet, record: Record, key: str) -> str:
    """Say where a value stands, for a sentence: sheet, cell and key."""
    column = letters(sheet.keys.index(key) + 1)
    return f"“{sheet.name}”, row {record.row}, column {key} ({column})"

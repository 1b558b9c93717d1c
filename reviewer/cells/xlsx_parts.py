"""What the XML parts of an .xlsx say of its cells: formats, errors, formulas, hidden rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from reviewer.cells.appearance import Appearance, Area, Place
from reviewer.cells.errors import unreadable
from reviewer.cells.format_code import BUILT_IN, is_plain, shows_days

_NAMED: Final = re.compile(
    rb"<(?:\w+:)?(?:row\b(?P<row>[^<>]*)>"
    rb"|c\b(?P<cell>[^<>]*?)(?:/>|>(?P<body>.*?)</(?:\w+:)?c>)"
    rb"|col\b(?P<column>[^<>]*)>|(?P<end>/(?:\w+:)?sheetData)>)",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(rb"\b(r|s|t|min|max|hidden)\s*=\s*[\"']([^\"']*)[\"']")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)<")
_CONDITIONAL: Final = re.compile(
    rb"<(?:\w+:)?conditionalFormatting\b[^<>]*\bsqref\s*=\s*[\"'](?P<where>[^\"']*)[\"'][^<>]*>"
    rb"(?P<rules>.*?)</(?:\w+:)?conditionalFormatting>",
    re.DOTALL,
)
_CONDITIONAL_LATER: Final = re.compile(
    rb"<\w+:conditionalFormatting\b[^<>]*>(?P<rules>.*?)"
    rb"<\w+:sqref>(?P<where>[^<]*)</\w+:sqref>\s*</\w+:conditionalFormatting>",
    re.DOTALL,
)
"""Rules as Excel has written some of them since 2010, each with its format in it."""
_RULE_FORMAT: Final = re.compile(rb"<(?:\w+:)?numFmt\b")
_RULE: Final = re.compile(rb"\bdxfId\s*=\s*[\"'](\d+)[\"']")
_STYLE: Final = re.compile(rb"\bs\s*=\s*[\"'](\d+)[\"']")
_MARKS: Final = frozenset({b"\xff\xfe", b"\xfe\xff"})
"""The first bytes of UTF-16."""
_COMMENT: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
_TRUE: Final = frozenset({b"1", b"true", b"on"})
_MOST_COLUMNS: Final = 16_384
_ROWS: Final = b"<sheetData"
_MORE: Final = {b"hidden": b"h", b'"e"': b"e", b"<f": b"f"}
"""What a sheet with more than values has, each by a letter that rows of values seldom have: one
byte is found ten times as fast as a word."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The number format of each cell style of a workbook."""

    codes: tuple[str, ...]
    rules: frozenset[int] = frozenset()
    """The formats of rules (conditional formatting) that change how a number is shown."""

    def special(self, *, days: bool) -> dict[int, str]:
        """Return the styles that do not show what a cell holds; `days` has those of days too."""
        return {
            style: code
            for style, code in enumerate(self.codes)
            if not is_plain(code) or (days and shows_days(code))
        }


def workbook_of(xml: bytes) -> tuple[bool, dict[str, str]]:
    """Say whether days count from 1904, and which part each sheet is, by name.

    Raises RefusalError for what is no XML.
    """
    root = _parsed(xml)
    from_1904 = False
    sheets: dict[str, str] = {}
    for element in root.iter():
        if _local(element) == "workbookPr":
            from_1904 = element.get("date1904", "").encode() in _TRUE
        elif _local(element) == "sheet":
            own = (value for name, value in element.items() if name.endswith("}id"))
            sheets.setdefault(element.get("name", ""), next(own, ""))
    return from_1904, sheets


def _parsed(xml: bytes) -> ET.Element:
    try:
        return ET.fromstring(xml)  # noqa: S314 - no part that declares anything comes this far
    except ET.ParseError:
        raise unreadable() from None


def styles_of(xml: bytes) -> Styles:
    """Read the cell styles of a workbook; raises RefusalError for what is no XML."""
    root = _parsed(xml)
    own = {
        int(element.get("numFmtId", "0")): element.get("formatCode", "General")
        for element in root.iter()
        if _local(element) == "numFmt"
    }
    cells = next((e for e in root if _local(e) == "cellXfs"), ())
    numbers = (int(xf.get("numFmtId") or "0") for xf in cells)
    rules = next((e for e in root if _local(e) == "dxfs"), ())
    return Styles(
        tuple(own.get(n) or BUILT_IN.get(n, "General") for n in numbers),
        frozenset(at for at, rule in enumerate(rules) if any(_local(e) == "numFmt" for e in rule)),
    )


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def appearance_of(
    xml: bytes, special: Mapping[int, str], rules: Collection[int] = ()
) -> Appearance:
    """Look at a sheet's part; `special` are the styles that do not show what a cell holds.

    `rules` are the formats by which rules show numbers otherwise.
    """
    xml = _in_utf8(xml)
    found = Appearance(ruled=_ruled(xml, rules))
    if not has_more_than_values(xml) and not _is_styled(xml, special):
        return found
    for place, attributes, body in _cells(xml, found):
        kind = attributes.get(b"t", b"n")
        value = _VALUE.search(body) if body else None
        if kind == b"e":
            found.errors[place] = value[1].decode("utf-8", "replace") if value else "#N/A"
        elif body and not (value and value[1]) and kind not in {b"str", b"inlineStr"}:
            if _FORMULA.search(body):
                found.without_result.add(place)
        elif body:
            code = special.get(int(attributes.get(b"s") or b"0"))
            if code is not None:
                found.formats[place] = code
    return found


def _ruled(xml: bytes, rules: Collection[int]) -> tuple[Area, ...]:
    """List the areas in which a rule may show numbers otherwise than their cells do."""
    if b"conditionalFormatting" not in xml:
        return ()
    where = [
        found["where"]
        for found in _CONDITIONAL.finditer(xml)
        if any(int(number) in rules for number in _RULE.findall(found["rules"]))
    ]
    where += [
        found["where"]
        for found in _CONDITIONAL_LATER.finditer(xml)
        if _RULE_FORMAT.search(found["rules"])
    ]
    return tuple(_area(corners) for text in where for corners in text.split())


def _area(corners: bytes) -> Area:
    first, _colon, last = corners.partition(b":")
    (top, left), (bottom, right) = _place(first, 0, 0), _place(last or first, 0, 0)
    return top, left, bottom, right


def _in_utf8(xml: bytes) -> bytes:
    if xml[:2] in _MARKS:
        xml = xml.decode("utf-16", "replace").encode()
    return _COMMENT.sub(b"", xml) if b"<!--" in xml else xml


def has_more_than_values(xml: bytes) -> bool:
    """Say whether a sheet's part may hold more than values: most have nothing else."""
    first, last = xml.find(_ROWS), xml.rfind(b"</sheetData")
    if first < 0 or xml[:2] in _MARKS or b"'" in xml:  # without rows, its names have prefixes
        return True
    first += len(_ROWS)
    around = xml[:first] + xml[last:]
    return any(
        word in around or (xml.find(letter, first, last) >= 0 and word in xml)
        for word, letter in _MORE.items()
    )


def has_later_rules(xml: bytes) -> bool:
    """Say whether a sheet's part has rules as Excel writes some of them since 2010."""
    return b":conditionalFormatting" in xml


def _is_styled(xml: bytes, special: Mapping[int, str]) -> bool:
    if not special:
        return False
    return 0 in special or any(int(style) in special for style in {*_STYLE.findall(xml)})


def _cells(
    xml: bytes, found: Appearance
) -> Iterator[tuple[Place, Mapping[bytes, bytes], bytes | None]]:
    """Yield the cells of a sheet; what is hidden is noted on the way."""
    row = column = 0
    for part in _NAMED.finditer(xml):
        text = part["cell"]
        if text is not None:
            attributes = dict(_ATTRIBUTE.findall(text))
            row, column = _place(attributes.get(b"r"), row, column)
            yield (row, column), attributes, part["body"]
        elif part["row"] is not None:
            attributes = dict(_ATTRIBUTE.findall(part["row"]))
            row, column = int(attributes.get(b"r") or row + 1), 0
            if attributes.get(b"hidden") in _TRUE:
                found.hidden_rows.add(row)
        elif part["column"] is not None:
            attributes = dict(_ATTRIBUTE.findall(part["column"]))
            if attributes.get(b"hidden") in _TRUE:
                last = min(int(attributes.get(b"max") or 0), _MOST_COLUMNS)
                found.hidden_columns.update(range(int(attributes.get(b"min") or 1), last + 1))
        else:
            return


def _place(reference: bytes | None, row: int, column: int) -> Place:
    """Return where a cell is; one without a reference follows the one before."""
    if not reference:
        return row, column + 1
    letters = reference.rstrip(b"0123456789")
    return int(reference[len(letters) :] or row), column_number(letters)


def column_number(letters: bytes) -> int:
    """Return the number of a column by its letters, A being 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number

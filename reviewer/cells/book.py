"""What a file is, by its content and never by its name, and its sheets."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import python_calamine

from reviewer.cells import package
from reviewer.cells.appearance import Appearance, as_shown
from reviewer.cells.delimited import read_delimited
from reviewer.cells.errors import protected, too_large, unreadable
from reviewer.cells.far_cells import judge_size
from reviewer.cells.limits import Limits
from reviewer.cells.ods import OdsSheet, counts_from_1904, read_ods
from reviewer.cells.opening import Opening
from reviewer.cells.package import ZippedWorkbook
from reviewer.cells.protection import OLE, is_encrypted_package, is_encrypted_xls, unlocked
from reviewer.cells.sheet import Merge, Sheet
from reviewer.cells.usual_names import with_usual_names
from reviewer.cells.xls_records import judge_xls_reach, xls_appearance, xls_book
from reviewer.cells.xlsb_parts import (
    binary_appearance,
    binary_styles,
    binary_workbook,
    judge_binary_reach,
)
from reviewer.cells.xlsx_parts import Styles, appearance_of, styles_of, workbook_of
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message, term

_ZIP: Final = b"PK"
_NOTHING: Final = b"\0 \t\r\n\xef\xbb\xbf"
_HEAD: Final = 4096
_OLD_XLS: Final = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_NAMED: Final = (
    (b"%PDF", term("a file", "a PDF")),
    (b"{\\rtf", term("a file", "a Word text (RTF)")),
    (b"\x1f\x8b", term("a file", "a compressed archive")),
    (b"7z\xbc\xaf", term("a file", "a compressed archive")),
    (b"Rar!", term("a file", "a compressed archive")),
    (b"\x89PNG", term("a file", "a picture")),
    (b"\xff\xd8\xff", term("a file", "a picture")),
    (b"SQLite format 3\0", term("a file", "a database")),
)
_MARKUP: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|meta|style|div|script|t[rdh]\b|!--)|mime-version:",
    re.IGNORECASE,
)
_SPREADSHEET_2003: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_MERGES: Final = 20_000
"""Merged ranges that are looked at."""
_EDGE_OF_XLS: Final = 65_536
_EDGE_OF_XLSX: Final = 1_048_576
_LOCK_FILE: Final = 165
"""Bytes of the file that Excel keeps beside an open workbook."""
_OFFICE_LOCK: Final = re.compile(
    rb"[^\r\n]{0,300},\d\d\.\d\d\.\d{4} \d\d:\d\d,file://[^\r\n]{0,2000};\s*"
)
"""What LibreOffice writes into it."""
_LOCKED_BY: Final = 55
"""Characters of a name in it, at most."""
_HIDDEN: Final = (
    python_calamine.SheetVisibleEnum.Hidden,
    python_calamine.SheetVisibleEnum.VeryHidden,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSheet:
    """A sheet of a workbook that can hold a table."""

    name: str
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A file whose format is known; `read` gives the sheet of a name, whole or its head."""

    format: str
    """`csv`, `xlsx`, `xlsb`, `xls` or `ods`."""
    content: bytes
    """The file's bytes, without a password where it had one."""
    sheets: Sequence[BookSheet]
    read: Callable[[str, int | None], Sheet]
    """Raises RefusalError; the cells are what they show."""
    look: Callable[[str], Appearance | None] = lambda _name: Appearance()
    """How a sheet looks, None where that can't be found out."""
    reach: Callable[[str], tuple[int, int]] = lambda _name: (0, 0)
    """The last row and column of a sheet, both 0 for an empty one."""
    from_1904: bool = False
    encoding: str = ""
    delimiter: str = ""
    edge: int = 0
    """The row at which this format ends."""


def open_book(content: bytes, limits: Limits, opening: Opening) -> Book:
    """Find out what a file is and open it.

    Raises RefusalError for what is empty, protected (and no password opens it), damaged, too
    large, or something else.
    """
    if len(content) > limits.file_bytes:
        raise too_large(message("{most:,} MiB", most=limits.file_bytes // 1024 // 1024))
    if not content[:_HEAD].strip(_NOTHING) and not content.strip(_NOTHING):
        raise RefusalError(
            "empty-file", message("The file is empty. Ask the force to send it again.")
        )
    if is_encrypted_package(content):
        content = unlocked(content, opening.password)
        if not content.startswith(_ZIP):
            raise unreadable()
    if content.startswith(_ZIP):
        return _zipped(content, package.look(content, limits), limits)
    if content.startswith((OLE, *_OLD_XLS)):
        return _old_workbook(content, limits, opening)
    _refuse_by_name(content)
    _refuse_lock_file(content)
    return _text(content, limits, opening)


def _zipped(content: bytes, found: ZippedWorkbook, limits: Limits) -> Book:
    part = package.part_of(content, found.main)
    if found.kind == "ods":
        named = package.part_of(content, found.styles) if found.styles else b""
        book = _open_document(content, read_ods(part, limits, named))
        return replace(book, from_1904=counts_from_1904(part))
    if found.kind == "xlsb":
        return _binary_workbook(content, found, part, limits)
    from_1904, sheets = workbook_of(part)
    styles = styles_of(package.part_of(content, found.styles)) if found.styles else Styles(())
    special = styles.special(days=False)

    def look(name: str) -> Appearance | None:
        own = found.sheets.get(sheets.get(name, ""))
        if own is None:
            return None
        if own in found.plain and not special and not styles.rules:
            return Appearance()
        return appearance_of(package.part_of(content, own), special, styles.rules)

    readable = with_usual_names(content, found)
    book = _workbook(readable, "xlsx", limits, from_1904=from_1904, look=look)
    return replace(book, content=content)


def _binary_workbook(content: bytes, found: ZippedWorkbook, part: bytes, limits: Limits) -> Book:
    from_1904, sheets = binary_workbook(part)
    styles = binary_styles(package.part_of(content, found.styles)) if found.styles else Styles(())
    special = styles.special(days=True)
    for own in found.sheets.values():
        judge_binary_reach(package.part_of(content, own), limits)

    def appearance(own: str) -> Appearance:
        return binary_appearance(package.part_of(content, own), special, styles.rules)

    def look(name: str) -> Appearance | None:
        own = found.sheets.get(sheets.get(name, ""))
        return (own and appearance(own)) or None

    readable = with_usual_names(content, found)
    book = _workbook(readable, "xlsb", limits, from_1904=from_1904, look=look)
    return replace(book, content=content)


def _open_document(content: bytes, found: Mapping[str, OdsSheet]) -> Book:
    if not found:
        raise RefusalError("no-sheet", message("The workbook has no sheet with cells."))

    def read(name: str, rows: int | None) -> Sheet:
        sheet = found[name].sheet
        if rows is None or len(sheet.rows) <= rows:
            return sheet
        return replace(sheet, rows=sheet.rows[:rows], total_rows=len(sheet.rows))

    return Book(
        format="ods",
        content=content,
        sheets=tuple(BookSheet(name=name, hidden=one.hidden) for name, one in found.items()),
        read=read,
        look=lambda name: found[name].look,
        reach=lambda name: (len(rows := found[name].sheet.rows), max(map(len, rows), default=0)),
        edge=_EDGE_OF_XLSX,
    )


def _old_workbook(content: bytes, limits: Limits, opening: Opening) -> Book:
    """Open an .xls, with the password where it is encrypted."""
    if content.startswith(OLE) and is_encrypted_xls(content):
        content = unlocked(content, opening.password)
    found = xls_book(content)
    if found is None:
        return _workbook(content, "xls", limits, look=lambda _name: None)
    judge_xls_reach(found, limits)
    look = partial(xls_appearance, found)
    return _workbook(content, "xls", limits, from_1904=found.from_1904, look=look)


def _text(content: bytes, limits: Limits, opening: Opening) -> Book:
    read = read_delimited(content, limits, encoding=opening.encoding, delimiter=opening.delimiter)
    return Book(
        format="csv",
        content=content,
        sheets=(BookSheet(name="", hidden=False),),
        read=lambda _name, _rows: read.sheet,
        encoding=read.encoding,
        delimiter=read.delimiter,
    )


def _refuse_by_name(content: bytes) -> None:
    for mark, name in _NAMED:
        if content.startswith(mark):
            raise RefusalError(
                "not-a-list",
                message(
                    "The file is {name}, not what its name says. Ask the force for the list as "
                    ".xlsx or CSV.",
                    name=name,
                ),
            )
    head = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _SPREADSHEET_2003 in head:
        raise RefusalError(
            "xml-spreadsheet",
            message(
                "The file is an XML spreadsheet (2003), not what its name says. Open it in "
                "Excel, save it as .xlsx and use that file."
            ),
        )
    if head.startswith(b"<?xml"):
        head = head.partition(b"?>")[2].lstrip()
    if _MARKUP.match(head):
        raise RefusalError(
            "html-as-xls",
            message(
                "The file is a web page (HTML), not what its name says. Open it in Excel, "
                "save it as .xlsx or CSV UTF-8 and use that file."
            ),
        )


def _refuse_lock_file(content: bytes) -> None:
    """Refuse what is kept beside a workbook while somebody has it open.

    For Excel that is a name, twice; for LibreOffice a line with a name, a time and a folder.
    """
    if _OFFICE_LOCK.fullmatch(content):
        raise RefusalError(
            "lock-file",
            message(
                "The file is LibreOffice's note of who has a workbook open (its name starts with "
                ".~lock). Choose the workbook itself."
            ),
        )
    if len(content) == _LOCK_FILE and 0 < content[0] < _LOCKED_BY and b"\0" in content:
        raise RefusalError(
            "lock-file",
            message(
                "The file is Excel's note of who has a workbook open (its name starts with "
                "~$). Choose the workbook itself."
            ),
        )


def _workbook(
    content: bytes,
    kind: str,
    limits: Limits,
    *,
    look: Callable[[str], Appearance | None],
    from_1904: bool = False,
) -> Book:
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
    except python_calamine.PasswordError:
        raise protected() from None
    except (python_calamine.CalamineError, ValueError, OSError):
        raise unreadable() from None
    worksheet = python_calamine.SheetTypeEnum.WorkSheet
    names = tuple(
        BookSheet(name=sheet.name, hidden=sheet.visible in _HIDDEN)
        for sheet in book.sheets_metadata
        if sheet.typ == worksheet
    )
    if len(names) > limits.sheets:
        raise too_large(message("{most:,} sheets", most=limits.sheets))
    if not names:
        raise RefusalError("no-sheet", message("The workbook has no sheet with cells."))
    return Book(
        format=kind,
        content=content,
        sheets=names,
        read=lambda name, rows: as_shown(
            _sheet(book, name, rows, limits), look(name), from_1904=from_1904
        ),
        look=look,
        reach=partial(_reach, book),
        from_1904=from_1904,
        edge=_EDGE_OF_XLS if kind == "xls" else _EDGE_OF_XLSX,
    )


def _sheet(
    book: python_calamine.CalamineWorkbook, name: str, rows: int | None, limits: Limits
) -> Sheet:
    try:
        sheet = book.get_sheet_by_name(name)
        start, end = sheet.start, sheet.end
        if start is None or end is None:
            return Sheet(name=name, rows=())
        height, width = end[0] - start[0] + 1, end[1] - start[1] + 1
        judge_size(height, width, limits)
        cells = sheet.to_python(skip_empty_area=True, nrows=rows)
    except python_calamine.PasswordError:
        raise protected() from None
    except (python_calamine.CalamineError, ValueError, OSError):
        raise unreadable() from None
    return Sheet(
        name=name,
        rows=cells,
        first_row=start[0] + 1,
        first_column=start[1] + 1,
        total_rows=height,
        merges=_upright_merges(sheet, start) if rows is None else (),
    )


def _reach(book: python_calamine.CalamineWorkbook, name: str) -> tuple[int, int]:
    try:
        end = book.get_sheet_by_name(name).end
    except (python_calamine.CalamineError, ValueError, OSError):
        return 0, 0
    return (end[0] + 1, end[1] + 1) if end else (0, 0)


def _upright_merges(
    sheet: python_calamine.CalamineSheet, start: tuple[int, int]
) -> tuple[Merge, ...]:
    """List the cells merged over several rows; a list has few, a hostile sheet millions."""
    ranges = sheet.merged_cell_ranges or ()
    found = (
        Merge(first=top - start[0], last=bottom - start[0], column=left - start[1])
        for (top, left), (bottom, _right) in ranges[:_MERGES]
        if bottom > top
    )
    return tuple(merge for merge in found if merge.first >= 0 and merge.column >= 0)

"""From an openpyxl workbook and our rows to the bytes of a file, in memory only.

openpyxl writes each sheet through a readable temporary file; here every sheet is written to
a stream in memory, and our rows are put in the place of its empty ones.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.packaging.manifest import Manifest, Override
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.hyperlink import Hyperlink, HyperlinkList
from openpyxl.worksheet.merge import MergeCell, MergeCells
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_ROOT_RELS, ARC_STYLE, ARC_THEME, STYLES_TYPE, THEME_TYPE

from reviewer.domain.stopping import each
from reviewer.signing.archive import ArchiveEntry, deflated, write_archive
from reviewer.workbook.grid import Grid

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ROOT_RELS: Final = (
    f'{_DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
_EMPTY_ROWS: Final = b"<sheetData></sheetData>"
_NUMBERS_AS_TEXT: Final = (
    '<ignoredErrors><ignoredError sqref="{}" numberStoredAsText="1"/></ignoredErrors>'
)


def workbook_bytes(workbook: Workbook, grids: Mapping[str, Grid]) -> bytes:
    """Write a workbook whose sheets hold the rows of `grids` (by title), without properties.

    The same workbook gives the same bytes. No file is touched.
    """
    return write_archive(compressed(workbook_contents(workbook, grids)).values())


def compressed(contents: Mapping[str, bytes]) -> dict[str, ArchiveEntry]:
    """Compress each part, by name, once: the signer takes them as they are."""
    return {name: deflated(name, content) for name, content in each(contents.items())}


def workbook_contents(workbook: Workbook, grids: Mapping[str, Grid]) -> dict[str, bytes]:
    """Write the contents of a workbook's parts, by name."""
    archive = _Parts()
    writer = _InMemoryWriter(workbook, archive, grids)
    writer.write_data()
    return {**archive.parts, ARC_ROOT_RELS: _ROOT_RELS.encode()}


class _Parts:
    """Stands where openpyxl expects a zip file, and keeps the parts; no document properties."""

    def __init__(self) -> None:
        self.parts: dict[str, bytes] = {}

    def writestr(self, name: str, content: str | bytes) -> None:
        """Keep one part."""
        if not name.startswith("docProps/"):
            self.parts[name] = content.encode() if isinstance(content, str) else content

    def namelist(self) -> list[str]:
        """Return the names of the parts kept."""
        return list(self.parts)


class _SheetWriter(WorksheetWriter):
    """Writes a sheet's frame around empty rows, with the range that our rows fill."""

    def __init__(self, sheet: Worksheet, grid: Grid) -> None:
        self._grid = grid
        self.stream = io.BytesIO()
        super().__init__(sheet, self.stream)

    def write_dimensions(self) -> None:
        """Write nothing: openpyxl knows only the cells it holds, and it holds none."""

    def write_merged_cells(self) -> None:
        """Write which cells are joined, in a fixed order: openpyxl keeps them in a set."""
        sheet: Any = self.ws
        if sheet.merged_cells:
            cells = [MergeCell(str(joined)) for joined in sheet.merged_cells.sorted()]
            self.xf.send(MergeCells(mergeCell=cells).to_tree())

    def write_hyperlinks(self) -> None:
        """Write links to places in the workbook: they need no relationship."""
        links = [Hyperlink(ref=cell, location=place) for cell, place in self._grid.links]
        if links:
            self.xf.send(HyperlinkList(links).to_tree())

    def content(self) -> bytes:
        """Return the whole sheet."""
        self.write()
        frame = self.stream.getvalue()
        before, found, after = frame.partition(_EMPTY_ROWS)
        if not found:
            raise AssertionError("openpyxl wrote the empty rows in another way")
        rows = f"<sheetData>{self._grid.content}</sheetData>".encode()
        return before + rows + self._with_ignored(after)

    def _with_ignored(self, after: bytes) -> bytes:
        ignored = _NUMBERS_AS_TEXT.format(self._grid.dimension).encode()
        for follower in (b"<drawing", b"</worksheet>"):
            head, found, tail = after.rpartition(follower)
            if found:
                return head + ignored + found + tail
        return after


def _described(
    frame_of: Callable[[int], Any], chart_texts: Sequence[tuple[str, str]]
) -> Callable[[int], Any]:
    """Return what makes a chart's frame with its title and, in words, what it shows."""

    def frame(number: int) -> Any:  # noqa: ANN401 - openpyxl's own class
        made = frame_of(number)
        about = made.nvGraphicFramePr.cNvPr
        about.title, about.descr = chart_texts[number - 1]
        return made

    return frame


class _InMemoryWriter(ExcelWriter):
    """openpyxl's writer with sheets in memory and no document properties."""

    def __init__(self, workbook: Workbook, archive: _Parts, grids: Mapping[str, Grid]) -> None:
        super().__init__(workbook, archive)  # type: ignore[arg-type]  # it needs two methods of a zip file
        self._parts = archive
        self._grids = grids
        self.manifest = Manifest(
            Override=[Override(f"/{ARC_STYLE}", STYLES_TYPE), Override(f"/{ARC_THEME}", THEME_TYPE)]
        )

    def write_worksheet(self, ws: Worksheet) -> None:
        """Write one sheet to memory and keep it as a part."""
        sheet: Any = ws
        drawing: Any = SpreadsheetDrawing()
        drawing._chart_frame = _described(drawing._chart_frame, self._grids[ws.title].chart_texts)  # noqa: SLF001 - the one place where a chart is named
        drawing.charts = sheet._charts  # noqa: SLF001 - what openpyxl's own method does here
        sheet._drawing = drawing  # noqa: SLF001 - the same
        writer: Any = _SheetWriter(ws, self._grids[ws.title])
        self._parts.writestr(ws.path[1:], writer.content())
        sheet._rels = writer._rels  # noqa: SLF001 - the same
        self.manifest.append(ws)

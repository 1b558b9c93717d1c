"""Cover alone, read from a verified workbook's parts: what names the export."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from reviewer.domain.sheet_names import SheetName
from reviewer.workbook.cover import LABEL, VALUE, CoverContent, read_cover
from reviewer.workbook.sheet_parts import rows_in, sheet_contents


def cover_of(verified_parts: Mapping[str, bytes]) -> CoverContent:
    """Read what Cover names, without the rest; raises RefusalError where it is not ours."""
    return read_cover(cover_lines(sheet_contents(verified_parts)))


def cover_lines(contents: Mapping[str, bytes]) -> dict[str, str]:
    """Return Cover's fields by their labels, from the sheets' parts by their names.

    Raises RefusalError where there is no Cover, or it has a label twice.
    """
    if SheetName.COVER not in contents:
        raise RefusalError(
            "missing-sheet", message("The workbook has no sheet “{sheet}”.", sheet=SheetName.COVER)
        )
    lines: dict[str, str] = {}
    for _, cells in rows_in(SheetName.COVER, contents[SheetName.COVER]):
        label = cells.get(LABEL)
        if label is None:
            continue
        if label in lines:
            raise RefusalError(
                "strange-field",
                message(
                    "{sheet} has “{field}” more than once.", sheet=SheetName.COVER, field=label[:60]
                ),
            )
        lines[label] = cells.get(VALUE, "")
    return lines

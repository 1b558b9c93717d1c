"""How a list lies on its sheet: sections below headings of their own, and what is apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from reviewer.cells.sheet import RawCell, Sheet
from reviewer.domain.message import Message, message
from reviewer.intake.dates import looks_like_date
from reviewer.intake.heading import Head, Header
from reviewer.intake.sections import (
    ListSection,
    SectionLayout,
    heading_above,
    later_headings,
    moved,
)
from reviewer.intake.side_by_side import refuse_side_by_side
from reviewer.intake.table import ListTable, filled_rows, take_table
from reviewer.intake.widths import with_widths_judged

_ABOVE: Final = message(
    "The row looks like a case and is above the heading. Move it below, or say "
    "which row is the heading."
)


@dataclass(slots=True, kw_only=True)
class _Laid:
    """The rows of a list while its sections are put together."""

    rows: list[Sequence[RawCell]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    moved: dict[int, Sequence[int]] = field(default_factory=dict)
    doubts: dict[int, tuple[str, Message]] = field(default_factory=dict)
    set_aside: dict[str, list[int]] = field(default_factory=dict)
    short_rows: list[int] = field(default_factory=list)


def laid_out(sheet: Sheet, header: Header, types: Mapping[str, str], *, asked: bool) -> ListTable:
    """Take the list below a heading, each section of it by the section's own heading.

    Where the heading was `asked` of a person, nothing above it is a case. Raises RefusalError
    where two tables are side by side.
    """
    table = take_table(sheet, header)
    columns = table.columns
    later = later_headings(columns, header)
    if not asked:
        refuse_side_by_side(table, types)
    above = None if asked else heading_above(sheet, header, types)
    first = above.index if above else max(header.first, 0)
    orphans = _cases_above(sheet, types, first)
    if later or above or orphans:
        aside = {"above the heading": [sheet.row_number(i) for i in orphans]} if asked else {}
        table = _in_sections(
            replace(table, set_aside={kind: rows for kind, rows in aside.items() if rows}),
            [table.numbers[i] - sheet.first_row for i in later],
            above,
            () if asked else orphans,
        )
    return with_widths_judged(table) if sheet.is_text else table


def _cases_above(sheet: Sheet, types: Mapping[str, str], first: int) -> list[int]:
    if not first:
        return []
    head = Head(sheet, types)
    least = max(2, head.typical_width / 2)
    rows = range(min(first, len(head.texts)))
    return [i for i in rows if head.content(i) and sum(map(bool, head.texts[i])) >= least]


def _in_sections(
    table: ListTable, later: Sequence[int], above: Header | None, orphans: Sequence[int]
) -> ListTable:
    sheet = table.sheet
    layout = SectionLayout(sheet, table.header)
    sections = [ListSection(header=table.header), *map(layout.section, later)]
    if above is not None:
        sections.insert(0, layout.section(above.index))
    ends = [section.header.first for section in sections[1:]]
    laid = _Laid(set_aside={kind: list(rows) for kind, rows in table.set_aside.items()})
    width = len(layout.texts)
    for index in orphans:
        _add(laid, sheet, index, None, width)
        laid.doubts[sheet.row_number(index)] = ("above-heading", _ABOVE)
    for section, end in zip(sections, [*ends, None], strict=True):
        _add_section(laid, sheet, section, end, width)
        if section.header is not table.header:
            kind = "own heading" if section.places else "repeated header"
            kind = kind if section.belongs else "other table"
            laid.set_aside.setdefault(kind, []).append(sheet.row_number(section.header.index))
    return replace(
        table,
        header=replace(table.header, texts=tuple(layout.texts)),
        letters=layout.letters,
        rows=laid.rows,
        numbers=laid.numbers,
        gaps=frozenset(
            at for at in range(1, len(laid.numbers)) if laid.numbers[at] > laid.numbers[at - 1] + 1
        ),
        moved=laid.moved,
        doubts=laid.doubts,
        short_rows=laid.short_rows,
        set_aside=laid.set_aside,
    )


def _add_section(
    laid: _Laid, sheet: Sheet, section: ListSection, end: int | None, width: int
) -> None:
    for index in filled_rows(sheet, section.header.index + 1, end):
        number = sheet.row_number(index)
        if section.belongs:
            _add(laid, sheet, index, section.places, width)
            if len(sheet.rows[index]) < len(sheet.rows[section.header.index]):
                laid.short_rows.append(number)
        elif any(looks_like_date(cell) for cell in sheet.rows[index]):
            _add(laid, sheet, index, None, width)
            own = sheet.row_number(section.header.index)
            laid.doubts[number] = (
                "other-table",
                message(
                    "The row is below the heading of another table (row {row:,}). Give that "
                    "table its own sheet.",
                    row=own,
                ),
            )
        else:
            laid.set_aside.setdefault("other table", []).append(number)


def _add(laid: _Laid, sheet: Sheet, index: int, places: Sequence[int] | None, width: int) -> None:
    number = sheet.row_number(index)
    cells = moved(sheet.rows[index], places, width)
    laid.rows.append([*cells, *[""] * (width - len(cells))])
    laid.numbers.append(number)
    if places is not None:
        laid.moved[number] = places

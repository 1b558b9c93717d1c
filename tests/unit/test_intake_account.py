"""Every cell of a file ends in one place: a value, a problem, a notice, or outside by a rule."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import Key
from reviewer.domain.list_options import ListOptions
from reviewer.intake.examination import examine
from reviewer.intake.pipe import Examined, ReadingRequest
from reviewer.intake.vocabulary import Vocabulary

TODAY = date(2018, 6, 1)
WORDS = Vocabulary(types={"da": "DA", "s47": "S47"}, scales={})
HEADING = ["Case reference", "Case type", "Date reported", "Team", "Age", "Nickname"]
CELLS = [
    st.sampled_from(["0015456/17", "0099/17", "MPS12", "n/a", "", "x", 15456, 1.5]),
    st.sampled_from(["DA", "S47", "Burglary", "", "Total"]),
    st.sampled_from(["2017-10-19", "19/10/2017", "soon", "", date(2017, 10, 19), 43021]),
    st.sampled_from(["North", "-", "NULL", "", "Total Policing", "#N/A"]),
    st.sampled_from([7, "7", "8 months", "", True]),
    st.sampled_from(["Sam", "", "Lee"]),
]
ROWS = st.one_of(
    st.tuples(*CELLS).map(list),
    st.just([]),
    st.just(HEADING),
    st.just(["Total", 12]),
    st.just(["Extracted by the performance team on request"]),
    st.permutations(HEADING),
)


def examined(content: bytes) -> Examined:
    request = ReadingRequest(
        path=Path("a.xlsx"), options=ListOptions(force="X"), words=WORDS, today=TODAY
    )
    return examine(content, request)


def workbook(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.just(["OFFICIAL"]) | st.just([]), max_size=3),
    st.lists(ROWS, min_size=1, max_size=25),
    st.lists(st.lists(st.sampled_from(["a", "b", 1]), max_size=3), max_size=3),
)
def test_the_parts_have_every_row_of_every_sheet_once(
    above: list[list[object]], rows: list[list[object]], other: list[list[object]]
) -> None:
    sheet = [*above, HEADING, *rows]
    try:
        found = examined(workbook(sheet, other)).reading
    except RefusalError as refusal:
        assert str(refusal)  # noqa: PT017 - either way is right
        return
    for name, filled in (("Sheet 0", sheet), ("Sheet 1", other)):
        parts = [part for part in found.parts if part.sheet == name]
        numbers = [n for part in parts for n in range(part.first_row, part.last_row + 1)]
        last = max((n for n, row in enumerate(filled, 1) if any(c != "" for c in row)), default=0)
        assert numbers == list(range(1, last + 1))
    by_fate = {row: part.fate for part in found.parts for row in _rows(part)}
    assert {n for n, fate in by_fate.items() if fate == "case"} == set(found.case_rows)
    assert {n for n, fate in by_fate.items() if fate == "refused"} == set(found.refused_rows)
    assert {p.row for p in found.problems} <= set(found.refused_rows) | {found.header_row}
    for number, row in enumerate(sheet, start=1):
        if by_fate.get(number) == "empty":
            assert all(cell == "" for cell in row)


def _rows(part: object) -> range:
    if getattr(part, "sheet", "") != "Sheet 0":
        return range(0)
    return range(part.first_row, part.last_row + 1)  # type: ignore[attr-defined]  # a SheetPart


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(*CELLS).map(list), min_size=1, max_size=25))
def test_a_value_is_what_its_cell_shows_or_a_notice_names_its_row(
    rows: list[list[object]],
) -> None:
    try:
        found = examined(workbook([HEADING, *rows]))
    except RefusalError:
        return
    reading = found.reading
    for at, key in ((0, "reference"), (3, "unit"), (4, "age")):
        values = found.values.get(Key(key), [])
        name = reading.mapping.get(Key(key))
        named = {row for notice in reading.notices if notice.column == name for row in notice.rows}
        for number, value in zip(reading.case_rows, values, strict=False):
            cell = rows[number - 2][at]
            shown = "TRUE" if cell is True else str(cell)
            assert value == shown or number in named, (number, cell, value)

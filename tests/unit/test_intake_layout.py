"""Headings, sections and tables on a sheet: no row of a case is taken for anything else."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import RefusalError
from reviewer.domain.list_options import ListOptions
from reviewer.intake.examination import examine
from reviewer.intake.pipe import Examined, ReadingRequest
from reviewer.intake.vocabulary import Vocabulary

TODAY = date(2018, 6, 1)
TYPES = {"ref": "REF", "da": "DA", "s47": "S47", "custody": "CUST"}
HEADER = ["Case reference", "Case type", "Date reported", "Team", "Status"]
CELL_WORDS = ["Closed", "Filed", "MASH", "CAIT", "PPU", "Hub", "Area", "Team", "Open", "Reference"]
HEADINGS = st.sampled_from(
    [
        HEADER,
        ["Cyfeirnod", "Math", "Dyddiad", "Tîm", "Statws"],
        ["Cases[Ref]", "Cases[Strand]", "Cases[Rep dt]", "Cases[Own unit]", "Cases[Stat]"],
        ["1. Reference", "2. Type", "3. Reported", "4. Team", "5. Status"],
        ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"],
    ]
)


def examined(rows: Sequence[Sequence[str]], **chosen: object) -> Examined:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    options = ListOptions(**{"force": "X", **chosen})
    words = Vocabulary(types=TYPES, scales={})
    request = ReadingRequest(path=Path("a.csv"), options=options, words=words, today=TODAY)
    return examine(stream.getvalue().encode(), request)


def case(number: int, unit: str = "North", status: str = "NFA", words: str = "DA") -> list[str]:
    day = date(2017, 1, 1) + timedelta(days=number % 300)
    return [f"00{15456 + number}/17", words, day.isoformat(), unit, status]


@st.composite
def lists(draw: st.DrawFn) -> list[list[str]]:
    count = draw(st.integers(3, 70))
    word = st.sampled_from(CELL_WORDS)
    return [
        case(n, draw(word), draw(word), draw(st.sampled_from(["REF", "DA", "S47", "Custody"])))
        for n in range(count)
    ]


@given(HEADINGS, lists(), st.lists(st.sampled_from(["Sample of cases", "OFFICIAL"]), max_size=3))
def test_no_case_is_a_heading_whatever_words_its_cells_are(
    heading: list[str], cases: list[list[str]], titles: list[str]
) -> None:
    found = examined([*([title] for title in titles), heading, *cases])
    assert found.reading.header_row == len(titles) + 1
    assert len(found.positions) == found.reading.rows == len(cases)
    assert found.values["reference"] == [cells[0] for cells in cases]


@given(lists(), lists(), st.permutations(range(5)), st.booleans())
def test_a_section_in_any_order_is_read_by_its_own_heading(
    first: list[list[str]],
    second: list[list[str]],
    order: list[int],
    gap: bool,  # noqa: FBT001
) -> None:
    second = [[f"7{cells[0]}", *cells[1:]] for cells in second]
    turned = [[cells[at] for at in order] for cells in [HEADER, *second]]
    found = examined([HEADER, *first, *([[]] if gap else []), *turned])
    assert found.values["reference"] == [cells[0] for cells in [*first, *second]]
    assert found.values["unit"] == [cells[3] for cells in [*first, *second]]
    assert found.values["status"] == [cells[4] for cells in [*first, *second]]


def test_a_section_above_a_heading_with_more_names_is_read_too() -> None:
    rows = [
        ["Open cases"],
        HEADER[:4],
        *(case(n)[:4] for n in range(5)),
        [],
        ["Closed cases"],
        [*HEADER, "Date closed", "Age", "Area"],
        *([*case(n), "2018-01-31", "7", "East"] for n in range(20, 24)),
    ]
    found = examined(rows)
    assert len(found.positions) == 9
    assert found.values["closed"] == [""] * 5 + ["2018-01-31"] * 4


def test_cases_above_a_heading_are_refused_rows() -> None:
    rows = [*(case(n) for n in range(3)), HEADER, *(case(n) for n in range(3, 9))]
    found = examined(rows)
    assert {(p.row, p.code) for p in found.reading.problems} == {
        (n, "above-heading") for n in (1, 2, 3)
    }
    assert len(found.positions) == 6


def test_rows_above_a_heading_that_was_asked_for_are_reported() -> None:
    rows = [*(case(n) for n in range(3)), HEADER, *(case(n) for n in range(3, 9))]
    found = examined(rows, header_row=4)
    assert {notice.code: notice.rows for notice in found.reading.notices}["above-the-heading"] == (
        1,
        2,
        3,
    )


def test_a_list_without_a_heading_is_asked_about() -> None:
    rows = [case(n, words="REF") for n in range(8)]
    with pytest.raises(RefusalError) as refused:
        examined(rows)
    assert refused.value.code == "no-heading"
    assert "row 1 already looks like a case" in str(refused.value)
    mapping = {"reference": "column A", "type": "column B", "reported": "column C"}
    found = examined(rows, header_row=0, columns=mapping)
    assert (found.reading.header_row, len(found.positions)) == (0, 8)


@pytest.mark.parametrize("between", [[""], []])
def test_two_tables_side_by_side_are_refused_with_their_columns(between: list[str]) -> None:
    rows = [[*HEADER, *between, *HEADER], *([*case(n), *between, *case(50 + n)] for n in range(4))]
    with pytest.raises(RefusalError, match=r"columns A to E and from [FG] on") as refused:
        examined(rows)
    assert refused.value.code == "tables-side-by-side"


@pytest.mark.parametrize("between", [[""], []])
def test_either_of_two_tables_side_by_side_can_be_chosen(between: list[str]) -> None:
    rows = [[*HEADER, *between, *HEADER]]
    rows += [[*(case(n) if n < 4 else [""] * 5), *between, *case(50 + n)] for n in range(6)]
    left, right = (examined(rows, table=table) for table in (1, 2))
    assert left.values["reference"] == [case(n)[0] for n in range(4)]
    assert right.values["reference"] == [case(50 + n)[0] for n in range(6)]
    fates = {row: part.fate for part in left.reading.parts for row in part.rows}
    assert [fates[row] for row in (1, 5, 6, 7)] == ["heading", "case", "other table", "other table"]
    assert "table-chosen" in {notice.code for notice in right.reading.notices}
    assert {column.key for column in right.reading.columns[:5]} == {""}
    assert not left.reading.problems
    assert not right.reading.problems


def test_a_table_whose_heading_is_lower_down_is_read_by_it_when_it_is_chosen() -> None:
    rows = [HEADER, case(0), [*case(1), "", *HEADER]]
    rows += [[*case(n), "", *case(9 + n)] for n in (2, 3)]
    assert examined(rows, table=1).values["reference"] == [case(n)[0] for n in range(4)]
    second = examined(rows, table=2)
    assert (second.reading.header_row, len(second.positions)) == (3, 2)


def test_one_of_three_tables_is_chosen_and_a_fourth_is_not_there() -> None:
    rows = [[*HEADER, "", *HEADER, "", *HEADER]]
    rows += [[*case(n), "", *case(50 + n), "", *case(70 + n)] for n in range(4)]
    for table in (1, 2, 3):
        found = examined(rows, table=table)
        assert found.values["reference"][0] == case((0, 50, 70)[table - 1])[0]
        assert len(found.positions) == 4
    for wrong in (-1, 4):
        with pytest.raises(RefusalError, match="3 tables"):
            examined(rows, table=wrong)


def test_a_second_table_that_begins_lower_down_is_refused_too() -> None:
    rows = [HEADER, case(0), [*case(1), "", *HEADER], *([*case(n), "", *case(9)] for n in (2, 3))]
    with pytest.raises(RefusalError, match="side by side"):
        examined(rows)


def test_a_legend_below_the_list_is_another_table_and_is_reported() -> None:
    rows = [HEADER, *(case(n) for n in range(4)), [], ["Case type", "Description", "Team"]]
    rows += [["DA", "Domestic abuse", ""], ["REF", "Referral", ""]]
    found = examined(rows)
    assert len(found.positions) == found.reading.rows == 4
    assert {notice.code for notice in found.reading.notices} & {"other-table", "note"}


def test_a_case_of_a_team_called_total_is_refused_where_it_cannot_be_read() -> None:
    rows = [HEADER, *(case(n) for n in range(4)), ["X1", "FGM", "n/k", "Total Policing", "NFA"]]
    rows += [["Total", "4", "", "", ""], ["", "", "Total", "12", ""]]
    found = examined(rows)
    assert {problem.row for problem in found.reading.problems} == {6}
    assert {n.code: n.rows for n in found.reading.notices}["total"] == (7, 8)


def test_a_row_broken_in_two_by_a_line_break_is_refused() -> None:
    text = [",".join(HEADER), *(",".join(case(n)) for n in range(4))]
    text += ["0099/17,DA,2017-10-19,Barnet", "CAIT,NFA", *(",".join(case(n)) for n in range(5, 9))]
    found = examined([line.split(",") for line in text])
    broken = {p.row for p in found.reading.problems if p.code == "broken-row"}
    assert broken == {6, 7}
    assert len(found.positions) == 8


@pytest.mark.parametrize("at", [1, 4, 7, 9])
def test_a_row_broken_within_its_reference_is_refused_in_both_its_parts(at: int) -> None:
    broken = ",".join(case(5))
    text = [",".join(HEADER), *(",".join(case(n)) for n in range(4))]
    text += [broken[:at], broken[at:], *(",".join(case(n)) for n in range(6, 9))]
    found = examined([line.split(",") for line in text])
    assert {p.row for p in found.reading.problems if p.code == "broken-row"} == {6, 7}
    assert len(found.positions) == 7


def test_a_title_among_the_rows_puts_no_row_in_doubt() -> None:
    text = [",".join(HEADER), *(",".join(case(n)) for n in range(4)), "North CAIT 2"]
    text += [",".join(case(n)) for n in range(6, 9)]
    found = examined([line.split(",") for line in text])
    assert len(found.positions) == 7


def test_a_row_that_ends_early_is_refused() -> None:
    rows = [HEADER, *(case(n) for n in range(4)), case(5)[:3], *(case(n) for n in range(6, 9))]
    found = examined(rows)
    assert len(found.positions) == 7
    assert {problem.row: problem.code for problem in found.reading.problems} == {6: "short-row"}


def test_lines_that_say_who_ran_a_report_are_notes() -> None:
    rows = [
        HEADER,
        case(0),
        ["Report run by: J Smith", "", "Run date: 01/02/2018"],
        HEADER,
        case(1),
    ]
    found = examined(rows)
    assert len(found.positions) == found.reading.rows == 2

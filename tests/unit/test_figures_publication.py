"""What is published: no small count, none that follows, in the layout of the guidance."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from datetime import UTC, datetime

import openpyxl
import pytest
from figures_sample import FORM, TODAY, a_case, a_review, rows, standing

from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import EarlierVisit
from reviewer.domain.message import verbatim
from reviewer.domain.standing import CaseStanding
from reviewer.figures.case_figures import figures_of
from reviewer.figures.cross import Named
from reviewer.figures.design import NO_DRAW
from reviewer.figures.figure import figure_at, figure_sentence
from reviewer.figures.publication import notes_of, published_tables
from reviewer.figures.published import PublishedTable, Symbol, grouped
from reviewer.figures.table import Measure
from reviewer.workbook.publication_book import (
    Publication,
    publication_csv,
    publication_metadata,
    publication_xlsx,
)


def delays(chance: random.Random) -> Iterator[dict[str, str]]:
    """Make delays of a case: most of a usual stage, some open, now and then many of a rare one."""
    for _ in range(chance.choice((0, 0, 1, 1, 2))):
        stage, start = chance.choices(("ST1", "ST2"), (9, 4))[0], "2018-01-01"
        if chance.random() < 0.3:
            yield {"stage": stage, "start": start, "open": "Y"}
        else:
            yield {"stage": stage, "start": start, "end": f"2018-0{chance.randint(2, 9)}-11"}
    if chance.random() < 0.02:
        for day in range(1, 8):
            yield {"stage": "ST3", "start": "2018-01-01", "end": f"2018-02-0{day}"}


def tables(size: int = 120, threshold: int = 5) -> tuple[PublishedTable, ...]:
    chance = random.Random(size)
    standings = []
    for position in range(1, size + 1):
        case = a_case(position, chance.choices(("DA", "MISS", "CUST"), (60, 30, 4))[0])
        review = a_review(
            case,
            "A. Secret Name",
            overall__grade=chance.choices(("G", "RI", "I", "NG"), (3, 20, 10, 1))[0],
            overall__rationale="Words of a case",
            supervision__flag=chance.choice(("SUP_EFF", "SUP_NONE", "SUP_NA")),
            delay__flag=chance.choices(("DEL_NONE", "DEL_JUST", "DEL_UNNEC"), (12, 2, 1))[0],
            A1__1=chance.choice("YN"),
            A1__rating=chance.choice(("G", "RI")),
            delay__rows=rows(*delays(chance)),
        )
        standings.append(standing(case, review))
    visits = [EarlierVisit(label="=2016", graded=374, below_good=372)]
    return published_tables(FORM, figures_of(FORM, standings, TODAY), visits, threshold, NO_DRAW)


def publication(*, threshold: int = 5) -> Publication:
    return Publication(
        force="Synthetic Constabulary",
        inspection="NCPI-TST-2018Q4",
        visit="1 to 5 Oct 2018",
        published_at=datetime(2018, 12, 1, 10, tzinfo=UTC),
        threshold=threshold,
        tables=tables(threshold=threshold),
        notes=notes_of(NO_DRAW),
    )


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(publication_xlsx(publication())))


def test_no_published_count_is_small() -> None:
    for table in tables():
        for label, cells in table.rows:
            counts = [n for n in cells if isinstance(n, int)]
            assert not [n for n in counts if 0 < n < 5], (table.name, str(label))


def test_a_form_that_asks_about_delay_alone_has_tables_of_delay_alone() -> None:
    roles = FORM.roles.model_copy(update={"supervision": Key("")})
    form = FORM.model_copy(update={"roles": roles})
    case = a_case(1)
    cases = figures_of(form, [standing(case, a_review(case, overall__grade="G"))] * 20, TODAY)
    names = [table.name for table in published_tables(form, cases, (), 5, NO_DRAW)]
    assert "Grades_by_delay" in names
    assert not [name for name in names if "upervision" in name]


def test_a_threshold_that_hides_nothing_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="2"):
        tables(threshold=2)


def test_cover_contents_and_notes_come_first(book: openpyxl.Workbook) -> None:
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    assert book.active.title == "Cover"


def test_each_sheet_of_figures_has_one_marked_up_and_named_table(book: openpyxl.Workbook) -> None:
    names = []
    for sheet in book.worksheets[1:]:
        assert len(sheet.tables) == 1
        names += sheet.tables
        assert "one table" in sheet["A2"].value
    assert len(set(names)) == len(names)
    assert all(name.isascii() and " " not in name for name in names)


def test_no_cell_is_merged_hidden_or_empty_inside_a_table(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        for table in sheet.tables.values():
            for row in sheet[table.ref]:
                assert all(cell.value is not None for cell in row)


def test_a_table_has_one_heading_row_of_distinct_texts(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        headings = [cell.value for cell in sheet[table.ref][0]]
        assert all(isinstance(heading, str) and heading for heading in headings)
        assert len(set(headings)) == len(headings)
        assert [column.name for column in table.tableColumns] == headings
        assert table.headerRowCount == 1


def test_notes_are_numbered_and_each_mark_is_explained(book: openpyxl.Workbook) -> None:
    explained = {row[0].value for row in book["Notes"].iter_rows(min_row=4)}
    for sheet in book.worksheets[3:]:
        marks = {
            word for word in sheet["A1"].value.replace("note ", "note_").split() if word[0] == "["
        }
        assert {mark.replace("_", " ") for mark in marks} <= explained
    assert {"[c]", "[x]"} <= explained


def test_each_sheet_has_its_title_first_in_column_a(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet["A1"].value
        assert sheet["A1"].font.bold
        assert sheet["A1"].font.sz > sheet["A2"].font.sz


def test_contents_link_to_every_sheet(book: openpyxl.Workbook) -> None:
    links = {
        cell.value: cell.hyperlink.location for (cell,) in book["Contents"]["A4:A99"] if cell.value
    }
    assert list(links) == book.sheetnames[2:]
    assert all(place == f"'{name}'!A1" for name, place in links.items())


def test_the_document_has_properties(book: openpyxl.Workbook) -> None:
    about = book.properties
    assert about.title.startswith("Synthetic Constabulary")
    assert (about.creator, about.language) == ("Synthetic Constabulary", "en-GB")
    assert about.subject


def test_there_is_no_formula_picture_macro_head_or_foot(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        assert not sheet._charts
        assert not sheet._images
        assert not sheet.oddHeader.center.text
        assert not sheet.oddFooter.center.text
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_texts_are_large_enough_and_wrapped(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.font.sz >= 12 for cell in row if cell.value is not None)


def test_nothing_is_frozen_or_filtered_and_the_cursor_is_at_the_top(
    book: openpyxl.Workbook,
) -> None:
    for sheet in book.worksheets:
        assert sheet.freeze_panes is None
        assert sheet.auto_filter.ref is None
        assert all(table.autoFilter is None for table in sheet.tables.values())
        assert sheet.sheet_view.selection[0].activeCell == "A1"


def test_no_name_no_reference_and_no_word_of_a_case_is_published() -> None:
    published = publication()
    texts = [*publication_csv(published).decode().splitlines()]
    found = openpyxl.load_workbook(io.BytesIO(publication_xlsx(published)))
    texts += [str(c.value) for s in found.worksheets for row in s.iter_rows() for c in row]
    for secret in ("A. Secret Name", "Words of a case", "NCPI-TST-2018Q4-0"):
        assert not any(secret in text for text in texts)


def test_the_list_has_each_cell_of_the_workbook_with_its_symbol() -> None:
    published = publication()
    lines = list(csv.DictReader(io.StringIO(publication_csv(published).decode("utf-8-sig"))))
    cells = sum(len(cells) for table in published.tables for _, cells in table.rows)
    assert len(lines) == cells
    assert all(bool(line["value"]) != bool(line["symbol"]) for line in lines)
    assert any(line["symbol"] == Symbol.CONFIDENTIAL for line in lines)
    assert b'"url": "x.csv"' in publication_metadata(published, "x.csv")


def delays_of(standings: list[CaseStanding], threshold: int = 5) -> PublishedTable | None:
    found = published_tables(FORM, figures_of(FORM, standings, TODAY), (), threshold, NO_DRAW)
    return next((table for table in found if table.name == "Delays_by_stage"), None)


def delayed(position: int, *delays: dict[str, str]) -> CaseStanding:
    case = a_case(position)
    flag = "DEL_UNNEC" if delays else "DEL_NONE"
    answers = {"overall__grade": "RI", "delay__flag": flag, "delay__rows": rows(*delays)}
    return standing(case, a_review(case, **answers))


ENDED = {"stage": "ST1", "start": "2018-01-01", "end": "2018-02-10"}
OPEN = {"stage": "ST1", "start": "2018-01-01", "open": "Y"}


def test_delays_are_published_by_stage_with_the_days_half_of_them_took() -> None:
    standings = [delayed(n, ENDED if n % 2 else OPEN) for n in range(1, 41)]
    table = delays_of(standings)
    assert table is not None
    label, cells = table.rows[0]
    assert (str(label), cells[:4]) == ("Attendance", (20, 20, 40, 40.0))
    assert cells[5] is Symbol.NOT_AVAILABLE


def test_a_published_figure_of_delays_counts_delays_and_its_days_are_no_share() -> None:
    table = delays_of([delayed(n, ENDED, ENDED) for n in range(1, 21)])
    assert table is not None
    all_delays, days = (figure_at([table.as_table(1)], code) for code in ("P1-B1", "P1-C1"))
    assert all_delays is not None
    assert days is not None
    assert str(figure_sentence(all_delays, at_random=True)).startswith("In 40 delays")
    assert (days.share, days.row.cells[days.at]) == (None, Measure(value=40.0, decimals=1))


def test_stages_of_the_same_few_cases_do_not_make_a_row_together() -> None:
    few = [{**ENDED, "stage": "ST2"}, {**ENDED, "stage": "ST3"}]
    table = delays_of([delayed(n, *(few if n < 4 else [ENDED])) for n in range(1, 41)])
    assert table is not None
    assert [str(label) for label, _ in table.rows] == ["Other", "All"]


def test_many_delays_of_few_cases_do_not_make_a_stage_of_their_own() -> None:
    many = [{**ENDED, "stage": "ST2"}] * 9
    standings = [delayed(n, *(many if n == 1 else [ENDED])) for n in range(1, 41)]
    table = delays_of(standings)
    assert table is not None
    assert [str(label) for label, _ in table.rows] == ["Other", "All"]


def test_what_is_called_other_itself_is_counted_with_what_is_combined_as_other() -> None:
    counts = {"A": 30, "ST99": 12, "B": 4, "C": 3}
    cases = {code: {CaseId(f"{code}-{n}") for n in range(count)} for code, count in counts.items()}
    labels = {"A": "A", "ST99": "Other", "B": "B", "C": "C"}
    names = [Named(code=code, label=verbatim(label)) for code, label in labels.items()]
    groups = [(str(label), codes) for label, codes in grouped(names, cases, 5)]
    assert groups == [("A", {"A"}), ("Other", {"ST99", "B", "C"})]


def test_open_delays_that_are_few_in_all_are_not_told_apart() -> None:
    table = delays_of([delayed(n, OPEN if n < 3 else ENDED) for n in range(1, 41)])
    assert table is not None
    assert len(table.headings) == 5
    assert "Still open" not in map(str, table.headings)


def test_delays_of_few_cases_are_not_published_at_all() -> None:
    standings = [delayed(n, *([ENDED] * 20 if n < 4 else [])) for n in range(1, 41)]
    assert delays_of(standings) is None


def test_titles_are_headings_for_those_who_cannot_see_them(book: openpyxl.Workbook) -> None:
    assert all(sheet["A1"].style == "Headline 1" for sheet in book.worksheets)


def test_sheets_have_names_of_their_own_and_none_is_blank(book: openpyxl.Workbook) -> None:
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    assert all(sheet.max_row > 2 for sheet in book.worksheets)


def test_nothing_is_shown_by_a_background_or_a_border_alone(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.fill.fill_type is None
            sides = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
            assert not any(side and side.style for side in sides)


def test_columns_are_wide_enough_for_their_longest_word(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        for column in sheet[table.ref]:
            for cell in column:
                width = sheet.column_dimensions[cell.column_letter].width
                longest = max(map(len, str(cell.value).split()))
                assert longest <= width, (sheet.title, cell.coordinate)


def test_numbers_are_numbers_and_a_table_begins_in_column_a(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets[3:]:
        (table,) = sheet.tables.values()
        assert table.ref.startswith("A4:")
        for row in sheet[table.ref][1:]:
            for cell in row[1:]:
                assert isinstance(cell.value, int | float) or cell.value in {"[c]", "[x]"}


def test_each_published_figure_has_a_code_and_the_cases_behind_it() -> None:
    published = publication()
    lines = list(csv.DictReader(io.StringIO(publication_csv(published).decode("utf-8-sig"))))
    found = [table.as_table(number) for number, table in enumerate(published.tables, start=1)]
    assert len({line["figure"] for line in lines}) == len(lines)
    for line in lines:
        figure = figure_at(found, line["figure"])
        assert figure is not None
        assert str(figure.row.label) == line["row"].removeprefix("'")
        delays = "elay" in line["title"] and "days" not in line["column"]
        if line["value"].isdecimal() and line["row"].removeprefix("'") != "=2016":
            counted = figure.counted
            assert counted is not None
            assert delays or len(figure.cases) == int(line["value"])


def test_the_cases_below_good_are_behind_their_published_percentage() -> None:
    table = next(t for t in tables() if t.name == "Grades_by_type").as_table(2)
    last = len(table.rows)
    share = figure_at([table], f"P2-F{last}")
    assert share is not None
    assert share.share is not None
    assert len(share.cases) == share.share.n

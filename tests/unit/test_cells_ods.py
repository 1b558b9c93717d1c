"""An .ods, whose cells say what they show."""

from __future__ import annotations

from datetime import date

import pytest

from reviewer.cells.limits import Limits
from reviewer.cells.ods import counts_from_1904, read_ods
from reviewer.cells.sheet import Doubtful, Month, RawCell
from reviewer.domain.errors import RefusalError

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)


def content(rows: str, before: str = "") -> bytes:
    return (
        f"<office:document-content {SPACES}><office:body><office:spreadsheet>{before}"
        f'<table:table table:name="A">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    ).encode()


def cells(row: str) -> list[RawCell]:
    found = read_ods(content(f"<table:table-row>{row}</table:table-row>"), Limits())
    (only,) = found["A"].sheet.rows
    return list(only)


def day(shown: str, held: str) -> str:
    return cell(f"<text:p>{shown}</text:p>", f'office:value-type="date" office:date-value="{held}"')


def cell(inside: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{inside}</table:table-cell>"


@pytest.mark.parametrize(
    ("made", "read"),
    [
        (cell("<text:p>a<text:line-break/>b</text:p>"), "a\nb"),
        (cell("<text:p>a<text:tab/>b<text:s text:c='3'/>c</text:p>"), "a\tb   c"),
        (cell("\n  <text:p>\n   a  <text:span>b</text:span>\n  </text:p>\n"), " a b "),
        (cell("<text:p>one</text:p>\n<text:p>two</text:p>"), "one\ntwo"),
        (
            cell("<text:p>0015456</text:p>", 'office:value-type="float" office:value="15456"'),
            "0015456",
        ),
        (cell("<text:p>15456</text:p>", 'office:value-type="float" office:value="15456"'), 15456.0),
        (day("Oct-17", "2017-10-17"), Month(2017, 10)),
        (day("17-Oct", "2017-10-17"), Doubtful("format-not-known", "17-Oct")),
        (
            cell(
                "<text:p>10/2017</text:p>",
                'office:value-type="date" office:date-value="2017-10-10"',
            ),
            Month(2017, 10),
        ),
        (
            cell(
                "<text:p>17/10/17</text:p>",
                'office:value-type="date" office:date-value="2017-10-17"',
            ),
            date(2017, 10, 17),
        ),
        (
            day("2017", "2017-10-13"),
            Doubtful("format-not-known", "2017"),
        ),
        (
            day("13 Oct", "2017-10-13"),
            Doubtful("no-year", "13 Oct"),
        ),
        (
            cell("<text:p>#N/A</text:p>", 'table:formula="of:=NA()" office:value-type="string"'),
            Doubtful("error-value", "#N/A"),
        ),
        (cell("", 'table:formula="of:=A1"'), Doubtful("no-result", "")),
    ],
)
def test_a_cell_is_what_it_shows(made: str, read: RawCell) -> None:
    assert cells(made) == [read]


def test_a_formula_that_shows_nothing_is_empty() -> None:
    nothing = cell("<text:p/>", 'table:formula="of:=IF(1;&quot;&quot;)"')
    assert cells(nothing + cell("<text:p>x</text:p>")) == ["", "x"]


def test_white_space_between_cells_and_repeated_ones_are_as_the_format_says() -> None:
    row = cell("<text:p>a</text:p>", 'table:number-columns-repeated="2"')
    row += "\n" + cell("", 'table:number-columns-repeated="3"') + cell("<text:p>b</text:p>")
    row += cell("", 'table:number-columns-repeated="16000"')
    assert cells(row) == ["a", "a", "", "", "", "b"]


def test_empty_rows_at_the_end_are_left_off_and_filled_ones_without_end_are_refused() -> None:
    filled = f"<table:table-row>{cell('<text:p>a</text:p>')}</table:table-row>"
    blank = '<table:table-row table:number-rows-repeated="9"><table:table-cell/></table:table-row>'
    assert len(read_ods(content(filled + blank), Limits())["A"].sheet.rows) == 1
    endless = filled.replace(
        "<table:table-row>", '<table:table-row table:number-rows-repeated="9999999">'
    )
    with pytest.raises(RefusalError, match="rows"):
        read_ods(content(endless), Limits())


def test_days_count_from_the_year_the_file_says() -> None:
    settings = "<table:calculation-settings><table:null-date table:date-value='1904-01-01'/>"
    assert counts_from_1904(content("", f"{settings}</table:calculation-settings>"))
    assert not counts_from_1904(content(""))


NAMED_STYLES = f"""<office:document-styles {SPACES}><office:styles>
<style:style style:name="Red" style:family="table-cell" style:data-style-name="N0"/>
<style:style style:name="Year" style:family="table-cell" style:data-style-name="N107"/>
</office:styles></office:document-styles>""".encode()


def numbers(style: str = "") -> str:
    one = cell(
        "<text:p>15456</text:p>",
        f'office:value-type="float" office:value="15456" table:style-name="{style}"',
    )
    return f"<table:table-row>{one}{one}</table:table-row>" * 2


@pytest.mark.parametrize(("applied", "known"), [("Red", True), ("Year", False)])
def test_a_number_that_a_rule_may_show_otherwise_is_not_known(applied: str, *, known: bool) -> None:
    rule = (
        '<calcext:conditional-formats xmlns:calcext="urn:org:documentfoundation:names:'
        'experimental:calc:xmlns:calcext:1.0"><calcext:conditional-format '
        "calcext:target-range-address=\"'A b'.A2:'A b'.A9 A.$B$1\">"
        f'<calcext:condition calcext:apply-style-name="{applied}" calcext:value="&gt;1"/>'
        "</calcext:conditional-format></calcext:conditional-formats>"
    )
    rows = read_ods(content(numbers() + rule), Limits(), NAMED_STYLES)["A"].sheet.rows
    doubtful = [[isinstance(cell, Doubtful) for cell in row] for row in rows]
    assert doubtful == ([[False, False]] * 2 if known else [[False, True], [True, False]])


@pytest.mark.parametrize(("applied", "known"), [("Red", True), ("Year", False)])
def test_a_rule_of_the_cells_own_style_counts_too(applied: str, *, known: bool) -> None:
    style = (
        '<office:automatic-styles><style:style style:name="ce1" style:family="table-cell">'
        f'<style:map style:condition="cell-content()&gt;1" style:apply-style-name="{applied}"/>'
        "</style:style></office:automatic-styles>"
    )
    rows = read_ods(content(numbers("ce1"), style), Limits(), NAMED_STYLES)["A"].sheet.rows
    assert {isinstance(cell, Doubtful) for row in rows for cell in row} == {not known}

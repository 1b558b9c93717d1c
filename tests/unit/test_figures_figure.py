from __future__ import annotations

import pytest
from figures_sample import FORM, TODAY, graded
from hypothesis import given
from hypothesis import strategies as st

from reviewer.figures.figure import Figure, figure_at, figure_code, figure_sentence
from reviewer.figures.summary import summarise
from reviewer.figures.table import Table, cell_text


def tables() -> list[Table]:
    cases = [
        graded(n, "RI" if n % 3 else "G", "DA" if n % 2 else "MISS", supervision__flag="SUP_NONE")
        for n in range(1, 41)
    ]
    summary = summarise(FORM, cases, random_sample=True, today=TODAY)
    return [table for every in summary.tables.values() for table in every]


TABLES = tables()


def figure(code: str) -> Figure:
    found = figure_at(TABLES, code)
    assert found is not None
    return found


def test_a_share_is_reported_with_both_numbers_percent_and_interval() -> None:
    sentence = str(figure_sentence(figure("T2-H1"), at_random=True))
    assert sentence == (
        "In 13 of 20 cases (65.0%, 95% interval 43.3 to 81.9) of the type “Domestic abuse”: "
        "Below good."
    )


def test_an_interval_of_cases_that_were_selected_is_called_indicative() -> None:
    sentence = str(figure_sentence(figure("T2-H1"), at_random=False))
    assert "(65.0%, indicative 95% interval 43.3 to 81.9)" in sentence


def test_a_count_is_given_as_part_of_what_it_is_counted_of() -> None:
    found = figure("T2-D1")
    assert str(figure_sentence(found, at_random=True)).startswith("In 13 of 20 cases (65.0%)")
    assert len(found.cases) == 13
    assert str(figure_sentence(figure("T2-G1"), at_random=True)).startswith(
        "In 13 of 20 cases (65.0%)"
    )


def test_a_share_and_its_count_have_the_same_cases() -> None:
    assert figure("T2-H1").cases == figure("T2-G1").cases


@pytest.mark.parametrize("code", ["T2-G1", "t2-g1", " T2 G1 ", "T2!G1", "T2 - g1"])
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    assert figure(code).code == "T2-G1"


@pytest.mark.parametrize(
    "code", ["", "T2", "T2-A1", "T2-G0", "T2-G99", "T2-ZZ1", "T99-B1", "G1", "T2-G1-", "T2-G٣"]
)
def test_what_names_no_figure_names_none(code: str) -> None:
    assert figure_at(TABLES, code) is None


@given(st.text(max_size=20))
def test_any_text_is_a_code_or_none(code: str) -> None:
    found = figure_at(TABLES, code)
    assert found is None or figure_at(TABLES, found.code) == found


def test_every_figure_of_every_table_has_a_code_of_its_own_and_a_sentence() -> None:
    codes = set()
    for table in TABLES:
        for row, line in enumerate(table.rows):
            for at, cell in enumerate(line.cells):
                if cell is None:
                    continue
                found = figure(figure_code(table, row, at))
                assert found.row.cells[found.at] == cell
                sentence = str(figure_sentence(found, at_random=True))
                assert sentence.endswith(".")
                digits = cell_text(cell).strip("%")
                assert found.share is not None or digits in sentence
                codes.add(found.code)
    assert len(codes) > 200


def share_of(table_id: str, column: str, *answers: dict[str, str]) -> Figure:
    """Return the first figure of a table under a heading, of a case for each answer."""
    cases = [graded(n, "G", "DA", **given) for n, given in enumerate(answers, start=1)]
    summary = summarise(FORM, cases, random_sample=True, today=TODAY)
    every = [table for found in summary.tables.values() for table in found]
    table = next(table for table in every if table.id == table_id)
    at = [str(heading.label) for heading in table.headings].index(column) - 1
    row = next(number for number, line in enumerate(table.rows) if line.cells[at] is not None)
    found = figure_at(every, figure_code(table, row, at))
    assert found is not None
    return found


def test_a_share_is_of_its_own_count_though_another_is_as_large() -> None:
    found = share_of("T7", "% yes", *[{"A1__1": "Y"}] * 6, *[{"A1__1": "NE"}] * 6)
    assert str(found.column) == "Yes"
    assert [case[-1] for case in found.cases] == list("123456")


def test_a_share_without_a_count_beside_it_takes_none_that_is_as_large() -> None:
    ratings = [{"A1__rating": rating} for rating in "G" * 10 + "I" * 6]
    found = share_of("T3", "Below good, %", *ratings, *[{"A1__rating": "RI"}] * 4)
    assert str(found.column) == "Below good, %"
    assert {case[-2:] for case in found.cases} == {str(n) for n in range(11, 21)}


def test_no_sentence_gives_a_percentage_of_fewer_than_ten_cases() -> None:
    cases = [graded(n, "RI") for n in range(1, 10)]
    summary = summarise(FORM, cases, random_sample=True, today=TODAY)
    few = [table for every in summary.tables.values() for table in every]
    found = figure_at(few, "T2-D1")
    assert found is not None
    assert str(figure_sentence(found, at_random=True)) == (
        "In 9 of 9 cases of the type “Domestic abuse”: Requires improvement."
    )

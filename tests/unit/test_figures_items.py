from __future__ import annotations

from figures_sample import FORM, TODAY, graded

from reviewer.domain.standing import CaseStanding
from reviewer.figures.by_area import Areas, by_area, by_area_table
from reviewer.figures.case_figures import figures_of
from reviewer.figures.items import Items, items_of, items_tables
from reviewer.figures.table import Counted, Share, Style


def items(standings: list[CaseStanding]) -> Items:
    return items_of(FORM, figures_of(FORM, standings, TODAY))


def areas(standings: list[CaseStanding]) -> Areas:
    return by_area(FORM, figures_of(FORM, standings, TODAY))


def rated(**counts: int) -> list[CaseStanding]:
    codes = [code for code, n in counts.items() for _ in range(n)]
    return [graded(n, "G", A1__rating=code) for n, code in enumerate(codes, start=1)]


def test_only_good_requires_improvement_and_inadequate_are_rated() -> None:
    found = areas([*rated(G=5, RI=3, I=4, NA=6, IE=2), graded(99, "G")])
    first, second = by_area_table(found).rows
    assert [cell.n for cell in first.cells if isinstance(cell, Counted)] == [5, 3, 4, 12, 6, 2]
    assert first.cells[1] == Share(n=5, of=12, tenths=417)
    assert [cell.n for cell in second.cells if isinstance(cell, Counted)] == [0] * 6
    assert (str(first.label), str(second.label)) == ("Initial contact", "Assessment and help")


def test_an_answer_that_stopped_being_relevant_is_kept_but_not_counted() -> None:
    found = items([graded(1, "G", A1__1="Y", A1__2="N"), graded(2, "G", A1__1="N", A1__2="Y")])
    by_key = {rate.key: rate for rate in found.rates}
    assert (by_key["A1.2"].yes.n, by_key["A1.2"].no.n) == (0, 1)
    assert (by_key["A1.1"].yes.n, by_key["A1.1"].no.n) == (1, 1)


def test_items_are_under_their_sections_without_those_of_supervision() -> None:
    rates, _ = items_tables(FORM, items([graded(1, "G", A1__1="Y", S__1="Y")]))
    assert [(row.code, str(row.label)) for row in rates.rows] == [
        ("", "Initial contact"),
        ("A1.1", "Label of A1.1"),
        ("A1.2", "Label of A1.2"),
        ("", "Assessment and help"),
        ("A2.1", "Label of A2.1"),
    ]
    assert rates.rows[0].style is Style.QUIET


def test_themes_and_good_practice_are_counted_by_case() -> None:
    found = items(
        [
            graded(1, "G", themes="T1;T2", good_practice="Synthetic: a child's drawing was kept."),
            graded(2, "G", themes="T2", good_practice="  "),
            graded(3, "G"),
        ]
    )
    assert [(name.code, count.n) for name, count in found.themes] == [("T1", 1), ("T2", 2)]
    assert found.good_practice.cases == ("NCPI-TST-2018Q4-0001",)
    assert found.base.n == 3

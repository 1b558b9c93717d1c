from __future__ import annotations

from figures_sample import FORM, TODAY, a_case, a_review, standing

from reviewer.domain.standing import CaseStanding
from reviewer.figures.intervals import share
from reviewer.figures.summary import Summary, summarise
from reviewer.figures.table import Counted, Measure, Table, TableSheet


def a_standing(
    position: int, type_code: str = "DA", unit: str = "", **answers: str
) -> CaseStanding:
    case = a_case(position, type_code, **({"unit": unit} if unit else {}))
    return standing(case, a_review(case, **answers)) if answers else standing(case)


def of_grades(grades: str, start: int = 1, **more: str) -> list[CaseStanding]:
    """Make a case for each letter: g good, b below good, x excluded, o outstanding."""
    answers = {"g": {"overall__grade": "G"}, "b": {"overall__grade": "RI"}, "o": {}}
    answers["x"] = {"reviewable": "EXC", "exclusion": "X1"}
    return [a_standing(n, **more, **answers[letter]) for n, letter in enumerate(grades, start)]


def summarised(standings: list[CaseStanding], *, random_sample: bool = True) -> Summary:
    return summarise(FORM, standings, random_sample=random_sample, today=TODAY)


def sample_table(summary: Summary, name: str) -> Table | None:
    return next((t for t in summary.tables[TableSheet.SAMPLE] if t.id == name), None)


def test_bounds_take_cases_without_a_grade_for_good_and_then_for_below_good() -> None:
    table = sample_table(summarised(of_grades("b" * 12 + "g" * 4 + "x" * 3 + "o")), "T10.5")
    assert table is not None
    total = table.rows[-1].cells
    assert total[:3] == (
        Counted(n=20, cases=total[0].cases),  # type: ignore[union-attr]
        Counted(n=4, cases=total[1].cases),  # type: ignore[union-attr]
        share(4, 20),
    )
    assert total[4:] == (share(12, 16), share(12, 20), share(16, 20))
    assert all(percent in str(table.notes[1]) for percent in ("70.6%", "76.5%"))


def test_types_that_lack_more_grades_than_others_are_pointed_out() -> None:
    missing = of_grades("b" * 10 + "o" * 20, type_code="DA")
    table = sample_table(summarised(missing + of_grades("b" * 30, 31, type_code="MISS")), "T10.5")
    assert table is not None
    assert any(str(note).startswith("Case types differ in how many") for note in table.notes)
    even = of_grades("b" * 15 + "o" * 15, type_code="DA")
    even += of_grades("b" * 15 + "o" * 15, 31, type_code="MISS")
    table = sample_table(summarised(even), "T10.5")
    assert table is not None
    assert any("is not clear" in str(note) for note in table.notes)


def test_one_case_or_no_graded_one_is_no_division_by_nought() -> None:
    for standings in (of_grades("o"), of_grades("x" * 12)):
        table = sample_table(summarised(standings), "T10.5")
        assert table is not None
        assert any("Case types cannot be compared" in str(note) for note in table.notes)


def test_where_every_case_has_a_grade_there_is_nothing_to_bound() -> None:
    for standings in ([], of_grades("b" * 12)):
        table = sample_table(summarised(standings), "T10.5")
        assert table is not None
        assert not table.rows
        assert [str(note) for note in table.notes] == ["Every sampled case has a grade."]


def test_a_unit_that_stands_out_among_many_is_compared_with_all_others_together() -> None:
    standings: list[CaseStanding] = []
    for number in range(6):
        grades = "g" * 20 if number == 3 else "b" * 16 + "g" * 4
        standings += of_grades(grades, 1 + 20 * number, unit=f"Unit {number}")
    table = sample_table(summarised(standings), "T8.2")
    assert table is not None
    assert [str(row.cells[-1]) for row in table.rows].count("Clear") == 1
    row = table.rows[3]
    assert row.cells[2:6] == (share(0, 20), Counted(n=80), Counted(n=100), share(80, 100))
    assert row.cells[6] == Measure(value=-80.0, decimals=1)
    assert any("6 comparisons" in str(note) for note in table.notes)
    assert any("more alike than those of different units (6 units" in str(n) for n in table.notes)


def test_what_is_clear_alone_is_not_clear_among_twenty_units() -> None:
    standings: list[CaseStanding] = []
    for number in range(20):
        grades = "g" * 9 + "b" * 11 if number == 3 else "b" * 16 + "g" * 4
        standings += of_grades(grades, 1 + 20 * number, unit=f"Unit {number:02}")
    table = sample_table(summarised(standings), "T8.2")
    assert table is not None
    assert {str(row.cells[-1]) for row in table.rows} == {"Not clear"}


def test_small_units_are_counted_and_not_compared() -> None:
    standings = of_grades("b" * 9, unit="A") + of_grades("g" * 30, 10, unit="B")
    table = sample_table(summarised(standings), "T8.2")
    assert table is not None
    assert table.rows[0].cells[6:] == (None, None, None, None)
    assert any("With fewer than 10 cases" in str(note) for note in table.notes)
    assert any(str(note).startswith("With fewer than 5 units") for note in table.notes)


def test_one_unit_or_none_is_beside_no_other() -> None:
    assert sample_table(summarised(of_grades("b" * 20, unit="A")), "T8.2") is None
    assert sample_table(summarised(of_grades("b" * 20)), "T8.2") is None

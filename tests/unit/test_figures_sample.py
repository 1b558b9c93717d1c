from __future__ import annotations

from figures_sample import FORM, TODAY, a_case, a_review, graded, standing

from reviewer.domain.standing import CaseStanding
from reviewer.figures.by_unit import UNIT_LIMIT, by_unit
from reviewer.figures.case_figures import figures_of
from reviewer.figures.grade_counts import grade_counts
from reviewer.figures.referrals import Referrals, referrals, referrals_tables
from reviewer.figures.sample import METHOD_LIMIT, Sample, sample_of, sample_tables
from reviewer.figures.summary import summarise
from reviewer.figures.table import Counted, Measure, Style, TableSheet


def sample(standings: list[CaseStanding]) -> Sample:
    return sample_of(FORM, figures_of(FORM, standings, TODAY))


def referrals_of(standings: list[CaseStanding]) -> Referrals:
    return referrals(FORM, figures_of(FORM, standings, TODAY))


def listed(position: int, type_code: str = "DA", **values: str) -> CaseStanding:
    case = a_case(position, type_code, **values)
    return standing(case, a_review(case, overall__grade="G"))


def referred(position: int, **answers: str) -> CaseStanding:
    return graded(position, "RI", risk__still="Y", **answers)


def test_selection_methods_that_differ_by_case_and_spaces_only_are_one() -> None:
    found = sample(
        [
            listed(1, selection="Random "),
            listed(2, "MISS", selection="random"),
            listed(3, selection="Dip  sample"),
            listed(4),
        ]
    )
    cross = found.selection
    assert [(str(method.label), cross.column(method.code).n) for method in cross.columns] == [
        ("Dip sample", 1),
        ("Random", 2),
        ("Method not given", 1),
    ]
    assert cross.at("MISS", "random").n == 1


def test_a_list_with_a_method_for_each_case_shows_the_usual_ones_and_the_rest_together() -> None:
    standings = [listed(n, selection=f"Method {n:02}") for n in range(1, METHOD_LIMIT + 4)]
    standings.append(listed(METHOD_LIMIT + 4, selection=f"method {METHOD_LIMIT + 3:02}"))
    standings.append(listed(METHOD_LIMIT + 5))
    columns = sample(standings).selection.columns
    assert len(columns) == METHOD_LIMIT + 2
    assert [str(column.label) for column in columns[-3:]] == [
        f"Method {METHOD_LIMIT + 3:02}",
        "Other methods",
        "Method not given",
    ]
    assert sample(standings).selection.column("other methods").n == 3


def test_cases_that_left_the_sample_are_counted_by_reason_and_way() -> None:
    cases = [a_case(n) for n in range(1, 5)]
    found = sample(
        [
            standing(cases[0], a_review(cases[0], reviewable="EXC", exclusion="X1")),
            standing(cases[1], a_review(cases[1], reviewable="REP", exclusion="X1")),
            standing(
                cases[2], a_review(cases[2], reviewable="REP", replaced_by="a force's reference")
            ),
            standing(cases[3], a_review(cases[3], overall__grade="G")),
        ]
    )
    assert found.exclusions.at("X1", "EXC").cases == (cases[0].id,)
    assert found.exclusions.at("X1", "REP").cases == (cases[1].id,)
    assert str(found.exclusions.rows[-1].label) == "Reason not given"
    assert found.exclusions.total.n == 3
    assert found.replacement_named.cases == (cases[2].id,)
    tables = sample_tables(FORM, found, (), grade_counts(FORM.grades, []))
    assert "force's reference" not in repr(tables)


def test_the_custody_sum_is_by_type_and_in_all() -> None:
    untouched = a_case(3, "MISS")
    excluded = a_case(4, "MISS")
    summary = summarise(
        FORM,
        [
            graded(1, "G"),
            graded(2, "NG", "MISS"),
            standing(untouched),
            standing(excluded, a_review(excluded, reviewable="EXC")),
        ],
        random_sample=False,
        today=TODAY,
    )
    table = summary.tables[TableSheet.SAMPLE][0]
    assert table.id == "T10.1"
    assert [
        (row.code, [cell.n for cell in row.cells if isinstance(cell, Counted)])
        for row in table.rows
    ] == [("DA", [1, 0, 0, 1]), ("MISS", [1, 1, 1, 3]), ("", [2, 1, 1, 4])]


def test_referrals_are_counted_by_urgency_with_their_hours_to_the_response() -> None:
    found = referrals_of(
        [
            referred(
                1,
                risk__urgency="NOW",
                risk__raised_at="2018-11-01T10:00",
                risk__response_at="2018-11-01T12:30",
                risk__closed="2018-11-02",
            ),
            referred(2, risk__urgency="NOW", risk__raised_at="2018-11-01T10:00"),
            referred(3),
            graded(4, "G", risk__still="N", risk__urgency="NOW"),
        ]
    )
    assert [
        (str(urgency.name.label), urgency.referred.n, urgency.open.n, urgency.hours)
        for urgency in found.by_urgency
    ] == [
        ("Immediate", 2, 1, (2.5,)),
        ("24 hours", 0, 0, ()),
        ("5 days", 0, 0, ()),
        ("Urgency not given", 1, 1, ()),
        ("All referrals", 3, 2, (2.5,)),
    ]
    table = referrals_tables(FORM, found)[0]
    assert table.rows[0].cells[-1] == Measure(value=2.5, decimals=1)
    assert table.rows[-1].style is Style.TOTAL


def test_a_response_before_the_referral_or_without_an_hour_has_no_hours() -> None:
    found = referrals_of(
        [
            referred(1, risk__raised_at="2018-11-02T10:00", risk__response_at="2018-11-01T10:00"),
            referred(2, risk__raised_at="2018-11-02", risk__response_at="2018-11-03"),
        ]
    )
    assert found.by_urgency[-1].hours == ()
    assert found.by_urgency[-1].referred.n == 2


def test_a_referral_in_a_superseded_review_is_named_and_in_no_total() -> None:
    case, both = a_case(1), a_case(2)
    found = referrals_of(
        [
            standing(
                case,
                a_review(case, "Adam", overall__grade="G", risk__still="N"),
                a_review(case, "Zara", overall__grade="G", risk__still="Y"),
            ),
            standing(
                both,
                a_review(both, "Adam", overall__grade="G", risk__still="Y"),
                a_review(both, "Zara", overall__grade="G", risk__still="Y"),
            ),
        ]
    )
    assert found.elsewhere.cases == (case.id,)
    assert found.by_urgency[-1].referred.cases == (both.id,)
    assert referrals_tables(FORM, found)[0].rows[-1].cells[0] == found.elsewhere


def test_units_are_in_order_of_name_and_cases_without_one_last() -> None:
    standings = [
        listed(1, unit="West  CAIT"),
        listed(2, unit="East CAIT"),
        listed(3, unit="west cait"),
        listed(4),
    ]
    found = by_unit(FORM, figures_of(FORM, standings, TODAY)).groups
    assert [(str(row.label), row.graded.n) for row in found] == [
        ("East CAIT", 1),
        ("West CAIT", 2),
        ("Unit not given", 1),
    ]


def test_a_column_with_a_unit_for_each_case_does_not_make_a_table_without_end() -> None:
    standings = [listed(n, unit=f"Unit {n:03}") for n in range(1, UNIT_LIMIT + 6)]
    standings.append(listed(UNIT_LIMIT + 6, unit=f"Unit {UNIT_LIMIT + 5:03}"))
    found = by_unit(FORM, figures_of(FORM, standings, TODAY)).groups
    assert len(found) == UNIT_LIMIT + 1
    assert str(found[-1].label) == "5 other units"
    assert sum(row.sampled.n for row in found) == UNIT_LIMIT + 6
    assert f"Unit {UNIT_LIMIT + 5:03}" in [str(row.label) for row in found]

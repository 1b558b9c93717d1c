from __future__ import annotations

from datetime import date

from figures_sample import FORM, TODAY, a_case, a_review, graded, many, standing
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.standing import CaseStanding
from reviewer.figures.by_type import by_type, by_type_table
from reviewer.figures.case_figures import Place, figures_of, place_of
from reviewer.figures.headline import Headline, headline, headline_table
from reviewer.figures.table import Counted, Interval, Share, Style


def headline_of(standings: list[CaseStanding], today: date = TODAY) -> Headline:
    return headline(FORM, figures_of(FORM, standings, today))


def one_of_each() -> list[CaseStanding]:
    cases = [a_case(n) for n in range(1, 10)]
    return [
        standing(cases[0], a_review(cases[0], overall__grade="G")),
        standing(cases[1], a_review(cases[1], overall__grade="RI")),
        standing(cases[2], a_review(cases[2], overall__grade="I")),
        standing(cases[3], a_review(cases[3], overall__grade="NG")),
        standing(
            cases[4],
            a_review(cases[4], "Reviewer one", overall__grade="G"),
            a_review(cases[4], "Reviewer two", overall__grade="I"),
        ),
        standing(cases[5], a_review(cases[5], reviewable="EXC", overall__grade="I")),
        standing(cases[6], a_review(cases[6], reviewable="REP")),
        standing(cases[7], a_review(cases[7], reviewable="YES")),
        standing(cases[8]),
    ]


def test_each_kind_of_case_is_counted_in_its_place_with_its_id() -> None:
    counts = headline_of(one_of_each()).counts
    assert counts.sampled.n == 9
    assert counts.excluded.n == 2
    assert counts.outstanding.cases == ("NCPI-TST-2018Q4-0008", "NCPI-TST-2018Q4-0009")
    assert counts.reviewed.n == 5
    assert counts.graded.n == 3
    assert {grade: found.n for grade, found in counts.grades.items()} == dict.fromkeys(
        FORM.grades.codes, 1
    )
    assert counts.unsettled.cases == ("NCPI-TST-2018Q4-0005",)
    assert counts.below_good.cases == ("NCPI-TST-2018Q4-0002", "NCPI-TST-2018Q4-0003")


def test_a_case_in_conflict_is_unsettled_though_its_review_excludes_it() -> None:
    case = a_case(1)
    conflicting = standing(case, a_review(case, reviewable="EXC"), conflict=True)
    assert place_of(conflicting) is Place.UNSETTLED
    counts = headline_of([conflicting]).counts
    assert (counts.sampled.n, counts.reviewed.n, counts.excluded.n) == (1, 1, 0)


def test_a_moderated_grade_is_the_one_that_counts() -> None:
    case = a_case(1)
    reads = (
        a_review(case, "Reviewer one", overall__grade="G"),
        a_review(case, "Reviewer two", overall__grade="I"),
    )
    counts = headline_of([standing(case, *reads, moderated_grade="RI")]).counts
    assert counts.grades["RI"].n == 1
    assert counts.unsettled.n == 0


def test_the_published_visit_has_its_headline() -> None:
    found = headline_of(many(G=23, RI=100, I=91))
    assert found.counts.below_good_share == Share(n=191, of=214, tenths=893)
    assert found.counts.interval == Interval(low=844, high=927)


def test_below_ten_graded_cases_the_headline_has_no_percentage_and_says_so() -> None:
    found = headline_of(many(G=4, RI=5, NG=3))
    table = headline_table(FORM, found, random_sample=False)
    row = next(row for row in table.rows if row.label == "Cases below good")
    assert [cell.n for cell in row.cells if isinstance(cell, Counted)] == [5, 9]
    assert row.cells[2:] == (Share(n=5, of=9, tenths=None), None)
    assert "Below 10 cases only counts are given, no percentage." in table.notes


def test_intervals_are_labelled_indicative_unless_the_list_is_random() -> None:
    found = headline_of(many(G=10))
    selected = headline_table(FORM, found, random_sample=False)
    drawn = headline_table(FORM, found, random_sample=True)
    assert any("indicative: cases were selected" in note for note in selected.notes)
    assert not any("indicative" in note for note in drawn.notes)


def test_an_open_referral_counts_until_it_is_closed_and_never_for_an_excluded_case() -> None:
    cases = [a_case(n) for n in range(1, 5)]
    referred = {"risk__still": "Y", "risk__urgency": "NOW"}
    found = headline_of(
        [
            standing(cases[0], a_review(cases[0], **referred)),
            standing(cases[1], a_review(cases[1], risk__closed="2018-11-30", **referred)),
            standing(cases[2], a_review(cases[2], reviewable="EXC", **referred)),
            standing(cases[3], a_review(cases[3], risk__still="N")),
        ]
    )
    assert found.open_referrals.cases == (cases[0].id,)


def test_types_stand_in_the_forms_order_and_the_confirmed_type_counts() -> None:
    listed_wrong = a_case(1, "DA")
    cases = figures_of(
        FORM,
        [
            standing(listed_wrong, a_review(listed_wrong, type_confirmed="CUST")),
            graded(2, "G", "MISS"),
            graded(3, "I", "DA"),
            graded(4, "NG", "DA"),
        ],
        TODAY,
    )
    found = by_type(FORM, cases)
    assert [(row.code, row.sampled.n, row.graded.n) for row in found] == [
        ("DA", 2, 1),
        ("MISS", 1, 1),
        ("CUST", 1, 0),
    ]
    assert found[0].label == "Domestic abuse"


def test_a_type_the_form_does_not_know_and_none_at_all_have_rows_of_their_own() -> None:
    cases = figures_of(FORM, [graded(1, "G", ""), graded(2, "G", "OLD"), graded(3, "G")], TODAY)
    found = by_type(FORM, cases)
    assert [(row.code, row.label) for row in found] == [
        ("DA", "Domestic abuse"),
        ("OLD", "OLD"),
        ("", "Type not given"),
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["G", "RI", "I", "NG", "", "EXC", "unsettled", "untouched"]),
            st.sampled_from(["DA", "MISS", "CUST", "", "OLD"]),
        ),
        max_size=40,
    )
)
def test_whatever_the_cases_are_the_types_add_up_to_the_headline(
    wanted: list[tuple[str, str]],
) -> None:
    standings = []
    for position, (what, type_code) in enumerate(wanted, start=1):
        case = a_case(position, type_code)
        first = a_review(case, overall__grade=what if what in FORM.grades else "", reviewable="YES")
        match what:
            case "untouched":
                reviews = []
            case "EXC":
                reviews = [a_review(case, reviewable="EXC")]
            case "unsettled":
                reviews = [
                    a_review(case, "One", overall__grade="G"),
                    a_review(case, "Two", overall__grade="RI"),
                ]
            case _:
                reviews = [first]
        standings.append(standing(case, *reviews))
    cases = figures_of(FORM, standings, TODAY)
    total, types = headline(FORM, cases).counts, by_type(FORM, cases)
    assert (
        total.sampled.n == total.reviewed.n + total.excluded.n + total.outstanding.n == len(cases)
    )
    for name in ("sampled", "reviewed", "graded", "unsettled", "below_good", "excluded"):
        parts = [case for row in types for case in getattr(row, name).cases]
        assert sorted(parts) == sorted(getattr(total, name).cases)
    table = by_type_table(FORM, types, total, random_sample=False)
    assert table.rows[-1].style is Style.TOTAL

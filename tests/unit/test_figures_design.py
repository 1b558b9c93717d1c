"""What may be concluded of all cases from those drawn: by strata, and where nothing can be."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from figures_sample import FORM, TODAY, a_case, a_review, many, standing

from reviewer.domain.draw import SampleDesign, Stratum
from reviewer.domain.standing import CaseStanding
from reviewer.figures.design import SamplingMethod
from reviewer.figures.design_notes import chance_note, interval_note, share_note
from reviewer.figures.headline import headline_figure, headline_sentence
from reviewer.figures.summary import Summary, summarise, summary_json
from reviewer.figures.table import Interval, Span, TableSheet


def drawn(*strata: tuple[str, int], by: str = "type", listed: int = 100) -> SampleDesign:
    return SampleDesign(
        by=by,
        strata=tuple(Stratum(name=n, population=p, size=0, replacements=0) for n, p in strata),
        listed=listed,
        replacements="",
    )


def cases_of(*strata: tuple[str, int, int], **listed: str) -> list[CaseStanding]:
    """Make cases by type: so many graded, so many of them below good."""
    found = []
    for kind, graded, below in strata:
        for n in range(graded):
            case = a_case(len(found) + 1, kind, **listed)
            grade = "RI" if n < below else "G"
            found.append(standing(case, a_review(case, overall__grade=grade)))
    return found


def summary_of(
    cases: Sequence[CaseStanding], design: SampleDesign | None = None, *, random: bool = True
) -> Summary:
    return summarise(FORM, cases, random_sample=random, today=TODAY, drawn=design)


def test_strata_are_weighted_by_their_cases() -> None:
    found = summary_of(
        cases_of(("CUST", 50, 5), ("MISS", 50, 45)), drawn(("CUST", 900), ("MISS", 100))
    )
    assert summary_json(found)["headline"]["design"] == {
        "sampling": "stratified",
        "below_good_percent": 18.0,
        "interval": [10.6, 25.4],
        "population": 1000,
        "strata": [
            {"stratum": "CUST", "population": 900, "sampled": 50, "graded": 50},
            {"stratum": "MISS", "population": 100, "sampled": 50, "graded": 50},
        ],
    }
    figure = str(headline_figure(found.headline))
    assert figure == "50/100 graded; 18.0% (10.6–25.4) of all 1,000 by the sampling design"
    counts = summary_json(found)["headline"]
    assert (counts["below_good"], counts["below_good_percent"]) == (50, 50.0)


def test_populations_in_the_list_are_strata_of_what_they_are_the_same_in() -> None:
    cases = [
        *cases_of(("CUST", 50, 5), stratum_population="900"),
        *(
            standing(case, a_review(case, overall__grade="RI" if n < 45 else "G"))
            for n in range(50)
            for case in [a_case(51 + n, "MISS", stratum_population="100")]
        ),
    ]
    design = summary_of(cases).headline.design
    assert (design.sampling, design.tenths) == (SamplingMethod.STRATIFIED, 180)
    assert summary_json(summary_of(cases, random=False))["headline"]["design"] is None


def test_a_simple_sample_is_the_more_precise_the_more_of_all_cases_it_is() -> None:
    cases = many(G=23, RI=120, I=71)
    simple = drawn(("all", 260), by="", listed=214)
    figure = str(headline_figure(summary_of(cases, simple).headline))
    assert figure == "191/214 = 89.3% (87.5–91.0)"
    census = summary_of(cases, drawn(("all", 214), by="", listed=214))
    assert census.headline.design.sampling is SamplingMethod.CENSUS
    assert not census.headline.design.at_random
    unknown = summary_of(cases).headline
    assert str(headline_figure(unknown)) == "191/214 = 89.3% (84.4–92.7)"


def intervals(found: Summary) -> list[Interval]:
    (first, *_) = found.tables[TableSheet.SUMMARY]
    return [cell for row in first.rows for cell in row.cells if isinstance(cell, Interval)]


def test_of_every_case_there_is_no_interval() -> None:
    cases = many(G=23, RI=120, I=71)
    strata = drawn(("DA", 100), ("MISS", 114), listed=214)
    split = [*cases_of(("DA", 100, 90), ("MISS", 114, 101))]
    for found in (
        summary_of(cases, drawn(("all", 214), by="", listed=214)),
        summary_of(split, strata),
    ):
        top = found.headline
        assert (top.design.sampling, top.share.tenths) == (SamplingMethod.CENSUS, 893)
        assert top.interval is None
        assert not intervals(found)
        assert "interval" not in str(headline_sentence(top))
        assert str(headline_figure(top)) == "191/214 = 89.3% of all cases, without sampling error"
        assert top.design.cannot is not None
        written = summary_json(found)["headline"]
        assert written["interval"] is written["design"]["interval"] is None


def test_a_list_of_every_case_has_an_interval_while_some_are_not_graded() -> None:
    open_cases = (standing(a_case(n, "MISS")) for n in range(16, 21))
    cases = [*cases_of(("DA", 10, 8), ("MISS", 5, 1)), *open_cases]
    found = summary_of(cases, drawn(("DA", 10), ("MISS", 10), listed=20))
    top = found.headline
    assert top.design.sampling is SamplingMethod.CENSUS
    assert str(headline_figure(top)).startswith("9/15 = 60.0% (")
    assert top.interval is not None
    assert top.interval.low < 600 < top.interval.high


def test_no_interval_of_cases_that_are_not_all_graded_is_without_width() -> None:
    cases = [*cases_of(("DA", 1999, 1500)), standing(a_case(2000, "DA"))]
    found = summary_of(cases, drawn(("DA", 2000), listed=2000))
    assert found.headline.interval is not None
    assert found.headline.interval.low < found.headline.interval.high


def test_every_row_of_the_headline_allows_for_how_many_cases_were_drawn() -> None:
    found = summary_of(many(G=23, RI=120, I=71), drawn(("all", 260), by="", listed=214))
    *_, good, improving, inadequate, below = intervals(found)
    assert (below.low, below.high) == (875, 910)
    assert (good.low, good.high) == (1000 - 910, 1000 - 875)
    assert improving.high - improving.low < 80 > inadequate.high - inadequate.low


@pytest.mark.parametrize(
    ("design", "random"),
    [
        (None, False),
        (None, True),
        (drawn(("all", 90), by="", listed=60), True),
        (drawn(("all", 60), by="", listed=60), True),
        (drawn(("CUST", 900), ("MISS", 100), listed=60), True),
        (drawn(("CUST", 60), ("MISS", 40), listed=40), False),
    ],
)
def test_every_table_with_intervals_says_once_what_they_are_worth(
    design: SampleDesign | None, *, random: bool
) -> None:
    answers = {
        "supervision__flag": ("SUP_EFF", "SUP_NONE"),
        "delay__flag": ("DEL_NONE", "DEL_UNNEC"),
        "A1__1": ("Y", "N"),
        "A1__rating": ("G", "RI"),
        "overall__grade": ("G", "RI"),
    }
    cases = []
    for n in range(1, 61):
        case = a_case(n, "CUST" if n <= 30 else "MISS", unit="North" if n % 3 else "South")
        given = {key: codes[(n * at) % 5 > 1] for at, (key, codes) in enumerate(answers.items(), 1)}
        cases.append(standing(case, a_review(case, **given)))
    found = summary_of(cases, design, random=random)
    worth = {interval_note(found.headline.design), share_note(found.headline.design),
             chance_note(found.headline.design)}  # fmt: skip
    tables = [table for sheet in found.tables.values() for table in sheet if table.id != "T1"]
    with_intervals = [
        table
        for table in tables
        if any(isinstance(cell, Interval | Span) for row in table.rows for cell in row.cells)
    ]
    assert {"T2", "T3", "T5.2", "T6.7", "T6.8", "T7", "T8"} <= {t.id for t in with_intervals}
    for table in with_intervals:
        assert len(worth.intersection(table.notes)) == 1, table.id


def test_cases_that_no_draw_chose_are_in_no_stratum() -> None:
    cases = cases_of(("CUST", 20, 5), ("MISS", 20, 15), ("DA", 3, 3))
    found = summary_of(cases, drawn(("CUST", 60), ("MISS", 40), listed=40), random=False)
    design = summary_json(found)["headline"]["design"]
    assert design["sampling"] == "mixed"
    assert design["below_good_percent"] == 45.0
    assert [stratum["graded"] for stratum in design["strata"]] == [20, 20]
    assert summary_json(found)["headline"]["graded"] == 43


@pytest.mark.parametrize(
    ("cases", "design"),
    [
        ((("CUST", 20, 5),), drawn(("CUST", 60), ("MISS", 40))),  # a stratum without a case
        (
            (("CUST", 20, 5),),
            drawn(
                ("CUST", 12),
            ),
        ),  # fewer than were sampled
        ((("CUST", 4, 2), ("MISS", 5, 2)), drawn(("CUST", 60), ("MISS", 40))),  # too few
    ],
)
def test_what_cannot_be_estimated_has_a_reason_and_no_number(
    cases: tuple[tuple[str, int, int], ...], design: SampleDesign
) -> None:
    found = summary_of(cases_of(*cases), design)
    assert found.headline.design.tenths is None
    assert found.headline.design.cannot is not None
    assert summary_json(found)["headline"]["design"]["below_good_percent"] is None
    assert "%" not in str(headline_figure(found.headline)).replace("percentage", "")


def test_one_graded_case_in_a_stratum_has_no_interval() -> None:
    found = summary_of(cases_of(("CUST", 20, 5), ("MISS", 1, 1)), drawn(("CUST", 60), ("MISS", 40)))
    assert found.headline.design.tenths == 550
    assert found.headline.design.interval is None
    assert found.headline.design.cannot is not None


def test_cases_all_alike_are_not_shown_as_certain() -> None:
    found = summary_of(
        cases_of(("CUST", 20, 20), ("MISS", 20, 20)), drawn(("CUST", 600), ("MISS", 400))
    )
    interval = found.headline.design.interval
    assert interval is not None
    assert interval.low < 950
    assert interval.high == 1000

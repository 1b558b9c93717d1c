from __future__ import annotations

import pytest
from figures_sample import FORM, TODAY, graded, many

from reviewer.domain.draw import SampleDesign, Stratum
from reviewer.domain.inspection import EarlierVisit
from reviewer.figures.earlier import Change
from reviewer.figures.intervals import share
from reviewer.figures.standardised import standardised
from reviewer.figures.summary import Summary, summarise
from reviewer.figures.table import Interval, Measure, TableSheet

IN_2016 = EarlierVisit(label="2016", graded=374, below_good=278)
IN_2017 = EarlierVisit(label="2017, third quarter", graded=135, below_good=125)


def compared(*earlier: EarlierVisit, **grades: int) -> Summary:
    return summarise(FORM, many(**grades), random_sample=False, today=TODAY, earlier=earlier)


def changes(*earlier: EarlierVisit, **grades: int) -> tuple[Change, ...]:
    return compared(*earlier, **grades).changes


def test_the_published_change_is_clear_and_the_last_one_is_not() -> None:
    first, second = changes(IN_2016, IN_2017, G=23, RI=100, I=91)
    assert (first.tenths, first.interval, first.clear) == (149, Interval(low=85, high=207), True)
    assert (second.tenths, second.clear) == (-33, False)


def test_the_table_says_each_finding_in_words_and_this_visit_last() -> None:
    summary = compared(IN_2016, IN_2017, G=23, RI=100, I=91)
    (table,) = summary.tables[TableSheet.EARLIER]
    assert [str(row.label) for row in table.rows] == ["2016", "2017, third quarter", "This visit"]
    assert [str(row.cells[-1]) for row in table.rows] == [
        "Clear change",
        "Not a clear change",
        "None",
    ]
    assert table.rows[0].cells[4] == Measure(value=14.9, decimals=1)


def test_with_fewer_than_ten_cases_on_a_side_no_change_is_found() -> None:
    (change,) = changes(EarlierVisit(label="2015", graded=9, below_good=9), G=23, RI=100)
    assert (change.tenths, change.interval, change.clear) == (None, None, None)


@pytest.mark.parametrize(("graded", "below"), [(3, 4), (3, -1), (-1, -1)])
def test_counts_that_cannot_be_are_no_visit(graded: int, below: int) -> None:
    with pytest.raises(ValueError, match="below_good"):
        EarlierVisit(label="2015", graded=graded, below_good=below)


def test_items_are_compared_with_the_visits_that_have_them_and_say_by_which_mapping() -> None:
    cases = [graded(n, "RI", A1__1="Y" if n <= 15 else "N") for n in range(1, 21)]
    visit = EarlierVisit(
        label="2016", graded=0, below_good=0, items=(("A1.1", 4, 40),), mapped="old → new"
    )
    summary = summarise(FORM, cases, random_sample=True, today=TODAY, earlier=[visit])
    whole, items = summary.tables[TableSheet.EARLIER]
    note = "2016: its grades are not comparable according to the mapping of old → new."
    assert note in map(str, whole.notes)
    (row,) = items.rows
    assert row.code == "A1.1"
    assert str(row.cells[0]) == "2016"
    assert (row.cells[3], row.cells[6]) == (share(4, 40), share(15, 20))
    assert row.cells[7] == Measure(value=65.0, decimals=1)
    assert str(row.cells[10]) == "Clear change"
    assert str(items.notes[-2]) == "2016: compared using the mapping of old → new."
    assert any(str(note).startswith("A difference is clear if") for note in items.notes)


@pytest.mark.parametrize(
    "types", [(("DA", 5, 9),), (("DA", 4, 10), ("MISS", 0, 0)), (("DA", 6, 5),)]
)
def test_types_that_do_not_add_up_are_no_visit(types: tuple[tuple[str, int, int], ...]) -> None:
    with pytest.raises(ValueError, match="types"):
        EarlierVisit(label="2015", graded=10, below_good=5, types=types)


def test_a_visit_with_another_mix_is_shown_crude_and_with_the_mix_of_this_one() -> None:
    """All of the change is the mix: within each type nothing changed."""
    cases = [graded(n, "RI" if n % 10 < 8 else "G", type_code="DA") for n in range(1, 81)] + [
        graded(n, "RI" if n % 10 < 2 else "G", type_code="MISS") for n in range(81, 101)
    ]
    then = EarlierVisit(
        label="2016", graded=100, below_good=32, types=(("DA", 16, 20), ("MISS", 16, 80))
    )
    summary = summarise(FORM, cases, random_sample=True, today=TODAY, earlier=[then])
    table = summary.tables[TableSheet.EARLIER][-1]
    assert table.id == "T13.3"
    was, with_mix, interval, crude, change, _, verdict = table.rows[0].cells
    assert (was, with_mix) == (share(32, 100), Measure(value=68.0, decimals=1))
    assert isinstance(interval, Interval)
    assert interval.low < 680 < interval.high
    assert (crude, change) == (Measure(value=36.0, decimals=1), Measure(value=0.0, decimals=1))
    assert str(verdict) == "Clearly different"


def test_a_share_of_nothing_has_an_interval_of_some_width_with_another_mix_too() -> None:
    found = standardised({"DA": (0, 10), "MISS": (0, 10)}, {"DA": 10, "MISS": 10})
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0, 0.1611), abs=1e-4)


def test_mixes_that_were_drawn_are_not_tested() -> None:
    cases = [graded(n, "RI" if n % 2 else "G", "DA" if n % 4 else "MISS") for n in range(1, 41)]
    types = (("DA", 5, 10), ("MISS", 5, 10))
    then = EarlierVisit(label="2016", graded=20, below_good=10, types=types)
    strata = (("DA", 300), ("MISS", 10))
    drawn = SampleDesign(
        by="type",
        strata=tuple(Stratum(name=n, population=p, size=0, replacements=0) for n, p in strata),
        listed=40,
        replacements="",
    )
    summary = summarise(FORM, cases, random_sample=True, today=TODAY, earlier=[then], drawn=drawn)
    table = summary.tables[TableSheet.EARLIER][-1]
    assert summary.headline.design.weighs
    assert table.rows[0].cells[1] is not None
    assert table.rows[0].cells[5:] == (None, None)


def test_a_visit_without_cases_of_a_type_cannot_be_standardised_and_the_table_says_so() -> None:
    cases = [graded(n, "RI", type_code="DA" if n % 2 else "MISS") for n in range(1, 41)]
    then = EarlierVisit(label="2016", graded=20, below_good=10, types=(("DA", 10, 20),))
    summary = summarise(FORM, cases, random_sample=True, today=TODAY, earlier=[then])
    table = summary.tables[TableSheet.EARLIER][-1]
    assert table.rows[0].cells[1:3] == (None, None)
    assert str(table.notes[-1]).startswith("2016 cannot be standardised")


def test_without_graded_cases_there_is_no_table_of_the_mix() -> None:
    then = EarlierVisit(label="2016", graded=20, below_good=10, types=(("DA", 10, 20),))
    summary = summarise(FORM, [], random_sample=True, today=TODAY, earlier=[then])
    assert [table.id for table in summary.tables[TableSheet.EARLIER]] == ["T13"]

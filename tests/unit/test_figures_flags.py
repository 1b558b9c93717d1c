from __future__ import annotations

import json

from figures_sample import FORM, TODAY, a_case, a_review, graded, rows, standing

from reviewer.domain.form import Form
from reviewer.domain.standing import CaseStanding
from reviewer.figures.case_figures import figures_of
from reviewer.figures.delay import Delays, delay_tables, delays
from reviewer.figures.delay_finding import finding_sentence
from reviewer.figures.delay_lengths import Lengths
from reviewer.figures.supervision import Supervision, supervision, supervision_tables
from reviewer.figures.table import Counted, Measure, Share


def supervision_of(standings: list[CaseStanding]) -> Supervision:
    return supervision(FORM, figures_of(FORM, standings, TODAY))


def delays_of(standings: list[CaseStanding]) -> Delays:
    return delays(FORM, figures_of(FORM, standings, TODAY))


def delayed(position: int, *given: dict[str, str], **answers: str) -> CaseStanding:
    answers = {"delay__flag": "DEL_UNNEC", "overall__grade": "RI"} | answers
    return graded(position, answers.pop("overall__grade"), delay__rows=rows(*given), **answers)


def stage(found: Delays, code: str) -> Lengths:
    return next(stage for stage in found.lengths.by_stage if stage.name.code == code)


def test_flags_are_counted_over_standing_reviews_of_cases_that_are_not_excluded() -> None:
    excluded, unsettled = a_case(3), a_case(4)
    found = supervision_of(
        [
            graded(1, "RI", supervision__flag="SUP_NONE"),
            graded(2, "G"),
            standing(excluded, a_review(excluded, reviewable="EXC", supervision__flag="SUP_NONE")),
            standing(
                unsettled,
                a_review(unsettled, "One", overall__grade="G", supervision__flag="SUP_NONE"),
                a_review(unsettled, "Two", overall__grade="I", supervision__flag="SUP_EFF"),
            ),
            standing(a_case(5)),
        ]
    )
    flags = found.flags
    assert flags.base.n == flags.by_type.total.n == flags.by_grade.total.n == 3
    assert flags.by_type.column("SUP_NONE").n == 2
    assert flags.by_type.column("SUP_EFF").n == 0
    assert str(flags.by_type.columns[-1].label) == "Not answered"
    assert flags.by_grade.at("SUP_NONE", "RI").cases == ("NCPI-TST-2018Q4-0001",)
    assert str(flags.by_grade.columns[-1].label) == "No settled grade"
    assert flags.by_grade.at("SUP_NONE", "").cases == (unsettled.id,)


def test_a_review_that_excludes_a_case_brings_no_flags_though_moderation_keeps_the_case() -> None:
    case = a_case(1)
    review = a_review(case, reviewable="EXC", supervision__flag="SUP_NONE")
    flags = supervision_of([standing(case, review, moderated_grade="G")]).flags
    assert flags.by_grade.at("", "G").cases == (case.id,)
    assert flags.by_grade.row("SUP_NONE").n == 0


def test_the_share_below_good_of_a_flag_is_of_its_graded_cases() -> None:
    cases = [graded(n, "G", supervision__flag="SUP_NONE") for n in range(1, 4)]
    cases += [graded(n, "I", supervision__flag="SUP_NONE") for n in range(4, 7)]
    cases += [graded(n, "RI", supervision__flag="SUP_NONE") for n in range(7, 12)]
    cases += [graded(12, "NG", supervision__flag="SUP_NONE")]
    table = supervision_tables(supervision_of(cases))[1]
    row = next(row for row in table.rows if row.code == "SUP_NONE")
    assert [cell.n for cell in row.cells[-4:-2] if isinstance(cell, Counted)] == [11, 8]
    assert row.cells[-2] == Share(n=8, of=11, tenths=727)


def test_not_applicable_is_in_no_denominator_of_an_item() -> None:
    answers = ["Y"] * 6 + ["N"] * 3 + ["NE"] * 3 + ["NA"] * 5 + [""]
    found = supervision_of([graded(n, "G", S__1=code) for n, code in enumerate(answers, start=1)])
    item = found.items[0]
    assert (item.yes.n, item.no.n, item.not_evident.n, item.not_applicable.n) == (6, 3, 3, 5)
    assert item.rate == Share(n=6, of=12, tenths=500)


def test_the_longest_gap_needs_two_entries_and_has_its_quartiles() -> None:
    def entries(*days: str) -> str:
        return rows(*({"date": day} for day in days))

    found = supervision_of(
        [
            graded(1, "G", supervision__flag="SUP_EFF", supervision__entries=entries("2018-01-01")),
            graded(
                2,
                "G",
                supervision__flag="SUP_EFF",
                supervision__entries=entries("2018-03-01", "2018-01-01", "2018-01-11"),
            ),
            graded(
                3,
                "G",
                supervision__flag="SUP_NONE",
                supervision__entries=entries("2018-01-01", "2018-01-02"),
            ),
        ]
    )
    assert [(gap.name.code, gap.days) for gap in found.gaps] == [
        ("SUP_EFF", (49,)),
        ("SUP_INEFF", ()),
        ("SUP_NONE", (1,)),
        ("SUP_NA", ()),
        ("", (49, 1)),
    ]
    table = supervision_tables(found)[-1]
    assert table.rows[-1].cells[2] == Measure(value=25, decimals=1)
    assert table.rows[1].cells[1:] == (None,) * 4


def test_delay_rows_that_stopped_being_relevant_are_not_counted() -> None:
    row = {"stage": "ST1", "start": "2018-01-01", "end": "2018-01-11"}
    found = delays_of([delayed(1, row), delayed(2, row, delay__flag="DEL_NONE")])
    assert stage(found, "ST1").delays.n == 1
    assert found.flags.base.n == 2


def test_an_open_delay_counts_to_the_periods_end_else_to_the_last_change() -> None:
    row = {"stage": "ST1", "start": "2018-01-01", "open": "Y"}
    found = delays_of([delayed(1, row, period__to="2018-02-01"), delayed(2, row)])
    assert stage(found, "ST1").durations == ((31, False), (323, False))
    assert stage(found, "ST1").still_open.n == 2


def test_a_delay_with_an_end_is_not_open_and_one_with_neither_has_no_days() -> None:
    found = delays_of(
        [
            delayed(
                1,
                {"stage": "ST1", "start": "2018-01-01", "end": "2018-01-02", "open": "Y"},
                {"stage": "ST1", "start": "2018-01-01"},
                {"stage": "ST1", "start": "2018-02-01", "end": "2018-01-01"},
            )
        ]
    )
    found_stage = stage(found, "ST1")
    assert (found_stage.delays.n, found_stage.durations, found_stage.unknown) == (
        3,
        ((1, True),),
        2,
    )
    assert found_stage.still_open.n == 0
    table = delay_tables(found)[2]
    assert "Left out of the quartiles because their days cannot be counted: 2." in map(
        str, table.notes
    )


def test_delays_are_counted_by_stage_and_reason_and_their_cases_once() -> None:
    found = delays_of(
        [
            delayed(
                1,
                {"stage": "ST1", "reason": "R03", "avoidable": "Y", "impact": "RISK;EVID"},
                {"stage": "ST1", "reason": "R03", "avoidable": "CT", "impact": "RISK"},
                {"stage": "ST3"},
            )
        ]
    )
    cross = found.stage_by_reason
    assert cross.at("ST1", "R03").n == 2
    assert len(cross.at("ST1", "R03").cases) == 1
    assert [row.code for row in cross.rows] == ["ST1", "ST3"]
    assert [str(column.label) for column in cross.columns] == ["Workload", "Not answered"]
    assert [(name.code, found.n) for name, found in found.avoidable.counts] == [
        ("Y", 1),
        ("N", 0),
        ("CT", 1),
        ("", 1),
    ]
    assert [(name.code, found.n) for name, found in found.impact.counts] == [
        ("RISK", 2),
        ("EVID", 1),
        ("", 1),
    ]
    assert found.avoidable.base.n == found.impact.base.n == 3


def test_delay_is_set_against_supervision() -> None:
    found = delays_of(
        [
            delayed(1, supervision__flag="SUP_NONE"),
            delayed(2, supervision__flag="SUP_NONE"),
            graded(3, "G", delay__flag="DEL_NONE", supervision__flag="SUP_EFF"),
        ]
    )
    cross = found.by_supervision
    assert cross.at("DEL_UNNEC", "SUP_NONE").n == 2
    assert cross.at("DEL_NONE", "SUP_EFF").n == 1
    assert cross.at("DEL_NONE", "SUP_NONE").n == 0
    assert [table.id for table in delay_tables(found)] == [f"T6.{n}" for n in range(1, 9)]


def test_a_flag_that_means_not_applicable_is_in_no_denominator() -> None:
    wanted = ["SUP_EFF"] * 7 + ["SUP_NONE"] * 5 + ["SUP_NA"] * 4 + [""]
    found = supervision_of(
        [graded(n, "G", supervision__flag=code) for n, code in enumerate(wanted, start=1)]
    )
    shares = supervision_tables(found)[0].rows[-1]
    effective, _, none, not_applicable, unanswered, base = shares.cells
    assert effective == Share(n=7, of=12, tenths=583)
    assert none == Share(n=5, of=12, tenths=417)
    assert (not_applicable, unanswered) == (None, None)
    assert isinstance(base, Counted)
    assert base.n == 12


def test_a_median_that_too_many_open_delays_hide_is_not_reached() -> None:
    row = {"stage": "ST1", "start": "2018-01-01"}
    ended = [delayed(n, {**row, "end": f"2018-01-{10 + n}"}) for n in range(1, 5)]
    still = [delayed(n, {**row, "open": "Y"}, period__to="2018-06-01") for n in range(5, 13)]
    table = delay_tables(delays_of([*ended, *still]))[2]
    first = table.rows[0]
    assert str(first.cells[4]) == "not reached"
    assert str(first.cells[6]) == "not reached"
    assert first.cells[1] == counted_cells(still)
    every = delay_tables(delays_of(still))[2]
    assert [str(every.rows[0].cells[at]) for at in (2, 4, 6)] == ["not reached"] * 3
    assert every.rows[0].cells[3] is None


def counted_cells(cases: list[CaseStanding]) -> Counted:
    return Counted(n=len(cases), cases=tuple(case.case.id for case in cases))


def supervised(position: int, flag: str, delay: str) -> CaseStanding:
    return graded(position, "RI", supervision__flag=flag, delay__flag=delay)


def test_the_finding_says_no_more_than_two_shares_their_difference_and_a_test() -> None:
    cases = [
        *(supervised(n, "SUP_NONE", "DEL_UNNEC" if n <= 30 else "DEL_NONE") for n in range(1, 41)),
        *(supervised(n, "SUP_EFF", "DEL_UNNEC" if n <= 50 else "DEL_NONE") for n in range(41, 81)),
    ]
    found = delays_of(cases).finding
    assert found is not None
    sentence = str(finding_sentence(found, at_random=False))
    assert "indicative 95% interval" in sentence
    sentence = str(finding_sentence(found, at_random=True))
    assert "30 of 40 cases (75.0%)" in sentence
    assert "10 of 40 (25.0%)" in sentence
    assert "50.0 points" in sentence
    assert ", a clear difference." in sentence
    assert "does not show that one causes the other" in sentence
    assert found.test is not None
    assert found.test.p < 0.001


def test_the_finding_says_which_cases_it_counts() -> None:
    answers = [("SUP_NONE", "DEL_UNNEC"), ("SUP_EFF", "DEL_NONE"), ("SUP_NA", "DEL_NONE"), ("", "")]
    cases = [supervised(n, *answers[n % 4]) for n in range(1, 61)]
    table = next(table for table in delay_tables(delays_of(cases)) if table.id == "T6.8")
    (counting,) = [note for note in map(str, table.notes) if "This table counts" in note]
    assert "This table counts 30 of these 60 cases" in counting


def test_with_few_cases_on_a_side_the_finding_says_that_it_cannot_tell() -> None:
    found = delays_of([supervised(n, "SUP_EFF", "DEL_NONE") for n in range(1, 30)]).finding
    assert found is not None
    assert "too few cases" in str(finding_sentence(found, at_random=True))
    assert found.test is None


def without_roles(*beginnings: str) -> Form:
    """Return the tests' form without the roles that begin so; the questions are still there."""
    document = json.loads(FORM.to_json())
    document["roles"] = {
        role: key for role, key in document["roles"].items() if not role.startswith(beginnings)
    }
    return Form.model_validate(document)


def test_a_form_that_asks_for_flags_alone_has_no_table_of_rows() -> None:
    form = without_roles("delay_", "supervision_")
    cases = figures_of(form, [delayed(1, supervision__flag="SUP_EFF"), graded(2, "G")], TODAY)
    ids = [table.id for table in delay_tables(delays(form, cases))]
    assert ids == ["T6.1", "T6.6", "T6.7", "T6.8"]
    assert [table.id for table in supervision_tables(supervision(form, cases))] == ["T5.1", "T5.2"]

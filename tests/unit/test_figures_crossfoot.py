from __future__ import annotations

import json
from dataclasses import replace

import pytest
from figures_sample import FORM, TODAY, a_case, a_review, graded, rows, standing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.domain.form import Column, Form, Item, Kind
from reviewer.domain.review import Review
from reviewer.domain.standing import CaseStanding, standing_of
from reviewer.figures.crossfoot import crossfoot
from reviewer.figures.summary import Summary, summarise, summary_json
from reviewer.figures.table import Counted, Style, TableSheet
from reviewer.forms.library import BUNDLED, bundled_form

ONE_MORE = Counted(n=1000)


def summary_of(standings: list[CaseStanding]) -> Summary:
    return summarise(FORM, standings, random_sample=False, today=TODAY)


@pytest.fixture
def sound() -> Summary:
    case = a_case(3, "MISS", force_grade="G", force_scale="GRI3", unit="North")
    return summary_of(
        [
            graded(1, "G", supervision__flag="SUP_EFF", delay__flag="DEL_NONE"),
            graded(
                2,
                "RI",
                "CUST",
                supervision__flag="SUP_NONE",
                delay__flag="DEL_UNNEC",
                delay__rows=rows({"stage": "ST1"}, {"stage": "ST1", "reason": "R03"}),
            ),
            standing(
                case,
                a_review(case, "One", overall__grade="I"),
                a_review(case, "Two", overall__grade="I"),
            ),
            standing(a_case(4)),
        ]
    )


def test_sound_figures_add_up(sound: Summary) -> None:
    assert crossfoot(sound) == ()


@pytest.mark.parametrize("name", ["sampled", "reviewed", "graded", "below_good"])
def test_a_wrong_component_of_the_headline_is_named(sound: Summary, name: str) -> None:
    counts = replace(sound.headline.counts, **{name: ONE_MORE})
    broken = replace(sound, headline=replace(sound.headline, counts=counts))
    what = name.replace("_", " ")
    assert any(
        text.startswith(f"T1 does not add up: {what}") for text in map(str, crossfoot(broken))
    )


def test_a_type_that_lost_a_case_is_named(sound: Summary) -> None:
    first, *others = sound.by_type
    grades = {**first.grades, "G": Counted(n=0)}
    lost = replace(first, grades=grades, graded=Counted(n=0), sampled=Counted(n=0))
    found = tuple(map(str, crossfoot(replace(sound, by_type=(lost, *others)))))
    assert {text.split()[0] for text in found} == {"T2", "T10.1"}


def test_what_is_wrong_in_one_type_is_named_where_it_is_shown(sound: Summary) -> None:
    first, *others = sound.by_type
    unsettled = replace(sound, by_type=(replace(first, unsettled=ONE_MORE), *others))
    assert [text.split(",")[0] for text in map(str, crossfoot(unsettled))] == [
        "T2 does not add up: unsettled make 1000"
    ]
    custody = replace(sound, by_type=(replace(first, excluded=ONE_MORE), *others))
    assert [text.split(",")[0] for text in map(str, crossfoot(custody))] == [
        "T10.1 does not add up: “Domestic abuse” make 1002"
    ]


def test_delays_that_are_not_all_in_a_stage_and_reason_are_named(sound: Summary) -> None:
    tally = replace(sound.delays.avoidable, base=ONE_MORE)
    found = tuple(
        map(str, crossfoot(replace(sound, delays=replace(sound.delays, avoidable=tally))))
    )
    assert {text.split()[0] for text in found} == {"T6.2"}


@pytest.mark.parametrize(
    ("which", "tables"),
    [("supervision", {"T5.1", "T5.2"}), ("delays", {"T6.1", "T6.6", "T6.7"})],
)
def test_flags_that_do_not_add_up_to_their_cases_are_named(
    sound: Summary, which: str, tables: set[str]
) -> None:
    part = getattr(sound, which)
    flags = replace(part.flags, base=ONE_MORE)
    found = tuple(map(str, crossfoot(replace(sound, **{which: replace(part, flags=flags)}))))
    assert {text.split()[0] for text in found} == tables


@pytest.mark.parametrize(
    ("sheet", "table_id"),
    [
        (TableSheet.SUMMARY, "T2"),
        (TableSheet.SUPERVISION, "T5.1"),
        (TableSheet.SUPERVISION, "T5.2"),
        (TableSheet.DELAY, "T6.1"),
        (TableSheet.DELAY, "T6.2"),
        (TableSheet.DELAY, "T6.6"),
        (TableSheet.DELAY, "T6.7"),
        (TableSheet.AGREEMENT, "T4.2"),
        (TableSheet.AGREEMENT, "T11.1"),
        (TableSheet.SAMPLE, "T8"),
        (TableSheet.SAMPLE, "T10.1"),
        (TableSheet.SAMPLE, "T10.2"),
    ],
)
def test_a_total_row_that_is_not_its_rows_is_named(
    sound: Summary, sheet: TableSheet, table_id: str
) -> None:
    tables = []
    for table in sound.tables[sheet]:
        if table.id != table_id:
            tables.append(table)
            continue
        broken = [
            replace(row, cells=(ONE_MORE, *row.cells[1:])) if row.style is Style.TOTAL else row
            for row in table.rows
        ]
        tables.append(replace(table, rows=tuple(broken)))
    found = tuple(
        map(str, crossfoot(replace(sound, tables={**sound.tables, sheet: tuple(tables)})))
    )
    assert [text.split()[0] for text in found] == [table_id]


def test_a_count_that_names_other_cases_than_it_counts_is_named(sound: Summary) -> None:
    table = sound.tables[TableSheet.ITEMS][1]
    row = table.rows[-1]
    twice = replace(row, cells=(Counted(n=2, cases=(a_case(1).id,)), *row.cells[1:]))
    shown = (sound.tables[TableSheet.ITEMS][0], replace(table, rows=(*table.rows[:-1], twice)))
    found = tuple(
        map(str, crossfoot(replace(sound, tables={**sound.tables, TableSheet.ITEMS: shown})))
    )
    assert [text.split()[0] for text in found] == ["T12"]


PLAIN = {
    Kind.DATE: ["", "2018-03-01", "2018-06-30"],
    Kind.DATETIME: ["", "2018-03-01T10:00", "2018-03-02T09:30"],
    Kind.INTEGER: ["", "28"],
    Kind.TEXT: ["", "Synthetic text."],
}


def answer_to(form: Form, item: Item | Column) -> st.SearchStrategy[str]:
    if item.kind is Kind.CHOICE:
        return st.sampled_from(["", *form.codes_of(item)])
    if item.kind is Kind.MULTI:
        codes = list(form.codes_of(item))
        return st.lists(st.sampled_from(codes), max_size=3, unique=True).map(";".join)
    if item.kind is Kind.ROWS and isinstance(item, Item):
        columns = {column.key: answer_to(form, column) for column in item.columns}
        row = st.fixed_dictionaries(columns).map(filled_in)
        return st.lists(row, max_size=3).map(lambda made: json.dumps(made) if made else "")
    return st.sampled_from(PLAIN[item.kind])


def filled_in(given: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in given.items() if text}


def any_standing(form: Form, position: int) -> st.SearchStrategy[CaseStanding]:
    answers = st.fixed_dictionaries(
        {key: answer_to(form, item) for key, item in form.items.items()}
    ).map(filled_in)
    types = st.sampled_from(["", "OLD", *form.options[form.types]])

    def made(
        type_code: str, given: list[dict[str, str]], moderated: str, *, conflict: bool
    ) -> CaseStanding:
        case = a_case(position, type_code, force_grade="RI", force_scale="GRI3")
        reviews = [
            Review(
                case=case.id,
                reviewer=f"Reviewer {number}",
                answers=answered,
                blind_grade=answered.get(form.roles.grade, ""),
            )
            for number, answered in enumerate(given)
        ]
        return standing_of(
            form,
            case,
            reviews,
            ruled=((form.roles.grade, moderated),) if moderated else (),
            conflict=conflict,
        )

    grades = st.sampled_from(["", "", "", *FORM.grades.codes])
    return st.builds(made, types, st.lists(answers, max_size=3), grades, conflict=st.booleans())


@pytest.mark.parametrize("form", [FORM, *map(bundled_form, BUNDLED)], ids=lambda form: form.id)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_whatever_was_answered_the_figures_add_up(form: Form, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, 4))
    standings = [data.draw(any_standing(form, position)) for position in range(1, n + 1)]
    summary = summarise(form, standings, random_sample=False, today=TODAY)
    assert crossfoot(summary) == ()
    assert json.loads(json.dumps(summary_json(summary)))["headline"]["sampled"] == n
    for tables in summary.tables.values():
        for table in tables:
            for row in table.rows:
                assert len(row.cells) == len(table.headings) - 1
    ids = [table.id for tables in summary.tables.values() for table in tables]
    assert len(ids) == len(set(ids))

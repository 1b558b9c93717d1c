"""What workbooks say of the inspection and its list: what counts where they differ, and why."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st
from register_sample import CASES, FORM, LIST, ReviewerFile, inspection, submission

from reviewer.domain.case import Case, ListStamp
from reviewer.domain.form import Form
from reviewer.domain.ids import Key, SessionId
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.submission import Submission
from reviewer.register.particulars import (
    differences,
    most_common_form,
    settled_cases,
    settled_inspection,
    settled_lists,
)

OWN = inspection("Lead", FileKind.REGISTER)
DAYS = st.sampled_from(["", "2018-01-08", "2018-01-15", "2018-02-01"])
MARKINGS = st.sampled_from(
    ["OFFICIAL", "Official-Sensitive", "OFFICIAL SENSITIVE - PERSONAL", "SECRET", "DRILL ONLY"]
)
Settled = tuple[Inspection, tuple[ListStamp, ...], tuple[Case, ...]]


@st.composite
def statement(draw: st.DrawFn) -> Submission:
    """A workbook that says of inspection and list what its reviewer typed and mapped."""
    about = replace(
        inspection("Reader A"),
        force=draw(st.sampled_from(["Synthetic", "Synthetic Police", "Synthetic Polices"])),
        marking=draw(MARKINGS),
        visit_from=draw(DAYS),
        visit_to=draw(DAYS),
        random_sample=draw(st.booleans()),
    )
    draws = ["", "drawn by seed 1", "drawn by seed 2"]
    added = ["", "drawn by seed 1; 1 case added later", "drawn by seed 1; 2 cases added later"]
    about = replace(about, draw=draw(st.sampled_from(draws if about.random_sample else added)))
    values = {
        Key("type"): st.sampled_from(["S47", "DA"]),
        Key("reported"): st.sampled_from(["2017-03", "2017-03-04", "2017-12-01"]),
        Key("age"): st.sampled_from(["9", "10", "100"]),
        Key("force_grade"): st.sampled_from(["G", "RI"]),
    }
    cases = tuple(
        replace(case, values=draw(st.fixed_dictionaries({}, optional=values))) for case in CASES
    )
    loaded = draw(st.sampled_from(["2018-01-15T09:00:00.000Z", "2018-01-16T09:00:00.000Z"]))
    longer = replace(LIST, length=9, digest="9" * 64, loaded_at=loaded)
    lists = (replace(LIST, loaded_at=loaded), longer)[: draw(st.integers(1, 2))]
    return replace(
        ReviewerFile("Reader A", SessionId("a")).export(),
        inspection=about,
        lists=lists,
        cases=cases,
    )


def settled(*books: Submission) -> Settled:
    return settled_inspection(OWN, books), settled_lists(books), settled_cases(books)


def team(*books: Submission) -> Submission:
    """Return the workbook of a register that holds these."""
    about, lists, cases = settled(*books)
    return replace(books[0], inspection=about, lists=lists, cases=cases)


@given(statement(), statement(), statement())
def test_order_and_steps_and_repetition_make_no_difference(
    one: Submission, two: Submission, three: Submission
) -> None:
    whole = settled(one, two, three)
    assert settled(three, one, two) == settled(two, one, three) == whole
    assert settled(team(one, two), three) == settled(one, team(two, three)) == whole
    assert settled(one, two, two, three, one) == whole


@given(statement(), statement())
def test_nothing_is_reported_where_nothing_differs_and_each_difference_once(
    one: Submission, two: Submission
) -> None:
    about, _, cases = settled(one, two)
    own_cases = {case.id: case for case in cases}
    together = team(one, two)
    assert list(differences("team.xlsx", together, about, own_cases)) == []
    for book in (one, two):
        found = list(differences("a.xlsx", book, about, own_cases))
        assert all(w.workbook == "a.xlsx" and str(w.text).endswith(".") for w in found)
        codes = [w.code for w in found if w.code != "other-list-value"]
        assert len(codes) == len(set(codes))
        assert ("other-marking" in codes) == (book.inspection.marking != about.marking)


def test_the_strictest_marking_the_fullest_name_and_the_widest_visit_apply() -> None:
    about = inspection("Reader A")
    mild = replace(about, marking="OFFICIAL", visit_from="2018-01-15", visit_to="2018-01-19")
    full = replace(
        about, marking="SECRET", force="The Synthetic Constabulary", visit_to="2018-02-02"
    )
    drill = replace(about, marking="FOR THE DRILL OF THIS WEEK ONLY", visit_from="2018-01-10")
    export = ReviewerFile("Reader A", SessionId("a")).export()
    books = [replace(export, inspection=one) for one in (mild, full, drill)]
    settled = settled_inspection(OWN, books)
    assert (settled.marking, settled.force) == ("SECRET", "The Synthetic Constabulary")
    assert (settled.visit_from, settled.visit_to) == ("2018-01-10", "2018-02-02")
    assert (settled.person, settled.kind) == ("Lead", FileKind.REGISTER)
    found = {w.code: str(w.text) for w in differences("a.xlsx", books[0], settled, by_id(CASES))}
    assert found.keys() == {"other-marking", "other-force", "other-visit"}
    assert "“OFFICIAL”. “SECRET” is used" in found["other-marking"]


def test_one_that_is_not_drawn_at_random_makes_the_whole_selected() -> None:
    export = ReviewerFile("Reader A", SessionId("a")).export()
    drawn = replace(export, inspection=replace(export.inspection, random_sample=True))
    assert settled_inspection(OWN, [drawn]).random_sample
    settled = settled_inspection(OWN, [drawn, export])
    assert not settled.random_sample
    assert [w.code for w in differences("a.xlsx", drawn, settled, by_id(CASES))] == ["other-sample"]


def test_any_file_settles_how_cases_were_drawn_unless_one_denies_the_draw() -> None:
    export = ReviewerFile("Reader A", SessionId("a")).export()
    denied = replace(export, inspection=replace(export.inspection, draw=""))
    silent = replace(export, inspection=replace(export.inspection, random_sample=True))
    one, two = (
        replace(silent, inspection=replace(silent.inspection, draw=f"drawn by seed {seed}"))
        for seed in (1, 2)
    )
    assert settled_inspection(OWN, [silent, one]).draw == "drawn by seed 1"
    assert settled_inspection(one.inspection, [one, denied]).draw == ""
    settled = settled_inspection(OWN, [two, one])
    assert settled.draw == "drawn by seed 1"
    assert [w.code for w in differences("b.xlsx", two, settled, by_id(CASES))] == ["other-draw"]
    assert list(differences("a.xlsx", silent, settled, by_id(CASES))) == []


def test_a_drawn_list_that_one_file_extended_by_hand_is_reported_and_is_not_random() -> None:
    export = ReviewerFile("Reader A", SessionId("a")).export()
    about = replace(export.inspection, random_sample=True, draw="drawn by seed 1")
    drawn = replace(export, inspection=about)
    grown = replace(export, inspection=about.with_added(3, "2018-10-02"))
    for books in ([drawn, grown], [grown, drawn]):
        settled = settled_inspection(OWN, books)
        assert not settled.random_sample
        assert (
            settled.draw
            == "drawn by seed 1; 3 cases added later by Reader A on 2 Oct 2018, not drawn"
        )


def test_a_list_that_was_read_differently_is_named_by_key_and_case_without_words_of_the_force() -> (
    None
):
    def read(**values: str) -> Submission:
        first = replace(CASES[0], values={Key(key): value for key, value in values.items()})
        return replace(ReviewerFile("Reader A", SessionId("a")).export(), cases=(first, *CASES[1:]))

    one = read(type="S47", age="10", reported="2017-03-04", force_grade="G", unit="North")
    two = read(type="DA", age="9", reported="2017-03-05", force_grade="RI", unit="South")
    cases = by_id(settled_cases([one, two]))
    assert dict(cases[CASES[0].id].values) == {
        Key("type"): "DA",
        Key("age"): "9",
        Key("reported"): "2017-03-04",
        Key("force_grade"): "G",
        Key("unit"): "North",
    }
    texts = [str(w.text) for w in differences("b.xlsx", two, two.inspection, cases)]
    assert len(texts) == 3
    assert f"{CASES[0].id} (“2017-03-05”, not “2017-03-04”)" in texts[0]
    assert texts[1].startswith(
        f"b.xlsx has a different force_grade for 1 case, first for {CASES[0].id}."
    )
    assert not any(word in text for text in texts for word in ("North", "South", "“RI”"))


def test_without_workbooks_a_register_keeps_what_it_had() -> None:
    assert settled_inspection(OWN, []) == OWN


def by_id(cases: tuple[Case, ...]) -> dict:
    return {case.id: case for case in cases}


def test_a_form_is_chosen_by_most_criteria_then_by_digest_in_any_order() -> None:
    shared, other = FORM, _reworded("Judged otherwise")
    first, second, third = (
        replace(submission(person, ()), form=form)
        for person, form in (("A", other), ("B", shared), ("C", shared))
    )
    for books in permutations((first, second, third)):
        assert most_common_form(books) == shared
    earliest = min((shared, other), key=lambda form: form.stamp.criteria)
    for books in permutations((first, second)):
        assert most_common_form(books) == earliest


def _reworded(title: str) -> Form:
    """Return the tests' form with one section's title in other words."""
    document = json.loads(FORM.to_json())
    document["sections"][0]["title"] = title
    return Form.model_validate(document)

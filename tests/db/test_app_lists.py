from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from db_sample import CODE, filled

from db.chain import check_file
from db.store import ReviewFile
from reviewer.app.assignment import assign_cases
from reviewer.app.list_corrections import add_case, correct_case
from reviewer.app.list_extension import extend_list, plan_extension
from reviewer.domain.case import Case
from reviewer.domain.case_actions import CaseAssigned
from reviewer.domain.draw import SampleDesign, Stratum, sample_digest
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import ListExtended
from reviewer.domain.ids import Key, case_id
from reviewer.domain.list_reading import ListReading
from reviewer.domain.log_sentences import sentence

NOW = datetime(2018, 10, 2, 9, 0, tzinfo=UTC)
REFERENCE, TYPE = Key("reference"), Key("type")


def a_list(*references: str, rows: int = 0) -> ListReading:
    cases = tuple(
        Case(id=case_id(CODE, n), position=n, values={REFERENCE: reference, TYPE: "DA"})
        for n, reference in enumerate(references, start=1)
    )
    return ListReading(
        rows=rows or len(cases),
        cases=cases,
        by_type={},
        mapping={REFERENCE: "Crime No"},
        left_out=(("DOB", "its header says it holds dates of birth"),),
        columns=(),
        problems=(),
        notices=(),
        refused_rows=(),
        file_digest="f2",
        format="csv",
        encoding="utf-8",
        delimiter=",",
        sheet="",
        header_row=1,
    )


def test_what_was_changed_by_hand_makes_no_difference_to_the_ids_of_an_extension(
    tmp_path: Path,
) -> None:
    later = a_list("REF/2", "NEW/1", "REF/1", "NEW/2", rows=6)
    found = []
    for name, by_hand in (("a.review", False), ("b.review", True)):
        with filled(tmp_path / name) as store:
            if by_hand:
                correct_case(store, case_id(CODE, 2), {REFERENCE: "REF/2B"}, "a slip", now=NOW)
                values = {REFERENCE: "new/1", TYPE: "DA"}
                add_case(store, values, "found on site", random_below=lambda _: 0, now=NOW)
            extended = extend_list(store, later, now=NOW)
            found.append((extended.added, store.lists()[-1]))
            assert extended.known == 2
            assert bool(extended.twins) == by_hand
            assert check_file(store).problems == ()
    assert found[0] == found[1]
    added, stamp = found[0]
    assert [case.position for case in added] == [4, 5]
    assert stamp.length == 7
    assert stamp.mapping == "reference from “Crime No”"
    assert stamp.left_out == "“DOB” (its header says it holds dates of birth)"


def test_a_plan_says_what_is_new_known_and_different_and_writes_nothing(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        last = store.last_event()
        first = store.case(case_id(CODE, 1))
        later = a_list(first.reference, "REF/2", "NEW/1")
        changed = replace(later.cases[0], values={**later.cases[0].values, Key("unit"): "Other"})
        later = replace(
            later, cases=(changed, *later.cases[1:]), mapping={**later.mapping, Key("unit"): "Unit"}
        )
        planned = plan_extension(store, later, now=NOW)
        assert [case.reference for case in planned.added] == ["NEW/1"]
        assert planned.known == 2
        assert first.get("unit") != "Other"
        assert planned.differing[first.id] == (Key("unit"),)
        assert (store.last_event(), len(store.lists())) == (last, 1)
        assert extend_list(store, later, now=NOW) == planned
        assert store.case(first.id) == first


def drawn(
    store: ReviewFile, draw: str, *, random: bool = True, design: SampleDesign | None = None
) -> None:
    about = store.inspection()
    with store.transaction() as unit:
        unit.put_inspection(replace(about, random_sample=random, draw=draw, design=design))


def test_a_drawn_sample_that_grows_by_hand_is_no_random_one_and_says_what_was_drawn(
    tmp_path: Path,
) -> None:
    with filled(tmp_path / "a.review") as store:
        drawn(store, "drawn by sha256-order-1, seed “x”")
        extend_list(store, a_list("NEW/1", "NEW/2"), now=NOW)
        about = store.inspection()
        assert not about.random_sample
        assert about.draw == (
            "drawn by sha256-order-1, seed “x”; 2 cases added later by"
            f" {about.person} on 2 Oct 2018, not drawn"
        )
        values = {REFERENCE: "SITE/1", TYPE: "DA"}
        add_case(store, values, "found on site", random_below=lambda _: 0, now=NOW)
        by = f"; 1 case added later by {about.person} on 2 Oct 2018, not drawn"
        assert store.inspection().draw == about.draw + by
        (extended,) = store.events(ListExtended)
        assert isinstance(extended.action, ListExtended)
        assert extended.action.ends_sample
        assert check_file(store).ok


def test_a_drawn_sample_stays_random_with_all_its_own_replacements_and_only_with_them(
    tmp_path: Path,
) -> None:
    replacements = a_list("NEW/1", "NEW/2", "NEW/3")
    draw = "drawn, seed “x”"
    stratum = Stratum(name="all", population=20, size=3, replacements=3)
    stand_by = sample_digest(replacements.cases)
    design = SampleDesign(by="", strata=(stratum,), listed=3, replacements=stand_by)
    for name, listed, random in (
        ("all.review", replacements, True),
        ("some.review", a_list("NEW/1", "NEW/2"), False),
        ("more.review", a_list("NEW/1", "NEW/2", "NEW/3", "NEW/4"), False),
    ):
        with filled(tmp_path / name) as store:
            drawn(store, draw, design=design)
            assert extend_list(store, listed, now=NOW).drawn is random
            about = store.inspection()
            assert about.random_sample is random
            assert (about.draw == draw) is random
            assert about.design == replace(design, listed=6 if random else 3)


def test_a_sample_that_nobody_drew_says_nothing_of_a_draw_when_it_grows(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        drawn(store, "", random=False)
        before = store.inspection()
        extend_list(store, a_list("NEW/1"), now=NOW)
        assert store.inspection() == before


def test_a_failed_extension_leaves_nothing_behind(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        last = store.last_event()
        with pytest.raises(RefusalError, match="Nothing was added"):
            extend_list(store, a_list("ref/1", "REF/3"), now=NOW)
        assert store.last_event() == last
        assert len(store.lists()) == 1


def test_assigning_logs_each_change_and_all_or_none_is_kept(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        first, second = case_id(CODE, 1), case_id(CODE, 2)
        assert len(assign_cases(store, {first: "B", second: "C"}, now=NOW)) == 2
        assert [case.id for case in assign_cases(store, {first: "B", second: ""}, now=NOW)] == [
            second
        ]
        with pytest.raises(RefusalError, match="no case"):
            assign_cases(store, {first: "D", case_id(CODE, 99): "D"}, now=NOW)
        assert store.case(first).get("inspector") == "B"
        assert Key("inspector") not in store.case(second).values
        assert [(e.case, str(sentence(e.action))) for e in store.events(CaseAssigned)] == [
            (first, "to B"),
            (second, "to C"),
            (second, "to nobody"),
        ]
        assert check_file(store).ok

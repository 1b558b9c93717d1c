from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from db_sample import CODE, filled

from db.chain import check_file
from reviewer.app.assigning import assign_cases
from reviewer.app.correcting import add_case, correct_case
from reviewer.app.extending import extend_list
from reviewer.domain.case import Case
from reviewer.domain.correction import ADDED_FROM
from reviewer.domain.errors import RefusalError
from reviewer.domain.event import Action
from reviewer.domain.ids import Key, case_id
from reviewer.intake.reading import ListReading

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
                add_case(store, values, "found on site", position=ADDED_FROM, now=NOW)
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


def test_a_failed_extension_leaves_nothing_behind(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        last = store.last_event()
        with pytest.raises(RefusalError, match="nothing was added"):
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
        said = [e.entry for e in store.events() if e.entry.action is Action.ASSIGNED]
        assert [(e.case, e.key, e.detail) for e in said] == [
            (first, "inspector", "to B"),
            (second, "inspector", "to C"),
            (second, "inspector", "to nobody"),
        ]
        assert check_file(store).ok

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from db_sample import AT, CODE, KEY, filled, sample_cases

from db.chain import check_file
from db.file import open_file
from reviewer.domain.case import Case, ListStamp, list_digest
from reviewer.domain.ids import Key, case_id
from reviewer.domain.withheld_words import withheld_words


def more(position: int) -> Case:
    values = {Key("reference"): f"later {position}", Key("type"): "DA"}
    return Case(id=case_id(CODE, position), position=position, values=values)


def stamp(length: int, cases: tuple[Case, ...], mapping: str = "") -> ListStamp:
    return ListStamp(
        length=length,
        digest=list_digest(cases),
        file_digest="f1",
        loaded_at=AT,
        mapping=mapping,
        left_out="“DOB”",
    )


def test_an_extended_list_keeps_its_cases_and_stamps_in_order(tmp_path: Path) -> None:
    cases = (*sample_cases(3), more(4), more(7))
    with filled(tmp_path / "a.review") as store:
        with store.transaction() as unit:
            unit.extend_list(stamp(7, cases, "reference from “Crime No”"), cases[3:])
        assert store.cases() == cases
    with open_file(tmp_path / "a.review", KEY, read_only=True) as store:
        assert [(s.length, s.mapping, s.left_out) for s in store.lists()] == [
            (3, "", ""),
            (7, "reference from “Crime No”", "“DOB”"),
        ]
        assert store.case(case_id(CODE, 7)).reference == "later 7"
        assert check_file(store).ok


def test_a_case_never_takes_the_place_of_another(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        cases = (*sample_cases(3), more(3))
        with pytest.raises(Exception, match=r"(?i)unique"), store.transaction() as unit:
            unit.extend_list(stamp(4, cases), cases[3:])
        assert store.cases() == sample_cases(3)
        assert len(store.lists()) == 1


def test_the_list_values_of_one_case_are_replaced_and_no_others(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        first, second, third = store.cases()
        changed = replace(second, values={**second.values, Key("inspector"): "B"})
        with store.transaction() as unit:
            unit.put_case(changed)
        assert store.cases() == (first, changed, third)
        assert check_file(store).ok


def test_the_digests_of_withheld_words_stay_in_the_file_list_by_list(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    first, second = withheld_words(["Kowalska"]), withheld_words(["Nowak"])
    with filled(path) as store:
        assert store.withheld() == ()
        for position, words in ((4, first), (5, second)):
            cases = (*store.cases(), more(position))
            with store.transaction() as unit:
                unit.extend_list(stamp(position, cases), cases[-1:])
                unit.withhold([words])
        assert store.withheld() == (first, second)

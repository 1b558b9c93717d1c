"""What is logged of a print is what it shows, and the number of a copy is given once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from db_sample import KEY, PERSON, SALT, sample_cases, sample_inspection, sample_stamp

from db.file import creating
from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.app.print_order import PrintOrder
from reviewer.app.prints import FilePrinted, print_to_file, put_on_paper, set_print
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import PrintMade, Printout
from reviewer.domain.ids import CaseId, Key, SessionId
from reviewer.forms.library import bundled_form

NOW = datetime(2018, 11, 23, 14, 2, 11, tzinfo=UTC)
FORM = bundled_form("ncpi")
CASES = sample_cases(3)
FIRST, SECOND, THIRD = (case.id for case in CASES)


@pytest.fixture(params=[True, False], ids=["with references", "without"])
def referenced(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def store(tmp_path: Path, referenced: bool) -> Iterator[ReviewFile]:  # noqa: FBT001 - a fixture
    cases = [
        replace(case, values={**case.values, Key("reference"): f"REF/{n}" if referenced else ""})
        for n, case in enumerate(CASES)
    ]
    path = tmp_path / "work.review"
    with creating(path, KEY, salt=SALT, person=PERSON, session_id=SessionId("one")) as store:
        with store.transaction() as unit:
            named = replace(sample_inspection(), form=FORM.stamp)
            unit.begin(named, FORM, sample_stamp(cases), cases)
        answer(store, FIRST, {Key("risk.still"): "Y"}, now=NOW)
        yield store


def print_(store: ReviewFile, folder: Path, kind: Printout, *cases: CaseId,
           **how: object) -> FilePrinted:  # fmt: skip
    order = PrintOrder(kind=kind, cases=frozenset(cases) or None)
    return print_to_file(store, replace(order, **how), folder / "a.pdf", now=NOW, replacing=True)


def last_logged(store: ReviewFile) -> PrintMade:
    action = list(store.events(PrintMade))[-1].action
    assert isinstance(action, PrintMade)
    return action


@pytest.mark.parametrize("kind", [Printout.CASES, Printout.CASE_LIST, Printout.DEBRIEF])
def test_references_are_logged_only_where_the_print_shows_any(
    store: ReviewFile,
    tmp_path: Path,
    kind: Printout,
    referenced: bool,  # noqa: FBT001 - a fixture
) -> None:
    made = print_(store, tmp_path, kind, with_references=True)
    assert last_logged(store).with_references is referenced
    assert bool(made.notices) is not referenced
    print_(store, tmp_path, kind)
    assert not last_logged(store).with_references


def test_a_print_without_cases_says_that_it_shows_no_references(
    store: ReviewFile, tmp_path: Path
) -> None:
    made = print_(store, tmp_path, Printout.BLANK_FORM, with_references=True)
    assert not last_logged(store).with_references
    assert made.notices


def test_a_referral_notice_names_the_reference_and_the_log_says_so(
    store: ReviewFile,
    tmp_path: Path,
    referenced: bool,  # noqa: FBT001 - a fixture
) -> None:
    made = print_(store, tmp_path, Printout.REFERRAL, FIRST)
    assert last_logged(store).with_references is referenced
    assert not made.notices


def test_no_two_sheets_of_a_case_have_the_same_copy_number(
    store: ReviewFile, tmp_path: Path
) -> None:
    def refused(*cases: CaseId, copy: int, kind: Printout = Printout.CASES) -> bool:
        try:
            print_(store, tmp_path, kind, *cases, copy=copy, copies=3)
        except RefusalError as error:
            return error.code == "copy-printed"
        return False

    assert not refused(FIRST, copy=1)
    assert not refused(SECOND, copy=1)
    assert refused(FIRST, copy=1)
    assert refused(FIRST, THIRD, copy=1)
    assert refused(copy=1)
    assert not refused(FIRST, THIRD, copy=2)
    assert refused(THIRD, copy=2)
    assert refused(copy=2)
    assert not refused(copy=1, kind=Printout.SUMMARY)


def test_a_number_is_not_given_by_a_print_that_did_not_come_about(
    store: ReviewFile, tmp_path: Path
) -> None:
    order = PrintOrder(kind=Printout.CASES, cases=frozenset({FIRST}), copy=1)

    def stop(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        print_to_file(store, order, tmp_path / "b.pdf", now=NOW, progress=stop)
    assert not list(tmp_path.glob("*b.pdf*"))
    print_to_file(store, order, tmp_path / "b.pdf", now=NOW)


def test_paper_is_logged_with_the_pages_that_the_printer_took(store: ReviewFile) -> None:
    made = set_print(store, PrintOrder(kind=Printout.CASES), now=NOW)
    assert made.printed.pages == 3
    put_on_paper(store, made, lambda _: 2, now=NOW)
    assert last_logged(store) == replace(made.action, pages=2)

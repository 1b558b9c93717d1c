"""What looks like an identifier does not leave unasked: it is masked, edited, or kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from db_sample import KEY, PERSON, SALT, sample_cases, sample_inspection, sample_stamp

from db.file import creating
from db.store import ReviewFile
from reviewer.app.answer_sheets import write_answer_sheet
from reviewer.app.answering import answer
from reviewer.app.exporting import ExportOrder, export_workbook
from reviewer.app.identifiers import (
    keep_identifier,
    mask_identifier,
    may_mask,
)
from reviewer.app.print_order import PrintOrder
from reviewer.app.prints import print_to_file, put_on_paper, set_print
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import IdentifiersKept, IdentifiersMasked, Printout
from reviewer.domain.identifier import (
    FOUND,
    MASK,
    IdentifierKind,
    IdentifiersError,
    Suspicion,
)
from reviewer.domain.ids import Key, SessionId
from reviewer.domain.log_sentences import sentences
from reviewer.domain.withheld_words import withheld_words
from reviewer.forms.library import bundled_form
from reviewer.signing.identity import Identity, create_identity

NOW = datetime(2018, 11, 23, 14, 2, 11, tzinfo=UTC)
FORM = bundled_form("ncpi")
TEXT, ROWS = Key("overall.rationale"), Key("delay.rows")
FIRST = sample_cases(1)[0].id


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ReviewFile]:
    path, cases = tmp_path / "work.review", sample_cases(2)
    named = replace(sample_inspection(), form=FORM.stamp)
    with creating(path, KEY, salt=SALT, person=PERSON, session_id=SessionId("one")) as store:
        with store.transaction() as unit:
            words = withheld_words(["Kowalska"])
            unit.begin(named, FORM, sample_stamp(cases), cases)
            unit.withhold([words])
        yield store


@pytest.fixture(scope="module")
def identity() -> Identity:
    return create_identity(name=PERSON, kind="ec", now=NOW)


def export(store: ReviewFile, out: Path, identity: Identity, keep: str = "") -> None:
    order = ExportOrder(out=out, keep_identifiers=keep)
    export_workbook(store, order, identity, now=NOW, export_id=out.name, app_version="0")


def refused(store: ReviewFile, out: Path, identity: Identity) -> tuple[Suspicion, ...]:
    with pytest.raises(IdentifiersError) as refusal:
        export(store, out, identity)
    assert refusal.value.code == FOUND
    assert not out.exists()
    return refusal.value.found


def test_an_export_with_identifiers_is_refused_before_anything_is_made(
    store: ReviewFile, identity: Identity, tmp_path: Path
) -> None:
    reference = store.case(FIRST).reference
    answer(store, FIRST, {TEXT: f"She told Anna K. of {reference}, and Kowalska too."}, now=NOW)
    found = refused(store, tmp_path / "a.xlsx", identity)
    assert [(s.case, s.key, s.text) for s in found] == [
        (FIRST, TEXT, "Anna K"),
        (FIRST, TEXT, reference),
        (FIRST, TEXT, "Kowalska"),
    ]
    assert store.exports() == ()


def test_what_is_kept_with_a_reason_is_logged_and_not_asked_again(
    store: ReviewFile, identity: Identity, tmp_path: Path
) -> None:
    answer(store, FIRST, {TEXT: "She told Anna twice. Anna left."}, now=NOW)
    export(store, tmp_path / "a.xlsx", identity, keep="The force agreed to it")
    (kept,) = store.events(IdentifiersKept)
    assert [line for line in map(str, sentences([kept])) if "agreed" in line]
    assert "Anna" not in str(kept)
    export(store, tmp_path / "b.xlsx", identity)
    answer(store, FIRST, {TEXT: "She told Anna and Megan."}, now=NOW)
    assert [s.text for s in refused(store, tmp_path / "c.xlsx", identity)] == ["Megan"]


def test_one_phrase_is_kept_and_another_masked(
    store: ReviewFile, identity: Identity, tmp_path: Path
) -> None:
    answer(store, FIRST, {TEXT: "Then Anna left; so did Anna K."}, now=NOW)
    found = refused(store, tmp_path / "a.xlsx", identity)
    assert all(may_mask(store, suspicion) for suspicion in found)
    keep_identifier(store, found[1], "a code name", now=NOW)
    mask_identifier(store, found[0], now=NOW)
    assert store.review(FIRST, PERSON).get(TEXT) == f"Then {MASK} left; so did {MASK} K."
    (masked,) = store.events(IdentifiersMasked)
    assert masked.case == FIRST
    assert "a name" in str(next(iter(sentences([masked]))))
    export(store, tmp_path / "a.xlsx", identity)


def test_a_phrase_in_a_cell_of_rows_is_masked_there(
    store: ReviewFile, identity: Identity, tmp_path: Path
) -> None:
    column = next(c.key for c in FORM.item(ROWS).columns if str(c.kind) == "text")
    rows = f'[{{"{column}":"Ring 07700 900123"}},{{"{column}":"or write"}}]'
    answer(store, FIRST, {ROWS: rows}, now=NOW)
    (found,) = refused(store, tmp_path / "a.xlsx", identity)
    assert found.phrase.kind is IdentifierKind.TELEPHONE
    mask_identifier(store, found, now=NOW)
    assert store.review(FIRST, PERSON).rows(ROWS)[0][str(column)] == f"Ring {MASK}"
    export(store, tmp_path / "a.xlsx", identity)


def test_prints_and_sheets_go_the_same_way(store: ReviewFile, tmp_path: Path) -> None:
    answer(store, FIRST, {TEXT: "She told Anna."}, now=NOW)
    order, out = PrintOrder(kind=Printout.CASES), tmp_path / "a.pdf"
    with pytest.raises(IdentifiersError):
        print_to_file(store, order, out, now=NOW)
    assert not out.exists()
    sheets: list[bytes] = []
    with pytest.raises(IdentifiersError):
        put_on_paper(store, set_print(store, order, now=NOW), sheets.append, now=NOW)
    assert not sheets
    print_to_file(store, replace(order, keep_identifiers="agreed"), out, now=NOW)
    write_answer_sheet(store, tmp_path / "sheet.xlsx", now=NOW)
    print_to_file(store, PrintOrder(kind=Printout.BLANK_FORM), tmp_path / "blank.pdf", now=NOW)


def test_what_another_typed_is_not_masked_here(store: ReviewFile, identity: Identity) -> None:
    answer(store, FIRST, {TEXT: "She told Anna."}, now=NOW)
    with pytest.raises(IdentifiersError) as refusal:
        export(store, Path("a.xlsx"), identity)
    other = replace(refusal.value.found[0], reviewer="Somebody else")
    assert not may_mask(store, other)
    with pytest.raises(RefusalError):
        mask_identifier(store, other, now=NOW)


def test_a_reason_is_a_line_that_can_be_read(
    store: ReviewFile, identity: Identity, tmp_path: Path
) -> None:
    answer(store, FIRST, {TEXT: "She told Anna."}, now=NOW)
    with pytest.raises(RefusalError):
        export(store, tmp_path / "a.xlsx", identity, keep="a\u202eb")
    assert not list(store.events(IdentifiersKept))

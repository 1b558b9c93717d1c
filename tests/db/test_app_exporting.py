"""An export whose figures do not add up: the evidence leaves all the same, the tables do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from db_sample import KEY, PERSON, SALT, sample_cases, sample_inspection, sample_stamp

from db.file import creating
from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.app.completing import complete_case
from reviewer.app.demonstration.sample_answers import sample_answers
from reviewer.app.exporting import Exported, ExportOrder, export_workbook, log_of
from reviewer.app.verifying import examine, read_examined
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import Key, SessionId
from reviewer.domain.language import ENGLISH, choose_language
from reviewer.figures import summary
from reviewer.figures.case_figures import CaseFigures
from reviewer.figures.headline import Headline, headline
from reviewer.figures.table import Counted
from reviewer.forms.library import bundled_form
from reviewer.signing.identity import Identity, create_identity
from reviewer.signing.trust import TrustList
from reviewer.workbook.sheet_parts import rows_in, sheet_contents

NOW = datetime(2018, 11, 23, 14, 2, 11, tzinfo=UTC)
FORM = bundled_form("ncpi")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ReviewFile]:
    cases = tuple(
        replace(case, values={**case.values, Key("reported"): "2018-01-12"})
        for case in sample_cases(3)
    )
    with creating(
        tmp_path / "work.review", KEY, salt=SALT, person=PERSON, session_id=SessionId("one")
    ) as store:
        with store.transaction() as unit:
            unit.begin(
                replace(sample_inspection(), form=FORM.stamp), FORM, sample_stamp(cases), cases
            )
        first = cases[0]
        answers = sample_answers(FORM, first, PERSON, "RI", seed=1, today=NOW.date())
        answer(store, first.id, answers, now=NOW)
        complete_case(store, first.id, now=NOW)
        yield store


@pytest.fixture
def identity() -> Identity:
    return create_identity(name=PERSON, kind="ec", now=NOW)


@pytest.fixture
def _one_case_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plant a bug: the headline loses a case graded RI."""

    def forgetful(form: Form, cases: Sequence[CaseFigures], **design: object) -> Headline:
        sound = headline(form, cases, **design)
        grades = {**sound.counts.grades, "RI": Counted(n=0)}
        return replace(sound, counts=replace(sound.counts, grades=grades))

    monkeypatch.setattr(summary, "headline", forgetful)


def export(store: ReviewFile, out: Path, identity: Identity, *, final: bool = False) -> Exported:
    return export_workbook(
        *(store, ExportOrder(out=out, final=final), identity),
        now=NOW,
        export_id="e1",
        app_version="0",
    )


@pytest.mark.usefixtures("_one_case_lost")
def test_an_export_with_a_wrong_table_keeps_the_data_and_names_the_table(
    store: ReviewFile, identity: Identity, tmp_path: Path
) -> None:
    exported = export(store, tmp_path / "out.xlsx", identity)
    named = [str(text).split()[0] for text in exported.notices if "does not add up" in str(text)]
    assert named[0] == "T1"
    book = examine(tmp_path / "out.xlsx", TrustList(), now=NOW)
    assert read_examined(book).reviews == store.reviews()
    assert book.verdict.parts is not None
    contents = sheet_contents(book.verdict.parts)
    cells = [cell for _, row in rows_in("Summary", contents["Summary"]) for cell in row.values()]
    assert any(text.startswith("T1 does not add up") for text in cells)
    assert not any(text.startswith("Table ") for text in cells)


@pytest.mark.usefixtures("_one_case_lost")
def test_a_final_export_with_a_wrong_table_is_refused_and_nothing_is_written(
    store: ReviewFile, identity: Identity, tmp_path: Path
) -> None:
    with pytest.raises(RefusalError) as caught:
        export(store, tmp_path / "out.xlsx", identity, final=True)
    assert caught.value.code == "does-not-add-up"
    assert not (tmp_path / "out.xlsx").exists()
    assert store.exports() == ()


def test_the_computer_an_export_was_made_on_is_on_cover_and_in_the_log(
    store: ReviewFile, identity: Identity, tmp_path: Path
) -> None:
    export_workbook(
        *(store, ExportOrder(out=tmp_path / "out.xlsx"), identity),
        now=NOW,
        export_id="e1",
        app_version="0",
        device="LAPTOP-7",
    )
    book = examine(tmp_path / "out.xlsx", TrustList(), now=NOW)
    assert book.export is not None
    assert book.export.device == "LAPTOP-7"
    assert all("on LAPTOP-7" in line.detail for line in log_of(store))
    assert [export.number for export in store.exports()] == [1]


def test_an_export_whose_tables_add_up_prints_them(
    store: ReviewFile, identity: Identity, tmp_path: Path
) -> None:
    exported = export(store, tmp_path / "out.xlsx", identity)
    assert not any("add up" in text for text in exported.notices)
    parts = examine(tmp_path / "out.xlsx", TrustList(), now=NOW).verdict.parts
    assert parts is not None
    contents = sheet_contents(parts)
    cells = [cell for _, row in rows_in("Summary", contents["Summary"]) for cell in row.values()]
    assert any(text.startswith("Table 1. ") for text in cells)


def test_a_workbook_exported_from_a_window_in_welsh_is_in_english(
    store: ReviewFile, identity: Identity, tmp_path: Path
) -> None:
    out = tmp_path / "out.xlsx"
    choose_language("cy")
    try:
        export(store, out, identity)
        examined = examine(out, TrustList(), now=NOW)
    finally:
        choose_language(ENGLISH)
    assert examined.recounted
    assert {problem.code for problem in examined.verdict.problems} == {"unknown-signer"}

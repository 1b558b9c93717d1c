"""What a trusted person signed is taken only if it shows what its cases say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hostile_insiders import MAKERS, Book
from hostile_material import Parts
from workbook_sample import FORM, complete_submission, register, submission

from reviewer.app.merge_base import NOTHING
from reviewer.app.merging import plan_merge
from reviewer.app.recounting import recount, written_again
from reviewer.app.verifying import Examined, examine
from reviewer.domain.submission import Submission
from reviewer.domain.verdict import SHOWS_OTHERWISE, SignatureStatus
from reviewer.signing.identity import Identity, create_identity
from reviewer.signing.parts import relationships, rels_content, visible
from reviewer.signing.signer import sign_parts
from reviewer.signing.trust import TrustList
from reviewer.workbook.layout import layout_of
from reviewer.workbook.package import compressed
from reviewer.workbook.reader import read_workbook

NOW = datetime(2018, 11, 24, 9, 0, tzinfo=UTC)


@cache
def _signer() -> Identity:
    return create_identity(name="A. Inspector", kind="ec", now=NOW)


@cache
def _book(kind: str) -> Book:
    content = complete_submission(40) if kind == "genuine" else submission(40, untouched=2, seed=3)
    names = layout_of(FORM).names
    sheets = {name: f"xl/worksheets/sheet{at}.xml" for at, name in enumerate(names, start=1)}
    return Book(visible(written_again(content)), sheets)


@cache
def _variants() -> dict[str, Parts]:
    return {
        f"{maker.__name__}: {name}": parts
        for maker in MAKERS
        for name, parts in maker(_book("genuine"), _book("other"))
    }


def _signed(contents: Mapping[str, bytes]) -> bytes:
    derived = {name: rels_content(name, r) for name, r in relationships(contents).items()}
    return sign_parts(compressed({**contents, **derived}), _signer(), NOW)


def _examined(path: Path, contents: Mapping[str, bytes]) -> Examined:
    path.write_bytes(_signed(contents))
    return examine(path, TrustList(certificates=(_signer().certificate,)), now=NOW)


def test_the_genuine_workbook_shows_what_its_cases_say(tmp_path: Path) -> None:
    book = _examined(tmp_path / "a.xlsx", _book("genuine").parts)
    assert (book.verdict.status, book.recounted) == (SignatureStatus.TRUSTED, True)
    assert plan_merge(NOTHING, [book], lead="Lead", now=NOW).accepted


@pytest.mark.parametrize("name", sorted(_variants()))
def test_what_shows_something_else_is_refused_though_a_trusted_person_signed_it(
    name: str, tmp_path: Path
) -> None:
    book = _examined(tmp_path / "a.xlsx", _variants()[name])
    assert book.verdict.status is SignatureStatus.INVALID
    assert {problem.code for problem in book.verdict.problems} == {SHOWS_OTHERWISE}
    assert not plan_merge(NOTHING, [book], lead="Lead", now=NOW).accepted


def test_the_sheet_that_differs_is_named(tmp_path: Path) -> None:
    book = _examined(tmp_path / "a.xlsx", _variants()["figures: a number"])
    (problem,) = book.verdict.problems
    assert problem.part == "xl/worksheets/sheet2.xml"
    assert "“Summary”" in str(problem.text)


@pytest.mark.parametrize(
    "content", [submission(6, untouched=2), register(), complete_submission(3)]
)
def test_whatever_is_exported_is_found_as_it_was_written(content: Submission) -> None:
    parts = written_again(content)
    assert recount(parts, read_workbook(parts), str(id(parts))) == ()

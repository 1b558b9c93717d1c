"""A register reads each of its workbooks once while it is open, and the same when opened again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from db_sample import KEY, PERSON, SALT, SESSION
from package_signing import sign_package
from workbook_sample import AT, FORM, inspection, submission

from db.file import creating, open_file
from db.store import ReviewFile
from reviewer.app.register import combined_register, register_workbooks
from reviewer.app.store import StoredWorkbook
from reviewer.domain.inspection import FileKind
from reviewer.domain.submission import Source, Submission
from reviewer.signing.identity import create_identity
from reviewer.workbook.writer import write_workbook

NOW = datetime(2018, 11, 23, 14, 2, 11, tzinfo=UTC)


def stored(content: Submission, name: str) -> StoredWorkbook:
    """Write and sign a workbook, and make it what a register keeps of it."""
    signer = create_identity(name=name, kind="ec", now=NOW)
    unsigned = write_workbook(content, {}, with_references=True).content
    signed = sign_package(unsigned, signer, NOW)
    source = Source(
        digest=sha256(signed).hexdigest(),
        name=f"{name}.xlsx",
        signer=name,
        fingerprint="f0",
        issued_by=name,
        export_id=name,
        export_number=1,
        exported_at=AT,
        merged_at=AT,
    )
    return StoredWorkbook(source=source, content=signed)


def by_another(content: Submission, name: str) -> Submission:
    """Return what another reader says of the same cases."""
    reviews = tuple(replace(review, reviewer=name) for review in content.reviews)
    return replace(content, reviews=reviews)


BOOKS = (stored(submission(3), "A. Reader"), stored(by_another(submission(2), "B. Reader"), "B"))


@contextmanager
def opened(path: Path) -> Iterator[ReviewFile]:
    with open_file(path, KEY, person=PERSON, session_id=SESSION) as store:
        yield store


@pytest.fixture
def register_file(tmp_path: Path) -> Path:
    path = tmp_path / "team.review"
    with (
        creating(path, KEY, salt=SALT, person=PERSON, session_id=SESSION) as store,
        store.transaction() as unit,
    ):
        unit.begin(inspection(kind=FileKind.REGISTER), FORM, None, ())
        for book in BOOKS:
            unit.add_workbook(book)
    return path


def test_each_workbook_is_read_once_while_the_register_is_open(register_file: Path) -> None:
    with opened(register_file) as store:
        first, second = register_workbooks(store), register_workbooks(store)
    assert first.keys() == {book.source.digest for book in BOOKS}
    assert all(second[digest] is book for digest, book in first.items())


def test_what_is_remembered_is_what_another_opening_reads(register_file: Path) -> None:
    with opened(register_file) as store:
        register_workbooks(store)
        remembered = register_workbooks(store), combined_register(store)
    with opened(register_file) as store:
        assert (register_workbooks(store), combined_register(store)) == remembered


def test_a_workbook_that_is_removed_is_not_remembered(register_file: Path) -> None:
    gone, left = (book.source.digest for book in BOOKS)
    with opened(register_file) as store:
        register_workbooks(store)
        with store.transaction() as unit:
            unit.remove_workbook(gone)
        assert register_workbooks(store).keys() == {left}
        assert {review.reviewer for review in combined_register(store).reviews} == {"B. Reader"}
        with store.transaction() as unit:
            unit.add_workbook(BOOKS[0])
        assert register_workbooks(store).keys() == {gone, left}

"""A file of each released format still opens; format 1 is the first."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from db.chain import check_file
from db.engine import Access, connect
from db.file import open_file
from db.key import FileKey
from db.schema import FORMAT_VERSION
from db.statement import driver_of
from reviewer.domain.errors import WorldError
from reviewer.domain.ids import SessionId, case_id

FORMATS = Path(__file__).parents[1] / "files" / "formats"
KEY = FileKey(raw=bytes(range(32)))
"""Synthetic cases, so their key is no secret."""

CODE = "SYN-2018Q4"


@pytest.mark.parametrize("version", range(1, FORMAT_VERSION + 1))
def test_a_file_of_each_format_opens_and_is_sound(tmp_path: Path, version: int) -> None:
    path = tmp_path / "a.review"
    shutil.copy(FORMATS / f"version-{version}.review", path)
    with open_file(path, KEY, person="x", session_id=SessionId("new")) as store:
        assert check_file(store).problems == ()
        review = store.review(case_id(CODE, 1), "Reader A")
        assert review.answers == {"A1.1": "Y", "overall.rationale": "A synthetic reason."}
        assert store.review(case_id(CODE, 2), "Reader A").blind_grade == "RI"
        assert [draft.text for draft in store.drafts()] == ["half a sen"]
        assert store.typed("synthetic") == {case_id(CODE, 1)}
        last = store.last_event()
        assert last is not None
        assert last.seq == 5


def test_a_newer_format_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    shutil.copy(FORMATS / f"version-{FORMAT_VERSION}.review", path)
    with closing(connect(path, KEY, Access.WRITE)) as connection:
        driver_of(connection).execute(f"PRAGMA user_version = {FORMAT_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(WorldError) as refused:
        open_file(path, KEY, person="x", session_id=SessionId("new"))
    assert refused.value.code == "newer-file"
    assert "Install the newer version" in str(refused.value)
    assert path.read_bytes() == before

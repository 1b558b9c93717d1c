"""What leaves goes one way: what lies there is kept or replaced, then content, disk, log."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.app.files import Sort
from reviewer.app.leaving import OTHER_THERE, Leaving, leave, same_content
from reviewer.domain.errors import WorldError
from reviewer.domain.message import message

OLD, NEW = b"name\nold\n", b"name\nnew\n"


def leaving(content: bytes = NEW, *, earlier: bool = False) -> Leaving:
    return Leaving(
        sort=Sort.TEXT,
        content=lambda: content,
        is_earlier=lambda _: earlier,
        kept_as=message("is somebody else's"),
    )


def never() -> bytes:
    raise AssertionError("it was made though it must not be written")


def test_a_file_that_is_there_is_kept_and_nothing_is_made(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_bytes(OLD)
    refused = Leaving(
        sort=Sort.TEXT,
        content=never,
        is_earlier=lambda _: False,
        kept_as=message("is somebody else's"),
    )
    with pytest.raises(WorldError, match="already exists and is somebody else's") as caught:
        leave(refused, out)
    assert caught.value.code == OTHER_THERE
    assert out.read_bytes() == OLD


def test_it_is_replaced_where_it_is_an_earlier_one_or_a_person_agreed(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    for what, agreed in ((leaving(earlier=True), False), (leaving(), True)):
        out.write_bytes(OLD)
        leave(what, out, replace=agreed)
        assert out.read_bytes() == NEW


def test_no_agreement_lets_a_file_of_another_sort_be_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_bytes(b"\x00 a review file has no mark")
    with pytest.raises(WorldError) as caught:
        leave(leaving(earlier=True), out, replace=True)
    assert caught.value.code == "exists"
    assert out.read_bytes().startswith(b"\x00")


def test_an_empty_file_holds_nothing_to_keep(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.touch()
    leave(leaving(), out)
    assert out.read_bytes() == NEW


def test_the_same_content_loses_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_bytes(OLD)
    assert same_content(OLD)(out)
    assert not same_content(NEW)(out)

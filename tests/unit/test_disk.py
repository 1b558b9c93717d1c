"""A file that another program has open is waited for a while, then named as such."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db.failure import world_error
from reviewer import disk
from reviewer.app.files import write_atomically
from reviewer.disk import (
    PAUSES,
    FileInUseError,
    open_new,
    put_in_place,
    remove,
    without_long_mark,
)
from reviewer.domain.errors import WorldError

DENIED, SHARING, LOCKED = 5, 32, 33


class Windows:
    """Refuses like Windows while another program has a file open, for so many attempts."""

    def __init__(self, reason: int, attempts: int) -> None:
        self.reason = reason
        self.left = attempts
        self.waited: list[float] = []

    def refusing(self, real: Callable[..., object]) -> Callable[..., object]:
        def attempt(path: Path, *given: object, **named: object) -> object:
            if self.left:
                self.left -= 1
                error = PermissionError(13, "Permission denied", str(path))
                error.winerror = self.reason  # type: ignore[attr-defined, unused-ignore]
                raise error
            return real(path, *given, **named)

        return attempt


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], Windows]:
    def begin(reason: int, attempts: int) -> Windows:
        held = Windows(reason, attempts)
        monkeypatch.setattr(Path, "replace", held.refusing(Path.replace))
        monkeypatch.setattr(Path, "unlink", held.refusing(Path.unlink))
        monkeypatch.setattr(disk.time, "sleep", held.waited.append)
        return held

    return begin


@pytest.fixture
def old_and_new(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "book.xlsx", tmp_path / "new"
    old.write_text("old", "utf-8")
    new.write_text("new", "utf-8")
    return old, new


@pytest.mark.parametrize("reason", [DENIED, SHARING, LOCKED])
def test_a_file_held_for_a_moment_is_replaced_when_it_is_let_go(
    reason: int, old_and_new: tuple[Path, Path], windows: Callable[[int, int], Windows]
) -> None:
    old, new = old_and_new
    held = windows(reason, 3)
    put_in_place(new, old)
    assert (old.read_text("utf-8"), held.waited) == ("new", list(PAUSES[:3]))


def test_a_file_held_for_a_moment_is_removed_when_it_is_let_go(
    old_and_new: tuple[Path, Path], windows: Callable[[int, int], Windows]
) -> None:
    old, _ = old_and_new
    windows(SHARING, 2)
    remove(old)
    assert not old.exists()


def test_a_file_held_for_longer_is_named_as_open_elsewhere(
    old_and_new: tuple[Path, Path], windows: Callable[[int, int], Windows]
) -> None:
    old, new = old_and_new
    held = windows(SHARING, 100)
    with pytest.raises(FileInUseError):
        put_in_place(new, old)
    assert held.waited == list(PAUSES)
    assert sum(held.waited) <= 3


def test_a_file_that_may_not_be_changed_is_refused_at_once(
    tmp_path: Path, windows: Callable[[int, int], Windows]
) -> None:
    held = windows(DENIED, 100)
    with pytest.raises(PermissionError) as refused:
        put_in_place(tmp_path / "new", tmp_path / "not there")
    assert not isinstance(refused.value, FileInUseError)
    assert held.waited == []


def test_who_writes_a_workbook_that_excel_has_open_is_told_so(
    tmp_path: Path, windows: Callable[[int, int], Windows]
) -> None:
    book = tmp_path / "book.xlsx"
    write_atomically(book, b"PK\x03\x04 first")
    windows(SHARING, 7)
    with pytest.raises(WorldError) as refused:
        write_atomically(book, b"PK\x03\x04 second")
    assert refused.value.code == "in-use"
    assert book.read_bytes() == b"PK\x03\x04 first"
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


def test_a_review_file_that_another_program_has_open_is_named_as_busy(tmp_path: Path) -> None:
    error = world_error(FileInUseError(13, "in use"), tmp_path / "a.review")
    assert error is not None
    assert error.code == "busy"


@pytest.mark.skipif(sys.platform == "win32", reason="the longest name depends on the folder there")
def test_a_name_that_is_too_long_is_refused_as_such(tmp_path: Path) -> None:
    with pytest.raises(WorldError) as refused:
        write_atomically(tmp_path / ("x" * 300 + ".csv"), b"a,b")
    assert refused.value.code == "name-too-long"


def test_a_folder_that_is_not_there_is_still_named(tmp_path: Path) -> None:
    with pytest.raises(WorldError) as refused:
        write_atomically(tmp_path / "none" / "a.csv", b"a,b")
    assert refused.value.code == "no-such-folder"


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("\\\\?\\C:\\Work\\a.review", "C:\\Work\\a.review"),
        ("\\\\?\\UNC\\server\\share\\a.review", "\\\\server\\share\\a.review"),
        ("\\\\server\\share\\a.review", "\\\\server\\share\\a.review"),
        ("/home/inspector/a.review", "/home/inspector/a.review"),
    ],
)
def test_the_mark_of_a_long_path_is_dropped(given: str, plain: str) -> None:
    assert without_long_mark(given) == plain


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of other systems")
def test_a_new_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "new"
    os.close(open_new(path))
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        open_new(path)

"""Every failure of the world has a code and one sentence that says what to do."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from db.failure import in_words, world_error
from reviewer.domain.errors import WorldError

FILE = Path("folder") / "a.review"


@pytest.fixture(autouse=True)
def file_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    FILE.parent.mkdir()
    FILE.touch()


def of_sqlite(code: int) -> driver.Error:
    error = driver.OperationalError("it said so")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (of_sqlite(5), "busy"),
        (of_sqlite(5 | 2 << 8), "busy"),
        (of_sqlite(8), "read-only"),
        (of_sqlite(10 | 13 << 8), "disk-failed"),
        (of_sqlite(10 | 19 << 8), "disk-full"),
        (of_sqlite(11), "damaged"),
        (driver.OperationalError("Could not decode to UTF-8 column 'value' …"), "damaged"),
        (of_sqlite(13), "disk-full"),
        (of_sqlite(14), "cannot-open"),
        (FileNotFoundError(errno.ENOENT, "x"), "no-such-file"),
        (PermissionError(errno.EACCES, "x"), "no-access"),
        (OSError(errno.ENOSPC, "x"), "disk-full"),
        (OSError(errno.EROFS, "x"), "read-only"),
        (OSError(errno.EIO, "x"), "disk-failed"),
        (OSError(errno.EMFILE, "x"), "cannot-open"),
    ],
)
def test_a_failure_is_reported_in_one_sentence(error: Exception, code: str) -> None:
    with pytest.raises(WorldError) as world, in_words(FILE):
        raise error
    assert world.value.code == code
    assert "a.review" in str(world.value)
    assert "folder/" not in str(world.value)
    assert "it said so" not in str(world.value)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_a_file_that_may_not_be_made_names_the_folder(number: int) -> None:
    FILE.unlink()
    error = world_error(OSError(number, "x"), FILE)
    assert error is not None
    assert error.code == "cannot-write"
    assert "a.review cannot be saved in folder" in str(error)


def test_a_mistake_of_ours_stays_one() -> None:
    assert world_error(of_sqlite(1), FILE) is None
    with pytest.raises(driver.OperationalError), in_words(FILE):
        raise of_sqlite(1)

"""Opening review files for commands: where the command line meets the store."""

from __future__ import annotations

import getpass
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db import file as review_files
from db.engine import check_from_outside
from db.failure import in_words
from db.key import FileKey, check_strength, derive_key, new_salt
from db.store import ReviewFile
from reviewer.domain.ids import SessionId
from ui.cli.passphrases import REVIEW_FILE, ask


@contextmanager
def reading(path: Path, passphrase_file: Path | None) -> Iterator[ReviewFile]:
    """Open a file to read: no lock is needed, nothing is logged."""
    with review_files.open_file(path, _key(path, passphrase_file), read_only=True) as store:
        yield store


@contextmanager
def writing(path: Path, passphrase_file: Path | None) -> Iterator[ReviewFile]:
    """Open a file to write, in a session of its own."""
    key = _key(path, passphrase_file)
    session = SessionId(uuid.uuid4().hex)
    with review_files.open_file(path, key, person=_login(), session_id=session) as store:
        yield store


@contextmanager
def creating(
    path: Path, passphrase_file: Path | None, *, replace: bool = False
) -> Iterator[ReviewFile]:
    """Make a file that appears under its name only when it is whole."""
    phrase = ask(REVIEW_FILE, passphrase_file, twice=True)
    check_strength(phrase)
    salt = new_salt()
    with review_files.creating(
        path,
        derive_key(salt, phrase),
        salt=salt,
        person=_login(),
        session_id=SessionId(uuid.uuid4().hex),
        replace=replace,
    ) as store:
        yield store


def _key(path: Path, passphrase_file: Path | None) -> FileKey:
    # Nobody is asked for the passphrase of what is no review file.
    with in_words(path):
        check_from_outside(path)
    return derive_key(path, ask(REVIEW_FILE, passphrase_file))


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"

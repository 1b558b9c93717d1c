"""Opening and making review files for the window: where it meets the database."""

from __future__ import annotations

import getpass
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from db import file as review_files
from db.engine import check_from_outside
from db.failure import in_words
from db.key import check_strength, derive_key, new_salt
from db.store import ReviewFile
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import SessionId


def check_file(path: Path) -> None:
    """Raise WorldError for what is no review file: nobody is asked for its passphrase."""
    with in_words(path):
        check_from_outside(path)


def open_file(path: Path, passphrase: str) -> ReviewFile:
    """Open a file for writing in a session of its own; takes half a second by design."""
    key = derive_key(path, passphrase)
    session = SessionId(uuid.uuid4().hex)
    return review_files.open_file(path, key, person=_login(), session_id=session)


@contextmanager
def creating(path: Path, passphrase: str) -> Iterator[ReviewFile]:
    """Make a file that appears under its name only when the block has filled it."""
    check_strength(passphrase)
    salt = new_salt()
    with review_files.creating(
        path,
        derive_key(salt, passphrase),
        salt=salt,
        person=_login(),
        session_id=SessionId(uuid.uuid4().hex),
    ) as store:
        yield store


def weakness(passphrase: str, known: Sequence[str]) -> str:
    """Say why a passphrase will not do, empty for one that will."""
    try:
        check_strength(passphrase, known)
    except RefusalError as error:
        return error.sentence
    return ""


def _login() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "unknown"

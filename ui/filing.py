"""Review files as both faces of the program open, make and remember them; nobody is asked here."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from db import file as review_files
from db.copies import back_up, file_id
from db.engine import check_from_outside
from db.failure import in_words
from db.key import FileKey, check_strength, derive_key, new_salt
from db.store import ReviewFile
from reviewer.app.known_files import known_file, put_back, remember_head
from reviewer.app.retention import disposal_due
from reviewer.app.surroundings import place_notices
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import SessionId
from ui.login import login_name
from ui.places import backup_folder, known_folder


def check_file(path: Path) -> None:
    """Raise WorldError for what is no review file: nobody is asked for its passphrase."""
    with in_words(path):
        check_from_outside(path)


def open_to_read(path: Path, key: FileKey) -> ReviewFile:
    """Open a file to read: no lock is needed, nothing is logged."""
    return review_files.open_file(path, key, read_only=True)


def open_to_write(path: Path, key: FileKey) -> ReviewFile:
    """Open a file to write, in a session of its own."""
    session = SessionId(uuid.uuid4().hex)
    return review_files.open_file(path, key, person=login_name(), session_id=session)


@contextmanager
def creating(
    path: Path, passphrase: str, *, known: Sequence[str] = (), replace: bool = False
) -> Iterator[ReviewFile]:
    """Make a file that appears under its name only when the block has filled it.

    `known` are words that do not make a passphrase stronger. Raises RefusalError for one that
    is too weak.
    """
    check_strength(passphrase, known)
    salt = new_salt()
    with review_files.creating(
        path,
        derive_key(salt, passphrase),
        salt=salt,
        person=login_name(),
        session_id=SessionId(uuid.uuid4().hex),
        replace=replace,
    ) as store:
        yield store


def weakness(passphrase: str, known: Sequence[str]) -> str:
    """Say why a passphrase will not do, empty for one that will."""
    try:
        check_strength(passphrase, known)
    except RefusalError as error:
        return error.sentence
    return ""


def known_words(store: ReviewFile) -> Sequence[str]:
    """Return the words that make no passphrase of this file stronger."""
    about = store.inspection()
    return (about.force, about.code, about.person)


def notices_of(store: ReviewFile, *, now: datetime) -> Sequence[str]:
    """Say what a person should know of a file, and of its place if it is to be written in."""
    due = disposal_due(store.inspection(), now.astimezone().date())
    older = put_back(store, known_file(known_folder(), file_id(store.path)))
    told = (due, older.sentence if older is not None else "")
    place = () if store.read_only else place_notices(store.path)
    return (*place, *filter(None, told))


def remember(store: ReviewFile, *, now: datetime) -> None:
    """Remember the file's newest event outside it; raises WorldError where the folder refuses.

    A file that was put back stays noticed until a person accepts it.
    """
    identity = file_id(store.path)
    if put_back(store, known_file(known_folder(), identity)) is None:
        remember_head(known_folder(), identity, store, now=now)


def backed_up(store: ReviewFile, *, now: datetime, always: bool = False) -> Path | None:
    """Back a file up where it is time, or (`always`) where it has changed; raises WorldError."""
    return back_up(store, backup_folder(), now=now, always=always)

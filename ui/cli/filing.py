"""Opening review files for commands: where the command line meets the store."""

from __future__ import annotations

import getpass
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
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
from reviewer.domain.errors import WorldError
from reviewer.domain.ids import SessionId
from ui.cli.output import say_aside
from ui.cli.passphrases import REVIEW_FILE, Secret, ask
from ui.places import backup_folder, known_folder

NEW_PASSPHRASE = Secret(
    name="New passphrase of the review file",
    variable="REVIEWER_NEW_PASSPHRASE",
    option="--new-passphrase-file",
)
RECOVERY_CODE = Secret(
    name="Recovery code", variable="REVIEWER_RECOVERY_CODE", option="--recovery-code-file"
)


@contextmanager
def reading(path: Path, passphrase_file: Path | None) -> Iterator[ReviewFile]:
    """Open a file to read: no lock is needed, nothing is logged."""
    with reading_with(path, key_of(path, passphrase_file)) as store:
        yield store


@contextmanager
def reading_with(path: Path, key: FileKey) -> Iterator[ReviewFile]:
    """Open a file to read with its key, and say what a person should know of it."""
    with review_files.open_file(path, key, read_only=True) as store:
        _notice(store)
        yield store


@contextmanager
def writing(
    path: Path, passphrase_file: Path | None, *, backup_first: bool = False
) -> Iterator[ReviewFile]:
    """Open a file to write, in a session of its own; back it up when the work is done.

    `backup_first` is for what changes much at once.
    """
    key = key_of(path, passphrase_file)
    session = SessionId(uuid.uuid4().hex)
    with review_files.open_file(path, key, person=login(), session_id=session) as store:
        for sentence in place_notices(path):
            say_aside(f"Notice: {sentence}")
        _notice(store)
        if backup_first:
            backed_up(store, always=True)
        try:
            yield store
        finally:
            remembered(store)
        backed_up(store)


@contextmanager
def creating(
    path: Path,
    passphrase_file: Path | None,
    *,
    replace: bool = False,
    known: Sequence[str] = (),
) -> Iterator[ReviewFile]:
    """Make a file that appears under its name only when it is whole.

    `known` are words that do not make a passphrase stronger.
    """
    phrase = ask(REVIEW_FILE, passphrase_file, twice=True)
    check_strength(phrase, known)
    salt = new_salt()
    with review_files.creating(
        path,
        derive_key(salt, phrase),
        salt=salt,
        person=login(),
        session_id=SessionId(uuid.uuid4().hex),
        replace=replace,
    ) as store:
        yield store
        remembered(store)


def key_of(path: Path, passphrase_file: Path | None) -> FileKey:
    """Derive a file's key; nobody is asked for the passphrase of what is no review file."""
    with in_words(path):
        check_from_outside(path)
    return derive_key(path, ask(REVIEW_FILE, passphrase_file))


def new_key_of(path: Path, passphrase_file: Path | None, known: Sequence[str]) -> FileKey:
    """Derive a file's key from a new passphrase, which must be strong enough."""
    phrase = ask(NEW_PASSPHRASE, passphrase_file, twice=True)
    check_strength(phrase, known)
    return derive_key(path, phrase)


def known_words(store: ReviewFile) -> Sequence[str]:
    """Return the words that make no passphrase of this file stronger."""
    about = store.inspection()
    return (about.force, about.code, about.person)


def remembered(store: ReviewFile) -> None:
    """Remember the file's newest event outside it; a failure is said, and spoils nothing.

    A file that was put back stays noticed until a person accepts it.
    """
    try:
        identity = file_id(store.path)
        if put_back(store, known_file(known_folder(), identity)) is None:
            remember_head(known_folder(), identity, store, now=datetime.now(UTC))
    except WorldError as error:
        say_aside(f"Notice: {error.sentence}")


def backed_up(store: ReviewFile, *, always: bool = False) -> None:
    """Back a file up where it is time; a failure is said, and spoils nothing."""
    try:
        back_up(store, backup_folder(), now=datetime.now(UTC), always=always)
    except WorldError as error:
        say_aside(f"Notice: no backup was made. {error.sentence}")


def login() -> str:
    """Return who is logged in on this computer: what a lock shows to others."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "unknown"


def _notice(store: ReviewFile) -> None:
    due = disposal_due(store.inspection(), datetime.now().astimezone().date())
    stale = put_back(store, known_file(known_folder(), file_id(store.path)))
    for sentence in filter(None, (due, stale.sentence if stale else "")):
        say_aside(f"Notice: {sentence}")

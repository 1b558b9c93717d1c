"""Review files for commands: the passphrase asked for, notices said, a backup at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from db.file import Upgrade
from db.store import ReviewFile
from reviewer.domain.errors import WorldError
from ui.cli.output import say_aside
from ui.cli.passphrases import REVIEW_FILE, Secret, ask
from ui.operations import files, passphrases
from ui.operations.passphrases import FileKey, check_is_review_file, check_strength

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
    with files.open_to_read(path, key) as store:
        _notice(store)
        yield store


@contextmanager
def writing(
    path: Path, passphrase_file: Path | None, *, backup_first: bool = False
) -> Iterator[ReviewFile]:
    """Open a file to write, in a session of its own; back it up when the work is done.

    `backup_first` is for what changes much at once.
    """
    with opened(path, key_of(path, passphrase_file)) as store:
        _notice(store)
        if backup_first:
            _back_up(store, always=True)
        try:
            yield store
        finally:
            _remember(store)
        _back_up(store)


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
    with files.creating(path, phrase, known=known, replace=replace) as store:
        yield store
        _remember(store)


def key_of(path: Path, passphrase_file: Path | None) -> FileKey:
    """Derive a file's key; nobody is asked for the passphrase of what is no review file."""
    check_is_review_file(path)
    return passphrases.key_of(path, ask(REVIEW_FILE, passphrase_file))


def new_key_of(path: Path, passphrase_file: Path | None, known: Sequence[str]) -> FileKey:
    """Derive a file's key from a new passphrase, which must be strong enough."""
    phrase = ask(NEW_PASSPHRASE, passphrase_file, twice=True)
    check_strength(phrase, known)
    return passphrases.key_of(path, phrase)


def _notice(store: ReviewFile) -> None:
    for sentence in files.notices_of(store, now=datetime.now(UTC)):
        say_aside(f"Notice: {sentence}")


def opened(path: Path, key: FileKey) -> ReviewFile:
    """Open a file to write with its key, and say where it is of an earlier format."""
    return files.open_to_write(path, key, now=datetime.now(UTC), told=_say_upgrade)


def _say_upgrade(upgrade: Upgrade) -> None:
    if upgrade.step == 0:
        say_aside(
            "Notice: the file was written by an earlier Reviewer and is brought up to date; as it "
            f"was it is kept as {upgrade.kept.name}."
        )
    elif sys.stderr.isatty():
        say_aside(f"Step {upgrade.step} of {upgrade.of}…")


def _remember(store: ReviewFile) -> None:
    """Remember the file's newest event; a failure is said, and spoils nothing."""
    try:
        files.remember_seen(store, now=datetime.now(UTC))
    except WorldError as error:
        say_aside(f"Notice: {error.sentence}")


def _back_up(store: ReviewFile, *, always: bool = False) -> None:
    """Back a file up where it is time; a failure is said, and spoils nothing."""
    if why := files.back_up_or_say(store, now=datetime.now(UTC), always=always):
        say_aside(f"Notice: {why}")

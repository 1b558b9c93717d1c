"""Review files for commands: the passphrase asked for, notices shown, a backup at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import typer

from reviewer.app.files import read_whole
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.message import message
from ui.cli.advice import with_advice
from ui.cli.output import say_aside, say_notice
from ui.cli.passphrases import REVIEW_FILE, Secret, ask
from ui.operations import files, passphrases
from ui.operations.backups import back_up_or_say
from ui.operations.files import OpenFile, Upgrade
from ui.operations.known_files import older_copy_notice
from ui.operations.passphrases import FileKey, check_is_review_file

NEW_PASSPHRASE = Secret(
    name=message("New passphrase of the review file"),
    variable="REVIEWER_NEW_PASSPHRASE",
    option="--new-passphrase-file",
)
RECOVERY_CODE = Secret(
    name=message("Recovery code"), variable="REVIEWER_RECOVERY_CODE", option="--recovery-code-file"
)


@contextmanager
def reading(
    path: Path, passphrase_file: Path | None, *, notices: bool = True
) -> Iterator[OpenFile]:
    """Open a file to read: no lock is needed, nothing is logged.

    Without `notices` the command itself says what is to be known of the file.
    """
    with files.open_to_read(path, key_of(path, passphrase_file)) as store:
        if notices:
            _notice(store)
        yield store


@contextmanager
def reading_with(path: Path, key: FileKey) -> Iterator[OpenFile]:
    """Open a file to read with its key, and say what a person should know of it."""
    with files.open_to_read(path, key) as store:
        _notice(store)
        yield store


@contextmanager
def writing(
    path: Path, passphrase_file: Path | None, *, backup_first: bool = False
) -> Iterator[OpenFile]:
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


def key_of(path: Path, passphrase_file: Path | None) -> FileKey:
    """Derive a file's key; nobody is asked for the passphrase of what is no review file."""
    check_is_review_file(path)
    return passphrases.key_of(path, ask(REVIEW_FILE, passphrase_file))


def text_in(file: Path) -> str:
    """Return the text of a file, or of standard input for `-`, without the line ends around it.

    Raises RefusalError for what is no text, WorldError for a file that cannot be read.
    """
    if str(file) == "-":
        return typer.get_text_stream("stdin").read().strip("\r\n")
    try:
        return read_whole(file).decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError:
        raise RefusalError(
            "bad-text", message("{file} is not a text file.", file=file.name)
        ) from None


def _notice(store: OpenFile) -> None:
    older = older_copy_notice(store)
    for sentence in files.notices_of(store, now=datetime.now(UTC)):
        say_notice(with_advice("older-file", sentence) if sentence == older else sentence)


def opened(path: Path, key: FileKey) -> OpenFile:
    """Open a file to write with its key; one of an earlier format is refused."""
    return files.open_to_write(path, key, now=datetime.now(UTC))


def say_upgrade(upgrade: Upgrade) -> None:
    """Print what is done to a file of an earlier format."""
    if upgrade.step == 0:
        say_aside(
            "Notice: This file was saved by an earlier version of Reviewer and is being "
            "updated. The original is kept as {kept}.",
            kept=upgrade.kept.name,
        )
    elif sys.stderr.isatty():
        say_aside("Step {step} of {steps}…", step=upgrade.step, steps=upgrade.of)


def _remember(store: OpenFile) -> None:
    """Remember the file's newest event; a failure is shown and spoils nothing."""
    try:
        files.remember_seen(store, now=datetime.now(UTC))
    except WorldError as error:
        say_notice(error.sentence)


def _back_up(store: OpenFile, *, always: bool = False) -> None:
    """Back a file up where it is time; a failure is shown and spoils nothing."""
    say_notice(back_up_or_say(store, now=datetime.now(UTC), always=always))

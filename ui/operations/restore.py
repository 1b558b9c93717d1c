"""A backup is compared with the file it would replace, and put in its place."""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db.backup import as_put_back, restore_file
from db.copies import file_id
from db.engine import OlderFormatError
from reviewer.app.file_contents import FileContent, content_of
from reviewer.app.files import Sort, check_target
from reviewer.disk import plain_path
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.file_actions import WordsRedacted
from reviewer.domain.message import Message, message
from reviewer.domain.times import stamp
from ui.operations.files import OpenFile, accept_as_it_is, open_to_read
from ui.operations.passphrases import FileKey


@dataclass(frozen=True, slots=True, kw_only=True)
class FileComparison:
    """A copy beside the file it would replace: `present` is None where there is none.

    `problem` says why the present file could not be read, `redacted` that text was redacted
    in it which the copy still has.
    """

    copy: FileContent
    present: FileContent | None
    problem: Message | None = None
    redacted: bool = False

    @property
    def warning(self) -> Message | None:
        """What comes back that should not, None for nothing."""
        if not self.redacted:
            return None
        return message("Text redacted since this backup will return. Redact it again.")


def compare_copy(
    copy: Path, key: FileKey, file: Path, *, now: datetime, other_file: bool = False
) -> FileComparison:
    """Say what a copy would bring back.

    Raises RefusalError for that of another inspection or file, WorldError where what lies in the
    file's place is no review file. `other_file` says that another file is to be replaced.
    """
    check_target(plain_path(file), Sort.OTHER)
    with _as_restored(copy, key, file, now) as store:
        back = content_of(store)
    present, problem, redacted = None, None, False
    if file.exists() and file_id(file) != file_id(copy):
        if not other_file:
            raise _other_file(copy, file)
        problem = message("another file, which is kept under another name")
    elif file.exists():
        try:
            with open_to_read(file, key) as store:
                present = content_of(store)
                redacted = any(event.seq > back.events for event in store.events(WordsRedacted))
        except WorldError as error:
            problem = error.sentence
    if present is not None and present.code != back.code:
        raise RefusalError(
            "other-inspection",
            message(
                "{copy} belongs to inspection {of_copy}, and {file} to {of_file}. Nothing was "
                "changed.",
                copy=copy.name,
                of_copy=back.code,
                file=file.name,
                of_file=present.code,
            ),
        )
    return FileComparison(copy=back, present=present, problem=problem, redacted=redacted)


def _other_file(copy: Path, file: Path) -> RefusalError:
    return RefusalError(
        "other-file",
        message(
            "{copy} is not a backup of {file}, or the beginning of {file} is damaged. Nothing was "
            "changed.",
            copy=copy.name,
            file=file.name,
        ),
    )


def _as_restored(
    copy: Path, key: FileKey, file: Path, now: datetime
) -> AbstractContextManager[OpenFile]:
    try:
        return open_to_read(copy, key)
    except OlderFormatError:
        return as_put_back(copy, key, file, at=stamp(now))


def restore_copy(copy: Path, key: FileKey, file: Path, *, now: datetime) -> Path | None:
    """Put a copy in a file's place; return under which name the present file is kept.

    Raises WorldError where what lies there is no review file. Where the file can't be remembered
    outside it, the next opening asks whether it is right.
    """
    check_target(plain_path(file), Sort.OTHER)
    kept = restore_file(copy, key, file, now=now)
    with suppress(WorldError), open_to_read(file, key) as store:  # it is back all the same
        accept_as_it_is(store, now=now)
    return kept

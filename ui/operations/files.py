"""Review files as both faces of the program open, make and remember them; nobody is asked here."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from db import file as review_files
from db import store as stores
from db.copies import back_up, backups_in, check_folder, file_id
from db.file import Upgrade
from db.key import derive_key, new_salt
from reviewer.app.known_files import known_file, put_back, remember_head
from reviewer.app.opening import opening
from reviewer.app.retention import disposal_due
from reviewer.app.store import Store
from reviewer.app.surroundings import place_notices
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.ids import SessionId
from reviewer.domain.inspection import Inspection
from reviewer.domain.times import stamp
from ui.operations.login import login_name
from ui.operations.passphrases import FileKey, check_strength, words_of
from ui.operations.places import backup_folder, known_folder

ReviewFile: TypeAlias = stores.ReviewFile
"""One open review file or register, to be handed on to operations."""


def open_to_read(path: Path, key: FileKey) -> ReviewFile:
    """Open a file to read: no lock is needed, nothing is logged."""
    return review_files.open_file(path, key, read_only=True)


def _untold(upgrade: Upgrade) -> None:
    """Tell nobody."""


def open_to_write(
    path: Path, key: FileKey, *, now: datetime, told: Callable[[Upgrade], None] = _untold
) -> ReviewFile:
    """Open a file to write, in a session of its own.

    Before the first change the log keeps who opened it, and what is unsafe about its place. One
    of an earlier format is brought up to date; `told` takes each step of that. Raises
    WorldError, of it LockedError where another program writes to the file.
    """
    store = review_files.open_file(
        path,
        key,
        person=login_name(),
        session_id=SessionId(uuid.uuid4().hex),
        upgrading=review_files.Upgrading(at=stamp(now), told=told),
    )
    try:
        store.log_first(opening(store, place_notices(store.path), now=now))
    except BaseException:
        store.close()
        raise
    return store


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedFile:
    """A file that was made: its key, and what a person should know of it, empty for nothing."""

    path: Path
    key: FileKey
    notice: str = ""


def create_file(
    path: Path,
    passphrase: str,
    about: Inspection,
    fill: Callable[[Store], None],
    *,
    now: datetime,
) -> CreatedFile:
    """Make a file that appears under its name only when `fill` has filled it.

    Its newest event is remembered outside it; the notice says where that failed. Raises
    RefusalError for a passphrase that is too weak, to which the words of the inspection add
    nothing; WorldError where the name is taken or the folder refuses.
    """
    check_strength(passphrase, words_of(about))
    salt, notice = new_salt(), ""
    key = derive_key(salt, passphrase)
    with review_files.creating(
        path, key, salt=salt, person=login_name(), session_id=SessionId(uuid.uuid4().hex)
    ) as store:
        fill(store)
        try:
            remember_seen(store, now=now)
        except WorldError as error:
            notice = error.sentence
    return CreatedFile(path=path, key=key, notice=notice)


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


def notices_of(store: ReviewFile, *, now: datetime) -> Sequence[str]:
    """Say what a person should know of a file, and of its place if it is to be written in."""
    due = disposal_due(store.inspection(), now.astimezone().date())
    older = lacks_what_was_seen(store)
    told = (due, older.sentence if older is not None else "")
    place = () if store.read_only else place_notices(store.path)
    return (*(notice.sentence for notice in place), *filter(None, told))


def remember_seen(store: ReviewFile, *, now: datetime) -> None:
    """Remember the file's newest event outside it; raises WorldError where the folder refuses.

    A file that was put back stays noticed until a person accepts it.
    """
    if lacks_what_was_seen(store) is None:
        accept_as_it_is(store, now=now)


def accept_as_it_is(store: ReviewFile, *, now: datetime) -> None:
    """Take a file that was put back as the newest from now on: a person says it is right."""
    remember_head(known_folder(), file_id(store.path), store, now=now)


def lacks_what_was_seen(store: ReviewFile) -> RefusalError | None:
    """Return what is wrong where an earlier copy of the file was put back, None else."""
    return put_back(store, known_file(known_folder(), file_id(store.path)))


def check_backups() -> None:
    """Try to write where backups go; raises WorldError where that fails."""
    check_folder(backup_folder())


def last_backup(store: ReviewFile) -> datetime | None:
    """Return when the file was backed up last, None where it never was."""
    known = backups_in(backup_folder(), file_id(store.path))
    return known[-1].at if known else None


def backed_up(store: ReviewFile, *, now: datetime, always: bool = False) -> Path | None:
    """Back a file up where it is time, or (`always`) where it has changed; raises WorldError."""
    return back_up(store, backup_folder(), now=now, always=always)


def back_up_or_say(store: ReviewFile, *, now: datetime, always: bool = False) -> str:
    """Back a file up as `backed_up` does; return why none was made, empty where all is well.

    For what goes on without a backup: nothing is spoilt by it, but a person should know.
    """
    try:
        backed_up(store, now=now, always=always)
    except WorldError as error:
        return f"No backup was made. {error.sentence}"
    return ""

"""A review file is opened to read or to write, made, and remembered as it was seen last."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from db import file as review_files
from db import store as open_files
from db.key import derive_key, new_salt
from db.publication import refuse_existing
from reviewer.app.opening_entry import opening_entry
from reviewer.app.retention import disposal_due
from reviewer.app.store import Store
from reviewer.app.surroundings import place_notices
from reviewer.disk import plain_path
from reviewer.domain.errors import WorldError
from reviewer.domain.ids import SessionId
from reviewer.domain.inspection import Inspection
from reviewer.domain.message import Message, together
from reviewer.domain.times import stamp
from ui.operations.known_files import older_copy_notice, remember_newest
from ui.operations.login import login_name
from ui.operations.organisation import keep_sealed, place_beside, seal_key
from ui.operations.passphrases import FileKey, check_strength, words_of

OpenFile: TypeAlias = open_files.ReviewFile
"""An open review file: what use cases ask of it (`Store`), where it is, and its end."""

Upgrade: TypeAlias = review_files.Upgrade
"""How far a file of an earlier format is on its way to this one."""


def open_to_read(path: Path, key: FileKey) -> OpenFile:
    """Open a file to read: no lock is needed, nothing is logged."""
    return review_files.open_file(path, key, read_only=True)


def open_to_write(
    path: Path, key: FileKey, *, now: datetime, update: Callable[[Upgrade], None] | None = None
) -> OpenFile:
    """Open a file to write, in a session of its own.

    Before the first change the log keeps who opened it, and what is unsafe about its place. One
    of an earlier format is brought up to date only where the person asked for that: `update`
    takes each step of it. Raises WorldError, of it LockedError where another program writes to
    the file, and `older-format` where nobody asked.
    """
    store = review_files.open_file(
        path,
        key,
        person=login_name(),
        session_id=SessionId(uuid.uuid4().hex),
        upgrading=review_files.Upgrading(at=stamp(now), progress=update) if update else None,
    )
    try:
        store.log_first(opening_entry(store, place_notices(store.path)), now=now)
        with suppress(WorldError):  # the sealed keys are in the file as well
            keep_sealed(store, place_beside(path))
    except BaseException:
        store.close()
        raise
    return store


def check_name_is_free(path: Path) -> None:
    """Raise WorldError where a file to make has the name of one that is there."""
    refuse_existing(plain_path(path))


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedFile:
    """A file that was made: its key, and what a person should know of it, empty for nothing."""

    path: Path
    key: FileKey
    notice: Message | None = None


def create_file(
    path: Path,
    passphrase: str,
    about: Inspection,
    fill: Callable[[Store], None],
    *,
    now: datetime,
) -> CreatedFile:
    """Make a file that appears under its name only when `fill` has filled it.

    Its newest event is remembered outside it; the notice says where that failed, and that an
    organisation can open the file too. Raises RefusalError for a passphrase that is too weak, to
    which the words of the inspection add nothing, and for an organisation's certificate that
    cannot be used; WorldError where the name is taken or the folder refuses.
    """
    check_strength(passphrase, words_of(about))
    salt, failure = new_salt(), None
    key = derive_key(salt, passphrase)
    with review_files.creating(
        path, key, salt=salt, person=login_name(), session_id=SessionId(uuid.uuid4().hex)
    ) as store:
        fill(store)
        sealed = seal_key(store, key, now=now)
        try:
            remember_seen(store, now=now)
            keep_sealed(store, place_beside(path))
        except WorldError as error:
            failure = error.sentence
    return CreatedFile(path=path, key=key, notice=together(sealed, failure))


def notices_of(store: OpenFile, *, now: datetime) -> Sequence[Message]:
    """Say what a person should know of a file, and of its place if it is to be written in."""
    due = disposal_due(store.inspection(), now.astimezone().date())
    place = () if store.read_only else place_notices(store.path)
    others = (due, older_copy_notice(store))
    return (*(notice.sentence for notice in place), *(one for one in others if one))


def remember_seen(store: OpenFile, *, now: datetime) -> None:
    """Remember the file's newest event outside it; raises WorldError where the folder refuses.

    A file that was put back stays noticed until a person accepts it.
    """
    if not older_copy_notice(store):
        accept_as_it_is(store, now=now)


def accept_as_it_is(store: OpenFile, *, now: datetime) -> None:
    """Take a file that was put back as the newest from now on: a person says it is right."""
    remember_newest(store, now=now)

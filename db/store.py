"""One open review file or register, as use cases see it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection

from db import rows
from db.engine import close_to_one_file
from db.failure import invalid_character, sqlite_code, world_error
from db.key import FileKey
from db.listed import ListedRows
from db.lock import WriterLock
from db.reading import FORM, INSPECTION, Reading, meta
from db.statement import driver_of
from db.typed_words import TypedWords
from db.unit import Writing
from reviewer.domain.action import Action
from reviewer.domain.errors import WorldError
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, SessionId
from reviewer.domain.inspection import Inspection
from reviewer.domain.message import message
from reviewer.domain.submission import Source, Submission
from reviewer.domain.times import stamp

_DISK_FAILED: Final = 10
"""SQLITE_IOERR: after a failed sync nobody knows what is on the disk."""


class ReviewFile(Reading):
    """An open file; it keeps `reviewer.app.store.Store`.

    A job that reads for long opens the file a second time, read-only.
    """

    def __init__(
        self,
        path: Path,
        key: FileKey,
        connection: Connection,
        *,
        session_id: SessionId,
        read_only: bool = False,
        lock: WriterLock | None = None,
    ) -> None:
        """Take over an open connection, and a lock that is released with it.

        Only a file that nobody else can know of is written to without a lock.
        """
        super().__init__(path, driver_of(connection))
        self.read_only: Final = read_only
        self.key: Final = key
        self.readings: Final[dict[str, Submission]] = {}
        self._connection = connection
        self._session = session_id
        self._lock = lock
        self._unit: Writing | None = None
        self._head: tuple[int, str] | None = None
        self._failed: WorldError | None = None
        self._inspection: Inspection | None = None
        self._form: Form | None = None
        self._listed: ListedRows | None = None
        self._sources: tuple[Source, ...] | None = None
        self._closed = False
        self._first: tuple[str, Action] | None = None
        self._words = TypedWords(self._driver, self.form)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file so that it is complete by itself, and let another writer in."""
        with self._turn:
            if self._closed:
                return
            self._closed = True
            self._words.forget()
            try:
                if self._head is not None:
                    self._index_typed()
                if self.read_only or self._failed is not None:
                    self._connection.close()
                else:
                    close_to_one_file(self._connection)
            finally:
                if self._lock is not None:
                    self._lock.release()

    def _index_typed(self) -> None:
        # A disk that has no room for it loses nothing: it is done when the file is closed next.
        with suppress(WorldError), self.transaction() as unit:
            unit.index_typed()

    @property
    def session(self) -> SessionId:
        """The session this file was opened for writing in; empty where it is read-only."""
        return self._session

    def inspection(self) -> Inspection:
        """Return what the file is about."""
        with self._turn:
            if self._unit is not None and self._unit.inspection is not None:
                return self._unit.inspection
            return self._about() or rows.inspection_of(self._meta(INSPECTION))

    def _about(self) -> Inspection | None:
        if self._inspection is None:
            text = self.read(lambda driver: meta(driver, INSPECTION))
            self._inspection = rows.inspection_of(text) if text is not None else None
        return self._inspection

    def form(self) -> Form:
        """Return the form that travels in the file."""
        if self._form is None:
            self._form = Form.model_validate_json(self._meta(FORM))
        return self._form

    def listed(self) -> ListedRows:
        """Return the list as it is now; its cases are made where they are asked for."""
        with self._turn:
            if self.read_only or self._unit is not None:  # others may write, or we just now
                return super().listed()
            if self._listed is None:
                self._listed = super().listed()
            return self._listed

    def sources(self) -> tuple[Source, ...]:
        """Return a register's workbooks in the order of their digests."""
        with self._turn:
            if self.read_only or self._unit is not None:  # as above
                return super().sources()
            if self._sources is None:
                self._sources = super().sources()
            return self._sources

    def typed(self, word: str) -> frozenset[CaseId]:
        """Return the cases whose reviews hold a word that begins so in a typed text."""
        return self.read(lambda _: self._words.cases(word))

    def log_first(self, action: Action, *, now: datetime) -> None:
        """Log this before the first thing that is logged; where nothing is, neither is this."""
        self._first = (stamp(now), action)

    @contextmanager
    def transaction(self, now: datetime | None = None) -> Iterator[Writing]:
        """Begin a transaction; it is committed at the end of the block, undone by an error.

        What it logs was done `now`, by the person whose file it is when it begins; without a
        moment it logs nothing. Raises WorldError where the disk, the lock or the file refuses;
        after a failed disk every further transaction is refused until the file is closed and
        opened again.
        """
        with self._turn:
            unit = self._begun(stamp(now) if now is not None else "")
            try:
                yield unit
                unit.end()
                self._driver.execute("COMMIT")
            except BaseException as error:
                unit.end()
                self._undo()
                self._raise_in_words(error)
                raise
            else:
                self._head = unit.head
                self._first = unit.first
                self._inspection = unit.inspection or self._inspection
                if unit.wrote_cases:
                    self._listed = None
                if unit.wrote_workbooks:
                    self._sources = None
                if unit.wrote_words:
                    self._words.forget()
            finally:
                self._unit = None

    def _begun(self, at: str) -> Writing:
        if self._unit is not None:
            raise RuntimeError("a transaction is open already")
        if self.read_only:
            raise WorldError(
                "read-only", message("{file} was opened read-only.", file=self.path.name)
            )
        if self._failed is not None:
            raise self._failed
        about = self._about() if at else None
        try:
            self._driver.execute("BEGIN IMMEDIATE")
        except driver.Error as error:
            self._raise_in_words(error)
            raise
        actor = about.person if about is not None else ""
        self._unit = Writing(
            self._driver, self._head, self.form, actor=actor, at=at, first=self._first
        )
        return self._unit

    def _undo(self) -> None:
        # What was read while the transaction was open may never have happened.
        self._head = self._inspection = self._form = None
        # A full disk has made SQLite roll back by itself; a second time would be an error.
        if self._driver.in_transaction:
            try:
                self._driver.execute("ROLLBACK")
            except driver.Error as error:
                self._failed = world_error(error, self.path)

    def _raise_in_words(self, error: BaseException) -> None:
        if isinstance(error, UnicodeEncodeError):
            raise invalid_character() from None
        if isinstance(error, driver.Error):
            failure = world_error(error, self.path)
            if sqlite_code(error) == _DISK_FAILED:
                self._failed = failure
            if failure is not None:
                raise failure from error

    def _meta(self, name: str) -> str:
        text = self.read(lambda driver: meta(driver, name))
        if text is None:
            raise WorldError(
                "unfinished-file",
                message("{file} was not finished. Create it again.", file=self.path.name),
            )
        return text

    def checkpoint(self) -> None:
        """Carry a writer's log over into the file; where a reader is busy it stays."""
        if not self.read_only:
            self.read(lambda driver: driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())

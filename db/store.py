"""One open review file or register, as use cases see it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection

from db import reading, rows
from db.engine import close_to_one_file
from db.failure import half_a_character, in_words, sqlite_code, world_error
from db.key import FileKey
from db.listed import ListedRows
from db.lock import WriterLock
from db.statement import driver_of
from db.typed_words import TypedWords
from db.unit import BOOKMARK, FORM, INSPECTION, Writing
from reviewer.app.store import Bookmark, Draft
from reviewer.domain.action import Action
from reviewer.domain.case import Case, ListStamp
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.event import GENESIS, Event
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, SessionId
from reviewer.domain.inspection import Inspection
from reviewer.domain.progress import Progress
from reviewer.domain.review import Review, parted
from reviewer.domain.submission import Decision, ExportStamp, Source, Submission
from reviewer.domain.times import stamp

_DISK_FAILED: Final = 10
"""SQLITE_IOERR: after a failed sync nobody knows what is on the disk."""

_Read = TypeVar("_Read")


class ReviewFile:  # more public methods than others: it is the whole of `reviewer.app.store.Store`
    """An open file; it keeps `reviewer.app.store.Store`.

    It may be used from several threads, one at a time: a reading waits for a transaction of
    another thread. A job that reads for long opens the file a second time, read-only.
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
        self.read_only: Final = read_only
        self.path: Final = path
        self.key: Final = key
        self.readings: Final[dict[str, Submission]] = {}
        self._connection = connection
        self._driver = driver_of(connection)
        self._session = session_id
        self._lock = lock
        self._turn = threading.RLock()
        self._unit: Writing | None = None
        self._head: tuple[int, str] | None = None
        self._failed: WorldError | None = None
        self._inspection: Inspection | None = None
        self._form: Form | None = None
        self._listed: ListedRows | None = None
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
        """Close the file so that it stands alone, and let another writer in."""
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
            text = self.read(lambda driver: reading.meta(driver, INSPECTION))
            self._inspection = rows.inspection_of(text) if text is not None else None
        return self._inspection

    def form(self) -> Form:
        """Return the form that travels in the file."""
        if self._form is None:
            self._form = Form.model_validate_json(self._meta(FORM))
        return self._form

    def lists(self) -> tuple[ListStamp, ...]:
        """Return the stamps of the accepted lists, oldest first."""
        return self.read(reading.lists)

    def cases(self) -> tuple[Case, ...]:
        """Return every case in the list's order."""
        return self.read(reading.cases)

    def listed(self) -> ListedRows:
        """Return the list as it is now; its cases are made where they are asked for."""
        with self._turn:
            if self.read_only or self._unit is not None:  # others may write, or we just now
                return self.read(reading.listed)
            if self._listed is None:
                self._listed = self.read(reading.listed)
            return self._listed

    def case(self, case_id: CaseId) -> Case:
        """Return one case; raises RefusalError where the list has none of that id."""
        found = self.read(lambda driver: reading.case(driver, case_id))
        if found is None:
            raise RefusalError(
                "unknown-case", f"The list has no case “{case_id}”; see reviewer cases."
            )
        return found

    def review(self, case_id: CaseId, reviewer: str) -> Review:
        """Return a reader's review of a case; one without answers where there is none."""
        found = self.read(lambda driver: reading.review(driver, case_id, reviewer))
        return found or Review(case=case_id, reviewer=reviewer)

    def case_reviews(self, case_id: CaseId) -> tuple[Review, ...]:
        """Return every review of a case that was ever begun; several only after a handover."""
        return self.read(lambda driver: reading.case_reviews(driver, case_id))

    def reviews(self) -> tuple[Review, ...]:
        """Return every review ever begun that nobody else went on with, in list order.

        One whose answers were all cleared again is among them: it follows on older states.
        """
        standing, _ = parted(self.read(lambda driver: tuple(reading.reviews(driver))))
        return tuple(standing)

    def earlier_reviews(self) -> tuple[Review, ...]:
        """Return the reviews that another reader went on with after a handover, in list order."""
        _, earlier = parted(self.read(lambda driver: tuple(reading.reviews(driver))))
        return earlier

    def progress(self) -> Mapping[CaseId, Progress]:
        """Return the list lines of the cases that were touched, each of its latest review."""
        return self.read(reading.progress)

    def drafts(self) -> tuple[Draft, ...]:
        """Return what was being typed and not left yet."""
        return self.read(reading.drafts)

    def bookmark(self) -> Bookmark | None:
        """Return where the person was when the file was left, None where nobody knows."""
        text = self.read(lambda driver: reading.meta(driver, BOOKMARK))
        return rows.bookmark_of(text) if text is not None else None

    def events(self, *kinds: type[Action]) -> Iterator[Event]:
        """Yield the log from its first event, only those of the kinds given if any are.

        It comes in stretches: others may work in between.
        """
        named, last = tuple(kind.kind for kind in kinds), 0
        while stretch := self._events_after(last, named):
            yield from stretch
            last = stretch[-1].seq

    def _events_after(self, last: int, kinds: tuple[str, ...]) -> tuple[Event, ...]:
        return self.read(lambda driver: reading.events_after(driver, last, kinds))

    def holds(self, seq: int, head: str) -> bool:
        """Say whether the log's event `seq` has this hash; event 0 is before the first."""
        if seq == 0:
            return head == GENESIS
        return self.read(lambda driver: reading.hash_of(driver, seq)) == head

    def history(self, case_id: CaseId, *kinds: type[Action]) -> tuple[Event, ...]:
        """Return the events of one case, oldest first; of the kinds given if any are."""
        named = tuple(kind.kind for kind in kinds)
        return self.read(lambda driver: reading.history(driver, case_id, named))

    def postponed(self) -> frozenset[CaseId]:
        """Return the cases that are put off."""
        return self.read(reading.postponed)

    def returned(self) -> frozenset[CaseId]:
        """Return the cases that a lead returned and that were not completed since."""
        return self.read(reading.returned)

    def typed(self, word: str) -> frozenset[CaseId]:
        """Return the cases whose reviews hold a word that begins so in a typed text."""
        return self.read(lambda _: self._words.cases(word))

    def last_event(self) -> Event | None:
        """Return the newest event."""
        return self.read(reading.last_event)

    def exports(self) -> tuple[ExportStamp, ...]:
        """Return the exports made from this file, oldest first."""
        return self.read(reading.exports)

    def sources(self) -> tuple[Source, ...]:
        """Return a register's workbooks in the order of their digests."""
        return self.read(reading.sources)

    def workbook(self, digest: str) -> bytes:
        """Return one workbook's bytes; raises RefusalError where the register has it not."""
        content = self.read(lambda driver: reading.workbook(driver, digest))
        if content is None:
            raise RefusalError(
                "unknown-workbook", "The register has no workbook with that fingerprint."
            )
        return content

    def decisions(self) -> tuple[Decision, ...]:
        """Return every decision, oldest first."""
        return self.read(reading.decisions)

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
                if unit.wrote_words:
                    self._words.forget()
            finally:
                self._unit = None

    def _begun(self, at: str) -> Writing:
        if self._unit is not None:
            raise RuntimeError("a transaction is open already")
        if self.read_only:
            raise WorldError("read-only", f"{self.path.name} was opened read-only.")
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
            raise half_a_character() from None
        if isinstance(error, driver.Error):
            said = world_error(error, self.path)
            if sqlite_code(error) == _DISK_FAILED:
                self._failed = said
            if said is not None:
                raise said from error

    def _meta(self, name: str) -> str:
        text = self.read(lambda driver: reading.meta(driver, name))
        if text is None:
            raise WorldError("unfinished-file", f"{self.path.name} was never filled; make it anew.")
        return text

    def read(self, query: Callable[[sqlite3.Connection], _Read]) -> _Read:
        """Run a query of `db.reading` when it is our turn; raises WorldError."""
        with self._turn, in_words(self.path):
            return query(self._driver)

    def checkpoint(self) -> None:
        """Carry a writer's log over into the file; where a reader is busy it stays."""
        if not self.read_only:
            self.read(lambda driver: driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())

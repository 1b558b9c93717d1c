"""What is read of an open file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import ColumnElement, TextClause, bindparam, or_, select, text

from db import rows
from db.failure import in_words
from db.listed import ListedRows
from db.schema import (
    ANSWER,
    CASE,
    DECISION,
    DRAFT,
    EVENT,
    EVENT_TYPED,
    EXPORT,
    FREQUENT,
    LIST_STAMP,
    META,
    OF_A_CASE,
    RARE,
    RECORD,
    RECORD_CASE,
    RECORD_CONTENT,
    RECORD_PART,
    REVIEW,
    WORKBOOK,
)
from db.statement import PreparedStatement
from reviewer.app.store import Bookmark, Draft
from reviewer.domain.action import Action
from reviewer.domain.case import Case, ListStamp, normalised_name
from reviewer.domain.case_actions import CasePostponed, CaseResumed, CaseReturned, ReturnSettled
from reviewer.domain.decision import Decision
from reviewer.domain.errors import RefusalError
from reviewer.domain.event import GENESIS, Event
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.message import message
from reviewer.domain.progress import Progress
from reviewer.domain.review import Review, latest, parted
from reviewer.domain.submission import ExportStamp, Source, WorkbookRecord
from reviewer.domain.withheld_words import WithheldWords

if TYPE_CHECKING:
    import sqlite3


_META: Final = PreparedStatement(select(META.c.value).where(META.c.name == bindparam("name")))
_STAMPS: Final = PreparedStatement(
    select(*[c for c in LIST_STAMP.columns if c.name != "seq"]).order_by(LIST_STAMP.c.seq)
)
_CASES: Final = PreparedStatement(select(CASE).order_by(CASE.c.position))
_CASE: Final = PreparedStatement(select(CASE).where(CASE.c.id == bindparam("id")))

_REVIEW_COLUMNS: Final = (
    REVIEW.c.person,
    REVIEW.c.case_id,
    REVIEW.c.reviewer,
    REVIEW.c.completed,
    REVIEW.c.blind_grade,
    REVIEW.c.vector,
    REVIEW.c.changed_at,
)
_REVIEW: Final = PreparedStatement(
    select(*_REVIEW_COLUMNS).where(
        REVIEW.c.case_id == bindparam("case_id"), REVIEW.c.person == bindparam("person")
    )
)
_CASE_REVIEWS: Final = PreparedStatement(
    select(*_REVIEW_COLUMNS)
    .where(REVIEW.c.case_id == bindparam("case_id"))
    .order_by(REVIEW.c.case_id, REVIEW.c.person)
)
_SHARED: Final = PreparedStatement(
    select(REVIEW.c.case_id).group_by(REVIEW.c.case_id).having(text("count(*) > 1"))
)
_DRAFTS: Final = PreparedStatement(select(DRAFT).order_by(*DRAFT.primary_key))
_HASH: Final = PreparedStatement(select(EVENT.c.hash).where(EVENT.c.seq == bindparam("seq")))
_REVIEWS: Final = PreparedStatement(
    select(*_REVIEW_COLUMNS)
    .join(CASE, CASE.c.id == REVIEW.c.case_id)
    .order_by(CASE.c.position, REVIEW.c.person)
)
_ANSWERS_OF: Final = PreparedStatement(
    select(ANSWER.c.key, ANSWER.c.value).where(
        ANSWER.c.case_id == bindparam("case_id"), ANSWER.c.person == bindparam("person")
    )
)
_ANSWERS: Final = PreparedStatement(select(ANSWER).order_by(*ANSWER.primary_key))
_PROGRESS: Final = PreparedStatement(
    select(
        *(REVIEW.c["case_id" if name == "case" else name] for name in rows.LINE_FIELDS),
        REVIEW.c.person,
    )
)
_EVENTS: Final = select(*EVENT.columns, EVENT_TYPED.c.fields).outerjoin(
    EVENT_TYPED, EVENT_TYPED.c.seq == EVENT.c.seq
)
_STRETCH: Final = (
    _EVENTS.where(EVENT.c.seq > bindparam("after")).order_by(EVENT.c.seq).limit(bindparam("most"))
)
_SALTED_EVENTS_AFTER: Final = PreparedStatement(_STRETCH.add_columns(EVENT_TYPED.c.salt))
_STANDING: Final = (CasePostponed, CaseResumed, CaseReturned, ReturnSettled)
_STATES: Final = PreparedStatement(
    select(EVENT.c.case_id, EVENT.c.action)
    .where(text(RARE), EVENT.c.action.in_([action.kind for action in _STANDING]))
    .order_by(EVENT.c.seq)
)
_LAST_EVENT: Final = PreparedStatement(_EVENTS.order_by(EVENT.c.seq.desc()).limit(1))
_EXPORTS: Final = PreparedStatement(select(EXPORT).order_by(EXPORT.c.number))
_SOURCES: Final = PreparedStatement(
    select(*[c for c in WORKBOOK.columns if c.name != "content"]).order_by(WORKBOOK.c.digest)
)
_CONTENT: Final = PreparedStatement(
    select(WORKBOOK.c.content).where(WORKBOOK.c.digest == bindparam("digest"))
)
_RECORDS: Final = PreparedStatement(
    select(
        RECORD.c.digest, RECORD.c.cases, RECORD.c.form, RECORD.c.head, RECORD_CONTENT.c.content
    ).join(RECORD_CONTENT, RECORD_CONTENT.c.digest == RECORD.c.digest)
)
_HEADS: Final = PreparedStatement(
    select(RECORD.c.digest, RECORD.c.cases, RECORD.c.form, RECORD.c.head)
)
_RECORDS_ABOUT: Final = PreparedStatement(
    select(RECORD_CASE.c.digest).where(RECORD_CASE.c.case_id == bindparam("case_id"))
)
_RECORD_CONTENT: Final = PreparedStatement(
    select(RECORD_CONTENT.c.content).where(RECORD_CONTENT.c.digest == bindparam("digest"))
)
_PARTS: Final = PreparedStatement(select(RECORD_PART.c.digest, RECORD_PART.c.content))
_DECISIONS: Final = PreparedStatement(
    select(*[c for c in DECISION.columns if c.name != "seq"]).order_by(DECISION.c.seq)
)

INSPECTION: Final = "inspection"
FORM: Final = "form"
BOOKMARK: Final = "bookmark"
OWN_WORDS: Final = "own words"
WITHHELD: Final = "withheld"
SEALED: Final = "sealed"
LAST_MERGE: Final = "last merge"
PHRASES: Final = "phrases"
"""The names in the table `meta`, besides how far the index of typed words reaches."""

EVENTS_AT_ONCE: Final = 2_000
"""A few hundred kilobytes: the log streams, and no reader holds a transaction open."""


_Read = TypeVar("_Read")


class Reading:
    """The reading half of `reviewer.app.store.Store`, where each of its methods is described.

    It may be used from several threads, one at a time. What another thread is writing is waited
    for, so that several queries of one method see the file in one state.
    """

    def __init__(self, path: Path, driver: sqlite3.Connection) -> None:
        self.path: Final = path
        self._driver = driver
        self._turn = threading.RLock()

    def read(self, query: Callable[[sqlite3.Connection], _Read]) -> _Read:
        """Run a query when it is our turn; raises WorldError."""
        with self._turn, in_words(self.path):
            return query(self._driver)

    def _rows(self, statement: PreparedStatement, **values: object) -> list[tuple[Any, ...]]:
        return self.read(lambda driver: statement.run(driver, values).fetchall())

    def _row(self, statement: PreparedStatement, **values: object) -> tuple[Any, ...] | None:
        return next(iter(self._rows(statement, **values)), None)

    def lists(self) -> tuple[ListStamp, ...]:
        return tuple(map(rows.stamp_of, self._rows(_STAMPS)))

    def listed(self) -> ListedRows:
        return ListedRows(self._rows(_CASES))

    def cases(self) -> tuple[Case, ...]:
        return ListedRows(self._rows(_CASES)).all()

    def case(self, case_id: CaseId) -> Case:
        found = ListedRows(self._rows(_CASE, id=case_id)).case(case_id)
        if found is None:
            raise RefusalError(
                "unknown-case",
                message("There is no case “{case}” in the list.", case=case_id),
            )
        return found

    def review(self, case_id: CaseId, reviewer: str) -> Review:
        named = {"case_id": case_id, "person": normalised_name(reviewer)}
        with self._turn:
            row = self._row(_REVIEW, **named)
            if row is None:
                return Review(case=case_id, reviewer=reviewer)
            answers = dict(self._rows(_ANSWERS_OF, **named))
        return rows.review_of(row[1:], answers)

    def case_reviews(self, case_id: CaseId) -> tuple[Review, ...]:
        return self.read(lambda driver: case_reviews(driver, case_id))

    def all_reviews(self) -> tuple[Review, ...]:
        """Return every review ever written in the list's order, those without answers too."""
        answers: dict[tuple[str, str], dict[Key, str]] = {}
        with self._turn:
            for case_id, person, key, value in self._rows(_ANSWERS):
                answers.setdefault((case_id, person), {})[key] = value
            found = self._rows(_REVIEWS)
        return tuple(
            rows.review_of(row, answers.get((row[0], person), {})) for person, *row in found
        )

    def reviews(self) -> tuple[Review, ...]:
        current, _ = parted(self.all_reviews())
        return tuple(current)

    def earlier_reviews(self) -> tuple[Review, ...]:
        _, earlier = parted(self.all_reviews())
        return earlier

    def progress(self) -> Mapping[CaseId, Progress]:
        with self._turn:
            latest_of = {
                case_id: latest(self.case_reviews(case_id)) for (case_id,) in self._rows(_SHARED)
            }
            found = self._rows(_PROGRESS)
        lines: dict[CaseId, Progress] = {}
        for row in found:
            review = latest_of.get(row[0])
            if review is None or row[-1] == normalised_name(review.reviewer):
                lines[row[0]] = rows.progress_of(row[:-1])
        return lines

    def drafts(self) -> tuple[Draft, ...]:
        return tuple(map(rows.draft_of, self._rows(_DRAFTS)))

    def withheld(self) -> tuple[WithheldWords, ...]:
        return rows.withheld_of(self.read(lambda driver: meta(driver, WITHHELD)))

    def bookmark(self) -> Bookmark | None:
        text = self.read(lambda driver: meta(driver, BOOKMARK))
        return rows.bookmark_of(text) if text is not None else None

    def phrases(self) -> tuple[str, ...]:
        return rows.texts_of(self.read(lambda driver: meta(driver, PHRASES)))

    def sealed(self) -> str:
        return self.read(lambda driver: meta(driver, SEALED)) or ""

    def last_merge(self) -> str:
        return self.read(lambda driver: meta(driver, LAST_MERGE)) or ""

    def own_words(self) -> tuple[str, ...]:
        return rows.texts_of(self.read(lambda driver: meta(driver, OWN_WORDS)))

    def events(self, *kinds: type[Action], after: int = 0) -> Iterator[Event]:
        statement, last = _events_after(tuple(kind.kind for kind in kinds)), after
        while stretch := self._rows(statement, after=last, most=EVENTS_AT_ONCE):
            yield from map(rows.event_of, stretch)
            last = stretch[-1][0]

    def logged_rows(self, after: int) -> Sequence[rows.Row]:
        """Return the next stretch of the log as it is: an event's columns, typed and salt."""
        return self._rows(_SALTED_EVENTS_AFTER, after=after, most=EVENTS_AT_ONCE)

    def holds(self, seq: int, head: str) -> bool:
        if seq == 0:
            return head == GENESIS
        return self._row(_HASH, seq=seq) == (head,)

    def history(self, case_id: CaseId, *kinds: type[Action]) -> tuple[Event, ...]:
        statement = _history(tuple(kind.kind for kind in kinds))
        return tuple(map(rows.event_of, self._rows(statement, case_id=case_id)))

    def postponed(self) -> frozenset[CaseId]:
        return self._begun_and_not_ended(CasePostponed, CaseResumed)

    def returned(self) -> frozenset[CaseId]:
        return self._begun_and_not_ended(CaseReturned, ReturnSettled)

    def _begun_and_not_ended(self, begins: type[Action], ends: type[Action]) -> frozenset[CaseId]:
        kinds = {begins.kind, ends.kind}
        last = {case: kind for case, kind in self._rows(_STATES) if kind in kinds}
        return frozenset(CaseId(case) for case, kind in last.items() if kind == begins.kind)

    def last_event(self) -> Event | None:
        row = self._row(_LAST_EVENT)
        return rows.event_of(row) if row else None

    def exports(self) -> tuple[ExportStamp, ...]:
        return tuple(map(rows.export_of, self._rows(_EXPORTS)))

    def sources(self) -> tuple[Source, ...]:
        return tuple(map(rows.source_of, self._rows(_SOURCES)))

    def workbook(self, digest: str) -> bytes:
        row = self._row(_CONTENT, digest=digest)
        if row is None:
            raise RefusalError(
                "unknown-workbook", message("The register has no workbook with that fingerprint.")
            )
        content: bytes = row[0]
        return content

    def records(
        self, known: Collection[str] = (), about: Collection[CaseId] | None = None
    ) -> Iterator[tuple[str, WorkbookRecord]]:
        with self._turn:
            parts: dict[str, bytes] = dict(self._rows(_PARTS))
            found = self._rows(_RECORDS) if about is None else self._records_about(about)
        for digest, cases, form, head, content in found:
            if digest not in known and {cases, form} <= parts.keys():
                yield (
                    digest,
                    WorkbookRecord(
                        head=head, content=content, cases=parts[cases], form=parts[form]
                    ),
                )

    def _records_about(self, cases: Collection[CaseId]) -> list[tuple[Any, ...]]:
        digests = {row[0] for case in cases for row in self._rows(_RECORDS_ABOUT, case_id=case)}
        contents = {one: self._row(_RECORD_CONTENT, digest=one) for one in digests}
        return [(*row, *(contents.get(row[0]) or (b"",))) for row in self._rows(_HEADS)]

    def decisions(self) -> tuple[Decision, ...]:
        return tuple(map(rows.decision_of, self._rows(_DECISIONS)))


def meta(driver: sqlite3.Connection, name: str) -> str | None:
    """Return a text of the table `meta`."""
    row = _META.run(driver, {"name": name}).fetchone()
    return row[0] if row else None


def case_reviews(driver: sqlite3.Connection, case_id: CaseId) -> tuple[Review, ...]:
    """Return every review of one case that was ever written."""
    return tuple(
        rows.review_of(row, dict(_ANSWERS_OF.run(driver, {"case_id": case_id, "person": person})))
        for person, *row in _CASE_REVIEWS.run(driver, {"case_id": case_id}).fetchall()
    )


@cache
def _events_after(kinds: tuple[str, ...]) -> PreparedStatement:
    return PreparedStatement(_STRETCH.where(*_of_kinds(kinds)))


def _of_kinds(kinds: tuple[str, ...]) -> list[ColumnElement[bool] | TextClause]:
    if not kinds:
        return []
    of_kinds = or_(*(EVENT.c.action == kind for kind in kinds))
    return [of_kinds] if set(kinds) & set(FREQUENT) else [of_kinds, text(RARE)]


@cache
def _history(kinds: tuple[str, ...]) -> PreparedStatement:
    of_kinds = [or_(*(EVENT.c.action == kind for kind in kinds))] if kinds else []
    return PreparedStatement(
        _EVENTS.where(EVENT.c.case_id == bindparam("case_id"), text(OF_A_CASE), *of_kinds).order_by(
            EVENT.c.seq
        )
    )

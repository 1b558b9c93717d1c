"""What is read of an open file, each in one query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select, text

from db import rows
from db.schema import (
    ANSWER,
    CASE,
    DECISION,
    EVENT,
    EVENT_VALUE,
    EXPORT,
    LIST_STAMP,
    MARKS,
    META,
    REVIEW,
    WORKBOOK,
)
from db.statement import Statement
from reviewer.domain.case import Case, ListStamp, normalised_name
from reviewer.domain.event import Event
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.progress import Progress
from reviewer.domain.review import Review
from reviewer.domain.submission import Decision, ExportStamp, LogLine, Source

_META: Final = Statement(select(META.c.value).where(META.c.name == bindparam("name")))
_STAMPS: Final = Statement(
    select(*[c for c in LIST_STAMP.columns if c.name != "seq"]).order_by(LIST_STAMP.c.seq)
)
_CASES: Final = Statement(select(CASE).order_by(CASE.c.position))
_CASE: Final = Statement(select(CASE).where(CASE.c.id == bindparam("id")))

_REVIEW_COLUMNS: Final = (
    REVIEW.c.id,
    REVIEW.c.case_id,
    REVIEW.c.reviewer,
    REVIEW.c.completed,
    REVIEW.c.first_grade,
    REVIEW.c.vector,
    REVIEW.c.changed_at,
)
_REVIEW: Final = Statement(
    select(*_REVIEW_COLUMNS).where(
        REVIEW.c.case_id == bindparam("case_id"), REVIEW.c.person == bindparam("person")
    )
)
_REVIEWS: Final = Statement(
    select(*_REVIEW_COLUMNS)
    .join(CASE, CASE.c.id == REVIEW.c.case_id)
    .order_by(CASE.c.position, REVIEW.c.person)
)
_ANSWERS_OF: Final = Statement(
    select(ANSWER.c.key, ANSWER.c.value).where(ANSWER.c.review_id == bindparam("review_id"))
)
_ANSWERS: Final = Statement(select(ANSWER).order_by(ANSWER.c.review_id, ANSWER.c.key))
_PROGRESS: Final = Statement(
    select(
        REVIEW.c.case_id,
        REVIEW.c.type,
        REVIEW.c.status,
        REVIEW.c.percent,
        REVIEW.c.unanswered,
        REVIEW.c.findings,
        REVIEW.c.grade,
        REVIEW.c.supervision,
        REVIEW.c.delay,
        REVIEW.c.delay_days,
        REVIEW.c.referral_open,
        REVIEW.c.referral_urgency,
        REVIEW.c.changed_at,
    ).where(REVIEW.c.person == bindparam("person"))
)
_EVENTS: Final = select(EVENT, EVENT_VALUE.c.value).outerjoin(
    EVENT_VALUE, EVENT_VALUE.c.seq == EVENT.c.seq
)
_EVENTS_AFTER: Final = Statement(
    _EVENTS.where(EVENT.c.seq > bindparam("after")).order_by(EVENT.c.seq).limit(bindparam("most"))
)
_LAST_EVENT: Final = Statement(_EVENTS.order_by(EVENT.c.seq.desc()).limit(1))
_MARKS: Final = Statement(
    select(EVENT.c.at, EVENT.c.action, EVENT.c.detail, EVENT.c.hash)
    .where(text(MARKS))
    .order_by(EVENT.c.seq)
)
_EXPORTS: Final = Statement(select(EXPORT).order_by(EXPORT.c.number))
_SOURCES: Final = Statement(
    select(*[c for c in WORKBOOK.columns if c.name != "content"]).order_by(WORKBOOK.c.digest)
)
_CONTENT: Final = Statement(
    select(WORKBOOK.c.content).where(WORKBOOK.c.digest == bindparam("digest"))
)
_DECISIONS: Final = Statement(
    select(*[c for c in DECISION.columns if c.name != "seq"]).order_by(DECISION.c.seq)
)

EVENTS_AT_ONCE: Final = 2_000
"""A few hundred kilobytes: the log streams, and no reader holds a transaction open."""


def meta(connection: Connection, name: str) -> str | None:
    """Return a text of the table `meta`."""
    value: str | None = _META.run(connection, {"name": name}).scalar_one_or_none()
    return value


def lists(connection: Connection) -> tuple[ListStamp, ...]:
    """Return the stamps of the accepted lists, oldest first."""
    return tuple(map(rows.stamp_of, _STAMPS.run(connection)))


def cases(connection: Connection) -> tuple[Case, ...]:
    """Return every case in the list's order."""
    return tuple(map(rows.case_of, _CASES.run(connection)))


def case(connection: Connection, case_id: CaseId) -> Case | None:
    """Return one case, if the list has it."""
    row = _CASE.run(connection, {"id": case_id}).first()
    return rows.case_of(row) if row else None


def review(connection: Connection, case_id: CaseId, reviewer: str) -> Review | None:
    """Return a reader's review of a case, if one was ever written."""
    named = {"case_id": case_id, "person": normalised_name(reviewer)}
    row = _REVIEW.run(connection, named).first()
    if row is None:
        return None
    answers = {Key(r[0]): r[1] for r in _ANSWERS_OF.run(connection, {"review_id": row[0]})}
    return rows.review_of(row[1:], answers)


def reviews(connection: Connection) -> Iterator[Review]:
    """Yield every review ever written in the list's order, those without answers too."""
    answers: dict[int, dict[Key, str]] = {}
    for row in _ANSWERS.run(connection):
        review_id, key, value = row
        answers.setdefault(review_id, {})[key] = value
    for row in _REVIEWS.run(connection):
        yield rows.review_of(row[1:], answers.pop(row[0], {}))


def progress(connection: Connection, person: str) -> Mapping[CaseId, Progress]:
    """Return the list lines of one person's reviews."""
    lines = map(rows.progress_of, _PROGRESS.run(connection, {"person": normalised_name(person)}))
    return {line.case: line for line in lines}


def events_after(connection: Connection, after: int) -> tuple[Event, ...]:
    """Return the next stretch of the log, none at its end."""
    found = _EVENTS_AFTER.run(connection, {"after": after, "most": EVENTS_AT_ONCE})
    return tuple(map(rows.event_of, found))


def event_rows_after(connection: Connection, after: int) -> tuple[Row[*tuple[Any, ...]], ...]:
    """Return the next stretch of the log as it stands, with salts: what the check looks at."""
    found = _RAW_EVENTS_AFTER.run(connection, {"after": after, "most": EVENTS_AT_ONCE})
    return tuple(found)


_RAW_EVENTS_AFTER: Final = Statement(
    select(EVENT, EVENT_VALUE.c.value, EVENT_VALUE.c.salt)
    .outerjoin(EVENT_VALUE, EVENT_VALUE.c.seq == EVENT.c.seq)
    .where(EVENT.c.seq > bindparam("after"))
    .order_by(EVENT.c.seq)
    .limit(bindparam("most"))
)


def last_event(connection: Connection) -> Event | None:
    """Return the newest event."""
    row = _LAST_EVENT.run(connection).first()
    return rows.event_of(row) if row else None


def log_lines(connection: Connection) -> tuple[LogLine, ...]:
    """Return exports, merges and removals with the log's head after each, oldest first."""
    return tuple(map(rows.log_line_of, _MARKS.run(connection)))


def exports(connection: Connection) -> tuple[ExportStamp, ...]:
    """Return the exports in the order of their numbers."""
    return tuple(map(rows.export_of, _EXPORTS.run(connection)))


def sources(connection: Connection) -> tuple[Source, ...]:
    """Return a register's workbooks in the order of their digests."""
    return tuple(map(rows.source_of, _SOURCES.run(connection)))


def workbook(connection: Connection, digest: str) -> bytes | None:
    """Return one workbook's bytes, if the register has it."""
    content: bytes | None = _CONTENT.run(connection, {"digest": digest}).scalar_one_or_none()
    return content


def decisions(connection: Connection) -> tuple[Decision, ...]:
    """Return every decision, oldest first."""
    return tuple(map(rows.decision_of, _DECISIONS.run(connection)))

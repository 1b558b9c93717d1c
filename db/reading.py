"""What is read of an open file, each in one query."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from sqlalchemy import ColumnElement, TextClause, bindparam, or_, select, text

from db import rows
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
    REVIEW,
    WORKBOOK,
)
from db.statement import Statement
from reviewer.app.store import Draft
from reviewer.domain.action import Action
from reviewer.domain.case import Case, ListStamp, normalised_name
from reviewer.domain.case_actions import CasePostponed, CaseResumed, CaseReturned, ReturnSettled
from reviewer.domain.event import Event
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.progress import Progress
from reviewer.domain.review import Review, latest
from reviewer.domain.submission import Decision, ExportStamp, Source

_META: Final = Statement(select(META.c.value).where(META.c.name == bindparam("name")))
_STAMPS: Final = Statement(
    select(*[c for c in LIST_STAMP.columns if c.name != "seq"]).order_by(LIST_STAMP.c.seq)
)
_CASES: Final = Statement(select(CASE).order_by(CASE.c.position))
_CASE: Final = Statement(select(CASE).where(CASE.c.id == bindparam("id")))

_REVIEW_COLUMNS: Final = (
    REVIEW.c.person,
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
_CASE_REVIEWS: Final = Statement(
    select(*_REVIEW_COLUMNS)
    .where(REVIEW.c.case_id == bindparam("case_id"))
    .order_by(REVIEW.c.case_id, REVIEW.c.person)
)
_SHARED: Final = Statement(
    select(REVIEW.c.case_id).group_by(REVIEW.c.case_id).having(text("count(*) > 1"))
)
_DRAFTS: Final = Statement(select(DRAFT).order_by(*DRAFT.primary_key))
_HASH: Final = Statement(select(EVENT.c.hash).where(EVENT.c.seq == bindparam("seq")))
_REVIEWS: Final = Statement(
    select(*_REVIEW_COLUMNS)
    .join(CASE, CASE.c.id == REVIEW.c.case_id)
    .order_by(CASE.c.position, REVIEW.c.person)
)
_ANSWERS_OF: Final = Statement(
    select(ANSWER.c.key, ANSWER.c.value).where(
        ANSWER.c.case_id == bindparam("case_id"), ANSWER.c.person == bindparam("person")
    )
)
_ANSWERS: Final = Statement(select(ANSWER).order_by(*ANSWER.primary_key))
_PROGRESS: Final = Statement(
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
_SALTED_EVENTS_AFTER: Final = Statement(_STRETCH.add_columns(EVENT_TYPED.c.salt))
_STANDING: Final = (CasePostponed, CaseResumed, CaseReturned, ReturnSettled)
_STATES: Final = Statement(
    select(EVENT.c.case_id, EVENT.c.action)
    .where(text(RARE), EVENT.c.action.in_([action.kind for action in _STANDING]))
    .order_by(EVENT.c.seq)
)
_LAST_EVENT: Final = Statement(_EVENTS.order_by(EVENT.c.seq.desc()).limit(1))
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


def meta(driver: sqlite3.Connection, name: str) -> str | None:
    """Return a text of the table `meta`."""
    row = _META.run(driver, {"name": name}).fetchone()
    return row[0] if row else None


def lists(driver: sqlite3.Connection) -> tuple[ListStamp, ...]:
    """Return the stamps of the accepted lists, oldest first."""
    return tuple(map(rows.stamp_of, _STAMPS.run(driver)))


def listed(driver: sqlite3.Connection) -> ListedRows:
    """Return the list in its order, none of its cases made yet."""
    return ListedRows(_CASES.run(driver).fetchall())


def cases(driver: sqlite3.Connection) -> tuple[Case, ...]:
    """Return every case in the list's order."""
    return listed(driver).all()


def case(driver: sqlite3.Connection, case_id: CaseId) -> Case | None:
    """Return one case, if the list has it."""
    return ListedRows(_CASE.run(driver, {"id": case_id})).case(case_id)


def review(driver: sqlite3.Connection, case_id: CaseId, reviewer: str) -> Review | None:
    """Return a reader's review of a case, if one was ever written."""
    named = {"case_id": case_id, "person": normalised_name(reviewer)}
    row = _REVIEW.run(driver, named).fetchone()
    if row is None:
        return None
    return rows.review_of(row[1:], dict(_ANSWERS_OF.run(driver, named)))


def reviews(driver: sqlite3.Connection) -> Iterator[Review]:
    """Yield every review ever written in the list's order, those without answers too."""
    answers: dict[tuple[str, str], dict[Key, str]] = {}
    for case_id, person, key, value in _ANSWERS.run(driver):
        answers.setdefault((case_id, person), {})[key] = value
    for person, *row in _REVIEWS.run(driver):
        yield rows.review_of(row, answers.pop((row[0], person), {}))


def case_reviews(driver: sqlite3.Connection, case_id: CaseId) -> tuple[Review, ...]:
    """Return every review of one case that was ever written."""
    return tuple(
        rows.review_of(row, dict(_ANSWERS_OF.run(driver, {"case_id": case_id, "person": person})))
        for person, *row in _CASE_REVIEWS.run(driver, {"case_id": case_id}).fetchall()
    )


def progress(driver: sqlite3.Connection) -> Mapping[CaseId, Progress]:
    """Return the list lines by case, each of the case's latest review."""
    latest_of = {
        case_id: latest(case_reviews(driver, case_id))
        for (case_id,) in _SHARED.run(driver).fetchall()
    }
    lines: dict[CaseId, Progress] = {}
    for row in _PROGRESS.run(driver):
        review = latest_of.get(row[0])
        if review is None or row[-1] == normalised_name(review.reviewer):
            lines[row[0]] = rows.progress_of(row[:-1])
    return lines


def drafts(driver: sqlite3.Connection) -> tuple[Draft, ...]:
    """Return every draft."""
    return tuple(map(rows.draft_of, _DRAFTS.run(driver)))


def hash_of(driver: sqlite3.Connection, seq: int) -> str:
    """Return an event's hash, empty where the log has none of that number."""
    row = _HASH.run(driver, {"seq": seq}).fetchone()
    return str(row[0]) if row else ""


def events_after(
    driver: sqlite3.Connection, after: int, kinds: tuple[str, ...] = ()
) -> tuple[Event, ...]:
    """Return the next stretch of the log, of these kinds where any are given; none at its end."""
    found = _events_after(kinds).run(driver, {"after": after, "most": EVENTS_AT_ONCE})
    return tuple(map(rows.event_of, found))


@cache
def _events_after(kinds: tuple[str, ...]) -> Statement:
    return Statement(_STRETCH.where(*_of_kinds(kinds)))


def _of_kinds(kinds: tuple[str, ...]) -> list[ColumnElement[bool] | TextClause]:
    if not kinds:
        return []
    of_kinds = or_(*(EVENT.c.action == kind for kind in kinds))
    return [of_kinds] if set(kinds) & set(FREQUENT) else [of_kinds, text(RARE)]


def salted_events_after(driver: sqlite3.Connection, after: int) -> Sequence[rows.Row]:
    """Return the next stretch of the log as it stands: an event's columns, value and salt."""
    return _SALTED_EVENTS_AFTER.run(driver, {"after": after, "most": EVENTS_AT_ONCE}).fetchall()


def history(
    driver: sqlite3.Connection, case_id: CaseId, kinds: tuple[str, ...]
) -> tuple[Event, ...]:
    """Return the events of one case, of these kinds where any are given, oldest first."""
    found = _history(kinds).run(driver, {"case_id": case_id})
    return tuple(map(rows.event_of, found))


@cache
def _history(kinds: tuple[str, ...]) -> Statement:
    of_kinds = [or_(*(EVENT.c.action == kind for kind in kinds))] if kinds else []
    return Statement(
        _EVENTS.where(EVENT.c.case_id == bindparam("case_id"), text(OF_A_CASE), *of_kinds).order_by(
            EVENT.c.seq
        )
    )


def postponed(driver: sqlite3.Connection) -> frozenset[CaseId]:
    """Return the cases that were put off and not taken up again."""
    return _standing(driver, CasePostponed, CaseResumed)


def returned(driver: sqlite3.Connection) -> frozenset[CaseId]:
    """Return the cases that a lead returned and that were not settled since."""
    return _standing(driver, CaseReturned, ReturnSettled)


def _standing(
    driver: sqlite3.Connection, begins: type[Action], ends: type[Action]
) -> frozenset[CaseId]:
    kinds = {begins.kind, ends.kind}
    last = {case: kind for case, kind in _STATES.run(driver) if kind in kinds}
    return frozenset(CaseId(case) for case, kind in last.items() if kind == begins.kind)


def last_event(driver: sqlite3.Connection) -> Event | None:
    """Return the newest event."""
    row = _LAST_EVENT.run(driver).fetchone()
    return rows.event_of(row) if row else None


def exports(driver: sqlite3.Connection) -> tuple[ExportStamp, ...]:
    """Return the exports in the order of their numbers."""
    return tuple(map(rows.export_of, _EXPORTS.run(driver)))


def sources(driver: sqlite3.Connection) -> tuple[Source, ...]:
    """Return a register's workbooks in the order of their digests."""
    return tuple(map(rows.source_of, _SOURCES.run(driver)))


def workbook(driver: sqlite3.Connection, digest: str) -> bytes | None:
    """Return one workbook's bytes, if the register has it."""
    row = _CONTENT.run(driver, {"digest": digest}).fetchone()
    return row[0] if row else None


def decisions(driver: sqlite3.Connection) -> tuple[Decision, ...]:
    """Return every decision, oldest first."""
    return tuple(map(rows.decision_of, _DECISIONS.run(driver)))

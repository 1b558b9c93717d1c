"""The tables of a review file, format version 1.

The log is append-only, and its hashes chain it; what a person typed is apart, salted, so
that it can be redacted and the chain still holds. Anyone who changes a table raises the version
and adds a script to `db.migrations`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, get_type_hints

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Constraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from db.statement import driver_of, one_transaction
from reviewer.domain.case_actions import AnswerGiven, CaseViewed
from reviewer.domain.progress import Progress

APPLICATION_ID: Final = 0x52455657
"""`REVW`, so that a rescuer can tell a decrypted copy from any other SQLite file."""

FIRST_FORMAT: Final = 1
FORMAT_VERSION: Final = 1
"""Kept in `user_version`; it stands for tables, key derivation and cipher settings together."""

METADATA: Final = MetaData()


def _text(name: str, *reference: ForeignKey, primary: bool = False) -> Column[str]:
    return Column(name, Text, *reference, nullable=False, primary_key=primary)


def _number(name: str, *reference: ForeignKey, primary: bool = False) -> Column[int]:
    return Column(name, Integer, *reference, nullable=False, primary_key=primary)


def _table(name: str, *parts: Column[Any] | Constraint, rowid: bool = True) -> Table:
    return Table(name, METADATA, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


def _columns_of_a_line() -> Iterator[Column[Any]]:
    """Make a column of each field of a case list's line that is not the review's own."""
    for name, kind in get_type_hints(Progress).items():
        if name in {"case", "changed_at"}:
            continue
        if kind == int | None:
            yield Column(name, Integer)
        elif issubclass(kind, int):
            yield _number(name)
        else:
            yield _text(name)


LINE: Final = tuple(_columns_of_a_line())
"""The columns of a line of the case list, beside the review's case and time."""

META: Final = _table("meta", _text("name", primary=True), _text("value"))
"""What there is one of, mostly as JSON: the names are in `db.reading` and `db.typed_words`."""

LIST_STAMP: Final = _table(
    "list_stamp",
    _number("seq", primary=True),
    _number("length"),
    _text("digest"),
    _text("file_digest"),
    _text("loaded_at"),
    _text("mapping"),
    _text("left_out"),
    _text("values"),
)

CASE: Final = _table(
    "case",
    _text("id", primary=True),
    _number("position"),
    _text("listed"),
    UniqueConstraint("position"),
)
"""`listed` is a JSON object of the list's values."""

REVIEW: Final = _table(
    "review",
    _text("case_id", ForeignKey("case.id"), primary=True),
    _text("person", primary=True),
    _text("reviewer"),
    _number("completed"),
    _text("blind_grade"),
    _text("vector"),
    _text("changed_at"),
    *LINE,
    rowid=False,
)
"""A review and its line of the case list. `person` is the reviewer's name as it is compared."""

ANSWER: Final = _table(
    "answer",
    _text("case_id", primary=True),
    _text("person", primary=True),
    _text("key", primary=True),
    _text("value"),
    ForeignKeyConstraint(["case_id", "person"], ["review.case_id", "review.person"]),
    rowid=False,  # in the order of the reviews on the disk: all are read in one pass
)

EVENT: Final = _table(
    "event",
    _number("seq", primary=True),
    _text("at"),
    _text("actor"),
    _text("action"),
    _text("case_id"),
    _text("facts"),
    _text("typed_digest"),
    _text("previous"),
    _text("hash"),
    CheckConstraint("seq > 0"),
)
"""`facts` are the action's typed fields as JSON; what a person typed is in `event_typed`."""

EVENT_TYPED: Final = _table(
    "event_typed",
    _number("seq", ForeignKey("event.seq"), primary=True),
    _text("salt"),
    _text("fields"),
)
"""The redactable fields of an event as JSON; a row that is gone was redacted."""


DRAFT: Final = _table(
    "draft",
    _text("case_id", primary=True),  # of no case, or a register's, where a dialog is typed into
    _text("dialog", primary=True),
    _text("key", primary=True),
    _text("field", primary=True),
    _text("text"),
    _text("at"),
    rowid=False,
)
"""A text that is being typed: no answer yet, and in no log.

`dialog` and `field` are empty for an item of the form, which `key` names. A dialog has a row for
each of its fields; `key` is the item it is about, if it is about one.
"""

EXPORT: Final = _table(
    "export",
    _number("number", primary=True),
    _text("id"),
    _text("at"),
    _text("log_head"),
    _text("issued_by"),
    _text("app_version"),
    _number("final"),
    UniqueConstraint("id"),
)

WORKBOOK: Final = _table(
    "workbook",
    _text("digest", primary=True),
    _text("source"),
    Column("content", LargeBinary, nullable=False),  # last: a list of sources never reads it
)
"""`source` says who signed it and which export of which file it is, as JSON."""

RECORD: Final = _table(
    "record",
    _text("digest", ForeignKey("workbook.digest"), primary=True),
    _text("cases"),
    _text("form"),
    Column("head", LargeBinary, nullable=False),
)
"""What a workbook says, read once. Derived: it can be dropped and made again."""

RECORD_CONTENT: Final = _table(
    "record_content",
    _text("digest", ForeignKey("record.digest"), primary=True),
    Column("content", LargeBinary, nullable=False),
)
"""A record's reviews, apart: a merge reads all heads, and the reviews only of a few."""

RECORD_CASE: Final = _table(
    "record_case",
    _text("case_id", primary=True),
    _text("digest", ForeignKey("record.digest"), primary=True),
    rowid=False,
)
"""Of which cases a record's content says something."""

RECORD_PART: Final = _table(
    "record_part",
    _text("digest", primary=True),
    Column("content", LargeBinary, nullable=False),
)
"""A list or a form that records share, by digest."""

DECISION: Final = _table(
    "decision",
    _number("seq", primary=True),
    _text("id"),
    _text("case_id"),
    _text("kind"),
    _text("decided"),
    _text("moderator"),
    _text("at"),
    _text("reason"),
    UniqueConstraint("id"),
)
"""`decided` is what was decided, between which sides and in place of what, as JSON."""

FREQUENT: Final = (AnswerGiven.kind, CaseViewed.kind)
RARE: Final = " AND ".join(f"action <> '{kind}'" for kind in FREQUENT)
"""Which events are in an index by what was done; the same words in the index and in the query.

Two words, because they are asked of each event: naming what is sought cost 0.04 ms an answer.
"""

Index("event_rare", EVENT.c.action, EVENT.c.seq, sqlite_where=text(RARE))

OF_A_CASE: Final = "case_id <> ''"

Index("event_of_case", EVENT.c.case_id, EVENT.c.seq, sqlite_where=text(OF_A_CASE))

TYPED: Final = """CREATE VIRTUAL TABLE typed
USING fts5(words, tokenize = 'unicode61 remove_diacritics 2', prefix = '3')"""
"""The full-text index of what was typed into reviews: one row a case, at its position.

It may be behind the log (`db.typed_words`).

Without FTS5's `secure-delete`: after some hundred replaced rows SQLite 3.53 calls such an index
damaged. Words that were removed leave it by `Writing.redact`.
"""

_APPEND_ONLY: Final = "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"

_TRIGGERS: Final = (
    f"event_is_never_changed BEFORE UPDATE ON event {_APPEND_ONLY}",
    f"event_is_never_deleted BEFORE DELETE ON event {_APPEND_ONLY}",
    f"event_typed_is_redacted_or_kept BEFORE UPDATE ON event_typed {_APPEND_ONLY}",
)


def make_tables(connection: Connection) -> None:
    """Lay out an empty file as format version 1."""
    with one_transaction(driver_of(connection)):  # each statement by itself would wait for the disk
        METADATA.create_all(connection, checkfirst=False)
        connection.exec_driver_sql(TYPED)
        guard_log(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT_VERSION}")


def guard_log(connection: Connection) -> None:
    """Let nobody change or delete what is in the log."""
    for trigger in _TRIGGERS:
        connection.exec_driver_sql(f"CREATE TRIGGER {trigger}")


def unguard_log(connection: Connection) -> None:
    """Let a transaction change the log, which guards it again before it ends."""
    for trigger in _TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER {trigger.partition(' ')[0]}")

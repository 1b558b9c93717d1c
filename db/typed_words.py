"""The full-text index of what was typed into reviews, brought up to date by the log.

On the disk it reaches up to one event of the log; what was typed since is in memory until
the index on the disk is written: when the file is closed, and with a redaction. An answer that
wrote its own words into the index cost half as much again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import sqlcipher3.dbapi2 as driver
from sqlalchemy import bindparam, func, or_, select, text

from db import reading
from db.schema import CASE, EVENT, OF_A_CASE, TYPED
from db.statement import PreparedStatement
from reviewer.domain.case_actions import AnswerGiven, CaseContinued
from reviewer.domain.file_actions import WordsRedacted
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId
from reviewer.domain.review import Review, searchable_text

if TYPE_CHECKING:
    import sqlite3


TYPED_UP_TO: Final = "typed up to"
"""The name in the table `meta` of the last event whose words the index on the disk has."""

_LAST: Final = PreparedStatement(select(func.coalesce(func.max(EVENT.c.seq), 0)))
_NEW_WORDS: Final = (AnswerGiven, CaseContinued, WordsRedacted)
_CHANGED: Final = PreparedStatement(
    select(CASE.c.position, CASE.c.id).where(
        CASE.c.id.in_(
            select(EVENT.c.case_id).where(
                EVENT.c.seq > bindparam("after"),
                text(OF_A_CASE),
                or_(*(EVENT.c.action == action.kind for action in _NEW_WORDS)),
            )
        )
    )
)
"""The cases whose reviews have other words: answered, redacted, or copied after a handover.

One that was only looked at has no new words.
"""

_PUT: Final = (
    "INSERT OR REPLACE INTO typed (rowid, words) SELECT :position, :words "
    "WHERE :words <> coalesce((SELECT words FROM typed WHERE rowid = :position), '')"
)
_ROWS: Final = "SELECT rowid FROM typed WHERE typed MATCH :begins"
_CASES: Final = (
    'SELECT id FROM "case" WHERE position IN (SELECT rowid FROM typed WHERE typed MATCH :begins)'
)
_HELD: Final = 'SELECT id, words FROM typed JOIN "case" ON position = typed.rowid'


class TypedWords:
    """Searches an open file, no matter who writes to it."""

    def __init__(self, file: sqlite3.Connection, form: Callable[[], Form]) -> None:
        """Search `file`, whose form `form` gives; nothing is read before the first search."""
        self._file = file
        self._form = form
        self._newer: dict[int, CaseId] = {}
        self._since: sqlite3.Connection | None = None
        self._up_to = 0

    def cases(self, word: str) -> frozenset[CaseId]:
        """Return the cases with a word in their typed texts that begins so."""
        since = self._up_to_date()
        begins = {"begins": '"' + word.replace('"', '""') + '"*'}
        older = {case_id for (case_id,) in self._file.execute(_CASES, begins)}
        newer = {self._newer[position] for (position,) in since.execute(_ROWS, begins)}
        return frozenset(older.difference(self._newer.values()) | newer)

    def forget(self) -> None:
        """Let go of what is in memory: the disk has it, or the file is closed."""
        if self._since is not None:
            self._since.close()
        self._since = None
        self._newer.clear()

    def _up_to_date(self) -> sqlite3.Connection:
        if self._since is None:
            self._since = driver.connect(":memory:", isolation_level=None, check_same_thread=False)
            self._since.execute(TYPED)
            self._up_to = _on_the_disk(self._file)
        last = _last(self._file)
        changed = _changed(self._file, self._up_to)
        self._newer.update(changed)
        _put(self._since, changed, self._file, self._form)
        self._up_to = last
        return self._since


def write_typed_words(file: sqlite3.Connection, form: Callable[[], Form]) -> int:
    """Bring the index on the disk up to date; return the event that it reaches.

    It is for the caller to put that into `meta`, in the same transaction.
    """
    _put(file, _changed(file, _on_the_disk(file)), file, form)
    return _last(file)


def forget_replaced_words(file: sqlite3.Connection) -> None:
    """Take every word out of the index on the disk that is no longer in a text."""
    file.execute("INSERT INTO typed (typed) VALUES ('optimize')")


def _on_the_disk(file: sqlite3.Connection) -> int:
    return int(reading.meta(file, TYPED_UP_TO) or 0)


def _last(file: sqlite3.Connection) -> int:
    (last,) = _LAST.run(file).fetchone()
    return int(last)


def _changed(file: sqlite3.Connection, after: int) -> list[tuple[int, CaseId]]:
    return _CHANGED.run(file, {"after": after}).fetchall()


def _put(
    index: sqlite3.Connection,
    changed: Iterable[tuple[int, CaseId]],
    file: sqlite3.Connection,
    form: Callable[[], Form],
) -> None:
    for position, case_id in changed:
        words = words_of(form(), reading.case_reviews(file, case_id))
        index.execute(_PUT, {"position": position, "words": words})


def words_of(form: Form, reviews: Iterable[Review]) -> str:
    """Return what is indexed of a case, from all its reviews in the order of the readers."""
    return "\n".join(searchable_text(form, review.answers) for review in reviews)


def wrongly_indexed(file: sqlite3.Connection, typed: Mapping[CaseId, str]) -> Sequence[CaseId]:
    """Return the cases whose words on the disk are not those of `words_of`, as far as it reaches.

    `typed` has them by case; a case without is one where nothing was typed.
    """
    newer = {case_id for _, case_id in _changed(file, _on_the_disk(file))}
    held = dict(file.execute(_HELD))
    return [
        case_id
        for case_id in sorted((held.keys() | typed.keys()) - newer)
        if held.get(case_id, "") != typed.get(case_id, "")
    ]

"""Another inspection code for a review file: every case gets the id that follows from it.

The log is append-only for everybody who may have seen its head. Before the first export nobody
has, so a mistyped code can still be corrected in it: its events name the cases by their new ids,
its hashes are made again, and the event that says so keeps the head that there was before.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db import reading, rows
from db.engine import Access, close_to_one_file, connect
from db.failure import in_words
from db.key import FileKey
from db.lock import WriterLock
from db.schema import guard_log, unguard_log
from db.statement import driver_of, one_transaction
from db.unit import Writing
from reviewer.domain.event import GENESIS, event_hash
from reviewer.domain.file_actions import ListExtended
from reviewer.domain.form import Form
from reviewer.domain.team_actions import CodeCorrected
from reviewer.domain.times import stamp

if TYPE_CHECKING:
    import sqlite3

_OF_CASES: Final = (
    ("case", "id"),
    ("review", "case_id"),
    ("answer", "case_id"),
    ("draft", "case_id"),
)
"""Tables and their columns that name a case; the log's are chained again."""


def correct_code(
    path: Path, key: FileKey, code: str, reason: str, *, person: str, now: datetime
) -> None:
    """Give a file that nobody has open another inspection code, in one transaction; logged.

    The caller has made sure that nothing was exported. Killed or failing at any moment it
    leaves the file as it was. Raises WorldError where the disk refuses, LockedError where
    somebody works in the file.
    """
    with WriterLock(path, person), in_words(path):
        connection = connect(path, key, Access.WRITE)
        driver = driver_of(connection)
        try:
            with one_transaction(driver):
                driver.execute("PRAGMA defer_foreign_keys = ON")
                unguard_log(connection)
                _recode(driver, code, reason, at=stamp(now))
                guard_log(connection)
        finally:
            close_to_one_file(connection)


def _recode(driver: sqlite3.Connection, code: str, reason: str, *, at: str) -> None:
    about = rows.inspection_of(reading.meta(driver, reading.INSPECTION) or "")
    before = about.code
    for table, column in _OF_CASES:
        driver.execute(
            f'UPDATE "{table}" SET {column} = ? || substr({column}, ?) '  # noqa: S608 - our names
            f"WHERE substr({column}, 1, ?) = ?",
            (code, len(before) + 1, len(before) + 1, f"{before}-"),
        )
    driver.execute("DELETE FROM meta WHERE name = ?", (reading.BOOKMARK,))
    head = _chain_again(driver, before, code)
    (last,) = driver.execute("SELECT max(seq) FROM event").fetchone()
    (now_head,) = driver.execute("SELECT hash FROM event WHERE seq = ?", (last,)).fetchone()
    unit = Writing(driver, (last, now_head), lambda: _form(driver), actor=about.person, at=at)
    unit.put_inspection(replace(about, code=code))
    unit.log(CodeCorrected(before=before, after=code, head=head, reason=reason))
    unit.end()


def _chain_again(driver: sqlite3.Connection, before: str, code: str) -> str:
    """Name the cases by their new ids in every event; return the head that there was before."""
    events = driver.execute(
        "SELECT seq, at, actor, action, case_id, facts, typed_digest, hash FROM event ORDER BY seq"
    ).fetchall()
    previous, head = GENESIS, GENESIS
    for seq, at, actor, action, case, facts, typed, own in events:
        head = own
        named = _renamed(case, before, code)
        about = _of_list(facts, before, code) if action == ListExtended.kind else facts
        chained = event_hash(seq, at, actor, action, named, about, typed, previous)
        driver.execute(
            "UPDATE event SET case_id = ?, facts = ?, previous = ?, hash = ? WHERE seq = ?",
            (named, about, previous, chained, seq),
        )
        previous = chained
    return str(head)


def _renamed(case: str, before: str, code: str) -> str:
    return code + case.removeprefix(before) if case.startswith(f"{before}-") else case


def _of_list(facts: str, before: str, code: str) -> str:
    extended = json.loads(facts)
    ends = {name: _renamed(extended[name], before, code) for name in ("first", "last")}
    return rows.json_text({**extended, **ends})


def _form(driver: sqlite3.Connection) -> Form:
    return Form.model_validate_json(reading.meta(driver, reading.FORM) or "")

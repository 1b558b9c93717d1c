"""Whether a file is whole: its pages, its log, and its tables against its log.

Who has the key can forge everything at once; the heads that signed exports carry show that
(`check --against`). What is found here is damage, and tampering that was less thorough.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from db.engine import Access, connect, log_of
from db.failure import in_words
from db.replay import LogReplay, Problem, ReplayedReview, replay_log
from db.statement import driver_of
from db.store import ReviewFile
from db.typed_words import words_of, wrongly_indexed
from reviewer.domain.case import list_digest, normalised_name
from reviewer.domain.correction import ListChanges
from reviewer.domain.errors import WorldError
from reviewer.domain.ids import Key
from reviewer.domain.message import Message, listed, message, plural
from reviewer.domain.review import Review

if TYPE_CHECKING:
    import sqlite3


NAMED_AT_MOST: Final = 8
"""Keys named in one sentence; the rest is counted."""

TRIES: Final = 3
"""How often a file is looked at that somebody works in: between two answers one look fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What a check found; `events` were read, `head` is the hash of the last one."""

    events: int
    head: str
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check_file(store: ReviewFile) -> CheckReport:
    """Check the pages, the log's chain with its values, and the tables against the log.

    A problem of the log names its event by number, one of a review its case and keys. A
    damaged file gives a report too, as far as it can be read. What is found while somebody
    works in the file is looked at again: log and tables are not read in one moment.
    """
    for _ in range(TRIES):
        before = _last_seq(store)
        report = _checked(store)
        if report.ok or _last_seq(store) == before:
            break
    return report


def _last_seq(store: ReviewFile) -> int:
    try:
        last = store.last_event()
    except WorldError:
        return 0
    return last.seq if last is not None else 0


def _checked(store: ReviewFile) -> CheckReport:
    problems: list[Problem] = []
    log = LogReplay(grade_key=Key(""))
    try:
        problems.extend(_pages(store))
        form = store.form()
        log.grade_key = form.roles.grade
        replay_log(store, log)
        problems.extend(log.problems)
        problems.extend(_tables(store, log))
    except WorldError as error:
        problems.append(Problem(code=error.code, text=error.sentence))
    except (ValueError, TypeError, LookupError):
        # Rows that are no rows of ours: what they hold may be case text, so it is not shown.
        problems.append(Problem(code="damaged", text=message("A row of the file cannot be read.")))
    return CheckReport(events=log.events, head=log.head, problems=tuple(problems))


def _pages(store: ReviewFile) -> Iterator[Problem]:
    # On a connection that has seen the file otherwise, or with changes in the log beside it,
    # SQLCipher calls healthy files damaged.
    store.checkpoint()
    log = log_of(store.path)
    with in_words(store.path):
        alone = not log.exists() or log.stat().st_size == 0
        connection = connect(store.path, store.key, Access.READ)
        try:
            driver = driver_of(connection)
            broken = driver.execute("PRAGMA cipher_integrity_check").fetchall() if alone else []
            for (fault,) in broken:
                yield Problem(
                    code="page-damaged", text=message("The file is damaged: {fault}.", fault=fault)
                )
            if not broken:
                yield from _structure(driver)
        finally:
            connection.close()


def _structure(driver: sqlite3.Connection) -> Iterator[Problem]:
    for (fault,) in driver.execute("PRAGMA integrity_check").fetchall():
        if fault != "ok":
            yield Problem(
                code="structure-damaged",
                text=message("The structure of the file is damaged: {fault}", fault=fault),
            )
    for table, *_ in driver.execute("PRAGMA foreign_key_check").fetchall():
        yield Problem(
            code="structure-damaged",
            text=message(
                "A row of the table {table} refers to one that does not exist.", table=table
            ),
        )


def _tables(store: ReviewFile, log: LogReplay) -> Iterator[Problem]:
    stored = store.all_reviews()
    for review in stored:
        replayed = log.reviews.pop(
            (review.case, normalised_name(review.reviewer)), ReplayedReview()
        )
        yield from _compared(review, replayed)
    for (case, _), replayed in log.reviews.items():
        if replayed.answers:
            yield _differs(case, replayed.answers)
    for export in store.exports():
        if export.log_head not in log.hashes:
            yield Problem(
                code="export-unknown",
                text=message(
                    "The log does not contain the state that export {number} names.",
                    number=export.number,
                ),
            )
    stamps = store.lists()
    accepted = log.list_changes.as_accepted(store.cases())
    if stamps and accepted is not None and stamps[-1].digest != list_digest(accepted):
        yield Problem(
            code="list-changed", text=message("The cases differ from the list that was accepted.")
        )
    yield from _corrected(store, log.list_changes)
    yield from _index(store, stored)
    if store.form().stamp != store.inspection().form:
        yield Problem(
            code="form-changed", text=message("The form is not the one the file was created with.")
        )
    yield from _register(store, log)


def _index(store: ReviewFile, stored: Iterable[Review]) -> Iterator[Problem]:
    form = store.form()
    typed = {
        case_id: words_of(form, reviews) for case_id, reviews in groupby(stored, attrgetter("case"))
    }
    for case_id in store.read(lambda driver: wrongly_indexed(driver, typed)):
        yield Problem(
            code="index-differs",
            text=message(
                "{case}: the search index does not have the text typed in it.", case=case_id
            ),
        )


def _register(store: ReviewFile, log: LogReplay) -> Iterator[Problem]:
    sources = store.sources()
    for text in log.register.differences((s.digest for s in sources), store.decisions()):
        yield Problem(code="register-differs", text=text)
    for source in sources:
        if hashlib.sha256(store.workbook(source.digest)).hexdigest() != source.digest:
            yield Problem(
                code="workbook-changed",
                text=message(
                    "The workbook {file} differs from the one that was merged.", file=source.name
                ),
            )


def _corrected(store: ReviewFile, changes: ListChanges) -> Iterator[Problem]:
    cases = {case.id: case for case in store.cases()}
    for case_id in sorted(changes.added - cases.keys()):
        yield Problem(
            code="case-missing",
            text=message("{case} was added, but is not in the file.", case=case_id),
        )
    for (case_id, key), value in changes.values.items():
        if value is not None and case_id in cases and cases[case_id].get(key) != value:
            yield Problem(
                code="list-value-differs",
                text=message("{case}: its {key} differs from the log.", case=case_id, key=key),
            )


def _compared(review: Review, replayed: ReplayedReview) -> Iterator[Problem]:
    known = {key: value for key, value in review.answers.items() if key not in replayed.unknown}
    if known != replayed.answers:
        keys = {k for k in known | replayed.answers if known.get(k) != replayed.answers.get(k)}
        yield _differs(review.case, dict.fromkeys(sorted(keys), ""))
    # The stamp shows an old page of the table put back, which has a sound code of its own.
    if (review.completed, review.changed_at) != (replayed.completed, replayed.changed_at):
        yield Problem(
            code="state-differs",
            text=message("{case}: its state differs from the log.", case=review.case),
        )
    if review.blind_grade != replayed.blind_grade and not replayed.unknown:
        yield Problem(
            code="blind-grade-differs",
            text=message("{case}: its blind grade differs from the log.", case=review.case),
        )


def _differs(case: str, keys: Mapping[Key, str]) -> Problem:
    named = listed([*list(keys)[:NAMED_AT_MOST], *_more(len(keys) - NAMED_AT_MOST)])
    text = message(
        "{case}: the answers to {questions} differ from the log.", case=case, questions=named
    )
    return Problem(code="answers-differ", text=text)


def _more(count: int) -> tuple[Message, ...]:
    return (plural(count, "{n} more", "{n} more"),) if count > 0 else ()

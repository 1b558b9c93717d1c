"""Whether a file is whole: its pages, its log, and its tables against its log.

Who has the key can forge everything at once; the heads that signed exports carry show that
(`check --against`). What is found here is damage, and tampering that was less thorough.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from db import rows
from db.engine import Access, connect, log_of
from db.failure import in_words
from db.statement import driver_of
from db.store import ReviewFile
from db.typed_words import words_of, wrongly_indexed
from reviewer.domain.action import KINDS, UnknownAction
from reviewer.domain.case import list_digest, normalised_name
from reviewer.domain.case_actions import (
    AnswerGiven,
    BlindGradeFixed,
    CaseCompleted,
    CaseContinued,
    CaseReopened,
)
from reviewer.domain.correction import ListChanges
from reviewer.domain.errors import WorldError
from reviewer.domain.event import GENESIS, Event, event_hash, typed_digest
from reviewer.domain.file_actions import WordsRedacted
from reviewer.domain.ids import Key
from reviewer.domain.register_log import RegisterHistory
from reviewer.domain.review import Review

if TYPE_CHECKING:
    import sqlite3


NAMED_AT_MOST: Final = 8
"""Keys named in one sentence; the rest is counted."""

_OF_REVIEWS: Final = (
    *(AnswerGiven, BlindGradeFixed),
    *(CaseCompleted, CaseReopened, CaseContinued),
)
"""What changes a review."""

_Whose = tuple[str, str]
"""A case and the reviewer's name as it is compared."""

TRIES: Final = 3
"""How often a file is looked at that somebody works in: between two answers one look fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: a code for scripts, a sentence for people, no case text."""

    code: str
    text: str


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


@dataclass(slots=True)
class _Replayed:
    """What the log says of one review; `unknown` are keys whose last value is lost.

    `source` is the event that gave an answer.
    """

    answers: dict[Key, str] = field(default_factory=dict)
    source: dict[Key, int] = field(default_factory=dict)
    unknown: set[Key] = field(default_factory=set)
    completed: bool = False
    blind_grade: str = ""
    changed_at: str = ""


@dataclass(slots=True)
class _Log:
    """What is gathered while the log is read from its first event to its last."""

    grade_key: Key
    problems: list[Problem] = field(default_factory=list)
    reviews: dict[_Whose, _Replayed] = field(default_factory=dict)
    hashes: set[str] = field(default_factory=set)
    missing: dict[int, Event] = field(default_factory=dict)
    list_changes: ListChanges = field(default_factory=ListChanges)
    register: RegisterHistory = field(default_factory=RegisterHistory)
    events: int = 0
    last: int = 0
    head: str = GENESIS

    def found(self, code: str, text: str) -> None:
        self.problems.append(Problem(code=code, text=text))


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
    log = _Log(grade_key=Key(""))
    try:
        problems.extend(_pages(store))
        form = store.form()
        log.grade_key = form.roles.grade
        _read_log(store, log)
        problems.extend(log.problems)
        problems.extend(_tables(store, log))
    except WorldError as error:
        problems.append(Problem(code=error.code, text=str(error)))
    except (ValueError, TypeError, LookupError):
        # Rows that are no rows of ours: what they hold may be case text, so it is not shown.
        problems.append(Problem(code="damaged", text="A row of the file can't be read."))
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
                yield Problem(code="page-damaged", text=f"The file is damaged: {fault}.")
            if not broken:
                yield from _structure(driver)
        finally:
            connection.close()


def _structure(driver: sqlite3.Connection) -> Iterator[Problem]:
    for (fault,) in driver.execute("PRAGMA integrity_check").fetchall():
        if fault != "ok":
            yield Problem(
                code="structure-damaged", text=f"The file's structure is damaged: {fault}"
            )
    for table, *_ in driver.execute("PRAGMA foreign_key_check").fetchall():
        yield Problem(
            code="structure-damaged", text=f"A row of the table {table} belongs to nothing."
        )


def _read_log(store: ReviewFile, log: _Log) -> None:
    while stretch := store.logged_rows(log.last):
        for row in stretch:
            _take(log, row)
    for seq, event in sorted(log.missing.items()):
        words = f"Event {seq} has lost what was typed ({event.action.name} {event.case})."
        log.found("value-missing", words)


def _take(log: _Log, row: rows.Row) -> None:
    *hashed, previous, own_hash, typed, salt = row
    seq, digest = row[0], row[6]
    if seq != log.last + 1:
        log.found("events-missing", f"The log lacks events {log.last + 1} to {seq - 1}.")
    elif previous != log.head:
        log.found("event-out-of-place", f"Event {seq} does not follow event {log.last}.")
    log.events, log.last, log.head = log.events + 1, seq, own_hash
    log.hashes.add(own_hash)
    event = rows.event_of(row[:-1])
    if event_hash(*hashed, previous) != own_hash:
        log.found("event-changed", f"Event {seq} was changed.")
    elif isinstance(event.action, UnknownAction) and event.action.recorded in KINDS:
        log.found("event-unreadable", f"Event {seq} has other fields than its kind.")
    _take_typed(log, event, digest, typed, salt)
    _replay(log, event)


def _take_typed(log: _Log, event: Event, digest: str, typed: str | None, salt: str | None) -> None:
    if typed is None:
        if digest:
            log.missing[event.seq] = event
    elif typed_digest(salt or "", typed) != digest:
        log.found("value-changed", f"What was typed into event {event.seq} was changed.")
    action = event.action
    if isinstance(action, WordsRedacted):
        redacted = log.missing.get(action.event)
        if redacted is not None and redacted.case == event.case:
            del log.missing[action.event]
            _replay_redaction(log, event, action)


def _replay_redaction(log: _Log, event: Event, redaction: WordsRedacted) -> None:
    left = redaction.left.get("answer") if redaction.left is not None else None
    for (case, _), replayed in log.reviews.items():
        if case == event.case:
            for key in [key for key, seq in replayed.source.items() if seq == redaction.event]:
                _put_answer(replayed, key, event.seq, left)
                replayed.changed_at = event.at


def _replay(log: _Log, event: Event) -> None:
    log.list_changes.take(event)
    log.register.take(event)
    action = event.action
    if not isinstance(action, _OF_REVIEWS):
        return
    whose = (event.case, normalised_name(event.actor))
    if isinstance(action, CaseContinued):
        before = log.reviews.get((event.case, normalised_name(action.reader)))
        log.reviews[whose] = _copied(before)
        return
    replayed = log.reviews.setdefault(whose, _Replayed())
    replayed.changed_at = event.at
    match action:
        case CaseCompleted():
            replayed.completed = True
        case CaseReopened():
            replayed.completed = False
        case BlindGradeFixed(grade=grade):
            if not replayed.blind_grade and replayed.answers.get(log.grade_key) == grade:
                replayed.blind_grade = grade
        case AnswerGiven(key=key, answer=answer):
            _put_answer(replayed, key, event.seq, answer)


def _copied(replayed: _Replayed | None) -> _Replayed:
    if replayed is None:
        return _Replayed()
    return replace(
        replayed,
        answers={**replayed.answers},
        source={**replayed.source},
        unknown={*replayed.unknown},
    )


def _put_answer(replayed: _Replayed, key: Key, seq: int, answer: str | None) -> None:
    replayed.unknown.discard(key)
    replayed.answers.pop(key, None)
    replayed.source[key] = seq
    if answer is None:
        replayed.unknown.add(key)
    elif answer:
        replayed.answers[key] = answer


def _tables(store: ReviewFile, log: _Log) -> Iterator[Problem]:
    stored = store.all_reviews()
    for review in stored:
        replayed = log.reviews.pop((review.case, normalised_name(review.reviewer)), _Replayed())
        yield from _compared(review, replayed)
    for (case, _), replayed in log.reviews.items():
        if replayed.answers:
            yield _differs(case, replayed.answers)
    for export in store.exports():
        if export.log_head not in log.hashes:
            yield Problem(
                code="export-unknown",
                text=f"The log does not hold the head that export {export.number} saw.",
            )
    stamps = store.lists()
    accepted = log.list_changes.as_accepted(store.cases())
    if stamps and accepted is not None and stamps[-1].digest != list_digest(accepted):
        yield Problem(code="list-changed", text="The cases differ from the list that was accepted.")
    yield from _corrected(store, log.list_changes)
    yield from _index(store, stored)
    if store.form().stamp != store.inspection().form:
        yield Problem(code="form-changed", text="The form is not the one the file began with.")
    yield from _register(store, log)


def _index(store: ReviewFile, stored: Iterable[Review]) -> Iterator[Problem]:
    form = store.form()
    typed = {
        case_id: words_of(form, reviews) for case_id, reviews in groupby(stored, attrgetter("case"))
    }
    for case_id in store.read(lambda driver: wrongly_indexed(driver, typed)):
        yield Problem(
            code="index-differs",
            text=f"{case_id}: the search would not find what was typed into it.",
        )


def _register(store: ReviewFile, log: _Log) -> Iterator[Problem]:
    sources = store.sources()
    for text in log.register.differences((s.digest for s in sources), store.decisions()):
        yield Problem(code="register-differs", text=text)
    for source in sources:
        if hashlib.sha256(store.workbook(source.digest)).hexdigest() != source.digest:
            yield Problem(
                code="workbook-changed",
                text=f"The workbook {source.name} differs from the one that was merged.",
            )


def _corrected(store: ReviewFile, changes: ListChanges) -> Iterator[Problem]:
    cases = {case.id: case for case in store.cases()}
    for case_id in sorted(changes.added - cases.keys()):
        yield Problem(code="case-missing", text=f"{case_id} was added, and is not in the file.")
    for (case_id, key), value in changes.values.items():
        if value is not None and case_id in cases and cases[case_id].get(key) != value:
            yield Problem(
                code="list-value-differs",
                text=f"{case_id}: its {key} differs from what the log tells.",
            )


def _compared(review: Review, replayed: _Replayed) -> Iterator[Problem]:
    known = {key: value for key, value in review.answers.items() if key not in replayed.unknown}
    if known != replayed.answers:
        keys = {k for k in known | replayed.answers if known.get(k) != replayed.answers.get(k)}
        yield _differs(review.case, dict.fromkeys(sorted(keys), ""))
    # The stamp shows an old page of the table put back, which has a sound code of its own.
    if (review.completed, review.changed_at) != (replayed.completed, replayed.changed_at):
        yield Problem(
            code="state-differs", text=f"{review.case}: its state differs from what the log tells."
        )
    if review.blind_grade != replayed.blind_grade and not replayed.unknown:
        yield Problem(
            code="blind-grade-differs",
            text=f"{review.case}: its blind grade differs from what the log tells.",
        )


def _differs(case: str, keys: Mapping[Key, str]) -> Problem:
    shown = ", ".join(list(keys)[:NAMED_AT_MOST])
    more = f" and {len(keys) - NAMED_AT_MOST} more" if len(keys) > NAMED_AT_MOST else ""
    return Problem(
        code="answers-differ",
        text=f"{case}: the answers at {shown}{more} differ from what the log tells.",
    )

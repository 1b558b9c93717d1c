"""The writes of one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from db import rows
from db.reading import (
    BOOKMARK,
    FORM,
    INSPECTION,
    LAST_MERGE,
    OWN_WORDS,
    PHRASES,
    SEALED,
    WITHHELD,
    meta,
)
from db.schema import (
    ANSWER,
    CASE,
    DECISION,
    DRAFT,
    EVENT,
    EVENT_TYPED,
    EXPORT,
    LIST_STAMP,
    META,
    RECORD,
    RECORD_CASE,
    RECORD_CONTENT,
    RECORD_PART,
    REVIEW,
    WORKBOOK,
)
from db.statement import PreparedStatement
from db.typed_words import TYPED_UP_TO, forget_replaced_words, write_typed_words
from reviewer.app.store import Bookmark, Draft, StoredWorkbook
from reviewer.domain.action import Action
from reviewer.domain.case import Case, ListStamp
from reviewer.domain.decision import Decision
from reviewer.domain.event import (
    GENESIS,
    Event,
    event_hash,
    facts_text,
    typed_digest,
    typed_text,
)
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import Inspection
from reviewer.domain.progress import Progress
from reviewer.domain.review import Review
from reviewer.domain.submission import ExportStamp
from reviewer.domain.withheld_words import WithheldWords

if TYPE_CHECKING:
    import sqlite3


_SALT_BYTES: Final = 16
"""So that a digest in the log gives no short answer away to who tries them all."""

_meta = insert(META)
_PUT_META: Final = PreparedStatement(
    _meta.on_conflict_do_update(index_elements=["name"], set_={"value": _meta.excluded.value})
)
_PUT_STAMP: Final = PreparedStatement(insert(LIST_STAMP), without="seq")
_PUT_CASE: Final = PreparedStatement(insert(CASE))
_LIST_CASE: Final = PreparedStatement(
    update(CASE).where(CASE.c.id == bindparam("case_id")).values(listed=bindparam("values"))
)

_review = insert(REVIEW)
_PUT_REVIEW: Final = PreparedStatement(
    _review.on_conflict_do_update(
        index_elements=["case_id", "person"],
        set_={c.name: _review.excluded[c.name] for c in REVIEW.columns if not c.primary_key},
    )
)
_answer = insert(ANSWER)
_PUT_ANSWER: Final = PreparedStatement(
    _answer.on_conflict_do_update(
        index_elements=["case_id", "person", "key"], set_={"value": _answer.excluded.value}
    )
)
_CLEAR_ANSWER: Final = PreparedStatement(
    delete(ANSWER).where(
        ANSWER.c.case_id == bindparam("case_id"),
        ANSWER.c.person == bindparam("person"),
        ANSWER.c.key == bindparam("key"),
    )
)
_LAST_EVENT: Final = PreparedStatement(
    select(EVENT.c.seq, EVENT.c.hash).order_by(EVENT.c.seq.desc()).limit(1)
)
_PUT_EVENT: Final = PreparedStatement(insert(EVENT))
_PUT_EVENT_TYPED: Final = PreparedStatement(insert(EVENT_TYPED))
_DROP_EVENT_TYPED: Final = PreparedStatement(
    delete(EVENT_TYPED).where(EVENT_TYPED.c.seq == bindparam("seq"))
)
_draft = insert(DRAFT)
_PUT_DRAFT: Final = PreparedStatement(
    _draft.on_conflict_do_update(
        index_elements=["case_id", "dialog", "key", "field"],
        set_={"text": _draft.excluded.text, "at": _draft.excluded.at},
    )
)
_DROP_DRAFT: Final = PreparedStatement(
    delete(DRAFT).where(
        DRAFT.c.case_id == bindparam("case_id"),
        DRAFT.c.dialog == bindparam("dialog"),
        DRAFT.c.key == bindparam("key"),
    )
)
_PUT_EXPORT: Final = PreparedStatement(insert(EXPORT))
_PUT_WORKBOOK: Final = PreparedStatement(insert(WORKBOOK).on_conflict_do_nothing())
_DROP_WORKBOOK: Final = PreparedStatement(
    delete(WORKBOOK).where(WORKBOOK.c.digest == bindparam("digest"))
)
_PUT_RECORD: Final = PreparedStatement(insert(RECORD).on_conflict_do_nothing())
_PUT_PART: Final = PreparedStatement(insert(RECORD_PART).on_conflict_do_nothing())
_PUT_RECORD_CASE: Final = PreparedStatement(insert(RECORD_CASE).on_conflict_do_nothing())
_PUT_RECORD_CONTENT: Final = PreparedStatement(insert(RECORD_CONTENT).on_conflict_do_nothing())
_DROP_RECORD_CONTENT: Final = PreparedStatement(
    delete(RECORD_CONTENT).where(RECORD_CONTENT.c.digest == bindparam("digest"))
)
_DROP_RECORD_CASES: Final = PreparedStatement(
    delete(RECORD_CASE).where(RECORD_CASE.c.digest == bindparam("digest"))
)
_DROP_RECORD: Final = PreparedStatement(
    delete(RECORD).where(RECORD.c.digest == bindparam("digest"))
)
_DROP_PARTS: Final = PreparedStatement(
    delete(RECORD_PART).where(
        RECORD_PART.c.digest.not_in(select(RECORD.c.cases).union(select(RECORD.c.form)))
    )
)
_decision = insert(DECISION)
_PUT_DECISION: Final = PreparedStatement(
    _decision.on_conflict_do_update(
        index_elements=["id"], set_={"reason": _decision.excluded.reason}
    ),
    without="seq",
)


class Writing:
    """The `Unit` of one transaction; it ends with the block that began it."""

    def __init__(
        self,
        driver: sqlite3.Connection,
        head: tuple[int, str] | None,
        form: Callable[[], Form],
        actor: str = "",
        at: str = "",
        first: tuple[str, Action] | None = None,
    ) -> None:
        """Write through `driver`; `head` is the last event's number and hash, if known.

        `form` gives the file's form. What is logged was done by `actor` at `at`, a UTC stamp,
        without which nothing can be logged; `first`, with its own moment, is logged before
        anything else is. Afterwards `head`, `first` and `inspection` are what this transaction
        made them, if it did, and `wrote_cases`, `wrote_words` and `wrote_workbooks` say that the
        list, the index of words and the workbooks are others.
        """
        self._form = form
        self._actor = actor
        self._at = at
        self._open: sqlite3.Connection | None = driver
        self.head = head
        self.inspection: Inspection | None = None
        self.first = first
        self.wrote_cases = self.wrote_words = self.wrote_workbooks = False

    def end(self) -> None:
        """Refuse every further write: it would be a transaction of its own."""
        self._open = None

    @property
    def _driver(self) -> sqlite3.Connection:
        if self._open is None:
            raise RuntimeError("this transaction is over")
        return self._open

    def begin(
        self,
        inspection: Inspection,
        form: Form,
        stamp: ListStamp | None,
        cases: Sequence[Case],
    ) -> None:
        """Fill a new file: what it is about, its form and its first list (a register has none)."""
        self.put_inspection(inspection)
        self._actor = inspection.person
        _PUT_META.run(self._driver, {"name": FORM, "value": form.to_json()})
        if stamp is not None:
            _PUT_STAMP.run(self._driver, rows.stamp_row(stamp))
        self._append_cases(cases)

    def extend_list(self, stamp: ListStamp, cases: Sequence[Case]) -> None:
        """Append cases to the list, and the stamp of the whole list as it is then."""
        _PUT_STAMP.run(self._driver, rows.stamp_row(stamp))
        self._append_cases(cases)

    def withhold(self, lists: Iterable[WithheldWords]) -> None:
        """Keep the digests of the words that the personal columns of lists have."""
        added = [words for words in lists if words.digests]
        if added:
            kept = rows.withheld_of(meta(self._driver, WITHHELD))
            text = rows.withheld_text((*kept, *added))
            _PUT_META.run(self._driver, {"name": WITHHELD, "value": text})

    def put_case(self, case: Case) -> None:
        """Replace a case's list values; its id and position stay as they are."""
        row = rows.case_row(case)
        _LIST_CASE.run(self._driver, {"case_id": row["id"], "values": row["listed"]})
        self.wrote_cases = True

    def add_case(self, case: Case) -> None:
        """Append a case that is on no list: it was added on site."""
        self._append_cases((case,))

    def _append_cases(self, cases: Iterable[Case]) -> None:
        _PUT_CASE.run_many(self._driver, map(rows.case_row, cases))
        self.wrote_cases = True

    def put_inspection(self, inspection: Inspection) -> None:
        """Replace what the file is about (another person takes over, visits to compare with)."""
        text = rows.inspection_text(inspection)
        _PUT_META.run(self._driver, {"name": INSPECTION, "value": text})
        self.inspection = inspection

    def put_review(self, review: Review, changed: Mapping[Key, str], progress: Progress) -> None:
        """Write a review's changed answers (empty text clears), its state and its list line.

        The line's `changed_at` is the review's own.
        """
        driver = self._driver
        row = rows.review_row(review, progress)
        _PUT_REVIEW.run(driver, row)
        whose = {"case_id": row["case_id"], "person": row["person"]}
        answers = [{**whose, "key": key, "value": value} for key, value in changed.items()]
        _PUT_ANSWER.run_many(driver, (answer for answer in answers if answer["value"]))
        if not all(changed.values()):
            _CLEAR_ANSWER.run_many(driver, (answer for answer in answers if not answer["value"]))

    def put_draft(self, draft: Draft) -> None:
        """Keep what is being typed into one field; one draft a field."""
        _PUT_DRAFT.run(self._driver, rows.draft_row(draft))

    def drop_draft(self, case_id: CaseId, key: Key, dialog: str = "") -> None:
        """Forget a field's draft, or those of a dialog's fields, if there are any."""
        named = {"case_id": case_id, "dialog": dialog, "key": key}
        _DROP_DRAFT.run(self._driver, named)

    def put_bookmark(self, bookmark: Bookmark) -> None:
        """Keep where the person is, in place of where they were."""
        text = rows.bookmark_text(bookmark)
        _PUT_META.run(self._driver, {"name": BOOKMARK, "value": text})

    def put_phrases(self, phrases: Sequence[str]) -> None:
        """Replace the reader's own phrases."""
        _PUT_META.run(self._driver, {"name": PHRASES, "value": rows.texts_text(phrases)})

    def put_sealed(self, text: str) -> None:
        """Replace what is known of the sealed keys of this file."""
        _PUT_META.run(self._driver, {"name": SEALED, "value": text})

    def put_last_merge(self, text: str) -> None:
        """Replace what the register amounted to after its last merge."""
        _PUT_META.run(self._driver, {"name": LAST_MERGE, "value": text})

    def put_own_words(self, words: Sequence[str]) -> None:
        """Keep the words that the person added to the dictionary, in place of those before."""
        _PUT_META.run(self._driver, {"name": OWN_WORDS, "value": rows.texts_text(words)})

    def redact(self, seqs: Sequence[int]) -> None:
        """Take what was typed into events out for good; its digests stay in the chain.

        The search index forgets every word that is no longer in a text.
        """
        _DROP_EVENT_TYPED.run_many(self._driver, ({"seq": seq} for seq in seqs))
        self.index_typed()
        forget_replaced_words(self._driver)

    def index_typed(self) -> None:
        """Bring the search index on the disk up to the log."""
        reached = write_typed_words(self._driver, self._form)
        _PUT_META.run(self._driver, {"name": TYPED_UP_TO, "value": str(reached)})
        self.wrote_words = True

    def log(self, action: Action, *, case: str = "", actor: str = "") -> Event:
        """Append to the log what this transaction does; return the event with its number and hash.

        `actor` is the file's person unless it is given.
        """
        if not self._at:
            raise RuntimeError("a transaction that logs is begun with its moment")
        first, self.first = self.first, None
        if first is not None:
            opened_at, opening = first
            self._append(opening, at=opened_at, actor=self._actor, case="")
        return self._append(action, at=self._at, actor=actor or self._actor, case=case)

    def _append(self, action: Action, *, at: str, actor: str, case: str) -> Event:
        last, previous = self.head or self._read_head()
        seq, facts, typed = last + 1, facts_text(action), typed_text(action)
        salt = secrets.token_hex(_SALT_BYTES) if typed is not None else ""
        digest = typed_digest(salt, typed) if typed is not None else ""
        own_hash = event_hash(seq, at, actor, action.name, case, facts, digest, previous)
        _PUT_EVENT.run(
            self._driver,
            {
                "seq": seq,
                "at": at,
                "actor": actor,
                "action": action.name,
                "case_id": case,
                "facts": facts,
                "typed_digest": digest,
                "previous": previous,
                "hash": own_hash,
            },
        )
        if typed is not None:
            _PUT_EVENT_TYPED.run(self._driver, {"seq": seq, "salt": salt, "fields": typed})
        self.head = (seq, own_hash)
        return Event(seq=seq, at=at, actor=actor, case=case, action=action, hash=own_hash)

    def _read_head(self) -> tuple[int, str]:
        row = _LAST_EVENT.run(self._driver).fetchone()
        return (row[0], row[1]) if row else (0, GENESIS)

    def add_export(self, stamp: ExportStamp) -> None:
        """Record an export whose number is taken."""
        _PUT_EXPORT.run(self._driver, rows.export_row(stamp))

    def add_workbook(self, workbook: StoredWorkbook) -> None:
        """Keep a verified workbook whole; one already there stays as it is."""
        self.wrote_workbooks = True
        digest = workbook.source.digest
        _PUT_WORKBOOK.run(self._driver, rows.workbook_row(workbook))
        if workbook.record is not None:
            row, parts = rows.record_rows(digest, workbook.record)
            _PUT_RECORD.run(self._driver, row)
            _PUT_RECORD_CONTENT.run(self._driver, row)
            _PUT_PART.run_many(self._driver, parts)
            about = ({"case_id": case, "digest": digest} for case in workbook.record.about)
            _PUT_RECORD_CASE.run_many(self._driver, about)

    def remove_workbook(self, digest: str) -> None:
        """Take a workbook out of the register, and what was read of it."""
        self.wrote_workbooks = True
        _DROP_RECORD_CASES.run(self._driver, {"digest": digest})
        _DROP_RECORD_CONTENT.run(self._driver, {"digest": digest})
        _DROP_RECORD.run(self._driver, {"digest": digest})
        _DROP_PARTS.run(self._driver, {})
        _DROP_WORKBOOK.run(self._driver, {"digest": digest})

    def add_decision(self, decision: Decision) -> None:
        """Keep a lead's decision; a later one about the same case and kind supersedes it.

        The same one again is kept with its reason as it is now: words were removed from it.
        """
        _PUT_DECISION.run(self._driver, rows.decision_row(decision))

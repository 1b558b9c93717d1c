"""Taking out words that should never have been typed, from an answer and all its past values."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from reviewer.app.handing_over import REASON_LIMIT
from reviewer.app.store import Store, Unit
from reviewer.domain.assessment import assess
from reviewer.domain.errors import RefusalError
from reviewer.domain.event import COMMENT, Action, Entry, Event, redaction_detail
from reviewer.domain.form import Item
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import FileKind, checked_line
from reviewer.domain.kinds import Kind
from reviewer.domain.progress import progress_of
from reviewer.domain.review import Review, latest, rows_of, rows_text
from reviewer.domain.submission import ExportStamp
from reviewer.domain.times import stamp
from reviewer.domain.vector import raised

REDACTED_TEXT: Final = "[redacted]"
"""What stands where the words stood."""

LEAST_LETTERS: Final = 2
"""One letter would take every text apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """What was taken out: how many past values, reviews and drafts; `exports` may hold it too."""

    values: int
    reviews: int
    drafts: int
    exports: tuple[ExportStamp, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words to take out of one item's values."""

    item: Item
    pattern: re.Pattern[str]
    plain: bool
    """Whether the values are comments at the item, which are texts whatever its kind."""

    def inside(self, value: str) -> bool:
        return self.without(value) != value

    def without(self, value: str) -> str:
        if self.plain or self.item.kind is Kind.TEXT:
            return self.pattern.sub(REDACTED_TEXT, value)
        texts = {str(column.key) for column in self.item.columns if column.kind is Kind.TEXT}
        rows = tuple(
            {k: self.pattern.sub(REDACTED_TEXT, v) if k in texts else v for k, v in row.items()}
            for row in rows_of(value)
        )
        return rows_text(rows)


def redact(
    store: Store, case_id: CaseId, key: str, words: str, reason: str, *, now: datetime
) -> Redacted:
    """Take words out of an answer and of every value it ever had, in one transaction.

    The key `comment.A1.1` stands for the comments at an item.

    Capitals and the width of spaces make no difference. A value that held the words is deleted
    with its salt; a REDACTED event for each names it and holds what is left of it, so the
    chain holds and shows what was done. The reviews of readers before a handover are treated
    too. Raises RefusalError: not a typed text, words or reason that are none, the words are
    nowhere in it.
    """
    about = store.inspection()
    if about.kind is not FileKind.REVIEW:
        raise RefusalError(
            "is-a-register",
            "A register holds signed workbooks, which can't be changed: redact in the reviewer's "
            "file, export again, merge that workbook and remove the old one.",
        )
    store.case(case_id)
    item = store.form().item(key.removeprefix(COMMENT))
    sought = _words(item, words, plain=key.startswith(COMMENT))
    why = _reason(reason, sought)
    held = [e for e in store.events() if _is_value(e, case_id, key) and sought.inside(_value(e))]
    reviews = [r for r in store.case_reviews(case_id) if sought.inside(r.get(key))]
    drafts = [d for d in store.drafts() if (d.case, d.key) == (case_id, key)]
    drafts = [draft for draft in drafts if sought.pattern.search(draft.text)]
    if not held and not reviews and not drafts:
        raise RefusalError("not-there", f"{case_id} {key} never held these words.")
    with store.transaction() as unit:
        for event in held:
            unit.log(_entry(event, sought.without(_value(event)), about.person, why, now))
        for review in reviews:
            _put(store, unit, review, Key(key), sought, now)
        unit.redact([event.seq for event in held])
        for draft in drafts:
            unit.drop_draft(draft.case, draft.key)
    store.checkpoint()
    first = held[0].entry.at if held else ""
    return Redacted(
        values=len(held),
        reviews=len(reviews),
        drafts=len(drafts),
        exports=tuple(export for export in store.exports() if first and export.at >= first),
    )


def _words(item: Item, words: str, *, plain: bool) -> _Words:
    if not plain and item.kind not in {Kind.TEXT, Kind.ROWS}:
        raise RefusalError(
            "not-a-text", f"“{item.label}” holds no typed text; answer it anew instead."
        )
    if sum(c.isalnum() for c in words) < LEAST_LETTERS:
        raise RefusalError(
            "no-words", f"Give the words to take out, {LEAST_LETTERS} letters or more."
        )
    forms = {unicodedata.normalize(form, words) for form in ("NFC", "NFD")}
    alternatives = (r"\s+".join(map(re.escape, form.split())) for form in sorted(forms))
    pattern = re.compile("|".join(alternatives), re.IGNORECASE)
    return _Words(item=item, pattern=pattern, plain=plain)


def _reason(reason: str, sought: _Words) -> str:
    why = checked_line(reason, "The reason", REASON_LIMIT)
    if sought.pattern.search(why):
        raise RefusalError("words-in-reason", "The reason must not hold the words themselves.")
    return why


def _is_value(event: Event, case_id: CaseId, key: str) -> bool:
    entry = event.entry
    return (entry.case, entry.key) == (case_id, key) and entry.value is not None


def _value(event: Event) -> str:
    return event.entry.value or ""


def _entry(event: Event, left: str, person: str, reason: str, now: datetime) -> Entry:
    return Entry(
        action=Action.REDACTED,
        actor=person,
        at=stamp(now),
        case=event.entry.case,
        key=event.entry.key,
        detail=redaction_detail(event.seq, reason),
        value=left,
    )


def _put(store: Store, unit: Unit, review: Review, key: Key, sought: _Words, now: datetime) -> None:
    # A review that another reader went on with keeps its vector: raised, it would no longer
    # be what that reader began with, and would come up as a second read.
    found = latest(store.case_reviews(review.case))
    stands = found is not None and found.reviewer == review.reviewer
    text = sought.without(review.get(key))
    after = replace(
        review,
        answers={**review.answers, key: text},
        vector=raised(review.vector, store.session) if stands else review.vector,
        changed_at=stamp(now),
    )
    form, case, today = store.form(), store.case(review.case), now.astimezone().date()
    line = progress_of(form, case, after, assess(form, case, after, today), today)
    unit.put_review(after, {key: text}, line)

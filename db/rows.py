"""Between the file's rows and the dataclasses of the domain."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, get_type_hints

from db.schema import LINE
from reviewer.app.store import Bookmark, Draft, StoredWorkbook
from reviewer.domain.case import Case, ListStamp, normalised_name
from reviewer.domain.decision import Alias, Decision, DecisionKind, ItemRuling, Side
from reviewer.domain.draw import SampleDesign, Stratum
from reviewer.domain.event import Event, read_action
from reviewer.domain.form import FormStamp
from reviewer.domain.grades import Status
from reviewer.domain.ids import CaseId, Key, SessionId
from reviewer.domain.inspection import EarlierVisit, FileKind, Inspection
from reviewer.domain.progress import Progress
from reviewer.domain.review import Review
from reviewer.domain.submission import ExportStamp, Source, WorkbookRecord
from reviewer.domain.withheld_words import WithheldWords

Values = dict[str, Any]
"""A row by column name."""

Row = Sequence[Any]
"""A row as it is read: in the order of the query's columns."""

LINE_FIELDS: Final = tuple(field.name for field in fields(Progress))
"""A line of the case list, as `progress_of` reads it."""
_STATUSES: Final = {str(status): status for status in Status}
_READERS: Final[Mapping[object, Callable[[Any], object]]] = {
    Status: _STATUSES.__getitem__,
    bool: bool,
}
_LINE_READERS: Final = [
    (LINE_FIELDS.index(name), _READERS[kind])
    for name, kind in get_type_hints(Progress).items()
    if kind in _READERS
]
"""Which of its values are kept as another type, and what makes them themselves again."""


def json_text(value: object) -> str:
    """Write JSON without spaces, in the characters themselves."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def inspection_text(inspection: Inspection) -> str:
    """Write what a file is about as JSON."""
    fields = {**asdict_flat(inspection), "form": inspection.form.model_dump()}
    if inspection.design is not None:
        fields["design"] = asdict(inspection.design)
    return json_text({**fields, "earlier": [asdict(visit) for visit in inspection.earlier]})


def asdict_flat(inspection: Inspection) -> Values:
    """Return an inspection's own fields by name; form's stamp and earlier visits as they are."""
    return {name: getattr(inspection, name) for name in inspection.__dataclass_fields__}


def _visit(fields: dict[str, Any]) -> EarlierVisit:
    counts = {name: tuple(map(tuple, fields.get(name, ()))) for name in ("items", "types")}
    return EarlierVisit(**{**fields, **counts})


def _design(fields: dict[str, Any] | None) -> SampleDesign | None:
    if fields is None:
        return None
    return SampleDesign(**{**fields, "strata": tuple(Stratum(**s) for s in fields["strata"])})


def inspection_of(text: str) -> Inspection:
    """Read what `inspection_text` wrote."""
    fields = json.loads(text)
    read = {
        "form": FormStamp(**fields["form"]),
        "kind": FileKind(fields["kind"]),
        "design": _design(fields.get("design")),
        "earlier": tuple(_visit(visit) for visit in fields.get("earlier", ())),
        "handed_over_by": tuple(fields.get("handed_over_by", ())),
    }
    return Inspection(**{**fields, **read})


def stamp_row(stamp: ListStamp) -> Values:
    """Return the row of a list's stamp; SQLite numbers them."""
    return asdict(stamp)


def stamp_of(row: Row) -> ListStamp:
    """Read a stamp's columns in the table's order, without its number."""
    return ListStamp(**dict(zip(ListStamp.__dataclass_fields__, row, strict=True)))


def case_row(case: Case) -> Values:
    """Return the row of a case."""
    return {"id": case.id, "position": case.position, "listed": json_text(dict(case.values))}


def case_of(row: Row, listed: Mapping[Key, str]) -> Case:
    """Read the columns id and position, and what the JSON of the column listed holds."""
    return Case(id=CaseId(row[0]), position=row[1], values=listed)


def review_row(review: Review, line: Progress) -> Values:
    """Return the row of a review with its line of the case list."""
    return {
        "case_id": review.case,
        "person": normalised_name(review.reviewer),
        "reviewer": review.reviewer,
        "completed": int(review.completed),
        "blind_grade": review.blind_grade,
        "vector": json_text(dict(review.vector)),
        "changed_at": review.changed_at,
        **{column.name: _stored(getattr(line, column.name)) for column in LINE},
    }


def review_of(row: Row, answers: Mapping[Key, str]) -> Review:
    """Read the columns case_id, reviewer, completed, blind_grade, vector, changed_at."""
    case_id, reviewer, completed, blind_grade, vector, changed_at = row
    return Review(
        case=CaseId(case_id),
        reviewer=reviewer,
        answers=answers,
        completed=bool(completed),
        blind_grade=blind_grade,
        vector={SessionId(session): count for session, count in json.loads(vector).items()},
        changed_at=changed_at,
    )


def progress_of(row: Row) -> Progress:
    """Read the columns of a case list's line, in the order of its fields."""
    values = list(row)
    for place, read in _LINE_READERS:
        values[place] = read(values[place])
    return Progress(**dict(zip(LINE_FIELDS, values, strict=True)))


def _stored(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    return str(value) if isinstance(value, StrEnum) else value


def draft_row(draft: Draft) -> Values:
    """Return the row of a draft."""
    row = asdict(draft)
    row["case_id"] = row.pop("case")
    return row


def draft_of(row: Row) -> Draft:
    """Read a draft's columns in the table's order."""
    case_id, dialog, key, field, text, at = row
    return Draft(case=CaseId(case_id), dialog=dialog, key=Key(key), field=field, text=text, at=at)


def bookmark_text(bookmark: Bookmark) -> str:
    """Write where a person is."""
    return json_text([bookmark.place, bookmark.case, bookmark.key])


def bookmark_of(text: str) -> Bookmark:
    """Read what `bookmark_text` wrote."""
    place, case, key = json.loads(text)
    return Bookmark(place=place, case=CaseId(case) if case else None, key=Key(key) if key else None)


def texts_text(texts: Sequence[str]) -> str:
    """Write a person's own phrases, or the words that they added to the dictionary."""
    return json_text(list(texts))


def texts_of(text: str | None) -> tuple[str, ...]:
    """Read what `texts_text` wrote; none where nothing was written."""
    return tuple(json.loads(text)) if text else ()


def withheld_text(lists: Sequence[WithheldWords]) -> str:
    """Write the digests of words of several lists."""
    return json_text(
        [[words.key.hex(), *sorted(d.hex() for d in words.digests)] for words in lists]
    )


def withheld_of(text: str | None) -> tuple[WithheldWords, ...]:
    """Read what `withheld_text` wrote; none where nothing was written."""
    return tuple(
        WithheldWords(key=bytes.fromhex(key), digests=frozenset(map(bytes.fromhex, digests)))
        for key, *digests in json.loads(text or "[]")
    )


def event_of(row: Row) -> Event:
    """Read the columns seq, at to hash in the table's order, then what was typed, if anything."""
    seq, at, actor, kind, case_id, facts, _digest, _previous, own_hash, typed = row
    action = read_action(kind, facts, typed)
    return Event(seq=seq, at=at, actor=actor, case=case_id, action=action, hash=own_hash)


def export_row(stamp: ExportStamp) -> Values:
    """Return the row of an export; on which computer it was made is in the log."""
    row = {**asdict(stamp), "final": int(stamp.final)}
    del row["device"], row["only_for"]
    return row


def export_of(row: Row) -> ExportStamp:
    """Read the columns number, id, at, log_head, issued_by, app_version, final."""
    number, export_id, at, log_head, issued_by, app_version, final = row
    return ExportStamp(
        id=export_id,
        number=number,
        at=at,
        log_head=log_head,
        issued_by=issued_by,
        app_version=app_version,
        final=bool(final),
    )


def workbook_row(workbook: StoredWorkbook) -> Values:
    """Return the row of a register's workbook."""
    source = asdict(workbook.source)
    digest = source.pop("digest")
    return {"digest": digest, "source": json_text(source), "content": workbook.content}


def source_of(row: Row) -> Source:
    """Read a workbook's digest and what its source is."""
    digest, text = row
    fields = json.loads(text)
    return Source(
        digest=digest,
        kind=FileKind(fields.pop("kind")),
        persons=tuple(fields.pop("persons")),
        readers=tuple(fields.pop("readers")),
        heads=tuple(fields.pop("heads")),
        **fields,
    )


def record_rows(digest: str, record: WorkbookRecord) -> tuple[Values, list[Values]]:
    """Return the row of a workbook's record, and those of the parts it shares by their digests.

    The same row serves for the record's content.
    """
    cases, form = (sha256(part).hexdigest() for part in (record.cases, record.form))
    parts = [
        {"digest": cases, "content": record.cases},
        {"digest": form, "content": record.form},
    ]
    row = {
        "digest": digest,
        "cases": cases,
        "form": form,
        "head": record.head,
        "content": record.content,
    }
    return row, parts


def decision_row(decision: Decision) -> Values:
    """Return the row of a decision."""
    row = asdict(decision)
    kept = {name: row.pop(name) for name in ("id", "kind", "moderator", "at", "reason")}
    return {**kept, "case_id": row.pop("case"), "decided": json_text(row)}


def decision_of(row: Row) -> Decision:
    """Read a decision's columns in the table's order, without its number."""
    decision_id, case_id, kind, decided, moderator, at, reason = row
    facts = json.loads(decided)
    items, chosen, alias = facts.pop("items"), facts.pop("chosen"), facts.pop("alias")
    return Decision(
        id=decision_id,
        case=CaseId(case_id),
        kind=DecisionKind(kind),
        items=tuple(ItemRuling(**item) for item in items),
        chosen=Side(**chosen) if chosen else None,
        alias=Alias(**alias) if alias else None,
        between=tuple(Side(**side) for side in facts.pop("between")),
        replaces=tuple(facts.pop("replaces")),
        moderator=moderator,
        at=at,
        reason=reason,
        **facts,
    )

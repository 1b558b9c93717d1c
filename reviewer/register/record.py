"""A workbook's content as a record: read a hundred times faster than its sheets.

A record is derived from verified bytes when a workbook is merged, and can be made again from the
workbook that lies beside it. List and form are the same in most workbooks of a register, so they
are parts of their own, which many records share. What the force thought of its own work is beside
the list, because each workbook has that of other cases. The head is apart from the reviews: a merge
reads all heads, and the reviews only of the cases that it touches.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Final

from pydantic import TypeAdapter

from reviewer.domain.case import WITHHELD, Case, ListStamp
from reviewer.domain.decision import Decision
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key, SessionId
from reviewer.domain.inspection import Inspection
from reviewer.domain.review import Review
from reviewer.domain.submission import (
    ExportStamp,
    LogLine,
    Source,
    Submission,
    WorkbookRecord,
)

_LAYOUT: Final = 1
"""Of records: another version of the program may write others."""

_LEVEL: Final = 1
"""Of compression: a third of the size at the speed of the disk."""

_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

_REVIEWS: Final = ("reviews", "superseded")

_SILENT: Final[Mapping[str, Any]] = {"withheld": {}, "reviews": (), "superseded": ()}
"""The content of a workbook that says nothing of the cases that were asked for."""

_Values = Mapping[Key, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What a workbook holds beside its list and its reviews."""

    inspection: Inspection
    lists: tuple[ListStamp, ...]
    decisions: tuple[Decision, ...]
    sources: tuple[Source, ...]
    log: tuple[LogLine, ...]
    export: ExportStamp


def records_of(submissions: Iterable[Submission]) -> Iterator[WorkbookRecord]:
    """Write submissions as records; what several of them share is packed once."""
    forms: dict[int, tuple[Form, bytes]] = {}
    last: tuple[list[Case], bytes] | None = None
    for submission in submissions:
        cases, form = [_shared(case) for case in submission.cases], submission.form
        if last is None or last[0] != cases:
            last = cases, _packed([[case.id, case.position, dict(case.values)] for case in cases])
        if id(form) not in forms:
            forms[id(form)] = form, zlib.compress(form.to_json().encode(), _LEVEL)
        content = _content(submission)
        about = {*content["withheld"], *(row[0] for part in _REVIEWS for row in content[part])}
        yield WorkbookRecord(
            head=_head_of(submission),
            content=_packed(content),
            cases=last[1],
            form=forms[id(form)][1],
            about=tuple(sorted(about)),
        )


def _shared(case: Case) -> Case:
    """Return a case as all workbooks with this list have it."""
    return case if WITHHELD.isdisjoint(case.values) else case.without(WITHHELD)


def _head_of(submission: Submission) -> bytes:
    head = _Head(
        inspection=submission.inspection,
        lists=submission.lists,
        decisions=submission.decisions,
        sources=submission.sources,
        log=submission.log,
        export=submission.export,
    )
    return b"%d\n%b" % (_LAYOUT, _head().dump_json(head, exclude_defaults=True))


def _content(submission: Submission) -> Mapping[str, Any]:
    return {
        "withheld": {
            case.id: {key: text for key, text in case.values.items() if key in WITHHELD}
            for case in submission.cases
            if not WITHHELD.isdisjoint(case.values)
        },
        "reviews": [_row(review, submission) for review in submission.reviews],
        "superseded": [_row(review, submission) for review in submission.superseded],
    }


def submission_in(
    record: WorkbookRecord, about: Collection[CaseId] | None = None
) -> Submission | None:
    """Read what `records_of` wrote; nothing where another version of the program wrote it.

    With `about` it has only these cases' reviews, and what the force thought of these.
    """
    layout, _, text = record.head.partition(b"\n")
    if layout != b"%d" % _LAYOUT:
        return None
    head = _head().validate_json(text)
    content = _only(_unpacked(record.content), about) if record.content else _SILENT
    origins: dict[Any, tuple[str, ...]] = {}
    reviews = tuple(_review(row, origins) for row in content["reviews"])
    superseded = tuple(_review(row, origins) for row in content["superseded"])
    return Submission(
        inspection=head.inspection,
        form=_form(record.form),
        lists=head.lists,
        cases=_with(_cases(record.cases), content["withheld"]),
        reviews=reviews,
        superseded=superseded,
        decisions=head.decisions,
        sources=head.sources,
        origins=origins,
        log=head.log,
        export=head.export,
    )


def _only(content: Mapping[str, Any], about: Collection[CaseId] | None) -> Mapping[str, Any]:
    if about is None:
        return content
    rows = {part: [row for row in content[part] if row[0] in about] for part in _REVIEWS}
    withheld = {case: words for case, words in content["withheld"].items() if case in about}
    return {**rows, "withheld": withheld}


def _row(review: Review, submission: Submission) -> list[Any]:
    origins = submission.origins.get(review.state)
    row = [
        review.case,
        review.reviewer,
        dict(review.answers),
        int(review.completed),
        review.blind_grade,
        dict(review.vector),
        review.changed_at,
        review.digest,
    ]
    return [*row, list(origins)] if origins else row


def _review(row: list[Any], origins: dict[Any, tuple[str, ...]]) -> Review:
    case, reviewer, answers, completed, blind_grade, vector, changed_at, digest, *came = row
    review = Review(
        case=CaseId(case),
        reviewer=reviewer,
        answers={Key(key): text for key, text in answers.items()},
        completed=bool(completed),
        blind_grade=blind_grade,
        vector={SessionId(session): count for session, count in vector.items()},
        changed_at=changed_at,
    ).with_digest(digest)
    if came:
        origins[review.state] = tuple(came[0])
    return review


def _with(cases: tuple[Case, ...], withheld: Mapping[CaseId, _Values]) -> tuple[Case, ...]:
    if not withheld:
        return cases
    return tuple(
        replace(case, values={**case.values, **withheld[case.id]}) if case.id in withheld else case
        for case in cases
    )


@cache
def _head() -> TypeAdapter[_Head]:
    return TypeAdapter(_Head)


@lru_cache(maxsize=8)
def _form(content: bytes) -> Form:
    return Form.model_validate_json(zlib.decompress(content))


@lru_cache(maxsize=64)
def _cases(content: bytes) -> tuple[Case, ...]:
    return tuple(
        Case(id=CaseId(id_), position=position, values={Key(k): v for k, v in values.items()})
        for id_, position, values in _unpacked(content)
    )


def _packed(content: object) -> bytes:
    return zlib.compress(_JSON.encode(content).encode("utf-8", "surrogatepass"), _LEVEL)


def _unpacked(content: bytes) -> Any:  # noqa: ANN401 - JSON of our own
    return json.loads(zlib.decompress(content).decode("utf-8", "surrogatepass"))

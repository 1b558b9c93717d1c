"""The data sheets' rows, from a submission: every case, every review, whatever they say."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reviewer.domain.case import WITHHELD, Case
from reviewer.domain.decision import Decision, Side
from reviewer.domain.form import Form, Item, Kind
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.review import Review, Row, case_type, rows_of, rows_text
from reviewer.domain.submission import LogLine, Source, Submission
from reviewer.figures.case_figures import DelayClock
from reviewer.workbook.cells import Value, allowed_text, day_or_text, forbidden, number_or_text
from reviewer.workbook.cover import NO, YES
from reviewer.workbook.layout import (
    CURRENT,
    LOG_LINE,
    LOG_SOURCE,
    SUPERSEDED,
    DataSheet,
    Derived,
    SheetColumn,
    in_narratives,
)

_COMPACT = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesLine:
    """One row of Cases: a case, and one state of one review of it, if there is any.

    `side` counts the states of one reviewer's review from 1, those that count first.
    `damaged` counts its texts that had characters a workbook cannot show.
    """

    case: Case
    review: Review | None
    side: int = 0
    standing: str = ""
    source: str = ""
    digest: str = ""
    damaged: int = 0


def lines_of(submission: Submission, form: Form) -> tuple[CasesLine, ...]:
    """Lay out a submission's reviews by case, in the list's order; untouched cases too.

    Raises ValueError for a review of a case that is not in the list, or an answer that is not
    in the form: nothing may be left out in silence.
    """
    reviews: dict[CaseId, list[tuple[Review, str]]] = defaultdict(list)
    for review in submission.reviews:
        reviews[review.case].append((review, CURRENT))
    for review in submission.superseded:
        reviews[review.case].append((review, SUPERSEDED))
    strangers = reviews.keys() - {case.id for case in submission.cases}
    if strangers:
        raise ValueError(f"reviews of cases that are not in the list: {sorted(strangers)}")
    for review in (*submission.reviews, *submission.superseded):
        unknown = review.answers.keys() - form.items.keys()
        if unknown:
            raise ValueError(f"{review.case} answers what the form does not ask: {sorted(unknown)}")
    lines: list[CasesLine] = []
    for case in submission.cases:
        sides: dict[str, int] = defaultdict(int)
        for review, standing in reviews.get(case.id, ()):
            sides[review.reviewer] += 1
            lines.append(_line(submission, form, case, review, sides[review.reviewer], standing))
        if not sides:
            lines.append(CasesLine(case=case, review=None))
    return tuple(lines)


def _line(
    submission: Submission, form: Form, case: Case, review: Review, side: int, standing: str
) -> CasesLine:
    """Make the row of one review; its digest is that of what the workbook can carry."""
    digest = review.digest
    source = ";".join(submission.origins.get(review.state, ()))
    carried, damaged = _carried(form, review)
    return CasesLine(
        case=case,
        review=carried,
        side=side,
        standing=standing,
        source=source,
        digest=carried.digest if damaged else digest,
        damaged=damaged,
    )


def _carried(form: Form, review: Review) -> tuple[Review, int]:
    # In a rows item's JSON control characters are escapes, so a backslash is looked into too.
    joined = "\n".join(review.answers.values())
    if not forbidden(joined) and "\\" not in joined:
        return review, 0
    answers: dict[Key, str] = {}
    damaged = 0
    for key, text in review.answers.items():
        if form.item(key).kind is Kind.ROWS:
            rows = rows_of(text)
            count = sum(forbidden(value) for row in rows for value in row.values())
            answers[key] = rows_text(tuple(_allowed_row(row) for row in rows)) if count else text
        else:
            count = int(forbidden(text))
            answers[key] = allowed_text(text)
        damaged += count
    return (replace(review, answers=answers), damaged) if damaged else (review, 0)


def _allowed_row(row: Row) -> Row:
    return {column: allowed_text(text) for column, text in row.items()}


class CaseRows:
    """Makes the rows of Cases."""

    def __init__(self, sheet: DataSheet, form: Form, *, with_references: bool) -> None:
        self._form = form
        self._hidden = frozenset() if with_references else frozenset({Key("reference")})
        self._columns = [
            (column, column.answer, column.list_key, column.kind in _NUMBERED)
            for column in sheet.columns
        ]

    def row(self, line: CasesLine) -> list[Value]:
        """Return one row's values in the order of the columns."""
        meta = self._meta(line)
        answers: Mapping[Key, str] = line.review.answers if line.review else {}
        hidden = self._hidden
        if line.review is None or not line.review.blind_grade:
            hidden |= WITHHELD
        listed = line.case.values
        row: list[Value] = []
        for column, answer, list_key, numbered in self._columns:
            if answer is not None:
                text = answers.get(answer)
            elif list_key is not None:
                text = None if list_key in hidden else listed.get(list_key)
            else:
                row.append(meta.get(column.key))
                continue
            row.append(_number(column, text) if numbered else text)
        return row

    def _meta(self, line: CasesLine) -> dict[str, Value]:
        meta: dict[str, Value] = {"case": line.case.id, "position": line.case.position}
        review = line.review
        if review is None:
            return meta
        return meta | {
            "reviewer": review.reviewer,
            "side": line.side,
            "standing": line.standing,
            "status": str(review.status(self._form)),
            "completed": YES if review.completed else NO,
            "blind_grade": review.blind_grade,
            "changed_at": review.changed_at,
            "vector": compact(dict(review.vector)),
            "digest": line.digest,
            "source": line.source,
        }


def compact(content: object) -> str:
    """Write what a cell holds as JSON: the same content is always the same text."""
    return _COMPACT.encode(content)


_NUMBERED: Final = frozenset({Kind.INTEGER, Kind.DATE})


def _number(column: SheetColumn, text: str | None) -> Value:
    if not text:
        return text
    if column.kind is Kind.INTEGER:
        return number_or_text(text)
    return day_or_text(text) if column.kind is Kind.DATE else text


class ItemRows:
    """Makes the rows of one rows item, of every review."""

    def __init__(self, sheet: DataSheet, form: Form, item: Item) -> None:
        self._form = form
        self._item = item
        self._clock = DelayClock(form)
        self._columns = sheet.columns
        self._labels = {
            str(column.key): {
                str(code): str(option.label) for code, option in form.codes_of(column).items()
            }
            for column in item.columns
        }

    def rows(self, lines: Iterable[CasesLine]) -> Iterator[list[Value]]:
        """Yield them, in the order of the columns."""
        for line in lines:
            review = line.review
            if review is None or self._item.key not in review.answers:
                continue
            owned: dict[str, Value] = {
                "case": line.case.id,
                "reviewer": review.reviewer,
                "side": line.side,
                Derived.TYPE: case_type(self._form, review, line.case.type),
                Derived.GRADE: review.grade(self._form),
            }
            until = self._clock.until(review)
            for number, row in enumerate(review.rows(self._item.key), start=1):
                owned["row"] = number
                yield [self._value(column, owned, row, until) for column in self._columns]

    def _value(
        self, column: SheetColumn, owned: Mapping[str, Value], row: Row, until: str
    ) -> Value:
        match column.derived:
            case None if column.row_key is None:
                return owned[column.key]
            case None:
                return _number(column, row.get(str(column.row_key)))
            case Derived.DAYS:
                return self._clock.length(row, until).days
            case Derived.LABEL:
                labels = self._labels[str(column.row_key)]
                codes = row.get(str(column.row_key), "").split(";")
                return "; ".join(labels.get(code, code) for code in codes)
            case derived:
                return owned[derived]


def narrative_rows(form: Form, lines: Iterable[CasesLine]) -> Iterator[list[Value]]:
    """Yield one row per text, in the form's order."""
    asked = {item.key: str(item.label) for item in form.items.values() if in_narratives(item)}
    order = {key: number for number, key in enumerate(asked)}
    for line in lines:
        if line.review is None:
            continue
        written = sorted(line.review.answers.keys() & asked.keys(), key=order.__getitem__)
        for key in written:
            yield [
                line.case.id,
                line.review.reviewer,
                line.side,
                key,
                asked[key],
                line.review.answers[key],
            ]


def log_rows(log: Sequence[LogLine], sources: Sequence[Source]) -> Iterator[list[Value]]:
    """Yield the log's lines, then a register's sources."""
    for number, line in enumerate(log, start=1):
        yield [number, LOG_LINE, line.at, line.action, line.detail, line.head, *[None] * 15]
    for number, source in enumerate(sources, start=len(log) + 1):
        yield [
            number,
            LOG_SOURCE,
            source.merged_at,
            None,
            None,
            None,
            source.name,
            source.signer,
            source.issued_by,
            source.export_id,
            source.export_number,
            source.exported_at,
            source.fingerprint,
            source.digest,
            str(source.kind),
            source.file,
            compact(source.persons),
            compact(source.readers),
            source.log_head,
            " ".join(source.heads),
            source.held_by,
        ]


def _side(side: Side) -> list[str]:
    return [side.reviewer, side.digest, side.finding, str(side.changes)]


def decision_rows(decisions: Iterable[Decision]) -> Iterator[list[Value]]:
    """Yield the decisions."""
    for number, decision in enumerate(decisions, start=1):
        chosen, alias = decision.chosen, decision.alias
        yield [
            decision.case,
            str(decision.kind),
            decision.grade,
            decision.moderator,
            decision.at,
            decision.reason,
            ";".join(f"{item.key}={item.code}" for item in decision.items),
            YES if decision.revoked else NO,
            compact(_side(chosen)) if chosen else None,
            compact([_side(side) for side in decision.between]),
            compact([alias.name, alias.counts_as, alias.signer]) if alias else None,
            ";".join(decision.replaces),
            decision.id,
            number,
        ]

"""What one workbook carries, written and read: the unit that a register is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reviewer.domain.case import Case, ListStamp
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import Inspection
from reviewer.domain.review import Review


class DecisionKind(StrEnum):
    """What a lead decided about a case."""

    GRADE = "grade"
    SIDE = "side"
    RETURNED = "returned"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One state of one review, as a decision names it: whose, and its content digest."""

    reviewer: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A lead's decision about one case, and what it decided between.

    A GRADE decision moderates a second read; a SIDE decision says which of the conflicting
    states of one review stands (`chosen`). If a side changes afterwards it is stale.
    """

    id: str
    case: CaseId
    kind: DecisionKind
    grade: str = ""
    chosen: Side | None = None
    between: tuple[Side, ...]
    moderator: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportStamp:
    """What names one export. `number` counts the exports of one file, from 1.

    `device` is the computer's name, as its system has it; a review file's own list of exports is
    without it.
    """

    id: str
    number: int
    at: str
    log_head: str
    issued_by: str
    app_version: str
    final: bool
    device: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One verified workbook of a register: its digest, who signed it, which export it was."""

    digest: str
    name: str
    signer: str
    fingerprint: str
    issued_by: str
    export_id: str
    export_number: int
    exported_at: str
    merged_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One export or merge as the workbook's log shows it, with the chain head it saw."""

    at: str
    action: str
    detail: str
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One workbook's content, and the form it is an answer to.

    `cases` are all cases of the list, in its order; `reviews` only those with an answer.
    `origins` tells, in a register's workbook, which source a review came from, by (case id,
    reviewer, content digest); `superseded` are the sides that do not stand: older states and
    undecided conflicts, kept for the record.
    """

    inspection: Inspection
    form: Form
    lists: tuple[ListStamp, ...]
    cases: tuple[Case, ...]
    reviews: tuple[Review, ...]
    superseded: tuple[Review, ...] = ()
    decisions: tuple[Decision, ...] = ()
    sources: tuple[Source, ...] = ()
    origins: Mapping[tuple[CaseId, str, str], str]
    log: tuple[LogLine, ...] = ()
    export: ExportStamp

"""What one workbook carries, written and read: the unit that a register is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reviewer.domain.case import Case, ListStamp
from reviewer.domain.decision import Decision
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.review import Review, StateId


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportStamp:
    """What names one export. `number` counts the exports of one file, from 1.

    `device` is the computer's name, as its system has it; a review file's own list of exports is
    without it. `only_for` names the one reader whose reviews a team's workbook holds, empty where
    it holds everybody's.
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
    only_for: str = ""


NO_EXPORT: Final = ExportStamp(
    id="", number=0, at="", log_head="", issued_by="", app_version="", final=False
)
"""Of a list that a register holds itself, and that no workbook brought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One verified workbook of a register: its digest, who signed it, which export it was.

    `file` is the id of the file that it came from, `persons` are those who worked in that, the
    present one last, and `readers` those whose reviews it has. `log_head` is the head of the
    log that it shows, `heads` are those of earlier exports. `held_by` is the digest of the team's
    workbook that it came with, empty where it was merged itself.
    """

    digest: str
    name: str
    signer: str
    fingerprint: str
    issued_by: str
    export_id: str
    export_number: int
    exported_at: str
    merged_at: str = ""
    kind: FileKind = FileKind.REVIEW
    file: str = ""
    persons: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    log_head: str = ""
    heads: tuple[str, ...] = ()
    held_by: str = ""

    @property
    def shown(self) -> str:
        """What it is called where people read of it: its file's name, else its digest's start."""
        return self.name or self.digest[:12]


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
    `origins` tells, in a register's workbook, from which sources each state of a review came;
    `superseded` are the sides that do not count: older states and undecided conflicts, kept for
    the record. `signer` is the fingerprint of the certificate that signed it, empty where nobody
    has verified it.
    """

    inspection: Inspection
    form: Form
    lists: tuple[ListStamp, ...]
    cases: tuple[Case, ...]
    reviews: tuple[Review, ...]
    superseded: tuple[Review, ...] = ()
    decisions: tuple[Decision, ...] = ()
    sources: tuple[Source, ...] = ()
    origins: Mapping[StateId, tuple[str, ...]]
    log: tuple[LogLine, ...] = ()
    export: ExportStamp
    signer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookRecord:
    """What a workbook says, read once, and the list and the form that it shares with others.

    `head` is what it says beside its reviews, `content` its reviews and what the force thought of
    its own work; `about` are the cases of which `content` says something. Where only some cases
    were asked for, the content of a workbook that says nothing of them is empty.
    """

    head: bytes
    content: bytes
    cases: bytes
    form: bytes
    about: tuple[CaseId, ...] = ()

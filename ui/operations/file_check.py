"""Whether a review file is sound: its pages, its log, its counts, and what was seen of it last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.chain import check_file
from reviewer.app.counts_check import CountsCheck, count_file
from reviewer.app.record_check import record_faults
from reviewer.domain.message import Message
from ui.operations.files import OpenFile
from ui.operations.known_files import older_copy_notice


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProblem:
    """One thing that is wrong with a file: a code for scripts, a sentence for people."""

    code: str
    text: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What a check of an open file found; `counted` is None where its content is not sound."""

    events: int
    head: str
    problems: tuple[FileProblem, ...]
    counted: CountsCheck | None


def examine_file(store: OpenFile, *, now: datetime) -> Examination:
    """Check a file, what was last seen of it on this computer, and where it is sound its counts."""
    report = check_file(store)
    counted = count_file(store, now=now) if report.ok else None
    problems = [FileProblem(code=found.code, text=found.text) for found in report.problems]
    if report.ok:
        found = record_faults(store)
        problems.extend(FileProblem(code="record-differs", text=text) for text in found)
    if counted is not None:
        problems.extend(FileProblem(code="does-not-add-up", text=t) for t in counted.problems)
    if older := older_copy_notice(store):
        problems.append(FileProblem(code="older-file", text=older))
    return Examination(
        events=report.events, head=report.head, problems=tuple(problems), counted=counted
    )

"""Whether a workbook shows what its cases say: written again from them, and compared.

A signature proves who made a workbook, not that a person who opens it sees what a register would
take from it. So all that can be seen must follow from the cases, byte for byte: the sheets, the
figures and charts in them, the styles they are shown in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reviewer.app.summarising import summarise_submission
from reviewer.domain.errors import RefusalError
from reviewer.domain.language import in_language
from reviewer.domain.message import Message, message
from reviewer.domain.submission import Submission
from reviewer.domain.times import moment
from reviewer.domain.verdict import SHOWS_OTHERWISE, WorkbookProblem
from reviewer.signing.parts import sheet_number, visible
from reviewer.workbook.layout import layout_of
from reviewer.workbook.writer import write_workbook

_found: Final[dict[str, tuple[WorkbookProblem, ...]]] = {}
"""What was found of each workbook, by the digest of what was signed."""


def recount(
    verified_parts: Mapping[str, bytes], submission: Submission, digest: str
) -> tuple[WorkbookProblem, ...]:
    """Name each part that is not what this program makes of the submission; none where all are.

    `digest` is that of what was signed: while the program runs a workbook is recounted once.
    """
    if digest not in _found:
        _found[digest] = tuple(_problems(verified_parts, submission))
    return _found[digest]


def _problems(
    verified_parts: Mapping[str, bytes], submission: Submission
) -> Iterator[WorkbookProblem]:
    there = visible(verified_parts)
    try:
        wanted = visible(written_again(submission))
    except (RefusalError, ValueError, LookupError):
        text = message("Its cases cannot be written as a workbook. Ask for a new export.")
        yield _problem(None, text)
        return
    for part in sorted(there.keys() | wanted.keys()):
        if there.get(part) != wanted.get(part):
            yield _problem(part, _differs(part, submission))


def written_again(submission: Submission) -> Mapping[str, bytes]:
    """Write a workbook's contents from its own submission, in its own language.

    Raises RefusalError, ValueError or LookupError for a submission that no export ever has.
    """
    export = submission.export
    with in_language(export.language):
        summarised = summarise_submission(submission, "", now=moment(export.at))
        return write_workbook(
            submission,
            {sheet.value: tables for sheet, tables in summarised.summary.tables.items()},
            with_references=True,  # those that it was written without are not in it
            faults=summarised.faults,
        ).contents


def _differs(part: str, submission: Submission) -> Message:
    names = layout_of(submission.form).names
    number = sheet_number(part)
    if number is None:
        return message(
            "What the workbook shows does not match its cases, so a person and a register could "
            "read different things. Ask for a new export."
        )
    if number > len(names):
        return message("It has a sheet that Reviewer did not write. Ask for a new export.")
    return message(
        "The sheet “{sheet}” does not match the cases. Ask for a new export.",
        sheet=names[number - 1],
    )


def _problem(part: str | None, text: Message) -> WorkbookProblem:
    return WorkbookProblem(code=SHOWS_OTHERWISE, part=part, text=text)

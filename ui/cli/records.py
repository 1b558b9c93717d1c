"""`verify --record`: whether paper and file are the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from reviewer.app.paper import Match, PaperCheck, check_paper
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import Message, message
from ui.cli.doors import NOT_SOUND, SOUND, end_with
from ui.cli.filing import reading
from ui.cli.output import emit_json, show_line
from ui.operations.workbooks import HandedIn, check_paper_of_workbook


def verify_record(
    files: Sequence[Path], code: str, handed: HandedIn, passphrase_file: Path | None, *, json: bool
) -> NoReturn:
    """Hold a record code against one file, say what came of it and end the command."""
    if len(files) != 1:
        raise RefusalError("bad-option", message("Give one file to compare the record with."))
    if handed.paths:
        found = check_paper_of_workbook(handed, code, now=datetime.now(UTC))
    else:
        with reading(files[0], passphrase_file) as store:
            found = check_paper(store, code)
    if json:
        emit_json({
            "record": found.code,
            "match": found.match.value,
            "case": found.case,
            "reviewer": found.reviewer,
        })  # fmt: skip
    else:
        show_line(_words(found))
    end_with(SOUND if found.match is Match.SAME else NOT_SOUND)


def _words(found: PaperCheck) -> Message:
    case, person = str(found.case or ""), found.reviewer
    match found.match:
        case Match.SAME:
            return message(
                "The paper matches the file: {case}, reviewed by {person}.",
                case=case, person=person,
            )  # fmt: skip
        case Match.SUPERSEDED:
            return message(
                "The file contains this review of {case} by {person}, but another "
"one now counts.",
                case=case, person=person,
            )  # fmt: skip
        case Match.CHANGED:
            return message(
                "The file does not contain {case} as it is on the paper. The file or "
                "the paper was changed.",
                case=case,
            )
        case Match.NO_CASE:
            return message("The file has no case with this number.")

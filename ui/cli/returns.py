"""`returns`: what the lead sent back, imported into a reviewer's own file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ui.cli.doors import refused_is_not_sound
from ui.cli.filing import writing
from ui.cli.options import Json, PassphraseFile, ReviewFile, Trust, WorkbookPasswordFile
from ui.cli.output import emit_json, say, say_counted
from ui.cli.workbooks import handed_in
from ui.operations.workbooks import take_returned


def add_to(app: typer.Typer) -> None:
    """Add the command of this group."""
    app.command("returns")(returns)


def returns(
    file: ReviewFile,
    workbook: Annotated[Path, typer.Argument(metavar="TEAM.xlsx", help="The team workbook.")],
    trust: Trust = None,
    passphrase_file: PassphraseFile = None,
    password_file: WorkbookPasswordFile = None,
    json: Json = False,
) -> None:
    """Import returned cases from the team workbook, each with the lead's comment.

    A complete case is reopened; completing it again settles the return. Nothing else in the
    workbook enters the file, and importing it twice changes nothing.

    Example: reviewer returns inspection.review team.xlsx --trust lead.cer
    """
    handed = handed_in([workbook], trust, password_file)
    with writing(file, passphrase_file) as store, refused_is_not_sound():
        returned = take_returned(store, handed, now=datetime.now(UTC))
        if returned.refused is not None:
            raise returned.refused
    taken = returned.taken
    if json:
        emit_json(
            [
                {
                    "case": one.case,
                    "moderator": one.returned.moderator,
                    "at": one.returned.at,
                    "comment": one.returned.comment,
                }
                for one in taken
            ]
        )
        return
    for one in taken:
        say(
            "{case}, returned by {lead}: {comment}",
            case=one.case,
            lead=one.returned.moderator,
            comment=one.returned.comment,
        )
    if taken:
        say_counted(
            len(taken), "{n} case was marked as returned.", "{n} cases were marked as returned."
        )
    else:
        say("No cases were returned.")

"""`returns`: what the lead sent back, taken into a reviewer's own file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ui.cli.doors import refused_is_not_sound
from ui.cli.filing import writing
from ui.cli.options import Json, PassphraseFile, ReviewFile, Trust, WorkbookPasswordFile
from ui.cli.output import emit_json, say
from ui.cli.workbooks import handed_in
from ui.operations.workbooks import take_returned


def add_to(app: typer.Typer) -> None:
    """Add the command of this group."""
    app.command("returns")(returns)


def returns(
    file: ReviewFile,
    workbook: Annotated[Path, typer.Argument(metavar="TEAM.xlsx", help="The team's workbook.")],
    trust: Trust = None,
    passphrase_file: PassphraseFile = None,
    password_file: WorkbookPasswordFile = None,
    json: Json = False,
) -> None:
    """Mark the cases that the team's workbook returns to you, each with the lead's comment.

    A complete case is opened again; completing it anew settles the return. Nothing else of the
    workbook enters the file, and loading it twice changes nothing.

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
        say(f"{one.case}, returned by {one.returned.moderator}: {one.returned.comment}")
    marked = "1 case is" if len(taken) == 1 else f"{len(taken)} cases are"
    say(f"{marked} marked as returned." if taken else "Nothing new is returned.")

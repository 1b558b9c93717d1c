"""`returns`: what the lead sent back, taken into a reviewer's own file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.returning import take_returns
from ui.cli.doors import refused_is_not_sound
from ui.cli.filing import writing
from ui.cli.formfiles import form_finder
from ui.cli.options import FormFile, Json, PassphraseFile, ReviewFile, Trust, WorkbookPasswordFile
from ui.cli.output import emit_json, say
from ui.cli.workbooks import examine_all


def add_to(app: typer.Typer) -> None:
    """Add the command of this group."""
    app.command("returns")(returns)


def returns(
    file: ReviewFile,
    workbook: Annotated[Path, typer.Argument(metavar="TEAM.xlsx", help="The team's workbook.")],
    trust: Trust = None,
    form_file: FormFile = None,
    passphrase_file: PassphraseFile = None,
    password_file: WorkbookPasswordFile = None,
    json: Json = False,
) -> None:
    """Mark the cases that the team's workbook returns to you, each with the lead's comment.

    A complete case is opened again; completing it anew settles the return. Nothing else of the
    workbook enters the file, and loading it twice changes nothing.

    Example: reviewer returns inspection.review team.xlsx --trust lead.cer
    """
    (book,) = examine_all([workbook], trust, password_file)
    with writing(file, passphrase_file) as store, refused_is_not_sound():
        taken = take_returns(store, book, form_finder(form_file), now=datetime.now(UTC))
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

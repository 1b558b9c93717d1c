"""`figure`: a figure as a sentence, and the cases behind it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.figure import figure_of
from ui.cli.options import Json, PassphraseFile, Trust, WorkbookPasswordFile
from ui.cli.output import emit_json, say, show_line
from ui.cli.workbooks import summarised_of


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("figure")(figure)


def figure(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="A table and a cell of it, such as T2-H3.")
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE.review|WORKBOOK")],
    trust: Trust = None,
    passphrase_file: PassphraseFile = None,
    password_file: WorkbookPasswordFile = None,
    json: Json = False,
) -> None:
    """Show a figure as a sentence to quote, and list the cases behind it.

    The code names the table, the column and the row: column A holds the labels, and row 1 is the
    first below the headings.

    Example: reviewer figure T2-H3 team.review
    """
    summarised = summarised_of(file, trust, passphrase_file, password_file, now=datetime.now(UTC))
    found = figure_of(summarised, code)
    cases = found.figure.cases
    if json:
        part = found.figure.share
        counted = found.figure.counted
        emit_json(
            {
                "code": found.figure.code,
                "table": found.figure.table.id,
                "title": str(found.figure.table.title),
                "row": str(found.figure.row.label),
                "column": str(found.figure.table.headings[found.figure.at + 1].label),
                "n": counted.n if counted else None,
                "of": part.of if part else None,
                "sentence": str(found.sentence),
                "source": str(found.source),
                "log_head": summarised.log_head,
                "cases": list(cases),
            }
        )
        return
    show_line(found.words)
    if not cases:
        say("No cases are listed behind this figure.")
    for case in cases:
        show_line(f"  {case}")

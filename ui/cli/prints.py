"""`print`: case summaries, the inspection summary, the blank form as PDF."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.prints import PrintOrder, print_out
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import Printout
from reviewer.domain.ids import CaseId
from reviewer.domain.message import message, plural
from ui.cli.filing import writing
from ui.cli.options import PassphraseFile, Replace, ReviewFile
from ui.cli.output import say, show_line


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("print")(print_files)


def print_files(
    file: ReviewFile,
    out: Annotated[Path, typer.Argument(metavar="OUT.pdf")],
    case: Annotated[
        list[str] | None, typer.Option("--case", metavar="ID", help="This case; can be repeated.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every case.")] = False,
    summary: Annotated[bool, typer.Option("--summary", help="The inspection's tables.")] = False,
    blank: Annotated[bool, typer.Option("--blank", help="The form, to fill in by hand.")] = False,
    copy: Annotated[
        int | None, typer.Option("--copy", min=1, help="The number of the copy.")
    ] = None,
    with_references: Annotated[
        bool,
        typer.Option("--with-references", help="Print the force's references; this is logged."),
    ] = False,
    replace: Replace = False,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Print case summaries, the inspection summary or the blank form; each print is logged.

    An earlier print of the same inspection is replaced; for any other file use --replace.

    Example: reviewer print inspection.review case.pdf --case NCPI-MPS-2018Q4-0042
    """
    if [bool(case), every, summary, blank].count(True) != 1:
        raise RefusalError(
            "bad-option", message("Use one of --case, --all, --summary and --blank.")
        )
    kind = Printout.SUMMARY if summary else Printout.BLANK_FORM if blank else Printout.CASES
    order = PrintOrder(
        kind=kind,
        out=out,
        cases=None if not case else frozenset(map(CaseId, case)),
        copy=copy,
        with_references=with_references,
        replace=replace,
    )
    with writing(file, passphrase_file) as store:
        printed = print_out(store, order, now=datetime.now(UTC))
    say("Saved {out}: {pages}.", out=out, pages=plural(printed.pages, "{n} page", "{n} pages"))
    for notice in printed.notices:
        show_line(message("Notice: {sentence}", sentence=notice))

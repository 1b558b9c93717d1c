"""`print`: cases, debrief packs, notices, lists, the summary and the blank form as PDF."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.print_order import OF_CASES, PrintOrder
from reviewer.app.prints import FilePrinted, print_to_file
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import Printout
from reviewer.domain.ids import CaseId
from reviewer.domain.message import message, plural
from ui.cli.doors import identifiers_listed
from ui.cli.filing import writing
from ui.cli.identities import open_identity
from ui.cli.options import (
    IdentityPassphraseFile,
    KeepIdentifiers,
    PassphraseFile,
    Replace,
    ReviewFile,
)
from ui.cli.output import say, say_aside, show_line


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
    list_of_cases: Annotated[bool, typer.Option("--list", help="A line for each case.")] = False,
    debrief: Annotated[
        bool,
        typer.Option(
            "--debrief", help="A debrief pack: cover, contents, and the named cases or all."
        ),
    ] = False,
    comparison: Annotated[
        bool, typer.Option("--comparison", help="This visit beside the earlier ones.")
    ] = False,
    referral: Annotated[
        bool, typer.Option("--referral", help="A notice to the force about one case; use --case.")
    ] = False,
    details: Annotated[
        bool,
        typer.Option("--details", help="Add every answer of each review, after its first page."),
    ] = False,
    superseded: Annotated[
        bool, typer.Option("--superseded", help="Include superseded reviews.")
    ] = False,
    copy: Annotated[int | None, typer.Option("--copy", min=1, help="The copy's number.")] = None,
    copies: Annotated[
        int | None, typer.Option("--of", min=1, help="How many copies there are.")
    ] = None,
    with_references: Annotated[
        bool,
        typer.Option("--with-references", help="Print the force's references; this is logged."),
    ] = False,
    identity: Annotated[
        Path | None, typer.Option("--identity", metavar="ID.p12", help="Sign the print.")
    ] = None,
    replace: Replace = False,
    keep_identifiers: KeepIdentifiers = "",
    passphrase_file: PassphraseFile = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Print cases, a debrief pack, a referral notice, lists, the summary or the blank form.

    Each print is a PDF and is logged. An earlier unnumbered print of the same kind may be
    replaced, any other file only with --replace.

    Example: reviewer print inspection.review case.pdf --case NCPI-MPS-2018Q4-0042
    """
    chosen = {
        Printout.SUMMARY: summary,
        Printout.BLANK_FORM: blank,
        Printout.CASE_LIST: list_of_cases,
        Printout.COMPARISON: comparison,
        Printout.DEBRIEF: debrief,
        Printout.REFERRAL: referral,
    }
    order = PrintOrder(
        kind=_kind(chosen, has_cases=bool(case), every=every),
        cases=None if not case else frozenset(map(CaseId, case)),
        copy=copy,
        copies=copies,
        with_references=with_references,
        with_details=details,
        with_superseded=superseded,
        signer=None if identity is None else open_identity(identity, identity_passphrase_file),
        keep_identifiers=keep_identifiers,
    )
    with writing(file, passphrase_file) as store, identifiers_listed():
        replaced = out.exists()
        printed = print_to_file(
            store, order, out, now=datetime.now(UTC), replacing=replace, progress=_say_progress
        )
    _say_printed(out, printed, replaced=replaced)


def _say_printed(out: Path, printed: FilePrinted, *, replaced: bool) -> None:
    pages = plural(printed.pages, "{n} page", "{n} pages")
    if replaced:
        say("Saved {out}: {pages}. It replaces the earlier print.", out=out, pages=pages)
    else:
        say("Saved {out}: {pages}.", out=out, pages=pages)
    for notice in printed.notices:
        show_line(message("Notice: {sentence}", sentence=notice))


def _kind(chosen: dict[Printout, bool], *, has_cases: bool, every: bool) -> Printout:
    named = [kind for kind, wanted in chosen.items() if wanted]
    if has_cases and every:
        raise RefusalError("bad-option", message("Give --case or --all, not both."))
    if len(named) > 1 or (not named and not has_cases and not every):
        raise RefusalError(
            "bad-option",
            message(
                "Use one of --case, --all, --debrief, --referral, --list, --summary, --comparison "
                "and --blank."
            ),
        )
    kind = named[0] if named else Printout.CASES
    if kind not in OF_CASES and (has_cases or every):
        raise RefusalError(
            "bad-option",
            message("This print is of the whole inspection. Leave out the cases."),
        )
    return kind


def _say_progress(done: int, of: int) -> None:
    if sys.stderr.isatty() and of > 1 and (done % 25 == 0 or done == of):
        say_aside("Prepared {done} of {of} cases…", done=done, of=of)

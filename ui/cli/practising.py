"""`practice`: invented cases to learn the form on, and the answers agreed about them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from reviewer.app.practice import compare_practice
from reviewer.domain.message import message
from ui.cli.filing import reading
from ui.cli.options import Json, NewFile, PassphraseFile, ReviewFile
from ui.cli.output import emit_json, say, say_counted, say_table, show_line
from ui.operations.practice import PRACTICE_PASSPHRASE, make_practice, practice_text

practice = typer.Typer(help="Ten invented cases to practise on.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.add_typer(practice, name="practice")


@practice.command("new")
def new(
    file: NewFile,
    reviewer: Annotated[
        str, typer.Option("--reviewer", metavar="NAME", help="Your name.")
    ] = "Practice reader",
) -> None:
    """Create a review file of the invented cases, and print its passphrase.

    Example: reviewer practice new practice.review --reviewer "A. Inspector"
    """
    made = make_practice(file, reviewer, now=datetime.now(UTC))
    say("Created {file}.", file=str(made.path))
    say("Its passphrase: {passphrase}", passphrase=PRACTICE_PASSPHRASE)


@practice.command("read")
def read() -> None:
    """Print the case files of the invented cases.

    Example: reviewer practice read
    """
    for line in practice_text().splitlines():
        show_line(line)


@practice.command("compare")
def compare(file: ReviewFile, passphrase_file: PassphraseFile = None, json: Json = False) -> None:
    """Show your answers beside the agreed ones, for each case you have graded.

    Example: reviewer practice compare practice.review
    """
    with reading(file, passphrase_file) as store:
        compared = compare_practice(store)
    if json:
        emit_json([asdict(one) for one in compared])
        return
    yes, no = message("yes"), message("no")
    rows = [
        (
            one.reference,
            answer.question,
            answer.own or "–",
            answer.agreed,
            yes if answer.alike else no,
        )
        for one in compared
        for answer in one.answers
    ]
    if rows:
        say_table(
            (
                message("Case"),
                message("Question"),
                message("Your answer"),
                message("Agreed"),
                message("Alike"),
            ),
            rows,
        )
    for one in compared:
        if not one.alike:
            say("{case}: {why}", case=one.reference, why=one.why)
    say_counted(
        len(compared),
        "{alike} of {n} graded case matches the agreed answers.",
        "{alike} of {n} graded cases match the agreed answers.",
        alike=sum(one.alike for one in compared),
    )

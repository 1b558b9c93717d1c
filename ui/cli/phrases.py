"""`phrases`: your own phrases for notes, in one review file or carried to another."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.files import read_whole
from reviewer.app.phrases import add_phrase, export_phrases, import_phrases, remove_phrase
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from ui.cli.doors import identifiers_listed
from ui.cli.filing import reading, text_in, writing
from ui.cli.options import Json, KeepIdentifiers, PassphraseFile, Replace, ReviewFile
from ui.cli.output import emit_json, say, say_counted, show_line


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    group = typer.Typer(help="Your own phrases for notes.", no_args_is_help=True)
    group.command("list")(list_phrases)
    group.command("add")(add)
    group.command("remove")(remove)
    group.command("export")(export)
    group.command("import")(import_set)
    app.add_typer(group, name="phrases")


def list_phrases(
    file: ReviewFile, passphrase_file: PassphraseFile = None, json: Json = False
) -> None:
    """List your phrases in this file, the newest first.

    Example: reviewer phrases list inspection.review
    """
    with reading(file, passphrase_file) as store:
        phrases = store.phrases()
    if json:
        emit_json(phrases)
        return
    for number, phrase in enumerate(phrases, start=1):
        show_line(f"{number:>3}  {phrase.replace(chr(10), ' / ')}")


def add(
    file: ReviewFile,
    text: Annotated[
        Path, typer.Option("--text-file", metavar="FILE", help="A file with the phrase, or -.")
    ],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Add one phrase; to add several, use reviewer phrases import.

    Example: reviewer phrases add inspection.review --text-file phrase.txt
    """
    content = text_in(text)
    with writing(file, passphrase_file) as store:
        add_phrase(store, content)
    say("Added the phrase.")


def remove(
    file: ReviewFile,
    number: Annotated[int, typer.Argument(metavar="N", help="Its number in the list.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Remove a phrase from this file.

    Example: reviewer phrases remove inspection.review 2
    """
    with writing(file, passphrase_file) as store:
        phrases = store.phrases()
        if not 1 <= number <= len(phrases):
            raise RefusalError(
                "no-such-phrase", message("There is no phrase {number}.", number=number)
            )
        remove_phrase(store, phrases[number - 1])
    say("Removed phrase {number}.", number=number)


def export(
    file: ReviewFile,
    out: Annotated[Path, typer.Argument(metavar="OUT.txt")],
    replace: Replace = False,
    keep_identifiers: KeepIdentifiers = "",
    passphrase_file: PassphraseFile = None,
) -> None:
    """Save your phrases to a text file, not encrypted; this is logged.

    Example: reviewer phrases export inspection.review phrases.txt
    """
    with writing(file, passphrase_file) as store, identifiers_listed():
        count = export_phrases(
            store,
            out,
            now=datetime.now(UTC),
            replace=replace,
            keep_identifiers=keep_identifiers,
        )
    say_counted(count, "Saved {n} phrase to {out}.", "Saved {n} phrases to {out}.", out=str(out))


def import_set(
    file: ReviewFile,
    phrases: Annotated[Path, typer.Argument(metavar="PHRASES.txt")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Add the phrases of a text file, in which empty lines separate them.

    Example: reviewer phrases import inspection.review phrases.txt
    """
    content = read_whole(phrases)
    with writing(file, passphrase_file) as store:
        count = import_phrases(store, content)
    say_counted(count, "Added {n} phrase.", "Added {n} phrases.")

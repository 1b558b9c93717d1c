"""`spelling`: what is misspelt in a file, and the words that its person added."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from reviewer.app.spelling import LANGUAGES, add_word, misspellings, own_words, remove_word
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import listed, message, verbatim
from ui.cli.filing import reading, writing
from ui.cli.options import Json, PassphraseFile, ReviewFile
from ui.cli.output import emit_json, say, say_table, show_line

spelling = typer.Typer(help="Check the spelling of a file.", no_args_is_help=True)

Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--language", metavar="CODE", help="en or cy; repeat it for both. English if left out."
    ),
]
OneWord = Annotated[str, typer.Argument(metavar="WORD", help="One word.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.add_typer(spelling, name="spelling")


@spelling.command("check")
def check(
    file: ReviewFile,
    languages: Languages = None,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """List the misspelt words of your answers.

    Example: reviewer spelling check inspection.review --language en
    """
    chosen = languages or ["en"]
    for code in chosen:
        if code not in LANGUAGES:
            raise RefusalError(
                "no-dictionary",
                message(
                    "There is no dictionary for “{code}”. Choose from: {codes}.",
                    code=code,
                    codes=listed([verbatim(known) for known in LANGUAGES]),
                ),
            )
    with reading(file, passphrase_file) as store:
        found = misspellings(store, chosen)
    if json:
        emit_json([asdict(one) for one in found])
    elif found:
        say_table(
            (message("Case"), message("Item"), message("Word")),
            [(str(one.case), str(one.key), one.misspelt) for one in found],
        )
    else:
        say("No misspelt words.")


@spelling.command("words")
def words(file: ReviewFile, passphrase_file: PassphraseFile = None, json: Json = False) -> None:
    """List the words that were added to the dictionary of a file.

    Example: reviewer spelling words inspection.review
    """
    with reading(file, passphrase_file) as store:
        own = own_words(store)
    if json:
        emit_json(list(own))
        return
    for word in own:
        show_line(word)
    if not own:
        say("No words were added.")


@spelling.command("add")
def add(file: ReviewFile, word: OneWord, passphrase_file: PassphraseFile = None) -> None:
    """Add a word to the dictionary of a file; it stays in the file, encrypted.

    Example: reviewer spelling add inspection.review Llanrwst
    """
    with writing(file, passphrase_file) as store:
        added = add_word(store, word)
    say("Added “{word}”.", word=added)


@spelling.command("remove")
def remove(file: ReviewFile, word: OneWord, passphrase_file: PassphraseFile = None) -> None:
    """Remove a word that was added.

    Example: reviewer spelling remove inspection.review Llanrwst
    """
    with writing(file, passphrase_file) as store:
        remove_word(store, word)
    say("Removed “{word}”.", word=word)

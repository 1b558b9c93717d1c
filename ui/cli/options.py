"""The arguments and options that several commands share, worded once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from reviewer.domain.errors import RefusalError

ReviewFile = Annotated[
    Path, typer.Argument(metavar="FILE.review", help="The review file or register.")
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help="A text file with the passphrase; else REVIEWER_PASSPHRASE, else a prompt.",
    ),
]
IdentityPassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--identity-passphrase-file",
        metavar="FILE",
        help="The identity's passphrase; else REVIEWER_IDENTITY_PASSPHRASE, else a prompt.",
    ),
]
WorkbookPasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        metavar="FILE",
        help="A protected workbook's password; else REVIEWER_WORKBOOK_PASSWORD, else a prompt.",
    ),
]
SpellOut = Annotated[
    bool, typer.Option("--spell-out", help="Spell the fingerprint for the telephone.")
]
Expect = Annotated[
    str | None,
    typer.Option(
        "--expect", metavar="FINGERPRINT", help="As it was read out to you; any other is refused."
    ),
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Write over whatever file of that kind is there.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Trust = Annotated[
    list[Path] | None,
    typer.Option(
        "--trust", metavar="FILE|DIR", help="Certificates to trust besides your trust list."
    ),
]
ListMap = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="KEY=HEADER", help="Take list key KEY from this column."),
]
Types = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="WORDS=CODE", help="Read these words as this case type."),
]
Sheet = Annotated[
    str | None, typer.Option("--sheet", metavar="NAME", help="The sheet that holds the list.")
]
Scale = Annotated[
    str | None,
    typer.Option("--scale", help="The scale of the force's own grades: GRI3, GAI or PEEL5."),
]


def pairs(texts: Sequence[str] | None, option: str, form: str) -> dict[str, str]:
    """Split `LEFT=RIGHT` texts; raises RefusalError for one that is none."""
    split = {}
    for text in texts or ():
        left, sign, right = text.partition("=")
        if not (left.strip() and sign and right.strip()):
            raise RefusalError("bad-option", f"{option} takes {form}, not “{text}”.")
        split[left.strip()] = right.strip()
    return split

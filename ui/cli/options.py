"""The arguments and options that several commands share, worded once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from reviewer.domain.written_day import typed_day

ReviewFile = Annotated[
    Path, typer.Argument(metavar="FILE.review", help="The review file or register.")
]
Register = Annotated[Path, typer.Argument(metavar="REGISTER.review", help="The lead's register.")]
IdentityFile = Annotated[Path, typer.Argument(metavar="ID.p12", help="The identity file.")]
NewFile = Annotated[Path, typer.Argument(metavar="FILE.review", help="The file to create.")]
SignedWith = Annotated[
    Path, typer.Option("--identity", metavar="ID.p12", help="The identity to sign with.")
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help="A text file with the passphrase. If left out: REVIEWER_PASSPHRASE, or you are asked.",
    ),
]
IdentityPassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--identity-passphrase-file",
        metavar="FILE",
        help="A file with the passphrase of the identity. "
        "If left out: REVIEWER_IDENTITY_PASSPHRASE, or you are asked.",
    ),
]
WorkbookPasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        metavar="FILE",
        help="A file with the password of the workbook. "
        "If left out: REVIEWER_WORKBOOK_PASSWORD, or you are asked.",
    ),
]
SpellOut = Annotated[
    bool,
    typer.Option("--spell-out", help="Spell out the fingerprint, to read it over the telephone."),
]
Expect = Annotated[
    str | None,
    typer.Option(
        "--expect",
        metavar="FINGERPRINT",
        help="The fingerprint read out to you; any other is refused.",
    ),
]
Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="The reason, which is logged.")
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Overwrite an existing file of that kind.")
]
KeepIdentifiers = Annotated[
    str,
    typer.Option(
        "--keep-identifiers",
        metavar="REASON",
        help="The reason to keep what looks like an identifier; this is logged.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Trust = Annotated[
    list[Path] | None,
    typer.Option(
        "--trust", metavar="FILE|DIR", help="Certificates to trust in addition to your trust list."
    ),
]
ListMap = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="KEY=HEADER", help="The column that holds the list key KEY."),
]
Types = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="WORDS=CODE", help="The case type that these words mean."),
]
Sheet = Annotated[
    str | None, typer.Option("--sheet", metavar="NAME", help="The sheet that holds the list.")
]
Scale = Annotated[
    str | None,
    typer.Option("--scale", help="The scale of the force's own grades: GRI3, GAI or PEEL5."),
]


def day(text: str, option: str) -> date:
    """Read a day, written in any way in which dates are read; raises RefusalError for none."""
    if found := typed_day(text):
        return found
    raise RefusalError(
        "bad-option",
        message(
            "Write {option} as a day such as 2018-06-30, not “{text}”.", option=option, text=text
        ),
    )


def pairs(texts: Sequence[str] | None, option: str, form: str) -> dict[str, str]:
    """Split `LEFT=RIGHT` texts; raises RefusalError for any other text."""
    split = {}
    for text in texts or ():
        left, sign, right = text.partition("=")
        if not (left.strip() and sign and right.strip()):
            raise RefusalError(
                "bad-option",
                message(
                    "Write {option} as {form}, not “{text}”.", option=option, form=form, text=text
                ),
            )
        split[left.strip()] = right.strip()
    return split

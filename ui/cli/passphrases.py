"""Passphrases: from a file, from the environment, else from a prompt; never from an argument."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import typer

from reviewer.app.files import cannot_read
from reviewer.domain.errors import WorldError


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """One kind of secret: what it is for people, and where a script may leave it."""

    name: str
    variable: str
    option: str


REVIEW_FILE = Secret(
    name="Passphrase of the review file", variable="REVIEWER_PASSPHRASE", option="--passphrase-file"
)
IDENTITY = Secret(
    name="Passphrase of the identity",
    variable="REVIEWER_IDENTITY_PASSPHRASE",
    option="--identity-passphrase-file",
)


def ask(secret: Secret, file: Path | None, *, twice: bool = False) -> str:
    """Return the secret; `twice` makes a person type a new one two times.

    Raises WorldError where it can come from nowhere.
    """
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            if isinstance(error, OSError):
                raise cannot_read(file, error) from None
            raise WorldError("bad-passphrase-file", f"{file.name} is not a text file.") from None
    given = os.environ.get(secret.variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise WorldError(
            "no-passphrase",
            f"{secret.name}: give it with {secret.option} FILE or in {secret.variable}.",
        )
    return str(typer.prompt(secret.name, hide_input=True, confirmation_prompt=twice, err=True))

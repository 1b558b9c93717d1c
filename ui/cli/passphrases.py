"""Passphrases: from a file, from the environment, else from a prompt; never from an argument."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import typer

from reviewer.app.files import read_whole
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.message import Message, message
from ui.cli.environment import secret_in
from ui.cli.output import say_notice
from ui.operations.held_keys import is_held_by_windows
from ui.operations.passphrases import check_strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """One kind of secret: what it is for people, and where a script may leave it."""

    name: Message
    variable: str
    option: str


REVIEW_FILE = Secret(
    name=message("Passphrase of the review file"),
    variable="REVIEWER_PASSPHRASE",
    option="--passphrase-file",
)
IDENTITY = Secret(
    name=message("Passphrase of the identity"),
    variable="REVIEWER_IDENTITY_PASSPHRASE",
    option="--identity-passphrase-file",
)
NEW_IDENTITY = Secret(
    name=message("New passphrase of the identity"),
    variable="REVIEWER_NEW_IDENTITY_PASSPHRASE",
    option="--new-passphrase-file",
)
WORKBOOK = Secret(
    name=message("Password of the workbook"),
    variable="REVIEWER_WORKBOOK_PASSWORD",
    option="--password-file",
)


def ask(secret: Secret, file: Path | None, *, twice: bool = False) -> str:
    """Return the secret; `twice` makes a person type a new one two times.

    Raises WorldError where it can come from nowhere.
    """
    if file is not None:
        try:
            return read_whole(file).decode("utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            raise WorldError(
                "bad-passphrase-file", message("{file} is not a text file.", file=file.name)
            ) from None
    given = secret_in(secret.variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise WorldError(
            "no-passphrase",
            message(
                "{secret}: use {option} FILE or set {variable}.",
                secret=secret.name,
                option=secret.option,
                variable=secret.variable,
            ),
        )
    return str(typer.prompt(str(secret.name), hide_input=True, confirmation_prompt=twice, err=True))


def ask_identity(identity: Path, file: Path | None) -> str:
    """Return an identity's passphrase or PIN; empty where Windows asks for it when it signs."""
    return "" if is_held_by_windows(identity) else ask(IDENTITY, file)


def ask_if_possible(secret: Secret, file: Path | None) -> str | None:
    """Return a secret, or None where it was not given and nobody can be asked for it."""
    if file is None and secret_in(secret.variable) is None and not sys.stdin.isatty():
        return None
    return ask(secret, file)


def ask_new(secret: Secret, file: Path | None) -> str:
    """Return a secret that is chosen now; a notice is printed where it is easy to guess.

    Not refused, as a review file's is: an identity's may be prescribed by an organisation, and
    a workbook's is agreed with who opens it. Raises WorldError where it is empty.
    """
    chosen = ask(secret, file, twice=True)
    if not chosen:
        raise WorldError(
            "no-passphrase",
            message("{secret}: this must not be empty. Nothing was saved.", secret=secret.name),
        )
    try:
        check_strength(chosen, ())
    except RefusalError as weakness:
        say_notice(message("{secret}: {reason}", secret=secret.name, reason=weakness.sentence))
    return chosen

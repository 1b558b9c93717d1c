"""`passphrase` and `recover`: another passphrase for a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.domain.file_actions import Proof
from ui.cli.filing import NEW_PASSPHRASE, key_by_code, key_of, say_upgrade
from ui.cli.options import PassphraseFile, ReviewFile
from ui.cli.output import say, say_notice
from ui.cli.passphrases import ask
from ui.operations.passphrase_change import change_passphrase
from ui.operations.passphrases import FileKey
from ui.operations.recovery_codes import recovery_code

NewPassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--new-passphrase-file",
        metavar="FILE",
        help="The new passphrase; else REVIEWER_NEW_PASSPHRASE, else a prompt.",
    ),
]
ShowCode = Annotated[
    bool, typer.Option("--recovery-code", help="Print the recovery code, this once.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("passphrase")(passphrase)
    app.command("recover")(recover)


def passphrase(
    file: ReviewFile,
    new_passphrase_file: NewPassphraseFile = None,
    show_code: ShowCode = False,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Give a file a new passphrase; a kill at any moment leaves the old or the new one in force.

    Example: reviewer passphrase inspection.review --recovery-code
    """
    old = key_of(file, passphrase_file)
    _change(file, old, new_passphrase_file, Proof.OLD_PASSPHRASE, show_code=show_code)


def recover(
    file: ReviewFile,
    recovery_code_file: Annotated[
        Path | None,
        typer.Option(
            "--recovery-code-file",
            metavar="FILE",
            help="The recovery code; else REVIEWER_RECOVERY_CODE, else a prompt.",
        ),
    ] = None,
    new_passphrase_file: NewPassphraseFile = None,
    show_code: ShowCode = False,
) -> None:
    """Open a file whose passphrase is lost by its recovery code, and give it a new one.

    Example: reviewer recover inspection.review --recovery-code-file code.txt
    """
    old = key_by_code(file, recovery_code_file)
    _change(file, old, new_passphrase_file, Proof.RECOVERY_CODE, show_code=show_code)


def say_recovery_code(key: FileKey) -> None:
    """Print a recovery code with what it is for."""
    say("The recovery code opens this file without the passphrase. Write it down, keep it apart")
    say(f"from the computer, and clear the screen:  {recovery_code(key)}")


def _change(
    file: Path, old: FileKey, new_passphrase_file: Path | None, proof: Proof, *, show_code: bool
) -> None:
    phrase = ask(NEW_PASSPHRASE, new_passphrase_file, twice=True)
    changed = change_passphrase(file, old, phrase, proof, now=datetime.now(UTC), told=say_upgrade)
    copies = changed.copies
    say(f"{file} has a new passphrase; a recovery code made before opens it no longer.")
    if copies:
        say(
            f"{len(copies)} copies made before still open with the old one; make new ones with "
            "reviewer backup, and remove these:"
        )
        for path in copies:
            say(f"  {path}")
    say_notice(changed.notice)
    if show_code:
        say_recovery_code(changed.key)

"""`passphrase` and `recover`: another passphrase for a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.domain.file_actions import Proof
from reviewer.domain.message import message
from ui.cli.filing import NEW_PASSPHRASE, RECOVERY_CODE, key_of, say_upgrade
from ui.cli.options import IdentityPassphraseFile, PassphraseFile, ReviewFile
from ui.cli.output import say, say_counted, say_notice, show_line
from ui.cli.passphrases import IDENTITY, ask
from ui.operations.passphrase_change import change_passphrase
from ui.operations.passphrases import FileKey, check_is_review_file
from ui.operations.recovery_codes import OrganisationKey, recovered_key, recovery_code

NewPassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--new-passphrase-file",
        metavar="FILE",
        help="A file with the new passphrase. "
        "If left out: REVIEWER_NEW_PASSPHRASE, or you are asked.",
    ),
]
ShowCode = Annotated[
    bool, typer.Option("--recovery-code", help="Print the recovery code. It is shown only once.")
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
    """Change the passphrase of a file; if interrupted, either the old or the new one still works.

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
            help="A file with the recovery code. "
            "If left out: REVIEWER_RECOVERY_CODE, or you are asked.",
        ),
    ] = None,
    organisation_key: Annotated[
        Path | None,
        typer.Option(
            "--with",
            metavar="KEY.p12",
            help="The organisation's recovery key, instead of the recovery code.",
        ),
    ] = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
    new_passphrase_file: NewPassphraseFile = None,
    show_code: ShowCode = False,
) -> None:
    """Set a new passphrase with the recovery code, when the old one is lost.

    If an administrator had set up a recovery certificate when the file was created, the
    organisation's key also works.

    Example: reviewer recover inspection.review --with organisation.p12
    """
    check_is_review_file(file)
    means: OrganisationKey | str
    if organisation_key is None:
        means = ask(RECOVERY_CODE, recovery_code_file)
    else:
        phrase = ask(IDENTITY, identity_passphrase_file)
        means = OrganisationKey(file=organisation_key, passphrase=phrase)
    old, proof = recovered_key(file, means)
    _change(file, old, new_passphrase_file, proof, show_code=show_code)


def say_recovery_code(key: FileKey) -> None:
    """Print a recovery code with what it is for."""
    say(
        "The recovery code opens this file without the passphrase. Write it down, keep it away "
        "from the computer, and clear the screen."
    )
    show_line(f"  {recovery_code(key)}")


def _change(
    file: Path, old: FileKey, new_passphrase_file: Path | None, proof: Proof, *, show_code: bool
) -> None:
    phrase = ask(NEW_PASSPHRASE, new_passphrase_file, twice=True)
    update = None if proof is Proof.OLD_PASSPHRASE else say_upgrade
    changed = change_passphrase(file, old, phrase, proof, now=datetime.now(UTC), update=update)
    copies = changed.copies
    say("{file} has a new passphrase. Earlier recovery codes no longer open it.", file=file)
    if copies:
        say_counted(
            len(copies),
            "{n} earlier copy still opens with the old passphrase. Make a new one with reviewer "
            "backup, and delete this one:",
            "{n} earlier copies still open with the old passphrase. Make new ones with reviewer "
            "backup, and delete these:",
        )
        for path in copies:
            show_line(f"  {path}")
    say_notice(changed.notice)
    if show_code:
        say_recovery_code(changed.key)
    else:
        say_notice(
            message(
                "Nobody has a recovery code for this file now. To see one, change the passphrase "
                "again with --recovery-code."
            )
        )

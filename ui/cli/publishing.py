"""`publish`: the tables of a register that anybody may read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.published_before import PUBLISHED_BEFORE
from reviewer.app.publishing import DEFAULT_THRESHOLD, PublishOrder
from reviewer.app.publishing import publish as publish_tables
from reviewer.domain.message import plural
from ui.cli.doors import identifiers_listed, refused_is_not_sound
from ui.cli.filing import writing
from ui.cli.identities import open_identity
from ui.cli.options import (
    IdentityPassphraseFile,
    Json,
    KeepIdentifiers,
    PassphraseFile,
    Register,
    Replace,
    SignedWith,
)
from ui.cli.output import emit_json, say


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("publish")(publish)


def publish(
    register: Register,
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to save.")],
    identity: SignedWith,
    threshold: Annotated[
        int,
        typer.Option(
            "--threshold", metavar="N", help="Leave out counts from 1 to below N; this is logged."
        ),
    ] = DEFAULT_THRESHOLD,
    withdrawn: Annotated[
        str,
        typer.Option(
            "--withdrawn",
            metavar="REASON",
            help="Why nobody has the tables published before; this is logged.",
        ),
    ] = "",
    replace: Replace = False,
    keep_identifiers: KeepIdentifiers = "",
    passphrase_file: PassphraseFile = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
    json: Json = False,
) -> None:
    """Publish the tables of a register: no text, name or reference, and no small count.

    OUT.xlsx is saved with its signature OUT.xlsx.p7s, and as OUT.csv with metadata.

    Example: reviewer publish team.review annex.xlsx --identity lead.p12 --threshold 5
    """
    signer = open_identity(identity, identity_passphrase_file)
    order = PublishOrder(
        out=out,
        threshold=threshold,
        replace=replace,
        keep_identifiers=keep_identifiers,
        withdrawn=withdrawn,
    )
    with (
        writing(register, passphrase_file) as store,
        refused_is_not_sound("does-not-add-up", "too-few", *PUBLISHED_BEFORE),
        identifiers_listed(),
    ):
        done = publish_tables(store, order, signer, now=datetime.now(UTC))
    if json:
        emit_json(
            {
                "files": [str(path) for path in done.files],
                "tables": done.tables,
                "threshold": threshold,
                "sha256": done.digest,
            }
        )
        return
    say(
        "Published {tables}; counts from 1 to {most} are left out.",
        tables=plural(done.tables, "{n} table", "{n} tables"),
        most=threshold - 1,
    )
    for path in done.files:
        say("Saved {path}.", path=path)

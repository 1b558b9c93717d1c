"""`receipts`: what a register signs for the workbooks it received, and what their senders keep."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.receipts import kept_receipts, not_received, receipt_sentence
from ui.cli.doors import refused_is_not_sound
from ui.cli.filing import reading, writing
from ui.cli.identities import open_identity
from ui.cli.options import (
    IdentityPassphraseFile,
    Json,
    PassphraseFile,
    Register,
    ReviewFile,
    SignedWith,
    Trust,
)
from ui.cli.output import emit_json, say, show_line
from ui.operations.receipts import import_receipts, issue_receipts


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    group = typer.Typer(help="Receipts for the workbooks of a register.", no_args_is_help=True)
    group.command("issue")(issue)
    group.command("import")(import_)
    group.command("list")(show)
    app.add_typer(group, name="receipts")


def issue(
    register: Register,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder that exists, for the receipts.")
    ],
    identity: SignedWith,
    again: Annotated[
        bool, typer.Option("--again", help="Also for workbooks that have a receipt.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
    json: Json = False,
) -> None:
    """Sign a receipt for each workbook merged since the last time, to give to its reviewer.

    Example: reviewer receipts issue team.review receipts/ --identity lead.p12
    """
    signer = open_identity(identity, identity_passphrase_file)
    with writing(register, passphrase_file) as store:
        issued = issue_receipts(store, folder, signer, now=datetime.now(UTC), again=again)
    if json:
        emit_json(
            [
                {
                    "file": str(one.path),
                    "workbook": one.source.name,
                    "issued_by": one.source.issued_by,
                    "export": one.source.export_number,
                    "digest": one.source.digest,
                }
                for one in issued
            ]
        )
        return
    for one in issued:
        say(
            "{path}: for {workbook}, export {number} from {issuer}",
            path=str(one.path),
            workbook=one.source.shown,
            number=one.source.export_number,
            issuer=one.source.issued_by,
        )
    if not issued:
        say("Every workbook has a receipt already. To sign them again, use --again.")


def import_(
    file: ReviewFile,
    receipt: Annotated[list[Path], typer.Argument(metavar="FILE.receipt …")],
    trust: Trust = None,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """Import the lead's receipts for workbooks exported from this file.

    Example: reviewer receipts import inspection.review lead.receipt --trust lead.cer
    """
    with writing(file, passphrase_file) as store, refused_is_not_sound():
        kept = import_receipts(store, receipt, now=datetime.now(UTC), trust=trust or ())
    if json:
        emit_json([asdict(one) for one in kept])
        return
    for one in kept:
        show_line(receipt_sentence(one))


def show(file: ReviewFile, passphrase_file: PassphraseFile = None, json: Json = False) -> None:
    """List the receipts of a review file: who received which export, and when.

    Example: reviewer receipts list inspection.review
    """
    with reading(file, passphrase_file) as store:
        kept, why = kept_receipts(store), not_received(store)
    if json:
        emit_json({"receipts": [asdict(one) for one in kept], "all_received": why is None})
        return
    for one in kept:
        show_line(receipt_sentence(one))
    if why is not None:
        show_line(why)
    elif not kept:
        say("There are no receipts.")

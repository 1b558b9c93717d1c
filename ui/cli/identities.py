"""`identity`: the certificate and key you sign with, and a lead's small authority."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.domain.message import message
from ui.cli import authorities
from ui.cli.options import IdentityFile, IdentityPassphraseFile, Json, Replace, SpellOut
from ui.cli.output import emit_json, say, say_aside
from ui.cli.passphrases import IDENTITY, NEW_IDENTITY, ask, ask_identity, ask_new
from ui.cli.trusts import say_fingerprint
from ui.operations import identities
from ui.operations.fingerprint_cards import print_card
from ui.operations.held_keys import write_token_file
from ui.operations.identities import Identity

Years = Annotated[
    int, typer.Option("--years", min=1, max=10, help="How many years it is valid for.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    identity = typer.Typer(help="The certificate and key you sign with.", no_args_is_help=True)
    for command in (create, show, certificate, card, token, passphrase, renew):
        identity.command(command.__name__)(command)
    authorities.add_to(identity)
    app.add_typer(identity, name="identity")


def open_identity(file: Path, passphrase_file: Path | None) -> Identity:
    """Open an identity file with its passphrase, which is asked for."""
    return identities.open_identity(file, ask_identity(file, passphrase_file))


def create(
    file: IdentityFile,
    name: Annotated[str, typer.Option("--name", help="Your name, as others will see it.")],
    organisation: Annotated[str | None, typer.Option("--organisation")] = None,
    years: Years = 3,
    key: Annotated[identities.KeyChoice, typer.Option("--key")] = identities.KeyChoice.RSA,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Create an identity: a key and a certificate of your own.

    Example: reviewer identity create inspector.p12 --name "A. Inspector"
    """
    identities.refuse_to_overwrite(file)
    made = identities.create_identity(
        file,
        ask_new(IDENTITY, identity_passphrase_file),
        name=name,
        organisation=organisation,
        years=years,
        key=key,
        now=datetime.now(UTC),
    )
    say("Created {file} for {name}.", file=file, name=made.name)
    say("Fingerprint: {fingerprint}", fingerprint=made.fingerprint)


def show(
    file: IdentityFile,
    spell_out: SpellOut = False,
    identity_passphrase_file: IdentityPassphraseFile = None,
    json: Json = False,
) -> None:
    """Show who an identity belongs to, how long it is valid, and its fingerprint.

    Example: reviewer identity show inspector.p12 --spell-out
    """
    phrase = ask_identity(file, identity_passphrase_file)
    shown = identities.show_identity(file, phrase, now=datetime.now(UTC))
    if json:
        emit_json({**asdict(shown), "notice": shown.notice or None})
        return
    say("Name:         {name}", name=shown.name)
    say("Issued by:    {issuer}", issuer=shown.issuer or message("the holder"))
    say("Valid until:  {day}", day=shown.valid_until)
    say_fingerprint(shown.fingerprint, shown.spelled_out if spell_out else ())
    if shown.notice:
        say("Notice: {notice}", notice=shown.notice)


def certificate(
    file: IdentityFile,
    out: Annotated[Path, typer.Argument(metavar="OUT.cer")],
    spell_out: SpellOut = False,
    replace: Replace = False,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Save your public certificate, which others need in order to trust you.

    Example: reviewer identity certificate inspector.p12 inspector.cer
    """
    phrase = ask_identity(file, identity_passphrase_file)
    held = identities.write_certificate(file, phrase, out, now=datetime.now(UTC), replace=replace)
    say("Saved {out}. It contains no secrets. Read out the fingerprint when you share it.", out=out)
    say_fingerprint(held.fingerprint, held.spelled_out if spell_out else ())


def card(
    certificate: Annotated[Path, typer.Argument(metavar="FILE.cer")],
    out: Annotated[Path, typer.Argument(metavar="OUT.pdf")],
    replace: Replace = False,
) -> None:
    """Print the fingerprint of a certificate as a card: in groups, spelled out, as a QR code.

    Example: reviewer identity card inspector.cer fingerprint.pdf
    """
    print_card(certificate, out, now=datetime.now(UTC), replace=replace)
    say("Saved {out}. It contains no secrets.", out=out)


def token(
    out: Annotated[Path, typer.Argument(metavar="OUT.token")],
    module: Annotated[
        str,
        typer.Option(
            "--module",
            metavar="LIBRARY|windows",
            help="The token's PKCS#11 library; or windows, for Windows' own certificate store.",
        ),
    ],
    certificate_file: Annotated[
        Path | None,
        typer.Option(
            "--certificate",
            metavar="FILE.cer",
            help="Your certificate. Leave it out if Windows has only one.",
        ),
    ] = None,
    replace: Replace = False,
) -> None:
    """Save a file that names a key on a smart card or token, to sign with as with any identity.

    The file holds no secret. Its passphrase is the token's PIN; Windows asks for it itself.

    Example: reviewer identity token card.token --module /usr/lib/opensc-pkcs11.so
    --certificate inspector.cer
    """
    named = write_token_file(out, module, certificate_file, now=datetime.now(UTC), replace=replace)
    say("Saved {out}, which names the key of {name}.", out=out, name=named.name)


def passphrase(
    file: IdentityFile,
    identity_passphrase_file: IdentityPassphraseFile = None,
    new_passphrase_file: Annotated[
        Path | None,
        typer.Option(
            "--new-passphrase-file",
            metavar="FILE",
            help="A file with the new passphrase. "
            "If left out: REVIEWER_NEW_IDENTITY_PASSPHRASE, or you are asked.",
        ),
    ] = None,
) -> None:
    """Change the passphrase of an identity; key, certificate and fingerprint stay the same.

    Example: reviewer identity passphrase inspector.p12
    """
    old = ask(IDENTITY, identity_passphrase_file)
    identities.change_passphrase(file, old, ask_new(NEW_IDENTITY, new_passphrase_file))
    say("{file} now opens with the new passphrase.", file=file)
    say("Copies you made earlier still open with the old one. Delete them.")


def renew(
    file: IdentityFile,
    new: Annotated[Path, typer.Argument(metavar="NEW.p12", help="The new identity file.")],
    years: Years = 3,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Create a new key and certificate for the same person, before the old one expires.

    The new file has the same passphrase. The old file is kept, but its key is no longer needed.

    Example: reviewer identity renew inspector.p12 inspector-2021.p12
    """
    identities.refuse_to_overwrite(new)
    phrase = ask(IDENTITY, identity_passphrase_file)
    renewed = identities.renew_identity(file, new, phrase, years=years, now=datetime.now(UTC))
    made, old = renewed.identity, renewed.before
    say("Created {file} for {name}.", file=new, name=made.name)
    say("Fingerprint: {fingerprint}", fingerprint=made.fingerprint)
    if old.issuer:
        say(
            "The old certificate was issued by {issuer}. To ask for a new one: reviewer identity "
            "request {file} request.csr",
            issuer=old.issuer,
            file=new,
        )
    else:
        say("To share the new certificate: reviewer identity certificate {file} OUT.cer", file=new)
    say_aside(
        "People who check your workbooks must keep the old certificate {fingerprint}… in their "
        "trust list, to verify what you signed with it.",
        fingerprint=old.fingerprint[:19],
    )

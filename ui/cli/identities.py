"""`identity`: the certificate and key you sign with, and a lead's small authority."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ui.cli import authorities
from ui.cli.options import IdentityPassphraseFile, Json, Replace, SpellOut
from ui.cli.output import emit_json, say, say_aside
from ui.cli.passphrases import IDENTITY, NEW_IDENTITY, ask, ask_new
from ui.cli.trusts import say_fingerprint
from ui.operations import identities
from ui.operations.identities import Identity

IdentityFile = Annotated[Path, typer.Argument(metavar="ID.p12", help="The identity file.")]
Years = Annotated[int, typer.Option("--years", min=1, max=10, help="How long it is valid.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    identity = typer.Typer(help="The certificate and key you sign with.", no_args_is_help=True)
    for command in (create, show, certificate, passphrase, renew):
        identity.command(command.__name__)(command)
    authorities.add_to(identity)
    app.add_typer(identity, name="identity")


def open_identity(file: Path, passphrase_file: Path | None) -> Identity:
    """Open an identity file with its passphrase, which is asked for."""
    return identities.open_identity(file, ask(IDENTITY, passphrase_file))


def create(
    file: IdentityFile,
    name: Annotated[str, typer.Option("--name", help="Your name, as others should see it.")],
    organisation: Annotated[str | None, typer.Option("--organisation")] = None,
    years: Years = 3,
    key: Annotated[identities.KeyChoice, typer.Option("--key")] = identities.KeyChoice.RSA,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Make a key and a certificate of your own.

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
    say(f"Made {file} for {made.name}.")
    say(f"Fingerprint: {made.fingerprint}")


def show(
    file: IdentityFile,
    spell_out: SpellOut = False,
    identity_passphrase_file: IdentityPassphraseFile = None,
    json: Json = False,
) -> None:
    """Show whose identity it is, until when, and its fingerprint.

    Example: reviewer identity show inspector.p12 --spell-out
    """
    phrase = ask(IDENTITY, identity_passphrase_file)
    shown = identities.show_identity(file, phrase, now=datetime.now(UTC))
    if json:
        emit_json({**asdict(shown), "notice": shown.notice or None})
        return
    say(f"Name:         {shown.name}")
    say(f"Made by:      {shown.issuer or 'the holder'}")
    say(f"Valid until:  {shown.valid_until}")
    say_fingerprint(shown.fingerprint, shown.spoken if spell_out else ())
    if shown.notice:
        say(f"Notice: {shown.notice}")


def certificate(
    file: IdentityFile,
    out: Annotated[Path, typer.Argument(metavar="OUT.cer")],
    spell_out: SpellOut = False,
    replace: Replace = False,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Write the public certificate, which others need to trust you.

    Example: reviewer identity certificate inspector.p12 inspector.cer
    """
    phrase = ask(IDENTITY, identity_passphrase_file)
    held = identities.write_certificate(file, phrase, out, now=datetime.now(UTC), replace=replace)
    say(f"Wrote {out}; it holds no secret. Read the fingerprint out when you hand it over.")
    say_fingerprint(held.fingerprint, held.spoken if spell_out else ())


def passphrase(
    file: IdentityFile,
    identity_passphrase_file: IdentityPassphraseFile = None,
    new_passphrase_file: Annotated[
        Path | None,
        typer.Option(
            "--new-passphrase-file",
            metavar="FILE",
            help="The new one; else REVIEWER_NEW_IDENTITY_PASSPHRASE, else a prompt.",
        ),
    ] = None,
) -> None:
    """Seal an identity under a new passphrase; key, certificate and fingerprint stay.

    Example: reviewer identity passphrase inspector.p12
    """
    old = ask(IDENTITY, identity_passphrase_file)
    identities.change_passphrase(file, old, ask_new(NEW_IDENTITY, new_passphrase_file))
    say(f"{file} opens with the new passphrase now.")
    say("Copies made before still open with the old one; delete them.")


def renew(
    file: IdentityFile,
    new: Annotated[Path, typer.Argument(metavar="NEW.p12", help="The new identity file.")],
    years: Years = 3,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Make a new key and certificate for the same person, before the old one expires.

    The new file has the old one's passphrase. The old file stays; nothing needs its key any more.

    Example: reviewer identity renew inspector.p12 inspector-2021.p12
    """
    identities.refuse_to_overwrite(new)
    phrase = ask(IDENTITY, identity_passphrase_file)
    renewed = identities.renew_identity(file, new, phrase, years=years, now=datetime.now(UTC))
    made, old = renewed.identity, renewed.before
    say(f"Made {new} for {made.name}.")
    say(f"Fingerprint: {made.fingerprint}")
    if old.issuer:
        say(f"The old certificate came from {old.issuer}: ask it for a new one with")
        say(f"  reviewer identity request {new} request.csr")
    else:
        say(f"Hand out the new certificate: reviewer identity certificate {new} OUT.cer")
    say_aside(
        f"Whoever checks your workbooks keeps the old certificate {old.fingerprint[:19]}… in the "
        "trust list: what you signed with it is verified by it."
    )

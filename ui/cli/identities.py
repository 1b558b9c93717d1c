"""`identity`: the certificate and key you sign with, and a lead's small authority."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.files import read_whole, write_atomically
from reviewer.signing.authority import authority_of
from reviewer.signing.certificates import certificate_pem, expiry_notice, is_authority, spoken
from reviewer.signing.identity import (
    Identity,
    create_identity,
    load_identity,
    load_key_holder,
    renew_identity,
    to_pkcs12,
)
from ui.cli import authorities
from ui.cli.options import IdentityPassphraseFile, Json, SpellOut
from ui.cli.output import emit_json, say, say_aside
from ui.cli.passphrases import IDENTITY, NEW_IDENTITY, ask, ask_new
from ui.cli.trusts import say_fingerprint

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
    """Read an identity file with its passphrase."""
    return load_identity(read_whole(file), ask(IDENTITY, passphrase_file))


def create(
    file: IdentityFile,
    name: Annotated[str, typer.Option("--name", help="Your name, as others should see it.")],
    organisation: Annotated[str | None, typer.Option("--organisation")] = None,
    years: Years = 3,
    key: Annotated[authorities.KeyChoice, typer.Option("--key")] = authorities.KeyChoice.RSA,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Make a key and a certificate of your own.

    Example: reviewer identity create inspector.p12 --name "A. Inspector"
    """
    authorities.refuse_to_overwrite(file)
    made = create_identity(
        name=name,
        organisation=organisation,
        years=years,
        kind=key.value,
        now=datetime.now(UTC),
    )
    write_atomically(file, to_pkcs12(made, ask_new(IDENTITY, identity_passphrase_file)))
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
    identity = load_key_holder(read_whole(file), ask(IDENTITY, identity_passphrase_file))
    certificate = identity.certificate
    until = certificate.not_valid_after_utc.date().isoformat()
    notice = expiry_notice(certificate, datetime.now(UTC))
    above = authority_of(identity)
    if json:
        emit_json(
            {
                "name": identity.name,
                "fingerprint": identity.fingerprint,
                "spoken": list(spoken(identity.fingerprint)),
                "valid_until": until,
                "issuer": above,
                "authority": is_authority(certificate),
                "notice": notice,
            }
        )
        return
    say(f"Name:         {identity.name}")
    say(f"Made by:      {above or 'the holder'}")
    say(f"Valid until:  {until}")
    say_fingerprint(identity.fingerprint, spell_out=spell_out)
    if notice:
        say(f"Notice: {notice}")


def certificate(
    file: IdentityFile,
    out: Annotated[Path, typer.Argument(metavar="OUT.cer")],
    spell_out: SpellOut = False,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Write the public certificate, which others need to trust you.

    Example: reviewer identity certificate inspector.p12 inspector.cer
    """
    identity = load_key_holder(read_whole(file), ask(IDENTITY, identity_passphrase_file))
    write_atomically(out, certificate_pem(identity.certificate))
    say(f"Wrote {out}; it holds no secret. Read the fingerprint out when you hand it over.")
    say_fingerprint(identity.fingerprint, spell_out=spell_out)


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
    held = load_key_holder(read_whole(file), ask(IDENTITY, identity_passphrase_file))
    write_atomically(file, to_pkcs12(held, ask_new(NEW_IDENTITY, new_passphrase_file)))
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
    authorities.refuse_to_overwrite(new)
    phrase = ask(IDENTITY, identity_passphrase_file)
    old = load_identity(read_whole(file), phrase)
    made = renew_identity(old, years=years, now=datetime.now(UTC))
    write_atomically(new, to_pkcs12(made, phrase))
    say(f"Made {new} for {made.name}.")
    say(f"Fingerprint: {made.fingerprint}")
    above = authority_of(old)
    if above:
        say(f"The old certificate came from {above}: ask it for a new one with")
        say(f"  reviewer identity request {new} request.csr")
    else:
        say(f"Hand out the new certificate: reviewer identity certificate {new} OUT.cer")
    say_aside(
        f"Whoever checks your workbooks keeps the old certificate {old.fingerprint[:19]}… in the "
        "trust list: what you signed with it is verified by it."
    )

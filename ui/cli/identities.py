"""`identity` and `trust`: who signs, and whom we believe."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.files import read_whole, write_atomically
from reviewer.domain.errors import WorldError
from reviewer.signing.certificates import certificate_pem, fingerprint, holder
from reviewer.signing.identity import Identity, create_identity, load_identity, to_pkcs12
from reviewer.signing.trust import add_certificate, load_trust, remove_certificate
from ui.cli.options import IdentityPassphraseFile, Json
from ui.cli.output import emit_json, say, say_table
from ui.cli.passphrases import IDENTITY, ask
from ui.places import trust_folder

IdentityFile = Annotated[Path, typer.Argument(metavar="ID.p12", help="The identity file.")]


class KeyKind(StrEnum):
    """The kinds of key an identity can have."""

    RSA = "rsa"
    EC = "ec"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    identity = typer.Typer(help="The certificate and key you sign with.", no_args_is_help=True)
    identity.command("create")(create)
    identity.command("show")(show)
    identity.command("certificate")(certificate)
    app.add_typer(identity, name="identity")
    trust = typer.Typer(help="The certificates you believe.", no_args_is_help=True)
    trust.command("add")(add)
    trust.command("list")(show_trusted)
    trust.command("remove")(remove)
    app.add_typer(trust, name="trust")


def open_identity(file: Path, passphrase_file: Path | None) -> Identity:
    """Read an identity file with its passphrase."""
    return load_identity(read_whole(file), ask(IDENTITY, passphrase_file))


def create(
    file: IdentityFile,
    name: Annotated[str, typer.Option("--name", help="Your name, as others should see it.")],
    organisation: Annotated[str | None, typer.Option("--organisation")] = None,
    years: Annotated[int, typer.Option("--years", min=1, max=10)] = 3,
    key: Annotated[KeyKind, typer.Option("--key")] = KeyKind.RSA,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Make a key and a certificate of your own.

    Example: reviewer identity create inspector.p12 --name "A. Inspector"
    """
    if file.exists():
        raise WorldError("exists", f"{file} is there already; it is not overwritten.")
    made = create_identity(
        name=name,
        organisation=organisation,
        years=years,
        kind=key.value,
        now=datetime.now(UTC),
    )
    phrase = ask(IDENTITY, identity_passphrase_file, twice=True)
    write_atomically(file, to_pkcs12(made, phrase))
    say(f"Made {file} for {made.name}.")
    say(f"Fingerprint: {made.fingerprint}")


def show(
    file: IdentityFile,
    identity_passphrase_file: IdentityPassphraseFile = None,
    json: Json = False,
) -> None:
    """Show whose identity it is, until when, and its fingerprint.

    Example: reviewer identity show inspector.p12
    """
    identity = open_identity(file, identity_passphrase_file)
    until = identity.certificate.not_valid_after_utc.date().isoformat()
    if json:
        emit_json(
            {"name": identity.name, "fingerprint": identity.fingerprint, "valid_until": until}
        )
        return
    say(f"Name:         {identity.name}")
    say(f"Valid until:  {until}")
    say(f"Fingerprint:  {identity.fingerprint}")


def certificate(
    file: IdentityFile,
    out: Annotated[Path, typer.Argument(metavar="OUT.cer")],
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Write the public certificate, which others need to trust you.

    Example: reviewer identity certificate inspector.p12 inspector.cer
    """
    identity = open_identity(file, identity_passphrase_file)
    write_atomically(out, certificate_pem(identity.certificate))
    say(f"Wrote {out}; it holds no secret. Read the fingerprint out when you hand it over:")
    say(identity.fingerprint)


def add(file: Annotated[Path, typer.Argument(metavar="FILE.cer")]) -> None:
    """Trust a certificate, of a person or of an authority; compare its fingerprint first.

    Example: reviewer trust add inspector.cer
    """
    added = add_certificate(trust_folder(), read_whole(file))
    say(f"Trusted: {holder(added)}, {fingerprint(added)}")


def show_trusted(json: Json = False) -> None:
    """List the certificates you trust.

    Example: reviewer trust list
    """
    trusted = load_trust(trust_folder()).certificates
    if json:
        emit_json([{"name": holder(c), "fingerprint": fingerprint(c)} for c in trusted])
        return
    headings = ("Name", "Valid until", "Fingerprint")
    rows = [(holder(c), c.not_valid_after_utc.date().isoformat(), fingerprint(c)) for c in trusted]
    say_table(headings, rows) if rows else say("Nobody is trusted yet.")


def remove(fingerprint_text: Annotated[str, typer.Argument(metavar="FINGERPRINT")]) -> None:
    """Trust a certificate no longer.

    Example: reviewer trust remove "3F2A 91C0 …"
    """
    removed = remove_certificate(trust_folder(), fingerprint_text)
    say(f"No longer trusted: {holder(removed)}")

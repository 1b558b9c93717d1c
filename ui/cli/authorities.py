"""`identity request`, `authority`, `issue` and `accept`: certificates from a lead, all offline."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.files import read_whole, write_atomically
from reviewer.domain.errors import WorldError
from reviewer.signing.authority import (
    accept_certificate,
    authority_of,
    create_authority,
    issue_certificate,
    load_authority,
    read_request,
    write_request,
)
from reviewer.signing.certificates import expiry_notice, fingerprint, read_certificate
from reviewer.signing.identity import load_identity, to_pkcs12
from ui.cli.options import Expect, IdentityPassphraseFile, SpellOut
from ui.cli.output import say, say_aside
from ui.cli.passphrases import IDENTITY, ask, ask_new
from ui.cli.trusts import refuse_other, say_fingerprint

IdentityFile = Annotated[Path, typer.Argument(metavar="ID.p12", help="The identity file.")]
AuthorityFile = Annotated[Path, typer.Argument(metavar="CA.p12", help="The authority's file.")]


class KeyChoice(StrEnum):
    """The kinds of key an identity can have."""

    RSA = "rsa"
    EC = "ec"


def add_to(identity: typer.Typer) -> None:
    """Add the commands of this group under `identity`."""
    authority = typer.Typer(
        help="A lead's own authority, which issues inspectors' certificates.", no_args_is_help=True
    )
    authority.command("create")(create)
    identity.add_typer(authority, name="authority")
    for command in (request, issue, accept):
        identity.command(command.__name__)(command)


def refuse_to_overwrite(file: Path) -> None:
    """Raise WorldError where a file is there: a key that is overwritten is lost."""
    if file.exists():
        raise WorldError("exists", f"{file} is there already; it is not overwritten.")


def create(
    file: AuthorityFile,
    name: Annotated[str, typer.Option("--name", help="The team's or the lead's name.")],
    organisation: Annotated[str | None, typer.Option("--organisation")] = None,
    years: Annotated[int, typer.Option("--years", min=1, max=10)] = 5,
    key: Annotated[KeyChoice, typer.Option("--key")] = KeyChoice.RSA,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Make an authority; who trusts its certificate trusts everyone it issues one for.

    Example: reviewer identity authority create team.p12 --name "Inspection team"
    """
    refuse_to_overwrite(file)
    made = create_authority(
        name=name, organisation=organisation, years=years, kind=key.value, now=datetime.now(UTC)
    )
    write_atomically(file, to_pkcs12(made, ask_new(IDENTITY, identity_passphrase_file)))
    say(f"Made {file}: the authority {made.name}. It signs no workbooks.")
    say(f"Hand out its certificate: reviewer identity certificate {file} OUT.cer")
    say(f"Fingerprint: {made.fingerprint}")


def request(
    file: IdentityFile,
    out: Annotated[Path, typer.Argument(metavar="OUT.csr")],
    spell_out: SpellOut = False,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Write a request for a certificate, to send to the lead or the organisation.

    Example: reviewer identity request inspector.p12 inspector.csr
    """
    identity = load_identity(read_whole(file), ask(IDENTITY, identity_passphrase_file))
    asked = write_request(identity)
    write_atomically(out, asked)
    say(f"Wrote {out}; it holds no secret. Read its fingerprint out to whoever issues.")
    say_fingerprint(read_request(asked).fingerprint, spell_out=spell_out)


def issue(
    authority: AuthorityFile,
    request_file: Annotated[Path, typer.Argument(metavar="REQUEST", help="The .csr that came.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.cer")],
    years: Annotated[int, typer.Option("--years", min=1, max=10)] = 3,
    expect: Expect = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Issue a certificate for a request that you compared with the person who sent it.

    Example: reviewer identity issue team.p12 inspector.csr inspector.cer --expect "3F2A 91C0 …"
    """
    asked = read_request(read_whole(request_file))
    refuse_other(asked.fingerprint, expect)
    held = load_authority(read_whole(authority), ask(IDENTITY, identity_passphrase_file))
    now = datetime.now(UTC)
    made = issue_certificate(held, asked, years=years, now=now)
    write_atomically(out, made)
    certificate = read_certificate(made)
    until = certificate.not_valid_after_utc.date().isoformat()
    say(f"Issued {out} for {asked.name}, valid until {until}.")
    say(f"Fingerprint of the request:      {asked.fingerprint}")
    say(f"Fingerprint of the certificate:  {fingerprint(certificate)}")
    if expect is None:
        say_aside("Compare the request's fingerprint with its sender before you hand this back.")
    if notice := expiry_notice(held.certificate, now):
        say_aside(f"Notice: {notice}")


def accept(
    file: IdentityFile,
    issued: Annotated[Path, typer.Argument(metavar="CERT", help="The certificate that came.")],
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Put an issued certificate, with its chain, into your identity in place of the old one.

    Example: reviewer identity accept inspector.p12 inspector.cer
    """
    phrase = ask(IDENTITY, identity_passphrase_file)
    old = load_identity(read_whole(file), phrase)
    accepted = accept_certificate(old, read_whole(issued), now=datetime.now(UTC))
    write_atomically(file, to_pkcs12(accepted, phrase))
    say(
        f"{file} signs with the certificate that {authority_of(accepted)} issued for "
        f"{accepted.name}."
    )
    say(f"Fingerprint: {accepted.fingerprint}")
    say_aside(
        f"What you signed before is verified by the old certificate {old.fingerprint[:19]}…, "
        "which stays in the trust lists."
    )

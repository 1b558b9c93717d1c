"""`identity request`, `authority`, `issue` and `accept`: certificates from a lead, all offline."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.domain.message import message
from ui.cli.options import Expect, IdentityFile, IdentityPassphraseFile, Replace, SpellOut
from ui.cli.output import say, say_aside, say_notice
from ui.cli.passphrases import IDENTITY, ask, ask_identity, ask_new
from ui.cli.trusts import say_fingerprint
from ui.operations import identities
from ui.operations.identities import KeyChoice

AuthorityFile = Annotated[Path, typer.Argument(metavar="CA.p12", help="The authority's file.")]


def add_to(identity: typer.Typer) -> None:
    """Add the commands of this group under `identity`."""
    authority = typer.Typer(
        help="A lead's own authority, which issues inspectors' certificates.", no_args_is_help=True
    )
    authority.command("create")(create)
    identity.add_typer(authority, name="authority")
    for command in (request, issue, accept):
        identity.command(command.__name__)(command)


def create(
    file: AuthorityFile,
    name: Annotated[str, typer.Option("--name", help="The team's or the lead's name.")],
    organisation: Annotated[str | None, typer.Option("--organisation")] = None,
    years: Annotated[int, typer.Option("--years", min=1, max=10)] = 5,
    key: Annotated[KeyChoice, typer.Option("--key")] = KeyChoice.RSA,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Create an authority. Trusting its certificate trusts everyone it issues one to.

    Example: reviewer identity authority create team.p12 --name "Inspection team"
    """
    identities.refuse_to_overwrite(file)
    made = identities.create_authority(
        file,
        ask_new(IDENTITY, identity_passphrase_file),
        name=name,
        organisation=organisation,
        years=years,
        key=key,
        now=datetime.now(UTC),
    )
    say(
        "Created the authority {name} in {file}. It cannot sign workbooks.",
        name=made.name,
        file=file,
    )
    say("To share its certificate: reviewer identity certificate {file} OUT.cer", file=file)
    say("Fingerprint: {fingerprint}", fingerprint=made.fingerprint)


def request(
    file: IdentityFile,
    out: Annotated[Path, typer.Argument(metavar="OUT.csr")],
    spell_out: SpellOut = False,
    replace: Replace = False,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Save a request for a certificate, to send to the lead or the organisation.

    Example: reviewer identity request inspector.p12 inspector.csr
    """
    phrase = ask_identity(file, identity_passphrase_file)
    asked = identities.write_request(file, phrase, out, replace=replace)
    say(
        "Saved {out}. It holds no secrets. Read its fingerprint to the person who issues the "
        "certificate.",
        out=out,
    )
    say_fingerprint(asked.fingerprint, asked.spelled_out if spell_out else ())


def issue(
    authority: AuthorityFile,
    request_file: Annotated[
        Path, typer.Argument(metavar="REQUEST", help="The .csr file you were sent.")
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT.cer")],
    years: Annotated[int, typer.Option("--years", min=1, max=10)] = 3,
    expect: Expect = None,
    replace: Replace = False,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Issue a certificate for a request, after checking it with the person who sent it.

    Example: reviewer identity issue team.p12 inspector.csr inspector.cer --expect "3F2A 91C0 …"
    """
    asked = identities.read_request(request_file, expect=expect)
    made = identities.issue_certificate(
        authority,
        ask(IDENTITY, identity_passphrase_file),
        asked,
        out,
        request_file=request_file,
        years=years,
        now=datetime.now(UTC),
        replace=replace,
    )
    say(
        "Issued {out} to {name}, valid until {day}.",
        out=out,
        name=made.name,
        day=made.valid_until,
    )
    say("Fingerprint of the request:      {fingerprint}", fingerprint=asked.fingerprint)
    say("Fingerprint of the certificate:  {fingerprint}", fingerprint=made.fingerprint)
    if expect is None:
        say_aside(
            "Check the request's fingerprint with the person who sent it before you return this."
        )
    say_notice(made.notice)


def accept(
    file: IdentityFile,
    issued: Annotated[Path, typer.Argument(metavar="CERT", help="The certificate you were sent.")],
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Replace the certificate in your identity with one that was issued to you.

    Example: reviewer identity accept inspector.p12 inspector.cer
    """
    phrase = ask(IDENTITY, identity_passphrase_file)
    accepted = identities.accept_certificate(file, phrase, issued, now=datetime.now(UTC))
    now, before = accepted.identity, accepted.before
    say(
        "{file} now signs with the certificate that {issuer} issued to {name}.",
        file=file,
        issuer=now.issuer or message("the holder"),
        name=now.name,
    )
    say("Fingerprint: {fingerprint}", fingerprint=now.fingerprint)
    say_aside(
        "Workbooks you signed before are still verified with the old certificate "
        "{fingerprint}…. Keep it in the trust lists.",
        fingerprint=before.fingerprint[:19],
    )

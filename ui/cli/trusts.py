"""`trust`: whose certificates you believe, on what terms, and every decision about them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from cryptography import x509

from reviewer.app.files import read_whole
from reviewer.app.trusting import (
    Decider,
    distrust_certificate,
    limit_trust,
    trust_certificate,
)
from reviewer.domain.errors import RefusalError
from reviewer.domain.times import local
from reviewer.signing.certificates import (
    expiry_notice,
    fingerprint,
    holder,
    is_authority,
    normalised_fingerprint,
    read_certificate,
    spoken,
)
from reviewer.signing.trust import TrustList, load_trust
from reviewer.signing.trust_log import read_decisions
from ui.cli.options import Expect, Json, SpellOut
from ui.cli.output import emit_json, say, say_aside, say_table
from ui.operations.login import login_name
from ui.operations.places import trust_folder

Fingerprint = Annotated[str, typer.Argument(metavar="FINGERPRINT", help="As `trust list` has it.")]
CertificateFile = Annotated[Path, typer.Argument(metavar="FILE.cer")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    trust = typer.Typer(help="The certificates you believe.", no_args_is_help=True)
    for command in (show, add, expire, remove, log):
        trust.command(command.__name__)(command)
    trust.command("list")(show_trusted)
    app.add_typer(trust, name="trust")


def show(file: CertificateFile, spell_out: SpellOut = False, json: Json = False) -> None:
    """Show whose certificate a file holds, to compare its fingerprint before you trust it.

    Example: reviewer trust show inspector.cer --spell-out
    """
    shown = read_certificate(read_whole(file))
    if json:
        emit_json(_document(shown, load_trust(trust_folder())))
        return
    say(f"Name:         {holder(shown)}{' (an authority)' if is_authority(shown) else ''}")
    say(f"Valid until:  {shown.not_valid_after_utc.date().isoformat()}")
    say_fingerprint(fingerprint(shown), spell_out=spell_out)


def add(
    file: CertificateFile,
    issued_by: Annotated[
        str,
        typer.Option(
            "--issued-by",
            metavar="NAME",
            help="The name that Cover shows as issuer, if it is not the certificate's.",
        ),
    ] = "",
    expect: Expect = None,
) -> None:
    """Trust a certificate, of a person or of an authority; compare its fingerprint first.

    Example: reviewer trust add inspector.cer --expect "3F2A 91C0 …"
    """
    decider, untrusted = _decider(), read_whole(file)
    refuse_other(fingerprint(read_certificate(untrusted)), expect)
    added = trust_certificate(trust_folder(), untrusted, decider, issued_by=issued_by)
    say(f"Trusted: {holder(added)}, {fingerprint(added)}")
    if is_authority(added):
        say("This is an authority: everyone it issued a certificate for is trusted too.")
    if notice := expiry_notice(added, decider.now):
        say_aside(f"Notice: {notice}")


def show_trusted(json: Json = False) -> None:
    """List the certificates you trust.

    Example: reviewer trust list
    """
    trusted = load_trust(trust_folder())
    documents = [_document(certificate, trusted) for certificate in trusted.certificates]
    if json:
        emit_json(documents)
        return
    today = datetime.now(UTC).date().isoformat()
    rows = [
        (
            d["name"],
            "everyone it issued for" if d["authority"] else d["issued_by"],
            d["valid_until"] + (" (expired)" if d["valid_until"] < today else ""),
            d["trusted_until"] or "",
            d["fingerprint"],
        )
        for d in documents
    ]
    headings = ("Name", "Vouches for", "Valid until", "Trusted until", "Fingerprint")
    say_table(headings, rows) if rows else say("Nobody is trusted yet.")


def expire(
    fingerprint_text: Fingerprint,
    on: Annotated[
        str, typer.Option("--on", metavar="DAY", help="The last day (2018-06-30), in UTC.")
    ],
) -> None:
    """Trust a certificate only for what it signed up to a day: somebody leaves the team.

    If a key was stolen use `trust remove`: whoever has it can date a signature back.

    Example: reviewer trust expire "3F2A 91C0 …" --on 2018-06-30
    """
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise RefusalError(
            "bad-option", f"--on takes a day such as 2018-06-30, not “{on}”."
        ) from None
    limited = limit_trust(trust_folder(), fingerprint_text, _decider(), until=day)
    say(f"Trusted until {day.isoformat()}: {holder(limited)}")


def remove(fingerprint_text: Fingerprint) -> None:
    """Trust a certificate no longer, whatever it signed.

    Example: reviewer trust remove "3F2A 91C0 …"
    """
    removed = distrust_certificate(trust_folder(), fingerprint_text, _decider())
    say(f"No longer trusted: {holder(removed)}")


def log(json: Json = False) -> None:
    """Show every decision about trust, oldest first.

    Example: reviewer trust log
    """
    decisions = read_decisions(trust_folder())
    if json:
        emit_json(
            [
                {
                    "at": d.at,
                    "who": d.who,
                    "act": d.act,
                    "fingerprint": d.fingerprint,
                    "name": d.name,
                    "detail": d.detail,
                }
                for d in decisions
            ]
        )
        return
    rows = [
        (f"{local(d.at):%d %b %Y %H:%M:%S}", d.who, d.act, d.name, d.detail, d.fingerprint[:19])
        for d in decisions
    ]
    say_table(("When", "Who", "What", "Name", "Detail", "Fingerprint begins"), rows)


def refuse_other(found: str, expected: str | None) -> None:
    """Raise RefusalError where a fingerprint is not the one that was read out."""
    if expected is not None and normalised_fingerprint(expected) != found:
        raise RefusalError(
            "other-fingerprint",
            "The file's fingerprint is not the one you were given: do not use it, and ask whoever "
            "sent it.",
        )


def say_fingerprint(text: str, *, spell_out: bool) -> None:
    """Print a fingerprint in numbered lines of four groups, or spelled for the telephone."""
    groups, words = text.split("-"), spoken(text)
    say("Fingerprint (SHA-256):")
    for at in range(0, len(groups), 4):
        say(f"  {'-'.join(groups[at : at + 4])}")
    if spell_out:
        say("Read out, group by group:")
        for number, (group, said) in enumerate(zip(groups, words, strict=True), start=1):
            say(f"  {number:2}  {group}  {said}")


def _decider() -> Decider:
    return Decider(who=login_name(), now=datetime.now(UTC))


def _document(certificate: x509.Certificate, trusted: TrustList) -> dict[str, Any]:
    terms, name = trusted.terms_of(certificate), fingerprint(certificate)
    authority = is_authority(certificate)
    return {
        "name": holder(certificate),
        "fingerprint": name,
        "spoken": list(spoken(name)),
        "authority": authority,
        "issued_by": None if authority else trusted.issuer_name(certificate),
        "valid_until": certificate.not_valid_after_utc.date().isoformat(),
        "trusted_until": terms.until or None,
    }

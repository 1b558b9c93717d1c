"""`trust`: whose certificates you believe, on what terms, and every decision about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.app.trusting import Acknowledged
from reviewer.domain.message import message
from reviewer.domain.times import long_second
from ui.cli.options import Expect, Json, SpellOut, day
from ui.cli.output import emit_json, say, say_notice, say_table, show_line
from ui.operations.trust import (
    CertificateFacts,
    distrust,
    limit_trust,
    list_trusted,
    look_at,
    passed_over,
    trust_decisions,
    trust_file,
)

Fingerprint = Annotated[
    str, typer.Argument(metavar="FINGERPRINT", help="As shown by `trust list`.")
]
CertificateFile = Annotated[Path, typer.Argument(metavar="FILE.cer")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    trust = typer.Typer(help="The certificates you trust.", no_args_is_help=True)
    for command in (show, add, expire, remove, log):
        trust.command(command.__name__)(command)
    trust.command("list")(show_trusted)
    app.add_typer(trust, name="trust")


def show(file: CertificateFile, spell_out: SpellOut = False, json: Json = False) -> None:
    """Show a certificate, to check its fingerprint before you trust it.

    Example: reviewer trust show inspector.cer --spell-out
    """
    shown = look_at(file)
    if json:
        emit_json(_document(shown))
        return
    if shown.authority:
        say("Name:         {name} (an authority)", name=shown.name)
    else:
        say("Name:         {name}", name=shown.name)
    say("Valid until:  {day}", day=shown.valid_until)
    for other in shown.alike:
        say("Similar name: {name}, whom you trust", name=other)
    say_fingerprint(shown.fingerprint, shown.spelled_out if spell_out else ())


def add(
    file: CertificateFile,
    issued_by: Annotated[
        str,
        typer.Option(
            "--issued-by",
            metavar="NAME",
            help="The issuer's name on the Cover sheet, if it differs from the certificate's.",
        ),
    ] = "",
    for_names: Annotated[
        list[str] | None,
        typer.Option("--for", metavar="NAME", help="A reviewer it can sign for; can be repeated."),
    ] = None,
    authority: Annotated[
        bool,
        typer.Option("--authority", help="Trust everyone this authority issues a certificate to."),
    ] = False,
    alike: Annotated[
        bool,
        typer.Option(
            "--alike", help="Trust it as well as another with the same or a similar name."
        ),
    ] = False,
    expect: Expect = None,
) -> None:
    """Trust the certificate of a person or an authority; check its fingerprint first.

    Example: reviewer trust add inspector.cer --expect "3F2A 91C0 …"
    """
    added = trust_file(
        file,
        issued_by=issued_by,
        names=for_names or (),
        expect=expect,
        acknowledged=Acknowledged(authority=authority, alike=alike),
        now=datetime.now(UTC),
    )
    say(
        "Trusted: {name}, {fingerprint}",
        name=added.certificate.name,
        fingerprint=added.certificate.fingerprint,
    )
    if added.certificate.authority:
        say("This is an authority, so everyone it issues a certificate to is trusted too.")
    say_notice(added.notice)


def show_trusted(json: Json = False) -> None:
    """List the certificates you trust.

    Example: reviewer trust list
    """
    documents = [_document(certificate) for certificate in list_trusted()]
    for reason in passed_over():
        say_notice(str(reason))
    if json:
        emit_json(documents)
        return
    today = datetime.now(UTC).date().isoformat()
    rows = [
        (
            d["name"],
            message("everyone it issues to") if d["authority"] else d["issued_by"],
            message("{day} (expired)", day=d["valid_until"])
            if d["valid_until"] < today
            else d["valid_until"],
            d["trusted_until"] or "",
            d["fingerprint"],
        )
        for d in documents
    ]
    headings = (
        *(message("Name"), message("Vouches for"), message("Valid until")),
        *(message("Trusted until"), message("Fingerprint")),
    )
    say_table(headings, rows) if rows else say("Nobody is trusted yet.")


def expire(
    fingerprint_text: Fingerprint,
    on: Annotated[
        str, typer.Option("--on", metavar="DAY", help="The last day (2018-06-30), in UTC.")
    ],
) -> None:
    """Trust a certificate only for what it signed up to a day, when somebody leaves the team.

    If a key was stolen use `trust remove`, because a thief can sign with an earlier date.

    Example: reviewer trust expire "3F2A 91C0 …" --on 2018-06-30
    """
    last = day(on, "--on")
    limited = limit_trust(fingerprint_text, until=last, now=datetime.now(UTC))
    say("Trusted until {day}: {name}", day=last.isoformat(), name=limited.name)


def remove(fingerprint_text: Fingerprint) -> None:
    """Stop trusting a certificate and everything it signed.

    Example: reviewer trust remove "3F2A 91C0 …"
    """
    removed = distrust(fingerprint_text, now=datetime.now(UTC))
    say("No longer trusted: {name}", name=removed.name)


def log(json: Json = False) -> None:
    """Show every decision about trust, oldest first.

    Example: reviewer trust log
    """
    decisions = trust_decisions()
    if json:
        emit_json([{**asdict(d), "detail": str(d.detail)} for d in decisions])
        return
    rows = [
        (long_second(d.at), d.who, d.act, d.name, d.detail, d.fingerprint[:19]) for d in decisions
    ]
    say_table(
        (
            *(message("When"), message("Who"), message("What")),
            *(message("Name"), message("Detail"), message("Fingerprint begins")),
        ),
        rows,
    )


def say_fingerprint(text: str, spelled_out: Sequence[str] = ()) -> None:
    """Print a fingerprint in numbered lines of four groups, or spelled for the telephone."""
    groups = text.split("-")
    say("Fingerprint (SHA-256):")
    for at in range(0, len(groups), 4):
        show_line(f"  {'-'.join(groups[at : at + 4])}")
    if spelled_out:
        say("Read it out group by group:")
        for number, (group, aloud) in enumerate(zip(groups, spelled_out, strict=True), start=1):
            show_line(f"  {number:2}  {group}  {aloud}")


def _document(certificate: CertificateFacts) -> dict[str, Any]:
    return {**asdict(certificate), "trusted_until": certificate.trusted_until or None}

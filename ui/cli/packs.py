"""`pack` and `second-reads`: what a lead hands out to inspectors, and how an inspector begins."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.app.assignment import names_of
from reviewer.app.pack_opening import TakenPack
from reviewer.app.second_reads import draw_second_reads
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import listed, message, plural
from reviewer.domain.second_reads import SecondReadRule
from ui.cli.doors import refused_is_not_sound
from ui.cli.filing import writing
from ui.cli.identities import open_identity
from ui.cli.options import (
    Expect,
    IdentityPassphraseFile,
    Json,
    PassphraseFile,
    Register,
    Replace,
    SignedWith,
)
from ui.cli.output import emit_json, say, say_counted, say_notice, say_table, show_line
from ui.cli.passphrases import REVIEW_FILE, Secret, ask
from ui.cli.trusts import say_fingerprint
from ui.operations.identities import Identity
from ui.operations.packs import (
    PackAtHand,
    PackFacts,
    begin_from_pack,
    look_into_pack,
    make_pack,
    take_pack,
    wants_identity,
    wants_passphrase,
)

PACK = Secret(
    name=message("Passphrase of the pack"),
    variable="REVIEWER_PACK_PASSPHRASE",
    option="--pack-passphrase-file",
)

Pack = Annotated[Path, typer.Argument(metavar="PACK", help="The pack you were given.")]
OpenedWith = Annotated[
    Path | None,
    typer.Option("--identity", metavar="ID.p12", help="Your identity, if the pack is for it."),
]
PackPassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--pack-passphrase-file",
        metavar="FILE",
        help="A file with the passphrase of the pack. "
        "If left out: REVIEWER_PACK_PASSPHRASE, or you are asked.",
    ),
]
Certificates = Annotated[
    list[Path] | None,
    typer.Option(
        "--to",
        metavar="FILE.cer",
        help="Encrypt it to this certificate; can be repeated. "
        "Without one, a passphrase is asked for.",
    ),
]
Accept = Annotated[
    bool,
    typer.Option("--accept", help="Trust the lead and the signers in the pack; check them first."),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    group = typer.Typer(help="Assignment packs.", no_args_is_help=True)
    group.command("make")(make)
    group.command("show")(show)
    group.command("open")(open_)
    app.add_typer(group, name="pack")
    app.command("second-reads")(second_reads)


def make(
    register: Register,
    out: Annotated[Path, typer.Argument(metavar="OUT.pack")],
    inspector: Annotated[
        str, typer.Option("--for", metavar="NAME", help="The inspector the pack is for.")
    ],
    identity: SignedWith,
    certificate: Certificates = None,
    replace: Replace = False,
    passphrase_file: PassphraseFile = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
    pack_passphrase_file: PackPassphraseFile = None,
    json: Json = False,
) -> None:
    """Make an inspector's assignment pack: everything needed to start, or to apply a change.

    Example: reviewer pack make team.review first.pack --for "A. Inspector" --identity lead.p12
    --to inspector.cer
    """
    signer = open_identity(identity, identity_passphrase_file)
    phrase = passphrase_for(certificate, pack_passphrase_file)
    nobody = refused_is_not_sound("no-case-given", "cannot-receive")
    with writing(register, passphrase_file) as store, nobody:
        made = make_pack(
            store,
            out,
            inspector,
            signer,
            certificates=certificate or (),
            passphrase=phrase,
            now=datetime.now(UTC),
            replace=replace,
        )
    if json:
        emit_json(asdict(made))
        return
    say_counted(
        made.cases,
        "Saved {path}: pack {number} for {name}, with {n} case.",
        "Saved {path}: pack {number} for {name}, with {n} cases.",
        path=str(made.path),
        number=made.number,
        name=made.inspector,
    )
    if phrase:
        say("Send the passphrase to the inspector separately from the pack.")
    say("You can remove the USB drive now.")


def show(
    pack: Pack,
    identity: OpenedWith = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
    pack_passphrase_file: PackPassphraseFile = None,
    json: Json = False,
) -> None:
    """Show what a pack holds and who signed it; nothing is changed.

    Example: reviewer pack show first.pack --identity inspector.p12
    """
    at_hand = _at_hand(pack, identity, identity_passphrase_file, pack_passphrase_file)
    if json:
        emit_json(_document(at_hand.facts))
    else:
        _say_pack(at_hand.facts)


def open_(
    pack: Pack,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.review", help="Created if it does not exist.")
    ],
    identity: OpenedWith = None,
    accept: Accept = False,
    expect: Expect = None,
    passphrase_file: PassphraseFile = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
    pack_passphrase_file: PackPassphraseFile = None,
    json: Json = False,
) -> None:
    """Open an assignment pack: create your review file, or bring it up to date.

    The first time, the lead's name and fingerprint are shown and you are asked to confirm.

    Example: reviewer pack open first.pack inspection.review --identity inspector.p12
    """
    at_hand = _at_hand(pack, identity, identity_passphrase_file, pack_passphrase_file)
    facts = at_hand.facts
    if not (facts.known or accept or expect or json):
        _say_pack(facts)
        accept = confirmed()
    now = datetime.now(UTC)
    if file.exists():
        with writing(file, passphrase_file) as store, refused_is_not_sound():
            followed = take_pack(store, at_hand, accepted=accept, expect=expect, now=now)
        say_notice(followed.unsafe)
        _say_taken(followed.taken, json=json)
        return
    with refused_is_not_sound("unknown-lead", "other-fingerprint"):
        phrase = ask(REVIEW_FILE, passphrase_file, twice=True)
        made, taken = begin_from_pack(
            file, phrase, at_hand, accepted=accept, expect=expect, now=now
        )
    say_notice(made.notice)
    if json:
        _say_taken(taken, json=True)
        return
    say_counted(
        len(taken.gained),
        "Created {file} for {name}, with {n} case to review.",
        "Created {file} for {name}, with {n} cases to review.",
        file=str(file),
        name=facts.inspector,
    )


def second_reads(
    register: Register,
    seed: Annotated[str, typer.Option("--seed", metavar="TEXT", help="A text agreed beforehand.")],
    readers: Annotated[
        str, typer.Option("--readers", metavar="NAMES", help="The second readers: “A. One;B. Two”.")
    ],
    worst: Annotated[
        bool, typer.Option("--worst", help="Every case with the worst grade.")
    ] = False,
    referrals: Annotated[
        bool, typer.Option("--referrals", help="Every case referred back.")
    ] = False,
    one_in: Annotated[
        int,
        typer.Option("--one-in", metavar="N", min=0, help="1 in N of each reader's other cases."),
    ] = 0,
    ease: Annotated[
        bool,
        typer.Option(
            "--ease", help="Only 1 in 2N for readers whose second reads nearly always agree."
        ),
    ] = False,
    all_cases: Annotated[
        bool,
        typer.Option("--all-cases", help="Draw from assigned cases too, not only completed ones."),
    ] = False,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """Draw with a seed the cases to be read twice, and give them to second readers.

    The rule appears on the Sample sheet. Make new packs afterwards: no reader can tell from a pack
    which of their cases are second reads.

    Example: reviewer second-reads team.review --seed "NCPI 2018" --readers "A. One;B. Two" --worst
    --one-in 10
    """
    rule = SecondReadRule(
        seed=seed.strip(),
        worst=worst,
        referrals=referrals,
        one_in=one_in,
        eases=ease,
        all_cases=all_cases,
    )
    moot = refused_is_not_sound("nothing-drawn", "no-second-reader")
    with writing(register, passphrase_file) as store, moot:
        drawn = draw_second_reads(store, rule, names_of(readers), now=datetime.now(UTC))
    if json:
        emit_json({"rule": drawn.rule, "readers": dict(drawn.readers)})
        return
    say_counted(
        len(drawn.readers),
        "{n} case is to be read twice.",
        "{n} cases are to be read twice.",
    )
    say_table((message("Case"), message("Second reader")), sorted(drawn.readers.items()))
    show_line(drawn.rule)


def _at_hand(
    pack: Path,
    identity: Path | None,
    identity_passphrase_file: Path | None,
    pack_passphrase_file: Path | None,
) -> PackAtHand:
    signer, phrase = opened_with(pack, identity, identity_passphrase_file, pack_passphrase_file)
    return look_into_pack(pack, identity=signer, passphrase=phrase, now=datetime.now(UTC))


def opened_with(
    pack: Path,
    identity: Path | None,
    identity_passphrase_file: Path | None,
    pack_passphrase_file: Path | None,
) -> tuple[Identity | None, str]:
    """Return the identity or the passphrase that opens a pack of either kind.

    Raises RefusalError for no pack, and where only an identity opens it and none is named.
    """
    for_passphrase, for_identity = wants_passphrase(pack), wants_identity(pack)
    if identity is not None:
        return open_identity(identity, identity_passphrase_file), ""
    if for_identity and not for_passphrase:
        raise RefusalError(
            "needs-identity",
            message("The pack is encrypted to a certificate. Use --identity ID.p12."),
        )
    return None, ask(PACK, pack_passphrase_file) if for_passphrase else ""


def passphrase_for(certificates: list[Path] | None, pack_passphrase_file: Path | None) -> str:
    """Ask for the passphrase of a new pack; none where it is encrypted to certificates."""
    return "" if certificates else ask(PACK, pack_passphrase_file, twice=True)


def confirmed() -> bool:
    """Ask a person who can answer whether they accept what they were shown."""
    if not sys.stdin.isatty():
        return False
    return typer.confirm(
        str(message("Have you checked the fingerprint with the lead, and do you accept the pack?")),
        err=True,
    )


def _document(facts: PackFacts) -> dict[str, Any]:
    return {
        "inspection": facts.inspection,
        "force": facts.force,
        "inspector": facts.inspector,
        "number": facts.number,
        "cases": facts.cases,
        "own_cases": facts.own_cases,
        "dispose_by": facts.dispose_by or None,
        "known": facts.known,
        "signers": [asdict(signer) for signer in facts.signers],
    }


def _say_pack(facts: PackFacts) -> None:
    say(
        "Pack {number} of inspection {code}, {force}, for {name}",
        number=facts.number,
        code=facts.inspection,
        force=facts.force,
        name=facts.inspector,
    )
    say("Cases: {own} of {all}", own=facts.own_cases, all=facts.cases)
    say("Signed by: {name}", name=facts.lead.name)
    say_fingerprint(facts.lead.fingerprint, () if facts.known else facts.spelled_out)
    brought = facts.signers[1:]
    if brought:
        say("It also includes these signers:")
        say_table(
            (message("Name"), message("Signs for"), message("Fingerprint")),
            ((one.name, listed(one.readers), one.fingerprint) for one in brought),
        )
    if facts.known:
        say("You already trust the lead.")


def _say_taken(taken: TakenPack, *, json: bool) -> None:
    if json:
        emit_json(asdict(taken))
        return
    say(
        "Pack {number}: {gained}, {lost}.",
        number=taken.number,
        gained=plural(len(taken.gained), "{n} new case", "{n} new cases"),
        lost=plural(len(taken.lost), "{n} case given to others", "{n} cases given to others"),
    )
    if taken.added:
        say_counted(
            taken.added, "{n} case was added to the list.", "{n} cases were added to the list."
        )
    if taken.kept:
        say(
            "You had started these cases, so they stay yours. Tell the lead: {cases}.",
            cases=listed(taken.kept),
        )

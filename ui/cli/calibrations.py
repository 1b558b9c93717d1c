"""`calibration`: the same cases for all readers, and known cases within a register's list."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.app.register_views import readers_document
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId
from reviewer.domain.message import message
from reviewer.figures.table import Table
from ui.cli.doors import identifiers_listed, refused_is_not_sound
from ui.cli.filing import reading, writing
from ui.cli.identities import open_identity
from ui.cli.options import (
    Expect,
    IdentityPassphraseFile,
    Json,
    KeepIdentifiers,
    NewFile,
    PassphraseFile,
    Register,
    Replace,
    ReviewFile,
    SignedWith,
    Trust,
)
from ui.cli.output import emit_json, say, say_counted, say_notice, say_table
from ui.cli.packs import (
    Accept,
    Certificates,
    OpenedWith,
    PackPassphraseFile,
    confirmed,
    opened_with,
    passphrase_for,
)
from ui.cli.passphrases import REVIEW_FILE, ask
from ui.cli.tables import show_table
from ui.cli.trusts import say_fingerprint
from ui.operations import calibration as work

Pack = Annotated[Path, typer.Argument(metavar="PACK", help="The calibration pack.")]
Panel = Annotated[Path, typer.Argument(metavar="PANEL.review", help="The panel's own file.")]
Code = Annotated[str, typer.Option("--code", help="The code you were given by the lead.")]
KeyFile = Annotated[
    Path | None, typer.Option("--key", metavar="FILE.key", help="The key that the lead released.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    group = typer.Typer(help="Calibration with agreed answers.", no_args_is_help=True)
    group.command("make")(make)
    group.command("open")(open_)
    group.command("release")(release)
    group.command("compare")(compare)
    group.command("report")(report)
    group.command("known")(known)
    app.add_typer(group, name="calibration")


def make(
    panel: Panel,
    out: Annotated[Path, typer.Argument(metavar="OUT.pack")],
    identity: SignedWith,
    certificate: Certificates = None,
    replace: Replace = False,
    keep_identifiers: KeepIdentifiers = "",
    passphrase_file: PassphraseFile = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
    pack_passphrase_file: PackPassphraseFile = None,
    json: Json = False,
) -> None:
    """Make a calibration pack: the panel's cases, with its answers locked with a code.

    Keep the code until every reader has handed in their workbook.

    Example: reviewer calibration make panel.review calibration.pack --identity lead.p12
    --to inspector.cer
    """
    signer = open_identity(identity, identity_passphrase_file)
    phrase = passphrase_for(certificate, pack_passphrase_file)
    unfinished = refused_is_not_sound("not-complete", "cannot-receive")
    with writing(panel, passphrase_file) as store, unfinished, identifiers_listed():
        made = work.make_calibration(
            store,
            out,
            signer,
            certificates=certificate or (),
            passphrase=phrase,
            now=datetime.now(UTC),
            replace=replace,
            keep_identifiers=keep_identifiers,
        )
    if json:
        emit_json(asdict(made))
        return
    say_counted(
        made.cases,
        "Saved {path}: a calibration pack with {n} case.",
        "Saved {path}: a calibration pack with {n} cases.",
        path=str(made.path),
    )
    say(
        "The code for its answers: {code}. Give it out only when everybody has finished.",
        code=made.code,
    )


def open_(
    pack: Pack,
    file: NewFile,
    reader: Annotated[str, typer.Option("--reviewer", metavar="NAME", help="Your name.")],
    identity: OpenedWith = None,
    accept: Accept = False,
    expect: Expect = None,
    passphrase_file: PassphraseFile = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
    pack_passphrase_file: PackPassphraseFile = None,
) -> None:
    """Open a calibration pack: create your file and read the cases, without the answers.

    Example: reviewer calibration open calibration.pack mine.review --reviewer "A. Inspector"
    --identity inspector.p12
    """
    found = _found(pack, identity, identity_passphrase_file, pack_passphrase_file)
    now = datetime.now(UTC)
    if not (work.is_known(found, now=now) or accept or expect):
        say("Signed by: {name}", name=found.signer.name)
        say_fingerprint(found.signer.fingerprint, found.spelled_out)
        accept = confirmed()
    with refused_is_not_sound("unknown-lead", "other-fingerprint"):
        made = work.begin_calibration(
            file,
            lambda: ask(REVIEW_FILE, passphrase_file, twice=True),
            found,
            reader,
            accepted=accept,
            expect=expect,
            now=now,
        )
    say_notice(made.notice)
    say_counted(
        len(found.pack.cases),
        "Created {file} with {n} case to read.",
        "Created {file} with {n} cases to read.",
        file=str(file),
    )


def release(
    panel: Panel,
    out: Annotated[Path, typer.Argument(metavar="OUT.key")],
    identity: SignedWith,
    replace: Replace = False,
    passphrase_file: PassphraseFile = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Release the agreed answers: save the code of the last pack as a signed file, and show it.

    Example: reviewer calibration release panel.review calibration.key --identity lead.p12
    """
    signer = open_identity(identity, identity_passphrase_file)
    with writing(panel, passphrase_file) as store, refused_is_not_sound("no-pack"):
        code = work.release_answers(store, out, signer, now=datetime.now(UTC), replacing=replace)
    say("Saved {out}. The code is {code}.", out=out, code=code)


def compare(
    file: ReviewFile,
    pack: Pack,
    code: Code = "",
    key: KeyFile = None,
    identity: OpenedWith = None,
    passphrase_file: PassphraseFile = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
    pack_passphrase_file: PackPassphraseFile = None,
    json: Json = False,
) -> None:
    """Show where your answers differ from the agreed ones, once all your cases are complete.

    Example: reviewer calibration compare mine.review calibration.pack --code ABCD-EFGH-JKLM-NPQR
    """
    found = _found(pack, identity, identity_passphrase_file, pack_passphrase_file)
    refusals = refused_is_not_sound("calibration-unfinished", "other-code", "other-pack")
    with writing(file, passphrase_file) as store, refusals:
        answers = work.compare_with_agreed(
            store, found, _code(code, key, found), now=datetime.now(UTC)
        )
        form = store.form()
    if json:
        emit_json([{**asdict(one), "alike": one.alike} for one in answers])
        return
    differing = [one for one in answers if not one.alike]
    say_table(
        (message("Case"), message("Item"), message("Your answer"), message("Agreed")),
        (
            (
                one.case,
                form.item(one.key).label,
                form.label(one.key, one.own) if one.own else "–",
                form.label(one.key, one.agreed) if one.agreed else "–",
            )
            for one in differing
        ),
    )
    say(
        "{alike} of {all} answers match the agreed answers.",
        alike=len(answers) - len(differing),
        all=len(answers),
    )


def report(
    register: Register,
    pack: Annotated[Path | None, typer.Argument(metavar="[PACK]")] = None,
    code: Code = "",
    key: KeyFile = None,
    identity: OpenedWith = None,
    passphrase_file: PassphraseFile = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
    pack_passphrase_file: PackPassphraseFile = None,
    json: Json = False,
) -> None:
    """Show how far each reader agrees with the agreed answers: in a pack, or in known cases.

    Example: reviewer calibration report calibration.review calibration.pack --key calibration.key
    """
    refusals = refused_is_not_sound("other-code", "no-known-case", "other-inspection", "other-list")
    with reading(register, passphrase_file) as store, refusals:
        if pack is None:
            tables = work.known_cases_report(store)
        else:
            found = _found(pack, identity, identity_passphrase_file, pack_passphrase_file)
            tables = work.calibration_report(store, found, _code(code, key, found))
    if json:
        emit_json(_documents(tables))
        return
    for table in tables:
        show_table(table)


def known(
    register: Register,
    panel: Annotated[Path, typer.Argument(metavar="PANEL.xlsx", help="The panel's workbook.")],
    cases: Annotated[list[str], typer.Argument(metavar="CASE …")],
    trust: Trust = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Mark cases as known: the panel's answers are agreed, and no figure counts the cases.

    Example: reviewer calibration known team.review panel.xlsx NCPI-MPS-2018Q4-0042
    """
    refusals = refused_is_not_sound("not-complete", "unknown-case", "other-list", "unknown-signer")
    with writing(register, passphrase_file) as store, refusals:
        work.set_known_answers(
            store, panel, [CaseId(case) for case in cases], trust=trust or (), now=datetime.now(UTC)
        )
    say_counted(
        len(cases), "{n} case is now marked as known.", "{n} cases are now marked as known."
    )


def _documents(tables: tuple[Table, ...]) -> list[dict[str, Any]]:
    return [
        {"id": table.id, "title": str(table.title), "rows": readers_document(table)}
        for table in tables
    ]


def _found(
    pack: Path,
    identity: Path | None,
    identity_passphrase_file: Path | None,
    pack_passphrase_file: Path | None,
) -> work.CalibrationAtHand:
    signer, phrase = opened_with(pack, identity, identity_passphrase_file, pack_passphrase_file)
    return work.look_into_calibration(pack, identity=signer, passphrase=phrase)


def _code(code: str, key: Path | None, found: work.CalibrationAtHand) -> str:
    if bool(code) == bool(key):
        raise RefusalError("bad-option", message("Use one of --code CODE or --key FILE.key."))
    return work.code_of_key(key, found) if key is not None else code

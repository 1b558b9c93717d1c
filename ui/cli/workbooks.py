"""`export`, `verify` and `summary`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.app.exporting import Exported, ExportOrder
from reviewer.app.files import looks_like_workbook
from reviewer.app.summarising import summarise_file, summary_document
from reviewer.app.verifying import Examined
from reviewer.domain.times import long_moment
from reviewer.domain.verdict import SignatureStatus
from ui.cli.doors import NOT_SOUND, SOUND, UNKNOWN_SIGNER, end_with, refused_is_not_sound
from ui.cli.filing import reading, writing
from ui.cli.identities import open_identity
from ui.cli.options import (
    IdentityPassphraseFile,
    Json,
    PassphraseFile,
    Replace,
    ReviewFile,
    Trust,
    WorkbookPasswordFile,
)
from ui.cli.output import emit_json, say, say_aside, say_table
from ui.cli.passphrases import WORKBOOK, ask_if_possible, ask_new
from ui.cli.tables import say_summary
from ui.operations.exports import export as export_signed
from ui.operations.workbooks import (
    HandedIn,
    any_protected,
    check_workbooks,
    summarise_workbook,
)

_WORDS = {
    SignatureStatus.TRUSTED: "whole, and signed by someone you trust",
    SignatureStatus.UNKNOWN_SIGNER: "whole, but nobody here has vouched for the signer",
    SignatureStatus.INVALID: "NOT whole",
    SignatureStatus.UNSIGNED: "not signed",
    SignatureStatus.UNREADABLE: "not readable as a workbook of ours",
}


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("export")(export)
    app.command("verify")(verify)
    app.command("summary")(summary)


def handed_in(
    workbooks: Sequence[Path],
    trust: Sequence[Path] | None,
    password_file: Path | None,
) -> HandedIn:
    """Return workbooks as they were named, with the password where one of them is protected.

    It is asked for once. Where it can come from nowhere these are unreadable, with the problem
    `protected`.
    """
    password = None
    if password_file is not None or any_protected(workbooks):
        password = ask_if_possible(WORKBOOK, password_file)
    return HandedIn(
        paths=tuple(workbooks),
        password=password,
        trust=tuple(trust or ()),
    )


def export(
    file: ReviewFile,
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to write.")],
    identity: Annotated[Path, typer.Option("--identity", metavar="ID.p12")],
    final: Annotated[
        bool,
        typer.Option(
            "--final", help="Refuse while a case is begun but not complete, or unsettled."
        ),
    ] = False,
    with_references: Annotated[
        bool, typer.Option("--with-references", help="Write the force's references; logged.")
    ] = False,
    protect: Annotated[
        bool, typer.Option("--protect", help="Put Excel's own password protection around it.")
    ] = False,
    replace: Replace = False,
    passphrase_file: PassphraseFile = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
    password_file: WorkbookPasswordFile = None,
    json: Json = False,
) -> None:
    """Write the signed summary workbook of a review file or register.

    An earlier export of the same file may be replaced, any other file only with --replace.

    Example: reviewer export inspection.review summary.xlsx --identity inspector.p12 --protect
    """
    signer = open_identity(identity, identity_passphrase_file)
    password = ask_new(WORKBOOK, password_file) if protect else None
    unfinished = refused_is_not_sound("not-final", "does-not-add-up")
    order = ExportOrder(
        out=out,
        final=final,
        with_references=with_references,
        password=password,
        replace=replace,
    )
    with writing(file, passphrase_file) as store, unfinished:
        exported = export_signed(
            store, order, signer, now=datetime.now(UTC), export_id=uuid.uuid4().hex
        )
    if final and exported.outstanding:
        left = exported.outstanding
        begun = "1 case has" if left == 1 else f"{left} cases have"
        say_aside(f"Warning: {begun} not been begun; the final workbook counts them outstanding.")
    if json:
        emit_json(_export_document(exported, protected=protect))
    else:
        _say_exported(exported, protected=protect)


def _export_document(exported: Exported, *, protected: bool) -> dict[str, Any]:
    return {
        "workbook": str(exported.path),
        "number": exported.stamp.number,
        "id": exported.stamp.id,
        "log_head": exported.stamp.log_head,
        "protected": protected,
        "replaced": exported.replaced,
        "outstanding": exported.outstanding,
        "open_referrals": exported.open_referrals,
        "referred_back": list(exported.referred),
        "notices": list(exported.notices),
    }


def _say_exported(exported: Exported, *, protected: bool) -> None:
    how = ", protected with the password" if protected else ""
    say(f"Wrote {exported.path}: export {exported.stamp.number}, signed by {exported.signer}{how}.")
    if exported.replaced is not None:
        say(f"It replaces export {exported.replaced}, which was there.")
    if exported.open_referrals:
        named = ", ".join(exported.referred)
        one = exported.open_referrals == 1
        what = "referral back to the force is" if one else "referrals back to the force are"
        say(f"{exported.open_referrals} {what} still open: {named}.")
    for notice in exported.notices:
        say(f"Notice: {notice}")
    say("It is on the disk; a stick may be taken out now.")


def verify(
    workbook: Annotated[list[Path], typer.Argument(metavar="WORKBOOK …")],
    trust: Trust = None,
    password_file: WorkbookPasswordFile = None,
    json: Json = False,
) -> None:
    """Check workbooks: is each whole, and who signed it.

    Example: reviewer verify summary.xlsx --trust inspector.cer
    """
    handed = handed_in(workbook, trust, password_file)
    examined = list(zip(workbook, check_workbooks(handed, now=datetime.now(UTC)), strict=True))
    if json:
        emit_json([_verdict_document(path, book) for path, book in examined])
    else:
        _say_verdicts(examined)
    statuses = {book.verdict.status for _, book in examined}
    if statuses - {SignatureStatus.TRUSTED, SignatureStatus.UNKNOWN_SIGNER}:
        end_with(NOT_SOUND)
    end_with(UNKNOWN_SIGNER if SignatureStatus.UNKNOWN_SIGNER in statuses else SOUND)


def summary(
    file: Annotated[Path, typer.Argument(metavar="FILE.review|WORKBOOK")],
    trust: Trust = None,
    passphrase_file: PassphraseFile = None,
    password_file: WorkbookPasswordFile = None,
    json: Json = False,
) -> None:
    """Show the tables of a review file, a register or a sound workbook.

    Example: reviewer summary team.xlsx
    """
    now = datetime.now(UTC)
    if looks_like_workbook(file):
        handed = handed_in([file], trust, password_file)
        with refused_is_not_sound():
            summarised = summarise_workbook(handed, now=now)
    else:
        with reading(file, passphrase_file) as store:
            summarised = summarise_file(store, now=now)
    if json:
        emit_json(summary_document(summarised))
    else:
        say_summary(summarised)


def _verdict_document(path: Path, book: Examined) -> dict[str, Any]:
    verdict, export = book.verdict, book.export
    signer = verdict.signer
    return {
        "workbook": str(path),
        "status": verdict.status,
        "signer": {"name": signer.name, "fingerprint": signer.fingerprint} if signer else None,
        "signed_at": verdict.signed_at.isoformat() if verdict.signed_at else None,
        "issued_by": export.issued_by if export else None,
        "export": {"number": export.number, "id": export.id, "at": export.at} if export else None,
        "recounted": book.recounted,
        "problems": [
            {"code": p.code, "part": p.part, "text": str(p.text)} for p in verdict.problems
        ],
        "warnings": [{"code": p.code, "text": str(p.text)} for p in book.notices],
    }


def _say_verdicts(examined: Sequence[tuple[Path, Examined]]) -> None:
    """Print one workbook in full; of several a table, and in full those to look at."""
    if len(examined) == 1:
        _say_verdict(*examined[0])
        return
    say_table(("Workbook", "Verdict", "Signed by", "Issued by", "Export"), map(_line, examined))
    for path, book in examined:
        if book.verdict.problems or book.notices:
            say()
            _say_verdict(path, book)


def _line(examined: tuple[Path, Examined]) -> tuple[object, ...]:
    path, book = examined
    signer, export = book.verdict.signer, book.export
    return (
        path,
        "not by Reviewer" if book.verdict.foreign else book.verdict.status,
        signer.name if signer else "",
        export.issued_by if export else "",
        export.number if export else "",
    )


def _say_verdict(path: Path, book: Examined) -> None:
    verdict = book.verdict
    words = _WORDS[verdict.status]
    if verdict.foreign:
        words = "signed, but not by Reviewer"
    elif verdict.deceptive:
        words = "as it was signed, but it does NOT show what its cases say"
    say(f"{path}: {words} ({verdict.status})")
    if verdict.signer:
        say(f"  signed by    {verdict.signer.name}")
        say(f"  fingerprint  {verdict.signer.fingerprint}")
    if verdict.signed_at:
        say(f"  signed at    {long_moment(verdict.signed_at)}")
    if book.export:
        say(f"  issued by    {book.export.issued_by}, export {book.export.number}")
    if book.recounted:
        say("  tables       match its cases")
    for notice in book.notices:
        say(f"  Warning: {notice.text}")
    for problem in verdict.problems:
        say(f"  {problem.part + ': ' if problem.part else ''}{problem.text}")

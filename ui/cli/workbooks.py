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
from reviewer.app.summarising import Summarised, summarise_file, summary_document
from reviewer.app.verifying import Examined
from reviewer.domain.message import message, plural
from reviewer.domain.times import long_moment
from reviewer.domain.verdict import SignatureStatus
from ui.cli.doors import (
    NOT_SOUND,
    SOUND,
    UNKNOWN_SIGNER,
    end_with,
    identifiers_listed,
    refused_is_not_sound,
)
from ui.cli.filing import reading, writing
from ui.cli.identities import open_identity
from ui.cli.options import (
    IdentityPassphraseFile,
    Json,
    KeepIdentifiers,
    PassphraseFile,
    Replace,
    ReviewFile,
    SignedWith,
    Trust,
    WorkbookPasswordFile,
)
from ui.cli.output import emit_json, say, say_counted, say_table, show_line, show_line_aside
from ui.cli.passphrases import WORKBOOK, ask_if_possible, ask_new
from ui.cli.records import verify_record
from ui.cli.tables import say_summary
from ui.operations.exports import export as export_signed
from ui.operations.workbooks import (
    HandedIn,
    any_protected,
    check_workbooks,
    summarise_workbook,
)

_WORDS = {
    SignatureStatus.TRUSTED: message("valid signature, by someone you trust"),
    SignatureStatus.UNKNOWN_SIGNER: message("valid signature, by someone you do not trust yet"),
    SignatureStatus.INVALID: message("CHANGED after it was signed"),
    SignatureStatus.UNSIGNED: message("not signed"),
    SignatureStatus.UNREADABLE: message("cannot be read as a workbook from Reviewer"),
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
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to save.")],
    identity: SignedWith,
    final: Annotated[
        bool,
        typer.Option(
            "--final", help="Refuse if a case is started but not complete, or not yet decided."
        ),
    ] = False,
    with_references: Annotated[
        bool,
        typer.Option("--with-references", help="Include the force's references; this is logged."),
    ] = False,
    protect: Annotated[
        bool, typer.Option("--protect", help="Protect the workbook with a password, as Excel does.")
    ] = False,
    only_for: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="NAME",
            help="From a register: only this reader's own reviews and returns.",
        ),
    ] = "",
    replace: Replace = False,
    keep_identifiers: KeepIdentifiers = "",
    passphrase_file: PassphraseFile = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
    password_file: WorkbookPasswordFile = None,
    json: Json = False,
) -> None:
    """Export the signed summary workbook of a review file or register.

    An earlier export of the same file is replaced; for any other file use --replace.

    Example: reviewer export inspection.review summary.xlsx --identity inspector.p12 --protect
    """
    signer = open_identity(identity, identity_passphrase_file)
    password = ask_new(WORKBOOK, password_file) if protect else None
    unfinished = refused_is_not_sound("not-final", "does-not-add-up", "no-such-reader")
    order = ExportOrder(
        out=out,
        final=final,
        with_references=with_references,
        password=password,
        replace=replace,
        keep_identifiers=keep_identifiers,
        only_for=only_for,
    )
    with writing(file, passphrase_file) as store, unfinished, identifiers_listed():
        exported = export_signed(
            store, order, signer, now=datetime.now(UTC), export_id=uuid.uuid4().hex
        )
    if final:
        _warn_of_outstanding(exported.outstanding)
    if json:
        emit_json(_export_document(exported, protected=protect))
    else:
        _say_exported(exported, protected=protect)


def _warn_of_outstanding(outstanding: int) -> None:
    if not outstanding:
        return
    show_line_aside(
        plural(
            outstanding,
            "Warning: {n} case has not been started. The final workbook counts it as outstanding.",
            "Warning: {n} cases have not been started. The final workbook counts them as "
            "outstanding.",
        )
    )


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
    say(
        "Saved {path}: export {number}, signed by {signer}.",
        path=exported.path,
        number=exported.stamp.number,
        signer=exported.signer,
    )
    if protected:
        say("It is protected with the password.")
    if exported.replaced is not None:
        say("It replaces export {number}.", number=exported.replaced)
    if exported.open_referrals:
        say_counted(
            exported.open_referrals,
            "{n} referral back to the force is still open: {cases}.",
            "{n} referrals back to the force are still open: {cases}.",
            cases=", ".join(exported.referred),
        )
    for notice in exported.notices:
        say("Notice: {sentence}", sentence=notice)
    say("You can remove the USB drive now.")


def verify(
    workbook: Annotated[list[Path], typer.Argument(metavar="WORKBOOK …")],
    trust: Trust = None,
    password_file: WorkbookPasswordFile = None,
    record: Annotated[
        str | None,
        typer.Option("--record", metavar="CODE", help="The record code on a printed case."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """Check workbooks: whether each is unchanged, and who signed it; or compare paper with a file.

    With --record it says whether a review file, register or workbook holds the review that a
    printed page shows.

    Example: reviewer verify summary.xlsx --trust inspector.cer
    """
    if record is not None:
        verify_record(workbook, record, handed_in(_workbooks(workbook), trust, password_file),
                      passphrase_file, json=json)  # fmt: skip
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


def _workbooks(paths: Sequence[Path]) -> list[Path]:
    return [path for path in paths if looks_like_workbook(path)]


def summary(
    file: Annotated[Path, typer.Argument(metavar="FILE.review|WORKBOOK")],
    trust: Trust = None,
    passphrase_file: PassphraseFile = None,
    password_file: WorkbookPasswordFile = None,
    json: Json = False,
) -> None:
    """Show the tables of a review file, a register or a verified workbook.

    Example: reviewer summary team.xlsx
    """
    summarised = summarised_of(file, trust, passphrase_file, password_file, now=datetime.now(UTC))
    if json:
        emit_json(summary_document(summarised))
    else:
        say_summary(summarised)


def summarised_of(
    file: Path,
    trust: list[Path] | None,
    passphrase_file: Path | None,
    password_file: Path | None,
    *,
    now: datetime,
) -> Summarised:
    """Compute the figures of a review file, a register or a workbook."""
    if looks_like_workbook(file):
        handed = handed_in([file], trust, password_file)
        with refused_is_not_sound():
            return summarise_workbook(handed, now=now)
    with reading(file, passphrase_file) as store:
        return summarise_file(store, now=now)


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
    headings = (
        *(message("Workbook"), message("Result")),
        *(message("Signed by"), message("Issued by"), message("Export")),
    )
    say_table(headings, map(_line, examined))
    for path, book in examined:
        if book.verdict.problems or book.notices:
            show_line()
            _say_verdict(path, book)


def _line(examined: tuple[Path, Examined]) -> tuple[object, ...]:
    path, book = examined
    signer, export = book.verdict.signer, book.export
    return (
        path,
        message("not by Reviewer") if book.verdict.foreign else book.verdict.status,
        signer.name if signer else "",
        export.issued_by if export else "",
        export.number if export else "",
    )


def _say_verdict(path: Path, book: Examined) -> None:
    verdict = book.verdict
    words = _WORDS[verdict.status]
    if verdict.foreign:
        words = message("signed, but not by Reviewer")
    elif verdict.of_other_version:
        words = message("made by another version of Reviewer, so it cannot be checked")
    elif verdict.deceptive:
        words = message("valid signature, but the tables do NOT match the cases")
    show_line(f"{path}: {words} ({verdict.status})")
    if verdict.signer:
        say("  signed by    {signer}", signer=verdict.signer.name)
        say("  fingerprint  {fingerprint}", fingerprint=verdict.signer.fingerprint)
    if verdict.signed_at:
        say("  signed at    {moment}", moment=long_moment(verdict.signed_at))
    if book.export:
        say(
            "  issued by    {name}, export {number}",
            name=book.export.issued_by,
            number=book.export.number,
        )
    if book.recounted:
        say("  tables       match the cases")
    for notice in book.notices:
        say("  Warning: {sentence}", sentence=notice.text)
    for problem in verdict.problems:
        place = f"{problem.part}: " if problem.part else ""
        show_line(f"  {place}{problem.text}")

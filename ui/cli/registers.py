"""`merge`, `remove`, `workbooks` and `readers`: what the team lead's register holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.app.merging import Accepted, MergePlan, Refused
from reviewer.app.register import combined_register
from reviewer.app.register_views import (
    readers_document,
    readers_table,
    register_document,
    source_documents,
    waiting_document,
    warning_document,
)
from reviewer.domain.inspection import checked_line
from reviewer.domain.message import message, plural
from reviewer.domain.verdict import OTHER_INSPECTION
from ui.cli.advice import with_advice
from ui.cli.decisions import show_rest
from ui.cli.doors import NOT_SOUND, end_with, refused_is_not_sound
from ui.cli.filing import reading, writing
from ui.cli.options import (
    Json,
    PassphraseFile,
    Register,
    ReviewFile,
    Trust,
    WorkbookPasswordFile,
)
from ui.cli.output import emit_json, say, say_notice, say_table, show_line
from ui.cli.passphrases import REVIEW_FILE, ask
from ui.cli.tables import show_table
from ui.cli.workbooks import handed_in
from ui.operations.workbooks import (
    HandedIn,
    make_register,
    merge_workbooks,
    plan_merge,
    remove_workbook,
)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("merge")(merge)
    app.command("remove")(remove)
    app.command("workbooks")(workbooks)
    app.command("readers")(readers)


def merge(
    register: Register,
    workbook: Annotated[list[Path], typer.Argument(metavar="WORKBOOK …")],
    trust: Trust = None,
    lead: Annotated[str, typer.Option("--lead", help="The team lead's name.")] = "Team lead",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would happen, and change nothing.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    password_file: WorkbookPasswordFile = None,
    json: Json = False,
) -> None:
    """Merge verified workbooks into a register, which is created if it does not exist.

    Example: reviewer merge team.review first.xlsx second.xlsx --trust certificates/
    """
    handed = handed_in(workbook, trust, password_file)
    now, led_by = datetime.now(UTC), checked_line(lead, message("The lead's name"))
    if register.exists():
        plan = _merge_into(register, handed, passphrase_file, now, dry_run=dry_run)
    else:
        plan = plan_merge(None, handed, lead=led_by, now=now)
        if plan.accepted and not dry_run:
            phrase = ask(REVIEW_FILE, passphrase_file, twice=True)
            made = make_register(register, phrase, plan, lead=led_by, now=now)
            say_notice(made.notice)
    _report(plan, dry_run=dry_run, json=json)
    if plan.refused or (plan.combined and plan.combined.conflicts):
        end_with(NOT_SOUND)


def _merge_into(
    register: Path, handed: HandedIn, passphrase_file: Path | None, now: datetime, *, dry_run: bool
) -> MergePlan:
    if dry_run:
        with reading(register, passphrase_file) as store:
            return plan_merge(store, handed, now=now)
    with writing(register, passphrase_file) as store:
        plan = plan_merge(store, handed, now=now)
        if plan.accepted:
            say_notice(merge_workbooks(store, plan, now=now))
    return plan


def remove(
    register: Register,
    workbook: Annotated[str, typer.Argument(metavar="WORKBOOK", help="Its name or SHA-256.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Remove a workbook from the register, with everything that came from it alone.

    Example: reviewer remove team.review second.xlsx
    """
    stranger = refused_is_not_sound("which-workbook")
    with writing(register, passphrase_file) as store, stranger:
        removed = remove_workbook(store, workbook, now=datetime.now(UTC))
        say_notice(removed.unsafe)
    source = removed.source
    say(
        "Removed {file} (export {number} from {issuer}).",
        file=source.name,
        number=source.export_number,
        issuer=source.issued_by,
    )


def workbooks(
    register: Register, passphrase_file: PassphraseFile = None, json: Json = False
) -> None:
    """List the workbooks of a register, with their signers.

    Example: reviewer workbooks team.review
    """
    with reading(register, passphrase_file) as store:
        documents = source_documents(combined_register(store))
    if json:
        emit_json(documents)
        return
    say_table(
        (
            message("Workbook"),
            message("Export"),
            message("Issued by"),
            message("Signed by"),
            message("Reviews by"),
            message("SHA-256"),
        ),
        (
            (
                f"{'  ' if d['held_by'] else ''}{d['workbook'] or '–'}",
                d["export"],
                d["issued_by"],
                d["signer"],
                ", ".join(d["readers"]),
                d["digest"][:12],
            )
            for d in documents
        ),
    )


def readers(file: ReviewFile, passphrase_file: PassphraseFile = None, json: Json = False) -> None:
    """Show what each reader of a register did; in a review file only your own work.

    Example: reviewer readers team.review
    """
    with reading(file, passphrase_file) as store:
        table = readers_table(store)
    if json:
        emit_json(readers_document(table))
        return
    show_table(table)


def merge_document(plan: MergePlan) -> dict[str, Any]:
    """Return the JSON document of `reviewer merge --json`."""
    combined, form = plan.combined, plan.form
    document: dict[str, Any] = {
        "accepted": list(map(_accepted, plan.accepted)),
        "refused": list(map(_refused, plan.refused)),
        "groups": [
            {"inspection": group.code, "form": group.form.id, "workbooks": list(group.names)}
            for group in plan.groups
        ],
        "warnings": [warning_document(warned) for warned in plan.warnings],
        "conflicts": [],
        "returns": [],
        "postponed": [],
        "moderated_by_readers": [],
        "questions": [],
        "diverged": [],
        "pairs": {
            "agreed": plan.amounts.agreed,
            "open": plan.amounts.open,
            "moderated": plan.amounts.moderated,
        },
        "cases": asdict(plan.cases),
    }
    if combined is not None and form is not None:
        document["conflicts"] = [
            waiting_document(form, combined, waiting)
            for waiting in combined.waiting
            if waiting.conflict
        ]
        document |= register_document(combined)
    return document


def _accepted(book: Accepted) -> dict[str, Any]:
    return {
        "workbook": book.name,
        "signer": book.signer,
        "issued_by": book.stored.source.issued_by,
        "reviews": book.gain.reviews,
        "new": book.gain.new,
        "replaced": book.gain.replaced,
        "unchanged": book.gain.unchanged,
        "conflicting": book.gain.conflicting,
        "digest": book.stored.source.digest,
    }


def _refused(book: Refused) -> dict[str, Any]:
    return {
        "workbook": book.name,
        "code": book.code,
        "text": book.text,
        "digest": book.book.digest if book.book.content else None,
        "list": book.of or None,
    }


def _report(plan: MergePlan, *, dry_run: bool, json: bool) -> None:
    document = merge_document(plan)
    if json:
        emit_json(document)
        return
    for book in document["accepted"]:
        say(
            "{workbook} (SHA-256 {digest}): signed by {signer}, issued by {issuer}, {reviews}: "
            "{new} new, {replaced} replaced, {unchanged} unchanged, {conflicting} in conflict",
            workbook=book["workbook"],
            digest=book["digest"][:12],
            signer=book["signer"],
            issuer=book["issued_by"],
            reviews=plural(book["reviews"], "{n} review", "{n} reviews"),
            new=book["new"],
            replaced=book["replaced"],
            unchanged=book["unchanged"],
            conflicting=book["conflicting"],
        )
    _report_refused(document["refused"])
    for warning in document["warnings"]:
        say("Warning: {sentence}", sentence=warning["text"])
    pairs = document["pairs"]
    say("Conflicts: {count}. To list them: reviewer conflicts.", count=len(document["conflicts"]))
    say(
        "Second reads: {agreed} agreed, {open} open, {moderated} moderated.",
        agreed=pairs["agreed"],
        open=pairs["open"],
        moderated=pairs["moderated"],
    )
    show_rest(document)
    show_line(plan.cases.sentence)
    if dry_run:
        say("This was a dry run. Nothing was saved.")


def _report_refused(refused: Sequence[dict[str, Any]]) -> None:
    for book in refused:
        reason = with_advice(book["code"], book["text"])
        if book["digest"]:
            say(
                "Refused {workbook} (SHA-256 {digest}): {reason}",
                workbook=book["workbook"],
                digest=book["digest"][:12],
                reason=reason,
            )
        else:
            say("Refused {workbook}: {reason}", workbook=book["workbook"], reason=reason)
    if OTHER_INSPECTION in {book["code"] for book in refused}:
        say("If an inspection code was mistyped: reviewer decide REGISTER.review --code CODE.")
    for digest in sorted({book["list"] for book in refused if book["list"]}):
        say(
            "If this reader added other cases to the list: reviewer decide REGISTER.review "
            "--list {digest}.",
            digest=digest[:12],
        )

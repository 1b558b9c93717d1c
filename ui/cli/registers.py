"""`merge`, `remove`, `conflicts` and `decide`: the team lead's register."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.app.deciding import Ruling, decide_grade, decide_side, return_case
from reviewer.app.merging import MergePlan
from reviewer.app.register import combined_register
from reviewer.domain.combined import Combined, OpenCase, PairState
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import checked_line
from reviewer.domain.message import message, plural
from reviewer.domain.review import Review
from ui.cli.advice import with_advice
from ui.cli.doors import NOT_SOUND, end_with, refused_is_not_sound
from ui.cli.filing import reading, writing
from ui.cli.options import Json, PassphraseFile, Trust, WorkbookPasswordFile
from ui.cli.output import emit_json, say, say_counted, say_notice, show_line
from ui.cli.passphrases import REVIEW_FILE, ask
from ui.cli.workbooks import handed_in
from ui.operations.workbooks import (
    HandedIn,
    make_register,
    merge_workbooks,
    plan_merge,
    remove_workbook,
)

Register = Annotated[Path, typer.Argument(metavar="REGISTER.review", help="The lead's register.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("merge")(merge)
    app.command("remove")(remove)
    app.command("conflicts")(conflicts)
    app.command("decide")(decide)


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


def conflicts(
    register: Register, passphrase_file: PassphraseFile = None, json: Json = False
) -> None:
    """List the cases to decide: conflicting versions, and second reads that differ.

    Example: reviewer conflicts team.review
    """
    with reading(register, passphrase_file) as store:
        form, combined = store.form(), combined_register(store)
    open_ = [_waiting_document(form, combined, waiting) for waiting in combined.waiting]
    if json:
        emit_json(open_)
        return
    for document in open_:
        show_line(f"{document['case']}: {document['kind']}")
        for number, side in enumerate(document["sides"], start=document["first"]):
            verdict = side["verdict"] or message("no grade")
            show_line(f"  {number}  {side['reviewer']}: {verdict}")
    say_counted(len(open_), "{n} case to decide.", "{n} cases to decide.")


def decide(
    register: Register,
    case: Annotated[str, typer.Argument(metavar="CASE")],
    reason: Annotated[str, typer.Option("--reason")],
    moderator: Annotated[str, typer.Option("--moderator", metavar="NAME")],
    grade: Annotated[str | None, typer.Option("--grade", help="A grade, by its code.")] = None,
    side: Annotated[
        int | None, typer.Option("--side", help="The number of the correct version.")
    ] = None,
    send_back: Annotated[
        bool, typer.Option("--return", help="Return it to its reviewer; the reason is the comment.")
    ] = False,
    reader: Annotated[
        str, typer.Option("--to", metavar="NAME", help="With --return: which of its reviewers.")
    ] = "",
    passphrase_file: PassphraseFile = None,
) -> None:
    """Decide a second read by a grade or a conflict by a version, or return a case to its reviewer.

    A returned case reaches the reviewer with the team workbook; see reviewer returns.

    Example: reviewer decide team.review NCPI-MPS-2018Q4-0042 --grade RI --reason "…" --moderator M
    """
    if [grade is not None, side is not None, send_back].count(True) != 1:
        raise RefusalError("bad-option", message("Use one of --grade, --side and --return."))
    ruling = Ruling(id=uuid.uuid4().hex, moderator=moderator, reason=reason, now=datetime.now(UTC))
    moot = refused_is_not_sound("nothing-to-decide", "no-such-side", "unknown-case", "bad-grade")
    with writing(register, passphrase_file) as store, moot:
        if grade is not None:
            decide_grade(store, CaseId(case), grade, ruling)
        elif side is not None:
            decide_side(store, CaseId(case), side, ruling)
        else:
            decision = return_case(store, CaseId(case), reader, ruling)
    if send_back:
        say(
            "{case} will be returned to {reviewer} with the next team workbook.",
            case=case,
            reviewer=decision.between[0].reviewer,
        )
    elif grade is not None:
        say("Decided {case}: {grade}.", case=case, grade=grade)
    else:
        say("Decided {case}: side {side}.", case=case, side=side or 0)


def merge_document(plan: MergePlan) -> dict[str, Any]:
    """Return the JSON document of `reviewer merge --json`."""
    combined, form = plan.combined, plan.form
    document: dict[str, Any] = {
        "accepted": [
            {
                "workbook": book.name,
                "signer": book.signer,
                "issued_by": book.stored.source.issued_by,
                "reviews": book.gain.reviews,
                "new": book.gain.new,
                "replaced": book.gain.replaced,
                "unchanged": book.gain.unchanged,
                "digest": book.stored.source.digest,
            }
            for book in plan.accepted
        ],
        "refused": [
            {"workbook": book.name, "code": book.code, "text": book.text} for book in plan.refused
        ],
        "warnings": [
            {"workbook": w.workbook, "code": w.code, "text": w.text} for w in plan.warnings
        ],
        "conflicts": [],
        "pairs": {"agreed": 0, "open": 0, "moderated": 0},
        "cases": asdict(plan.cases),
    }
    if combined is not None and form is not None:
        document["conflicts"] = [
            _waiting_document(form, combined, waiting)
            for waiting in combined.waiting
            if waiting.conflict
        ]
        document["pairs"] = {
            state.value: sum(pair.state is state for pair in combined.pairs) for state in PairState
        }
    return document


def _report(plan: MergePlan, *, dry_run: bool, json: bool) -> None:
    document = merge_document(plan)
    if json:
        emit_json(document)
        return
    for book in document["accepted"]:
        say(
            "{workbook}: signed by {signer}, issued by {issuer}, {reviews}: {new} new, {replaced} "
            "replaced, {unchanged} unchanged",
            workbook=book["workbook"],
            signer=book["signer"],
            issuer=book["issued_by"],
            reviews=plural(book["reviews"], "{n} review", "{n} reviews"),
            new=book["new"],
            replaced=book["replaced"],
            unchanged=book["unchanged"],
        )
    for book in document["refused"]:
        say(
            "Refused {workbook}: {reason}",
            workbook=book["workbook"],
            reason=with_advice(book["code"], book["text"]),
        )
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
    show_line(plan.cases.sentence)
    if dry_run:
        say("This was a dry run. Nothing was saved.")


def _waiting_document(form: Form, combined: Combined, waiting: OpenCase) -> dict[str, Any]:
    return {
        "case": waiting.case,
        "kind": "conflict" if waiting.conflict else "second read",
        "stale": waiting.stale is not None,
        "first": waiting.first,
        "sides": [_side(form, combined, review) for review in waiting.sides],
    }


def _side(form: Form, combined: Combined, review: Review) -> dict[str, Any]:
    return {
        "reviewer": review.reviewer,
        "grade": review.grade(form) or None,
        "verdict": review.verdict(form) or None,
        "digest": review.digest,
        "changed_at": review.changed_at,
        "source": combined.origins.get((review.case, review.reviewer, review.digest)),
    }

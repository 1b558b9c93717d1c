"""`log` and `check`: what happened to a file, and whether it is whole."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from json import loads
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.log_file import write_log
from reviewer.domain.errors import RefusalError
from reviewer.domain.event import facts_text
from reviewer.domain.form import FormStamp
from reviewer.domain.log_sentences import sentences
from reviewer.domain.message import message
from reviewer.domain.times import long_second
from ui.cli.advice import with_advice
from ui.cli.doors import NOT_SOUND, end_with
from ui.cli.filing import reading, writing
from ui.cli.options import (
    Json,
    PassphraseFile,
    Replace,
    ReviewFile,
    WorkbookPasswordFile,
)
from ui.cli.output import emit_json, say, say_counted, say_table, show_line
from ui.cli.workbooks import handed_in
from ui.operations.file_check import Examination, examine_file
from ui.operations.files import accept_as_it_is
from ui.operations.workbooks import check_made


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("log")(log)
    app.command("check")(check)


def log(
    file: ReviewFile,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="OUT.csv", help="Save it as a table in this file instead."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    replace: Replace = False,
    json: Json = False,
) -> None:
    """Show the log, oldest first, or save it as a table.

    Example: reviewer log inspection.review --out log.csv
    """
    if out is not None:
        with writing(file, passphrase_file) as store:
            entries = write_log(store, out, now=datetime.now(UTC), replace=replace)
        say_counted(entries, "Saved {n} entry: {out}", "Saved {n:,} entries: {out}", out=str(out))
        return
    with reading(file, passphrase_file) as store:
        recorded = tuple(store.events())
    events = [
        {
            "seq": event.seq,
            "at": event.at,
            "actor": event.actor,
            "action": event.action.name,
            "case": event.case or None,
            "detail": detail,
            "facts": loads(facts_text(event.action)),
            "hash": event.hash,
        }
        for event, detail in zip(recorded, sentences(recorded), strict=True)
    ]
    if json:
        emit_json(events)
        return
    say_table(
        (
            *(message("No."), message("When"), message("Who")),
            *(message("What"), message("Case"), message("Detail")),
        ),
        (
            [long_second(str(v)) if k == "at" else v for k, v in event.items()][:6]
            for event in events
        ),
    )


def check(
    file: ReviewFile,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="WORKBOOK", help="A workbook that this file exported."),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Accept an earlier copy that was restored on purpose.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    password_file: WorkbookPasswordFile = None,
    json: Json = False,
) -> None:
    """Check a file: its pages, the chain of its log, its content against the log, and its counts.

    It must contain the newest event seen on this computer. With --against, also check whether the
    file is older than a workbook it exported.

    Example: reviewer check inspection.review --against summary.xlsx
    """
    with reading(file, passphrase_file, notices=False) as store:
        if accept:
            accept_as_it_is(store, now=datetime.now(UTC))
        found = examine_file(store, now=datetime.now(UTC))
        form = store.inspection().form
        problems = [{"code": p.code, "text": str(p.text)} for p in found.problems]
        if against is not None:
            handed = handed_in([against], None, password_file)
            try:
                check_made(store, handed, now=datetime.now(UTC))
            except RefusalError as refusal:
                problems.append({"code": refusal.code, "text": str(refusal)})
    if json:
        emit_json(
            {
                "ok": not problems,
                "events": found.events,
                "head": found.head,
                "problems": problems,
                "form": form.model_dump(),
                "cases": asdict(found.counted.cases) if found.counted is not None else None,
            }
        )
    else:
        for problem in problems:
            show_line(with_advice(problem["code"], problem["text"]))
        if against is not None and not problems:
            say("{workbook} was exported from this file.", workbook=against)
        _say_examined(found, form, sound=not problems)
    if problems:
        end_with(NOT_SOUND)


def _say_examined(found: Examination, form: FormStamp, *, sound: bool) -> None:
    if found.counted is not None:
        show_line(found.counted.cases.sentence)
    say(
        "Form {form} version {version} ({digest}), criteria {criteria}",
        form=form.id,
        version=form.version,
        digest=form.digest[:16],
        criteria=form.criteria[:16],
    )
    if sound:
        say(
            "No problems found: {events:,} events, head {head}",
            events=found.events,
            head=found.head,
        )
    else:
        say("PROBLEMS FOUND: {events:,} events, head {head}", events=found.events, head=found.head)

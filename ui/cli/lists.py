"""`list check` and `new`: a force's list, and the review file made from it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.app.assignment import names_of
from reviewer.app.list_files import read_draw_record, write_refused
from reviewer.app.retention import checked_disposal_day
from reviewer.domain.errors import RefusalError
from reviewer.domain.inspection import (
    DEFAULT_MARKING,
    MARKING_LIMIT,
    FileKind,
    Inspection,
    checked_code,
    checked_line,
)
from reviewer.domain.list_reading import ListReading, SheetPart
from reviewer.domain.message import Message, message, plural
from ui.cli import sampling
from ui.cli.doors import NOT_SOUND, end_with
from ui.cli.keys import ShowCode, say_recovery_code
from ui.cli.list_options import BUNDLED, FormChoice, ListArguments, takes_list_arguments
from ui.cli.list_words import notice_words, problem_lines
from ui.cli.options import Json, NewFile, PassphraseFile, Replace, day
from ui.cli.output import emit_json, say, say_aside, say_notice, say_table, show_line
from ui.cli.passphrases import REVIEW_FILE, ask
from ui.operations.files import check_name_is_free
from ui.operations.forms import chosen_form
from ui.operations.inspections import AcceptedList, make_inspection
from ui.operations.lists import ListRead


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    group = typer.Typer(help="A force's sampled list.", no_args_is_help=True)
    group.command("check")(check)
    group.command("mapping")(sampling.mapping)
    group.command("draw")(sampling.draw)
    group.command("extend")(sampling.extend)
    app.add_typer(group, name="list")
    app.command("new")(new)
    app.command("assign")(sampling.assign)


Refused = Annotated[
    Path | None,
    typer.Option(
        "--refused",
        metavar="OUT.csv",
        help="Save the refused rows, to send back to the force. --replace applies to this file.",
    ),
]


@takes_list_arguments
def check(
    listed: sampling.Listed,
    how: ListArguments,
    force: sampling.Force = "",
    form: FormChoice = BUNDLED,
    refused: Refused = None,
    replace: Replace = False,
    json: Json = False,
    values: Annotated[
        bool,
        typer.Option("--values", help="With --json, include every accepted row with its values."),
    ] = False,
) -> None:
    """Check a force's list; nothing is saved except the refused rows, if you ask for them.

    Example: reviewer list check sample.xlsx --map reported="Date recorded"
    """
    named = checked_line(force, message("The force's name")) if force else ""
    read = how.read(listed, chosen_form(form), force=named)
    reading = read.reading
    _write_refused(refused, read, replace=replace)
    if json:
        emit_json({**list_document(reading), **(_cases(reading) if values else {})})
    else:
        _report(read)
    if reading.problems:
        end_with(NOT_SOUND)


@takes_list_arguments
def new(
    file: NewFile,
    listed: Annotated[Path, typer.Option("--list", metavar="LIST", help="The force's list.")],
    inspection: Annotated[
        str,
        typer.Option(
            "--inspection", metavar="CODE", help="The inspection code, such as NCPI-MPS-2018Q4."
        ),
    ],
    force: sampling.Force,
    how: ListArguments,
    person: Annotated[
        str, typer.Option("--reviewer", metavar="NAME", help="The reviewer's name.")
    ] = "",
    lead: Annotated[
        str,
        typer.Option(
            "--lead", metavar="NAME", help="Create a team's register instead, led by this person."
        ),
    ] = "",
    inspectors: Annotated[
        str,
        typer.Option("--evenly", metavar="NAMES", help="Share the cases: “A. One;B. Two”."),
    ] = "",
    form: FormChoice = BUNDLED,
    marking: Annotated[str, typer.Option("--marking", metavar="TEXT")] = DEFAULT_MARKING,
    good_rows: sampling.GoodRows = False,
    visit_from: Annotated[
        str,
        typer.Option(
            "--visit-from", metavar="DAY", help="First day of the visit, such as 2018-11-05."
        ),
    ] = "",
    visit_to: Annotated[
        str, typer.Option("--visit-to", metavar="DAY", help="Last day of the visit.")
    ] = "",
    random_sample: Annotated[
        bool, typer.Option("--random", help="The cases are a random sample.")
    ] = False,
    drawn: Annotated[
        Path | None,
        typer.Option(
            "--draw", metavar="FILE.draw.json", help="The record of the draw, which is logged."
        ),
    ] = None,
    refused: Refused = None,
    replace: Replace = False,
    dispose_by: Annotated[
        str,
        typer.Option(
            "--dispose-by", metavar="DAY", help="The day by which the file must be disposed of."
        ),
    ] = "",
    show_code: ShowCode = False,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Create a review file from a force's list, or with --lead the register of a team.

    To assign cases from a register: reviewer pack make.

    Example: reviewer new a.review --list sample.csv --inspection NCPI-MPS-2018Q4
    --force "Metropolitan Police Service" --reviewer "A. Inspector"
    """
    if bool(person) == bool(lead):
        raise RefusalError("bad-option", message("Use one of --reviewer NAME or --lead NAME."))
    chosen = chosen_form(form)
    first, last = _visit_days(visit_from, visit_to)
    record = read_draw_record(drawn) if drawn else None
    about = Inspection(
        code=checked_code(inspection),
        force=checked_line(force, message("The force's name")),
        marking=checked_line(marking, message("The marking"), MARKING_LIMIT),
        form=chosen.stamp,
        kind=FileKind.REGISTER if lead else FileKind.REVIEW,
        person=checked_line(lead or person, message("The reviewer's name")),
        visit_from=first,
        visit_to=last,
        random_sample=random_sample,
        dispose_by=checked_disposal_day(dispose_by),
    )
    check_name_is_free(file)
    read = how.read(listed, chosen, force=about.force)
    _write_refused(refused, read, replace=replace)
    if read.reading.problems and not good_rows:
        _report(read)
        say("No file was made. Correct the list, or use only the valid rows with --good-rows.")
        end_with(NOT_SOUND)
    phrase = ask(REVIEW_FILE, passphrase_file, twice=True)
    accepted = AcceptedList(read=read, record=record, inspectors=names_of(inspectors))
    made = make_inspection(file, phrase, about, accepted, now=datetime.now(UTC))
    _say_notices(read)
    say_notice(made.notice)
    _say_created(file, read.reading)
    if show_code:
        say_recovery_code(made.key)


def _say_created(file: Path, reading: ListReading) -> None:
    left_out = reading.rows - len(reading.cases)
    cases = plural(len(reading.cases), "{n} case", "{n} cases")
    if left_out:
        rows = plural(left_out, "{n} row", "{n} rows")
        say("Created {file} with {cases}; {rows} left out.", file=file, cases=cases, rows=rows)
    else:
        say("Created {file} with {cases}.", file=file, cases=cases)


def _write_refused(path: Path | None, read: ListRead, *, replace: bool) -> None:
    if path is None:
        return
    reading = read.reading
    if not reading.refused_rows:
        say_aside("No row was refused, so {path} was not saved.", path=path)
        return
    write_refused(path, reading, source=read.path, replace=replace)
    most = len(reading.refused.rows)
    refused = len(reading.refused_rows)
    if most < refused:
        say_aside(
            "The first {most:,} of {refused:,} refused rows are in {path}.",
            most=most,
            refused=refused,
            path=path,
        )
    else:
        counted = plural(refused, "{n} refused row", "{n:,} refused rows")
        say_aside("Saved {rows} in {path}.", rows=counted, path=path)


def _visit_days(visit_from: str, visit_to: str) -> tuple[str, str]:
    first = day(visit_from, "--visit-from").isoformat() if visit_from else ""
    last = day(visit_to, "--visit-to").isoformat() if visit_to else ""
    if first and last and last < first:
        raise RefusalError("visit", message("The visit must not end before it begins."))
    return first, last


def list_document(reading: ListReading) -> dict[str, Any]:
    """Return the JSON document of `reviewer list check --json`."""
    return {
        "rows": reading.rows,
        "accepted": len(reading.cases),
        "mapping": dict(reading.mapping),
        "left_out": [header for header, _ in reading.left_out],
        "by_type": dict(reading.by_type),
        "problems": [
            {"row": p.row, "column": p.column, "code": p.code, "text": str(p.text)}
            for p in reading.problems
        ],
        "notices": [
            {"code": n.code, "column": n.column, "rows": list(n.rows), "text": str(n.text)}
            for n in reading.notices
        ],
        "unknown_types": [
            {"words": u.words, "rows": u.rows, "suggestion": u.suggestion}
            for u in reading.unknown_types
        ],
        "undecided_dates": list(reading.undecided_dates),
        "parts": [
            {
                "sheet": part.sheet,
                "rows": [part.first_row, part.last_row],
                "columns": part.columns,
                "fate": part.fate,
            }
            for part in reading.parts
        ],
    }


def _cases(reading: ListReading) -> dict[str, Any]:
    """Return each accepted row by its number in the file, with every value as it is kept."""
    read = zip(reading.case_rows, reading.cases, strict=True)
    return {"cases": [{"row": row, "values": dict(case.values)} for row, case in read]}


def _report(read: ListRead) -> None:
    reading, form = read.reading, read.form
    say("{rows} rows, {accepted} accepted", rows=reading.rows, accepted=len(reading.cases))
    say_table((message("List key"), message("Column")), reading.mapping.items())
    for header, reason in reading.left_out:
        say("Left out: {header} ({reason})", header=header, reason=reason)
    say_table(
        (message("Type"), "", message("Cases")),
        ((code, form.type_label(code), n) for code, n in reading.by_type.items()),
    )
    say_table(
        (message("Rows"), message("Sheet"), message("Result")),
        ((_rows(part), part.sheet, part.fate) for part in reading.parts),
    )
    _say_notices(read)
    for line in problem_lines(reading):
        show_line(line)


def _rows(part: SheetPart) -> str | Message:
    first, last = part.first_row, part.last_row
    return (
        f"{first:,}" if first == last else message("{first:,} to {last:,}", first=first, last=last)
    )


def _say_notices(read: ListRead) -> None:
    for notice in read.reading.notices:
        show_line(notice_words(notice))
    if read.recalled:
        say(
            "Notice: The settings for this force's last list were used. To ignore them, use "
            "--forget-mapping."
        )

"""`list check` and `new`: a force's list, and the review file made from it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.app.beginning import begin_review
from reviewer.domain.form import Form
from reviewer.domain.inspection import (
    DEFAULT_MARKING,
    MARKING_LIMIT,
    FileKind,
    Inspection,
    checked_code,
    checked_line,
)
from reviewer.intake.reading import ListReading, read_list
from ui.cli.doors import NOT_SOUND, leave
from ui.cli.filing import creating
from ui.cli.formfiles import chosen_form
from ui.cli.options import Json, ListMap, PassphraseFile, Scale, Sheet, Types, pairs
from ui.cli.output import emit_json, say, say_table

FormChoice = Annotated[
    str, typer.Option("--form", metavar="ID|FILE", help="A bundled form, or a form file.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    group = typer.Typer(help="A force's sampled list.", no_args_is_help=True)
    group.command("check")(check)
    app.add_typer(group, name="list")
    app.command("new")(new)


def check(
    listed: Annotated[Path, typer.Argument(metavar="LIST")],
    sheet: Sheet = None,
    mapping: ListMap = None,
    types: Types = None,
    scale: Scale = None,
    form: FormChoice = "ncpi",
    force: Annotated[str, typer.Option("--force", help="The police force.")] = "",
    json: Json = False,
) -> None:
    """Read a force's list and say what was found; nothing is written.

    Example: reviewer list check sample.xlsx --map reported="Date recorded"
    """
    chosen = chosen_form(form)
    reading = _read(listed, chosen, "LIST", force, sheet, mapping, types, scale)
    if json:
        emit_json(list_document(reading))
    else:
        _report(reading, chosen)
    if reading.problems:
        leave(NOT_SOUND)


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE.review", help="The file to make.")],
    listed: Annotated[Path, typer.Option("--list", metavar="LIST", help="The force's list.")],
    inspection: Annotated[str, typer.Option("--inspection", metavar="CODE")],
    force: Annotated[str, typer.Option("--force", metavar="NAME", help="The police force.")],
    person: Annotated[str, typer.Option("--reviewer", metavar="NAME", help="Who reviews.")],
    form: FormChoice = "ncpi",
    sheet: Sheet = None,
    mapping: ListMap = None,
    types: Types = None,
    scale: Scale = None,
    marking: Annotated[str, typer.Option("--marking", metavar="TEXT")] = DEFAULT_MARKING,
    good_rows: Annotated[
        bool, typer.Option("--good-rows", help="Take the good rows, leave the refused ones out.")
    ] = False,
    visit_from: Annotated[str, typer.Option("--visit-from", metavar="DAY")] = "",
    visit_to: Annotated[str, typer.Option("--visit-to", metavar="DAY")] = "",
    random_sample: Annotated[
        bool, typer.Option("--random", help="The cases were drawn at random.")
    ] = False,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Make a review file from a force's list.

    Example: reviewer new a.review --list sample.csv --inspection NCPI-MPS-2018Q4
    --force "Metropolitan Police Service" --reviewer "A. Inspector"
    """
    chosen = chosen_form(form)
    about = Inspection(
        code=checked_code(inspection),
        force=checked_line(force, "The force's name"),
        marking=checked_line(marking, "The marking", MARKING_LIMIT),
        form=chosen.stamp,
        kind=FileKind.REVIEW,
        person=checked_line(person, "The reviewer's name"),
        visit_from=_day(visit_from),
        visit_to=_day(visit_to),
        random_sample=random_sample,
    )
    reading = _read(listed, chosen, about.code, about.force, sheet, mapping, types, scale)
    if reading.problems and not good_rows:
        _report(reading, chosen)
        say("Nothing was made. Correct the list, or take the good rows with --good-rows.")
        leave(NOT_SOUND)
    with creating(file, passphrase_file) as store:
        begin_review(store, about, chosen, reading, now=datetime.now(UTC))
    for notice in reading.notices:
        say(f"Notice: {notice.text}")
    left = reading.rows - len(reading.cases)
    say(f"Made {file}: {len(reading.cases)} cases" + (f", {left} rows left out." if left else "."))


def _read(
    listed: Path,
    form: Form,
    code: str,
    force: str,
    sheet: str | None,
    mapping: list[str] | None,
    types: list[str] | None,
    scale: str | None,
) -> ListReading:
    return read_list(
        listed,
        form=form,
        inspection_code=code,
        force=force,
        today=datetime.now().astimezone().date(),
        sheet=sheet,
        mapping=pairs(mapping, "--map", "KEY=HEADER"),
        types=pairs(types, "--type", "WORDS=CODE"),
        scale=scale,
    )


def _day(text: str) -> str:
    if not text:
        return ""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date().isoformat()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise typer.BadParameter(f"a day is given as 2018-01-29, not “{text}”.") from None


def list_document(reading: ListReading) -> dict[str, Any]:
    """Return the JSON document of `reviewer list check --json`."""
    return {
        "rows": reading.rows,
        "accepted": len(reading.cases),
        "mapping": dict(reading.mapping),
        "left_out": [header for header, _ in reading.left_out],
        "by_type": dict(reading.by_type),
        "problems": [
            {"row": p.row, "column": p.column, "code": p.code, "text": p.text}
            for p in reading.problems
        ],
        "notices": [
            {"code": n.code, "column": n.column, "rows": list(n.rows), "text": n.text}
            for n in reading.notices
        ],
    }


def _report(reading: ListReading, form: Form) -> None:
    say(f"{reading.rows} rows, {len(reading.cases)} accepted")
    say_table(("List key", "Column"), reading.mapping.items())
    for header, reason in reading.left_out:
        say(f"Left out: {header} ({reason})")
    say_table(
        ("Type", "", "Cases"),
        ((code, form.type_label(code), n) for code, n in reading.by_type.items()),
    )
    for notice in reading.notices:
        say(f"Notice: {notice.text}")
    for p in reading.problems:
        say(f"Row {p.row}, {p.column or 'no column'}: {p.text}")

"""The commands about forms: faults by line, codes, and two forms beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.domain.form import Column, Form, Item
from reviewer.domain.message import message, plural
from ui.cli.doors import NOT_SOUND, end_with
from ui.cli.options import Json
from ui.cli.output import emit_json, say, show_line
from ui.operations.form_comparison import (
    check_mapping_file,
    compare_forms,
    form_of,
    mapping_template,
)
from ui.operations.form_writing import write_form_of_xlsform, write_mapping_template, write_new_form
from ui.operations.forms import check_form_file, chosen_form


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    group = typer.Typer(help="Review forms.", no_args_is_help=True)
    group.command("new")(new)
    group.command("from-xlsform")(from_xlsform)
    group.command("check")(check)
    group.command("preview")(preview)
    group.command("codes")(codes)
    group.command("compare")(compare)
    group.command("mapping")(mapping)
    app.add_typer(group, name="form")


def new(out: Annotated[Path, typer.Argument(metavar="OUT.yaml")]) -> None:
    """Save a new form file with comments, to start from.

    Example: reviewer form new my-form.yaml
    """
    write_new_form(out)
    say("Saved {file}. Edit it, then check it: reviewer form check {file}", file=out.name)


def from_xlsform(
    source: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="An XLSForm.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.yaml")],
    json: Json = False,
) -> None:
    """Convert an XLSForm to a form file, and list what could not be converted.

    Example: reviewer form from-xlsform next-year.xlsx next-year.yaml
    """
    written = write_form_of_xlsform(source, out)
    if json:
        emit_json({"left_out": written.left_out, "problems": written.check.problems})
        return
    for line in written.left_out:
        say("Not converted: {line}", line=line)
    for problem in written.check.problems:
        show_line(problem)
    if written.check.form is not None:
        say("Saved {file}. The form has no errors.", file=out.name)
    else:
        say(
            "Saved {file}. Correct the errors listed above before you use it. "
            "For parts that a spreadsheet cannot describe, such as roles and "
            "grades, see the comments in a form from: reviewer form new",
            file=out.name,
        )


def preview(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FORM.yaml")]
) -> None:
    """Preview a form on the screen with made-up cases; nothing is saved.

    Example: reviewer form preview my-form.yaml
    """
    checked = check_form_file(file)
    for problem in checked.problems:
        show_line(problem)
    if checked.form is None:
        end_with(NOT_SOUND)
    raise typer.Exit(context.obj(file))


def check(file: Annotated[Path, typer.Argument(metavar="ID|FILE")]) -> None:
    """Check a form file, and list its errors by line.

    Example: reviewer form check my-form.yaml
    """
    checked = check_form_file(file)
    for problem in checked.problems:
        show_line(problem)
    form = checked.form
    if form is None:
        end_with(NOT_SOUND)
    stamp = form.stamp
    say(
        "No errors: {title}, {form} version {version}, {items}, {rules}, digest {digest}, criteria "
        "{criteria}",
        title=str(form.title),
        form=stamp.id,
        version=stamp.version,
        items=plural(len(form.items), "{n} item", "{n} items"),
        rules=plural(len(form.rules), "{n} rule", "{n} rules"),
        digest=stamp.digest[:16],
        criteria=stamp.criteria[:16],
    )


def codes(
    form: Annotated[str, typer.Argument(metavar="ID|FILE")] = "ncpi", json: Json = False
) -> None:
    """List every key of a form with its kind and codes, for `answers set` and answer sheets.

    Example: reviewer form codes dip-sample
    """
    chosen = chosen_form(form)
    asked = [(key, item, _labels(chosen, item)) for key, item in _with_columns(chosen)]
    if json:
        emit_json(
            {
                key: {"kind": item.kind, "label": str(item.label), "codes": labels}
                for key, item, labels in asked
            }
        )
        return
    for key, item, labels in asked:
        show_line(f"{key}  ({item.kind})  {item.label}")
        for code, label in labels.items():
            show_line(f"    {code:<10}{label}")


def compare(
    first: Annotated[str, typer.Argument(metavar="ID|FILE|WORKBOOK")],
    second: Annotated[str, typer.Argument(metavar="ID|FILE|WORKBOOK")],
    json: Json = False,
) -> None:
    """Compare two forms, or the forms of two workbooks: every text that differs.

    Example: reviewer form compare first.xlsx second.xlsx
    """
    now = datetime.now(UTC)
    found = compare_forms(form_of(first, now=now), form_of(second, now=now))
    if json:
        emit_json(
            {
                "same_questions": found.same_questions,
                "criteria": [
                    {
                        "what": str(change.criterion.what),
                        "language": change.criterion.language,
                        "first": change.ours,
                        "second": change.theirs,
                    }
                    for change in found.criteria
                ],
            }
        )
        return
    if found.same_questions:
        say("The questions are the same, so answers fit both forms.")
    else:
        say("The questions differ, so answers to one form do not fit the other.")
    if not found.criteria:
        say("The criteria are the same.")
    for change in found.criteria:
        show_line(f"{change.criterion.heading} ({change.criterion.language})")
        show_line(f"    {first}: {change.ours or message('(none)')}")
        show_line(f"    {second}: {change.theirs or message('(none)')}")


def mapping(
    earlier: Annotated[str, typer.Argument(metavar="ID|FILE|WORKBOOK")],
    later: Annotated[str, typer.Argument(metavar="ID|FILE|WORKBOOK")],
    check_file: Annotated[
        Path | None, typer.Option("--check", metavar="FILE", help="Check this mapping file.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="OUT.yaml", help="Where to save it; if left out, it is printed."
        ),
    ] = None,
) -> None:
    """Save a mapping file for two forms, to complete by hand, or check one.

    It says item by item what is comparable between an earlier visit's form and this one.

    Example: reviewer form mapping visit-2016.xlsx ncpi --out mapping-2016.yaml
    """
    now = datetime.now(UTC)
    old, new = form_of(earlier, now=now), form_of(later, now=now)
    if out is not None:
        write_mapping_template(old, new, out)
        say("Saved {out}. Complete it, then check it with --check {out}.", out=out)
        return
    if check_file is None:
        for line in mapping_template(old, new):
            show_line(line)
        return
    problems = check_mapping_file(check_file, old, new)
    for problem in problems:
        show_line(problem)
    if problems:
        end_with(NOT_SOUND)
    say("The mapping file has no errors.")


def _with_columns(form: Form) -> Iterator[tuple[str, Item | Column]]:
    for key, item in form.items.items():
        yield key, item
        yield from ((f"{key}.{column.key}", column) for column in item.columns)


def _labels(form: Form, asked: Item | Column) -> dict[str, str]:
    return {code: str(option.label) for code, option in form.codes_of(asked).items()}

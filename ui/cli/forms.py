"""`form check` and `form codes`: a form file's faults by line, its keys and codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from reviewer.domain.form import Column, Form, Item
from ui.cli.doors import NOT_SOUND, leave
from ui.cli.options import Json
from ui.cli.output import emit_json, say
from ui.operations.forms import check_form_file, chosen_form


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    group = typer.Typer(help="Review forms.", no_args_is_help=True)
    group.command("check")(check)
    group.command("codes")(codes)
    app.add_typer(group, name="form")


def check(file: Annotated[Path, typer.Argument(metavar="FORM")]) -> None:
    """Check a form file and name what is wrong by line.

    Example: reviewer form check my-form.yaml
    """
    checked = check_form_file(file)
    for problem in checked.problems:
        say(problem)
    form = checked.form
    if form is None:
        leave(NOT_SOUND)
    stamp = form.stamp
    say(
        f"Sound: {form.title}, {stamp.id} version {stamp.version}, {len(form.items)} items, "
        f"{len(form.rules)} rules, digest {stamp.digest[:16]}"
    )


def codes(
    form: Annotated[str, typer.Argument(metavar="ID|FILE")] = "ncpi", json: Json = False
) -> None:
    """List every key of a form with its kind and codes, as `answers set` and sheets take them.

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
        say(f"{key}  ({item.kind})  {item.label}")
        for code, label in labels.items():
            say(f"    {code:<10}{label}")


def _with_columns(form: Form) -> Iterator[tuple[str, Item | Column]]:
    for key, item in form.items.items():
        yield key, item
        yield from ((f"{key}.{column.key}", column) for column in item.columns)


def _labels(form: Form, asked: Item | Column) -> dict[str, str]:
    return {code: str(option.label) for code, option in form.codes_of(asked).items()}

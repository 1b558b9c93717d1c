"""`form check`: a form file, and what is wrong in which line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reviewer.forms.library import form_from_file
from reviewer.forms.problems import FormError
from ui.cli.doors import NOT_SOUND, leave
from ui.cli.output import say


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    group = typer.Typer(help="Review forms.", no_args_is_help=True)
    group.command("check")(check)
    app.add_typer(group, name="form")


def check(file: Annotated[Path, typer.Argument(metavar="FORM")]) -> None:
    """Check a form file and name what is wrong by line.

    Example: reviewer form check my-form.yaml
    """
    try:
        form = form_from_file(file)
    except FormError as error:
        for problem in error.problems:
            say(f"{problem.file}, line {problem.line}: {problem.reason}")
        leave(NOT_SOUND)
    stamp = form.stamp
    say(
        f"Sound: {form.title}, {stamp.id} version {stamp.version}, {len(form.items)} items, "
        f"{len(form.rules)} rules, digest {stamp.digest[:16]}"
    )

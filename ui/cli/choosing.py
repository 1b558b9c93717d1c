"""`settings`: what is chosen on this computer, and choices handed on to another."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from reviewer.domain.message import Message, message
from ui.cli.options import Json, Replace
from ui.cli.output import emit_json, say, say_table
from ui.operations.backups import backup_folder
from ui.operations.choices import present_choices, read_choices, take_choices, write_choices
from ui.operations.preferences import CHOICES, site_choices

settings = typer.Typer(help="The settings of this computer.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.add_typer(settings, name="settings")


@settings.command("show")
def show(json: Json = False) -> None:
    """Show the settings, and those your organisation has fixed.

    Example: reviewer settings show
    """
    site = site_choices()
    chosen = {**asdict(present_choices()), "backup_folder": str(backup_folder())}
    if json:
        emit_json({**chosen, "fixed": list(site.fixed)})
        return
    fixed = message("set by your organisation")
    rows: list[tuple[str, str, Message | str]] = [
        (name, str(chosen[name]), fixed if name in site.fixed else "") for name in CHOICES
    ]
    say_table((message("Setting"), message("Value"), ""), rows)


@settings.command("export")
def export(
    out: Annotated[Path, typer.Argument(metavar="OUT.json", help="The file to create.")],
    fix: Annotated[
        list[str] | None,
        typer.Option(
            "--fix",
            metavar="SETTING",
            help="A setting that nobody can change where an administrator uses the file.",
        ),
    ] = None,
    replace: Replace = False,
) -> None:
    """Save the settings in a file, for another computer or for an administrator.

    Example: reviewer settings export defaults.json --fix idle_minutes
    """
    write_choices(present_choices(fix or ()), out, replace_other=replace)
    say("Saved the settings in {file}.", file=str(out))


@settings.command("import")
def take(
    file: Annotated[Path, typer.Argument(metavar="FILE.json", help="Settings saved earlier.")],
) -> None:
    """Use the settings of a file, except what your organisation has fixed.

    Example: reviewer settings import settings.json
    """
    take_choices(read_choices(file))
    say("The settings of {file} are in use.", file=str(file))

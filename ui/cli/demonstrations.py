"""`demo` and `self-test`: the main job on synthetic cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.demonstration.job import PASSPHRASE
from ui.cli.output import say, say_counted, show_line
from ui.operations.demonstration import demonstrate, run_self_test

DEMO = Path("demo")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("demo")(demo)
    app.command("self-test")(self_test)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder for the files.")] = DEMO,
) -> None:
    """Run a whole inspection of 214 synthetic cases and save every file in DIR.

    Example: reviewer demo demo/
    """
    done = demonstrate(folder, show_line)
    if done.replaced:
        say_counted(
            len(done.replaced),
            "Replaced {n} file from an earlier run.",
            "Replaced {n} files from an earlier run.",
        )
    for path in done.files:
        show_line(f"  {path}")
    say("The passphrase of the files: {passphrase}", passphrase=PASSPHRASE)
    say("Below good: {figure}", figure=done.summarised.figure)


def self_test() -> None:
    """Run the demonstration in a temporary folder and check the results.

    Example: reviewer self-test
    """
    run_self_test(show_line)
    say("Self-test passed.")

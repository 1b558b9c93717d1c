"""`demo` and `self-test`: the main job on synthetic cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.demonstration.job import PASSPHRASE
from ui.cli.output import say
from ui.operations.demonstration import demonstrate, run_self_test

DEMO = Path("demo")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("demo")(demo)
    app.command("self-test")(self_test)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go.")] = DEMO,
) -> None:
    """Do the whole job on 214 synthetic cases and leave every file in DIR.

    Example: reviewer demo demo/
    """
    done = demonstrate(folder, say)
    if done.replaced:
        say(f"Replaced {len(done.replaced)} files of an earlier run.")
    for path in done.files:
        say(f"  {path}")
    say(f"The files' passphrase: {PASSPHRASE}")
    say(f"Below good: {done.summarised.figure}")


def self_test() -> None:
    """Do the whole job in a temporary folder and check what it left; a built program runs this.

    Example: reviewer self-test
    """
    run_self_test(say)
    say("Self-test passed.")

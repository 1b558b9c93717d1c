"""The command line put together: the command groups under one name."""

from __future__ import annotations

import importlib
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ui.cli.commands import COMMANDS
from ui.cli.doors import INTERRUPTED, SOUND, run_guarded
from ui.cli.inputs import keep_inputs
from ui.cli.usage import name_values

OpenWindow = Callable[..., int]
"""Opens the window on a file, a `new` inspection, or the start page; returns the exit code."""


def build(open_window: OpenWindow, arguments: Sequence[str]) -> typer.Typer:
    """Return the command line as far as `arguments` need it; the window comes in as a function.

    Where they name no command, for help or by mistake, the others are there by name alone.
    """
    app = typer.Typer(
        name="reviewer",
        help="Review a force's sampled case files offline; export, verify and merge workbooks.",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(invoke_without_command=True)
    def start(
        context: typer.Context,
        show_version: Annotated[
            bool, typer.Option("--version", help="Print the version and stop.")
        ] = False,
    ) -> None:
        context.obj = open_window
        if show_version:
            from importlib.metadata import version  # noqa: PLC0415 - loads what reads e-mail

            typer.echo(f"reviewer {version('reviewer')}")
        elif context.invoked_subcommand is None:
            raise typer.Exit(open_window(None))

    @app.command(
        "open",
        help="Open a review file or register in the window, or start a new inspection there.\n\n"
        "Example: reviewer open inspection.review",
    )
    def open_file(
        file: Annotated[
            Path | None, typer.Argument(metavar="FILE.review", help="The file to open.")
        ] = None,
        new: Annotated[bool, typer.Option("--new", help="Start a new inspection.")] = False,
    ) -> None:
        raise typer.Exit(open_window(file, new=True) if new else open_window(file))

    asked = COMMANDS.get(arguments[0]) if arguments else None
    if asked is not None:
        importlib.import_module(f"ui.cli.{asked.module}").add_to(app)
    else:
        for name, listed in COMMANDS.items():
            app.command(name, short_help=listed.line)(_only_listed)
    return app


def _only_listed() -> None:
    """Stand for a command whose module is not loaded: nobody asked for it."""


def run(arguments: Sequence[str], open_window: OpenWindow) -> int:
    """Run one command line and return its exit code."""
    command = typer.main.get_command(build(open_window, arguments))
    _keep_examples_whole(command)
    name_values(command)
    keep_inputs(command)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return run_guarded(lambda: _exit_code(command(list(arguments), standalone_mode=False)))


def _keep_examples_whole(command: Any) -> None:  # noqa: ANN401 - typer names no type of it
    """Set each example in one line that is never broken: else it can't be copied.

    A group has the example of its first command.
    """
    own = getattr(command, "commands", {})
    for further in own.values():
        _keep_examples_whole(further)
    parts = [part for part in (command.help or "").split("\n\n") if part]
    if command.name in COMMANDS and own:
        first = next(iter(own.values()))
        parts += [part for part in first.help.split("\n\n") if "Example:" in part]
    command.help = "\n\n".join(
        f"\b\n{' '.join(part.split())}" if part.startswith("Example") else part for part in parts
    )


def _exit_code(ended: object) -> int:
    # Typer makes an exit code of Ctrl-C, without a word.
    if ended == INTERRUPTED:
        raise KeyboardInterrupt
    return ended if isinstance(ended, int) else SOUND


def main_of(open_window: OpenWindow) -> int:
    """Run the command line this process was started with."""
    return run(sys.argv[1:], open_window)

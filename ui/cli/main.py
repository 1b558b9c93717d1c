"""The command line put together: every command group under one name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from ui.cli import (
    answers,
    demonstrations,
    forms,
    identities,
    lists,
    prints,
    registers,
    reviewfiles,
    workbooks,
)
from ui.cli.doors import SOUND, run_guarded

OpenWindow = Callable[[Path | None], int]
"""Opens the window on a file, or on the start page; returns the exit code."""


def build(open_window: OpenWindow) -> typer.Typer:
    """Return the whole command line; the window comes in as a function."""
    app = typer.Typer(
        name="reviewer",
        help="Review a force's sampled case files offline; export, verify and merge workbooks.",
        no_args_is_help=False,
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
        if show_version:
            typer.echo(f"reviewer {version('reviewer')}")
        elif context.invoked_subcommand is None:
            raise typer.Exit(open_window(None))

    @app.command("open", help="Open a review file or register in the window.")
    def open_file(
        file: Annotated[Path, typer.Argument(metavar="FILE.review", help="The file to open.")],
    ) -> None:
        raise typer.Exit(open_window(file))

    for group in (
        demonstrations, lists, reviewfiles, answers, workbooks, registers, prints, identities, forms
    ):  # fmt: skip
        group.add_to(app)
    return app


def run(arguments: Sequence[str], open_window: OpenWindow) -> int:
    """Run one command line and return its exit code."""
    app = build(open_window)
    return run_guarded(lambda: _exit_code(app(list(arguments), standalone_mode=False)))


def _exit_code(ended: object) -> int:
    return ended if isinstance(ended, int) else SOUND


def main_of(open_window: OpenWindow) -> int:
    """Run the command line this process was started with."""
    return run(sys.argv[1:], open_window)

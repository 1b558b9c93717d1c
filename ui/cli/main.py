"""The command line put together: the command groups under one name."""

from __future__ import annotations

import importlib
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, Final

import typer

from ui.cli.doors import INTERRUPTED, SOUND, run_guarded

OpenWindow = Callable[[Path | None], int]
"""Opens the window on a file, or on the start page; returns the exit code."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "demonstrations": ("demo", "self-test"),
    "lists": ("list", "new", "assign"),
    "answers": ("answers", "cases", "complete"),
    "workbooks": ("export", "verify", "summary"),
    "visits": ("earlier",),
    "registers": ("merge", "remove", "conflicts", "decide"),
    "returns": ("returns",),
    "prints": ("print",),
    "copies": ("backup", "restore", "backups"),
    "keys": ("passphrase", "recover"),
    "custody": ("handover", "redact", "retention", "dispose", "disposal"),
    "reviewfiles": ("log", "check"),
    "identities": ("identity",),
    "trusts": ("trust",),
    "forms": ("form",),
    "pages": ("help",),
}
"""The modules of the command groups and the commands each adds.

Only the module of the command that was asked for is imported, so that a short command does
not wait for the PDF library; for help, and for a word that is no command, all are.
"""


def build(open_window: OpenWindow, arguments: Sequence[str]) -> typer.Typer:
    """Return the command line as far as `arguments` need it; the window comes in as a function."""
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
        if show_version:
            typer.echo(f"reviewer {version('reviewer')}")
        elif context.invoked_subcommand is None:
            raise typer.Exit(open_window(None))

    @app.command("open", help="Open a review file or register in the window.")
    def open_file(
        file: Annotated[Path, typer.Argument(metavar="FILE.review", help="The file to open.")],
    ) -> None:
        raise typer.Exit(open_window(file))

    for group in _groups(arguments):
        group.add_to(app)
    return app


def _groups(arguments: Sequence[str]) -> Iterator[ModuleType]:
    asked = arguments[0] if arguments else ""
    wanted = [name for name, commands in GROUPS.items() if asked in commands]
    needs_none = not arguments or asked in {"open", "--version"}
    for name in wanted or (() if needs_none else GROUPS):
        yield importlib.import_module(f"ui.cli.{name}")


def run(arguments: Sequence[str], open_window: OpenWindow) -> int:
    """Run one command line and return its exit code."""
    command = typer.main.get_command(build(open_window, arguments))
    _keep_examples_whole(command)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return run_guarded(lambda: _exit_code(command(list(arguments), standalone_mode=False)))


def _keep_examples_whole(command: Any) -> None:  # noqa: ANN401 - typer names no type of it
    """Set each example in one line that is never broken: else it can't be copied."""
    parts = (command.help or "").split("\n\n")
    command.help = "\n\n".join(
        f"\b\n{' '.join(part.split())}" if part.startswith("Example") else part for part in parts
    )
    for own in getattr(command, "commands", {}).values():
        _keep_examples_whole(own)


def _exit_code(ended: object) -> int:
    # Typer makes an exit code of Ctrl-C, without a word.
    if ended == INTERRUPTED:
        raise KeyboardInterrupt
    return ended if isinstance(ended, int) else SOUND


def main_of(open_window: OpenWindow) -> int:
    """Run the command line this process was started with."""
    return run(sys.argv[1:], open_window)

"""The list of commands is of the commands there are, and is shown without loading any."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import typer
from commands import Command
from typer.main import get_command

import ui.cli
from ui.cli.commands import COMMANDS

HEAVY = {
    "alembic", "cryptography", "email", "lxml", "numpy", "openpyxl", "PIL", "pydantic",
    "PySide6", "python_calamine", "reportlab", "rich", "sqlalchemy", "sqlcipher3", "yaml",
    "zxcvbn",
}  # fmt: skip
"""What takes long to load, and what a list of commands does without."""


def test_each_module_adds_the_commands_that_are_listed_as_its_own() -> None:
    found = {}
    for path in Path(ui.cli.__path__[0]).glob("*.py"):
        if "def add_to(app: typer.Typer)" in path.read_text("utf-8"):
            app = typer.Typer(callback=lambda: None)
            importlib.import_module(f"ui.cli.{path.stem}").add_to(app)
            found |= dict.fromkeys(get_command(app).commands, path.stem)
    assert found == {name: listed.module for name, listed in COMMANDS.items()}


def test_the_list_shows_each_line_whole(cli: Command) -> None:
    shown = cli("--help").out
    assert all(f"  {name} " in shown for name in ("open", *COMMANDS))
    assert all(f"  {listed.line}\n" in shown for listed in COMMANDS.values())


def test_the_list_of_commands_loads_nothing_that_takes_long() -> None:
    program = "import sys; from ui.main import main\ntry: main()\nfinally: print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program, "--help"], capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in ran.stdout.splitlines()[-1].split()}
    assert "typer" in loaded
    assert loaded & HEAVY == set()

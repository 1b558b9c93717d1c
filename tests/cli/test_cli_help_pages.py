"""Every command that a page of the help names exists, with every option it is given."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from ui.cli.main import build

PAGES = sorted((Path(__file__).parents[2] / "resources/help").glob("*.md"))
_NAMED = re.compile(r"^ {4,}(reviewer .*)$|`(reviewer [^`]+)`", re.MULTILINE)


def commands(page: Path) -> list[str]:
    found = _NAMED.findall(page.read_text(encoding="utf-8"))
    return [block or inline for block, inline in found]


def test_there_are_pages_that_name_commands() -> None:
    assert PAGES
    assert any(commands(page) for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_command_named_exists_with_its_options(page: Path) -> None:
    app: typer.Typer = build(lambda _: 0, ["--help"])
    for line in commands(page):
        command, words = get_command(app), shlex.split(line)[1:]
        while words and hasattr(command, "commands"):
            assert words[0] in command.commands, line
            command = command.commands[words.pop(0)]
        known = {name for parameter in command.params for name in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, line

"""The help is read by command, and every command it names exists, with every option."""

from __future__ import annotations

import re
import shlex
from importlib.metadata import version
from pathlib import Path

import pytest
from commands import Command
from typer.main import get_command

from ui.cli.main import build

PAGES = sorted((Path(__file__).parents[2] / "resources/help/en").glob("*.md"))
_NAMED = re.compile(r"^ {4,}(reviewer .*)$|`(reviewer [^`]+)`", re.MULTILINE)

_PICTURE = re.compile(r"!\[(.*?)\]\(.*?\)")


def commands(page: Path) -> list[str]:
    found = _NAMED.findall(page.read_text(encoding="utf-8"))
    return [block or inline for block, inline in found]


def test_the_pages_are_listed_and_read_by_topic(cli: Command) -> None:
    topics = [page.stem.partition("-")[2] for page in PAGES]
    listed = cli("help").out
    assert all(topic in listed for topic in (*topics, "codes"))
    for topic, page in zip(topics, PAGES, strict=True):
        text = page.read_text("utf-8").replace("{version}", version("reviewer"))
        assert cli("help", topic).out.strip() == _PICTURE.sub(r"[\1]", text).strip()
    assert "**A7.1**" in cli("help", "codes").out
    assert "form dip-sample" in cli("help", "codes", "--form", "dip-sample").out


def test_a_picture_is_a_sentence_in_brackets(cli: Command) -> None:
    read = cli("help", "team").out
    assert "\n[A lead's queue: " in read
    assert ".png" not in read
    assert "![" not in read


def test_a_page_that_is_not_there_is_reported_with_those_that_are(cli: Command) -> None:
    result = cli("help", "nothing")
    assert (result.code, result.out) == (2, "")
    assert "signatures" in result.err


def test_there_are_pages_that_name_commands() -> None:
    assert PAGES
    assert any(commands(page) for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_command_named_exists_with_its_options(page: Path) -> None:
    for line in commands(page):
        words = shlex.split(line)[1:]
        command = get_command(build(lambda _: 0, words))
        while words and hasattr(command, "commands"):
            assert words[0] in command.commands, line
            command = command.commands[words.pop(0)]
        known = {
            name
            for parameter in command.params
            for name in (*parameter.opts, *parameter.secondary_opts)
        }
        assert {word for word in words if word.startswith("--")} <= known, line

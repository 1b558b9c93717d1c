"""What is wrong with a command line is reported in our own words, and the help names each value."""

from __future__ import annotations

import pytest
from commands import Command

from ui.cli.commands import COMMANDS


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("print a.review b.pdf --copy 0", "--copy takes a whole number from 1"),
        ("print a.review b.pdf --copy x", "--copy takes a whole number from 1"),
        ("list draw a.csv --precision x", "--precision takes a number"),
        ("print a.review b.pdf --sumary", "Did you mean --summary"),
        ("print", "FILE.review is missing"),
        ("prnt", "Did you mean print"),
        ("form chek", "Did you mean check"),
        ("cases a.review b.review", "one value too many: b.review"),
        ("verify a.xlsx --trust", "--trust needs a value"),
        ("identity create a.p12 --name N --key zz", "--key takes one of: rsa, ec"),
        ("decide r.review C-1", "--reason is missing"),
        ("cases --json=1 a.review", "--json takes no value"),
        ("-z", "no option -z"),
    ],
)
def test_a_mistake_in_the_line_is_one_sentence_that_names_it(
    cli: Command, line: str, named: str
) -> None:
    ended = cli(*line.split())
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert named in ended.err
    assert "--help" in ended.err


def test_a_group_without_a_command_shows_its_help_in_lines(cli: Command) -> None:
    ended = cli("form")
    assert ended.code == 2
    assert "\n  Example: reviewer form new my-form.yaml\n" in ended.err


@pytest.mark.parametrize("command", [*COMMANDS, "open"])
def test_every_command_has_an_example_and_no_type_of_python_in_its_help(
    cli: Command, command: str
) -> None:
    shown = cli(command, "--help").out
    assert "Example: reviewer " in shown
    for raw in ("<str>", "<path>", "<int", "list["):
        assert raw not in shown

"""No command waits for a pipe or reads a device that it was given in place of a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from commands import Command

from ui.cli.commands import COMMANDS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")

READING = [
    ("answers", "show", "{odd}", "CASE"),
    ("answers", "set", "{odd}", "CASE", "A=B"),
    ("answers", "template", "{odd}", "out.xlsx"),
    ("answers", "load", "{review}", "{odd}"),
    ("assign", "{odd}", "--to", "A"),
    ("backup", "{odd}", "copy.review"),
    ("backups", "{odd}"),
    ("cases", "{odd}"),
    ("cases", "{review}", "--passphrase-file", "{odd}"),
    ("check", "{odd}"),
    ("check", "{review}", "--against", "{odd}"),
    ("complete", "{odd}", "CASE"),
    ("conflicts", "{odd}"),
    ("decide", "{odd}", "CASE", "--grade", "G", "--reason", "x", "--moderator", "M"),
    ("disposal", "{odd}"),
    ("dispose", "{odd}", "--record", "record.json", "--identity", "{odd}"),
    ("earlier", "load", "{review}", "{odd}"),
    ("export", "{review}", "out.xlsx", "--identity", "{odd}"),
    ("form", "check", "{odd}"),
    ("handover", "{odd}", "--to", "B", "--reason", "x"),
    ("identity", "show", "{odd}"),
    ("identity", "request", "{odd}", "out.csr"),
    ("list", "check", "{odd}"),
    ("list", "check", "list.csv", "--mapping", "{odd}"),
    ("log", "{odd}"),
    ("merge", "team.review", "{odd}"),
    (
        "new",
        "new.review",
        "--list",
        "{odd}",
        "--force",
        "F",
        "--reviewer",
        "P",
        "--inspection",
        "SYN-1",
    ),
    ("passphrase", "{odd}"),
    ("print", "{odd}", "out.pdf", "--summary"),
    ("print", "{review}", "out.pdf", "--summary", "--identity", "{odd}"),
    ("publish", "{odd}", "out.xlsx", "--identity", "{odd}"),
    ("readers", "{odd}"),
    ("recover", "{odd}"),
    ("redact", "{review}", "--text-file", "{odd}", "--reason", "x"),
    ("remove", "{odd}", "a.xlsx"),
    ("restore", "{odd}", "out.review"),
    ("retention", "{odd}", "--dispose-by", "2030-01-01"),
    ("returns", "{review}", "{odd}"),
    ("reveal", "{odd}", "CASE"),
    ("summary", "{odd}"),
    ("trust", "add", "{odd}"),
    ("trust", "show", "{odd}"),
    ("verify", "{odd}"),
    ("calibration", "compare", "{odd}"),
    ("calibration", "open", "{odd}", "out.review", "--reviewer", "A"),
    ("correct-code", "{odd}", "SYN-2", "--reason", "x"),
    ("figure", "T1-B1", "{odd}"),
    ("moderation", "{odd}", "--outside-only"),
    ("pack", "open", "{odd}", "out.review"),
    ("pack", "show", "{odd}"),
    ("phrases", "import", "{review}", "{odd}"),
    ("phrases", "list", "{odd}"),
    ("receipts", "import", "{review}", "{odd}"),
    ("reconcile", "{review}", "{odd}"),
    ("second-reads", "{odd}", "--seed", "s", "--readers", "A;B"),
    ("settings", "import", "{odd}"),
    ("spelling", "check", "{odd}"),
    ("workbooks", "{odd}"),
    ("verify", "{review}", "--trust", "{odd}"),
]
READS_NOTHING = {"board", "demo", "self-test", "practice", "help"}
"""Or, as the board, a folder."""


def test_every_command_that_reads_is_tried() -> None:
    assert {words[0] for words in READING} | READS_NOTHING == COMMANDS.keys()


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_pipe_and_a_device_are_refused_at_once(
    cli: Command, review_file: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for odd in (pipe, Path("/dev/zero")):
        result = cli(*(word.format(odd=odd, review=review_file) for word in words))
        assert result.code in {1, 2}, result
        assert "See reviewer --help" not in result.err
        assert (result.err + result.out).strip()
    assert not (tmp_path / "out.pdf").exists()

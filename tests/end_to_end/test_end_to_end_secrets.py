"""A passphrase that a script left in the environment is nobody else's to read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import ui.cli

SECRET = "correct horse battery staple 7"

_LOOK = """
import ctypes, os, sys
sys.argv = ["reviewer", "--help"]
import ui.main
from ui.cli import environment
def look(_):
    seen = [name for name, value in os.environ.items() if os.environ["WANTED"] in value]
    kept = open("/proc/self/environ", "rb").read().count(os.environ["WANTED"].encode())
    print(seen, kept - 1, environment.secret_in("REVIEWER_PASSPHRASE"))
    print("dumpable", ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
    return 0
import ui.cli.main
ui.cli.main.main_of = look
ui.main.main()
"""


def variables() -> set[str]:
    """Return every variable from which a command takes a secret."""
    texts = "".join(path.read_text("utf-8") for path in Path(ui.cli.__path__[0]).glob("*.py"))
    found = set(re.findall(r'variable="(REVIEWER_\w+)"', texts))
    assert len(found) > 6
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_the_environment_and_the_memory_of_the_program_are_its_own(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        **dict.fromkeys(variables(), SECRET),
        "WANTED": SECRET[1:],
        "REVIEWER_HOME": str(tmp_path),
    }
    result = subprocess.run(
        [sys.executable, "-c", _LOOK], env=environment, capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines() == [f"['WANTED'] 0 {SECRET}", "dumpable 0"]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_the_reader_of_lists_is_given_no_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reviewer.intake.process import _environment  # noqa: PLC0415 - what is handed on

    monkeypatch.setenv("REVIEWER_PASSPHRASE", SECRET)
    monkeypatch.setenv("PATH", "/bin")
    assert _environment()["PATH"] == "/bin"
    assert SECRET not in _environment().values()

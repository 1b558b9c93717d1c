"""What the window does without until it is needed: it is on the screen before it is all loaded."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

START = """
import os, sys
from ui.window.application import make_application
from ui.window import program
app = make_application(sys.argv[:1])
def loaded():
    app.processEvents()
    print(*sys.modules, flush=True)
    os._exit(0)
app.exec = loaded
program.is_first = lambda _: False
program.run(None)
"""
LATER = {
    "PIL", "alembic", "cryptography", "email", "lxml", "numpy", "openpyxl", "pydantic",
    "python_calamine", "reportlab", "rich", "sqlalchemy", "sqlcipher3", "typer", "yaml", "zxcvbn",
}  # fmt: skip
"""What takes long to load."""

ROOMS = {"db", "reviewer.forms", "reviewer.figures", "reviewer.intake", "ui.window.review",
    "ui.window.team", "ui.window.results", "ui.window.keeping"}  # fmt: skip
"""Packages of ours that the start page has nothing of."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules of a process that shows the start page."""
    ran = subprocess.run(
        [sys.executable, "-c", START],
        env={**os.environ, "REVIEWER_HOME": str(tmp_path_factory.mktemp("home"))},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.split())


def test_the_start_page_needs_no_library_that_takes_long_to_load(loaded: set[str]) -> None:
    assert "PySide6" in loaded
    assert {name.partition(".")[0] for name in loaded} & LATER == set()


def test_the_start_page_needs_no_page_of_an_open_file(loaded: set[str]) -> None:
    assert "ui.window.beginning.start_page" in loaded
    assert loaded & ROOMS == set()


def test_an_open_file_needs_no_writer_of_workbooks_and_no_printer() -> None:
    program = "import sys, ui.window.opening, ui.window.workplace; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    loaded = {name.partition(".")[0] for name in ran.stdout.split()}
    assert "sqlalchemy" in loaded
    assert loaded & {"PIL", "numpy", "openpyxl", "python_calamine", "reportlab", "rich"} == set()

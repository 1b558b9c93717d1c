"""The house's own rules, held by measuring it: sizes, names, doors, arrows."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("reviewer", "db", "ui", "resources")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))

FILE_LINES = 400
FUNCTION_LINES = 50
PUBLIC_METHODS = 15

LONG_CLASSES = {
    "db/reading.py:Reading": "it is all of the Store protocol that reads",
    "db/unit.py:Writing": "it is all that one transaction may write",
    "reviewer/app/store.py:Store": "it is all that use cases may ask of a file",
    "reviewer/app/store.py:Unit": "it is all that use cases may write in one transaction",
}
VAGUE = re.compile(r"(^|_)(utils?|helpers?|managers?|common|misc)(_|$)", re.IGNORECASE)
DOORS = {
    "ui/cli/doors.py",
    "ui/window/jobs.py",
    "ui/window/excepthook.py",
    # The limited process that reads a force's list ends with a sentence, whatever a reader does.
    "reviewer/intake/worker.py",
}
LINT = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"
TOP = {
    "reviewer", "ui", "resources", "db", "tests", "build.spec", "pyproject.toml", "README.md",
    "Makefile", "CHANGELOG.md", "LICENSE", "requirements.lock", "requirements-dev.lock", "docs",
    "CONTRIBUTING.md", "SECURITY.md",
}  # fmt: skip


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def every_node() -> list[tuple[str, ast.AST]]:
    return [
        (named(path), node)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.stmt, ast.ExceptHandler))
    ]


def nodes(kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[tuple[str, ast.AST]]:
    return ((place, node) for place, node in every_node() if isinstance(node, kind))


def test_there_are_rooms_to_measure() -> None:
    assert len(FILES) > 80


def test_a_file_fits_one_screenful_of_thought() -> None:
    long = {named(p): n for p in FILES if (n := p.read_text("utf-8").count("\n")) > FILE_LINES}
    assert long == {}


def test_a_function_is_short() -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = {
        f"{place}:{node.name}": size
        for place, node in nodes(functions)
        if (size := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
        and not _is_declaration(node)
    }
    assert long == {}


def _is_declaration(node: ast.AST) -> bool:
    """Say whether most of a function is its signature: a command and its options."""
    body = getattr(node, "body", [])
    return bool(body) and body[-1].end_lineno - body[0].lineno + 1 <= FUNCTION_LINES


def test_a_class_has_few_public_methods() -> None:
    large = {
        f"{place}:{node.name}"
        for place, node in nodes(ast.ClassDef)
        if sum(isinstance(m, ast.FunctionDef) and m.name[0] != "_" for m in node.body)
        > PUBLIC_METHODS
    }
    assert large == set(LONG_CLASSES)


def test_no_module_has_a_vague_name() -> None:
    assert [named(p) for p in FILES if VAGUE.search(p.stem)] == []


def test_errors_are_called_errors() -> None:
    wrong = [
        f"{place}:{node.name}"
        for place, node in nodes(ast.ClassDef)
        if any(
            isinstance(b, ast.Name) and b.id.endswith(("Error", "Exception")) for b in node.bases
        )
        and not node.name.endswith("Error")
    ]
    assert wrong == []


def test_everything_is_caught_only_at_the_doors() -> None:
    caught = {
        place
        for place, node in nodes(ast.ExceptHandler)
        if isinstance(node.type, ast.Name) and node.type.id == "Exception"
    }
    assert caught <= DOORS


def test_the_window_knows_no_network() -> None:
    named_modules = {
        (place, getattr(node, "module", None) or alias.name)
        for place, node in nodes((ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    assert not [found for found in named_modules if "QtNetwork" in found[1]]


def test_the_top_level_is_fixed() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    top = {line.split("/")[0] for line in listed if line}
    assert {name for name in top if not name.startswith(".")} <= TOP


def test_the_arrows_between_rooms_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_no_password_shows_in_what_an_object_says_of_itself() -> None:
    showing = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.target.id}"
        for path in FILES
        for made in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(made, ast.ClassDef)
        if not any(isinstance(n, ast.FunctionDef) and n.name == "__repr__" for n in made.body)
        for node in made.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if re.fullmatch(r"(pass)?(word|phrase)", node.target.id)
        if "repr=False" not in ast.unparse(node)
    ]
    assert showing == []


def using(words: str) -> set[str]:
    return {named(path) for path in FILES if re.search(words, path.read_text("utf-8"))}


def test_whatever_leaves_goes_the_one_way() -> None:
    own = {
        "reviewer/app/files.py",
        "reviewer/app/leaving.py",
        "reviewer/app/demonstration/job.py",
        "ui/operations/disposal.py",
        "ui/operations/form_writing.py",
        "ui/operations/identities.py",
        "ui/operations/organisation.py",
        "ui/operations/settings.py",
    }  # keys, settings and records, which are never overwritten or are nobody else's
    assert using(r"\bwrite_atomically\b|\.write_bytes\(|\.write_text\(") == own


def test_a_file_that_somebody_handed_in_is_opened_in_the_one_way() -> None:
    own = {"db/lock.py", "reviewer/domain/language.py"}  # a lock that was looked at; our catalogue
    assert using(r"\.open\(\"rb\"") == own


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        (
            "reviewer/domain/broken_room.py",
            "import reviewer.app.store\n",
            "the work stands in layers",
        ),
        ("reviewer/figures/broken_room.py", "import PySide6.QtCore\n", "Qt only in the window"),
        (
            "ui/cli/broken_room.py",
            "import ui.window\n",
            "the front ends only show what the operations do",
        ),
        (
            "ui/operations/broken_room.py",
            "import ui.window.jobs\n",
            "the front ends only show what the operations do",
        ),
        (
            "ui/window/keeping/broken_room.py",
            "import db.key\n",
            "the front ends know of the work only",
        ),
        (
            "ui/cli/broken_room.py",
            "import reviewer.intake.reading\n",
            "the front ends know of the work only",
        ),
        (
            "db/broken_room.py",
            "import reviewer.app.files\n",
            "the database knows what is kept",
        ),
        ("ui/broken_room.py", "import typer\n", "the front ends only show"),
        ("reviewer/broken_room.py", "import json\n", "the work stands in layers"),
        ("ui/operations/other_room.py", "import typer\n", "no operation knows the command line"),
        ("reviewer/app/broken_room.py", "import openpyxl\n", "openpyxl only where workbooks"),
        (
            "reviewer/app/broken_room.py",
            "import reviewer.workbook.writer\n",
            "what leaves is made only where",
        ),
        ("db/broken_room.py", "import socket\n", "no network"),
        (
            "ui/window/team/broken_room.py",
            "import ui.window.review.judgement\n",
            "the rooms of the window",
        ),
        (
            "ui/window/main_window.py",
            "import ui.window.results.print_page\n",
            "the rooms of the window",
        ),
        (
            "ui/window/review/review_view.py",
            "import ui.window.review.items.item_card\n",
            "the review stands in layers",
        ),
        (
            "ui/window/review/items/card_foot.py",
            "import ui.window.review.items.item_card\n",
            "the list of cases and the items",
        ),
        ("ui/window/room_without_a_layer.py", "", "the rooms of the window"),
    ],
)
def test_an_arrow_drawn_the_wrong_way_is_refused(
    tmp_path: Path, room: str, line: str, contract: str
) -> None:
    for name in ("reviewer", "db", "ui", "resources"):
        _copy_python(ROOT / name, tmp_path / name)
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    (tmp_path / room).write_text(f'"""A wrong arrow."""\n{line}', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-c", LINT],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 1, done.stdout + done.stderr
    broken = [line for line in done.stdout.splitlines() if " BROKEN" in line]
    assert any(line.startswith(contract) for line in broken), broken


def _copy_python(source: Path, target: Path) -> None:
    for path in source.rglob("*.py"):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())


def test_no_sentence_of_the_work_names_an_option_of_the_command_line() -> None:
    option = re.compile(r"(?<![\w-])--[a-z]")
    texts = (
        (f"{named(path)}:{node.lineno}", node.value)
        for path in FILES
        if named(path).startswith(("reviewer/", "db/"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    found = {
        place
        for place, text in texts
        if option.search(text) and "\n" not in text and " " in text  # else docstring or argument
    }
    assert found == set()


def test_no_layout_is_asked_for_its_items() -> None:
    """PySide keeps an item that was asked for, also when Qt has freed it (`parts_of`)."""
    window = (path for path in FILES if path.is_relative_to(ROOT / "ui" / "window"))
    assert [named(path) for path in window if ".itemAt(" in path.read_text("utf-8")] == []

"""What is installed: two locks, pinned by hash, that share nothing and name no address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN_TIME = (ROOT / "requirements.lock").read_text("utf-8")
DEVELOPMENT = (ROOT / "requirements-dev.lock").read_text("utf-8")
BOTH = {"requirements.lock": RUN_TIME, "requirements-dev.lock": DEVELOPMENT}
PIN = re.compile(
    r"^([a-z0-9-]+)==\S+(?: ; [^\\\n]+)? \\\n((?:    --hash=sha256:\S+(?: \\)?\n)+)",
    re.MULTILINE,
)


def pinned(lock: str) -> set[str]:
    return {found[1] for found in PIN.finditer(lock)}


def wanted(requirements: list[str]) -> set[str]:
    names = (re.match(r"[A-Za-z0-9_-]+", one) for one in requirements)
    return {name[0].lower().replace("_", "-") for name in names if name}


@pytest.mark.parametrize("name", BOTH)
def test_a_lock_holds_pins_with_hashes_and_nothing_else(name: str) -> None:
    left = re.sub(r"^#.*\n", "", PIN.sub("", BOTH[name]), flags=re.MULTILINE)
    assert left == ""
    assert "://" not in BOTH[name]


def test_no_package_is_in_both_locks() -> None:
    assert pinned(RUN_TIME) & pinned(DEVELOPMENT) == set()


def test_what_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert wanted(project["dependencies"]) <= pinned(RUN_TIME)
    assert wanted(project["optional-dependencies"]["dev"]) <= pinned(DEVELOPMENT)

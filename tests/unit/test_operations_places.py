"""Where the settings of a person are kept."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ui.operations.login import device_name
from ui.operations.places import PORTABLE_MARK, home


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("REVIEWER_HOME", raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "reviewer.exe"))
    return tmp_path


def test_a_portable_program_keeps_its_settings_beside_itself(built: Path) -> None:
    (built / PORTABLE_MARK).write_text("", "utf-8")
    assert home() == built / "Settings"


def test_an_installed_program_keeps_them_with_the_person(built: Path) -> None:
    assert not home().is_relative_to(built)


def test_a_person_who_names_a_folder_has_them_there(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (built / PORTABLE_MARK).write_text("", "utf-8")
    monkeypatch.setenv("REVIEWER_HOME", str(built / "mine"))
    assert home() == built / "mine"


def test_a_computer_is_called_as_windows_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPUTERNAME", " LAPTOP  7 ")
    assert device_name() == "LAPTOP 7"

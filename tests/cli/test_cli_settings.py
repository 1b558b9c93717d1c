"""Choices handed on to another computer, and an administrator's for everybody on one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from commands import Command

from ui.operations import preferences
from ui.operations.backups import backup_folder, move_backups
from ui.operations.preferences import Preferences, Scheme, load_preferences, save_preferences


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the administrator's file; there is none yet."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.setenv("REVIEWER_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(preferences, "site_folder", lambda: folder)
    return folder / "defaults.json"


def test_settings_are_handed_on_from_one_computer_to_another(
    cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()
    save_preferences(Preferences(scheme=Scheme.DARK, percent=150, identity="own.p12"))
    move_backups(tmp_path / "stick")
    assert cli("settings", "export", "s.json").code == 0
    assert "own.p12" not in Path("s.json").read_text("utf-8")
    monkeypatch.setenv("REVIEWER_HOME", str(tmp_path / "another"))
    assert load_preferences() == Preferences()
    assert cli("settings", "import", "s.json").code == 0
    assert load_preferences() == Preferences(scheme=Scheme.DARK, percent=150)
    assert backup_folder() == tmp_path / "stick"


def test_a_default_holds_until_the_person_chooses_and_what_is_fixed_for_good(
    cli: Command, site: Path
) -> None:
    site.write_text('{"percent": 125, "idle_minutes": 5, "fixed": ["idle_minutes"]}', "utf-8")
    assert (load_preferences().percent, load_preferences().idle_minutes) == (125, 5)
    save_preferences(Preferences(percent=175, idle_minutes=60))
    assert (load_preferences().percent, load_preferences().idle_minutes) == (175, 5)
    shown = json.loads(cli("settings", "show", "--json").out)
    assert (shown["idle_minutes"], shown["fixed"]) == (5, ["idle_minutes"])


def test_a_later_default_holds_for_what_the_person_never_chose(site: Path) -> None:
    site.write_text('{"idle_minutes": 5}', "utf-8")
    save_preferences(replace(load_preferences(), geometry="00", scheme=Scheme.DARK))
    site.write_text('{"idle_minutes": 3, "percent": 125, "scheme": "light"}', "utf-8")
    kept = load_preferences()
    assert (kept.idle_minutes, kept.percent, kept.scheme) == (3, 125, Scheme.DARK)


def test_an_import_leaves_what_the_organisation_fixed(
    cli: Command, site: Path, tmp_path: Path
) -> None:
    site.write_text(
        json.dumps(
            {
                "idle_minutes": 5,
                "backup_folder": str(tmp_path / "safe"),
                "fixed": ["idle_minutes", "backup_folder"],
            }
        ),
        "utf-8",
    )
    Path("s.json").write_text(
        json.dumps({"idle_minutes": 60, "percent": 150, "backup_folder": str(tmp_path)}), "utf-8"
    )
    assert cli("settings", "import", "s.json").code == 0
    assert (load_preferences().percent, load_preferences().idle_minutes) == (150, 5)
    assert backup_folder() == tmp_path / "safe"
    refused = cli("backups", "--folder", str(tmp_path))
    assert (refused.code, backup_folder()) == (2, tmp_path / "safe")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[" * 100_000,
        '{"percent": 900}',
        '{"fixed": ["percent"]}',
        '{"fixed": ["passphrase"]}',
        '{"backup_folder": "here"}',
        '{"backup_folder": "/a\\u0000"}',
        '{"language": "xx"}',
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing_and_stays(
    cli: Command, site: Path, content: str
) -> None:
    site.write_text(content, "utf-8")
    assert load_preferences() == Preferences()
    assert site.read_text("utf-8") == content
    own = Path("own.json")
    own.write_text(content, "utf-8")
    refused = cli("settings", "import", "own.json")
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)


def test_what_is_not_chosen_cannot_be_fixed(cli: Command) -> None:
    assert cli("settings", "export", "s.json", "--fix", "backup_folder").code == 2
    assert cli("settings", "export", "s.json", "--fix", "passphrase").code == 2
    assert not Path("s.json").exists()

"""What both front ends do with a review file, without either: making one and opening it again."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reviewer.app.new_files import begin_register
from reviewer.app.store import Store
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.forms.library import bundled_form
from ui.operations.backups import last_backup
from ui.operations.copies import find_copies, make_copy
from ui.operations.disposal import check_record
from ui.operations.files import create_file, notices_of, open_to_read, open_to_write
from ui.operations.form_writing import write_new_form
from ui.operations.handover import hand_over
from ui.operations.identities import (
    KeyChoice,
    create_authority,
    create_identity,
    renew_identity,
)
from ui.operations.lists import read_list
from ui.operations.login import login_name
from ui.operations.passphrases import FileKey, key_of

FORM = bundled_form("ncpi")
NOW = datetime(2018, 11, 5, 14, 2, 11, tzinfo=UTC)
PHRASE = "purple anvil river lantern mosaic"
ABOUT = Inspection(
    code="NCPI-SYN-2018Q4",
    force="Synthetic Riverside Constabulary",
    marking="OFFICIAL-SENSITIVE",
    form=FORM.stamp,
    kind=FileKind.REGISTER,
    person="A. Lead",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of our own; the key's derivation is made cheap, not left out."""
    monkeypatch.setenv("REVIEWER_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("db.key.MEMORY_KIB", 64)
    return tmp_path / "home"


def fill(store: Store) -> None:
    begin_register(store, ABOUT, FORM, now=NOW)


def test_a_file_is_made_with_the_key_that_its_passphrase_gives(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "team.review"
    made = create_file(path, PHRASE, ABOUT, fill, now=NOW)
    assert made.path == path
    assert made.key == key_of(path, PHRASE)
    assert made.notice is None
    with open_to_write(path, made.key, now=NOW) as store:
        about = store.inspection()
        assert about.file  # its own id, given when it is made
        assert replace(about, file="") == ABOUT
    assert len(list((home / "known").iterdir())) == 1


@pytest.mark.parametrize(
    "phrase", ["Synthetic Riverside Constabulary", "NCPI-SYN-2018Q4 A. Lead NCPI-SYN-2018Q4"]
)
def test_the_words_of_the_inspection_are_no_passphrase_of_its_file(
    tmp_path: Path, phrase: str
) -> None:
    with pytest.raises(RefusalError) as refused:
        create_file(tmp_path / "team.review", phrase, ABOUT, fill, now=NOW)
    assert refused.value.code == "weak-passphrase"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_could_not_be_filled_is_not_there(tmp_path: Path) -> None:
    def refuse(_: Store) -> None:
        raise RefusalError("nothing", "There is nothing to fill it with.")

    with pytest.raises(RefusalError):
        create_file(tmp_path / "team.review", PHRASE, ABOUT, refuse, now=NOW)
    assert [path.name for path in tmp_path.iterdir()] == []


def test_a_name_that_is_taken_stays_with_what_has_it(tmp_path: Path) -> None:
    (tmp_path / "team.review").write_text("something else", "utf-8")
    with pytest.raises(WorldError) as refused:
        create_file(tmp_path / "team.review", PHRASE, ABOUT, fill, now=NOW)
    assert refused.value.code == "file-exists"
    assert (tmp_path / "team.review").read_text("utf-8") == "something else"


def test_a_home_folder_that_cannot_be_written_is_reported_and_the_file_is_made(
    tmp_path: Path, home: Path
) -> None:
    home.write_text("a file, not a folder", "utf-8")
    made = create_file(tmp_path / "team.review", PHRASE, ABOUT, fill, now=NOW)
    assert made.notice
    with open_to_read(made.path, made.key) as store:
        assert notices_of(store, now=NOW) == ()


@pytest.mark.parametrize(
    "operation",
    [
        lambda path: check_record("its time has passed", path),
        lambda path: create_identity(path, PHRASE, name="A", now=NOW, key=KeyChoice.EC),
        lambda path: create_authority(path, PHRASE, name="A", now=NOW, key=KeyChoice.EC),
        lambda path: renew_identity(path, path, PHRASE, years=1, now=NOW),
        lambda path: create_file(path, PHRASE, ABOUT, fill, now=NOW),
        lambda path: make_copy(path, FileKey(raw=bytes(32)), path),
        find_copies,
        lambda path: write_new_form(path.with_suffix(".yaml")),
        lambda path: read_list(path, FORM, now=NOW),
    ],
)
def test_a_name_that_the_disk_does_not_take_is_refused_in_a_sentence(
    tmp_path: Path, operation: Callable[[Path], object]
) -> None:
    with pytest.raises(WorldError):
        operation(tmp_path / ("x" * 300))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("certificate", ["nowhere/n.cer", "new.p12", "shut/n.cer", "x" * 300])
def test_where_the_certificate_cannot_be_written_no_key_is_left_and_it_can_be_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, certificate: str
) -> None:
    (tmp_path / "shut").mkdir()
    os_open = os.open

    def refusing(path: str | Path, *rest: int) -> int:
        if Path(path).parent.name == "shut":
            raise PermissionError(errno.EACCES, "Permission denied")
        return os_open(path, *rest)

    def create(public: Path) -> None:
        create_identity(identity, PHRASE, name="A", now=NOW, key=KeyChoice.EC, certificate=public)

    monkeypatch.setattr(os, "open", refusing)
    identity = tmp_path / "new.p12"
    with pytest.raises(WorldError):
        create(tmp_path / certificate)
    assert not identity.exists()
    create(tmp_path / "new.cer")
    assert identity.exists()


def test_a_handover_that_is_refused_makes_no_backup(tmp_path: Path) -> None:
    made = create_file(tmp_path / "team.review", PHRASE, ABOUT, fill, now=NOW)
    with open_to_write(made.path, made.key, now=NOW) as store:
        with pytest.raises(RefusalError):
            hand_over(store, ABOUT.person, "leave", now=NOW)
        assert last_backup(store) is None
        assert hand_over(store, "B. Lead", "leave", now=NOW) is None
        assert last_backup(store) is not None


def test_an_account_that_the_system_does_not_name_is_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(sys.modules, "pwd", None)  # as on Windows
    assert login_name() == "unknown"


def test_a_form_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(WorldError):
        write_new_form(tmp_path / "form.yaml")
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    write_new_form(tmp_path / "form.yaml")
    with pytest.raises(WorldError):
        write_new_form(tmp_path / "form.yaml")

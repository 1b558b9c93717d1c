"""Files that people get: whole or not at all, their owner's alone, nothing left beside them."""

from __future__ import annotations

import errno
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from privacy import is_private

from reviewer.app.files import Sort, sort_of, write_atomically
from reviewer.domain.errors import WorldError
from reviewer.signing.identity import create_identity, to_pkcs12

NEW = b"PK\x03\x04 a synthetic workbook"
OLD = b"PK\x03\x04 the one before"


def test_a_file_is_its_owners_alone_and_complete_by_itself(tmp_path: Path) -> None:
    write_atomically(tmp_path / "out.xlsx", NEW)
    assert (tmp_path / "out.xlsx").read_bytes() == NEW
    assert is_private(tmp_path / "out.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]


def test_the_content_is_on_the_disk_before_the_name_and_the_name_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, put = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        steps.append("folder synced" if folder else "content synced")
        sync(descriptor)

    def replaced(path: Path, target: Path) -> Path:
        steps.append("named")
        return put(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    write_atomically(tmp_path / "out.xlsx", NEW)
    assert steps == ["content synced", "named", "folder synced"][: 3 if os.name == "posix" else 2]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (tmp_path / "out.xlsx").write_bytes(OLD)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os if step == "fsync" else Path, step, full)
    with pytest.raises(WorldError):
        write_atomically(tmp_path / "out.xlsx", NEW)
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"out.xlsx": OLD}


def test_what_an_interrupted_write_left_is_swept_and_no_other_file(tmp_path: Path) -> None:
    (tmp_path / ".out.xlsx.0badcafe.part").write_bytes(NEW[:5])
    (tmp_path / ".another.xlsx.0badcafe.part").write_bytes(NEW[:5])
    write_atomically(tmp_path / "out.xlsx", NEW)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"out.xlsx", ".another.xlsx.0badcafe.part"}


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_keys_and_certificates_are_known_by_how_they_begin(kind: str) -> None:
    made = create_identity(name="A. Inspector", kind=kind, now=datetime(2018, 1, 1, tzinfo=UTC))
    bare = [
        made.private_key.private_bytes(Encoding.DER, layout, NoEncryption())
        for layout in (PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL)
    ]
    for content in (made.certificate_der, to_pkcs12(made, "a phrase of some length"), *bare):
        assert sort_of(content) is Sort.KEY
    assert sort_of(b"0\x91" + bytes(range(60))) is Sort.OTHER

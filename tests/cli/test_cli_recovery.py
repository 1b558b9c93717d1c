"""Recovery by the organisation: what an administrator places, and what it opens."""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from commands import PASSPHRASE, Command, begin
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from ui.operations.places import site_folder

PHRASE = "organisation umbrella turquoise ladder"
NEW = "copper meadow thimble walrus eleven"
NEWEST = "velvet quarry lantern oboe seventeen"


@pytest.fixture
def organisation(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An organisation's key; its certificate is where an administrator places it."""
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "etc"))
    monkeypatch.setenv("REVIEWER_IDENTITY_PASSPHRASE", PHRASE)
    monkeypatch.setenv("REVIEWER_NEW_PASSPHRASE", NEW)
    site_folder().mkdir(parents=True)
    made = cli("identity", "create", "org.p12", "--name", "Inspectorate", "--key", "ec")
    assert made.code == 0, made.err
    assert cli("identity", "certificate", "org.p12", certificate()).code == 0
    return tmp_path / "org.p12"


def certificate() -> Path:
    return site_folder() / "recovery.cer"


def sealed(file: Path) -> Path:
    return file.with_name(file.name + ".sealed")


def test_without_a_certificate_nothing_is_sealed(cli: Command, review_file: Path) -> None:
    assert not sealed(review_file).exists()
    assert "key sealed" not in {e["action"] for e in cli("log", review_file, "--json").json}
    refused = cli("recover", review_file, "--with", "org.p12")
    assert (refused.code, refused.err.count("\n")) == (2, 1)


def test_a_new_file_is_sealed_shown_logged_and_recovered(
    cli: Command, organisation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(cli, tmp_path)
    file = tmp_path / "a.review"
    logged = [e for e in cli("log", file, "--json").json if e["action"] == "key sealed"]
    assert logged[0]["facts"]["holder"] == "Inspectorate"
    assert PASSPHRASE.encode() not in sealed(file).read_bytes()
    recovered = cli("recover", file, "--with", organisation)
    assert recovered.code == 0, recovered.err
    assert cli("check", file).code == 2  # the old passphrase opens it no more
    monkeypatch.setenv("REVIEWER_PASSPHRASE", NEW)
    assert cli("check", file).code == 0
    log = cli("log", file, "--json").json
    assert log[-1]["facts"] == {"by": "organisation's key"}


def test_making_a_file_says_who_else_can_open_it(
    cli: Command, organisation: Path, review_file: Path
) -> None:
    made = cli(
        *("new", "b.review", "--list", "list.csv", "--inspection", "SYN-2"),
        *("--force", "F", "--reviewer", "R"),
    )
    assert (made.code, "Inspectorate can also open this file" in made.err) == (0, True)


def test_each_later_passphrase_is_sealed_too_and_earlier_backups_stay_recoverable(
    cli: Command, organisation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(cli, tmp_path)
    file = tmp_path / "a.review"
    assert cli("backup", file, "copy.review").code == 0
    shutil.rmtree(site_folder())  # the certificate that the file has is used
    assert cli("passphrase", file).code == 0
    monkeypatch.setenv("REVIEWER_NEW_PASSPHRASE", NEWEST)
    for one in (file, tmp_path / "copy.review"):
        assert cli("recover", one, "--with", organisation).code == 0
        monkeypatch.setenv("REVIEWER_PASSPHRASE", NEWEST)
        assert cli("check", one, "--accept").code == 0


def test_the_sealed_key_is_found_by_the_file_not_by_its_name(
    cli: Command, organisation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(cli, tmp_path)
    file = tmp_path / "a.review"
    moved = tmp_path / "moved" / "other.review"
    moved.parent.mkdir()
    file.rename(moved)
    refused = cli("recover", moved, "--with", organisation)
    assert (refused.code, "sealed key" in refused.err) == (2, True)
    assert cli("answers", "set", moved, "SYN-2018Q4-0001", "A1.1=Y").code == 0
    assert sealed(moved).exists()  # opening it to write puts the sealed key beside it
    sealed(moved).rename(moved.parent / "whatever.sealed")
    assert cli("recover", moved, "--with", organisation).code == 0


def test_another_key_a_changed_sealed_key_and_a_wrong_passphrase_recover_nothing(
    cli: Command, organisation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(cli, tmp_path)
    file = tmp_path / "a.review"
    before = file.read_bytes()
    assert cli("identity", "create", "other.p12", "--name", "Other", "--key", "ec").code == 0
    known = sealed(file).read_text("utf-8")
    content = json.loads(known)
    broken = [
        "",
        "{}",
        "[" * 100_000,
        known.replace(content["keys"][0]["content"], "AAAA"),
        known.replace(content["keys"][0]["content"], "no base64 é"),
        known.replace(content["keys"][0]["sealing"]["nonce"], "é"),
        known.replace(content["keys"][0]["sealing"]["locks"][0]["key"], "AAAA"),
        known.replace(content["file"], "0" * 32),
    ]
    shutil.rmtree(tmp_path / "home" / "backups", ignore_errors=True)
    refusals = [cli("recover", file, "--with", "other.p12")]
    for text in broken:
        sealed(file).write_text(text, "utf-8")
        refusals.append(cli("recover", file, "--with", organisation))
    sealed(file).write_text(known, "utf-8")
    monkeypatch.setenv("REVIEWER_IDENTITY_PASSPHRASE", "wrong")
    refusals.append(cli("recover", file, "--with", organisation))
    refusals.append(cli("recover", file, "--with", tmp_path / "list.csv"))
    for refusal in refusals:
        assert (refusal.code, refusal.out, refusal.err.count("\n")) == (2, "", 1), refusal
        assert "Something went wrong" not in refusal.err
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"no certificate", b"\x30\x82" + bytes(400)])
def test_a_certificate_that_cannot_be_used_stops_a_new_file_with_a_sentence(
    cli: Command, organisation: Path, review_file: Path, content: bytes
) -> None:
    certificate().write_bytes(content)
    made = cli(
        *("new", "b.review", "--list", "list.csv", "--inspection", "SYN-2"),
        *("--force", "F", "--reviewer", "R"),
    )
    assert (made.code, made.err.count("recovery.cer")) == (2, 1), made
    assert not Path("b.review").exists()
    assert not Path("b.review.sealed").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
@pytest.mark.parametrize("odd", ["pipe", "folder", "link to nothing", "two certificates"])
def test_nothing_else_passes_for_the_one_certificate(
    cli: Command, organisation: Path, review_file: Path, odd: str
) -> None:
    one = certificate().read_bytes()
    certificate().unlink()
    {
        "pipe": lambda: os.mkfifo(certificate()),
        "folder": certificate().mkdir,
        "link to nothing": lambda: certificate().symlink_to("nowhere.cer"),
        "two certificates": lambda: certificate().write_bytes(one + one),
    }[odd]()
    made = cli(
        *("new", "b.review", "--list", "list.csv", "--inspection", "SYN-2"),
        *("--force", "F", "--reviewer", "R"),
    )
    assert (made.code, "recovery.cer cannot be used" in made.err) == (2, True), made
    assert not Path("b.review").exists()


@pytest.mark.parametrize(("from_now", "days"), [(-400, 399), (2, 30)])
def test_a_certificate_that_is_not_valid_today_is_used_with_a_notice(
    cli: Command, organisation: Path, tmp_path: Path, from_now: int, days: int
) -> None:
    begin_on = datetime.now(UTC) + timedelta(days=from_now)
    shown = _self_made(begin_on, begin_on + timedelta(days=days))
    certificate().write_bytes(shown)
    begin(cli, tmp_path)
    made = cli(
        *("new", "b.review", "--list", "list.csv", "--inspection", "SYN-2"),
        *("--force", "F", "--reviewer", "R"),
    )
    assert (made.code, "not today" in made.err) == (0, True), made
    assert sealed(tmp_path / "b.review").exists()


def _self_made(first: datetime, last: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Inspectorate")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, first, last)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def test_disposal_removes_the_sealed_keys_too(
    cli: Command, organisation: Path, tmp_path: Path
) -> None:
    begin(cli, tmp_path)
    file = tmp_path / "a.review"
    assert cli("backup", file, "copy.review").code == 0
    assert cli("identity", "create", "me.p12", "--name", "A. Inspector").code == 0
    done = cli("dispose", file, "--identity", "me.p12", "--record", "gone.json", "--yes")
    assert done.code == 0, done.err
    assert not list(tmp_path.rglob("*.sealed"))
    assert not list(tmp_path.rglob("*.review"))

from __future__ import annotations

import stat
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from signing_sample import NOW, issue, new_key, signer, trusting

from reviewer.domain.errors import RefusalError, WorldError
from reviewer.signing import trust as trust_module
from reviewer.signing.certificates import certificate_pem
from reviewer.signing.trust import (
    Terms,
    TrustList,
    add_certificate,
    combine_trust,
    load_trust,
    remove_certificate,
)


def test_a_folder_that_is_not_there_trusts_nobody(tmp_path: Path) -> None:
    assert load_trust(tmp_path / "trust") == TrustList()
    assert not TrustList().trusts((signer().certificate,), NOW)


def test_an_added_certificate_is_trusted_until_it_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "settings" / "trust"
    for untrusted in (signer().certificate_der, certificate_pem(signer().certificate)):
        assert add_certificate(folder, untrusted) == signer().certificate
    assert load_trust(folder).certificates == (signer().certificate,)
    assert load_trust(folder).trusts((signer().certificate,), NOW)
    assert remove_certificate(folder, signer().fingerprint.lower()) == signer().certificate
    assert load_trust(folder) == TrustList()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")
def test_the_files_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "trust"
    add_certificate(folder, signer().certificate_der)
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_is_no_certificate_is_not_added(tmp_path: Path) -> None:
    with pytest.raises(RefusalError):
        add_certificate(tmp_path, b"text")
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_write_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(trust_module.os, "fsync", full)
    with pytest.raises(WorldError) as failure:
        add_certificate(tmp_path, signer().certificate_der)
    assert "No space left" in str(failure.value)
    assert list(tmp_path.iterdir()) == []


def test_removing_what_is_not_there_is_refused(tmp_path: Path) -> None:
    add_certificate(tmp_path, signer().certificate_der)
    for text in (signer(name="Another").fingerprint, "nonsense"):
        with pytest.raises(RefusalError):
            remove_certificate(tmp_path, text)
    assert len(load_trust(tmp_path).certificates) == 1


def test_a_file_that_is_no_certificate_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.cer").write_text("Dear colleague")
    (tmp_path / "notes.txt").write_text("not looked at")
    with pytest.raises(RefusalError) as refusal:
        load_trust(tmp_path)
    assert "letter.cer" in str(refusal.value)


def test_a_path_that_can_not_be_read_is_the_worlds_fault(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for use in (
        lambda: load_trust(file),
        lambda: add_certificate(file, signer().certificate_der),
        lambda: combine_trust(TrustList(), [tmp_path / "nowhere"]),
    ):
        with pytest.raises(WorldError):
            use()
    (tmp_path / "folder.cer").mkdir()
    with pytest.raises(WorldError):
        load_trust(tmp_path)


def test_too_many_certificates_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_certificate(tmp_path, signer().certificate_der)
    monkeypatch.setattr(trust_module, "MAX_TRUSTED", 0)
    with pytest.raises(RefusalError):
        load_trust(tmp_path)


def test_files_and_folders_are_combined_each_certificate_once(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    add_certificate(folder, signer().certificate_der)
    add_certificate(folder, signer(name="Second").certificate_der)
    file = tmp_path / "third.der"
    file.write_bytes(signer(name="Third").certificate_der)
    combined = combine_trust(trusting(signer()), [folder, file])
    assert {c.subject.rfc4514_string() for c in combined.certificates} == {
        "CN=Test Signer",
        "CN=Second",
        "CN=Third",
    }
    assert len(combined.certificates) == 3
    assert combine_trust(combined, [file, folder]) == combined


def test_an_authority_vouches_for_whom_it_issued() -> None:
    root = issue("Root", new_key(), authority=True)
    person = issue("Person", new_key(), above=root)
    assert trusting(root).trusts((person.certificate,), NOW)
    assert not trusting(root).trusts((signer().certificate,), NOW)
    assert not trusting(person).trusts((root.certificate,), NOW)


def test_the_terms_of_a_certificate_are_kept_beside_it_and_leave_with_it(tmp_path: Path) -> None:
    terms = Terms(issued_by="T. Signer", until="2018-06-30")
    add_certificate(tmp_path, signer().certificate_der, terms)
    add_certificate(tmp_path, signer(name="Second").certificate_der)
    loaded = load_trust(tmp_path)
    assert loaded.terms_of(signer().certificate) == terms
    assert loaded.issuer_name(signer().certificate) == "T. Signer"
    assert loaded.issuer_name(signer(name="Second").certificate) == "Second"
    assert loaded.terms_of(signer(name="Nobody").certificate) == Terms()
    (kept,) = tmp_path.glob("*.json")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600 or sys.platform == "win32"
    remove_certificate(tmp_path, signer().fingerprint)
    assert not list(tmp_path.glob("*.json"))
    add_certificate(tmp_path, signer().certificate_der)
    assert load_trust(tmp_path).terms == {}


@pytest.mark.parametrize("authority", [False, True])
def test_trust_ends_with_its_last_day(tmp_path: Path, *, authority: bool) -> None:
    root = issue("Root", new_key(), authority=True)
    person = issue("Person", new_key(), above=root)
    listed = root if authority else person
    add_certificate(tmp_path, listed.certificate_der, Terms(until="2018-01-12"))
    trust = load_trust(tmp_path)
    last = datetime(2018, 1, 12, 23, 59, 59, tzinfo=UTC)
    assert trust.trusts((person.certificate,), last)
    assert trust.trusts((person.certificate,), last.astimezone(timezone(timedelta(hours=5))))
    assert not trust.trusts((person.certificate,), last + timedelta(seconds=1))


def test_the_users_own_terms_stand_before_those_of_a_folder_that_is_named(tmp_path: Path) -> None:
    own, other = tmp_path / "own", tmp_path / "other"
    add_certificate(own, signer().certificate_der, Terms(until="2018-01-01"))
    add_certificate(other, signer().certificate_der, Terms(issued_by="Other"))
    add_certificate(other, signer(name="Second").certificate_der, Terms(issued_by="Two"))
    combined = combine_trust(load_trust(own), [other])
    assert combined.terms_of(signer().certificate) == Terms(until="2018-01-01")
    assert combined.issuer_name(signer(name="Second").certificate) == "Two"
    assert not combined.trusts((signer().certificate,), NOW)


@pytest.mark.parametrize(
    "untrusted",
    [
        b"",
        b"[]",
        b"7",
        b"\xff",
        b'{"who": "x"}',
        b'{"until": "soon"}',
        b'{"until": 7}',
        b'{"issued_by": 7}',
        b'{"issued_by": "' + b"x" * 5000 + b'"}',
        b"[" * 4000,
    ],
)
def test_terms_that_are_none_are_named(tmp_path: Path, untrusted: bytes) -> None:
    add_certificate(tmp_path, signer().certificate_der, Terms(issued_by="x"))
    (file,) = tmp_path.glob("*.json")
    file.write_bytes(untrusted)
    with pytest.raises(RefusalError) as refusal:
        load_trust(tmp_path)
    assert file.name in str(refusal.value)
    file.unlink()
    file.mkdir()
    with pytest.raises(WorldError):
        load_trust(tmp_path)

from __future__ import annotations

import os
import stat
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from signing_sample import NOW, issue, new_key, signer, trusting

from reviewer.domain.errors import RefusalError, WorldError
from reviewer.signing import trust as trust_module
from reviewer.signing.certificates import certificate_pem, holder
from reviewer.signing.identity import Identity
from reviewer.signing.trust import (
    TrustList,
    add_certificate,
    combine_trust,
    load_trust,
    remove_certificate,
)
from reviewer.signing.trust_log import LOG_NAME, Terms, TrustAct, TrustDecision


def decided(
    identity: Identity,
    act: TrustAct = TrustAct.TRUSTED,
    terms: Terms = Terms(),  # noqa: B008 - it is frozen
) -> TrustDecision:
    return TrustDecision(
        at="2018-01-12T14:02:11.000Z",
        who="tester",
        act=act,
        fingerprint=identity.fingerprint,
        name=holder(identity.certificate),
        terms=terms,
    )


def add(folder: Path, identity: Identity, terms: Terms = Terms()) -> None:  # noqa: B008 - as above
    add_certificate(folder, identity.certificate, decided(identity, terms=terms))


def test_a_folder_that_is_not_there_trusts_nobody(tmp_path: Path) -> None:
    assert load_trust(tmp_path / "trust") == TrustList()
    assert not TrustList().trusts((signer().certificate,), NOW)


def test_an_added_certificate_is_trusted_until_it_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "settings" / "trust"
    for _ in range(2):
        add(folder, signer())
    assert load_trust(folder).certificates == (signer().certificate,)
    assert load_trust(folder).trusts((signer().certificate,), NOW)
    remove_certificate(folder, decided(signer(), TrustAct.REMOVED))
    assert load_trust(folder) == TrustList()
    assert [file.name for file in folder.iterdir()] == [LOG_NAME]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")
def test_the_files_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "trust"
    add(folder, signer())
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_interrupted_write_leaves_no_certificate_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(trust_module, "_write", full)
    with pytest.raises(WorldError) as failure:
        add(tmp_path, signer())
    assert "no space left" in str(failure.value)
    assert load_trust(tmp_path) == TrustList()


def test_a_certificate_that_nobody_decided_about_is_not_used(tmp_path: Path) -> None:
    add(tmp_path, signer())
    dropped = tmp_path / "dropped.cer"
    dropped.write_bytes(certificate_pem(signer(name="Stranger").certificate))
    trust = load_trust(tmp_path)
    assert trust.certificates == (signer().certificate,)
    (reason,) = trust.passed_over
    assert str(dropped) in str(reason)
    assert "Stranger" in str(reason)


def test_a_removed_certificate_that_is_put_back_by_hand_is_not_used(tmp_path: Path) -> None:
    add(tmp_path, signer())
    remove_certificate(tmp_path, decided(signer(), TrustAct.REMOVED))
    (tmp_path / "again.cer").write_bytes(certificate_pem(signer().certificate))
    assert load_trust(tmp_path).certificates == ()


def test_one_file_that_cannot_be_used_does_not_block_the_others(tmp_path: Path) -> None:
    add(tmp_path, signer())
    (tmp_path / "letter.cer").write_text("Dear colleague")
    (tmp_path / "folder.cer").mkdir()
    (tmp_path / "gone.cer").symlink_to(tmp_path / "nowhere")
    (tmp_path / "notes.txt").write_text("not looked at")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.cer")
    trust = load_trust(tmp_path)
    assert trust.certificates == (signer().certificate,)
    notices = " ".join(map(str, trust.passed_over))
    assert all(str(tmp_path / f"{name}.cer") in notices for name in ("letter", "folder", "gone"))
    assert len(trust.passed_over) == len(list(tmp_path.glob("*.cer"))) - 1


def test_a_path_that_cannot_be_read_is_the_worlds_fault(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for use in (
        lambda: load_trust(file),
        lambda: add(file, signer()),
        lambda: combine_trust(TrustList(), [tmp_path / "nowhere"]),
    ):
        with pytest.raises(WorldError) as failure:
            use()
        assert str(tmp_path) in str(failure.value)


def test_a_file_that_is_named_and_is_no_certificate_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.cer"
    file.write_text("Dear colleague")
    with pytest.raises(RefusalError) as refusal:
        combine_trust(TrustList(), [file])
    assert str(file) in str(refusal.value)


def test_too_many_certificates_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tmp_path, signer())
    monkeypatch.setattr(trust_module, "MAX_TRUSTED", 0)
    with pytest.raises(RefusalError):
        load_trust(tmp_path)


def test_files_and_folders_are_combined_each_certificate_once(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    add(folder, signer())
    (folder / "second.cer").write_bytes(signer(name="Second").certificate_der)
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


def test_the_terms_of_a_certificate_are_those_of_the_last_decision(tmp_path: Path) -> None:
    terms = Terms(issued_by="T. Signer", names=("T. Signer", "T. Sygner"), until="2018-06-30")
    add(tmp_path, signer(), terms)
    add(tmp_path, signer(name="Second"))
    loaded = load_trust(tmp_path)
    assert loaded.terms_of(signer().certificate) == terms
    assert loaded.issuer_name(signer().certificate) == "T. Signer"
    assert loaded.issuer_name(signer(name="Second").certificate) == "Second"
    assert loaded.terms_of(signer(name="Nobody").certificate) == Terms()
    add(tmp_path, signer())
    assert load_trust(tmp_path).terms == {}


@pytest.mark.parametrize("authority", [False, True])
def test_trust_ends_with_its_last_day(tmp_path: Path, *, authority: bool) -> None:
    root = issue("Root", new_key(), authority=True)
    person = issue("Person", new_key(), above=root)
    listed = root if authority else person
    add(tmp_path, listed, Terms(until="2018-01-12"))
    trust = load_trust(tmp_path)
    last = datetime(2018, 1, 12, 23, 59, 59, tzinfo=UTC)
    assert trust.trusts((person.certificate,), last)
    assert trust.trusts((person.certificate,), last.astimezone(timezone(timedelta(hours=5))))
    assert not trust.trusts((person.certificate,), last + timedelta(seconds=1))


def test_the_users_own_terms_come_before_those_of_a_folder_that_is_named(tmp_path: Path) -> None:
    own, other = tmp_path / "own", tmp_path / "other"
    add(own, signer(), Terms(until="2018-01-01"))
    add(other, signer(), Terms(issued_by="Other"))
    add(other, signer(name="Second"), Terms(issued_by="Two"))
    combined = combine_trust(load_trust(own), [other])
    assert combined.terms_of(signer().certificate) == Terms(until="2018-01-01")
    assert combined.issuer_name(signer(name="Second").certificate) == "Two"
    assert not combined.trusts((signer().certificate,), NOW)

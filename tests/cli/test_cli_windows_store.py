"""Signing with a key that Windows keeps: refusals are tried everywhere, the store under Wine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import PASSPHRASE, Command, answer_all
from windows_certificates import empty_store, put_in_store
from wine import has_a_store

from reviewer.signing.windows_store import store_refusal


@pytest.fixture
def certificate(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A certificate whose key Windows alone has."""
    made = cli("identity", "create", "a.p12", "--name", "Reader A")
    assert made.code == 0, made.err
    assert cli("identity", "certificate", "a.p12", "a.cer").code == 0
    empty_store()
    put_in_store(Path("a.p12").read_bytes(), PASSPHRASE)
    Path("a.p12").unlink()
    # Nobody is asked for it: Windows asks for a PIN itself.
    monkeypatch.delenv("REVIEWER_IDENTITY_PASSPHRASE")
    yield tmp_path / "a.cer"
    empty_store()


@has_a_store
@pytest.mark.parametrize("named", [("--certificate", "a.cer"), ()])
def test_a_workbook_is_signed_with_a_key_that_windows_keeps(
    cli: Command, certificate: Path, review_file: Path, named: tuple[str, ...]
) -> None:
    made = cli("identity", "token", "a.token", "--module", "windows", *named)
    assert (made.code, "Reader A" in made.out) == (0, True), made
    answer_all(cli, review_file, "Reader A", "G RI I RI", range(1, 5))
    made = cli("export", review_file, "a.xlsx", "--identity", "a.token")
    assert made.code == 0, made.err
    assert cli("verify", "a.xlsx", "--trust", certificate).code == 0
    assert cli("identity", "show", "a.token", "--json").json["name"] == "Reader A"


@has_a_store
def test_a_certificate_whose_key_windows_has_not_is_refused(
    cli: Command, certificate: Path, review_file: Path
) -> None:
    named = ("identity", "token", "a.token", "--module", "windows", "--certificate", certificate)
    assert cli(*named).code == 0
    empty_store()
    made = cli("export", review_file, "a.xlsx", "--identity", "a.token")
    assert (made.code, made.err.count("\n"), Path("a.xlsx").exists()) == (2, 1, False), made


@has_a_store
@pytest.mark.parametrize("stored", [0, 2])
def test_a_key_is_named_without_its_certificate_only_where_windows_has_one(
    cli: Command, certificate: Path, stored: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if stored:
        monkeypatch.setenv("REVIEWER_IDENTITY_PASSPHRASE", PASSPHRASE)
        assert cli("identity", "create", "b.p12", "--name", "Reader B").code == 0
        put_in_store(Path("b.p12").read_bytes(), PASSPHRASE)
    else:
        empty_store()
    made = cli("identity", "token", "a.token", "--module", "windows")
    assert (made.code, made.err.count("\n"), Path("a.token").exists()) == (2, 1, False), made
    assert ("Reader A" in made.err and "Reader B" in made.err) is bool(stored)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a store")
@pytest.mark.parametrize("named", [(), ("--certificate", "a.cer")])
def test_other_systems_say_that_they_have_no_such_store(
    cli: Command, review_file: Path, named: tuple[str, ...]
) -> None:
    assert cli("identity", "create", "a.p12", "--name", "Reader A").code == 0
    assert cli("identity", "certificate", "a.p12", "a.cer").code == 0
    result = cli("identity", "token", "a.token", "--module", "windows", *named)
    if named:  # the file may be made for another computer
        assert result.code == 0
        result = cli("export", review_file, "a.xlsx", "--identity", "a.token")
    assert (result.code, "only be used on Windows" in result.err) == (2, True), result


def test_a_token_s_library_needs_a_certificate(cli: Command) -> None:
    result = cli("identity", "token", "a.token", "--module", "library.so")
    assert (result.code, "--certificate" in result.err) == (2, True), result


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (0x80090036, "token-cancelled"),
        (0x8010006E, "token-cancelled"),
        (1223, "token-cancelled"),
        (0x8010006B, "identity-passphrase"),
        (0x8010006C, "token-blocked"),
        (0x8010000C, "no-token"),
        (0x80100069, "no-token"),
        (0x80090010, "token-key"),
        (0x80090016, "identity-no-key"),
        (0x8009000D - (1 << 32), "identity-no-key"),
        (0x80090020, "token-refused"),
        (0, "token-refused"),
    ],
)
def test_each_way_in_which_windows_does_not_sign_has_its_sentence(given: int, code: str) -> None:
    error = store_refusal(given)
    assert error.code == code
    assert str(error).endswith(".")

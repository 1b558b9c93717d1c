"""Signing with a key that never leaves its token: SoftHSM stands for a smart card."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import PASSPHRASE, Command, answer_all
from soft_token import MODULE, PIN, forget_tokens, make_token, needs_soft_token

pytestmark = needs_soft_token


@pytest.fixture(params=["rsa", "ec"])
def token(
    request: pytest.FixtureRequest,
    cli: Command,
    review_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Path]:
    """A token with a person's key, and the file that names it; the key lies nowhere else."""
    made = cli("identity", "create", "a.p12", "--name", "Reader A", "--key", request.param)
    assert made.code == 0, made.err
    assert cli("identity", "certificate", "a.p12", "a.cer").code == 0
    make_token(Path("a.p12"), PASSPHRASE, tmp_path, monkeypatch)
    monkeypatch.setenv("REVIEWER_IDENTITY_PASSPHRASE", PIN)
    named = cli("identity", "token", "a.token", "--module", MODULE, "--certificate", "a.cer")
    assert named.code == 0, named.err
    yield tmp_path / "a.token"
    forget_tokens()


def test_a_workbook_is_signed_by_a_token(cli: Command, token: Path, review_file: Path) -> None:
    answer_all(cli, review_file, "Reader A", "G RI I RI", range(1, 5))
    made = cli("export", review_file, "a.xlsx", "--identity", token)
    assert made.code == 0, made.err
    assert cli("verify", "a.xlsx", "--trust", "a.cer").code == 0
    shown = cli("identity", "show", token, "--json").json
    assert shown["name"] == "Reader A"


def test_a_disposal_is_recorded_with_a_token(cli: Command, token: Path, review_file: Path) -> None:
    done = cli("dispose", review_file, "--identity", token, "--record", "gone.json", "--yes")
    assert done.code == 0, done.err
    assert cli("disposal", "gone.json", "--trust", "a.cer").code == 0


def test_a_wrong_pin_another_certificate_and_a_broken_file_are_refused(
    cli: Command,
    token: Path,
    review_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for text in ("", "0000"):
        monkeypatch.setenv("REVIEWER_IDENTITY_PASSPHRASE", text)
        assert cli("export", review_file, "a.xlsx", "--identity", token).code == 2
    monkeypatch.setenv("REVIEWER_IDENTITY_PASSPHRASE", PIN)
    good = token.read_text("utf-8")
    cli("identity", "create", "other.p12", "--name", "Reader B", "--key", "ec")
    cli("identity", "certificate", "other.p12", "other.cer")
    cli("identity", "token", "other.token", "--module", MODULE, "--certificate", "other.cer")
    broken = (
        good.replace(str(MODULE), "/usr/lib/nothing.so"),
        good.replace(str(MODULE), "/etc/passwd"),
        good.replace(str(MODULE), str(tmp_path / "sent.so")),
        good.replace(str(MODULE), "windows"),
        good.replace("BEGIN", "BEGUN"),
        '{"reviewer_token": ' + "[" * 10_000,
        (Path("other.token")).read_text("utf-8"),
    )
    for text in broken:
        token.write_text(text, "utf-8")
        result = cli("export", review_file, "a.xlsx", "--identity", token)
        assert (result.code, result.err.count("\n")) == (2, 1), result
        assert "fault in the program" not in result.err
    assert not Path("a.xlsx").exists()


def test_a_token_is_locked_again_after_it_has_signed(
    cli: Command, token: Path, review_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("export", review_file, "a.xlsx", "--identity", token).code == 0
    monkeypatch.setenv("REVIEWER_IDENTITY_PASSPHRASE", "0000")
    assert cli("export", review_file, "b.xlsx", "--identity", token).code == 2
    assert not Path("b.xlsx").exists()


def test_a_library_that_only_the_file_names_is_not_loaded(
    cli: Command, token: Path, review_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "home" / "token-libraries.json").unlink()
    result = cli("export", review_file, "a.xlsx", "--identity", token)
    assert (result.code, "was not chosen on this computer" in result.err) == (2, True)


def test_a_token_s_key_is_not_sealed_into_another_file(cli: Command, token: Path) -> None:
    for arguments in (
        ("identity", "passphrase", token),
        ("identity", "renew", token, "new.p12"),
    ):
        result = cli(*arguments)
        assert result.code == 2, result
        assert "fault in the program" not in result.err


@pytest.mark.parametrize("library", ["nothing.so", "a.cer"])
def test_only_the_library_of_a_token_is_named(cli: Command, token: Path, library: str) -> None:
    result = cli("identity", "token", "b.token", "--module", library, "--certificate", "a.cer")
    assert (result.code, result.err.count("\n"), Path("b.token").exists()) == (2, 1, False), result


def test_a_certificate_is_asked_for_with_a_token_s_key_or_plainly_refused(
    cli: Command, token: Path
) -> None:
    result = cli("identity", "request", token, "a.csr")
    assert "fault in the program" not in result.err
    assert (result.code == 0) is Path("a.csr").exists(), result

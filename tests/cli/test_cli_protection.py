"""A workbook protected on its way, by command: put on by export, opened by all that read it."""

from __future__ import annotations

import io
import os
from pathlib import Path

import msoffcrypto
import pytest
from commands import Command

PASSWORD = "harbour velvet nineteen compass"


@pytest.fixture
def protected(
    cli: Command, review_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """One workbook of the sample file, protected, and its signer's certificate."""
    cli("identity", "create", "a.p12", "--name", "Reader A", "--key", "ec")
    cli("identity", "certificate", "a.p12", "a.cer")
    cli("answers", "set", review_file, "SYN-2018Q4-0001", "A1.1=Y")
    (tmp_path / "password").write_text(PASSWORD + "\n")
    result = cli(
        *("export", review_file, "a.xlsx", "--identity", "a.p12", "--protect"),
        *("--password-file", "password"),
    )
    assert (result.code, result.err) == (0, "")
    assert "protected" in result.out
    monkeypatch.delenv("REVIEWER_WORKBOOK_PASSWORD", raising=False)
    return tmp_path / "a.xlsx"


def test_export_asks_for_no_password_unless_it_is_to_protect(
    cli: Command, review_file: Path
) -> None:
    cli("identity", "create", "a.p12", "--name", "Reader A", "--key", "ec")
    assert cli("export", review_file, "a.xlsx", "--identity", "a.p12").code == 0
    result = cli("export", review_file, "b.xlsx", "--identity", "a.p12", "--protect", stdin="")
    assert result.code == 2
    assert "--password-file" in result.err
    assert not Path("b.xlsx").exists()
    begun = [e for e in cli("log", review_file, "--json").json if e["action"] == "export begun"]
    assert len(begun) == 1


def test_a_weak_password_is_reported_and_an_empty_one_refused(
    cli: Command, review_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("identity", "create", "a.p12", "--name", "Reader A", "--key", "ec")
    export = ("export", review_file, "a.xlsx", "--identity", "a.p12", "--protect", "--json")
    for refused in ("", "x" * 300):
        monkeypatch.setenv("REVIEWER_WORKBOOK_PASSWORD", refused)
        assert cli(*export).code == 2
        assert not Path("a.xlsx").exists()
    monkeypatch.setenv("REVIEWER_WORKBOOK_PASSWORD", "secret")
    result = cli(*export)
    assert result.code == 0
    assert "Notice: Password of the workbook" in result.err
    assert result.json["protected"] is True


def test_the_password_opens_it_for_verify_merge_summary_and_check(
    cli: Command, protected: Path, review_file: Path
) -> None:
    given = ("--password-file", "password")
    verdict = cli("verify", protected, "--trust", "a.cer", "--json", *given)
    assert (verdict.code, verdict.json[0]["status"]) == (0, "trusted")
    assert verdict.json[0]["export"]["number"] == 1
    merged = cli("merge", "team.review", protected, "--trust", "a.cer", "--json", *given)
    assert merged.code == 0
    assert merged.json["accepted"][0]["new"] == 1
    assert cli("summary", protected, "--json", *given).json["inspection"] == "SYN-2018Q4"
    assert cli("check", review_file, "--against", protected, *given).code == 0
    log = [e["detail"] for e in cli("log", review_file, "--json").json if e["action"] == "exported"]
    assert log[0].endswith("protected with a password")


def test_with_its_protection_and_without_it_is_the_same_workbook(
    cli: Command, protected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = io.BytesIO()
    office = msoffcrypto.OfficeFile(io.BytesIO(protected.read_bytes()))
    office.load_key(password=PASSWORD)
    office.decrypt(opened)
    Path("plain.xlsx").write_bytes(opened.getvalue())
    assert cli("merge", "team.review", "plain.xlsx", "--trust", "a.cer").code == 0
    monkeypatch.setenv("REVIEWER_WORKBOOK_PASSWORD", PASSWORD)
    again = cli("merge", "team.review", protected, "--trust", "a.cer", "--json").json
    assert (again["accepted"][0]["unchanged"], again["warnings"]) == (1, [])


def test_without_a_password_each_command_says_so_in_one_sentence(
    cli: Command, protected: Path, review_file: Path
) -> None:
    verdict = cli("verify", protected, "--json", stdin="")
    assert (verdict.code, verdict.err) == (1, "")
    assert verdict.json[0]["status"] == "unreadable"
    assert [p["code"] for p in verdict.json[0]["problems"]] == ["protected"]
    merged = cli("merge", "team.review", protected, "--json", stdin="")
    assert merged.code == 1
    assert "password" in merged.json["refused"][0]["text"]
    assert not Path("team.review").exists()
    for command in (("summary", protected), ("check", review_file, "--against", protected)):
        result = cli(*command, stdin="")
        assert result.code == 1
        assert (result.out + result.err).count("protected with a password") == 1


def test_a_wrong_password_is_reported_and_other_workbooks_are_verified_all_the_same(
    cli: Command, protected: Path, review_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("export", review_file, "b.xlsx", "--identity", "a.p12")
    monkeypatch.setenv("REVIEWER_WORKBOOK_PASSWORD", "another")
    result = cli("verify", protected, "b.xlsx", "--trust", "a.cer", "--json")
    assert [book["status"] for book in result.json] == ["unreadable", "trusted"]
    assert result.json[0]["problems"][0]["code"] == "wrong-password"
    table, _, details = cli("verify", protected, "b.xlsx", "--trust", "a.cer").out.partition("\n\n")
    assert all(word in table for word in ("Result", "a.xlsx", "unreadable", "b.xlsx", "trusted"))
    assert "does not open the workbook" in details
    assert "b.xlsx" not in details


def test_no_other_file_is_left_or_made(cli: Command, protected: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    cli("verify", protected, "--password-file", "password")
    cli("summary", protected, "--password-file", "password")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    if os.name == "posix":
        assert protected.stat().st_mode & 0o777 == 0o600

"""Identities by command: made, shown, sealed again, renewed, and issued by a lead."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from commands import Command
from cryptography.hazmat.primitives.serialization import pkcs12

from reviewer.signing.identity import create_identity, to_pkcs12


@pytest.fixture
def made(cli: Command, tmp_path: Path) -> Path:
    """An identity on the curve, which is quick to make."""
    assert cli("identity", "create", "a.p12", "--name", "Reader A", "--key", "ec").code == 0
    return tmp_path / "a.p12"


def test_show_gives_the_fingerprint_in_lines_and_spelled(cli: Command, made: Path) -> None:
    plain = cli("identity", "show", made).out
    spelled = cli("identity", "show", made, "--spell-out").out
    shown = cli("identity", "show", made, "--json").json
    assert shown["name"] == "Reader A"
    assert (shown["authority"], shown["issuer"], shown["notice"]) == (False, None, None)
    groups = shown["fingerprint"].split("-")
    assert "-".join(groups[4:8]) in plain
    assert "Read it out" not in plain
    assert all(words in spelled for words in shown["spelled_out"])
    assert len(shown["spelled_out"]) == 16


def test_a_certificate_that_soon_expires_is_reported(cli: Command, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    for days, words in ((40, "in 39 days"), (-3, "expired on")):
        then = now + timedelta(days=days - 365)
        old = create_identity(name="Reader A", kind="ec", years=1, now=then)
        (tmp_path / "old.p12").write_bytes(
            to_pkcs12(old, os.environ["REVIEWER_IDENTITY_PASSPHRASE"])
        )
        assert words in cli("identity", "show", "old.p12", "--json").json["notice"]
        assert words in cli("identity", "show", "old.p12").out
        (tmp_path / "old.cer").write_bytes(old.certificate_der)
        assert words in cli("trust", "add", "old.cer", "--alike").err


def test_an_export_tells_that_the_certificate_soon_ends_and_refuses_when_it_has(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    phrase, now = os.environ["REVIEWER_IDENTITY_PASSPHRASE"], datetime.now(UTC)
    for name, days in (("soon", 40), ("ended", -3)):
        then = now + timedelta(days=days - 365)
        identity = create_identity(name="Reader A", kind="ec", years=1, now=then)
        (tmp_path / f"{name}.p12").write_bytes(to_pkcs12(identity, phrase))
    result = cli("export", review_file, "a.xlsx", "--identity", "soon.p12", "--json")
    assert result.code == 0
    assert any("in 39 days" in notice for notice in result.json["notices"])
    refused = cli("export", review_file, "b.xlsx", "--identity", "ended.p12")
    assert refused.code == 2
    assert "not valid today" in refused.err
    begun = [e for e in cli("log", review_file, "--json").json if e["action"] == "export begun"]
    assert len(begun) == 1


def test_a_new_passphrase_keeps_the_fingerprint(
    cli: Command, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = cli("identity", "show", made, "--json").json
    new = "harbour velvet nineteen compass willow"
    monkeypatch.setenv("REVIEWER_NEW_IDENTITY_PASSPHRASE", new)
    result = cli("identity", "passphrase", made)
    assert (result.code, result.err) == (0, "")
    old = cli("identity", "show", made)
    assert old.code == 2
    assert "passphrase" in old.err
    monkeypatch.setenv("REVIEWER_IDENTITY_PASSPHRASE", new)
    assert cli("identity", "show", made, "--json").json == before


def test_a_weak_or_empty_new_passphrase_is_reported(
    cli: Command, made: Path, tmp_path: Path
) -> None:
    (tmp_path / "weak").write_text("secret\n")
    (tmp_path / "none").write_text("\n")
    before = made.read_bytes()
    assert cli("identity", "passphrase", made, "--new-passphrase-file", "none").code == 2
    assert made.read_bytes() == before
    result = cli("identity", "passphrase", made, "--new-passphrase-file", "weak")
    assert result.code == 0
    assert "Notice" in result.err
    assert pkcs12.load_pkcs12(made.read_bytes(), b"secret").cert is not None


def test_renewing_makes_a_new_file_and_says_what_to_hand_out(cli: Command, made: Path) -> None:
    old = cli("identity", "show", made, "--json").json
    before = made.read_bytes()
    result = cli("identity", "renew", made, "new.p12", "--years", 2)
    assert result.code == 0
    assert "identity certificate new.p12" in result.out
    assert old["fingerprint"][:19] in result.err
    assert made.read_bytes() == before
    new = cli("identity", "show", "new.p12", "--json").json
    assert new["name"] == old["name"]
    assert new["fingerprint"] != old["fingerprint"]
    assert cli("identity", "renew", made, "new.p12").code == 2


def test_a_lead_issues_a_certificate_and_trusting_the_lead_is_enough(
    cli: Command, made: Path, review_file: Path
) -> None:
    """From the authority to a workbook that verifies, each step a command."""
    create = ("identity", "authority", "create", "lead.p12", "--name", "Team lead", "--key", "ec")
    assert cli(*create).code == 0
    assert cli(*create).code == 2
    assert cli("identity", "certificate", "lead.p12", "lead.cer").code == 0
    asked = cli("identity", "request", made, "a.csr", "--spell-out")
    assert "Read it out" in asked.out
    issued = cli("identity", "issue", "lead.p12", "a.csr", "a.cer")
    assert issued.code == 0
    assert "Check" in issued.err
    accepted = cli("identity", "accept", made, "a.cer")
    assert accepted.code == 0
    assert cli("identity", "show", made, "--json").json["issuer"] == "CN=Team lead"
    assert cli("export", review_file, "a.xlsx", "--identity", made).code == 0
    assert cli("verify", "a.xlsx").code == 3
    assert cli("trust", "add", "lead.cer").code == 2
    assert cli("verify", "a.xlsx").code == 3
    result = cli("trust", "add", "lead.cer", "--authority")
    assert "everyone" in result.out
    assert cli("verify", "a.xlsx").code == 0
    assert cli("export", review_file, "b.xlsx", "--identity", "lead.p12").code == 2


def test_a_request_other_than_the_one_read_out_is_given_nothing(
    cli: Command, made: Path, tmp_path: Path
) -> None:
    cli("identity", "authority", "create", "lead.p12", "--name", "Team lead", "--key", "ec")
    asked = cli("identity", "request", made, "a.csr").out
    read_out = "".join(line.strip() for line in asked.splitlines()[2:])
    wrong = ("0" if read_out[0] != "0" else "1") + read_out[1:]
    issue = ("identity", "issue", "lead.p12", "a.csr", "a.cer", "--expect")
    refused = cli(*issue, wrong)
    assert refused.code == 2
    assert "not the one you were given" in refused.err
    assert not (tmp_path / "a.cer").exists()
    assert cli(*issue, read_out.lower()).code == 0


def test_what_is_no_request_authority_or_certificate_is_refused_in_one_line(
    cli: Command, made: Path, tmp_path: Path
) -> None:
    (tmp_path / "text").write_text("Dear colleague")
    cli("identity", "request", made, "a.csr")
    cli("identity", "certificate", made, "own.cer")
    for command in (
        ("issue", made, "a.csr", "out"),
        ("issue", "text", "a.csr", "out"),
        ("issue", made, "text", "out"),
        ("accept", made, "text"),
        ("accept", made, "own.cer"),
        ("request", "text", "out"),
        ("renew", "text", "out"),
    ):
        result = cli("identity", *command)
        assert result.code == 2, command
        assert result.err.count("\n") == 1
        assert not (tmp_path / "out").exists()

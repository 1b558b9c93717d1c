"""The trust list by command: what was decided, on what terms, and who decided it."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Command

from ui.operations.places import trust_folder


@pytest.fixture
def certificate(cli: Command, tmp_path: Path) -> Path:
    cli("identity", "create", "a.p12", "--name", "Reader A", "--key", "ec")
    assert cli("identity", "certificate", "a.p12", "a.cer").code == 0
    return tmp_path / "a.cer"


def test_show_writes_nothing(cli: Command, certificate: Path) -> None:
    shown = cli("trust", "show", certificate, "--json").json
    assert (shown["name"], shown["authority"]) == ("Reader A", False)
    assert "Read it out" in cli("trust", "show", certificate, "--spell-out").out
    assert cli("trust", "list", "--json").json == []
    assert cli("trust", "log", "--json").json == []


def test_every_decision_is_listed_with_its_terms_and_logged(
    cli: Command, certificate: Path
) -> None:
    name = cli("trust", "show", certificate, "--json").json["fingerprint"]
    assert cli("trust", "add", certificate, "--issued-by", "A. Reader").code == 0
    assert cli("trust", "expire", name, "--on", "2018-06-30").code == 0
    (listed,) = cli("trust", "list", "--json").json
    assert (listed["issued_by"], listed["trusted_until"]) == ("A. Reader", "2018-06-30")
    assert "2018-06-30" in cli("trust", "list").out
    assert cli("trust", "remove", name).code == 0
    log = cli("trust", "log", "--json").json
    assert [line["act"] for line in log] == ["trusted", "limited", "removed"]
    assert {line["fingerprint"] for line in log} == {name}
    assert all(line["who"] and line["at"].endswith("Z") for line in log)
    assert "removed" in cli("trust", "log").out


def test_a_fingerprint_other_than_the_one_read_out_is_not_trusted(
    cli: Command, certificate: Path
) -> None:
    name = cli("trust", "show", certificate, "--json").json["fingerprint"]
    assert cli("trust", "add", certificate, "--expect", name[::-1]).code == 2
    assert cli("trust", "add", certificate, "--expect", "nonsense").code == 2
    assert cli("trust", "list", "--json").json == []
    assert cli("trust", "add", certificate, "--expect", name.replace("-", ":").lower()).code == 0


def test_a_day_that_is_none_is_refused(cli: Command, certificate: Path) -> None:
    name = cli("trust", "show", certificate, "--json").json["fingerprint"]
    cli("trust", "add", certificate)
    result = cli("trust", "expire", name, "--on", "tomorrow")
    assert result.code == 2
    assert "2018-06-30" in result.err
    assert cli("trust", "expire", name[::-1], "--on", "2018-06-30").code == 2


def test_a_second_certificate_of_one_name_is_shown_and_then_trusted_knowingly(
    cli: Command, certificate: Path
) -> None:
    assert cli("trust", "add", certificate).code == 0
    cli("identity", "create", "b.p12", "--name", "Reader \u0410", "--key", "ec")
    cli("identity", "certificate", "b.p12", "b.cer")
    shown = cli("trust", "show", "b.cer")
    assert "Reader A" in shown.out
    (alike,) = cli("trust", "show", "b.cer", "--json").json["alike"]
    refused = cli("trust", "add", "b.cer")
    assert refused.code == 2
    assert "--alike" in refused.err
    assert cli("trust", "add", "b.cer", "--alike").code == 0
    assert len(cli("trust", "list", "--json").json) == 2
    assert alike.startswith("Reader A, ")


def test_a_certificate_put_into_the_folder_by_hand_is_named_and_not_used(
    cli: Command, certificate: Path
) -> None:
    folder = trust_folder()
    folder.mkdir(parents=True)
    (folder / "dropped.cer").write_bytes(certificate.read_bytes())
    (folder / "broken.cer").write_text("Dear colleague")
    listed = cli("trust", "list")
    assert "Nobody" in listed.out
    assert "dropped.cer" in listed.err
    assert "broken.cer" in listed.err
    assert cli("trust", "add", folder / "dropped.cer").code == 0
    assert "dropped.cer" not in cli("trust", "list").err

"""A register's tables are published with their signature, and checked with it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from commands import Command

from reviewer.app.demonstration.job import PASSPHRASE


@pytest.fixture
def publish(cli: Command, tmp_path: Path) -> Command:
    assert cli("demo", "demo").code == 0
    (tmp_path / "word").write_text(f"{PASSPHRASE}\n", "utf-8")
    (tmp_path / "word").chmod(0o600)
    return cli


WORDS = ("--passphrase-file", "word", "--identity-passphrase-file", "word")
ORDER = ("publish", "demo/team.review", "annex.xlsx", "--identity", "demo/team.p12", *WORDS)


def test_a_register_is_published_with_a_signature_and_nothing_that_may_not_leave(
    publish: Command, tmp_path: Path
) -> None:
    done = publish(*ORDER, "--json")
    assert done.code == 0
    names = ["annex.xlsx", "annex.xlsx.p7s", "annex.csv", "annex.csv-metadata.json"]
    assert done.json["files"] == names
    assert publish("verify", "annex.xlsx", "--trust", "demo/certificates/team.cer").code == 0
    assert publish("verify", "annex.xlsx").code == 3
    with (tmp_path / "annex.csv").open(encoding="utf-8-sig", newline="") as lines:
        counts = [line["value"] for line in csv.DictReader(lines) if line["value"].isdecimal()]
    assert not [n for n in counts if 0 < int(n) < 5]
    log = publish("log", "demo/team.review", "--passphrase-file", "word", "--json").json
    assert any(done.json["sha256"] in line["detail"] for line in log)

    with (tmp_path / "annex.csv").open(encoding="utf-8-sig", newline="") as lines:
        line = next(line for line in csv.DictReader(lines) if line["table"] == "2")
    figure = publish("figure", line["figure"], "demo/team.review", *WORDS[:2], "--json").json
    assert str(len(figure["cases"])) == line["value"]

    changed = bytearray((tmp_path / "annex.xlsx").read_bytes())
    changed[len(changed) // 2] ^= 1
    (tmp_path / "annex.xlsx").write_bytes(changed)
    assert (
        publish("verify", "annex.xlsx", "--trust", "demo/certificates/team.cer", "--json").code == 1
    )

    for threshold in ("2", "0", "51"):
        refused = publish(*ORDER[:2], "other.xlsx", *ORDER[3:], "--threshold", threshold)
        assert refused.code == 2
    own = publish("publish", "demo/reader-one.review", "other.xlsx", *ORDER[3:])
    assert own.code == 2
    assert not (tmp_path / "other.xlsx").exists()


def test_the_name_of_an_earlier_visit_is_looked_through_before_it_is_published(
    publish: Command, tmp_path: Path
) -> None:
    kept = publish(
        *("earlier", "add", "demo/team.review", "Anna Kowalska, 07911 123456"),
        *("--graded", "374", "--below-good", "278", *WORDS[:2]),
    )
    assert kept.code == 0, kept.err
    refused = publish(*ORDER)
    assert refused.code == 1
    assert {line["key"] for line in refused.json} == {"published"}
    assert not list(tmp_path.glob("annex*"))
    assert publish(*ORDER, "--keep-identifiers", "a synthetic name").code == 0

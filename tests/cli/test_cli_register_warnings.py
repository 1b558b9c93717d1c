"""What no file can prove, and the register warns of: numbers, replays, logs, other names."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from commands import Command
from package_signing import sign_package

from reviewer.signing.archive import read_archive
from reviewer.signing.identity import Identity, load_identity
from reviewer.signing.package import write_package
from reviewer.signing.parts import CONTENT_TYPES, SIGNATURE_PARTS, is_rels

PASSPHRASE = "violet lantern gravel orchid thursday"


def export(cli: Command, file: str, out: str, grade: str) -> None:
    assert cli("answers", "set", file, "SYN-2018Q4-0001", f"A1.1={grade}").code == 0
    result = cli("export", file, out, "--identity", "a.p12")
    assert result.code == 0, result.err


@pytest.fixture
def exports(cli: Command, review_file: Path, tmp_path: Path) -> Path:
    """Three exports of one file; a copy of it, made after the first, has a second of its own."""
    for who in "ab":
        name = f"Reader {who.upper()}"
        cli("identity", "create", f"{who}.p12", "--name", name, "--key", "ec")
        cli("identity", "certificate", f"{who}.p12", f"{who}.cer")
        cli("trust", "add", f"{who}.cer")
    export(cli, "a.review", "1.xlsx", "Y")
    shutil.copy("a.review", "copy.review")
    export(cli, "a.review", "2.xlsx", "N")
    export(cli, "a.review", "3.xlsx", "Y")
    export(cli, "copy.review", "copy-2.xlsx", "NE")
    export(cli, "copy.review", "copy-3.xlsx", "N")
    return tmp_path


def resigned(workbook: bytes, colleague: Identity) -> bytes:
    """Sign what another exported, as a colleague with a genuine certificate could."""
    left_out = (CONTENT_TYPES, *SIGNATURE_PARTS)
    entries = {
        entry.name: entry
        for entry in read_archive(workbook)
        if entry.name not in left_out and not is_rels(entry.name)
    }
    return sign_package(write_package(entries), colleague, datetime.now(UTC))


def warnings(cli: Command, *books: str) -> list[tuple[str, str]]:
    result = cli("merge", "team.review", *books, "--json")
    assert result.err == ""
    found = result.json["warnings"]
    assert all(w["text"].endswith(".") for w in found)
    return [(w["workbook"], w["code"]) for w in found]


def test_going_back_is_refused_and_replays_are_warned_of(cli: Command, exports: Path) -> None:
    assert warnings(cli, "1.xlsx", "2.xlsx") == []
    assert warnings(cli, "1.xlsx") == [("1.xlsx", "replayed")]
    assert warnings(cli, "3.xlsx") == []
    cli("remove", "team.review", "2.xlsx")
    refused = cli("merge", "team.review", "2.xlsx", "--json")
    assert refused.code == 1
    assert [one["code"] for one in refused.json["refused"]] == ["went-back"]
    assert cli("check", "team.review").code == 0


def test_a_copy_of_the_file_shows_by_its_numbers_and_its_log(cli: Command, exports: Path) -> None:
    assert warnings(cli, "1.xlsx", "2.xlsx") == []
    assert warnings(cli, "copy-2.xlsx") == [("copy-2.xlsx", "same-number")]
    cli("remove", "team.review", "copy-2.xlsx")
    assert warnings(cli, "copy-3.xlsx") == [("copy-3.xlsx", "log-broken")]
    output = cli("merge", "team.review", "copy-3.xlsx", "3.xlsx").out
    assert "Warning: " in output


def test_a_colleague_who_signs_anothers_workbook_shows_by_the_name(
    cli: Command, exports: Path
) -> None:
    colleague = load_identity(Path("b.p12").read_bytes(), PASSPHRASE)
    Path("b.xlsx").write_bytes(resigned(Path("3.xlsx").read_bytes(), colleague))
    verdict = cli("verify", "b.xlsx", "--json")
    assert verdict.code == 0
    (book,) = verdict.json
    assert (book["status"], book["signer"]["name"]) == ("trusted", "Reader B")
    assert (book["issued_by"], book["export"]["number"]) == ("Reader A", 3)
    assert [w["code"] for w in book["warnings"]] == ["issued-by"]
    assert "Warning: The Cover sheet says “Reader A”" in cli("verify", "b.xlsx").out
    cli("merge", "team.review", "3.xlsx")
    refused = cli("merge", "team.review", "b.xlsx", "--json")
    assert refused.code == 1
    assert [one["code"] for one in refused.json["refused"]] == ["other-reader"]
    cli("trust", "add", "b.cer", "--for", "Reader A", "--for", "Reader B")
    assert warnings(cli, "b.xlsx") == [("b.xlsx", "issued-by"), ("b.xlsx", "signed-again")]


def test_a_name_bound_to_the_certificate_is_the_one_compared(cli: Command, exports: Path) -> None:
    name = cli("trust", "show", "a.cer", "--json").json["fingerprint"]
    cli("trust", "remove", name)
    cli("trust", "add", "a.cer", "--issued-by", "A. Reader")
    (book,) = cli("verify", "3.xlsx", "--json").json
    assert [w["code"] for w in book["warnings"]] == ["issued-by"]
    assert "“A. Reader”" in book["warnings"][0]["text"]
    cli("trust", "add", "a.cer", "--issued-by", "reader  A")
    assert cli("verify", "3.xlsx", "--json").json[0]["warnings"] == []


def test_an_older_export_handed_in_again_brings_nothing_that_was_withdrawn_since(
    cli: Command, two_workbooks: Path
) -> None:
    for file in sorted((two_workbooks / "trust").iterdir()):
        assert cli("trust", "add", file).code == 0
    assert cli("merge", "low.review", "a.xlsx", "b.xlsx").code == 0
    assert cli("export", "low.review", "low1.xlsx", "--identity", "a.p12").code == 0
    assert cli("merge", "top.review", "low1.xlsx").code == 0
    assert cli("remove", "low.review", "b.xlsx").code == 0
    assert cli("export", "low.review", "low2.xlsx", "--identity", "a.p12").code == 0
    assert cli("merge", "top.review", "low2.xlsx").code == 0
    again = cli("merge", "top.review", "low1.xlsx", "--json").json
    (book,) = again["accepted"]
    assert (book["reviews"], book["new"], book["unchanged"]) == (7, 0, 7)
    complete = [line["id"] for line in cli("cases", "top.review", "--json").json if line["grade"]]
    assert len(complete) == 4


def test_a_conflict_names_the_items_that_differ_though_the_findings_are_alike(
    cli: Command, exports: Path
) -> None:
    assert cli("merge", "team.review", "2.xlsx", "copy-2.xlsx").code == 1
    (waiting,) = cli("conflicts", "team.review", "--json").json
    assert (waiting["kind"], waiting["differing"]) == ("conflict", ["A1.1"])
    assert "A1.1" in cli("conflicts", "team.review").out

"""Export, verify, merge, moderate and sum up by command, as scripts rely on them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from commands import Command


def test_verify_has_five_ends_and_their_exit_codes(cli: Command, two_workbooks: Path) -> None:
    whole = (two_workbooks / "a.xlsx").read_bytes()
    (two_workbooks / "cut.xlsx").write_bytes(whole[:-10])
    spoiled = bytearray(whole)
    spoiled[len(spoiled) // 2] ^= 1
    (two_workbooks / "spoiled.xlsx").write_bytes(spoiled)
    trusted = cli("verify", "a.xlsx", "--trust", "trust", "--json")
    assert (trusted.code, trusted.json[0]["status"]) == (0, "trusted")
    assert trusted.json[0]["signer"]["name"] == "Reader A"
    unknown = cli("verify", "a.xlsx", "--json")
    assert (unknown.code, unknown.json[0]["status"]) == (3, "unknown-signer")
    for name in ("cut.xlsx", "spoiled.xlsx"):
        ended = cli("verify", name, "--trust", "trust", "--json")
        assert ended.code == 1
        assert ended.json[0]["status"] in {"invalid", "unreadable"}
        assert ended.json[0]["problems"]


def test_merge_in_any_order_and_again_gives_the_same_figures(
    cli: Command, two_workbooks: Path
) -> None:
    merged = cli("merge", "team.review", "a.xlsx", "b.xlsx", "--trust", "trust", "--json")
    assert merged.code == 0, merged.err
    assert merged.json["pairs"] == {"agreed": 0, "open": 1, "moderated": 0}
    assert merged.json["cases"] == {"sampled": 6, "reviewed": 6, "excluded": 0, "outstanding": 0}
    cli("merge", "other.review", "b.xlsx", "--trust", "trust")
    cli("merge", "other.review", "a.xlsx", "--trust", "trust")
    again = cli("merge", "other.review", "a.xlsx", "b.xlsx", "--trust", "trust", "--json").json
    assert [book["unchanged"] for book in again["accepted"]] == [
        book["reviews"] for book in again["accepted"]
    ]
    one, other = (cli("summary", f, "--json").json for f in ("team.review", "other.review"))
    assert one == other
    assert one["tables"]["headline"]["unsettled"] == 1


def test_a_dry_run_writes_nothing(cli: Command, two_workbooks: Path) -> None:
    result = cli("merge", "team.review", "a.xlsx", "--trust", "trust", "--dry-run")
    assert result.code == 0
    assert not (two_workbooks / "team.review").exists()


def test_unknown_and_unsound_workbooks_are_refused_and_the_rest_is_taken(
    cli: Command, two_workbooks: Path
) -> None:
    shutil.copy(two_workbooks / "list.csv", two_workbooks / "list.xlsx")
    result = cli("merge", "team.review", "a.xlsx", "list.xlsx", "--trust", "trust/a.cer", "--json")
    assert result.code == 1
    assert [book["workbook"] for book in result.json["accepted"]] == ["a.xlsx"]
    assert [book["workbook"] for book in result.json["refused"]] == ["list.xlsx"]
    stranger = cli("merge", "team.review", "b.xlsx", "--trust", "trust/a.cer", "--json").json
    assert stranger["refused"][0]["code"] == "unknown-signer"
    result = cli("merge", "team.review", "b.xlsx", "--trust", "trust/a.cer")
    assert "reviewer trust add FILE.cer" in result.out


def test_another_inspections_workbook_is_refused_before_anybody_is_asked_for_trust(
    cli: Command, two_workbooks: Path
) -> None:
    cli("merge", "team.review", "a.xlsx", "--trust", "trust")
    made = cli(
        *("new", "o.review", "--list", "list.csv", "--inspection", "SYN-2018Q3"),
        *("--force", "Synthetic Constabulary", "--reviewer", "Reader C"),
    )
    assert made.code == 0, made.err
    assert cli("identity", "create", "c.p12", "--name", "Reader C", "--key", "ec").code == 0
    assert cli("export", "o.review", "o.xlsx", "--identity", "c.p12").code == 0
    (refused,) = cli("merge", "team.review", "o.xlsx", "--json").json["refused"]
    assert refused["code"] == "other-inspection"
    assert "is from inspection SYN-2018Q3" in refused["text"]
    assert "do not trust" not in refused["text"]


def test_a_moderated_grade_is_kept_and_a_removed_workbook_is_gone(
    cli: Command, two_workbooks: Path
) -> None:
    cli("merge", "team.review", "a.xlsx", "b.xlsx", "--trust", "trust")
    waiting = cli("conflicts", "team.review", "--json").json
    assert [(c["case"], [s["grade"] for s in c["sides"]]) for c in waiting] == [
        ("SYN-2018Q4-0004", ["RI", "I"])
    ]
    decide = ("decide", "team.review", "SYN-2018Q4-0004", "--moderator", "Lead", "--reason", "Read")
    assert cli(*decide, "--grade", "I").code == 0
    headline = cli("summary", "team.review", "--json").json["tables"]["headline"]
    assert (headline["G"], headline["RI"], headline["I"]) == (2, 2, 2)
    assert cli("remove", "team.review", "b.xlsx").code == 0
    headline = cli("summary", "team.review", "--json").json["tables"]["headline"]
    assert (headline["graded"], headline["outstanding"]) == (4, 2)


def test_the_teams_workbook_says_what_the_register_says(cli: Command, two_workbooks: Path) -> None:
    cli("merge", "team.review", "a.xlsx", "b.xlsx", "--trust", "trust")
    open_ = cli("export", "team.review", "team.xlsx", "--identity", "a.p12", "--final")
    assert open_.code == 1
    assert "SYN-2018Q4-0004" in open_.err
    assert not (two_workbooks / "team.xlsx").exists()
    decide = ("decide", "team.review", "SYN-2018Q4-0004", "--moderator", "Lead", "--reason", "Read")
    cli(*decide, "--grade", "RI")
    final = cli("export", "team.review", "team.xlsx", "--identity", "a.p12", "--final")
    assert final.code == 0, final.err
    register = cli("summary", "team.review", "--json").json
    workbook = cli("summary", "team.xlsx", "--json").json
    assert workbook["status"] == "unknown-signer"
    assert workbook["tables"] == register["tables"]
    upwards = cli("merge", "national.review", "team.xlsx", "--trust", "trust", "--json")
    assert upwards.code == 0
    assert upwards.json["pairs"]["moderated"] == 1
    assert cli("summary", "national.review", "--json").json["tables"] == register["tables"]


def test_check_against_a_workbook_notices_an_older_file(cli: Command, two_workbooks: Path) -> None:
    shutil.copy(two_workbooks / "a.review", two_workbooks / "old.review")
    cli("answers", "set", "a.review", "SYN-2018Q4-0005", "A1.1=Y")
    cli("export", "a.review", "later.xlsx", "--identity", "a.p12")
    assert cli("check", "a.review", "--against", "later.xlsx").code == 0
    shutil.copy(two_workbooks / "old.review", two_workbooks / "a.review")
    ended = cli("check", "a.review", "--against", "later.xlsx", "--json")
    assert ended.code == 1
    assert {problem["code"] for problem in ended.json["problems"]} == {"older-file"}


def test_prints_are_logged(cli: Command, two_workbooks: Path) -> None:
    assert cli("print", "a.review", "one.pdf", "--case", "SYN-2018Q4-0002", "--copy", 3).code == 0
    assert cli("print", "a.review", "all.pdf", "--all").code == 0
    assert cli("print", "a.review", "summary.pdf", "--summary").code == 0
    assert cli("print", "a.review", "blank.pdf", "--blank").code == 0
    printed = [
        e["detail"] for e in cli("log", "a.review", "--json").json if e["action"] == "printed"
    ]
    assert [re.sub("[0-9]+ pages?", "N pages", detail) for detail in printed] == [
        "case summaries of 1 case, N pages, copy 3",
        "case summaries of 6 cases, N pages",
        "inspection summary, N pages",
        "blank form, N pages",
    ]
    for name in ("one", "all", "summary", "blank"):
        assert (two_workbooks / f"{name}.pdf").read_bytes().startswith(b"%PDF")


def test_a_register_does_not_take_its_own_workbook_and_another_does(
    cli: Command, two_workbooks: Path
) -> None:
    cli("merge", "team.review", "a.xlsx", "b.xlsx", "--trust", "trust")
    assert cli("export", "team.review", "team.xlsx", "--identity", "a.p12").code == 0
    own = cli("merge", "team.review", "team.xlsx", "--trust", "trust", "--json")
    assert own.code == 1
    assert [book["code"] for book in own.json["refused"]] == ["own-export"]
    assert cli("merge", "upper.review", "team.xlsx", "--trust", "trust").code == 0


def test_the_strictest_marking_of_the_workbooks_applies_until_its_workbook_is_removed(
    cli: Command, two_workbooks: Path
) -> None:
    cli(
        *("new", "c.review", "--list", "list.csv", "--inspection", "SYN-2018Q4"),
        *("--force", "Synthetic Constabulary", "--reviewer", "Reader C", "--marking", "SECRET"),
    )
    assert cli("export", "c.review", "c.xlsx", "--identity", "b.p12").code == 0
    cli("merge", "team.review", "c.xlsx", "--trust", "trust")
    report = cli("merge", "team.review", "a.xlsx", "--trust", "trust", "--json").json
    assert ("a.xlsx", "other-marking") in {(w["workbook"], w["code"]) for w in report["warnings"]}
    assert "SECRET" in cli("summary", "team.review").out.splitlines()[0]
    assert cli("remove", "team.review", "c.xlsx").code == 0
    assert "OFFICIAL-SENSITIVE" in cli("summary", "team.review").out.splitlines()[0]
    assert cli("check", "team.review").code == 0
    report = cli("merge", "team.review", "c.xlsx", "--trust", "trust", "--json").json
    assert ("a.xlsx", "other-marking") in {(w["workbook"], w["code"]) for w in report["warnings"]}


def test_a_command_replaces_its_own_file_s_exports_and_nothing_else(
    cli: Command, two_workbooks: Path
) -> None:
    export = ("export", "a.review", "b.xlsx", "--identity", "a.p12")
    before = Path("b.xlsx").read_bytes()
    refused = cli(*export)
    assert (refused.code, "--replace" in refused.err) == (2, True)
    assert Path("b.xlsx").read_bytes() == before
    actions = [event["action"] for event in cli("log", "a.review", "--json").json]
    assert actions.count("export begun") == 1
    own = cli("export", "a.review", "a.xlsx", "--identity", "a.p12")
    assert "It replaces export 1" in own.out
    assert cli(*export, "--replace").code == 0
    assert Path("b.xlsx").read_bytes() != before
    assert cli(*export, "--json").json["replaced"] == 3
    Path("a.xlsx").write_bytes(b"PK\x03\x04 some other workbook")
    assert cli("export", "a.review", "a.xlsx", "--identity", "a.p12").code == 2


@pytest.mark.parametrize("force", ["Synthetic Constabulary", "Heddlu Ŵyth"])
def test_a_command_replaces_its_own_inspection_s_prints_and_nothing_else(
    cli: Command, review_file: Path, force: str
) -> None:
    for code in ("SYN-2018Q3", "SYN-2018Q33"):
        made = cli(
            *("new", f"{code}.review", "--list", "list.csv", "--inspection", code),
            *("--force", force, "--reviewer", "Reader A"),
        )
        assert made.code == 0, made.err
    out = ("out.pdf", "--blank")
    assert cli("print", "SYN-2018Q3.review", *out).code == 0
    assert cli("print", "SYN-2018Q3.review", *out).code == 0
    for other in (review_file, "SYN-2018Q33.review"):
        refused = cli("print", other, *out)
        assert (refused.code, "--replace" in refused.err) == (2, True)
    assert cli("print", review_file, *out, "--replace").code == 0


def test_an_answer_sheet_is_logged_and_never_takes_the_place_of_another_workbook(
    cli: Command, two_workbooks: Path
) -> None:
    sheet = ("answers", "template", "a.review")
    assert cli(*sheet, "sheet.xlsx").code == 0
    assert cli("log", "a.review", "--json").json[-1]["action"] == "answer sheet written"
    for there in ("sheet.xlsx", "a.xlsx"):  # a sheet may hold what somebody filled in
        before = Path(there).read_bytes()
        refused = cli(*sheet, there)
        assert (refused.code, "--replace" in refused.err) == (2, True)
        assert Path(there).read_bytes() == before
    assert cli(*sheet, "sheet.xlsx", "--replace").code == 0


def test_a_certificate_is_written_again_but_not_over_another_text(
    cli: Command, two_workbooks: Path
) -> None:
    certificate = ("identity", "certificate", "a.p12")
    assert cli(*certificate, "trust/a.cer").code == 0
    refused = cli(*certificate, "list.csv")
    assert (refused.code, "--replace" in refused.err) == (2, True)
    assert cli(*certificate, "trust/b.cer", "--replace").code == 0
    assert Path("trust/b.cer").read_bytes() == Path("trust/a.cer").read_bytes()


def test_what_looks_like_an_identifier_is_listed_and_leaves_only_with_a_reason(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    case = cli("cases", review_file, "--json").json[0]["id"]
    text = "overall.rationale=She told Anna, 07700 900123."
    assert cli("answers", "set", review_file, case, text).code == 0
    cli("identity", "create", "a.p12", "--name", "Reader A", "--key", "ec")
    for ask in (
        ("export", review_file, "a.xlsx", "--identity", "a.p12"),
        ("print", review_file, "a.pdf", "--all"),
    ):
        refused = cli(*ask)
        assert refused.code == 1
        listed = [(found["kind"], found["text"]) for found in refused.json]
        assert listed == [("name", "Anna"), ("telephone", "07700 900123")]
        assert {(found["case"], found["key"]) for found in refused.json} == {
            (case, "overall.rationale")
        }
        assert not (tmp_path / str(ask[2])).exists()
        assert "--keep-identifiers" in refused.err
    kept = cli("print", review_file, "a.pdf", "--all", "--keep-identifiers", "a code name")
    assert kept.code == 0
    assert "a code name" in cli("log", review_file).out
    assert cli("export", review_file, "a.xlsx", "--identity", "a.p12").code == 0


@pytest.mark.parametrize("name", ["out", "out.xls", "out.pdf", "out.xlsx.bak"])
def test_a_workbook_has_the_name_of_one(cli: Command, two_workbooks: Path, name: str) -> None:
    refused = cli("export", "a.review", name, "--identity", "a.p12")
    assert (refused.code, refused.err.count("\n")) == (2, 1), refused
    assert not (two_workbooks / name).exists()

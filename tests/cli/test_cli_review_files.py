"""Lists, review files and answers by command, as scripts rely on them."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import FORM, Command

CASE = "SYN-2018Q4-0001"


def test_a_list_is_checked_and_nothing_is_written(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "Ref,Type,Date reported,Surname\n1,DA,2017-01-02,X\n1,Burglary,31/02/2017,Y\n", "utf-8"
    )
    checked = cli("list", "check", "list.csv", "--json")
    assert checked.code == 1
    assert checked.json["rows"] == 2
    assert checked.json["accepted"] == 1
    assert checked.json["by_type"] == {"DA": 1}
    assert checked.json["left_out"] == ["Surname"]
    assert {problem["row"] for problem in checked.json["problems"]} == {3}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.csv"]


def test_nothing_is_made_from_a_list_with_problems_unless_the_good_rows_are_asked_for(
    cli: Command, tmp_path: Path
) -> None:
    rows = "1,DA,2017-01-02\n,DA,2017-01-02\n3,DA,2017-01-02\n"
    (tmp_path / "list.csv").write_text("Ref,Type,Date reported\n" + rows, "utf-8")
    new = ("new", "a.review", "--list", "list.csv", "--inspection", "SYN-1", "--force", "F")
    assert cli(*new, "--reviewer", "R").code == 1
    assert not (tmp_path / "a.review").exists()
    assert cli(*new, "--reviewer", "R", "--good-rows").code == 0
    listed = cli("cases", "a.review", "--json").json
    assert [line["id"] for line in listed] == ["SYN-1-0001", "SYN-1-0003"]


def test_answers_are_set_in_one_transaction_or_not_at_all(cli: Command, review_file: Path) -> None:
    refused = cli("answers", "set", review_file, CASE, "A1.1=Y", "A1.2=MAYBE")
    assert refused.code == 1
    assert "must be one of" in refused.err
    assert cli("answers", "show", review_file, CASE, "--json").json[0]["answers"] == {}
    accepted = cli("answers", "set", review_file, CASE, "A1.1=Y", "overall.rationale=a = b")
    assert accepted.code == 0
    shown = cli("answers", "show", review_file, CASE, "--json").json[0]
    assert shown["answers"] == {"A1.1": "Y", "overall.rationale": "a = b"}
    assert shown["status"] == "in progress"


def test_lines_are_answered_one_by_one_and_refusals_do_not_stop_the_rest(
    cli: Command, review_file: Path
) -> None:
    lines = f"{CASE} A1.1=Y\n{CASE} A1.1=Z\nSYN-2018Q4-9999 A1.1=Y\n{CASE} A1.1=Y\n\njunk\n"
    result = cli("answers", "set", review_file, "-", stdin=lines)
    assert result.code == 1
    first, second, third, fourth, fifth = result.out.splitlines()
    assert first == f"4 {CASE} A1.1"
    assert second.startswith(f"REFUSED {CASE} A1.1 ")
    assert third.startswith("REFUSED SYN-2018Q4-9999 A1.1 ")
    assert fourth == f"4 {CASE} A1.1"
    assert fifth.startswith("REFUSED junk - ")


def test_a_line_cut_short_clears_nothing(cli: Command, review_file: Path) -> None:
    cli("answers", "set", review_file, CASE, "A1.1=Y")
    result = cli("answers", "set", review_file, "-", stdin=f"{CASE} A1.1")
    assert result.code == 1
    assert result.out.startswith(f"REFUSED {CASE} A1.1 ")
    assert cli("answers", "show", review_file, CASE, "--json").json[0]["answers"] == {"A1.1": "Y"}


@pytest.mark.parametrize("out", ["a.review", "id.p12", "folder", "nowhere/out.xlsx"])
def test_nothing_takes_the_place_of_a_review_file_or_an_identity(
    cli: Command, review_file: Path, tmp_path: Path, out: str
) -> None:
    (tmp_path / "folder").mkdir()
    assert cli("identity", "create", "id.p12", "--name", "Reader A", "--key", "ec").code == 0
    before = (tmp_path / "id.p12").read_bytes()
    for command in (
        ("export", "a.review", out, "--identity", "id.p12"),
        ("print", "a.review", out, "--blank"),
        ("answers", "template", "a.review", out),
    ):
        assert cli(*command).code == 2
    assert (tmp_path / "id.p12").read_bytes() == before
    actions = [event["action"] for event in cli("log", "a.review", "--json").json]
    assert actions == ["created", "imported"]


def test_the_forces_own_grade_is_withheld_until_the_overall_grade_is_saved(
    cli: Command, review_file: Path
) -> None:
    before = cli("answers", "show", review_file, CASE, "--json").out
    assert "force" not in before.lower()


def test_a_sheet_loads_all_or_nothing_and_twice_is_once(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "answers.csv"
    sheet.write_text(
        f"case,A1.1,records_examined\n{CASE},Y,CRIME;INC\nSYN-2018Q4-0002,Q,\n", "utf-8"
    )
    refused = cli("answers", "load", review_file, sheet, "--json")
    assert refused.code == 1
    assert [p["column"] for p in refused.json["problems"]] == ["A1.1"]
    assert cli("answers", "show", review_file, CASE, "--json").json[0]["answers"] == {}
    sheet.write_text(f"case,A1.1,records_examined\n{CASE},Y,CRIME;INC\n", "utf-8")
    assert cli("answers", "load", review_file, sheet, "--json").json["changed"] == 2
    assert cli("answers", "load", review_file, sheet, "--json").json["changed"] == 0
    sheet.write_text(f"case,A1.1\n{CASE},-\n", "utf-8")
    assert cli("answers", "load", review_file, sheet).code == 0
    shown = cli("answers", "show", review_file, CASE, "--json").json[0]["answers"]
    assert shown == {"records_examined": "INC;CRIME"}


def test_a_template_in_which_nothing_was_filled_in_is_refused(
    cli: Command, review_file: Path
) -> None:
    assert cli("answers", "template", review_file, "sheet.xlsx").code == 0
    before = cli("log", review_file, "--json").json
    loaded = cli("answers", "load", review_file, "sheet.xlsx")
    assert loaded.code != 0
    assert "has no answers" in loaded.err
    assert cli("log", review_file, "--json").json == before


def test_complete_names_what_is_missing(cli: Command, review_file: Path) -> None:
    cli("answers", "set", review_file, CASE, "A1.1=N")
    result = cli("complete", review_file, CASE)
    assert result.code == 1
    for key in ("A1.1.note", "overall.grade", "delay.flag"):
        assert key in result.out


def test_log_and_check_agree_on_the_head(cli: Command, review_file: Path) -> None:
    cli("answers", "set", review_file, CASE, "A1.1=Y")
    events = cli("log", review_file, "--json").json
    report = cli("check", review_file, "--json")
    assert report.code == 0
    assert report.json == {
        "ok": True,
        "events": 4,
        "head": events[-1]["hash"],
        "problems": [],
        "form": FORM.stamp.model_dump(),
        "cases": {"sampled": 6, "reviewed": 0, "excluded": 0, "outstanding": 6},
    }
    shown = cli("check", review_file).out
    assert "6 sampled = 0 reviewed + 0 excluded + 6 outstanding." in shown
    assert [event["action"] for event in events] == ["created", "imported", "opened", "answered"]


def test_an_opening_that_changes_nothing_leaves_the_log_as_it_was(
    cli: Command, review_file: Path
) -> None:
    for _ in range(2):
        assert cli("answers", "set", review_file, CASE, "A1.1=Y").code == 0
    opened = [e for e in cli("log", review_file, "--json").json if e["action"] == "opened"]
    assert len(opened) == 1
    assert opened[0]["detail"].startswith("session ")
    assert cli("answers", "set", review_file, CASE, "A1.1=N").code == 0
    log = cli("log", review_file, "--json").json
    assert [e["action"] for e in log[-2:]] == ["opened", "answered"]
    assert log[-2]["detail"] != opened[0]["detail"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("cases", "nowhere.review"), "There is no file"),
        (("cases", "list.csv"), "is not a review file"),
        (("check",), "is missing"),
        (("nonsense",), "There is no command"),
        (("answers", "set", "a.review", CASE), "KEY=VALUE"),
        (("complete", "a.review"), "--all"),
        (("new", "b.review", "--list", "none.csv", "--inspection", "X", "--force", "F",
          "--reviewer", "R"), "none.csv"),
        (("new", "b.review", "--list", "list.csv", "--inspection", "a b", "--force", "F",
          "--reviewer", "R"), "inspection code"),
        (("new", "a.review", "--list", "list.csv", "--inspection", "X", "--force", "F",
          "--reviewer", "R"), "a.review"),
        (("print", "a.review", "x.pdf"), "--case"),
        (("print", "a.review", "x.pdf", "--case", "SYN-2018Q4-0099"), "SYN-2018Q4-0099"),
        (("form", "check", "none.yaml"), "none.yaml"),
        (("identity", "show", "list.csv"), "not an identity"),
        (("trust", "add", "list.csv"), "certificate"),
        (("trust", "remove", "AB CD"), "fingerprint"),
        (("merge", "a.review", "none.xlsx"), "none.xlsx"),
        (("summary", "none.xlsx"), "none.xlsx"),
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence_and_nothing_is_written(
    cli: Command, review_file: Path, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    ended = cli(*arguments)
    assert ended.code == 2, ended
    assert ended.out == ""
    assert ended.err.count("\n") == 1
    assert sentence.lower() in ended.err.lower()
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert after.keys() == before.keys()
    assert after["list.csv"] == before["list.csv"]
    assert len(cli("log", "a.review", "--json").json) == 2


def test_a_wrong_passphrase_has_its_own_sentence(
    cli: Command, review_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWER_PASSPHRASE", "another phrase altogether here")
    ended = cli("cases", review_file)
    assert ended.code == 2
    assert "passphrase" in ended.err


def test_a_weak_passphrase_makes_no_file(
    cli: Command, review_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWER_PASSPHRASE", "password")
    ended = cli(
        *("new", "b.review", "--list", "list.csv", "--inspection", "X", "--force", "F"),
        *("--reviewer", "R"),
    )
    assert ended.code == 2
    assert not (tmp_path / "b.review").exists()


def test_the_codes_of_a_form_are_listed_with_the_columns_of_its_rows(cli: Command) -> None:
    listed = cli("form", "codes", "--json").json
    assert listed["overall.grade"]["codes"] == {
        "G": "Good",
        "RI": "Requires improvement",
        "I": "Inadequate",
        "NG": "Not gradeable",
    }
    assert "ST10" in listed["delay.rows.stage"]["codes"]

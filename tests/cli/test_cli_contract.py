"""The documents and exit codes that scripts rely on, from the text of the contract alone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from commands import Command

CASE = "SYN-2018Q4-0001"
NUMBER = (int, float)
GRADES = {"G": int, "RI": int, "I": int, "NG": int}
AGREEMENT = {
    "n": int,
    "table": (list, dict),
    **dict.fromkeys(("exact_percent", "within_one_percent"), (int, float, type(None))),
    **dict.fromkeys(("kappa", "kappa_linear", "ac1", "ac2_linear"), (int, float, type(None))),
}


def has(document: Any, keys: dict[str, Any]) -> None:  # noqa: ANN401 - a JSON document
    """Check that a document has each key with the type the contract gives it; more are allowed."""
    assert isinstance(document, dict)
    for key, kind in keys.items():
        assert key in document, key
        if isinstance(kind, dict):
            has(document[key], kind)
        else:
            assert isinstance(document[key], kind), (key, document[key])
            assert kind is not int or not isinstance(document[key], bool), key


def test_verify_lists_a_verdict_for_each_workbook(cli: Command, two_workbooks: Path) -> None:
    (two_workbooks / "text.xlsx").write_text("no workbook", "utf-8")
    sound = cli("verify", "a.xlsx", "b.xlsx", "--trust", "trust/a.cer", "--json")
    assert (sound.code, sound.err) == (3, "")
    assert [book["status"] for book in sound.json] == ["trusted", "unknown-signer"]
    mixed = cli("verify", "text.xlsx", "a.xlsx", "--trust", "trust", "--json")
    assert mixed.code == 1
    first, second = mixed.json
    assert (first["workbook"], first["status"], first["signer"]) == (
        "text.xlsx",
        "unreadable",
        None,
    )
    for problem in first["problems"]:
        has(problem, {"code": str, "part": (str, type(None)), "text": str})
    has(second, {"signed_at": str, "signer": {"name": str, "fingerprint": str}, "problems": list})
    assert cli("verify", "none.xlsx").code == 2


@pytest.mark.parametrize("file", ["a.review", "team.review", "a.xlsx"])
def test_summary_is_the_same_document_of_file_register_and_workbook(
    cli: Command, two_workbooks: Path, file: str
) -> None:
    cli("merge", "team.review", "a.xlsx", "b.xlsx", "--trust", "trust")
    result = cli("summary", file, "--json")
    assert (result.code, result.err) == (0, "")
    has(
        result.json,
        {
            "inspection": str,
            "force": str,
            "form": {"id": str, "version": int, "digest": str},
            "status": str,
            "tables": {"by_type": list, "supervision": dict, "delay": dict},
        },
    )
    tables = result.json["tables"]
    counts = ("sampled", "excluded", "outstanding", "reviewed", "graded", "unsettled", "below_good")
    has(tables["headline"], {**dict.fromkeys(counts, int), **GRADES})
    assert tables["headline"]["below_good_percent"] is None
    assert tables["headline"]["interval"] is None
    for row in tables["by_type"]:
        has(row, {"type": str, "total": int, **GRADES})
    for flags in (tables["supervision"], tables["delay"]):
        for grades in flags.values():
            has(grades, GRADES)
    for crossed in tables["delay_by_supervision"].values():
        assert all(isinstance(n, int) for n in crossed.values())
    for name in ("agreement", "second_reads"):
        assert name in tables
        if tables[name] is not None:
            has(tables[name], AGREEMENT)


def test_list_check_tells_rows_mapping_problems_and_notices(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(
        "Ref,Type,Date reported,Surname\n1,DA,2017-01-02,X\n1,DA,31/02/2017,Y\n3,S47,2017-01-02,\n",
        "utf-8",
    )
    result = cli("list", "check", "l.csv", "--json")
    assert result.code == 1
    document = result.json
    has(document, {"rows": int, "accepted": int, "mapping": dict, "notices": list})
    assert (document["rows"], document["accepted"]) == (3, 2)
    assert document["by_type"] == {"DA": 1, "S47": 1}
    assert document["left_out"] == ["Surname"]
    assert document["mapping"]["reported"] == "Date reported"
    assert {problem["row"] for problem in document["problems"]} == {3}
    for problem in document["problems"]:
        has(problem, {"row": int, "column": str, "code": str, "text": str})


def test_merge_tells_what_came_in_what_was_refused_and_what_waits(
    cli: Command, two_workbooks: Path
) -> None:
    shutil.copy("list.csv", "no.xlsx")
    result = cli(
        "merge", "team.review", "a.xlsx", "b.xlsx", "no.xlsx", "--trust", "trust", "--json"
    )
    assert result.code == 1
    document = result.json
    for book in document["accepted"]:
        numbers = dict.fromkeys(("reviews", "new", "replaced", "unchanged"), int)
        has(book, {"workbook": str, "signer": str, **numbers})
    (refused,) = document["refused"]
    has(refused, {"workbook": str, "code": str, "text": str})
    assert document["conflicts"] == []
    assert document["pairs"] == {"agreed": 0, "open": 1, "moderated": 0}
    assert document["cases"] == {"sampled": 6, "reviewed": 6, "excluded": 0, "outstanding": 0}


def test_conflicts_after_merge_are_reported_with_their_sides_and_by_the_exit_code(
    cli: Command, two_workbooks: Path
) -> None:
    shutil.copy("a.review", "copy.review")
    for file, grade in (("a.review", "RI"), ("copy.review", "I")):
        cli("answers", "set", file, CASE, f"overall.grade={grade}")
        cli("export", file, f"{grade}.xlsx", "--identity", "a.p12")
    result = cli("merge", "team.review", "RI.xlsx", "I.xlsx", "--trust", "trust", "--json")
    assert result.code == 1
    (conflict,) = result.json["conflicts"]
    has(conflict, {"case": str, "kind": str, "sides": list})
    assert (conflict["case"], len(conflict["sides"])) == (CASE, 2)
    why = ("--reason", "Read again", "--moderator", "Lead")
    assert cli("decide", "team.review", CASE, "--side", 1, *why).code == 0
    assert cli("conflicts", "team.review", "--json").json == []


def test_cases_answers_log_and_check_have_their_keys(cli: Command, two_workbooks: Path) -> None:
    for line in cli("cases", "a.review", "--json").json:
        text = (str, type(None))
        has(line, {"id": str, "type": str, "status": str, "percent": int})
        has(line, {"grade": text, "supervision": text, "delay": text})
    rows = '[{"stage":"ST3","start":"2017-03-02","open":"Y"}]'
    cli("answers", "set", "a.review", CASE, f"delay.rows={rows}")
    (shown,) = cli("answers", "show", "a.review", CASE, "--json").json
    has(shown, {"case": str, "reviewer": str, "status": str, "answers": dict})
    assert shown["delays"] == [{"stage": "ST3", "start": "2017-03-02", "open": "Y"}]
    assert isinstance(shown["entries"], list)
    assert "delay.rows" not in shown["answers"]
    events = cli("log", "a.review", "--json").json
    for event in events:
        has(event, {"seq": int, "at": str, "actor": str, "action": str, "hash": str})
        assert {"case", "detail"} <= event.keys()
    checked = cli("check", "a.review", "--json").json
    has(checked, {"ok": bool, "events": int, "head": str, "problems": list})
    assert (checked["events"], checked["head"]) == (len(events), events[-1]["hash"])


def test_a_register_shows_every_review_of_a_case_and_the_standing_grades(
    cli: Command, two_workbooks: Path
) -> None:
    cli("merge", "team.review", "a.xlsx", "b.xlsx", "--trust", "trust")
    shown = cli("answers", "show", "team.review", "SYN-2018Q4-0004", "--json").json
    assert [review["reviewer"] for review in shown] == ["Reader A", "Reader B"]
    lines = cli("cases", "team.review", "--json").json
    assert [line["grade"] for line in lines] == ["G", "RI", "I", None, "G", "RI"]


def test_a_sheet_names_each_refused_cell_and_loads_none_of_it(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "s.csv"
    sheet.write_text(
        f"case,A1.1,records_examined,case.type,reported\n{CASE},Y,INC;CRIME,DA,x\n"
        "SYN-2018Q4-0002,MAYBE,INC;NOPE,,\nSYN-2018Q4-0099,Y,,,\n",
        "utf-8",
    )
    result = cli("answers", "load", "a.review", sheet, "--json")
    assert result.code == 1
    where = {(p["row"], p["column"]) for p in result.json["problems"]}
    assert where == {(3, "A1.1"), (3, "records_examined"), (4, "case")}
    assert cli("answers", "show", "a.review", CASE, "--json").json[0]["answers"] == {}


def test_rows_of_a_sheet_replace_those_of_the_cases_they_name_alone(
    cli: Command, two_workbooks: Path, tmp_path: Path
) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - as a person's own spreadsheet program

    other = "SYN-2018Q4-0002"
    for case in (CASE, other):
        days = '[{"date":"2017-04-01"},{"date":"2017-05-01"}]'
        cli("answers", "set", "a.review", case, f"supervision.entries={days}")
    book = Workbook()
    cases, entries = book.active, book.create_sheet("Entries")
    cases.title = "Cases"
    cases.append(["case", "A1.1"])
    cases.append([CASE, "-"])
    entries.append(["case", "supervision.entries.date", "supervision.entries.note"])
    entries.append([CASE, "2017-06-01", "Synthetic."])
    book.save(tmp_path / "rows.xlsx")
    assert cli("answers", "load", "a.review", "rows.xlsx", "--json").json["changed"] == 2
    assert cli("answers", "load", "a.review", "rows.xlsx", "--json").json["changed"] == 0
    (shown,) = cli("answers", "show", "a.review", CASE, "--json").json
    assert shown["entries"] == [{"date": "2017-06-01", "note": "Synthetic."}]
    assert "A1.1" not in shown["answers"]
    (untouched,) = cli("answers", "show", "a.review", other, "--json").json
    assert len(untouched["entries"]) == 2


def test_a_final_export_is_refused_while_work_is_open_and_no_other_is(
    cli: Command, two_workbooks: Path
) -> None:
    cli("answers", "set", "a.review", "SYN-2018Q4-0006", "A1.1=Y")
    final = cli("export", "a.review", "f.xlsx", "--identity", "a.p12", "--final")
    assert (final.code, final.out, final.err.count("\n")) == (1, "", 1)
    assert "SYN-2018Q4-0006" in final.err
    assert not Path("f.xlsx").exists()
    assert cli("export", "a.review", "f.xlsx", "--identity", "a.p12").code == 0


def test_a_final_export_says_how_many_cases_have_not_been_begun(
    cli: Command, two_workbooks: Path
) -> None:
    final = ("export", "a.review", "a.xlsx", "--identity", "a.p12", "--final")
    result = cli(*final)
    assert result.code == 0
    assert result.err.startswith("Warning: 2 cases")
    assert cli(*final, "--json").json["outstanding"] == 2
    assert cli("export", "a.review", "a.xlsx", "--identity", "a.p12").err == ""


@pytest.mark.parametrize(
    ("command", "example"),
    [
        (
            "decide",
            'team.review NCPI-MPS-2018Q4-0042 --grade RI --reason "…" --moderator M',
        ),
        ("answers set", "inspection.review NCPI-MPS-2018Q4-0042 A1.1=Y delay.flag=DEL_NONE"),
        (
            "redact",
            'inspection.review CASE --text-file words.txt --reason "a name typed by mistake"',
        ),
    ],
)
def test_an_example_in_the_help_is_one_line_that_can_be_copied(
    cli: Command, command: str, example: str
) -> None:
    lines = cli(*command.split(), "--help").out.splitlines()
    assert [line for line in lines if line.endswith(f"reviewer {command} {example}")]


def test_what_the_file_refuses_is_not_sound_and_what_is_asked_wrongly_does_nothing(
    cli: Command, two_workbooks: Path
) -> None:
    cli("merge", "team.review", "a.xlsx", "b.xlsx", "--trust", "trust")
    why = ("--reason", "Read again", "--moderator", "Lead")
    pair = ("decide", "team.review", "SYN-2018Q4-0004")
    for refused in (
        ("decide", "team.review", CASE, "--grade", "G", *why),
        ("decide", "team.review", "SYN-2018Q4-0099", "--grade", "G", *why),
        (*pair, "--side", 3, *why),
        (*pair, "--grade", "Good", *why),
        ("remove", "team.review", "c.xlsx"),
        ("answers", "set", "a.review", CASE, "A1.1=MAYBE"),
        ("complete", "b.review", CASE),
    ):
        assert cli(*refused).code == 1, refused
    for wrong in (
        (*pair, "--grade", "G", "--reason", " ", "--moderator", "Lead"),
        (*pair, *why),
        ("decide", "a.review", CASE, "--grade", "G", *why),
        ("merge", "a.review", "b.xlsx", "--trust", "trust"),
        ("complete", "team.review", "--all"),
        ("answers", "set", "team.review", CASE, "A1.1=Y", "A1.1=N"),
        ("answers", "show", "a.review", "SYN-2018Q4-0099"),
    ):
        result = cli(*wrong)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1), wrong


def test_reading_a_file_logs_nothing(cli: Command, two_workbooks: Path) -> None:
    before = Path("a.review").read_bytes()
    for command in (
        ("cases", "a.review"),
        ("answers", "show", "a.review", CASE),
        ("summary", "a.review"),
        ("log", "a.review"),
        ("check", "a.review", "--against", "a.xlsx"),
    ):
        assert cli(*command).code == 0, command
    assert Path("a.review").read_bytes() == before


def test_percentages_are_numbers_with_one_decimal(cli: Command, tmp_path: Path) -> None:
    rows = "".join(f"{n},OTH,2017-03-04\n" for n in range(1, 12))
    (tmp_path / "l.csv").write_text(f"Reference,Type,Date reported\n{rows}", "utf-8")
    made = cli(
        *("new", "c.review", "--list", "l.csv", "--inspection", "C-1"),
        *("--force", "Synthetic Constabulary", "--reviewer", "Reader C"),
    )
    assert made.code == 0, made.err
    grades = "".join(f"C-1-{n:04d},{'G' if n == 11 else 'I'}\n" for n in range(1, 12))
    (tmp_path / "a.csv").write_text(f"case,overall.grade\n{grades}", "utf-8")
    assert cli("answers", "load", "c.review", "a.csv").code == 0
    headline = cli("summary", "c.review", "--json").json["tables"]["headline"]
    assert (headline["graded"], headline["below_good"]) == (11, 10)
    assert headline["below_good_percent"] == 90.9
    low, high = headline["interval"]
    assert (low, high) == (62.3, 98.4)

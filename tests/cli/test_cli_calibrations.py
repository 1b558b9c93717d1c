"""Calibration: a panel's answers stay closed until the lead releases them."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import FORM, Command, answer_all, begin

CASES = range(1, 7)


@pytest.fixture
def panel(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A panel's complete file of six cases, its pack for Ann, and everybody's identities."""
    monkeypatch.setattr("reviewer.exchange.sealing._MEMORY_KIB", 64)
    begin(cli, tmp_path)
    Path("a.review").rename("panel.review")
    answer_all(cli, Path("panel.review"), "Reader A", "G RI I RI G RI", CASES)
    for who, name in (("lead", "M. Lead"), ("ann", "Ann One")):
        assert cli("identity", "create", f"{who}.p12", "--name", name, "--key", "ec").code == 0
        assert cli("identity", "certificate", f"{who}.p12", f"{who}.cer").code == 0
    made = cli(
        *("calibration", "make", "panel.review", "cal.pack"),
        *("--identity", "lead.p12", "--to", "ann.cer", "--json"),
    )
    assert made.code == 0, made.err
    (tmp_path / "code").write_text(made.json["code"], encoding="utf-8")
    return tmp_path


def begun(cli: Command) -> None:
    result = cli(
        *("calibration", "open", "cal.pack", "ann.review", "--reviewer", "Ann One"),
        *("--identity", "ann.p12", "--accept"),
    )
    assert result.code == 0, result.err


def compared(cli: Command, *more: str):  # noqa: ANN201 - a command's end
    return cli(
        *("calibration", "compare", "ann.review", "cal.pack", "--identity", "ann.p12", "--json"),
        *more,
    )


def test_a_reader_stays_blind_until_all_is_done_and_the_key_is_there(
    cli: Command, panel: Path
) -> None:
    code = (panel / "code").read_text(encoding="utf-8")
    begun(cli)
    lines = cli("cases", "ann.review", "--json").json
    assert {line["status"] for line in lines} == {"not started"}
    early = compared(cli, "--code", code)
    assert early.code == 1
    assert "6 cases are not complete" in early.err
    answer_all(cli, Path("ann.review"), "Ann One", "G RI RI RI G RI", CASES)
    wrong = compared(cli, "--code", "ABCD-EFGH-JKLM-NPQR")
    assert wrong.code == 1
    assert compared(cli, "--code", "ABCD").code == 2
    found = compared(cli, "--code", code.lower().replace("-", " "))
    assert found.code == 0, found.err
    graded = {one["case"]: one["alike"] for one in found.json if one["key"] == FORM.roles.grade}
    assert list(graded.values()).count(False) == 1
    log = cli("log", "ann.review", "--json").json
    assert [line["action"] for line in log].count("agreed answers shown") == 1
    assert cli("check", "ann.review").code == 0


def test_a_released_key_opens_the_answers_and_a_register_reports_agreement(
    cli: Command, panel: Path
) -> None:
    begun(cli)
    answer_all(cli, Path("ann.review"), "Ann One", "G RI RI RI G RI", CASES)
    assert cli("export", "ann.review", "ann.xlsx", "--identity", "ann.p12").code == 0
    merged = cli("merge", "team.review", "ann.xlsx", "--trust", "ann.cer")
    assert merged.code == 0, merged.err
    released = cli("calibration", "release", "panel.review", "cal.key", "--identity", "lead.p12")
    assert released.code == 0, released.err
    assert compared(cli, "--key", "cal.key").code == 0
    report = cli(
        *("calibration", "report", "team.review", "cal.pack", "--key", "cal.key"),
        *("--identity", "ann.p12", "--json"),
    )
    assert report.code == 0, report.err
    by_reader, by_item = report.json
    (row,) = by_reader["rows"]
    assert (row["Reader"], row["Cases"], row["The agreed grade"]) == ("Ann One", 6, 5)
    assert by_item["rows"]
    shown = cli(
        *("calibration", "report", "team.review", "cal.pack", "--key", "cal.key"),
        *("--identity", "ann.p12"),
    )
    assert "T15.1" in shown.out


def test_the_answers_are_in_no_byte_that_can_be_read(cli: Command, panel: Path) -> None:
    other = cli("identity", "create", "eve.p12", "--name", "Eve", "--key", "ec")
    assert other.code == 0
    result = cli(
        *("calibration", "open", "cal.pack", "eve.review", "--reviewer", "Eve"),
        *("--identity", "eve.p12", "--accept"),
    )
    assert (result.code, Path("eve.review").exists()) == (2, False)
    begun(cli)
    assert not any(line["grade"] for line in cli("cases", "ann.review", "--json").json)


def test_an_unfinished_panel_makes_no_pack(cli: Command, panel: Path) -> None:
    new = cli(
        *("new", "other.review", "--list", "list.csv", "--inspection", "SYN-2018Q4"),
        *("--force", "Synthetic Constabulary", "--reviewer", "Panel"),
    )
    assert new.code == 0, new.err
    made = cli(
        *("calibration", "make", "other.review", "o.pack", "--identity", "lead.p12"),
        *("--to", "ann.cer"),
    )
    assert (made.code, Path("o.pack").exists()) == (1, False)


def test_a_panel_s_texts_leave_in_a_pack_only_with_a_reason(cli: Command, panel: Path) -> None:
    case = "SYN-2018Q4-0001"
    text = "overall.rationale=Ring the mother, Anna Kowalska, on 07700 900123, to ask how it ended."
    assert cli("answers", "set", "panel.review", case, text).code == 0
    assert cli("complete", "panel.review", case).code == 0
    make = (
        *("calibration", "make", "panel.review", "named.pack"),
        *("--identity", "lead.p12", "--to", "ann.cer"),
    )
    refused = cli(*make)
    assert refused.code == 1
    assert {found["kind"] for found in refused.json} == {"name", "telephone"}
    assert not Path("named.pack").exists()
    assert cli(*make, "--keep-identifiers", "invented for the exercise").code == 0
    assert "invented for the exercise" in cli("log", "panel.review").out


def test_a_panel_s_list_may_have_grown_before_the_pack(cli: Command, panel: Path) -> None:
    Path("more.csv").write_text(
        "Reference,Type,Date reported,Unit\n007/17,DA,2017-03-07,Unit 1\n", encoding="utf-8"
    )
    grown = cli("list", "extend", "panel.review", "more.csv")
    assert grown.code == 0, grown.err
    new = "SYN-2018Q4-0007"
    assert cli("answers", "set", "panel.review", new, "reviewable=EXC", "exclusion=X1").code == 0
    assert cli("complete", "panel.review", new).code == 0
    made = cli(
        *("calibration", "make", "panel.review", "cal.pack", "--replace"),
        *("--identity", "lead.p12", "--to", "ann.cer"),
    )
    assert made.code == 0, made.err
    begun(cli)
    assert len(cli("cases", "ann.review", "--json").json) == 7
    assert cli("check", "ann.review").code == 0


def test_a_panel_s_list_leaves_in_a_pack_only_with_a_reason_too(cli: Command, panel: Path) -> None:
    Path("more.csv").write_text(
        "Reference,Type,Date reported,Unit\n007/17,DA,2017-03-07,Ring 07700 900123\n",
        encoding="utf-8",
    )
    assert cli("list", "extend", "panel.review", "more.csv").code == 0
    new = "SYN-2018Q4-0007"
    assert cli("answers", "set", "panel.review", new, "reviewable=EXC", "exclusion=X1").code == 0
    assert cli("complete", "panel.review", new).code == 0
    refused = cli(
        *("calibration", "make", "panel.review", "named.pack"),
        *("--identity", "lead.p12", "--to", "ann.cer"),
    )
    assert (refused.code, Path("named.pack").exists()) == (1, False)
    assert {found["kind"] for found in refused.json} == {"telephone"}


def test_known_cases_are_in_no_figure_and_are_reported_apart(cli: Command, panel: Path) -> None:
    exported = cli("export", "panel.review", "panel.xlsx", "--identity", "lead.p12")
    assert exported.code == 0, exported.err
    made = cli(
        *("new", "team.review", "--list", "list.csv", "--inspection", "SYN-2018Q4"),
        *("--force", "Synthetic Constabulary", "--lead", "M. Lead", "--evenly", "Ann One;Bea Two"),
    )
    assert made.code == 0, made.err
    cli("trust", "add", "ann.cer")
    cli("trust", "add", "lead.cer", "--for", "Reader A")
    known = cli("calibration", "known", "team.review", "panel.xlsx", "SYN-2018Q4-0003")
    assert known.code == 0, known.err
    begun_ = cli(
        *("new", "ann.review", "--list", "list.csv", "--inspection", "SYN-2018Q4"),
        *("--force", "Synthetic Constabulary", "--reviewer", "Ann One"),
    )
    assert begun_.code == 0, begun_.err
    answer_all(cli, Path("ann.review"), "Ann One", "G RI G RI G RI", CASES)
    assert cli("export", "ann.review", "ann.xlsx", "--identity", "ann.p12").code == 0
    merged = cli("merge", "team.review", "ann.xlsx", "--json")
    assert merged.code == 0, merged.err
    assert merged.json["cases"]["sampled"] == 5
    summary = cli("summary", "team.review", "--json").json
    assert summary["tables"]["headline"]["sampled"] == 5
    report = cli("calibration", "report", "team.review", "--json").json
    assert report[0]["rows"][0]["Cases"] == 1
    assert report[0]["rows"][0]["The agreed grade"] == 0
    team = cli("export", "team.review", "team.xlsx", "--identity", "lead.p12")
    assert team.code == 0, team.err
    verdict = cli("verify", "team.xlsx", "--trust", "lead.cer", "--json").json[0]
    assert (verdict["status"], verdict["recounted"]) == ("trusted", True)
    upper = cli("merge", "upper.review", "team.xlsx", "--json")
    assert upper.code == 0, upper.err
    assert cli("check", "team.review").code == 0

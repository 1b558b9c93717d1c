"""A form of five grades, without supervision, delay and referrals, from list to merged workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from commands import Command

from reviewer.app.demonstration.sample_answers import sample_answers
from reviewer.domain.case import Case
from reviewer.domain.ids import CaseId, Key
from reviewer.forms.library import bundled_form

FORM = bundled_form("structured-judgement")
GRADES = ("S5", "S4", "S3", "S2", "S1")
ROWS = """Reference,Type,Date reported,Unit,Force grade,Scale
1/17,emergency,2017-03-01,Ward 1,Excellent,SCORE5
2/17,planned,2017-03-02,Ward 2,Poor,SCORE5
3/17,transfer,2017-03-03,Ward 1,Adequate,SCORE5
4/17,emergency,2017-03-04,Ward 2,Good,SCORE5
5/17,other,2017-03-05,Ward 1,Very poor,SCORE5
6/17,planned,2017-03-06,Ward 2,,
"""


def lines_of(reader: str, graded: dict[int, str]) -> str:
    rows = []
    for place, grade in graded.items():
        case = Case(
            id=CaseId(f"SJR-1-{place:04d}"),
            position=place,
            values={Key("type"): "EMERG", Key("reported"): f"2017-03-0{place}"},
        )
        answers = sample_answers(FORM, case, reader, grade, seed=place, today=date(2018, 1, 29))
        rows += [f"{case.id} {key}={' '.join(text.split())}\n" for key, text in answers.items()]
    return "".join(rows)


@pytest.fixture
def team(cli: Command, tmp_path: Path) -> Command:
    """Two readers' signed workbooks: A read cases 1 to 5, B cases 5 and 6 in another grade."""
    (tmp_path / "list.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "trust").mkdir()
    read = {
        "a": dict(enumerate(GRADES, start=1)),
        "b": {5: "S2", 6: "S4"},
    }
    for reader, graded in read.items():
        name = f"Reader {reader.upper()}"
        made = cli(
            *("new", f"{reader}.review", "--list", "list.csv", "--inspection", "SJR-1"),
            *("--force", "Synthetic Trust", "--reviewer", name, "--form", FORM.id),
        )
        assert made.code == 0, made.err
        said = cli("answers", "set", f"{reader}.review", "-", stdin=lines_of(name, graded))
        assert said.code == 0, said.out
        assert cli("complete", f"{reader}.review", "--all").code == 0
        cli("identity", "create", f"{reader}.p12", "--name", name, "--key", "ec")
        cli("identity", "certificate", f"{reader}.p12", f"trust/{reader}.cer")
        made = cli("export", f"{reader}.review", f"{reader}.xlsx", "--identity", f"{reader}.p12")
        assert made.code == 0, made.err
    return cli


def test_five_grades_go_from_list_to_merged_workbook(team: Command, tmp_path: Path) -> None:
    cli = team
    merged = cli(
        *("merge", "team.review", "a.xlsx", "b.xlsx"), *("--lead", "The Lead", "--trust", "trust")
    )
    assert merged.code == 0, merged.err + merged.out
    decided = cli(
        *("decide", "team.review", "SJR-1-0005", "--grade", "s2"),
        *("--moderator", "The Lead", "--reason", "Both read it again."),
    )
    assert decided.code == 0, decided.err
    headline = cli("summary", "team.review", "--json").json["tables"]["headline"]
    assert {grade: headline[grade] for grade in (*GRADES, "NS")} == {
        "S5": 1,
        "S4": 2,
        "S3": 1,
        "S2": 2,
        "S1": 0,
        "NS": 0,
    }
    assert [key for key in headline if key in FORM.grades] == [*GRADES, "NS"]
    assert (headline["graded"], headline["below_good"]) == (6, 3)
    tables = cli("summary", "team.review", "--json").json["tables"]
    assert tables["supervision"] == tables["delay"] == {}
    assert tables["agreement"]["n"] == 5
    cli("identity", "create", "lead.p12", "--name", "The Lead", "--key", "ec")
    made = cli("export", "team.review", "team.xlsx", "--identity", "lead.p12", "--final")
    assert made.code == 0, made.err
    book = openpyxl.load_workbook(tmp_path / "team.xlsx")
    assert book["Delay"]["A5"].value == "The form of this inspection does not ask about this."
    headings = [cell.value for row in book["Summary"].iter_rows() for cell in row if cell.value]
    assert {"Excellent", "Very poor", "Not scored"} <= set(map(str, headings))
    for what in ("--all", "--summary", "--blank"):
        printed = cli("print", "team.review", f"{what[2:]}.pdf", what)
        assert printed.code == 0, printed.err


def test_a_grade_of_another_form_is_refused_with_this_form_s(team: Command) -> None:
    assert team("merge", "t.review", "a.xlsx", "b.xlsx", "--trust", "trust").code == 0
    refused = team(
        *("decide", "t.review", "SJR-1-0005", "--grade", "RI"),
        *("--moderator", "L", "--reason", "It stands."),
    )
    assert refused.code != 0
    assert "S5, S4, S3, S2, S1, NS" in refused.err

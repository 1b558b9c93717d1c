"""A form of five grades, without supervision, delay and referrals, from list to merged workbook."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from commands import Command
from xlsform_maker import xlsform

from reviewer.app.demonstration.sample_answers import sample_answers
from reviewer.domain.case import Case
from reviewer.domain.ids import CaseId, Key
from reviewer.forms.library import bundled_form, bundled_source

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


def make_reader(
    cli: Command, folder: Path, reader: str, graded: dict[int, str], form: str = FORM.id
) -> None:
    """Make a reader's review file and signed workbook of the list, and trust the reader."""
    (folder / "trust").mkdir(exist_ok=True)
    name = f"Reader {reader.upper()}"
    made = cli(
        *("new", f"{reader}.review", "--list", "list.csv", "--inspection", "SJR-1"),
        *("--force", "Synthetic Trust", "--reviewer", name, "--form", form),
    )
    assert made.code == 0, made.err
    result = cli("answers", "set", f"{reader}.review", "-", stdin=lines_of(name, graded))
    assert result.code == 0, result.out
    assert cli("complete", f"{reader}.review", "--all").code == 0
    cli("identity", "create", f"{reader}.p12", "--name", name, "--key", "ec")
    cli("identity", "certificate", f"{reader}.p12", f"trust/{reader}.cer")
    made = cli("export", f"{reader}.review", f"{reader}.xlsx", "--identity", f"{reader}.p12")
    assert made.code == 0, made.err


@pytest.fixture
def team(cli: Command, tmp_path: Path) -> Command:
    """Two readers' signed workbooks: A read cases 1 to 5, B cases 5 and 6 in another grade."""
    (tmp_path / "list.csv").write_text(ROWS, encoding="utf-8")
    make_reader(cli, tmp_path, "a", dict(enumerate(GRADES, start=1)))
    make_reader(cli, tmp_path, "b", {5: "S2", 6: "S4"})
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
    cells = {cell.value for (cell,) in book["Delay"].iter_rows(max_col=1)}
    assert "The form of this inspection does not ask about this." in cells
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


def test_a_workbook_with_other_criteria_is_merged_with_a_warning_that_names_them(
    cli: Command, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text(ROWS, encoding="utf-8")
    source = bundled_source(FORM.id)
    (tmp_path / "a.yaml").write_text(source, encoding="utf-8")
    old = "Serious failures, or several together, harmed the patient"
    assert source.count(old) == 1
    (tmp_path / "b.yaml").write_text(source.replace(old, "Failures harmed the patient"), "utf-8")
    make_reader(cli, tmp_path, "a", {1: "S1"}, form="a.yaml")
    make_reader(cli, tmp_path, "b", {2: "S1"}, form="b.yaml")
    first = cli("merge", "team.review", "a.xlsx", "--trust", "trust", "--json")
    assert first.code == 0, first.err
    second = cli("merge", "team.review", "b.xlsx", "--trust", "trust", "--json")
    assert second.code == 0, second.err
    warned = [w["text"] for w in second.json["warnings"] if w["code"] == "other-criteria"]
    assert len(warned) == 1
    assert warned[0].startswith("b.xlsx: Reader B used criteria that differ")
    assert "the definition of S1 in score" in warned[0]
    compared = cli("form", "compare", "a.xlsx", "b.xlsx")
    assert "questions are the same" in compared.out
    assert "    b.xlsx: Failures harmed the patient" in compared.out
    helped = cli("help", "criteria", "--form", "a.yaml", "--beside", "b.xlsx")
    assert "Failures harmed the patient" in helped.out
    checked = cli("check", "a.review")
    assert f"criteria {FORM.stamp.criteria[:16]}" in checked.out


def test_a_new_register_has_the_criteria_of_most_workbooks_in_whatever_order_they_come(
    cli: Command, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text(ROWS, encoding="utf-8")
    source = bundled_source(FORM.id)
    old = "Serious failures, or several together, harmed the patient"
    (tmp_path / "odd.yaml").write_text(source.replace(old, "Failures harmed the patient"), "utf-8")
    for place, reader in enumerate("abc", start=1):
        make_reader(cli, tmp_path, reader, {place: "S1"}, "odd.yaml" if reader == "a" else FORM.id)
    books = ["a.xlsx", "b.xlsx", "c.xlsx"]
    for name, order in (("first.review", books), ("second.review", books[::-1])):
        merged = cli("merge", name, *order, "--lead", "L", "--trust", "trust", "--json")
        assert merged.code == 0, merged.err
        warned = {w["code"]: w["text"] for w in merged.json["warnings"]}
        assert "2 of 3" in warned["criteria-chosen"]
        assert "a.xlsx" not in warned["criteria-chosen"]
        assert warned["other-criteria"].startswith("a.xlsx")
        assert f"criteria {FORM.stamp.criteria[:16]}" in cli("check", name).out


def test_an_earlier_visit_of_another_form_is_compared_only_by_a_mapping(
    cli: Command, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text(ROWS, encoding="utf-8")
    make_reader(cli, tmp_path, "a", {1: "S5", 2: "S2", 3: "S1"})
    renamed = bundled_source(FORM.id).replace("version: 1\n", "version: 2\n")
    renamed = renamed.replace("first.seen", "first.senior")
    (tmp_path / "v2.yaml").write_text(renamed, encoding="utf-8")
    made = cli(
        *("new", "now.review", "--list", "list.csv", "--inspection", "SJR-2"),
        *("--force", "Synthetic Trust", "--reviewer", "Reader", "--form", "v2.yaml"),
    )
    assert made.code == 0, made.err
    load = ("earlier", "load", "now.review", "a.xlsx", "--trust", "trust")
    refused = cli(*load)
    assert refused.code != 0
    assert "you need a mapping file" in refused.err
    template = cli("form", "mapping", "a.xlsx", "v2.yaml")
    assert "  first.seen: not comparable\n" in template.out
    (tmp_path / "m.yaml").write_text(template.out, encoding="utf-8")
    assert (
        cli("form", "mapping", "a.xlsx", "v2.yaml", "--check", "m.yaml").out
        == "The mapping file has no errors.\n"
    )
    corrected = template.out.replace("first.seen: not comparable", "first.seen: first.senor")
    (tmp_path / "m.yaml").write_text(corrected, encoding="utf-8")
    wrong = cli(*load, "--mapping", "m.yaml")
    assert "m.yaml, line" in wrong.err
    assert "the later form has no “first.senor”" in wrong.err
    (tmp_path / "m.yaml").write_text(corrected.replace("senor", "senior"), encoding="utf-8")
    loaded = cli(*load, "--mapping", "m.yaml", "--json")
    assert loaded.code == 0, loaded.err
    (visit,) = loaded.json
    assert (visit["graded"], visit["below_good"]) == (3, 2)
    assert visit["mapped"] == "structured-judgement version 1 → structured-judgement version 2"
    assert visit["items"] == 5
    shown = cli("summary", "now.review")
    assert "compared using the mapping of structured-judgement version 1" in shown.out


def test_a_designer_goes_from_template_to_preview(cli: Command, tmp_path: Path) -> None:
    made = cli("form", "new", "mine.yaml")
    assert made.code == 0
    assert "reviewer form check mine.yaml" in made.out
    assert cli("form", "check", "mine.yaml").out.startswith(
        "No errors: My review, my-form version 1"
    )
    again = cli("form", "new", "mine.yaml")
    assert again.code != 0
    assert "mine.yaml already exists" in again.err
    assert cli("form", "preview", "mine.yaml").code == 0
    text = (tmp_path / "mine.yaml").read_text("utf-8").replace("means: good\n", "means: fine\n")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    wrong = cli("form", "preview", "mine.yaml")
    assert wrong.code == 1
    assert "mine.yaml, line" in wrong.out
    assert "at least one grade must mean good" in wrong.out


def test_a_form_in_a_spreadsheet_becomes_a_form_file(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "next.xlsx").write_bytes(xlsform())
    made = cli("form", "from-xlsform", "next.xlsx", "next.yaml")
    assert made.code == 0, made.err
    assert "Not converted: survey, row 20: “where” of type geopoint" in made.out
    assert made.out.endswith("The form has no errors.\n")
    assert cli("form", "check", "next.yaml").code == 0
    (tmp_path / "list.csv").write_text(
        "Reference,Type,Date reported\n1/18,da,2018-01-12\n", encoding="utf-8"
    )
    begun = cli(
        *("new", "a.review", "--list", "list.csv", "--inspection", "N-1", "--force", "F"),
        *("--reviewer", "R", "--form", "next.yaml"),
    )
    assert begun.code == 0, begun.err
    (tmp_path / "no.xlsx").write_bytes(b"no spreadsheet")
    refused = cli("form", "from-xlsform", "no.xlsx", "no.yaml")
    assert refused.code != 0
    assert not (tmp_path / "no.yaml").exists()


def test_no_table_or_row_asks_after_what_the_form_does_not_have(
    cli: Command, tmp_path: Path
) -> None:
    assert cli("form", "new", "mine.yaml").code == 0
    rows = "Reference,Type,Date reported\n1/17,first type,2017-03-01\n2/17,other,2017-03-02\n"
    (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
    made = cli(
        *("new", "a.review", "--list", "list.csv", "--inspection", "X-1"),
        *("--force", "Synthetic", "--reviewer", "Reader A", "--form", "mine.yaml"),
    )
    assert made.code == 0, made.err
    shown = cli("summary", "a.review").out
    tables = [line.split()[0] for line in shown.splitlines() if re.match(r"T\d", line)]
    assert " ".join(tables) == "T1 T2 T3 T11.1 T11.2 T11.3 T10.1 T10.2 T10.3 T10.5 T8 T7 T13"
    for absent in ("eferral", "Theme", "ood practice", "Replace", "upervision", "elay"):
        assert absent not in shown
    cli("identity", "create", "a.p12", "--name", "Reader A", "--key", "ec")
    assert cli("export", "a.review", "a.xlsx", "--identity", "a.p12").code == 0
    assert cli("verify", "a.xlsx", "--trust", "a.cer").code != 1
    for what in ("--all", "--summary", "--blank"):
        assert cli("print", "a.review", f"{what[2:]}.pdf", what).code == 0


def test_a_bundled_form_is_checked_by_its_id_and_a_mapping_is_saved(
    cli: Command, tmp_path: Path
) -> None:
    assert "structured-judgement version 1" in cli("form", "check", "structured-judgement").out
    saved = cli("form", "mapping", "ncpi", "dip-sample", "--out", "m.yaml")
    assert saved.code == 0, saved.err
    assert cli("form", "mapping", "ncpi", "dip-sample", "--check", "m.yaml").code == 0
    again = cli("form", "mapping", "ncpi", "dip-sample", "--out", "m.yaml")
    assert (again.code, "already" in again.err) == (2, True)
    folder = cli("form", "from-xlsform", tmp_path, "x.yaml")
    assert (folder.code, "is a folder" in folder.err) == (2, True)
    listed = cli("list", "check", tmp_path)
    assert (listed.code, "is a folder" in listed.err) == (2, True)

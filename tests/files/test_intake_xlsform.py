"""XLSForms as form files: what both can say is taken, what a form cannot say is listed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree
from xlsform_maker import SURVEY, xlsform

from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form, Kind
from reviewer.domain.options import Colour, Mark, Shape
from reviewer.forms.library import bundled_source
from reviewer.forms.loader import load_form
from reviewer.intake.xlsform import read_xlsform
from reviewer.intake.xlsform_conditions import (
    NamedQuestion,
    NotExpressibleError,
    condition_of,
    least_length,
    most_chosen,
)

QUESTIONS = {
    "q": NamedQuestion(key="q", codes={"yes": "YES", "not-seen": "NOT_SEEN"}),
    "k": NamedQuestion(key="k", codes={"1": "K1", "2": "K2"}),
    "n": NamedQuestion(key="n", codes={}),
    "d": NamedQuestion(key="d", codes={}),
}


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form(read_xlsform(xlsform()).text, "out.yaml", find=bundled_source)


def test_a_whole_form_is_written_in_a_spreadsheet(form: Form) -> None:
    assert (form.id, form.version, str(form.title)) == ("next-year", 3, "Next year's form")
    assert [section.id for section in form.sections] == ["case", "first", "last"]
    assert form.sections[1].rating == "first_rating"
    assert form.sections[0].title.cy == "Yr achos"
    assert form.sections[1].guidance is not None
    assert str(form.sections[1].guidance) == "Judge what was known then."
    assert form.grades.graded == ("GOOD", "POOR")
    assert form.grades.mark("GOOD") == Mark(Shape.DISC, Colour.GREEN)
    assert form.case_types[0].words == ("da", "domestic abuse")
    assert form.items["first_why"].least == 20
    assert form.items["entries"].kind is Kind.ROWS
    assert [column.key for column in form.items["entries"].columns] == ["entry_on", "entry_note"]
    assert form.items["seen"].codes == "yn"
    assert form.options["yn"]["NOT_SEEN"].means == "not-evident"
    assert [rule.id for rule in form.rules] == [
        "constraint_visits",
        "constraint_visited",
        "constraint_entry_on",
    ]


def test_what_a_form_cannot_say_is_listed_by_row() -> None:
    assert tuple(map(str, read_xlsform(xlsform()).left_out)) == (
        "survey, row 20: “where” of type geopoint",
        "survey, row 21: “age” of type calculate",
        "survey, row 25: constraint: regex(., '^[A-Z]')",
    )


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        ("${q} = 'yes'", {"is": {"q": "YES"}}),
        ("'yes' = ${q}", {"is": {"q": "YES"}}),
        ("${q} != 'not-seen'", {"not": {"is": {"q": "NOT_SEEN"}}}),
        ("selected(${q}, 'yes')", {"is": {"q": "YES"}}),
        ("${q} = ''", {"not": {"answered": "q"}}),
        ("${q}!=''", {"answered": "q"}),
        ("${n} >= 3", {"compare": ["n", ">=", "3"]}),
        ("${k} = 1", {"is": {"k": "K1"}}),
        ("2 != ${k}", {"not": {"is": {"k": "K2"}}}),
        ("3 < ${n}", {"compare": ["3", "<", "n"]}),
        ("${d} <= today()", {"compare": ["d", "<=", "today"]}),
        (
            "${n}>1 and (${n}<9 or not(${q}='yes'))",
            {
                "all": [
                    {"compare": ["n", ">", "1"]},
                    {"any": [{"compare": ["n", "<", "9"]}, {"not": {"is": {"q": "YES"}}}]},
                ]
            },
        ),
        ("${q} = \u2018yes\u2019", {"is": {"q": "YES"}}),
    ],
)
def test_expressions_become_conditions(expression: str, condition: object) -> None:
    assert condition_of(expression, QUESTIONS) == condition


@pytest.mark.parametrize(
    "expression",
    [
        "${q} = 'other'", "${x} = 'yes'", "${n} + 1 > 2", "count-selected(${q}) > 1", "${n} > 1.5",
        "${q} < 'yes'", "${k} > 1", "${k} = 3",
        "'a' = 'b'", "${n} >", "(${n} > 1", "${n} > 1)", "now() > ${d}", ". > 1",
        "if(${q}='yes', 1, 2) = 1", "(" * 40 + "${n} > 1" + ")" * 40, "", "${n",
    ],
)  # fmt: skip
def test_other_expressions_are_not_taken(expression: str) -> None:
    with pytest.raises(NotExpressibleError):
        condition_of(expression, QUESTIONS)


def test_least_lengths() -> None:
    assert least_length("string-length(.) >= 20") == 20
    assert least_length("string-length( . )>20") == 21
    assert least_length("string-length(.) < 20") is None


@pytest.mark.parametrize(
    ("survey", "starts"),
    [
        ((SURVEY[0], ("begin group", "a", "A"), ("text", "t", "T")), ()),
        ((SURVEY[0], ("text", "t", "T")), ("survey, row 2: a question outside any group",)),
        ((SURVEY[0], ("end group",), ("select_one no", "t", "T")), ("survey, row 3: ",)),
        ((SURVEY[0], ("text", "t", "T"), ("text", "t", "T")), ()),
        ((SURVEY[0], ("begin group", "a", "A"), ("begin group", "b", "B")), ("survey, row 3: ",)),
        ((SURVEY[0], ("", "t", "T")), ("survey, row 2: “t” of type none",)),
        ((), ()),
    ],
)
def test_a_spreadsheet_out_of_order_is_read_as_far_as_it_goes(
    survey: tuple[tuple[str, ...], ...], starts: tuple[str, ...]
) -> None:
    left_out = read_xlsform(xlsform(survey)).left_out
    for start in starts:
        assert any(str(line).startswith(start) for line in left_out), left_out


def test_a_file_that_is_no_xlsform_is_refused() -> None:
    with pytest.raises(RefusalError, match="no sheet survey"):
        read_xlsform(b"a,b\n1,2\n")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"%PDF-1.7", "not-a-list"),
        (b"PK\x03\x04 torn", "unreadable-workbook"),
        (b"x" * (20 * 1024 * 1024 + 1), "too-large"),
    ],
)
def test_a_file_that_cannot_be_a_form_is_refused_as_a_form(content: bytes, code: str) -> None:
    with pytest.raises(RefusalError) as refused:
        read_xlsform(content)
    assert refused.value.code == code
    assert "form" in str(refused.value)
    assert "list" not in str(refused.value)


def test_another_reader_of_xlsforms_finds_the_same_questions(form: Form, tmp_path: Path) -> None:
    pyxform = pytest.importorskip("pyxform.xls2xform", reason="a tool for development only")
    made = pyxform.convert(io.BytesIO(xlsform()), file_type=".xlsx").xform
    binds = [node for node in etree.fromstring(made.encode()).iter() if node.tag.endswith("}bind")]
    bound = {str(node.get("nodeset")).rpartition("/")[2]: dict(node.attrib) for node in binds}
    theirs = {
        name
        for name, attributes in bound.items()
        if "calculate" not in attributes and "type" in attributes
    }
    columns = [column.key for item in form.items.values() for column in item.columns]
    written = [key for key, item in form.items.items() if item.note_of is None and not item.columns]
    skipped = {"where", "n1", "instanceID", "started"}
    assert theirs - skipped == {*written, *columns} - skipped
    for key, item in form.items.items():
        if item.note_of is None and not item.columns:
            assert ("required" in bound[key]) == bool(item.required), key
            assert ("relevant" in bound[key]) == (item.relevant is not True), key


HEAD = ("type", "name", "label", "relevant", "required", "constraint")


def read(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> dict[str, Any]:
    """Read a survey of these rows; return the form file's questions by key."""
    text = read_xlsform(xlsform((head, *rows))).text
    sections = yaml.safe_load(text)["sections"]
    return {item["key"]: item for section in sections for item in section["items"]}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("select one from yn", "choice"),
        ("select_one yn", "choice"),
        ("Select One yn", "choice"),
        ("add select one prompt using yn", "choice"),
        ("select all that apply from yn", "multi"),
        ("select multiple from yn", "multi"),
        ("int", "integer"),
        ("string", "text"),
        ("dateTime", "datetime"),
        ("date time", "datetime"),
    ],
)
def test_older_and_other_ways_to_write_a_type_are_read(written: str, kind: str) -> None:
    question = read((written, "q", "Q"))["q"]
    assert question["kind"] == kind
    assert question.get("codes") == ("yn" if "yn" in written else None)


def test_older_names_of_columns_are_read() -> None:
    head = ("type", "name", "caption", "bind::relevant", "bind::required", "bind::constraint")
    found = read(
        ("select_one yn", "seen", "Seen?"),
        ("integer", "visits", "Visits", "${seen} = 'y'", "true()", ". > 0"),
        head=head,
    )
    assert found["visits"]["label"] == {"en": "Visits"}
    assert found["visits"]["relevant"] == {"is": {"seen": "Y"}}
    assert found["visits"]["required"] == "true"


def test_groups_within_groups_hand_on_all_their_conditions() -> None:
    found = read(
        ("select_one yn", "a", "A"),
        ("select_one yn", "b", "B"),
        ("begin_group", "outer", "Outer"),
        ("begin_group", "first", "First", "${a} = 'y'"),
        ("begin_group", "second", "Second", "${b} = 'y'"),
        ("text", "deep", "Deep"),
        ("end_group",),
        ("text", "less", "Less", "${b} = 'n'"),
        ("end_group",),
        ("text", "plain", "Plain", "FALSE"),
        ("end_group",),
    )
    first, second = {"is": {"a": "Y"}}, {"is": {"b": "Y"}}
    assert found["deep"]["relevant"] == {"all": [first, second]}
    assert found["less"]["relevant"] == {"all": [first, {"is": {"b": "N"}}]}
    assert found["plain"]["relevant"] == "false"


def test_a_condition_of_a_group_that_cannot_be_converted_is_listed_once_at_the_group() -> None:
    rows = (
        *(("begin_group", "g", "G"), ("begin_group", "h", "H", "${nobody} = 'x'")),
        *(("text", "one", "One"), ("text", "two", "Two"), ("end_group",), ("end_group",)),
    )
    left_out = [str(line) for line in read_xlsform(xlsform((HEAD, *rows))).left_out]
    assert [line for line in left_out if "nobody" in line] == [
        "survey, row 3: relevant: ${nobody} = 'x'"
    ]


def test_repeats_have_sheets_that_excel_takes_and_stay_open_to_their_end() -> None:
    found = read(
        ("begin_repeat", "v", "Visits: all [1]?"),
        ("date", "on", "On"),
        ("begin_repeat", "inner", "Inner"),
        ("text", "who", "Who"),
        ("end_repeat",),
        ("text", "why", "Why"),
        ("end_repeat",),
        ("begin_repeat", "cover", "Cover"),
        ("text", "x", "X"),
        ("end_repeat",),
    )
    assert [column["key"] for column in found["v"]["columns"]] == ["on", "who", "why"]
    assert found["v"]["sheet"] == "Visits all 1"
    assert found["cover"]["sheet"] == "Cover 2"


def test_what_asks_after_a_question_that_is_left_out_is_left_out_too() -> None:
    rows = (("calculate", "age", "Age"), ("text", "t", "T", "${age} > 3"))
    left_out = [str(line) for line in read_xlsform(xlsform((HEAD, *rows))).left_out]
    assert "survey, row 3: relevant: ${age} > 3" in left_out


def test_the_most_choices_are_taken_from_a_constraint() -> None:
    found = read(("select_multiple flags", "f", "F", "", "", "count-selected(.) <= 1"))
    assert found["f"]["most"] == "1"
    assert most_chosen("count-selected(.)<4") == 3
    assert most_chosen("count-selected(.) >= 2") is None


def test_a_language_that_a_form_does_not_have_is_listed_and_used_where_there_is_no_other() -> None:
    head = ("type", "name", "label::English", "label::Français (fr)")
    found = read_xlsform(xlsform(survey=[head, ("text", "q", "", "Pourquoi ?"),
                                         ("text", "r", "Why?", "Pourquoi ?")]))  # fmt: skip
    labels = [item["label"] for item in yaml.safe_load(found.text)["sections"][0]["items"]]
    assert labels == [{"en": "Pourquoi ?"}, {"en": "Why?"}]
    (listed,) = [str(line) for line in found.left_out if "français" in str(line)]
    assert listed.startswith("survey: the texts in français (fr)")


def test_an_answer_quoted_in_a_label_is_listed() -> None:
    head = ("type", "name", "label")
    rows = [head, ("text", "who", "Who?"), ("text", "q", "How old is ${who}?")]
    found = read_xlsform(xlsform(survey=rows))
    assert "survey, row 3: an answer quoted in the label" in map(str, found.left_out)

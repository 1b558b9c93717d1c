"""XLSForms as form files: what both can say is taken, what a form cannot say is listed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from lxml import etree
from xlsform_maker import SURVEY, xlsform

from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form, Kind
from reviewer.domain.options import Colour, Mark, Shape
from reviewer.forms.library import bundled_source
from reviewer.forms.loader import load_form
from reviewer.intake.xlsform import read_xlsform
from reviewer.intake.xlsform_conditions import (
    Named,
    NotExpressibleError,
    condition_of,
    least_length,
)

QUESTIONS = {
    "q": Named(key="q", codes={"yes": "YES", "not-seen": "NOT_SEEN"}),
    "n": Named(key="n", codes={}),
    "d": Named(key="d", codes={}),
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
    ],
)
def test_expressions_become_conditions(expression: str, condition: object) -> None:
    assert condition_of(expression, QUESTIONS) == condition


@pytest.mark.parametrize(
    "expression",
    [
        "${q} = 'other'", "${x} = 'yes'", "${n} + 1 > 2", "count-selected(${q}) > 1", "${n} > 1.5",
        "${q} < 'yes'", "'a' = 'b'", "${n} >", "(${n} > 1", "${n} > 1)", "now() > ${d}", ". > 1",
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
    ("survey", "said"),
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
    survey: tuple[tuple[str, ...], ...], said: tuple[str, ...]
) -> None:
    left_out = read_xlsform(xlsform(survey)).left_out
    for start in said:
        assert any(str(line).startswith(start) for line in left_out), left_out


def test_a_file_that_is_no_xlsform_is_refused() -> None:
    with pytest.raises(RefusalError, match="a sheet survey"):
        read_xlsform(b"a,b\n1,2\n")


def test_another_reader_of_xlsforms_finds_the_same_questions(form: Form, tmp_path: Path) -> None:
    pyxform = pytest.importorskip("pyxform.xls2xform", reason="a tool for development only")
    made = pyxform.convert(io.BytesIO(xlsform()), file_type=".xlsx").xform
    binds = [node for node in etree.fromstring(made.encode()).iter() if node.tag.endswith("}bind")]
    bound = {str(node.get("nodeset")).rpartition("/")[2]: dict(node.attrib) for node in binds}
    theirs = {name for name, said in bound.items() if "calculate" not in said and "type" in said}
    columns = [column.key for item in form.items.values() for column in item.columns]
    written = [key for key, item in form.items.items() if item.note_of is None and not item.columns]
    skipped = {"where", "n1", "instanceID", "started"}
    assert theirs - skipped == {*written, *columns} - skipped
    for key, item in form.items.items():
        if item.note_of is None and not item.columns:
            assert ("required" in bound[key]) == bool(item.required), key
            assert ("relevant" in bound[key]) == (item.relevant is not True), key

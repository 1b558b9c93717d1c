"""Form files: what is wrong is reported by file and line; what is right is complete in itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from forms_sample import assessed, case_of
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form, Section
from reviewer.domain.message import verbatim
from reviewer.forms.library import BUNDLED, bundled_form, bundled_source
from reviewer.forms.loader import load_form
from reviewer.forms.problems import FormError, FormProblem
from reviewer.forms.source import DEPTH_LIMIT, SIZE_LIMIT

SOURCE = bundled_source("ncpi")


def problems(text: str, find: Callable[[str], str] = bundled_source) -> list[str]:
    with pytest.raises(FormError) as caught:
        load_form(text, "our.yaml", find=find)
    return [str(problem) for problem in caught.value.problems]


def changed(old: str, new: str) -> tuple[str, int]:
    """Change the bundled form at the one place that says `old`; return it and the line."""
    assert SOURCE.count(old) == 1, old
    return SOURCE.replace(old, new), SOURCE[: SOURCE.index(old)].count("\n") + 1


@pytest.mark.parametrize("form_id", BUNDLED)
def test_a_form_is_complete_in_itself(form_id: str) -> None:
    form = bundled_form(form_id)
    read_back = Form.model_validate_json(form.to_json())
    assert read_back == form
    assert read_back.stamp == form.stamp


def test_words_do_not_change_the_digest() -> None:
    edited, _ = changed("Risk and vulnerability recognised at first contact", "Risk seen at once")
    form = load_form(edited.replace("shortcut: x", "shortcut: z"), "our.yaml", find=bundled_source)
    assert form.stamp.digest == bundled_form("ncpi").stamp.digest
    assert form.stamp.criteria != bundled_form("ncpi").stamp.criteria
    assert form != bundled_form("ncpi")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- {code: X6, ", "- {code: X7, "),
        ('most: "5"', 'most: "4"'),
        ("when: {compare: [end, <, start]}", "when: {compare: [end, <=, start]}"),
        ('least: "60"', 'least: "61"'),
        ("relevant: {is: {reviewable: REP}}", "relevant: {is: {reviewable: EXC}}"),
    ],
)
def test_what_is_asked_changes_the_digest(old: str, new: str) -> None:
    edited, _ = changed(old, new)
    form = load_form(edited, "our.yaml", find=bundled_source)
    assert form.stamp.digest != bundled_form("ncpi").stamp.digest


def test_an_answer_set_called_words_is_in_the_digest() -> None:
    renamed = SOURCE.replace("  tick:\n", "  words:\n").replace("codes: tick", "codes: words")
    one = load_form(renamed, "our.yaml", find=bundled_source)
    other = load_form(
        renamed.replace("  words:\n", "  words:\n    - {code: NEVER, label: Never}\n"),
        "our.yaml",
        find=bundled_source,
    )
    assert one.stamp.digest != other.stamp.digest


FAULTS = [
    ("{compare: [end, <, start]}", "{compare: [finish, <, start]}", "no “finish”"),
    ("{compare: [end, <, start]}", "{compare: [end, <, stage]}", "cannot be compared"),
    ("{compare: [end, <, start]}", "{compare: [reason, <, stage]}", "no order"),
    ("{compare: [end, <, start]}", "{compare: [end, before, start]}", "Use one of =, !=, <"),
    ("{compare: [end, <, start]}", "{before: [end, start]}", "begins with one of all, any"),
    ("relevant: {is: {reviewable: REP}}", "relevant: {is: {reviewable: REPL}}", "is not a code of"),
    ("relevant: {is: {reviewable: REP}}", "relevant: {is: {reviewed: REP}}", "no “reviewed”"),
    ("relevant: {is: {reviewable: REP}}", "relevant: sometimes", "true, false or a condition"),
    ("relevant: {is: {reviewable: REP}}", "relevant: {answered: replaced_by}", "its own answer"),
    ("required: {not: {answered: case.type}}", "required: {answered: case.kind}", "no “case.kind”"),
    ("codes: exclusion\n", "codes: exclusions\n", "no answer set “exclusions”"),
    ("codes: exclusion\n", 'least: "3"\n', "needs “codes:”"),
    ('most: "5"', 'least: "5"', "has no “least”"),
    ('most: "5"', 'most: "none"', "takes a whole number from 1"),
    (
        '        most: "5"\n',
        '        most: "5"\n        sheet: Own\n',
        "has no “sheet”",
    ),
    (
        '        most: "5"\n',
        '        most: "5"\n        note_of: delay.flag\n',
        "leave “note_of” out",
    ),
    (
        "  - key: good_practice\n",
        '  - key: good_practice\n        most: "2"\n',
        "has no “most”",
    ),
    (
        "  - key: good_practice\n",
        "  - key: good_practice\n        codes: theme\n",
        "kind text has no “codes”",
    ),
    ("- key: A1.rating\n", "- key: A1.grade\n", "“A1.rating” is not an item of kind choice"),
    (
        "kind: integer, label: {en: Expected days",
        "kind: rows, label: {en: Expected days",
        "cannot contain rows",
    ),
    (
        "    each: delay.rows\n    when: {compare: [end, <, start]}",
        "    each: delay.flag\n    when: {compare: [end, <, start]}",
        "“delay.flag” is not a rows item",
    ),
    (
        "kind: longest_gap, rows: supervision.entries",
        "kind: longest_gap, rows: risk.still",
        "is not a rows item",
    ),
    (
        "kind: longest_gap, rows: supervision.entries",
        "kind: first, rows: supervision.entries",
        "kind longest_gap",
    ),
    ("  replaced_by: replaced_by", "  replaced_by: replaced", "there is no item “replaced”"),
    ("sheet: Delays", "sheet: Delays and everything that led to them", "at most 31 characters"),
    ("  PEEL5:\n", "  EMPTY: []\n  PEEL5:\n", "at least one code"),
    ("sheet: Delays", "sheet: Entries", "the sheet “Entries” is given twice"),
    ("sheet: Delays", "required: false", "needs “sheet:” too"),
    (
        "- {key: stage, kind: choice",
        "- {key: delay.flag, kind: choice",
        "already the key of something else",
    ),
    ("- {key: stage, kind: choice", "- {key: start, kind: choice", "given twice"),
    ("- key: A1.7\n", "- key: A1.6\n", "the key “A1.6” is given twice"),
    ("- key: A1.7\n", "- key: A1.6.note\n", "added by Reviewer"),
    ("- key: A1.7\n", "- key: case.own\n", "begin with “case”"),
    ("- key: A1.7\n", "- key: A1 7\n", "“A1 7” cannot be a key"),
    ("- key: A1.rationale\n", "- key: A1.why\n", "“A1.rationale” is not an item of kind text"),
    ('number: "9"', 'number: "8"', "the number “8” is given twice"),
    ("- id: delay_order\n", "- id: period_order\n", "the rule “period_order” is given twice"),
    (
        "    at: period.to\n    when: {compare: [period.to, <, period.from]}",
        "    at: period\n    when: {compare: [period.to, <, period.from]}",
        "no item “period”",
    ),
    ("  delay_days: delay.days", "  delay_days: delay.flag", "days_between"),
    ("  themes: themes", "  themes: good_practice", "this role takes multi"),
    ("  grade: overall.grade", "  grade: risk.urgency", "at least one grade must mean good"),
    ("  rationale: overall.rationale\n", "", "“rationale” is missing"),
    ("  delay_stage: stage\n", "", "needs the role “delay_stage” too"),
    ("  delay_stage: stage", "  delay_stage: step", "“delay.rows” has no column “step”"),
    (
        "  delay_stage: stage",
        "  delay_stage: start",
        "“start” is of kind date; this role takes choice",
    ),
    ("  delay_stage: stage", "  delay_stage: reason", "already has the role “delay_stage”"),
    ("  delay: delay.flag", "  delay: supervision.flag", "already has the role “supervision”"),
    (
        "  delay: delay.flag\n",
        "  delay: delay.flag\n  delay: risk.still\n",
        "“delay” is here twice",
    ),
    ("  referral: risk.still\n", "", "needs the role “referral” too"),
    ("    rating: A1.rating\n", "", "needs both a rating and a rationale"),
    ("own_scale: GRI3", "own_scale: GRI4", "no scale “GRI4”"),
    ("own_scale: GRI3", "own_scale: GAI", "must be the grades that count: G, RI, I"),
    (
        "{code: DEL_NONE, means: fine, ",
        "{code: DEL_NONE, ",
        "no answer of “delay.flag” means fine; write “means: fine” beside a code of “delay”",
    ),
    ("{code: EXC, means: excluded, ", "{code: EXC, ", "means excluded"),
    (
        "{code: REP, means: replaced, ",
        "{code: REP, means: gone, ",
        "“gone” is not a valid “means”",
    ),
    ("means: not-graded\n", "means: fine\n", "“NG” needs “means:” and one of good, below-good"),
    (
        'shape: disc\n      colour: green\n      shortcut: "1"\n',
        "shape: disc\n      colour: green\n",
        "“G” needs a key",
    ),
    ("      shape: half\n", "", "“RI” needs “shape:” and one of star, disc"),
    ("      colour: amber\n", "", "“RI” needs “colour:” and one of purple, blue"),
    ("shape: half\n", "shape: disc\n", "already drawn as disc"),
    ("means: good\n", "means: below-good\n", "at least one grade must mean good"),
    ("shortcut: q\n", "shortcut: e\n", "the letter “e” means “Not evident on file” in item"),
    ("shortcut: q\n", "shortcut: g\n", "the letter “g” is the shortcut to the overall judgement"),
    ("types: case_type", "types: case_types", "no answer set “case_types”"),
    (
        "{code: REP, means: replaced, label: {en: Replaced, cy: Wedi'i ddisodli}, shortcut: r",
        "{code: REP, means: replaced, label: {en: Replaced, cy: Wedi'i ddisodli}, shortcut: X",
        "shortcut “x”",
    ),
    ("{code: X6, label", "{code: X5, label", "the code “X5” is given twice"),
    ("{code: X6, label", "{code: x6, label", "“x6” cannot be a code"),
    ("{code: X6, label", "{code: X6, color: red, label", "Did you mean “colour”"),
    ("version: 1\n", "version: one\n", "“version” takes a whole number from 1, not “one”"),
    ("id: ncpi\n", "id: My Form\n", "“My Form” cannot be an id"),
    ("- key: A1.7\n", "- key: 7.A\n", "“7.A” cannot be a key"),
    ("- key: A1.7\n", f"- key: {'A' * 101}\n", "at most 100 characters"),
    ("shortcut: q\n", 'shortcut: "?"\n', "takes one digit or letter, not “?”"),
    ("shortcut: q\n", 'shortcut: ""\n', "takes one digit or letter, not “”"),
    ("  grade: overall.grade", "  grade:", "this role does not name an item"),
    ("  grade: overall.grade", "  grade: [overall.grade]", "“grade” takes one text"),
    ("      shape: half\n", "      shape: triangle\n", "“triangle” is not a valid “shape”"),
    ("{compare: [end, <, start]}", "{compare: [end, start]}", "has three parts"),
    ("{compare: [end, <, start]}", "{all: []}", "this list is empty"),
    ("{is: {reviewable: REP}}", "{is: {reviewable: REP, exclusion: X1}}", "exactly one key"),
    ("sheet: Delays", "sheet: Cover", "already has a sheet “Cover”"),
    ("sheet: Delays", "sheet: entries", "the sheet “entries” is given twice"),
    ("sheet: Delays", 'sheet: "Delays: all"', "the name of a sheet cannot have :"),
    ("{code: X6, label", "{code: X6, colour: red, label", "only overall grades can have “colour”"),
    ("rows: delay.rows, start: start", "rows: delay.rows, start: reason", "is not a day"),
    ('of: ["3", supervision.standard_days]', 'of: ["3", supervision.flag]', "is not a number"),
    ("keys: [type_confirmed, case.type]", "keys: [type_confirmed, case.age]", "different kinds"),
    ("keys: [blind_grade]", "keys: [supervision.first]", "no “supervision.first”"),
    (
        "in: {grade.compared: [G, RI, I]}",
        "in: {grade.compared: [G, RI, IE]}",
        "is not a code of grade",
    ),
    (
        "rows_any: {delay.rows: {is: {impact: RISK}}}",
        "rows_any: {delay.flag: {answered: end}}",
        "is not a rows item",
    ),
    (
        'least_when:\n          - [{is: {overall.grade: I}}, "120"]',
        'least_when:\n          - [{is: {overall.grade: II}}, "120"]',
        "is not a code of overall.grade",
    ),
]


@pytest.mark.parametrize(("old", "new", "reason"), FAULTS)
def test_a_mistake_is_reported_with_its_line(old: str, new: str, reason: str) -> None:
    text, _ = changed(old, new)
    found = problems(text)
    assert any(reason in problem for problem in found), found
    assert all(problem.startswith("our.yaml, line ") for problem in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{compare: [end, <, start]}", "{compare: [finish, <, start]}"),
        ("relevant: {is: {reviewable: REP}}", "relevant: {is: {reviewable: REPL}}"),
        ("codes: exclusion\n", "codes: exclusions\n"),
        ("- key: A1.7\n", "- key: A1.6\n"),
        ("{code: X6, label", "{code: X6, colour: red, label"),
        ("  themes: themes", "  themes: good_practice"),
        ("rows: delay.rows, start: start", "rows: delay.rows, start: reason"),
    ],
)
def test_the_line_is_exactly_the_one_that_is_wrong(old: str, new: str) -> None:
    text, line = changed(old, new)
    assert problems(text)[0].startswith(f"our.yaml, line {line}: ")


def test_an_entry_written_over_several_lines_has_the_line_of_its_name() -> None:
    text, line = changed(
        "  - key: quotable\n", "  - key: quotable\n        colour:\n          a: b\n"
    )
    (problem,) = problems(text)
    assert problem.startswith(f"our.yaml, line {line + 1}: “colour” is not recognised here")


def test_the_sentence_names_the_first_problem_and_how_many_more_there_are() -> None:
    one = FormProblem(file="our.yaml", line=41, reason=verbatim("“colour” is not recognised here."))
    assert str(FormError([one])) == "our.yaml, line 41: “colour” is not recognised here."
    assert str(FormError([one, one])).endswith("here. (and 1 more problem)")
    assert str(FormError([one, one, one])).endswith("(and 2 more problems)")


def test_several_mistakes_are_reported_in_the_order_of_their_lines() -> None:
    text = SOURCE.replace("sheet: Delays", "sheet: Entries").replace(
        "- key: A1.7\n", "- key: A1.6\n"
    )
    lines = [int(p.split(",")[1].split(":")[0].removeprefix(" line ")) for p in problems(text)]
    assert len(lines) > 1
    assert lines == sorted(lines)


def test_a_name_given_twice_is_reported_with_the_second_line() -> None:
    text = SOURCE.replace("version: 1\n", "version: 1\nversion: 2\n", 1)
    (problem,) = problems(text)
    line = text.splitlines().index("version: 2") + 1
    assert problem.startswith(f"our.yaml, line {line}: “version” is here twice")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("# only a remark\n", "the file is empty"),
        ("id: [ncpi\n", "this is not YAML"),
        ("id: ncpi\n---\nid: other\n", "line 2: a form file must be one document"),
        ("id: \x07\n", "characters that a text file cannot have"),
        ("id: \ud800\n", "characters that a text file cannot have"),
        ("id: !!python/object:os.system x\n", "a form cannot have tags"),
        ("id: !!int 3\n", "a form cannot have tags"),
        ("[a]: b\n", "the name of an entry must be plain text"),
        ("- a\n- b\n", "this is not a form file"),
        ("ncpi\n", "this is not a form file"),
        ("id: *missing\n", "“*missing” needs"),
        ("id: &a [*a]\n", "“*a” needs"),
        ("[" * 300 + "]" * 300, f"nested deeper than {DEPTH_LIMIT} levels"),
        ("[" * 200_000, f"nested deeper than {DEPTH_LIMIT} levels"),
        ("#" * (SIZE_LIMIT + 1), "at most 1 MiB"),
        ("é" * (SIZE_LIMIT // 2 + 1), "at most 1 MiB"),
    ],
)
def test_what_is_no_form_is_refused(text: str, reason: str) -> None:
    (problem,) = problems(text)[:1]
    assert reason in problem


def test_aliases_that_say_billions_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert "more than 100,000 parts" in problems("\n".join(lines))[0]


TAKEN = """
id: taken
version: 1
title: Taken
types: case_type
answer_sets: {case_type: {take: ncpi/case_type}}
"""


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("scales: {GRI3: {take: ncpi}}", "“take” names a form and a part"),
        ("scales: {GRI3: {take: [ncpi, GRI3]}}", "“take” names a form and a part"),
        ("scales: {GRI3: {take: ncpi/GRI4}}", "ncpi has no “GRI4” in its scales"),
        ("scales: {GRI3: {take: ncpi/GRI3, own: x}}", "cannot be changed"),
        ("sections: [{take: ncpi/99}]", "ncpi has no “99” in its sections"),
        ("sections: [{take: nobody/9}]", "no form “nobody”"),
        ("sections: [{id: a, items: [{take: ncpi/A9.9}]}]", "ncpi has no “A9.9” in its items"),
        ("scales: {GRI3: {take: dip-sample/GRI3}}", "dip-sample takes “GRI3” from another form"),
        ("sections: [{take: ncpi/9, relevance: true}]", "“relevance” is not recognised here"),
    ],
)
def test_a_take_that_finds_nothing_is_reported_with_its_line(part: str, reason: str) -> None:
    found = problems(TAKEN + part + "\n")
    assert any(reason in problem and "our.yaml, line 7" in problem for problem in found), found


def test_a_mistake_in_a_taken_section_is_reported_in_its_own_file() -> None:
    broken, line = changed("codes: exclusion\n", "codes: exclusions\n")
    found = problems(bundled_source("dip-sample"), lambda _: broken)
    assert found == [f"ncpi.yaml, line {line}: there is no answer set “exclusions”."]


def test_a_taken_section_is_the_section_itself() -> None:
    short, whole = bundled_form("dip-sample"), bundled_form("ncpi")
    for section_id in ("supervision", "delay", "risk", "overall"):
        assert _section(short, section_id) == _section(whole, section_id)
    chosen = _section(short, "A1")
    assert chosen.required is True
    assert chosen.items == _section(whole, "A1").items


def _section(form: Form, section_id: str) -> Section:
    return next(section for section in form.sections if section.id == section_id)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_cut_out_of_a_form_file_is_refused_or_read(data: st.DataObject) -> None:
    lines = SOURCE.splitlines(keepends=True)
    start = data.draw(st.integers(0, len(lines) - 1))
    length = data.draw(st.integers(1, 30))
    indent = data.draw(st.sampled_from(["", " ", "  ", "- ", "x: ", "{", "&a ", "*a "]))
    cut = "".join([*lines[:start], indent + lines[start], *lines[start + length :]])
    found, form = _tried(cut)
    assert (form is None) == bool(found)
    assert all(1 <= problem.line <= len(lines) + 1 for problem in found)
    if form is not None:
        assert Form.model_validate_json(form.to_json()) == form
        assert not assessed(form, case_of("S47"), {}).may_complete


def _tried(text: str) -> tuple[tuple[FormProblem, ...], Form | None]:
    try:
        return (), load_form(text, "our.yaml", find=bundled_source)
    except FormError as error:
        return error.problems, None


@given(st.text(max_size=60))
def test_any_text_is_refused_in_words(text: str) -> None:
    with pytest.raises(RefusalError):
        load_form(text, "our.yaml", find=bundled_source)

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reviewer.cells.limits import DEFAULT_LIMITS, Limits
from reviewer.cells.sheet import RawCell, is_blank
from reviewer.domain.case import normalised_reference
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import Key
from reviewer.domain.list_options import AS_FOUND, DateOrder, ListMapping, ListOptions
from reviewer.forms.library import bundled_form
from reviewer.intake import personal
from reviewer.intake.checks import check_rows
from reviewer.intake.column import MappedColumn
from reviewer.intake.examination import examine
from reviewer.intake.pipe import (
    Answer,
    Examined,
    ReadingRequest,
    read_answer,
    read_request,
    written,
    written_answer,
)
from reviewer.intake.process import ANSWER
from reviewer.intake.reading import read_list
from reviewer.intake.references import compared
from reviewer.intake.synonyms import (
    fitting_keys,
    normalised_header,
    normalised_words,
    personal_by_header,
)
from reviewer.intake.values import clean_text, is_placeholder, unseen_characters
from reviewer.intake.vocabulary import Vocabulary

TODAY = date(2018, 6, 1)
WORDS = Vocabulary(
    types={"da": "DA", "domesticabuse": "DA", "s47": "S47", "missing": "MISS"},
    scales={
        "GRI3": {"good": "G", "requiresimprovement": "RI", "inadequate": "I"},
        "GAI": {"good": "GOOD", "adequate": "ADEQUATE", "inadequate": "INADEQUATE"},
    },
)
HEADER = ["Case reference", "Case type", "Date reported"]


def examined(rows: Sequence[Sequence[str]], **chosen: object) -> Examined:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    options = ListOptions(**{"force": "X", **chosen})
    return examine(stream.getvalue().encode(), asked(options))


def asked(options: ListOptions = AS_FOUND) -> ReadingRequest:
    return ReadingRequest(path=Path("a.csv"), options=options, words=WORDS, today=TODAY)


def notices(found: Examined) -> dict[str, str]:
    return {notice.code: str(notice.text) for notice in found.reading.notices}


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("URN", "reference"),
        ("Case reference / Cyfeirnod", "reference"),
        ("Dyddiad adrodd | Date reported", "reported"),
        ("Statws – Status", "status"),
        ("Query1.Reference", "reference"),
        ("c.case_type", "type"),
        ("Crime No.", "reference"),
        ("CRIS Ref", "reference"),
        ("Niche Occurrence Number", "reference"),
        ("CaseReference", "reference"),
        ("CP  Type", "type"),
        ("Type of case", "type"),
        ("Date Rptd", "reported"),
        ("Reported on", "reported"),
        ("Date first reported to police (dd/mm/yyyy)", "reported"),
        ("reported_date", "reported"),
        ("Date of incident", "incident"),
        ("Date  Allocated", "allocated"),
        ("Date closed", "closed"),
        ("OIC team", "unit"),
        ("BCU", "area"),
        ("Crime status", "status"),
        ("Child's age", "age"),
        ("Victim age", "age"),
        ("No of children", "children"),
        ("Risk level", "risk"),
        ("Home Office code", "offence"),
        ("Selection method", "selection"),
        ("Stratum population", "stratum_population"),
        ("Self-assessment", "force_grade"),
        ("Force's grade", "force_grade"),
        ("Grading scale", "force_scale"),
        ("Date of audit", "force_audit_date"),
        ("Auditor comments", "force_comment"),
        ("Assigned inspector", "inspector"),
        ("Restricted?", "sensitive"),
    ],
)
def test_a_known_header_is_a_name_of_its_key(header: str, key: str) -> None:
    found = [(score, name) for name, score in fitting_keys(header)]
    assert max(found)[1] == key
    assert personal_by_header(header) is None


@pytest.mark.parametrize(
    "header",
    [
        "Surname, forename", "DOB", "D.O.B.", "Victim Name", "Child", "Suspect details", "Address",
        "Home address", "Post Code", "Contact number", "Mobile", "E-mail", "NHS No", "OIC",
        "Date of birth of child", "Name", "Location", "mother's name", "Parent/Carer",
    ],
)  # fmt: skip
def test_a_header_of_personal_data_is_known(header: str) -> None:
    assert personal_by_header(header)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["jo@example.com"] * 3, "e-mail"),
        (["07700 900123", "+44 7700 900456", "n/k"], "telephone"),
        (["1 Elm Road", "22 Oak Lane", "Flat 2, High Street"], "addresses"),
        (["ZZ99 3VZ", "QQ1 1AA", "x"], "addresses"),
        (["Smith, Jane", "Jones, Ann", "Khan, Ali"], "names"),
        (["Sarah Smith", "John Doe", "n/k"], "names"),
        (["04/05/2003", "2008-01-02", "17/11/2011", "30.06.2015"], "dates of birth"),
        (
            [
                "Żółć Bąk",
                "Bui Thi",
                "Ngô-Bá Trân",
                "Oyelaran, Ife",
                "Ó Séaghdha, Pól",
                "Pryce Llywelyn",
                "Xú Jié",
                "Nkechi O'Dea",
            ],
            "names",
        ),
        (["North Team", "South Team"] * 5, "nothing that a review uses"),
        (["2017-01-02", "2017-05-06", "2016-12-31"], "nothing that a review uses"),
        (["blue", "green", "red"], "nothing that a review uses"),
        (["", "", ""], "empty"),
    ],
)
def test_a_column_no_key_fits_is_left_out_with_the_reason(cells: list[str], reason: str) -> None:
    rows = [[*HEADER, "Xyzzy"]]
    rows += [[f"{n}/17", "DA", "2017-10-19", cell] for n, cell in enumerate(cells)]
    found = examined(rows)
    assert found.reading.left_out[0][0] == "Xyzzy"
    assert reason in str(found.reading.left_out[0][1])
    assert len(found.positions) == len(cells)


def test_a_mapped_column_of_names_is_kept_and_warned_about() -> None:
    rows = [[*HEADER, "Who"]] + [[f"{n}/17", "DA", "2017-10-19", "Smith, Jane"] for n in range(3)]
    found = examined(rows, columns={"unit": "Who"})
    assert found.values["unit"] == ["Smith, Jane"] * 3
    assert "names" in notices(found)["personal-data"]
    assert not [c for c in found.reading.columns if c.key == "unit" and c.samples]


def test_the_forces_grade_gives_no_samples() -> None:
    found = examined([[*HEADER, "Force grade"], ["1/17", "DA", "2017-10-19", "Good"]])
    assert {c.header: c.samples for c in found.reading.columns}["Force grade"] == ()


def test_titles_totals_notes_and_repeated_headers_are_no_cases() -> None:
    rows = [
        ["Child protection sample"],
        [],
        HEADER,
        ["01/17", "DA", "2017-10-19"],
        [],
        ["02/17", "S47", "2017-10-20"],
        HEADER,
        ["03/17", "Burglary", "n/k"],
        ["Total", "", "3"],
        ["", "", ""],
        ["Extracted by Performance on request of the team"],
        ["DA", "2"],
    ]
    found = examined(rows)
    assert (found.reading.header_row, found.reading.rows) == (3, 3)
    assert list(found.positions) == [1, 2]
    assert {(p.row, p.code) for p in found.reading.problems} == {
        (8, "unknown-type"),
        (8, "not-a-date"),
    }
    assert notices(found)["total"].endswith("row 9.")
    assert notices(found)["note"].endswith("rows 11 and 12.")
    assert notices(found)["repeated-header"].endswith("row 7.")


def test_a_header_in_two_lines_is_joined() -> None:
    rows = [
        ["Case reference", "Case type", "Dates", ""],
        ["", "", "Date reported", "Date allocated"],
        ["01/17", "DA", "2017-10-19", "2017-10-20"],
    ]
    found = examined(rows)
    assert found.reading.header_row == 2
    assert found.reading.mapping == {
        "reference": "Case reference",
        "type": "Case type",
        "reported": "Date reported",
        "allocated": "Date allocated",
    }
    assert found.reading.rows == 1


def test_columns_are_found_by_their_cells_where_no_header_says_it() -> None:
    rows = [["Alpha", "Beta", "Gamma"]]
    rows += [[f"{n}/17", "DA", f"2017-10-{n:02d}"] for n in range(10, 20)]
    found = examined(rows)
    assert found.reading.mapping == {"reference": "Alpha", "type": "Beta", "reported": "Gamma"}
    assert len(found.positions) == 10
    assert "mapped-by-content" in notices(found)


def test_a_running_number_is_not_the_reference() -> None:
    rows = [["No", "Crime Ref", "Type", "Date reported"]]
    rows += [[str(n), f"9{n}/17", "DA", "2017-10-19"] for n in range(1, 5)]
    assert examined(rows).reading.mapping["reference"] == "Crime Ref"


def test_a_running_number_is_no_reference_even_where_the_header_is_no_help() -> None:
    rows = [["No", "Alpha", "Type", "Date reported"]]
    rows += [[str(n), f"9{n}/17", "DA", "2017-10-19"] for n in range(1, 5)]
    assert examined(rows).reading.mapping["reference"] == "Alpha"


def test_a_header_that_is_there_twice_is_named_by_its_letter() -> None:
    rows = [[*HEADER, "Team", "Team"], ["01/17", "DA", "2017-10-19", "one", "two"]]
    with pytest.raises(RefusalError, match="column D”, “column E"):
        examined(rows, columns={"unit": "Team"})
    assert examined(rows, columns={"unit": "column E"}).values["unit"] == ["two"]


def test_a_column_with_both_orders_of_dates_refuses_what_is_ambiguous() -> None:
    days = ["13/04/2018", "04/13/2018", "03/04/2018"]
    found = examined([HEADER, *([f"{n}/17", "DA", day] for n, day in enumerate(days))])
    assert [(p.row, p.code) for p in found.reading.problems] == [(4, "ambiguous-date")]
    assert "row 2 has the day first and row 3 has the month first" in str(
        found.reading.problems[0].text
    )


def test_an_unproven_column_is_read_day_first_and_reported() -> None:
    found = examined([HEADER, ["1/17", "DA", "03/04/2018"]])
    assert found.values["reported"] == ["2018-04-03"]
    assert "day-first-taken" in notices(found)


def test_optional_values_that_cannot_be_read_are_left_empty_and_reported() -> None:
    rows = [
        [*HEADER, "Date allocated", "Child age", "Date of incident"],
        ["1/17", "DA", "2017-10-19", "31/02/2018", "8 months", "2017-10-20"],
        ["2/17", "DA", "2017-10-19", "n/k", "-", "2017-10"],
    ]
    found = examined(rows)
    assert len(found.positions) == 2
    assert found.values["allocated"] == found.values["age"] == ["", ""]
    assert set(notices(found)) == {
        "no-such-date",
        "not-a-number",
        "incident-after-reported",
        "says-nothing",
    }
    rows_by_code = {notice.code: notice.rows for notice in found.reading.notices}
    assert rows_by_code.pop("says-nothing") == (3,)
    assert set(rows_by_code.values()) == {(2,)}


GRADED = [
    [*HEADER, "Force grade"],
    ["1/17", "DA", "2017-10-19", "GOOD"],
    ["2/17", "DA", "2017-10-19", "Inadequate"],
    ["3/17", "DA", "2017-10-19", ""],
]


def test_grades_on_two_scales_are_kept_as_written() -> None:
    found = examined(GRADED)
    assert found.values["force_grade"] == ["GOOD", "Inadequate", ""]
    assert found.values["force_scale"] == ["", "", ""]
    assert "GRI3, GAI" in notices(found)["no-scale"]


def test_grades_on_a_named_scale_are_codes() -> None:
    found = examined(GRADED, scale="gri3")
    assert found.values["force_grade"] == ["G", "I", ""]
    assert found.values["force_scale"] == ["GRI3", "GRI3", ""]


def test_grades_that_fit_one_scale_only_take_it_with_a_notice() -> None:
    found = examined([*GRADED, ["4/17", "DA", "2017-10-19", "adequate"]])
    assert found.values["force_grade"] == ["GOOD", "INADEQUATE", "", "ADEQUATE"]
    assert "scale-taken" in notices(found)


def test_the_lists_own_scale_wins_row_by_row() -> None:
    rows = [
        [*HEADER, "Force grade", "Scale"],
        ["1/17", "DA", "2017-10-19", "good", "GAI"],
        ["2/17", "DA", "2017-10-19", "good", ""],
        ["3/17", "DA", "2017-10-19", "good", "stars"],
    ]
    found = examined(rows, scale="GRI3")
    assert found.values["force_grade"] == ["GOOD", "G", "good"]
    assert found.values["force_scale"] == ["GAI", "GRI3", "stars"]
    assert {"unknown-scale", "no-scale"} <= set(notices(found))


def test_unseen_characters_are_reported_and_do_not_hide_a_duplicate() -> None:
    found = examined([HEADER, ["1/17", "DA", "2017-10-19"], ["1/\u200b17", "DA", "2017-10-19"]])
    assert [(p.row, p.code) for p in found.reading.problems] == [(3, "duplicate-reference")]
    assert "U+200B" in notices(found)["unseen-characters"]


def test_a_quote_that_never_closes_is_refused_with_its_row() -> None:
    text = 'Case reference,Case type,Date reported\r\n1/17,DA,2017-10-19\r\n2/17,"DA,x\r\n'
    text += "3/17,DA,2017-10-19\r\n" * 300
    with pytest.raises(RefusalError, match="row 3"):
        examine(text.encode(), asked())


@given(st.lists(st.text() | st.text(alphabet=" aZ/9")))
def test_references_are_compared_as_the_domain_compares_them(references: list[str]) -> None:
    assert compared(references) == list(map(normalised_reference, references))


@given(st.lists(st.text(alphabet=" |aZ/9eE+.\t\u00a0\u200b") | st.floats(0, 2e15) | st.booleans()))
def test_a_column_of_plain_texts_is_kept_as_reading_each_would_give_it(
    cells: list[RawCell],
) -> None:
    column = MappedColumn(index=0, name="Unit", letter="A", cells=cells)
    if column.plain is not None:
        assert column.plain == list(map(clean_text, cells))
        assert not any(map(unseen_characters, cells))
    assert column.is_empty == all(map(is_blank, cells))


@pytest.mark.parametrize("cell", [" a", "a ", "a  b", "é", "a\tb", "\u200b", 1.0, "x" * 20_001])
def test_one_text_that_needs_mending_has_the_whole_column_read(cell: RawCell) -> None:
    column = MappedColumn(index=0, name="Unit", letter="A", cells=["", "a b", cell])
    assert column.plain is None


HOSTILE = (
    "Aa ",
    "1 Aa Aa ",
    "0 1-",
    "a@",
    "Aa,A",
    "0) (",
    "flat 1, ",
    "on or near ",
    "a\u0301\u0323",
)


def test_no_expression_for_what_is_personal_sees_more_than_the_beginning_of_a_cell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[int] = []

    def note(text: str) -> bool:
        seen.append(len(text))
        return False

    monkeypatch.setattr(personal, "_KINDS", (("nothing", note),))
    rows = [[*HEADER, *HOSTILE]] + [[f"{n}/17", "DA", "2017-10-19", *(t * 4_000 for t in HOSTILE)]
                                    for n in range(3)]  # fmt: skip
    assert len(examined(rows).positions) == 3
    assert 400 < max(seen) <= 500


@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=9), max_size=20).map("".join))
def test_a_short_cell_is_told_from_a_person_as_a_whole_one_is(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        short = personal.personal_by_content([text[:500]])
        patch.setattr(personal, "_BEGINNING", 1_000_000)
        assert personal.personal_by_content([text[:500]]) == short


@pytest.mark.parametrize("text", HOSTILE)
def test_headers_and_words_are_compared_by_their_beginning_alone(text: str) -> None:
    long = text * 4_000
    assert normalised_header(long) == normalised_header(long[:200])
    assert normalised_words(long) == normalised_words(long[:200])
    assert len(normalised_words("ﷺ" * 32_000)) < 5_000


def test_a_reference_longer_than_any_is_refused() -> None:
    found = examined([HEADER, ["1" * 200, "DA", "2017-10-19"], ["2" * 201, "DA", "2017-10-19"]])
    assert [(p.row, p.code) for p in found.reading.problems] == [(3, "reference-too-long")]


def test_what_was_examined_crosses_from_the_worker_as_it_was() -> None:
    found = examined([[*HEADER, "Unit"], ["1/17", "DA", "2017-10-19", 'a\x1fb"\\c'], ["2/17", "?"]])
    answer = Answer(examined=found)
    assert found.reading.problems
    assert read_answer(written_answer(answer), ANSWER.validate_json, DEFAULT_LIMITS) == answer


def test_an_answer_of_more_cases_than_a_list_has_is_none() -> None:
    found = examined([HEADER, ["1/17", "DA", "2017-10-19"]])
    parts = [replace(part, last_row=10**15) for part in found.reading.parts]
    answer = replace(found, reading=replace(found.reading, parts=tuple(parts)))
    with pytest.raises(ValueError, match="more cases"):
        read_answer(written_answer(Answer(examined=answer)), ANSWER.validate_json, DEFAULT_LIMITS)


def test_a_case_has_the_values_of_its_row_and_no_empty_ones(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Reference,Type,Date reported,Unit,Status\n1/17,DA,2017-10-19,,Open\n2/17,?,,,\n"
        "3/17,DA,2017-10-20,MASH,\n"
    )
    read = read_list(path, ListOptions(force="X"), form=bundled_form("ncpi"), today=TODAY)
    first, third = read.cases
    same = {"type": "DA", "force": "X"}
    assert first.values == {"reference": "1/17", "reported": "2017-10-19", "status": "Open", **same}
    assert third.values == {"reference": "3/17", "reported": "2017-10-20", "unit": "MASH", **same}
    assert (first.position, third.position, read.case_rows) == (1, 3, (2, 4))
    assert (first.get("unit"), len(first.values), "unit" in first.values) == ("", 5, False)


def test_an_answer_with_values_for_no_case_is_none() -> None:
    written = written_answer(Answer(examined=examined([HEADER, ["1/17", "DA", "2017-10-19"]])))
    for spoilt in (written + b"\x1f2/17", written + b"\x1e2/17", written.replace(b"\x1e", b"\x1f")):
        with pytest.raises(ValueError, match=r"argument|case"):
            read_answer(spoilt, ANSWER.validate_json, DEFAULT_LIMITS)


WORDS_BY_WORDS = st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3)
ORDERS = st.dictionaries(st.text(max_size=9), st.sampled_from(DateOrder), max_size=3)


@given(
    st.builds(
        ReadingRequest,
        path=st.text(min_size=1, max_size=20).map(Path),
        options=st.builds(
            ListOptions,
            header_row=st.none() | st.integers(1, 9),
            columns=WORDS_BY_WORDS,
            types=WORDS_BY_WORDS,
            dates=ORDERS,
            corrections=st.dictionaries(st.integers(1, 9), WORDS_BY_WORDS, max_size=3),
            earlier=st.builds(ListMapping, columns=WORDS_BY_WORDS, dates=ORDERS),
        ),
        words=st.builds(
            Vocabulary,
            types=WORDS_BY_WORDS,
            scales=st.dictionaries(st.text(max_size=9), WORDS_BY_WORDS, max_size=2),
        ),
        today=st.dates(),
        limits=st.builds(Limits, rows=st.integers(1, 9)),
    )
)
def test_a_request_crosses_to_the_worker_as_it_was(request: ReadingRequest) -> None:
    assert read_request(written(request)) == request


ANY = st.text(max_size=40) | st.sampled_from(
    ["", "DA", "1/17", "2017-10-19", "Total", "Case type", "\x00", "\u202e", "\r", '"', "{rows}"]
)


@pytest.mark.parametrize("header", ["Case type / Status", "Status - Closed", "a.b"])
def test_a_header_that_says_two_things_is_a_name_of_neither(header: str) -> None:
    assert fitting_keys(header) == ()


def test_a_header_that_names_people_in_either_language_is_personal() -> None:
    for header in ("Name / Enw", "Enw'r plentyn / Child name", "Dyddiad geni | DOB"):
        assert personal_by_header(header), header


@given(st.lists(st.lists(ANY, max_size=6), max_size=12))
def test_hostile_cells_are_refused_or_read_and_never_raise(rows: list[list[str]]) -> None:
    try:
        found = examined([HEADER, *rows])
    except RefusalError as refusal:
        assert str(refusal)  # noqa: PT017 - either way is right
        return
    answer = Answer(examined=found)
    assert read_answer(written_answer(answer), ANSWER.validate_json, DEFAULT_LIMITS) == answer
    assert len(found.positions) + len(found.reading.refused_rows) == found.reading.rows


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Cf", "Zs"]), min_size=1))
def test_hostile_text_in_an_optional_cell_is_read_back(text: str) -> None:
    assume(not is_placeholder(text) and text[0] not in "='")
    # Within quotation marks a last backslash is refused: programs read what follows differently.
    assume(not text.endswith("\\") or text.endswith("\\\\"))
    found = examined([[*HEADER, "Unit", "Risk"], ["1/17", "DA", "2017-10-19", text, "x"]])
    assert len(found.positions) == 1
    assert found.values["risk"] == ["x"]
    kept = normalised_reference(found.values["unit"][0]).replace("\ufffd", "")
    assert kept == normalised_reference(text).replace("\ufffe", "").replace("\ufffd", "")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_a_refusal(content: bytes) -> None:
    try:
        examine(content, asked())
    except RefusalError as refusal:
        assert str(refusal)  # noqa: PT017 - either way is right


def test_a_true_and_a_one_of_a_column_of_types_are_told_apart() -> None:
    cells: list[RawCell] = [True, 1.0, True]
    checked = check_rows(
        {Key("type"): MappedColumn(index=0, name="Category", letter="A", cells=cells)},
        (2, 3, 4),
        WORDS,
        force="X",
        scale=None,
        today=TODAY,
        from_1904=False,
        orders={},
    )
    assert [str(p.text).split("”")[0] for p in checked.problems] == ["“TRUE", "“1", "“TRUE"]
    assert [(u.words, u.rows) for u in checked.unknown_types] == [("TRUE", 2), ("1", 1)]

"""A signed workbook that is not as we write it is refused by sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbook_sample import FORM, parts_of, register

from reviewer.domain.errors import RefusalError
from reviewer.domain.submission import Submission
from reviewer.domain.verdict import OTHER_LAYOUT
from reviewer.workbook.layout import layout_of
from reviewer.workbook.reader import read_workbook
from reviewer.workbook.writer import write_workbook

PARTS = parts_of(write_workbook(register(2), {}, with_references=True).content)
SHEETS = {name: f"xl/worksheets/sheet{n}.xml" for n, name in enumerate(layout_of(FORM).names, 1)}


def read(parts: dict[str, bytes]) -> Submission:
    return read_workbook(parts)


def refusal(sheet: str, change: Callable[[str], str]) -> RefusalError:
    """Change one sheet and return the error it is refused with."""
    part = SHEETS[sheet]
    before = PARTS[part].decode()
    after = change(before)
    assert after != before
    with pytest.raises(RefusalError) as refused:
        read({**PARTS, part: after.encode()})
    return refused.value


def sentence(sheet: str, change: Callable[[str], str]) -> str:
    return str(refusal(sheet, change))


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


def test_the_untouched_workbook_is_read() -> None:
    assert read(dict(PARTS)).cases


@pytest.mark.parametrize("sheet", ["Cover", "Cases", "Narratives", "Delays", "Log", "Decisions"])
def test_a_missing_sheet_is_named(sheet: str) -> None:
    book = PARTS["xl/workbook.xml"].replace(f'name="{sheet}"'.encode(), b'name="Other"')
    with pytest.raises(RefusalError, match=f"“{sheet}”") as refused:
        read({**PARTS, "xl/workbook.xml": book})
    assert refused.value.code == "missing-sheet"


def test_a_missing_part_is_refused() -> None:
    with pytest.raises(RefusalError) as refused:
        read({name: part for name, part in PARTS.items() if name != SHEETS["Cases"]})
    assert refused.value.code == "missing-sheet"


def test_a_file_without_a_workbook_is_refused() -> None:
    with pytest.raises(RefusalError) as refused:
        read({})
    assert refused.value.code == "not-a-workbook"


def test_a_renamed_column_is_refused() -> None:
    assert "“A1.9”" in sentence("Cases", swap("<t>A1.1</t>", "<t>A1.9</t>"))


def test_a_column_there_twice_is_refused() -> None:
    assert refusal("Cases", swap("<t>A1.2</t>", "<t>A1.1</t>")).code == "strange-column"


def test_columns_are_found_by_their_keys_wherever_they_are() -> None:
    def swapped(match: re.Match[str]) -> str:
        return f"{match[1]}{'BA'['AB'.index(match[2])]}{match[3]}"

    text = PARTS[SHEETS["Decisions"]].decode()
    moved = re.sub(r'(<c r=")([AB])([0-9]+")', swapped, text)
    assert read({**PARTS, SHEETS["Decisions"]: moved.encode()}) == read(dict(PARTS))


def test_rows_written_alike_under_other_headings_are_read_by_their_own() -> None:
    part = SHEETS["Cases"]
    text = PARTS[part].decode()
    reference, unit = "<t>case.reference</t>", "<t>case.unit</t>"
    changed = text.replace(unit, "<t></t>", 1).replace(reference, unit, 1)
    other = {**PARTS, part: changed.replace("<t></t>", reference, 1).encode()}

    def shown(parts: dict[str, bytes]) -> tuple[str, str]:
        first = read(parts).cases[0]
        return first.get("reference"), first.get("unit")

    own = shown(PARTS)
    assert shown(other) == own[::-1]
    assert shown(PARTS) == own


def test_a_missing_field_of_cover_is_named() -> None:
    assert "“Export id”" in sentence("Cover", swap("<t>Export id</t>", "<t>Export no</t>"))


def test_a_field_of_cover_there_twice_is_refused() -> None:
    assert "“Force”" in sentence("Cover", swap("<t>Export id</t>", "<t>Force</t>"))


def test_another_layout_is_refused() -> None:
    def newer(text: str) -> str:
        return re.sub(r"(<t>Layout of this workbook</t>.*?<v>)1(</v>)", r"\g<1>2\2", text)

    assert refusal("Cover", newer).code == OTHER_LAYOUT


@pytest.mark.parametrize(
    ("sheet", "old", "new", "named"),
    [
        ("Cases", "<t>current</t>", "<t>perhaps</t>", "standing"),
        ("Cases", "<t>yes</t>", "<t>maybe</t>", "completed"),
        ("Cases", "<t>complete</t>", "<t>complete</t><f>1</f>", "“Cases”"),
        ("Cases", "NCPI-TST-2018Q4-0001", "NCPI-TST-2018Q4-0009", "column case"),
        ("Cases", "14:02:11.123Z", "25:02:11.123Z", "changed_at"),
        ("Cases", '{"0a11":3,', '{"0a11":-3,', "vector"),
        ("Cases", '{"0a11":3,', '{"0a11": 3,', "vector"),
        ("Narratives", "<t>A1.rationale</t>", "<t>A1.none</t>", "column key"),
        ("Delays", '<v>1</v></c><c r="H5', '<v>7</v></c><c r="H5', "column row"),
        ("Delays", "<t>ST", "<t>SX", "“Delays”, row"),
        ("Decisions", '<t>grade</t></is></c><c r="C5', '<t>guess</t></is></c><c r="C5', "kind"),
        ("Decisions", "[[", "[[[", "between"),
        ("Log", "<t>line</t>", "<t>lime</t>", "entry"),
        ("Cover", "<t>no</t>", "<t>never</t>", "Cases drawn at random"),
        ("Cover", "2018-11-05", "2018-13-05", "Visit from"),
    ],
)
def test_a_strange_value_is_refused_where_it_is(sheet: str, old: str, new: str, named: str) -> None:
    assert named in sentence(sheet, swap(old, new))


def test_an_answer_that_is_no_code_is_refused_with_its_question() -> None:
    def wrong(text: str) -> str:
        return re.sub(r"(<row r=\"6\">.*?<t>)SUP_[A-Z]+(</t>)", r"\1SUP_SOME\2", text)

    assert "supervision.flag" in sentence("Cases", wrong)


def test_a_review_that_does_not_fit_its_digest_is_refused() -> None:
    def other(text: str) -> str:
        return re.sub(r"<t>SUP_[A-Z]+</t>", "<t>SUP_NA</t>", text)

    assert "digest" in sentence("Cases", other)


def test_a_text_of_no_review_is_refused() -> None:
    def more(text: str) -> str:
        cells = zip(
            "ABCDF", ("NCPI-TST-2018Q4-0001", "D. Reader", "1", "A1.rationale", "x"), strict=True
        )
        row = "".join(
            f'<c r="{at}9999" t="inlineStr"><is><t>{value}</t></is></c>' for at, value in cells
        )
        return text.replace("</sheetData>", f'<row r="9999">{row}</row></sheetData>')

    assert refusal("Narratives", more).code == "stray-row"


def test_a_lone_cell_far_away_is_refused_at_once() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert refusal("Decisions", swap("</sheetData>", far)).code == "strange-cell"


@pytest.mark.parametrize(
    ("sheet", "old", "new"),
    [
        ("Delays", r"<v>([0-9]+)</v></c>", r"<v>\1</t></is></c>"),
        ("Delays", r"<v>([0-9]+)</v></c>", r"<v>\1.5</v></c>"),
        ("Delays", r"<v>([0-9]+)</v></c>", r"<v>x</v></c>"),
        ("Delays", r"><v>([0-9]+)</v></c>", r' t="inlineStr"><is><t>\1</v></c>'),
        ("Delays", r"<t>(ST[0-9]+)</t></is></c>", r"<t>\1</v></c>"),
        ("Cases", r' t="inlineStr"><is><t>current</t></is></c>', r"><v>1</v></c>"),
        ("Cases", r'(<c r="A)6"', r'\g<1>7"'),
        ("Cases", r'(<c r="A6".*?</c>)(<c r="B6".*?</c>)', r"\2\1"),
        ("Cases", r'(<c r="A6".*?</c>)', r"\1\1"),
        ("Cases", r'(<row r=)"7"(.*?)</row>', r'\1"7"\2<c/></row>'),
        ("Cases", r"</row></sheetData>", r"</row> </sheetData>"),
        ("Cases", r"</row></sheetData>", r"</sheetData>"),
        ("Narratives", r'(<row r="7".*?</row>)', r"\1\1"),
        ("Narratives", r"<t>The ", r"<t>&quot;The "),
        ("Narratives", r"<t>The ", r"<t>_x0041_The "),
        ("Narratives", r"<t>The ", "<t>\ufffeThe "),
    ],
)
def test_a_row_that_is_not_as_we_write_it_is_refused(sheet: str, old: str, new: str) -> None:
    def change(text: str) -> str:
        head, body = text.split('<row r="6"', 1)
        return head + re.sub(old, new, f'<row r="6"{body}', count=1)

    refused = refusal(sheet, change)
    assert (refused.code, f"“{sheet}”" in str(refused)) == ("strange-sheet", True)


def test_a_value_under_no_heading_is_refused_where_it_is() -> None:
    far = '<row r="9999"><c r="ZZ9999"><v>1</v></c></row></sheetData>'
    assert "ZZ9999" in sentence("Cases", swap("</sheetData>", far))


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000])
def test_nested_json_is_refused_not_followed(deep: str) -> None:
    assert "between" in sentence("Decisions", lambda t: re.sub(r"\[\[.*?\]\]", deep, t, count=1))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_to_a_sheet_ends_in_anything_but_a_refusal(data: st.DataObject) -> None:
    part = SHEETS[data.draw(st.sampled_from(sorted(SHEETS)))]
    content = bytearray(PARTS[part])
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    with suppress(RefusalError):
        read({**PARTS, part: bytes(content)})

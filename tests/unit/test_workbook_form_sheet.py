"""The sheet Form holds the whole form: read back exactly, and refused where it was bent."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from workbook_sample import FORM, empty, parts_of, submission

from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.forms.library import BUNDLED, bundled_form, bundled_source
from reviewer.forms.loader import load_form
from reviewer.workbook.reader import read_workbook
from reviewer.workbook.writer import write_workbook


def parts_with(form: Form) -> dict[str, bytes]:
    return parts_of(write_workbook(empty(form), {}, with_references=True).content)


def own_form(old: str, new: str) -> Form:
    source = bundled_source("ncpi")
    assert old in source
    return load_form(source.replace(old, new), "our.yaml", find=bundled_source)


@pytest.mark.parametrize("form_id", BUNDLED)
def test_a_form_comes_back_from_its_sheet_exactly(form_id: str) -> None:
    form = bundled_form(form_id)
    assert read_workbook(parts_with(form)).form == form


def test_a_form_that_nobody_has_a_file_of_is_read_from_the_workbook() -> None:
    form = own_form("id: ncpi", "id: ours")
    read = read_workbook(parts_with(form))
    assert read.form == form
    assert read.inspection.form == form.stamp


def test_the_sheet_can_be_read_by_people_in_both_languages() -> None:
    content = write_workbook(submission(1), {}, with_references=True).content
    rows = [[*row] for row in openpyxl.load_workbook(io.BytesIO(content))["Form"].values]
    inadequate = next(row for row in rows if row[1:4] == ["answer", "grade", "I"])
    assert inadequate[4:6] == ["Inadequate", "Annigonol"]
    assert str(inadequate[6]).startswith("Serious failures, or several together")


def test_long_guidance_continues_in_further_rows() -> None:
    form = own_form("Judge the supervision of the whole period reviewed.", "Judge it. " * 4000)
    assert read_workbook(parts_with(form)).form == form


def bent(old: str, new: str) -> dict[str, bytes]:
    parts = parts_with(FORM)
    name = next(n for n, part in parts.items() if b"Serious failures" in part)
    assert parts[name].count(old.encode()) >= 1, old
    return {**parts, name: parts[name].replace(old.encode(), new.encode(), 1)}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Serious failures, or several", "Failures, or several", "other-form"),
        (">answer<", ">answers<", "strange-form"),
        (">section<", ">column<", "strange-form"),
        ('"means": "good"', '"means": "fine"', "strange-form"),
        ('"means": "good"', '"means": "good', "strange-form"),
        ('"period_end": "period.to"', '"period_end": "period.too"', "strange-form"),
        ('{"kind": "text"', '{"a": ' + "[" * 70 + "]" * 70 + ', "kind": "text"', "strange-form"),
        ("<v>7</v>", "<v>8</v>", "strange-form"),
    ],
)
def test_a_sheet_that_holds_no_sound_form_is_refused(old: str, new: str, code: str) -> None:
    quoted = old.replace('"', "&quot;"), new.replace('"', "&quot;")
    try:
        parts = bent(*quoted)
    except AssertionError:
        parts = bent(old, new)
    with pytest.raises(RefusalError) as caught:
        read_workbook(parts)
    assert caught.value.code == code


def test_the_cover_says_which_language_the_workbook_is_in() -> None:
    written = submission(1)
    welsh = replace(written, export=replace(written.export, language="cy"))
    for one in (written, welsh):
        parts = parts_of(write_workbook(one, {}, with_references=True).content)
        assert read_workbook(parts).export.language == one.export.language

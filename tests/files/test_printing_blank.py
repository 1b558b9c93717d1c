from __future__ import annotations

import pytest
from printing_sample import FORM, inspection, page_texts, placed_texts, printing, text_of

from reviewer.domain.form import Kind
from reviewer.domain.inspection import Inspection
from reviewer.domain.meanings import is_rated_item
from reviewer.forms.library import bundled_form
from reviewer.printing.blank_form import print_blank_form
from reviewer.printing.printed import Printed


def blank(about: Inspection | None = None, form_id: str = "ncpi") -> Printed:
    return print_blank_form(about, bundled_form(form_id), printing(copy=7))


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_long_form_has_four_pages() -> None:
    assert blank(inspection()).pages == 4


def test_every_question_and_its_answers_are_on_the_form_in_the_order_of_the_screen() -> None:
    text = text_of(blank(inspection()).content)
    at = 0
    for section in FORM.sections:
        at = text.index(flat(str(section.title)), at)
    for item in FORM.items.values():
        is_tick = item.kind is Kind.CHOICE and len(FORM.codes_of(item)) == 1
        if item.note_of is None and not item.key.startswith("explain.") and not is_tick:
            assert flat(str(item.label)) in text, item.key
            if item.kind in {Kind.CHOICE, Kind.MULTI} and not is_rated_item(FORM, item):
                labels = [flat(str(option.label)) for option in FORM.codes_of(item).values()]
                assert all(label in text for label in labels), item.key


def test_explanations_of_rules_are_left_to_the_program() -> None:
    text = text_of(blank(inspection()).content)
    explained = [item for item in FORM.items.values() if item.key.startswith("explain.")]
    assert explained
    assert not any(flat(str(item.label)) in text for item in explained)


def test_what_is_asked_only_at_times_says_when() -> None:
    text = text_of(blank().content)
    assert "Only if “Is the case reviewed?” is Excluded or Replaced" in text
    assert "For: Sex offender" in text
    assert "For: Custody" in text


def test_every_page_is_marked_numbered_and_has_room_for_the_case() -> None:
    result = blank(inspection())
    for number, text in enumerate(page_texts(result.content), start=1):
        assert f"page {number} of {result.pages}" in text
        assert "Case: ____" in text
        assert "Copy 7" in text
    for runs in placed_texts(result.content):
        assert len([run for run in runs if run.text == "OFFICIAL-SENSITIVE"]) == 2


def test_a_form_for_no_inspection_is_marked_all_the_same() -> None:
    for runs in placed_texts(blank().content):
        assert len([run for run in runs if run.text == "OFFICIAL-SENSITIVE"]) == 2


def test_no_choice_is_broken_over_pages() -> None:
    labels = [str(option.label) for option in FORM.options["exclusion"].values()]
    (page,) = [text for text in page_texts(blank().content) if labels[0] in text]
    assert all(label in page for label in labels)


def test_an_answer_set_of_several_columns_is_listed_once() -> None:
    assert text_of(blank().content).count("R01 ") == 1


@pytest.mark.parametrize("form_id", ["dip-sample", "structured-judgement"])
def test_other_forms_have_a_blank_form_too(form_id: str) -> None:
    assert 1 <= blank(form_id=form_id).pages <= 4


def test_the_same_form_has_the_same_bytes() -> None:
    assert blank().content == blank().content

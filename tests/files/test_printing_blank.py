from __future__ import annotations

from printing_sample import AT, FORM, inspection, page_texts, placed_texts, text_of

from reviewer.domain.form import Kind
from reviewer.domain.inspection import Inspection
from reviewer.forms.library import bundled_form
from reviewer.printing.blank_form import print_blank_form
from reviewer.printing.printed import Printed


def blank(about: Inspection | None = None, form_id: str = "ncpi") -> Printed:
    return print_blank_form(
        about, bundled_form(form_id), printed_by="Reader One", printed_at=AT, copy=7
    )


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_question_its_guidance_and_its_boxes_are_on_the_form() -> None:
    text = text_of(blank(inspection()).content)
    for item in FORM.items.values():
        if item.note_of is None and not item.key.startswith("explain."):
            assert flat(str(item.label)) in text, item.key
        if item.guidance is not None and item.note_of is None:
            assert flat(str(item.guidance)) in text, item.key
        if item.kind in {Kind.CHOICE, Kind.MULTI}:
            assert all(flat(str(option.label)) in text for option in FORM.codes_of(item).values())


def test_explanations_of_rules_are_left_to_the_program() -> None:
    text = text_of(blank(inspection()).content)
    explained = [item for item in FORM.items.values() if item.key.startswith("explain.")]
    assert explained
    assert not any(flat(str(item.label)) in text for item in explained)


def test_every_page_is_marked_numbered_and_has_room_for_the_case() -> None:
    result = blank(inspection())
    for number, text in enumerate(page_texts(result.content), start=1):
        assert f"Page {number} of {result.pages}" in text
        assert "Case: ____" in text
        assert "Copy 7" in text
    for runs in placed_texts(result.content):
        assert len([run for run in runs if run.text == "OFFICIAL-SENSITIVE"]) == 2


def test_a_form_for_no_inspection_is_marked_all_the_same() -> None:
    result = blank()
    for runs in placed_texts(result.content):
        assert len([run for run in runs if run.text == "OFFICIAL-SENSITIVE"]) == 2


def test_no_choice_is_broken_over_pages() -> None:
    labels = [str(option.label) for option in FORM.options["exclusion"].values()]
    (page,) = [text for text in page_texts(blank().content) if labels[0] in text]
    assert all(label in page for label in labels)


def test_an_answer_set_of_several_columns_is_listed_once() -> None:
    assert text_of(blank().content).count("R01 ") == 1


def test_the_shorter_form_is_shorter() -> None:
    assert blank(form_id="dip-sample").pages < blank().pages


def test_the_same_form_has_the_same_bytes() -> None:
    assert blank().content == blank().content

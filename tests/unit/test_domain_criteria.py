"""The words that are judged by have a digest, and what differs is named."""

from __future__ import annotations

import pytest

from reviewer.domain.criteria import changed_criteria, criteria
from reviewer.domain.form import Form
from reviewer.forms.library import BUNDLED, bundled_form, bundled_source
from reviewer.forms.loader import load_form

FORM = bundled_form("ncpi")
SOURCE = bundled_source("ncpi")


def edited(old: str, new: str) -> Form:
    assert SOURCE.count(old) == 1, old
    return load_form(SOURCE.replace(old, new), "our.yaml", find=bundled_source)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "Serious failures, or several together, left",
            "Failures left",
            "the definition of I in grade",
        ),
        ("en: Not gradeable", "en: Cannot be graded", "the label of NG in grade"),
        ("The child was seen, alone where", "The child was seen where", "the guidance of A1.5"),
        ("label: Child seen and spoken to", "label: Child seen", "the label of A1.5"),
        ("Ni ellir ei raddio", "Heb ei raddio", "the label of NG in grade"),
        (
            "guidance: The day the step was taken.",
            "guidance: Its day.",
            "the guidance of delay.rows.end",
        ),
        (
            "guidance: A child who may be at risk",
            "guidance: A child at risk",
            "the guidance of section risk",
        ),
    ],
)
def test_a_changed_criterion_is_named(old: str, new: str, what: str) -> None:
    theirs = edited(old, new)
    assert theirs.stamp.digest == FORM.stamp.digest
    assert theirs.stamp.criteria != FORM.stamp.criteria
    changes = changed_criteria(FORM, theirs)
    assert {str(change.criterion.what) for change in changes} == {what}
    assert all(change.ours != change.theirs for change in changes)


@pytest.mark.parametrize(
    ("old", "new"),
    [("shape: half\n", "shape: diamond\n"), ("shortcut: q\n", "shortcut: w\n"), ("dv]", "d v]")],
)
def test_marks_keys_and_words_of_lists_are_no_criteria(old: str, new: str) -> None:
    assert edited(old, new).stamp == FORM.stamp


@pytest.mark.parametrize("form_id", BUNDLED)
def test_no_two_texts_of_a_form_have_one_name(form_id: str) -> None:
    form = bundled_form(form_id)
    labels = sum(
        bool(words.en) + bool(words.cy)
        for options in form.answer_sets.values()
        for option in options
        for words in (option.label, option.guidance)
        if words
    )
    assert len(criteria(form)) > labels
    assert changed_criteria(form, form) == ()

"""The bundled forms, pinned by version, and forms that a person names."""

from __future__ import annotations

from pathlib import Path

import pytest
from forms_sample import PLAIN, area_answers, assessed, case_of, codes_found

from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.form import Form
from reviewer.forms.library import (
    BUNDLED,
    bundled_form,
    bundled_forms,
    bundled_source,
    form_from_file,
)
from reviewer.forms.problems import FormError


@pytest.fixture(scope="module")
def short() -> Form:
    return bundled_form("dip-sample")


PINNED = {
    ("ncpi", 1): "5da7905345943205c08e6f7179f02e4d2c2870285b8a5c01b83c0665276ffeba",
    ("dip-sample", 1): "fafdb88b53d67467402e61c30551f887a37b530fb9058cbfe4ebfbfc7bf63193",
    ("structured-judgement", 1): "cbccece58b0bd785949ac5dc4f577bf408e2348ee2b94fdee9de35b5bcb95054",
}
"""What each version asks. From the first release on a form that asks something else gets a new
version here, and the old line stays; until then the digest may change with it."""


def test_no_version_of_a_bundled_form_changes_by_accident() -> None:
    found = {(stamp.id, stamp.version): stamp.digest for stamp in bundled_forms()}
    assert found == {key: digest for key, digest in PINNED.items() if key in found}
    assert tuple(form_id for form_id, _ in found) == BUNDLED


def test_an_unknown_bundled_form_is_refused_with_those_there_are() -> None:
    with pytest.raises(RefusalError, match="ncpi, dip-sample"):
        bundled_form("../ncpi")


def test_a_form_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + bundled_source("dip-sample").encode())
    assert form_from_file(path) == bundled_form("dip-sample")


def test_files_that_hold_no_form_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    with pytest.raises(WorldError, match=r"There is no file .*ours\.yaml"):
        form_from_file(path)
    path.write_bytes(b"id: \xff\xfe\n")
    with pytest.raises(RefusalError, match="is text, saved as UTF-8"):
        form_from_file(path)
    path.write_bytes(b"#" * (1024 * 1024 + 1))
    with pytest.raises(RefusalError, match="1 MiB"):
        form_from_file(path)
    path.write_text("id: ncpi\n", "utf-8")
    with pytest.raises(FormError, match=r"ours\.yaml, line 1: this is not a form file"):
        form_from_file(path)


@pytest.mark.parametrize("area", ["A1", "A2", "A3", "A4", "A5", "A6", "A7"])
def test_a_dip_sample_asks_for_the_chosen_area_and_no_other(short: Form, area: str) -> None:
    answers = PLAIN | {"area.chosen": area}
    asked = assessed(short, case_of("DA"), answers)
    assert {key.partition(".")[0] for key in asked.unanswered} == {area}
    assert not {s.rating for s in short.areas if s.id != area} & asked.relevant
    done = assessed(short, case_of("DA"), answers | area_answers(short, area))
    assert done.findings == ()
    assert done.may_complete


def test_a_dip_sample_asks_for_no_area_before_one_is_chosen(short: Form) -> None:
    asked = assessed(short, case_of("S47"), {})
    assert "area.chosen" in asked.unanswered
    assert not {section.rating for section in short.areas} & asked.relevant


def test_the_rating_of_an_area_no_longer_chosen_counts_for_no_rule(short: Form) -> None:
    answers = PLAIN | {"overall.grade": "G", "area.chosen": "A1"}
    answers |= area_answers(short, "A1", "I") | area_answers(short, "A2", "G")
    assert codes_found(assessed(short, case_of("DA"), answers)) == {"good_area_inadequate"}
    answers["area.chosen"] = "A2"
    assert codes_found(assessed(short, case_of("DA"), answers)) == set()


def test_both_forms_share_what_the_short_one_takes(short: Form) -> None:
    whole = bundled_form("ncpi")
    for name, options in short.answer_sets.items():
        assert name == "area" or options == whole.answer_sets[name]
    assert {rule.id for rule in short.rules} == {rule.id for rule in whole.rules} - {"two_areas"}
    assert short.scales == whole.scales
    assert short.roles == whole.roles

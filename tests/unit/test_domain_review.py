"""What a review says is named by its digest."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from reviewer.domain.ids import CaseId, Key, SessionId
from reviewer.domain.review import Review

REVIEW = Review(
    case=CaseId("SYN-2018Q4-0001"),
    reviewer="A. Reader",
    answers={Key("b"): "2", Key("a"): "1"},
    blind_grade="G",
)


def test_the_digest_is_that_of_answers_completion_and_blind_grade() -> None:
    canonical = '[[["a","1"],["b","2"]],false,"G"]'
    assert REVIEW.digest == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({"answers": {Key("a"): "1", Key("b"): "2"}}, True),
        ({"answers": {Key("a"): "1"}}, False),
        ({"completed": True}, False),
        ({"blind_grade": ""}, False),
        ({"reviewer": "B. Reader"}, True),
        ({"vector": {SessionId("s"): 1}}, True),
    ],
)
def test_a_changed_review_has_its_own_digest(
    changed: dict[str, object],
    same: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    before = REVIEW.digest
    other = replace(REVIEW, **changed)  # type: ignore[arg-type]  # each field with its own type
    assert (other.digest == before) is same
    assert REVIEW.digest == before


def test_a_digest_that_was_asked_for_makes_no_difference_between_reviews() -> None:
    asked = replace(REVIEW)
    assert asked.digest
    assert asked == replace(REVIEW)
    assert repr(asked) == repr(replace(REVIEW))

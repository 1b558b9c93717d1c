"""What a reader has to decide before two copies of their file are brought together."""

from __future__ import annotations

import pytest

from reviewer.app.reconciling import CaseVersions, Copy, Reconciliation, check_choices
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.review import Review

CASE, FIRST, SECOND = CaseId("NCPI-TST-2018Q4-0001"), Key("A1.1"), Key("A1.2")
OWN = Review(case=CASE, reviewer="A", answers={FIRST: "Y", SECOND: "Y"})
OTHER = Review(case=CASE, reviewer="A", answers={FIRST: "N", SECOND: "N"})
PLANNED = Reconciliation(
    digest="ab",
    newer=(),
    alike=(),
    differing=(CaseVersions(own=OWN, other=OTHER, keys=(FIRST, SECOND)),),
    absent=(),
)


@pytest.mark.parametrize("choices", [{}, {CASE: {}}, {CASE: {FIRST: Copy.OWN}}])
def test_every_answer_that_differs_has_to_be_decided(
    choices: dict[CaseId, dict[Key, Copy]],
) -> None:
    with pytest.raises(RefusalError) as refused:
        check_choices(PLANNED, choices)
    assert refused.value.code == "undecided"


def test_choices_for_every_answer_are_enough() -> None:
    check_choices(PLANNED, {CASE: {FIRST: Copy.OWN, SECOND: Copy.OTHER}})

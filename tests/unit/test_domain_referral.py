"""By when the force must act on a case that was referred back."""

from __future__ import annotations

import pytest

from reviewer.domain.ids import CaseId
from reviewer.domain.referral import referral_due
from reviewer.domain.review import Review
from reviewer.forms.library import bundled_form

FORM = bundled_form("ncpi")


def due(raised: str) -> str | None:
    roles = FORM.roles
    urgencies = FORM.codes_of(FORM.items[roles.referral_urgency])
    hasty = next(code for code, option in urgencies.items() if option.hours == 24)
    answers = {roles.referral_raised: raised, roles.referral_urgency: hasty}
    found = referral_due(FORM, Review(case=CaseId("X-1"), reviewer="R", answers=answers))
    return None if found is None else found.isoformat()


def test_a_day_is_counted_from_when_it_was_raised() -> None:
    assert due("2018-03-24T22:30") == "2018-03-25T22:30:00"


@pytest.mark.parametrize("raised", ["", "9999-12-31T23:59"])
def test_without_a_moment_in_the_calendar_nothing_is_due(raised: str) -> None:
    assert due(raised) is None


def test_the_first_day_of_the_calendar_is_one_too() -> None:
    assert due("0001-01-01T00:00") == "0001-01-02T00:00:00"

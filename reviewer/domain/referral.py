"""Whether a case is referred back to the force, and by when it must have been acted on."""

from __future__ import annotations

from datetime import datetime, timedelta

from reviewer.domain.form import Form
from reviewer.domain.ids import Code
from reviewer.domain.meanings import means
from reviewer.domain.options import Meaning
from reviewer.domain.review import Review


def refers_back(form: Form, code: str) -> bool:
    """Say whether a code answered at the form's referral refers the case back to the force."""
    return means(form, form.roles.referral, code) is Meaning.YES


def referral_due(form: Form, review: Review) -> datetime | None:
    """Return the local moment by which the force must act: raised, and the urgency's hours.

    None where the referral's time or urgency is not given, or the form gives no hours, and where
    the calendar ends before.
    """
    raised, urgency = review.get(form.roles.referral_raised), form.roles.referral_urgency
    item = form.items.get(urgency)
    option = form.codes_of(item).get(Code(review.get(urgency))) if item is not None else None
    if option is None or option.hours is None or not raised:
        return None
    try:
        return datetime.fromisoformat(raised) + timedelta(hours=option.hours)
    except OverflowError:
        return None

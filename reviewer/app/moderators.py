"""Who may moderate a second read: anybody, or only somebody who is not one of its readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from reviewer.app.merge_base import register_inspection
from reviewer.app.store import Store
from reviewer.domain.case import normalised_name
from reviewer.domain.combined import Combined
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import Inspection
from reviewer.domain.message import message
from reviewer.domain.review import Review
from reviewer.domain.team_actions import ModerationRuleSet
from reviewer.register.names import settle_names


def set_moderation_rule(register: Store, *, outside_only: bool, now: datetime) -> Inspection:
    """Let only outsiders moderate, or readers too; logged. Raises RefusalError for a review file.

    Decisions that readers made before stay as they are, and are named where work is still open.
    """
    about = register_inspection(register)
    changed = replace(about, outside_moderators=outside_only)
    if changed != about:
        with register.transaction(now) as unit:
            unit.put_inspection(changed)
            unit.log(ModerationRuleSet(outside_only=outside_only))
    return changed


def may_moderate(
    about: Inspection, combined: Combined, reviews: Iterable[Review], moderator: str
) -> bool:
    """Say whether somebody may decide between reviews, under whichever name they read."""
    if not about.outside_moderators:
        return True
    names = settle_names(combined.sources, combined.decisions)
    own = normalised_name(names.reader(moderator))
    return all(normalised_name(names.reader(review.reviewer)) != own for review in reviews)


def refuse_reader(
    about: Inspection,
    combined: Combined,
    case: CaseId,
    reviews: Sequence[Review],
    moderator: str,
) -> None:
    """Raise RefusalError where the inspection forbids this person to moderate the case."""
    if not may_moderate(about, combined, reviews, moderator):
        raise RefusalError(
            "moderator-reads",
            message(
                "{moderator} is one of the readers of {case}. In this inspection readers cannot "
                "moderate their own cases. Ask somebody else to decide it.",
                moderator=moderator,
                case=case,
            ),
        )


def moderated_by_readers(about: Inspection, combined: Combined) -> tuple[CaseId, ...]:
    """Return the cases that one of their readers moderated although the inspection forbids it."""
    if not about.outside_moderators:
        return ()
    return tuple(p.case for p in combined.pairs if p.decision and p.decision.by_a_reader)

"""The few codes the program itself decides on."""

from __future__ import annotations

from enum import StrEnum


class Grade(StrEnum):
    """The overall grades; NG is a review that could not be graded."""

    GOOD = "G"
    REQUIRES_IMPROVEMENT = "RI"
    INADEQUATE = "I"
    NOT_GRADEABLE = "NG"


GRADED = (Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE)
"""The grades that count as graded, best first: their order is the scale of agreement."""

BELOW_GOOD = (Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE)

GRI3 = "GRI3"
"""The force's scale that is the same as ours; grades on any other are never compared."""


class Reviewable(StrEnum):
    """Whether the case's file is reviewed at all; unanswered counts as YES."""

    YES = "YES"
    EXCLUDED = "EXC"
    REPLACED = "REP"


class Status(StrEnum):
    """Where a review stands."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    EXCLUDED = "excluded"
    REPLACED = "replaced"

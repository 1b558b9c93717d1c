"""What is done to cases: reading and answering them, their list values, a lead's decisions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from reviewer.domain.action import Action, Redactable, logged
from reviewer.domain.decision import Alias, DecisionKind, ItemRuling, Side
from reviewer.domain.ids import Key


class Cause(StrEnum):
    """What changed a case: the person did something, undid it, or did it again."""

    GIVEN = "given"
    UNDONE = "undone"
    REDONE = "redone"


@logged("viewed")
class CaseViewed(Action):
    """The case was shown to the file's person."""


@logged("answered")
class AnswerGiven(Action):
    """An item has another answer, in its canonical text; an empty one was cleared.

    `joined` says that it was given in one act with the event before it.
    """

    key: Key
    cause: Cause = Cause.GIVEN
    joined: bool = False
    answer: Redactable[str]


@logged("blind grade fixed")
class BlindGradeFixed(Action):
    """The overall grade as it was before its reader saw the force's own: comparisons use it.

    `revealed` says that the list has a grade of the force, which the reader sees from now on.
    """

    grade: str
    revealed: bool


@logged("completed")
class CaseCompleted(Action):
    """The review is complete; `joined` as of an answer."""

    cause: Cause = Cause.GIVEN
    joined: bool = False


@logged("reopened")
class CaseReopened(Action):
    """The review is complete no more; `joined` as of an answer."""

    cause: Cause = Cause.GIVEN
    joined: bool = False


@logged("postponed")
class CasePostponed(Action):
    """The case was put off as not sure."""


@logged("resumed")
class CaseResumed(Action):
    """A case that was put off was taken up again."""


@logged("continued")
class CaseContinued(Action):
    """The actor continues the review of another reader, as it was."""

    reader: str


@logged("commented")
class CommentWritten(Action):
    """A comment was put at an item."""

    key: Key
    text: Redactable[str]


@logged("comment removed")
class CommentRemoved(Action):
    """A comment is shown no more; `event` is the number of the one that wrote it."""

    key: Key
    event: int


@logged("assigned")
class CaseAssigned(Action):
    """Who is to review the case was decided; nobody, where the name is empty."""

    inspector: str


@logged("corrected")
class ListValueCorrected(Action):
    """A value of the list was corrected by hand; an empty text stands for none."""

    key: Key
    before: Redactable[str]
    after: Redactable[str]
    reason: Redactable[str]


@logged("added")
class CaseAdded(Action):
    """A case that is on no list was added on site, with what was known of it."""

    values: Redactable[Mapping[Key, str]]
    reason: Redactable[str]


@logged("returned")
class CaseReturned(Action):
    """A lead's decision sent the case back to its reader."""

    decision: str
    moderator: str
    decided_at: str
    comment: Redactable[str]


@logged("return settled")
class ReturnSettled(Action):
    """A case that was returned has been completed again."""


@logged("decided")
class DecisionMade(Action):
    """A lead decided about the case; the event's actor and time are the decision's."""

    decision: str
    about: DecisionKind
    grade: str = ""
    items: tuple[ItemRuling, ...] = ()
    chosen: Side | None = None
    alias: Alias | None = None
    between: tuple[Side, ...] = ()
    replaces: tuple[str, ...] = ()
    revoked: bool = False
    reason: Redactable[str]

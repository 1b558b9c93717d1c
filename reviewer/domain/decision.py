"""A lead's decisions: what they decide between, what they replace, and which of them are current.

No decision is chosen by its time, because a laptop's clock can be wrong. A decision names those
that it replaces; one that no other replaces is current. Where two leads decide without knowing
of each other both are current, and where they differ a person decides again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from reviewer.domain.case import normalised_name
from reviewer.domain.form import Form, Roles
from reviewer.domain.ids import CaseId, Code, Key
from reviewer.domain.review import Review


class DecisionKind(StrEnum):
    """What a lead decided: about a case, a reader's name, an inspection's code, a later list."""

    GRADE = "grade"
    SIDE = "side"
    RETURNED = "returned"
    POSTPONED = "postponed"
    READER = "reader"
    CODE = "code"
    LIST = "list"


ABOUT_CASE_IDS = frozenset({DecisionKind.CODE, DecisionKind.LIST})
"""Kinds of decision by which cases of a workbook have other ids in a register."""

ABOUT_NAMES = ABOUT_CASE_IDS | {DecisionKind.READER}
"""Kinds of decision that are about no case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One state of one review, as a decision names it: whose, its content digest, its finding.

    `finding` is what the state says at the items that readers must agree on, as `finding_text`
    writes it: a decision holds while that is the same. `changes` counts the changes that the
    state had seen.
    """

    reviewer: str
    digest: str
    finding: str = ""
    changes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRuling:
    """What was decided for one item."""

    key: Key
    code: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A name that counts as another: a reader's, or the code of an inspection.

    A later list is named by its digest: its cases count as cases of their own.

    `signer` limits it to what one certificate signed, by its fingerprint.
    """

    name: str
    counts_as: str
    signer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A lead's decision, what it decided between, and which decisions it replaces.

    A GRADE decision moderates a second read: the grade, and the other items on which the readers
    differ; a SIDE decision says which state counts of one review's conflicting ones: `chosen`.
    A `revoked` one takes back what it replaces and decides nothing.
    """

    id: str
    case: CaseId
    kind: DecisionKind
    grade: str = ""
    items: tuple[ItemRuling, ...] = ()
    chosen: Side | None = None
    alias: Alias | None = None
    between: tuple[Side, ...] = ()
    replaces: tuple[str, ...] = ()
    revoked: bool = False
    moderator: str
    at: str
    reason: str

    @property
    def reader(self) -> str:
        """Whose review it is about, where it is about one reader's; empty otherwise."""
        about_one = self.kind in {DecisionKind.SIDE, DecisionKind.RETURNED}
        return self.between[0].reviewer if about_one and self.between else ""

    @property
    def by_a_reader(self) -> bool:
        """Whether the moderator is one of the readers between whom it decides."""
        own = normalised_name(self.moderator)
        is_one = any(normalised_name(side.reviewer) == own for side in self.between)
        return is_one and self.kind is DecisionKind.GRADE

    @property
    def slot(self) -> tuple[str, ...]:
        """What it is about: of two current decisions of one slot a person chooses."""
        if self.alias is not None:
            return self.kind, normalised_name(self.alias.name), self.alias.signer
        return self.kind, self.case, normalised_name(self.reader)


@lru_cache(maxsize=8)
def _agreed_on(roles: Roles, named: tuple[Key, ...]) -> tuple[Key, ...]:
    flags = named or tuple(filter(None, (roles.supervision, roles.delay)))
    return roles.grade, *(key for key in flags if key != roles.grade)


def must_agree(form: Form) -> tuple[Key, ...]:
    """Return the items on which readers of one case must agree, the overall grade first."""
    return _agreed_on(form.roles, form.agreement)


Finding = tuple[tuple[Key, str], ...]
"""What a review says at the items that readers must agree on, in the form's order."""


def finding_of(form: Form, review: Review) -> Finding:
    """Return what readers must agree on; of a case that is not reviewed only how it ends."""
    grade = form.roles.grade
    if review.get(form.roles.reviewable) in form.endings:
        return ((grade, review.verdict(form)),)
    return tuple((key, review.get(key)) for key in must_agree(form))


def finding_text(finding: Finding) -> str:
    """Write a finding as decisions keep it."""
    return ";".join(f"{key}={code}" for key, code in finding)


def finding_in(text: str) -> Finding:
    """Read what `finding_text` wrote."""
    parted = (part.partition("=") for part in text.split(";") if part)
    return tuple((Key(key), code) for key, _, code in parted)


def side_of(form: Form, review: Review) -> Side:
    """Name one state of one review."""
    finding = finding_text(finding_of(form, review))
    return Side(
        reviewer=review.reviewer, digest=review.digest, finding=finding, changes=review.changes
    )


def current(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that no other replaces, in the order given.

    A decision replaces only what is about the same case, or about names as it is itself.
    """
    every = tuple(decisions)
    replaced = {(decision.case, gone) for decision in every for gone in decision.replaces}
    return tuple(one for one in every if (one.case, one.id) not in replaced)

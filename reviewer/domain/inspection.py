"""What a review file or register is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from reviewer.domain.draw import SampleDesign
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import FormStamp
from reviewer.domain.message import Message, message
from reviewer.domain.times import long_day

DEFAULT_MARKING: Final = "OFFICIAL-SENSITIVE"

MARKING_LIMIT: Final = 60
"""Characters of a marking: it must fit the head of a page."""

RULES_APART: Final = "; "
"""Between the rules of several draws of second reads; no rule has it within."""

_CODE = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
_CODE_LIMIT = 40


class FileKind(StrEnum):
    """A reviewer's own file, or a lead's set of workbooks."""

    REVIEW = "review"
    REGISTER = "register"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierVisit:
    """One earlier visit that this one is compared with: graded cases and those below good.

    `source` is the SHA-256 of the workbook they were counted from, blank where they were typed
    in. `items` are this form's keys with how often that visit's answer was yes, and of how many;
    `types` its case types with how many were below good, and of how many graded. `mapped` says of
    which form, and onto which, where that visit had another. Raises ValueError where more cases
    are below good than graded, more answers yes than there are, or types do not add up.
    """

    label: str
    graded: int
    below_good: int
    source: str = ""
    items: tuple[tuple[str, int, int], ...] = ()
    mapped: str = ""
    types: tuple[tuple[str, int, int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse counts that cannot be."""
        counts = (self.below_good, self.graded)
        pairs = (counts, *((n, of) for _, n, of in (*self.items, *self.types)))
        if not all(0 <= part <= whole for part, whole in pairs):
            raise ValueError(self)
        if self.types and counts != (
            sum(below for _, below, _ in self.types),
            sum(graded for _, _, graded in self.types),
        ):
            raise ValueError(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One inspection of one force under one form.

    `person` is who works in the file: its reviewer, or the lead of a register. Visit dates
    are ISO days, empty where not given. `random_sample` says the list was drawn at random, and
    `draw` how, in a sentence by which anyone can draw it again, empty where the force drew it;
    `design` is what the figures go by of a draw of ours.
    `dispose_by` is the ISO day by which the file is to be disposed of, empty without one; it
    stays in the file and is no part of a workbook. `earlier` are the visits it is compared with.
    `file` is the id that the file and its copies alone have: the session it was made in.
    `outside_moderators` says of a register that no reader of a case may moderate it.
    `handed_over_by` are those who worked in it before, the first one first. `second_reads` says
    by which rules a lead drew the cases that are read twice; reviewers' own files are without it.
    """

    code: str
    force: str
    marking: str
    form: FormStamp
    kind: FileKind
    person: str
    visit_from: str = ""
    visit_to: str = ""
    random_sample: bool = False
    draw: str = ""
    design: SampleDesign | None = None
    dispose_by: str = ""
    earlier: tuple[EarlierVisit, ...] = ()
    file: str = ""
    outside_moderators: bool = False
    handed_over_by: tuple[str, ...] = ()
    second_reads: str = ""

    @property
    def persons(self) -> tuple[str, ...]:
        """Everybody who worked in the file, the present one last."""
        return *self.handed_over_by, self.person

    def with_added(self, count: int, on: str) -> Inspection:
        """Return it with cases that no draw chose, added on an ISO day by who works in the file.

        A sample drawn at random is then no random one as a whole, and its intervals are only
        indicative; what was drawn is still stated, and after it what was added.
        """
        if not self.random_sample and not self.draw:
            return self
        drawn = self.draw or "drawn at random by the force"
        cases = "1 case" if count == 1 else f"{count:,} cases"
        added = f"{cases} added later by {self.person} on {long_day(on)}, not drawn"
        return replace(self, random_sample=False, draw=f"{drawn}; {added}")

    def with_replacements(self, listed: int) -> Inspection:
        """Return it with all its own replacements added, so that the list is `listed` long."""
        design = self.design
        return replace(self, design=replace(design, listed=listed)) if design else self


def checked_code(untrusted: str) -> str:
    """Return an inspection code: letters, digits and single hyphens; raises RefusalError."""
    code = untrusted.strip()
    if not _CODE.fullmatch(code) or len(code) > _CODE_LIMIT:
        raise RefusalError(
            "bad-inspection-code",
            message(
                "An inspection code can have only letters, numbers and hyphens, and "
                "at most {limit} characters, like NCPI-MPS-2018Q4.",
                limit=_CODE_LIMIT,
            ),
        )
    return code


def checked_line(untrusted: str, what: Message, limit: int = 120) -> str:
    """Return a name or marking as one line of text; raises RefusalError where it is none."""
    text = " ".join(untrusted.split())
    if not text or len(text) > limit or not text.isprintable():
        raise RefusalError(
            "bad-name",
            message(
                "{what} must be one line of 1 to {limit} characters.",
                what=what,
                limit=limit,
            ),
        )
    return text

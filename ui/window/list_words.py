"""What the reading of a list says, in the words of the window: keys, and what to do here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reviewer.domain.ids import Key
from reviewer.intake.findings import ListProblem
from ui.window.words import say

UNKNOWN_TYPE: Final = "unknown-type"

_QUOTED: Final = re.compile(r"“(.+)” is no case type of the form")
_FOR_THE_COMMAND_LINE: Final = re.compile(r"; (?:say which it is|name it) with --.*$", re.DOTALL)
_CUT: Final = "…"

_KEYS: Final = {
    "reference": "The force's reference",
    "type": "Case type",
    "force": "Force",
    "reported": "Reported",
    "incident": "Incident",
    "allocated": "Allocated",
    "closed": "Closed",
    "unit": "Unit",
    "area": "Area",
    "status": "Status",
    "age": "Age of the child",
    "children": "Number of children",
    "risk": "Risk",
    "offence": "Offence",
    "system": "System it is kept in",
    "selection": "How it was selected",
    "stratum_population": "Size of its stratum",
    "force_grade": "The force's own grade",
    "force_scale": "Scale of that grade",
    "force_audit_date": "Date of the force's audit",
    "force_comment": "The force's comment",
    "inspector": "Inspector",
    "sensitive": "Sensitive",
}


def key_words(key: Key) -> str:
    """Return what a key of a list is called in the window."""
    return say(_KEYS[key])


def problem_words(problem: ListProblem) -> str:
    """Return a problem's sentence without what only the command line has."""
    text = _FOR_THE_COMMAND_LINE.sub("", problem.text)
    if problem.code == UNKNOWN_TYPE:
        return say("{what}; say below which type it is.", what=text)
    if problem.code.startswith("no-column-"):
        return say("{what}; choose it above.", what=text.rstrip("."))
    return text


def unknown_types(problems: Sequence[ListProblem]) -> dict[str, int]:
    """Return the words of a list that are no case type of the form, and how many rows have them.

    Words too long to be quoted whole can't be given a code here; they are corrected in the list.
    """
    found: dict[str, int] = {}
    for problem in problems:
        quoted = _QUOTED.match(problem.text) if problem.code == UNKNOWN_TYPE else None
        if quoted and not quoted[1].endswith(_CUT):
            found[quoted[1]] = found.get(quoted[1], 0) + 1
    return found

"""What the values of a force's list are called, in one place for screen, print and workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reviewer.domain.ids import Key

LIST_WORDS: Final[Mapping[Key, str]] = {
    Key("reference"): "Force's reference",
    Key("type"): "Case type on the list",
    Key("force"): "Force",
    Key("reported"): "Reported",
    Key("incident"): "Incident",
    Key("allocated"): "Allocated",
    Key("closed"): "Closed",
    Key("unit"): "Unit",
    Key("area"): "Area of the force",
    Key("status"): "Status at the force",
    Key("age"): "Age of the child",
    Key("children"): "Number of children",
    Key("risk"): "Risk as the force graded it",
    Key("offence"): "Offence",
    Key("system"): "System it is recorded on",
    Key("selection"): "How it was selected",
    Key("stratum_population"): "Cases in its stratum",
    Key("force_grade"): "Force's own grade",
    Key("force_scale"): "Scale of that grade",
    Key("force_audit_date"): "Date of the force's audit",
    Key("force_comment"): "Force's comment",
    Key("inspector"): "Assigned inspector",
    Key("sensitive"): "Sensitive",
}
"""English words by key of the list; a key without any is a mistake that a test finds."""

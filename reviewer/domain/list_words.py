"""What the values of a force's list are called, in one place for screen, print and workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reviewer.domain.ids import Key
from reviewer.domain.message import Message, message

LIST_WORDS: Final[Mapping[Key, Message]] = {
    Key("reference"): message("Force's reference"),
    Key("type"): message("Case type on the list"),
    Key("force"): message("Force"),
    Key("reported"): message("Reported"),
    Key("incident"): message("Incident"),
    Key("allocated"): message("Allocated"),
    Key("closed"): message("Closed"),
    Key("unit"): message("Unit"),
    Key("area"): message("Area of the force"),
    Key("status"): message("Status at the force"),
    Key("age"): message("Age of the child"),
    Key("children"): message("Number of children"),
    Key("risk"): message("Risk level given by the force"),
    Key("offence"): message("Offence"),
    Key("system"): message("Records system"),
    Key("selection"): message("How it was selected"),
    Key("stratum_population"): message("Cases in its stratum"),
    Key("force_grade"): message("Force's own grade"),
    Key("force_scale"): message("Scale of that grade"),
    Key("force_audit_date"): message("Date of the force's audit"),
    Key("force_comment"): message("Force's comment"),
    Key("inspector"): message("Assigned inspector"),
    Key("sensitive"): message("Sensitive"),
}
"""What each key of the list is called; a test finds a key without a name."""

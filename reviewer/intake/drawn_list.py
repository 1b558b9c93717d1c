"""The lists of a draw: that of the sample, and that of its replacements."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final

from reviewer.domain.case import LIST_KEYS
from reviewer.domain.draw import DrawnCase
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import Key
from reviewer.domain.message import message
from reviewer.domain.spreadsheet_text import inert, is_live

HEADERS: Final[Mapping[Key, str]] = {
    Key("reference"): "Case reference",
    Key("type"): "Case type",
    Key("force"): "Force",
    Key("reported"): "Date reported",
    Key("incident"): "Date of incident",
    Key("allocated"): "Date allocated",
    Key("closed"): "Date closed",
    Key("unit"): "Unit",
    Key("area"): "Area",
    Key("status"): "Status",
    Key("age"): "Age",
    Key("children"): "Number of children",
    Key("risk"): "Risk level",
    Key("offence"): "Offence",
    Key("system"): "Records system",
    Key("selection"): "Selection method",
    Key("stratum_population"): "Stratum population",
    Key("force_grade"): "Force grade",
    Key("force_scale"): "Force scale",
    Key("force_audit_date"): "Date of audit",
    Key("force_comment"): "Force comment",
    Key("inspector"): "Inspector",
    Key("sensitive"): "Sensitive",
}
"""The headers of the lists we write: each is read back as its key."""
_OWN: Final = (Key("selection"), Key("stratum_population"))


def drawn_csv(drawn: Sequence[DrawnCase], method: str) -> bytes:
    """Write drawn cases as a list that `new` reads; `method` is how they were selected.

    Raises RefusalError for a reference that a spreadsheet would run as a formula: it can't be
    written so that it is both harmless there and the same here.
    """
    keys = [key for key in LIST_KEYS if key in _OWN or any(one.case.get(key) for one in drawn)]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([*(HEADERS[key] for key in keys), "Stratum", "Draw order"])
    for one in drawn:
        if is_live(one.case.reference):
            raise RefusalError(
                "live-reference",
                message(
                    "A reference starts like a formula, which a spreadsheet would run. Ask the "
                    "force for references without it."
                ),
            )
        values = {
            **one.case.values,
            Key("selection"): method,
            Key("stratum_population"): str(one.population),
        }
        cells = [values.get(key, "") for key in keys]
        writer.writerow([*map(inert, cells), inert(one.stratum), one.order])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()

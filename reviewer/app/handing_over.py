"""A file given to a colleague, or to the same person under another name.

What was done stays under the first name. A case continues as it is: the first change by the
new person makes it theirs, as a copy under their name whose version vector has seen the
first's (`reviewer.app.answering`); the log says so. The first's review stays in the file and
travels in workbooks as a side that does not count. It forms no second read with its own
continuation, here or in a register, because only a copy's vector can have seen all of
another's (`reviewer.domain.review.continued_by`). Where both continue a case, in two copies of
the file, neither vector has seen the other: then it is a second read.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from reviewer.app.drafting import Dialog
from reviewer.app.store import Store
from reviewer.domain.case import normalised_name
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import FileHandedOver
from reviewer.domain.inspection import checked_line
from reviewer.domain.message import message

REASON_LIMIT = 300
"""Characters of a reason: it is in the log, and in no workbook."""


def hand_over(store: Store, to: str, reason: str, *, now: datetime) -> None:
    """Let another person continue a file, in a logged act.

    Raises RefusalError as `check_handover` does.
    """
    name, why = check_handover(store, to, reason)
    about = store.inspection()
    with store.transaction(now) as unit:
        unit.put_inspection(replace(about, person=name, handed_over_by=about.persons))
        unit.log(FileHandedOver(before=about.person, after=name, reason=why))


def check_handover(store: Store, to: str, reason: str) -> tuple[str, str]:
    """Return the name and the reason as they are kept.

    Raises RefusalError: it is theirs already, a name or reason that is none, or a text is
    still being typed, which would be nobody's.
    """
    name = checked_line(to, message("The new reviewer's name"))
    why = checked_line(reason, message("The reason"), REASON_LIMIT)
    about = store.inspection()
    if normalised_name(name) == normalised_name(about.person):
        raise RefusalError(
            "same-person", message("The file is already assigned to {person}.", person=about.person)
        )
    cases = {str(draft.case) for draft in store.drafts() if draft.case}
    if any(draft.dialog == Dialog.ADDED_CASE for draft in store.drafts()):
        cases.add("a case to be added")
    if cases:
        raise RefusalError(
            "unfinished-text",
            message(
                "There is unsaved text in {cases}. Open the case and save or discard "
                "the text, then hand over.",
                cases=", ".join(sorted(cases)),
            ),
        )
    return name, why

"""Whether a file is the one that made a workbook, or an older one put back."""

from __future__ import annotations

from reviewer.app.store import Store
from reviewer.domain.errors import RefusalError
from reviewer.domain.submission import Submission


def older_than(store: Store, exported: Submission) -> RefusalError | None:
    """Return what is wrong where the log does not hold the head that a workbook saw."""
    export = exported.export
    if exported.inspection.code != store.inspection().code:
        return RefusalError(
            "other-inspection",
            f"The workbook is of inspection {exported.inspection.code}, the file of "
            f"{store.inspection().code}.",
        )
    if any(event.hash == export.log_head for event in store.events()):
        return None
    return RefusalError(
        "older-file",
        f"The log does not hold the head that export {export.number} saw: the file is older than "
        "the workbook (an earlier copy was put back), or it is not the file that made it.",
    )

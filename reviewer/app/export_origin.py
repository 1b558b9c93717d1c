"""Whether a file is the one that made a workbook, and not an older copy of it."""

from __future__ import annotations

from reviewer.app.store import Store
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from reviewer.domain.submission import Submission


def check_exported_by(store: Store, exported: Submission) -> None:
    """Raise RefusalError unless a file's log holds the head that a workbook saw."""
    export = exported.export
    if exported.inspection.code != store.inspection().code:
        raise RefusalError(
            "other-inspection",
            message(
                "The workbook is from inspection {code}, and the file from {code2}.",
                code=exported.inspection.code,
                code2=store.inspection().code,
            ),
        )
    if not any(event.hash == export.log_head for event in store.events()):
        raise RefusalError(
            "older-file",
            message(
                "The log does not contain the state that export {number} names. The "
                "file is older than the workbook (an earlier copy was restored), or "
                "is not the file that made it.",
                number=export.number,
            ),
        )

"""A mistyped inspection code, which its reviewer may correct until the first export."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.app.handing_over import REASON_LIMIT
from reviewer.app.store import Store
from reviewer.domain.errors import RefusalError
from reviewer.domain.inspection import FileKind, checked_code, checked_line
from reviewer.domain.message import message


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCorrection:
    """Another code for a file, and why."""

    code: str
    reason: str


def check_correction(store: Store, untrusted_code: str, untrusted_reason: str) -> CodeCorrection:
    """Return a correction of a file's inspection code as it may be made.

    Raises RefusalError for a register, after the first export, for what is no code or is the
    file's own, and without a reason.
    """
    about = store.inspection()
    if about.kind is FileKind.REGISTER:
        raise RefusalError(
            "is-a-register",
            message("This is a register. A lead lets a mistyped code count as the right one."),
        )
    if store.exports():
        raise RefusalError(
            "exported-already",
            message(
                "A workbook with the code {code} was exported, so the code stays. The lead can let "
                "it count as the right one.",
                code=about.code,
            ),
        )
    code = checked_code(untrusted_code)
    if code == about.code:
        raise RefusalError(
            "same-code", message("{code} is the file's own code already.", code=code)
        )
    try:
        reason = checked_line(untrusted_reason, message("The reason"), REASON_LIMIT)
    except RefusalError as error:
        raise RefusalError(error.code, error.sentence, of="reason") from None
    return CodeCorrection(code=code, reason=reason)

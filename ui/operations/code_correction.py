"""Another inspection code for a review file that nobody has open."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from db.recoding import correct_code as recode
from reviewer.app.code_correction import check_correction
from reviewer.disk import plain_path
from reviewer.domain.message import Message
from ui.operations.backups import back_up_or_say
from ui.operations.files import accept_as_it_is, open_to_read, open_to_write
from ui.operations.login import login_name
from ui.operations.passphrases import FileKey


def correct_code(
    file: Path,
    key: FileKey,
    code: str,
    reason: str,
    *,
    now: datetime,
) -> Message | None:
    """Correct the code and the ids of all cases, after a backup.

    Returns why no backup was made, None where all is well. Raises RefusalError as
    `check_correction` does, WorldError as opening to write does.
    """
    with open_to_write(file, key, now=now) as store:
        correction = check_correction(store, code, reason)
        notice = back_up_or_say(store, now=now, always=True)
    recode(
        plain_path(file),
        key,
        correction.code,
        correction.reason,
        person=login_name(),
        now=now,
    )
    with open_to_read(file, key) as store:
        accept_as_it_is(store, now=now)
    return notice

"""A review file is given to another reviewer."""

from __future__ import annotations

from datetime import datetime

from reviewer.app import handing_over
from ui.operations.backups import back_up_or_say
from ui.operations.files import OpenFile


def hand_over(store: OpenFile, to: str, reason: str, *, now: datetime) -> str:
    """Back a file up, and let another person go on with it, in a logged act.

    Return why no backup was made, empty where one was. Raises RefusalError as
    `reviewer.app.handing_over.hand_over` does.
    """
    handing_over.check_handover(store, to, reason)
    notice = back_up_or_say(store, now=now, always=True)
    handing_over.hand_over(store, to, reason, now=now)
    return notice

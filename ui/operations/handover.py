"""A review file is given to another reviewer."""

from __future__ import annotations

from datetime import datetime

from reviewer.app import handing_over
from reviewer.domain.message import Message
from ui.operations.backups import back_up_or_say
from ui.operations.files import OpenFile


def hand_over(store: OpenFile, to: str, reason: str, *, now: datetime) -> Message | None:
    """Back a file up, and give it to another person, in a logged act.

    Return why no backup was made, None where one was. Raises RefusalError as
    `reviewer.app.handing_over.hand_over` does.
    """
    handing_over.check_handover(store, to, reason)
    notice = back_up_or_say(store, now=now, always=True)
    handing_over.hand_over(store, to, reason, now=now)
    return notice

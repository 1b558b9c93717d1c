"""Sentences for people: shown in the language of the window, whole and with named places."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from reviewer.domain import written_day
from reviewer.domain.errors import RefusalError
from reviewer.domain.grades import Status
from reviewer.domain.language import current_language
from reviewer.domain.message import message, plural
from reviewer.domain.times import long_moment, moment

if TYPE_CHECKING:
    from reviewer.domain.message import Message
    from reviewer.domain.wording import Wording


def say(template: str, /, **values: str | float | Message) -> str:
    """Return a sentence in the current language with its named values filled in."""
    return str(message(template, **values))


def localised(text: Wording | None) -> str:
    """Return a text of the form in the window's language; empty for none."""
    return text.in_language(current_language()) if text is not None else ""


def optional(name: str) -> str:
    """Return the label of a field that may stay empty."""
    return say("{field} (optional)", field=name)


def tooltip(*lines: str) -> str:
    """Return lines as a tooltip that shows them as they are, whatever they hold.

    Markup only where Qt would take the text for it: a screen reader reads tooltips out.
    """
    shown = [line for line in lines if line]
    if "<" in "".join(shown) or "&lt;" in "".join(shown):
        return f"<qt>{'<br>'.join(map(html.escape, shown))}</qt>"
    return "\n".join(shown)


def clock(at: datetime) -> str:
    """Return the local time of a moment to the second."""
    return f"{at.astimezone():%H:%M:%S}"


def when_of(stamp: str) -> str:
    """Return the local day and time of a stamp: `5 Nov 2018, 14:02`."""
    return long_moment(moment(stamp))


def typed_date(text: str) -> str:
    """Return an ISO day or moment as a person types it: `12/01/2018`, `12/01/2018 14:30`."""
    if len(text) < len("2018-01-12"):
        return text
    day = f"{text[8:10]}/{text[5:7]}/{text[:4]}"
    return f"{day} {text[11:16]}" if len(text) > len("2018-01-12") else day


def typed_day(typed: str) -> str:
    """Return a typed day (`12/01/2018`, `12 Jan 2018`) as ISO, empty for none.

    Raises RefusalError for what is no day.
    """
    if day := written_day.typed_day(typed):
        return day.isoformat()
    if typed.strip():
        raise RefusalError("bad-day", message("Write the date like this: 12/01/2018."))
    return ""


def status_word(status: Status) -> str:
    """Return the word of a status."""
    match status:
        case Status.NOT_STARTED:
            return say("Not started")
        case Status.IN_PROGRESS:
            return say("In progress")
        case Status.COMPLETE:
            return say("Complete")
        case Status.EXCLUDED:
            return say("Excluded")
        case Status.REPLACED:
            return say("Replaced")


def counted(number: int, one: str, many: str, /, **values: str | float | Message) -> str:
    """Return the one of two sentences that fits a number, which both may name as `{n}`."""
    return str(plural(number, one, many, **values))


def load_words(loads: Mapping[str, int]) -> str:
    """Say who has how many cases, in one line; the empty name is nobody's."""
    return " · ".join(f"{name or say('nobody')} {count:,}" for name, count in loads.items())

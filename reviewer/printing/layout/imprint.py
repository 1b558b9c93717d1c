"""What is printed around every page: marking, subject, status, number, source and copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reviewer.domain.message import Message, message
from reviewer.domain.times import long_moment
from reviewer.printing.layout import look
from reviewer.printing.layout.pen import Pen
from reviewer.printing.letters.cleaning import SIGN
from reviewer.printing.letters.style import TextStyle
from reviewer.printing.pdf.structure import Element

TOTAL_FORM: Final = "Total"
"""The object that says how many sheets there are; it is written last, and drawn on all."""

_NAMED: Final = 12
"""Characters that a page names as not printed; more are counted."""

_BANNER: Final = 20.0
_RIGHT_COLUMN: Final = 96.0
_USUAL_SHEETS: Final = 9_999
"""Sheets that the right margin leaves room for; how many there are is known at the end only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What is printed around the pages of one print.

    `subject` is at the head (inspection and force), `source` at the foot (form and version).
    `printed_by` is empty on a blank form for any hand. `copy` and `copies` say which numbered
    copy this is, of how many; None for an unnumbered one.
    """

    marking: str
    subject: str
    title: str
    source: str
    printed_by: str
    printed_at: datetime
    copy: int | None = None
    copies: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Pages that belong together and are numbered together, as one case's.

    `name` is at the head of each, `status` across it where the pages must not be taken for a
    finding that counts. `label` begins the page's label, as `0042-`.
    """

    name: str
    status: Message | None = None
    label: str = ""

    @property
    def top(self) -> float:
        """Where the text of its pages begins."""
        return look.TOP + (_BANNER + 10 if self.status else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePlace:
    """Which page of its part a page is, of how many, and which sheet of the print."""

    page: int
    pages: int
    sheet: int


def draw_imprint(
    pen: Pen, imprint: Imprint, part: Part, place: PagePlace, section: Element
) -> None:
    """Draw what is around a page.

    It is decoration to a screen reader, which would hear it on every page, but for what
    concerns this page: its status, once a part, and the characters that it lacks.
    """
    pen.around = True
    width, height = pen.size
    left, room = look.MARGIN, width - 2 * look.MARGIN
    for top in (22.0, height - 31.0):
        _fitted(pen, imprint.marking, look.MARKING, left, top, room)
    numbered = message(
        "{name} · page {n} of {total}", name=part.name, n=place.page, total=place.pages
    )
    _fitted(pen, imprint.subject, look.SMALL_QUIET, left, 42, room * 0.62)
    _fitted(pen, str(numbered), look.SMALL_RIGHT_QUIET, left + room * 0.62, 42, room * 0.38)
    pen.rule(left, 56, room, look.LINE)
    if part.status is not None:
        owner = section.add("P") if place.page == 1 else None
        _draw_status(pen, str(part.status), left, room, owner)
    foot = height - 57
    pen.rule(left, foot - 4, room, look.LINE)
    wide = room - _RIGHT_COLUMN - look.GUTTER
    _fitted(pen, _printed_line(imprint), look.TINY, left, foot, wide)
    _fitted(pen, imprint.source, look.TINY, left, foot + 10, wide)
    right = width - look.MARGIN - _RIGHT_COLUMN
    pen.words(_copy_line(imprint), look.TINY_RIGHT, right, foot, _RIGHT_COLUMN)
    sheet = str(message("Sheet {n}", n=place.sheet))
    total = pen.setter.width(str(message("of {n}", n=_USUAL_SHEETS)), look.TINY)
    pen.words(sheet, look.TINY_RIGHT, right, foot + 10, _RIGHT_COLUMN - total - look.TINY.size / 3)
    pen.place_form(TOTAL_FORM, width - look.MARGIN - total, foot + 10 + 6.84)
    _draw_missing(pen, left, foot - 14, room, section)


def missing_words(missing: Sequence[str]) -> Message:
    """Say which characters a page shows as a box, by number."""
    kinds = sorted(set(missing))
    named = ", ".join(f"U+{ord(character):04X}" for character in kinds[:_NAMED])
    if len(kinds) > _NAMED:
        return message(
            "{sign} replaces characters that cannot be printed: {named} and {n} more.",
            sign=SIGN,
            named=named,
            n=len(kinds) - _NAMED,
        )
    return message(
        "{sign} replaces characters that cannot be printed: {named}.", sign=SIGN, named=named
    )


def _draw_missing(pen: Pen, left: float, top: float, room: float, section: Element) -> None:
    missing = [character for character in pen.missing if character != SIGN]
    if missing:
        words = str(missing_words(missing))
        _fitted(pen, words, look.TINY, left, top, room, section.add("P"))


def _draw_status(pen: Pen, words: str, left: float, room: float, owner: Element | None) -> None:
    pen.box(left, look.TOP, room, _BANNER, look.INK)
    _fitted(pen, words, _STATUS, left + 8, look.TOP + 3, room - 16, owner)


_STATUS: Final = TextStyle(11.0, 14.0, look.WHITE, bold=True)


def _printed_line(imprint: Imprint) -> str:
    at = long_moment(imprint.printed_at)
    if imprint.printed_by:
        return str(message("Printed {at} by {person}", at=at, person=imprint.printed_by))
    return str(message("Printed {at}", at=at))


def _copy_line(imprint: Imprint) -> str:
    if imprint.copy is None:
        return ""
    if imprint.copies is None:
        return str(message("Copy {n}", n=imprint.copy))
    return str(message("Copy {n} of {total}", n=imprint.copy, total=imprint.copies))


def _fitted(pen: Pen, text: str, style: TextStyle, left: float, top: float, room: float,
            owner: Element | None = None) -> None:  # fmt: skip
    """Draw one line that gets smaller where it is too long: names are not cut off."""
    needed = pen.setter.width(text, style)
    if needed > room:
        size = style.size * room / needed
        style = TextStyle(size, style.leading, style.ink, style.bold, style.side)
        room += 1  # what was rounded must not begin another line
    pen.words(text, style, left, top, room, owner)

"""The referral notice: what a force must act on today, on one sheet with room for its reply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reviewer.domain.file_actions import Printout
from reviewer.domain.form import Form, Kind
from reviewer.domain.ids import Key
from reviewer.domain.inspection import Inspection
from reviewer.domain.list_words import LIST_WORDS
from reviewer.domain.message import Message, message
from reviewer.domain.times import long_day
from reviewer.printing.answers import ReadReview, read_review
from reviewer.printing.binding import document_of, finish, imprint_of
from reviewer.printing.cases import case_number
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, RuledLine, ShadedPanel, Stack, TextBlock
from reviewer.printing.layout.imprint import Part
from reviewer.printing.layout.outline import OutlineMark
from reviewer.printing.layout.passages import passage
from reviewer.printing.layout.pen import Pen
from reviewer.printing.letters.setting import Typesetter
from reviewer.printing.parts import facts
from reviewer.printing.pdf.structure import Element
from reviewer.printing.printed import CasePage, Printed, Printing
from reviewer.printing.record import record_block

_REPLY_LINES: Final = 8


def print_referral_notice(
    inspection: Inspection, form: Form, page: CasePage, printing: Printing
) -> Printed:
    """Print the notice of one case that is referred back, with the force's reference.

    The force needs its reference to find the case. Neither grade nor rationale is on it, nor
    anything about other cases. Raises ValueError for a case that is not referred back.
    """
    read = read_review(form, page, printing.at.astimezone().date())
    if not read.refers_back:
        raise ValueError("a referral notice needs a case that is referred back")
    title = str(message("{case} referral notice", case=page.case.id))
    imprint = imprint_of(inspection, form.stamp, title, printing)
    document = document_of(imprint, printing)
    part = Part(name=case_number(read), label=f"{case_number(read)}-")
    document.add(part, _blocks(inspection, read))
    return finish(document, imprint, Printout.REFERRAL)


def _blocks(inspection: Inspection, read: ReadReview) -> Iterator[Block]:
    case, form = read.page.case, read.form
    yield OutlineMark(str(message("Referral notice")))
    title = Stack(
        [
            TextBlock(str(case.id), look.EYEBROW),
            TextBlock(str(message("Referral to the force")), look.TITLE, "H1"),
            TextBlock(str(message("To {force}", force=inspection.force)), look.BODY),
        ]
    )
    yield record_block(read, title)
    yield RuledLine(before=6)
    yield Stack(facts([(str(label), value) for label, value in _about(read)]), before=4)
    urgency = read.code(form.roles.referral_urgency)
    due = read.referral_due
    head: list[Block] = [TextBlock(str(message("A child may still be at risk.")), look.STRONG)]
    if urgency:
        item = form.item(form.roles.referral_urgency)
        words = f"{item.label}: {form.label(item.key, urgency)}"
        head.append(TextBlock(words, look.BODY_BOLD, before=4))
    if due:
        head.append(
            TextBlock(str(message("Action due by {moment}", moment=due)), look.STRONG, before=4)
        )
    yield ShadedPanel(head, look.INK, before=10)
    yield from _seen(read)
    yield from _reply()


def _about(read: ReadReview) -> Iterator[tuple[Message | str, str]]:
    case, form, roles = read.page.case, read.form, read.form.roles
    if case.reference:
        yield LIST_WORDS[Key("reference")], case.reference
    if read.case_type:
        yield message("Case type"), form.type_label(read.case_type)
    if case.get("reported"):
        yield LIST_WORDS[Key("reported")], long_day(case.get("reported"))
    if read.review.get(roles.referral_raised):
        item = form.item(roles.referral_raised)
        yield str(item.label), read.text(item)
    yield message("Raised by"), read.review.reviewer


def _seen(read: ReadReview) -> Iterator[Block]:
    """Yield what was seen and what is asked: the texts beside the referral."""
    roles = read.form.roles
    elsewhere = {roles.referral_response, roles.referral_closed, roles.referral_raised}
    section = read.form.section_of[roles.referral]
    for item in section.items:
        if item.kind is not Kind.TEXT or item.key in elsewhere or not read.applies(item.key):
            continue
        text = read.text(item)
        if text.strip() and not _is_reply(item.key, roles.referral_response):
            yield TextBlock(str(item.label), look.SMALL_QUIET, before=10, holds_next=True)
            yield from passage(text, look.BODY)


def _is_reply(key: str, answered_at: str) -> bool:
    """Say whether a text is the force's answer, which this sheet asks for."""
    return bool(answered_at) and answered_at.startswith(key)


def _reply() -> Iterator[Block]:
    yield TextBlock(
        str(message("The force's reply")), look.STRONG, "H2", before=18, holds_next=True
    )
    words = message(
        "What was done, who did it and when. Return this sheet to the person named above."
    )
    lines = [_WritingLine() for _ in range(_REPLY_LINES)]
    yield Stack([TextBlock(str(words), look.SMALL_QUIET), *lines])
    yield Stack([_WritingLine(str(message("Name, post, date and time")))], before=6)


class _WritingLine(Block):
    """A line to write on."""

    def __init__(self, label: str = "") -> None:
        self._label = label
        self._width = 0.0

    def measure(self, setter: Typesetter, width: float) -> None:  # noqa: ARG002 - of one height
        """Take the height of a line."""
        self._width, self.height = width, 22.0

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw the line, and what belongs on it."""
        pen.rule(x, top + self.height, self._width, look.LINE)
        if self._label:
            owner = parent.add("P") if parent is not None else None
            pen.words(self._label, look.TINY, x, top + self.height - 10, self._width, owner)

"""What a form is set of: lines of question and answer, headings, facts, the judgement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Paragraph, Spacer, Table

from reviewer.domain.form import Item
from reviewer.domain.marks import Mark
from reviewer.printing import look
from reviewer.printing.lettering import Lettering
from reviewer.printing.marks import draw_mark
from reviewer.printing.typeface import REGULAR

_NUMBERED: Final = re.compile(r"[A-Z]{1,2}[0-9]{0,2}\.[0-9]{1,2}")

ROOM_BELOW: Final = 84.0
"""Points that must be left below a heading, else it goes to the next page with its text."""

LABEL_LIMIT: Final = 600
"""Characters of a label that stands beside its answer; a longer one is set above it."""

FACT_LIMIT: Final = 44
"""Characters of a list value that stands in a column; a longer one gets lines of its own."""

_FACT_COLUMNS: Final = 4


class AnswerLine(Flowable):
    """One item on a hairline: key, label, and at the right its answer, all top-aligned.

    `mark` is drawn before the answer.
    """

    def __init__(
        self, key: Paragraph | None, label: Paragraph, answer: Paragraph, mark: Mark | None = None
    ) -> None:
        super().__init__()
        self._parts = (key, label, answer)
        self._mark = mark
        self._indent = 13.0 if mark else 0.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take the width, and the height of the tallest part."""
        key, label, answer = self._parts
        label_width = width - look.ANSWER - look.KEY - look.GUTTER
        heights = [
            label.wrap(label_width, 0)[1],
            answer.wrap(look.ANSWER - self._indent, 0)[1],
        ]
        if key is not None:
            heights.append(key.wrap(look.KEY, 0)[1])
        self.width, self.height = width, max(heights) + 8
        return self.width, self.height

    def draw(self) -> None:
        """Draw the hairline and the parts below it."""
        canvas = self.canv
        canvas.setStrokeColor(look.FAINT)
        canvas.setLineWidth(look.HAIRLINE)
        canvas.line(0, self.height, self.width, self.height)
        top = self.height - 4
        key, label, answer = self._parts
        right = self.width - look.ANSWER
        if key is not None:
            key.drawOn(canvas, 0, top - key.height)
        label.drawOn(canvas, look.KEY, top - label.height)
        answer.drawOn(canvas, right + self._indent, top - answer.height)
        if self._mark:
            draw_mark(canvas, self._mark, right, top - 11, 8)


class Judgement(Flowable):
    """The overall judgement: a caption, and large the grade's shape and word."""

    _PAD: Final = 14.0
    _SIZE: Final = 16.0

    def __init__(
        self, caption: Paragraph, word: str, mark: Mark | None, beside: Sequence[Paragraph]
    ) -> None:
        super().__init__()
        style = look.TITLE.clone(
            "judgement", textColor=look.COLOURS[mark.colour] if mark else look.QUIET
        )
        self._caption = caption
        self._word = Paragraph(word, style)
        self._mark = mark
        self._beside = tuple(beside)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take the width, and the height of the taller side."""
        split = width * (0.62 if self._beside else 1) - 2 * self._PAD
        indent = self._SIZE + 10 if self._mark else 0
        left = self._caption.wrap(split, 0)[1] + 3 + self._word.wrap(split - indent, 0)[1]
        beside = sum(p.wrap(width * 0.38 - self._PAD, 0)[1] for p in self._beside)
        self.width, self.height = width, max(left, beside) + 2 * self._PAD
        return self.width, self.height

    def draw(self) -> None:
        """Draw the ground, the shape and the words."""
        canvas = self.canv
        canvas.setFillColor(look.GROUND)
        canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        canvas.setFillColor(look.COLOURS[self._mark.colour] if self._mark else look.LINE)
        canvas.rect(0, 0, 3, self.height, stroke=0, fill=1)
        top = self.height - self._PAD
        self._caption.drawOn(canvas, self._PAD, top - self._caption.height)
        top -= self._caption.height + 3
        x = self._PAD
        if self._mark:
            draw_mark(canvas, self._mark, x, top - 21, self._SIZE)
            x += self._SIZE + 10
        self._word.drawOn(canvas, x, top - self._word.height)
        y = self.height - self._PAD
        for paragraph in self._beside:
            y -= paragraph.height
            paragraph.drawOn(canvas, self.width * 0.62, y)


def heading(
    lettering: Lettering, number: str, title: str, *, answer: str = "", mark: Mark | None = None
) -> list[Flowable]:
    """Head a section: its number, its title, and at the right what it comes to."""
    answered = lettering.paragraph(answer, look.BODY_BOLD)
    line = _SectionHead(
        lettering.paragraph(number, look.HEADING),
        lettering.paragraph(title, look.HEADING),
        answered,
        mark,
    )
    return [CondPageBreak(ROOM_BELOW + 30), line]


class _SectionHead(Flowable):
    def __init__(
        self, number: Paragraph, title: Paragraph, answer: Paragraph, mark: Mark | None
    ) -> None:
        super().__init__()
        self.spaceBefore = 20
        self._parts = (number, title, answer)
        self._mark = mark

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        number, title, answer = self._parts
        self._answer_width = look.ANSWER + 60
        heights = (
            number.wrap(look.KEY, 0)[1],
            title.wrap(width - look.KEY - self._answer_width - look.GUTTER, 0)[1],
            answer.wrap(self._answer_width - 14, 0)[1] + 3,
        )
        self.width, self.height = width, max(heights) + 6
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        number, title, answer = self._parts
        number.drawOn(canvas, 0, self.height - number.height)
        title.drawOn(canvas, look.KEY, self.height - title.height)
        wide = max(answer.getActualLineWidths0(), default=0)
        x = self.width - wide
        answer.drawOn(canvas, x, self.height - answer.height - 3)
        if self._mark:
            draw_mark(canvas, self._mark, x - 14, self.height - 14, 9)


def rule() -> Flowable:
    """Draw one hairline across."""
    return HRFlowable(
        width="100%", thickness=look.HAIRLINE, color=look.LINE, spaceBefore=0, spaceAfter=0
    )


def facts(
    lettering: Lettering, values: Sequence[tuple[str, str]], *, indent: float = 0.0
) -> list[Flowable]:
    """Set label over value, four to a line; long values below on lines of their own."""
    short = [(label, value) for label, value in values if len(value) <= FACT_LIMIT]
    flowables: list[Flowable] = []
    if short:
        cells = [
            [
                lettering.paragraph(label, look.SMALL_QUIET),
                lettering.paragraph(value, look.BODY),
            ]
            for label, value in short
        ]
        cells += [[] for _ in range(-len(cells) % _FACT_COLUMNS)]
        grid = [cells[i : i + _FACT_COLUMNS] for i in range(0, len(cells), _FACT_COLUMNS)]
        column = (look.WIDTH - indent) / _FACT_COLUMNS
        table = Table(grid, colWidths=[column] * _FACT_COLUMNS, hAlign="RIGHT")
        table.setStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), REGULAR),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 10),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            ]
        )
        flowables.append(table)
    for label, value in values:
        if len(value) > FACT_LIMIT:
            flowables.append(CondPageBreak(40))
            flowables.append(lettering.paragraph(label, look.SMALL_QUIET))
            flowables.extend(lettering.passage(value, look.FACT))
            flowables.append(Spacer(0, 6))
    return flowables


def captioned(lettering: Lettering, caption: str, text: str) -> list[Flowable]:
    """Set a long text under a quiet caption, in the measure of long text."""
    return [
        CondPageBreak(48),
        lettering.paragraph(caption, look.CAPTION),
        *lettering.passage(text, look.LONG),
        Spacer(0, 5),
    ]


def noted(lettering: Lettering, text: str) -> list[Flowable]:
    """Set the note to an answer below it, named in the narrow column."""
    lettered = lettering.passage(text, look.LONG, bullet="Note")
    return [*lettered, Spacer(0, 6)]


def short_key(item: Item) -> str:
    """Return a key that people read as a number, as A1.4; others are names for machines."""
    return item.key if _NUMBERED.fullmatch(item.key) else ""

"""What a print is set of: blocks that know their height, can be divided, and draw themselves."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Final

from reviewer.printing.layout import look
from reviewer.printing.layout.look import Fit
from reviewer.printing.layout.pen import Pen
from reviewer.printing.letters.setting import Line, Typesetter
from reviewer.printing.letters.style import Ink, TextStyle
from reviewer.printing.pdf.structure import Element, alternative

_KEPT_LINES: Final = 2
"""Lines of a paragraph that stay together at the foot and at the head of a page."""

_ROUNDING: Final = 0.01


class Tag:
    """The element of a block: one, however many pages the block is divided over."""

    __slots__ = ("_attributes", "_element", "_role")

    def __init__(self, role: str, attributes: bytes = b"") -> None:
        self._role, self._attributes = role, attributes
        self._element: Element | None = None

    def within(self, parent: Element | None) -> Element | None:
        """Return the element, opened within `parent` at first; None for decoration.

        Without a role it is the parent itself.
        """
        if not self._role:
            return parent
        if parent is not None and self._element is None:
            self._element = parent.add(self._role, self._attributes)
        return self._element if parent is not None else None


class Block(ABC):
    """Something set across a column.

    `before` is the room above it, unless it begins a page; `holds_next` says that it does not
    end a page. `height` is known once it was measured. A block is drawn once, or its parts are.
    """

    before: float = 0.0
    holds_next: bool = False
    height: float = 0.0

    @abstractmethod
    def measure(self, setter: Typesetter, width: float) -> None:
        """Find out how high it is in a column of a width."""

    def fit(self, fit: Fit) -> None:
        """Take less room; it is measured after that, and once only fitted."""
        self.before *= fit.room

    @abstractmethod
    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw it, as part of an element, or as decoration for none."""

    def divide(self, room: float) -> tuple[Block, Block] | None:  # noqa: ARG002 - most cannot
        """Divide it so that the first part fits the room; None where it cannot be."""
        return None

    def least(self) -> float:
        """Return the height of the smallest part that a page may end with."""
        return self.height


class TextBlock(Block):
    """A text in one style, as one paragraph, heading or cell's content.

    `hang` is a bullet or number that is at the left of the first line.
    """

    def __init__(self, text: str, style: TextStyle, role: str = "P", *, before: float = 0.0,
                 left: float = 0.0, holds_next: bool = False,
                 hang: tuple[str, float] | None = None) -> None:  # fmt: skip
        self._text, self._style, self._hang = text, style, hang
        self._tag = Tag(role)
        self._left = left
        self.before, self.holds_next = before, holds_next
        self._lines: Sequence[Line] = ()
        self._width = 0.0

    def fit(self, fit: Fit) -> None:
        """Set its lines closer, or smaller too."""
        super().fit(fit)
        self._style = fit.style(self._style)

    def drop_role(self) -> None:
        """Let the text be part of the element around it, as the only one in a cell is."""
        self._tag = Tag("")

    def measure(self, setter: Typesetter, width: float) -> None:
        """Set the text in lines."""
        hung = self._hang[1] if self._hang else 0.0
        self._width = max(width - self._left - hung, self._style.size)
        self._lines = setter.set(self._text, self._style, self._width)
        self.height = len(self._lines) * self._style.leading

    def divide(self, room: float) -> tuple[Block, Block] | None:
        """Divide it between lines, leaving none of them alone."""
        fit = int((room + _ROUNDING) // self._style.leading)
        fit = min(fit, len(self._lines) - _KEPT_LINES)
        if fit < _KEPT_LINES:
            return None
        return self._part(0, fit), self._part(fit, len(self._lines))

    def least(self) -> float:
        """Return two lines, or all where there are no more than three."""
        kept = _KEPT_LINES if len(self._lines) >= 2 * _KEPT_LINES else len(self._lines)
        return kept * self._style.leading

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw its lines."""
        element = self._tag.within(parent)
        x += self._left
        if self._hang:
            bullet, hung = self._hang
            if bullet:
                pen.words(bullet, self._style, x, top, hung, element)
            x += hung
        pen.text(self._lines, self._style, x, top, self._width, element)

    def _part(self, start: int, end: int) -> TextBlock:
        hang = self._hang and (self._hang[0] if start == 0 else "", self._hang[1])
        part = TextBlock("", self._style, left=self._left, hang=hang)
        part._tag, part._width = self._tag, self._width
        part._lines = self._lines[start:end]
        part.height = (end - start) * self._style.leading
        return part


class Stack(Block):
    """Blocks below each other; those that are `kept` are divided only where no page holds them."""

    def __init__(self, blocks: Sequence[Block], role: str = "", *, before: float = 0.0,
                 holds_next: bool = False, kept: bool = False) -> None:  # fmt: skip
        self._blocks = list(blocks)
        self._kept = kept
        self._tag = Tag(role)
        self.before, self.holds_next = before, holds_next

    def fit(self, fit: Fit) -> None:
        """Fit each block."""
        super().fit(fit)
        for block in self._blocks:
            block.fit(fit)

    def measure(self, setter: Typesetter, width: float) -> None:
        """Measure each block."""
        for block in self._blocks:
            block.measure(setter, width)
        self._sum_up()

    def divide(self, room: float) -> tuple[Block, Block] | None:
        """Divide it between blocks, or one of them."""
        taken = 0.0
        for place, block in enumerate(self._blocks):
            taken += block.before if place else 0.0
            if taken + block.height > room + _ROUNDING:
                halves = block.divide(room - taken)
                if halves is not None:
                    first, rest = halves
                    first.before = block.before
                    return (
                        self._part([*self._blocks[:place], first]),
                        self._part([rest, *self._blocks[place + 1 :]]),
                    )
                return self._cut(place)
            taken += block.height
        return None

    def least(self) -> float:
        """Return what goes up to the first block that may end a page, or all that is kept."""
        if self._kept:
            return self.height
        taken = 0.0
        for place, block in enumerate(self._blocks):
            taken += block.before if place else 0.0
            if not block.holds_next:
                return taken + block.least()
            taken += block.height
        return taken

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw each block."""
        element = self._tag.within(parent)
        for place, block in enumerate(self._blocks):
            top += block.before if place else 0.0
            block.draw(pen, x, top, element)
            top += block.height

    def _cut(self, place: int) -> tuple[Block, Block] | None:
        while place and self._blocks[place - 1].holds_next:
            place -= 1
        if not place:
            return None
        return self._part(self._blocks[:place]), self._part(self._blocks[place:])

    def _part(self, blocks: Sequence[Block]) -> Stack:
        part = Stack(blocks)
        part._tag = self._tag
        part._sum_up()
        return part

    def _sum_up(self) -> None:
        gaps = sum(block.before for block in self._blocks[1:])
        self.height = gaps + sum(block.height for block in self._blocks)


class ShadedPanel(Block):
    """Blocks on a grey ground with a bar of a colour at their left."""

    _PAD: Final = 8.0
    _BAR: Final = 3.0

    def __init__(self, blocks: Sequence[Block], bar: Ink, *, before: float = 0.0) -> None:
        self._inner: Block = Stack(blocks)
        self._bar = bar
        self.before = before

    def fit(self, fit: Fit) -> None:
        """Fit what is on it."""
        super().fit(fit)
        self._inner.fit(fit)

    def measure(self, setter: Typesetter, width: float) -> None:
        """Measure what is on it."""
        self._width = width
        self._inner.measure(setter, width - 2 * self._PAD - self._BAR)
        self.height = self._inner.height + 2 * self._PAD

    def divide(self, room: float) -> tuple[Block, Block] | None:
        """Divide what is on it."""
        halves = self._inner.divide(room - 2 * self._PAD)
        return None if halves is None else (self._part(halves[0]), self._part(halves[1]))

    def least(self) -> float:
        """Return the least of what is on it."""
        return self._inner.least() + 2 * self._PAD

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw the ground, and what is on it."""
        pen.box(x, top, self._width, self.height, look.GROUND)
        pen.box(x, top, self._BAR, self.height, self._bar)
        self._inner.draw(pen, x + self._PAD + self._BAR, top + self._PAD, parent)

    def _part(self, inner: Block) -> ShadedPanel:
        part = ShadedPanel([], self._bar)
        part._inner, part._width = inner, self._width
        part.height = inner.height + 2 * self._PAD
        return part


Paint = Callable[[Pen, float, float, float], None]
"""Draws at a place (x and top) within a width."""


class Drawing(Block):
    """A figure of a fixed height, with what it shows in words."""

    def __init__(self, height: float, words: str, paint: Paint, *, before: float = 0.0,
                 holds_next: bool = False) -> None:  # fmt: skip
        self._fixed, self._paint = height, paint
        self._tag = Tag("Figure", alternative(words))
        self.before, self.holds_next = before, holds_next
        self._width = 0.0

    def measure(self, setter: Typesetter, width: float) -> None:  # noqa: ARG002 - needs no text
        """Take the width."""
        self._width, self.height = width, self._fixed

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw it, all as one figure."""
        figure = self._tag.within(parent)
        if figure is not None:
            pen.begin_figure(figure)
        self._paint(pen, x, top, self._width)
        pen.end_figure()


class RuledLine(Block):
    """A hairline across."""

    def __init__(self, *, before: float = 0.0) -> None:
        self.before = before
        self._width = 0.0

    def measure(self, setter: Typesetter, width: float) -> None:  # noqa: ARG002 - needs no text
        """Take the width."""
        self._width = width

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:  # noqa: ARG002 - decoration
        """Draw the line."""
        pen.rule(x, top, self._width, look.LINE)


class PageEnd(Block):
    """Begins a new page, unless one was just begun."""

    def measure(self, setter: Typesetter, width: float) -> None:
        """Take no room."""

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw nothing."""

"""What is drawn on one page, and to which element of the document's structure it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reviewer.printing.layout import look
from reviewer.printing.letters.faces import BOLD, REGULAR
from reviewer.printing.letters.setting import Line, Typesetter
from reviewer.printing.letters.style import Alignment, Ink, TextStyle
from reviewer.printing.pdf.structure import Element
from reviewer.printing.pdf.values import number

_BASE: Final = 0.76
"""How much of a line's leading lies above its base line."""


class Pen:
    """Draws on one page; what is drawn for no element is decoration to a screen reader.

    Positions are points from the left and from the top of the page. While it is `around`, what is
    drawn is that which every page has around its text.
    """

    def __init__(self, setter: Typesetter, page: int, size: tuple[float, float]) -> None:
        self.setter = setter
        self.page = page
        self.size = size
        self.owners: list[Element] = []
        self.missing: list[str] = []
        self.around = False
        self.bookmarks: list[tuple[str, int, float]] = []
        self._code: list[bytes] = []
        self._owner: Element | None = None
        self._is_open = False
        self._ink = b""
        self._within: Element | None = None

    def text(self, lines: Sequence[Line], style: TextStyle, x: float, top: float,
             width: float, owner: Element | None) -> None:  # fmt: skip
        """Draw lines of one style below each other within a width."""
        if not lines:
            return
        self._belong(owner)
        self._fill(style.ink)
        font = self.setter.font(BOLD if style.bold else REGULAR).name
        code = [b"BT /%s %s Tf" % (font.encode(), number(style.size))]
        base = self.size[1] - top - style.leading * _BASE
        before_x, before_y = 0.0, 0.0
        for place, line in enumerate(lines):
            own_x, own_y = x + _indent(line, style, width), base - place * style.leading
            code.append(
                b"%s %s Td %s" % (number(own_x - before_x), number(own_y - before_y), line.code)
            )
            # The position of a line is taken from the last one, rounded as that was.
            before_x += round(own_x - before_x, 2)
            before_y += round(own_y - before_y, 2)
            self.missing.extend(line.missing)
        code.append(b"ET")
        self._code.append(b" ".join(code))

    def words(self, untrusted: str, style: TextStyle, x: float, top: float,
              width: float, owner: Element | None = None) -> None:  # fmt: skip
        """Set and draw a text within a width."""
        self.text(self.setter.set(untrusted, style, width), style, x, top, width, owner)

    def turned(self, untrusted: str, style: TextStyle, x: float, bottom: float,
               owner: Element | None = None) -> None:  # fmt: skip
        """Draw a text in one line upwards; its base line is at `x`, its start at `bottom`."""
        line = self.setter.set(untrusted, style, 1e9)[0]
        self._belong(owner)
        self._fill(style.ink)
        font = self.setter.font(BOLD if style.bold else REGULAR).name
        at = number(x), number(self.size[1] - bottom)
        self._code.append(
            b"BT /%s %s Tf 0 1 -1 0 %s %s Tm %s ET"
            % (font.encode(), number(style.size), *at, line.code)
        )

    def box(self, x: float, top: float, width: float, height: float, ink: Ink) -> None:
        """Fill a rectangle."""
        self._belong(None)
        self._fill(ink)
        self._code.append(b"%s re f" % self._rectangle(x, top, width, height))

    def frame(self, x: float, top: float, width: float, height: float, ink: Ink,
              line: float = look.HAIRLINE) -> None:  # fmt: skip
        """Draw the outline of a rectangle."""
        self._belong(None)
        self._code.append(
            b"%s RG %s w %s re S"
            % (ink.operands(), number(line), self._rectangle(x, top, width, height))
        )

    def line(self, x: float, top: float, to_x: float, to_top: float, ink: Ink,
             line: float = look.HAIRLINE) -> None:  # fmt: skip
        """Draw a straight line."""
        self._belong(None)
        height = self.size[1]
        self._code.append(
            b"%s RG %s w %s %s m %s %s l S"
            % (
                ink.operands(),
                number(line),
                number(x),
                number(height - top),
                number(to_x),
                number(height - to_top),
            )
        )

    def rule(self, x: float, top: float, width: float, ink: Ink = look.FAINT) -> None:
        """Draw a hairline across."""
        self.line(x, top, x + width, top, ink)

    def shape(self, points: Sequence[bytes], ink: Ink, *, line: float = 0.0) -> None:
        """Fill a path given in operators, or draw its outline with a `line` of that width."""
        self._belong(None)
        path = b" ".join(points)
        if line:
            self._code.append(b"%s RG %s w %s S" % (ink.operands(), number(line), path))
        else:
            self._fill(ink)
            self._code.append(path + b" f")

    def place_form(self, name: str, x: float, top: float) -> None:
        """Draw what another object of the file holds."""
        self._belong(None)
        at = number(x), number(self.size[1] - top)
        self._code.append(b"q 1 0 0 1 %s %s cm /%s Do Q" % (*at, name.encode()))

    def begin_figure(self, figure: Element) -> None:
        """Let all that is drawn from now on belong to one figure."""
        self._within = figure

    def end_figure(self) -> None:
        """End what `begin_figure` began."""
        self._within = None

    def finish(self) -> bytes:
        """Return the page's content."""
        if self._is_open:
            self._code.append(b"EMC")
            self._is_open = False
        return b"\n".join(self._code)

    def _belong(self, owner: Element | None) -> None:
        owner = self._within or owner
        if self._is_open:
            if owner is self._owner:
                return
            self._code.append(b"EMC")
        self._is_open, self._owner = True, owner
        if owner is None:
            kind = b" <</Type/Pagination>> BDC" if self.around else b" BMC"
            self._code.append(b"/Artifact" + kind)
            return
        mark = len(self.owners)
        self.owners.append(owner)
        owner.kids.append((self.page, mark))
        self._code.append(b"/%s <</MCID %d>> BDC" % (owner.role.encode(), mark))

    def _fill(self, ink: Ink) -> None:
        operands = ink.operands()
        if operands != self._ink:
            self._ink = operands
            self._code.append(operands + b" rg")

    def _rectangle(self, x: float, top: float, width: float, height: float) -> bytes:
        bottom = self.size[1] - top - height
        return b" ".join(map(number, (x, bottom, width, height)))


def _indent(line: Line, style: TextStyle, width: float) -> float:
    side = style.side
    if side is Alignment.LEFT:
        side = Alignment.LEFT if line.left_to_right else Alignment.RIGHT
    if side is Alignment.LEFT:
        return 0.0
    return (width - line.width) * (1.0 if side is Alignment.RIGHT else 0.5)

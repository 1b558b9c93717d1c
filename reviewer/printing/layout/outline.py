"""The bookmarks of a print, nested as its parts are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reviewer.printing.layout.blocks import Block
from reviewer.printing.layout.pen import Pen
from reviewer.printing.letters.setting import Typesetter
from reviewer.printing.pdf.file import PdfFile
from reviewer.printing.pdf.structure import Element
from reviewer.printing.pdf.values import number, reference, text


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineEntry:
    """One bookmark: `level` 0 is outermost, `top` counts from the foot of the page."""

    title: str
    level: int
    page: int
    top: float


class OutlineMark(Block):
    """Names the place where it is set in the outline. Takes no room."""

    holds_next = True

    def __init__(self, title: str, level: int = 0) -> None:
        self._title, self._level = title, level

    def measure(self, setter: Typesetter, width: float) -> None:
        """Take no room."""

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:  # noqa: ARG002 - draws nothing
        """Note the place."""
        pen.bookmarks.append((self._title, self._level, top))


@dataclass(slots=True)
class _Node:
    number: int
    entry: OutlineEntry | None
    kids: list[_Node] = field(default_factory=list)


def write_outline(file: PdfFile, entries: Sequence[OutlineEntry]) -> int:
    """Add the outline; returns its number, 0 where there is no entry."""
    if not entries:
        return 0
    root = _Node(file.reserve(), None)
    path = [root]
    for entry in entries:
        del path[entry.level + 1 :]
        node = _Node(file.reserve(), entry)
        path[-1].kids.append(node)
        path.append(node)
    first, last = root.kids[0].number, root.kids[-1].number
    file.put(
        root.number,
        b"<</Type/Outlines/First %s/Last %s/Count %d>>"
        % (reference(first), reference(last), len(root.kids)),
    )
    _write_kids(file, root)
    return root.number


def _write_kids(file: PdfFile, parent: _Node) -> None:
    for place, node in enumerate(parent.kids):
        if node.entry is None:
            continue
        links = b"/Parent " + reference(parent.number)
        if place:
            links += b"/Prev " + reference(parent.kids[place - 1].number)
        if place + 1 < len(parent.kids):
            links += b"/Next " + reference(parent.kids[place + 1].number)
        if node.kids:
            # A negative count: what is below it is folded away at first.
            links += b"/First %s/Last %s/Count %d" % (
                reference(node.kids[0].number),
                reference(node.kids[-1].number),
                -len(node.kids),
            )
        entry = node.entry
        file.put(
            node.number,
            b"<</Title%s%s/Dest[%s/XYZ 0 %s null]>>"
            % (text(entry.title), links, reference(entry.page), number(entry.top)),
        )
        _write_kids(file, node)

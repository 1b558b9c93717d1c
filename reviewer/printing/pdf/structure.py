"""The structure of a tagged PDF (ISO 32000-1, 14.7): what each mark on a page belongs to."""

from __future__ import annotations

from typing import Final

from reviewer.printing.pdf.file import PdfFile
from reviewer.printing.pdf.values import reference, references, text


class Element:
    """One structure element: its role, and in reading order what it holds.

    `attributes` are further entries of its dictionary, as `/Alt` or a table's `/A`.
    """

    __slots__ = ("attributes", "kids", "number", "role")

    def __init__(self, role: str, attributes: bytes = b"") -> None:
        self.role = role
        self.attributes = attributes
        self.kids: list[Element | tuple[int, int]] = []
        self.number = 0

    def add(self, role: str, attributes: bytes = b"") -> Element:
        """Open an element within this one."""
        kid = Element(role, attributes)
        self.kids.append(kid)
        return kid


def alternative(words: str) -> bytes:
    """Return the attribute that says in words what a figure shows."""
    return b"/Alt" + text(words)


HEADS_COLUMN: Final = b"/A<</O/Table/Scope/Column>>"
HEADS_ROW: Final = b"/A<</O/Table/Scope/Row>>"


class StructureTree:
    """The tree of a whole file; parts of it are written as soon as their pages are."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._root = file.reserve()
        self._document = file.reserve()
        self._parts: list[int] = []
        self._parents: list[bytes] = []

    def add_page(self, owners: list[Element]) -> int:
        """Note which elements own the marks of a page, by mark; returns the page's key."""
        for owner in owners:
            owner.number = owner.number or self._file.reserve()
        return self._add_parent(references(owner.number for owner in owners))

    def add_annotation(self, element: Element) -> int:
        """Note the element that an annotation belongs to; returns the annotation's key."""
        element.number = element.number or self._file.reserve()
        return self._add_parent(reference(element.number))

    def add_part(self, part: Element) -> None:
        """Write a part of the document: all its pages are on the file."""
        if part.kids:
            self._parts.append(self._write(part, self._document))

    def finish(self) -> int:
        """Write the root; returns its number."""
        file = self._file
        file.put(
            self._document,
            b"<</S/Document/P %s/K%s>>" % (reference(self._root), references(self._parts)),
        )
        nums = b" ".join(b"%d %s" % (key, value) for key, value in enumerate(self._parents))
        tree = file.add(b"<</Nums[%s]>>" % nums)
        return file.put(
            self._root,
            b"<</Type/StructTreeRoot/K %s/ParentTree %s/ParentTreeNextKey %d>>"
            % (reference(self._document), reference(tree), len(self._parents)),
        )

    def _add_parent(self, value: bytes) -> int:
        number = self._file.add(value) if value.startswith(b"[") else 0
        self._parents.append(reference(number) if number else value)
        return len(self._parents) - 1

    def _write(self, element: Element, parent: int) -> int:
        number = element.number = element.number or self._file.reserve()
        kids = []
        page = 0
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(reference(self._write(kid, number)))
            elif kid[1] < 0:
                kids.append(b"<</Type/OBJR/Obj %s>>" % reference(kid[0]))
            elif page in {0, kid[0]}:
                page = kid[0]
                kids.append(b"%d" % kid[1])
            else:
                kids.append(b"<</Type/MCR/Pg %s/MCID %d>>" % (reference(kid[0]), kid[1]))
        on = b"/Pg " + reference(page) if page else b""
        self._file.put(
            number,
            b"<</S/%s/P %s%s%s/K[%s]>>"
            % (element.role.encode(), reference(parent), on, element.attributes, b" ".join(kids)),
        )
        return number

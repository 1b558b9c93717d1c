"""One print as it is set: blocks flow down pages, and finished pages go into the file at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from reviewer.domain.message import message
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, PageEnd
from reviewer.printing.layout.imprint import TOTAL_FORM, Imprint, PagePlace, Part, draw_imprint
from reviewer.printing.layout.outline import OutlineEntry, write_outline
from reviewer.printing.layout.pen import Pen
from reviewer.printing.letters.faces import REGULAR
from reviewer.printing.letters.setting import Typesetter
from reviewer.printing.pdf.file import PdfFile
from reviewer.printing.pdf.metadata import (
    LANGUAGE,
    Description,
    info_of,
    srgb_profile,
    xmp_of,
)
from reviewer.printing.pdf.signature import Seal, Widget, complete, write_field
from reviewer.printing.pdf.structure import Element, StructureTree
from reviewer.printing.pdf.values import number, reference, references, text

_PAGES_A_NODE: Final = 50
_ROUNDING: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """The characters that one part of a print could not show."""

    part: str
    characters: tuple[str, ...]


class Document:
    """A print in the making: parts are begun, filled with blocks and ended, one by one."""

    def __init__(self, imprint: Imprint, seal: Seal | None = None) -> None:
        self._imprint = imprint
        self._seal = seal
        self._widget: Widget | None = None
        self._file = PdfFile()
        self._setter = Typesetter(self._file)
        self._structure = StructureTree(self._file)
        self._resources = self._file.reserve()
        self._nodes: list[tuple[int, bytes, int]] = []
        self._in_node: list[int] = []
        self._node = 0
        self._labels: list[tuple[int, str]] = []
        self._entries: list[OutlineEntry] = []
        self.sheets = 0
        self.missed: list[Missed] = []

    def add(self, part: Part, blocks: Iterable[Block]) -> int:
        """Set one part on pages of its own; returns how many."""
        section = Element("Sect")
        number = self._file.reserve() if self._seal and not self.sheets else 0
        flow = _Flow(self._file, self._setter, part, section)
        for block in blocks:
            flow.place(block)
        pens = flow.finish()
        missing: list[str] = []
        self._labels.append((self.sheets, part.label))
        for place, pen in enumerate(pens, start=1):
            missing += pen.missing
            here = PagePlace(page=place, pages=len(pens), sheet=self.sheets + 1)
            draw_imprint(pen, self._imprint, part, here, section)
            self._write_page(pen, number if place == 1 else 0)
        if number:
            self._add_widget(number, pens[0].page, section)
        self._structure.add_part(section)
        if missing:
            self.missed.append(Missed(part=part.name, characters=tuple(missing)))
        return len(pens)

    def fits(self, part: Part, blocks: Sequence[Block]) -> bool:
        """Say whether blocks fit the first page of a part; they are measured for it."""
        room = look.PAGE[1] - look.BOTTOM - part.top
        for place, block in enumerate(blocks):
            block.measure(self._setter, look.WIDTH)
            room -= block.height + (block.before if place else 0.0)
        # No tolerance: what fits here must fit when it is placed, whatever floats come to.
        return room >= 0

    def finish(self, keywords: str) -> bytes:
        """Write fonts, outline and description, and return the file."""
        file = self._file
        self._end_node()
        self._write_resources()
        pages = self._write_page_tree()
        about = self._description(keywords)
        field = b""
        if self._seal is not None and self._widget is not None:
            field = write_field(file, self._widget, self._seal)
        outline = write_outline(file, self._entries)
        labels = b" ".join(b"%d<</S/D/P%s>>" % (page, text(label)) for page, label in self._labels)
        metadata = file.add_stream(b"/Type/Metadata/Subtype/XML", xmp_of(about), compress=False)
        root = file.add(
            b"<</Type/Catalog/Pages %s/StructTreeRoot %s/MarkInfo<</Marked true>>/Lang(%s)"
            b"/ViewerPreferences<</DisplayDocTitle true>>/PageMode/%s%s/PageLabels<</Nums[%s]>>"
            b"/Metadata %s/OutputIntents[%s]%s>>"
            % (
                reference(pages),
                reference(self._structure.finish()),
                LANGUAGE.encode(),
                b"UseOutlines" if len(self._entries) > 1 else b"UseNone",
                b"/Outlines " + reference(outline) if outline else b"",
                labels,
                reference(metadata),
                reference(self._write_intent()),
                field,
            )
        )
        content = file.finish(root, file.add(info_of(about)))
        return content if self._seal is None else complete(content, self._seal)

    def _description(self, keywords: str) -> Description:
        imprint = self._imprint
        program = f"Reviewer {version('reviewer')}"
        return Description(
            title=imprint.title,
            author=imprint.printed_by or program,
            subject=imprint.subject,
            keywords=keywords,
            program=program,
            created=imprint.printed_at,
        )

    def _write_resources(self) -> None:
        file = self._file
        form = self._write_total()
        fonts = b"".join(
            b"/%s %s" % (font.name.encode(), reference(font.object_number))
            for font in self._setter.fonts.values()
        )
        file.put(
            self._resources,
            b"<</Font<<%s>>/XObject<</%s %s>>>>" % (fonts, TOTAL_FORM.encode(), reference(form)),
        )
        for font in self._setter.fonts.values():
            font.write(file)

    def _write_intent(self) -> int:
        profile = self._file.add_stream(b"/N 3", srgb_profile())
        return self._file.add(
            b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)"
            b"/DestOutputProfile %s>>" % reference(profile)
        )

    def _add_widget(self, number: int, page: int, section: Element) -> None:
        words = str(message("Signature"))
        field = section.add("Form")
        field.kids.append((number, -1))
        key = self._structure.add_annotation(field)
        self._widget = Widget(number=number, page=page, key=key, words=words)

    def _write_page(self, pen: Pen, widget: int) -> None:
        if not self._in_node:
            self._node = self._file.reserve()
        file = self._file
        content = file.add_stream(b"", pen.finish())
        key = self._structure.add_page(pen.owners)
        file.put(
            pen.page,
            b"<</Type/Page/Parent %s/MediaBox[0 0 %s %s]/Resources %s/Contents %s"
            b"/StructParents %d/Tabs/S%s>>"
            % (
                reference(self._node),
                number(pen.size[0]),
                number(pen.size[1]),
                reference(self._resources),
                reference(content),
                key,
                b"/Annots[%s]" % reference(widget) if widget else b"",
            ),
        )
        self._in_node.append(pen.page)
        self._entries += [
            OutlineEntry(title=title, level=level, page=pen.page, top=pen.size[1] - top)
            for title, level, top in pen.bookmarks
        ]
        self.sheets += 1
        if len(self._in_node) == _PAGES_A_NODE:
            self._end_node()

    def _end_node(self) -> None:
        if self._in_node:
            self._nodes.append((self._node, references(self._in_node), len(self._in_node)))
            self._in_node = []

    def _write_page_tree(self) -> int:
        root = self._file.reserve()
        for node, kids, count in self._nodes:
            self._file.put(
                node,
                b"<</Type/Pages/Parent %s/Kids%s/Count %d>>" % (reference(root), kids, count),
            )
        kids = references(node for node, _, _ in self._nodes)
        return self._file.put(root, b"<</Type/Pages/Kids%s/Count %d>>" % (kids, self.sheets))

    def _write_total(self) -> int:
        words = str(message("of {n}", n=self.sheets))
        line = self._setter.set(words, look.TINY, 1e6)[0]
        font = self._setter.font(REGULAR)
        code = b"/Artifact BMC %s rg BT /%s %s Tf %s ET EMC" % (
            look.TINY.ink.operands(),
            font.name.encode(),
            number(look.TINY.size),
            line.code,
        )
        return self._file.add_stream(
            b"/Type/XObject/Subtype/Form/BBox[0 -4 80 12]/Resources<</Font<</%s %s>>>>"
            % (font.name.encode(), reference(font.object_number)),
            code,
        )


class _Flow:
    """Places the blocks of one part, page after page."""

    def __init__(self, file: PdfFile, setter: Typesetter, part: Part, section: Element) -> None:
        self._file, self._setter = file, setter
        self._part, self._section = part, section
        self._pens: list[Pen] = []
        self._top = 0.0
        self._held: list[Block] = []
        self._begin_page()

    def place(self, block: Block) -> None:
        """Place a block below the last one; one that holds the next waits for it."""
        if isinstance(block, PageEnd):
            self._release()
            if not self._is_fresh:
                self._begin_page()
            return
        block.measure(self._setter, self._pens[-1].size[0] - 2 * look.MARGIN)
        if block.holds_next:
            self._held.append(block)
            return
        needed = sum(held.before + held.height for held in self._held)
        needed += block.before + block.least()
        if not self._is_fresh and needed > self._room + _ROUNDING:
            self._begin_page()
        self._release()
        self._put(block)

    def finish(self) -> list[Pen]:
        """Place what waits and return the pages."""
        self._release()
        return self._pens

    @property
    def _is_fresh(self) -> bool:
        return self._top == self._part.top

    @property
    def _room(self) -> float:
        return self._pens[-1].size[1] - look.BOTTOM - self._top

    def _begin_page(self) -> None:
        self._pens.append(Pen(self._setter, self._file.reserve(), look.PAGE))
        self._top = self._part.top

    def _release(self) -> None:
        held, self._held = self._held, []
        for block in held:
            self._put(block)

    def _put(self, block: Block) -> None:
        while True:
            before = 0.0 if self._is_fresh else block.before
            if before + block.height <= self._room + _ROUNDING:
                self._draw(block, before)
                return
            halves = block.divide(self._room - before)
            if halves is not None:
                self._draw(halves[0], before)
                block = halves[1]
            elif self._is_fresh:
                # Nothing divides it: what is higher than a page runs over its end.
                self._draw(block, before)
                return
            self._begin_page()

    def _draw(self, block: Block, before: float) -> None:
        self._top += before
        block.draw(self._pens[-1], look.MARGIN, self._top, self._section)
        self._top += block.height

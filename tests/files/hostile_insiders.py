"""Makes workbooks that a trusted person signed, and that show something else than they hold.

Each maker changes one thing in the parts of a genuine export before it is signed, as somebody
with a key and a text editor could. The signature is good, and most sheets can still be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from hostile_material import BOOK, Parts

STYLES, THEME = "xl/styles.xml", "xl/theme/theme1.xml"
CHART, DRAWING = "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"

_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FOREIGN = (
    b'<f:x xmlns:f="urn:other" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
    b'2006" mc:Ignorable="f">'
)

Insiders = Iterator[tuple[str, Parts]]


class Book:
    """A genuine export's parts; `sheets` names the part of each sheet."""

    def __init__(self, parts: Parts, sheets: Mapping[str, str]) -> None:
        self.parts = parts
        self.sheets = sheets

    def changed(self, name: str, old: bytes, new: bytes, count: int = 1) -> Parts:
        """Change something in a sheet or part; its absence is a mistake of the suite."""
        part = self.sheets.get(name, name)
        content = self.parts[part].replace(old, new, count)
        assert content != self.parts[part], (name, old)
        return {**self.parts, part: content}

    def matched(self, name: str, pattern: bytes, new: bytes) -> Parts:
        """Change what a pattern finds first in a sheet, or in a part."""
        part = self.sheets.get(name, name)
        content = re.sub(pattern, new, self.parts[part], count=1, flags=re.DOTALL)
        assert content != self.parts[part], (name, pattern)
        return {**self.parts, part: content}

    def rows(self, name: str) -> bytes:
        """Return the rows of a sheet."""
        return self.parts[self.sheets[name]].partition(_BEGIN)[2].partition(_END)[0]


def second_views(book: Book, other: Book) -> Insiders:
    """Rows that one reader takes and another does not."""
    theirs = _BEGIN + other.rows("Cases") + _END
    hidden = _FOREIGN + theirs + b"</f:x>"
    yield "rows in a foreign element before", book.changed("Cases", _BEGIN, hidden + _BEGIN)
    yield "rows in a foreign element behind", book.changed("Cases", _END, _END + hidden)
    yield "two sets of rows", book.changed("Cases", _BEGIN, theirs + _BEGIN)
    yield "two sets of rows, the second false", book.changed("Cases", _END, _END + theirs)
    prefixed = book.changed("Cases", b"<worksheet xmlns=", b"<worksheet xmlns:m=")
    yield "another prefix of the namespace", prefixed
    yield "another namespace", book.changed("Cases", _MAIN, b"urn:other")
    yield "no end of the sheet", book.changed("Cases", b"</worksheet>", b"")
    yield "text behind the sheet", book.changed("Cases", b"</worksheet>", b"</worksheet>x")
    deep = b"<f>" * 100_000 + b"</f>" * 100_000
    yield "deep elements before the rows", book.changed("Cases", _BEGIN, deep + _BEGIN)
    extended = b"<extLst><ext>" + theirs + b"</ext></extLst></worksheet>"
    yield "rows in an extension", book.changed("Cases", b"</worksheet>", extended)
    false = {part: other.parts[part] for name, part in book.sheets.items() if name != "Cases"}
    yield "the cases of one and all else of another", {**book.parts, **false}
    for name in ("Cover", "Summary", "Agreement", "Items"):
        part = book.sheets[name]
        yield f"{name} of another", {**book.parts, part: other.parts[part]}


def looks(book: Book, other: Book) -> Insiders:
    """Cells that hold one thing and show another."""
    del other
    ink = b'rgb="001C2127"'
    yield "white ink", book.changed(STYLES, ink, b'rgb="00FFFFFF"', 100)
    yield (
        "a format that prints a grade",
        book.changed(STYLES, b'formatCode="0.0"', b'formatCode="&quot;G&quot;"'),
    )
    yield (
        "a format that prints nothing",
        book.changed(STYLES, b'formatCode="0.0"', b'formatCode=";;;"'),
    )
    yield "a smaller letter", book.changed(STYLES, b'<sz val="10"/>', b'<sz val="1"/>', 100)
    yield "another colour of the theme", book.changed(THEME, b"4F81BD", b"4F81BE")
    rule = (
        b'<conditionalFormatting sqref="A1:DH999"><cfRule type="expression" dxfId="0" priority="1">'
        b"<formula>TRUE</formula></cfRule></conditionalFormatting><pageMargins "
    )
    yield "a conditional format over all", book.changed("Cases", b"<pageMargins ", rule)
    yield (
        "another style of a cell",
        book.matched("Summary", rb'(<c r="B9") s="[0-9]+"', rb'\1 s="0"'),
    )
    yield "a column hidden", book.changed("Cases", b"<col width=", b'<col hidden="1" width=')
    yield "a column of no width", book.matched("Cases", rb'<col width="[0-9.]+"', b'<col width="0"')
    yield (
        "a row of no height",
        book.matched("Cases", rb'<row r="7"', b'<row r="7" ht="0" customHeight="1"'),
    )
    yield (
        "a row of little height",
        book.matched("Summary", rb'(<row r="9" ht=)"[0-9.]+"', rb'\1"0"'),
    )
    yield (
        "rows filtered away",
        book.matched(
            "Cases",
            rb'<autoFilter ref="([A-Z0-9:]+)"/>',
            rb'<autoFilter ref="\1"><filterColumn colId="0"><filters><filter val="x"/></filters>'
            rb"</filterColumn></autoFilter>",
        ),
    )
    yield "no filter", book.matched("Cases", rb"<autoFilter [^>]*/>", b"")
    yield (
        "cells joined over others",
        book.changed(
            "Cases",
            b"<pageMargins ",
            b'<mergeCells count="1"><mergeCell ref="A6:DH9"/></mergeCells><pageMargins ',
        ),
    )
    yield (
        "zeros not shown",
        book.changed("Summary", b'showGridLines="0"', b'showGridLines="0" showZeros="0"'),
    )
    yield "scrolled away", book.changed("Summary", b'topLeftCell="A4"', b'topLeftCell="A400"')
    yield "tiny on the screen", book.changed("Summary", b'zoomScale="100"', b'zoomScale="10"')
    yield "another head of the page", book.changed("Summary", b"SENSITIVE", b"SENSITIVE DRAFT")
    yield (
        "nothing but a corner printed",
        book.matched(BOOK, rb"(!\$A\$1:)\$[A-Z]+\$[0-9]+", rb"\1$A$1"),
    )


def workbooks(book: Book, other: Book) -> Insiders:
    """The list of sheets, and sheets beside them."""
    del other
    cases = re.search(rb'<sheet [^>]*name="Cases"[^>]*/>', book.parts[BOOK])
    assert cases
    for state in (b"hidden", b"veryHidden"):
        false = cases[0].replace(b'state="visible"', b'state="' + state + b'"')
        yield f"Cases {state.decode()}", book.changed(BOOK, cases[0], false)
    yield (
        "two sheets with their names exchanged",
        {
            **book.parts,
            BOOK: book.parts[BOOK]
            .replace(b'name="Summary"', b'name="-"')
            .replace(b'name="Items"', b'name="Summary"')
            .replace(b'name="-"', b'name="Items"'),
        },
    )
    last = len(book.sheets)
    added = f"xl/worksheets/sheet{last + 1}.xml"
    for name in (b"CASES", b"Cases (2)", b"Results"):
        more = (
            cases[0]
            .replace(b'name="Cases"', b'name="' + name + b'"')
            .replace(re.search(rb'sheetId="[0-9]+"', cases[0])[0], b'sheetId="%d"' % (last + 1))  # type: ignore[index]  # it is there
            .replace(re.search(rb'r:id="[^"]+"', cases[0])[0], b'r:id="rId%d"' % (last + 1))  # type: ignore[index]  # it is there
        )
        parts = book.changed(BOOK, b"</sheets>", more + b"</sheets>")
        yield f"{name.decode()} beside Cases", {**parts, added: book.parts[book.sheets["Cases"]]}
    yield "another calendar", book.changed(BOOK, b"<workbookPr/>", b'<workbookPr date1904="1"/>')
    yield "another sheet on top", book.changed(BOOK, b'activeTab="0"', b'activeTab="5"')
    yield "no tabs", book.changed(BOOK, b'showSheetTabs="1"', b'showSheetTabs="0"')
    named = b'<definedName name="G">Cases!$A$1</definedName></definedNames>'
    yield "a name for a cell", book.changed(BOOK, b"</definedNames>", named)


def figures(book: Book, other: Book) -> Insiders:
    """Figures and words that do not follow from the cases."""
    del other
    yield "a number", book.matched("Summary", rb"<v>([0-9]+)</v>", rb"<v>1\1</v>")
    yield (
        "a number written otherwise",
        book.matched("Summary", rb"<v>([0-9]+)</v>", rb"<v>\1.0</v>"),
    )
    yield "a label of a table", book.changed("Summary", b"Outstanding", b"Finished")
    yield "a note of a table", book.changed("Items", b"Table ", b"Figure ")
    yield "an interval", book.matched("Summary", rb"<v>([0-9]+\.[0-9])</v>", rb"<v>1\1</v>")
    yield "a chart's numbers", book.matched(CHART, rb"<c?:?v>[0-9.]+</c?:?v>", b"<v>999</v>")
    yield "a chart's cells", book.matched(CHART, rb"\$([A-Z])\$([0-9]+)</", rb"$\1$9\2</")
    yield "a chart elsewhere", book.matched(DRAWING, rb"<row>([0-9]+)</row>", rb"<row>9\1</row>")
    yield (
        "a count on Cover",
        book.matched(
            "Cover",
            rb"(Cases in the list</t></is></c><c r=\"C[0-9]+\" s=\"[0-9]+\">)<v>[0-9]+",
            rb"\1<v>1",
        ),
    )
    yield "advice on Cover", book.changed("Cover", b"is signed.", b"is signed by a court.")
    yield (
        "a field more on Cover",
        book.changed(
            "Cover",
            _END,
            b'<row r="99"><c r="B99" t="inlineStr"><is><t>Grade</t></is></c></row>' + _END,
        ),
    )
    yield "what a code means", book.changed("Codes", b"Good", b"Goods")
    yield "a title of Cases", book.changed("Cases", b"<t>Cases</t>", b"<t>Old cases</t>")
    yield "a heading in words", book.changed("Codes", b"<t>Reviewer</t>", b"<t>Supervisor</t>")
    yield "what was asked", book.matched("Narratives", rb'(<c r="E6"[^>]*><is><t>)', rb"\1Not: ")


def cells(book: Book, other: Book) -> Insiders:
    """The same content, written so that programs may read it otherwise."""
    del other
    yield "a letter as an escape", book.matched("Cases", rb"(<row r=\"7\".*?<t>)D", rb"\1_x0044_")
    yield "a letter as a reference", book.matched("Cases", rb"(<row r=\"7\".*?<t>)D", rb"\1&#68;")
    yield "an empty cell", book.changed("Cases", _END, b'<row r="999"><c r="A999"/></row>' + _END)
    yield "an empty row", book.changed("Cases", _END, b'<row r="999"></row>' + _END)
    yield (
        "a heading again below",
        book.changed(
            "Summary",
            _END,
            b'<row r="999"><c r="A999" t="inlineStr"><is><t>Inadequate</t></is></c></row>' + _END,
        ),
    )
    yield "a formula", book.matched("Summary", rb"<v>([0-9]+)</v>", rb"<f>1+1</f><v>\1</v>")
    yield (
        "a link",
        book.changed(
            "Cases",
            b"<pageMargins ",
            b'<hyperlinks><hyperlink ref="A5" location="Cover!A1" display="G"/></hyperlinks>'
            b"<pageMargins ",
        ),
    )
    yield (
        "a list to choose from",
        book.changed(
            "Cases",
            b"<pageMargins ",
            b'<dataValidations count="1"><dataValidation type="list" sqref="A6"><formula1>"G"'
            b"</formula1></dataValidation></dataValidations><pageMargins ",
        ),
    )
    yield (
        "a range that ends early",
        book.changed("Cases", b"<sheetViews>", b'<dimension ref="A1:B2"/><sheetViews>'),
    )
    yield "a sheet protected", book.changed("Cases", _END, _END + b'<sheetProtection sheet="1"/>')


MAKERS: tuple[Callable[[Book, Book], Insiders], ...] = (
    second_views,
    looks,
    workbooks,
    figures,
    cells,
)

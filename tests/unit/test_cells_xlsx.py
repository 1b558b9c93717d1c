"""What the XML parts of an .xlsx say of its cells."""

from __future__ import annotations

import pytest

from reviewer.cells.xlsx_parts import appearance_of, styles_of

STYLES = b"""<styleSheet><cellXfs><xf numFmtId="0"/></cellXfs><dxfs>
<dxf><fill/></dxf><dxf><numFmt numFmtId="170" formatCode="0000"/></dxf></dxfs></styleSheet>"""
OLD = '<conditionalFormatting sqref="A2:A9 C1"><cfRule dxfId="{}"/></conditionalFormatting>'
LATER = (
    "<extLst><ext><x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule><x14:dxf>{}"
    "</x14:dxf></x14:cfRule><xm:sqref>A2:A9</xm:sqref></x14:conditionalFormatting>"
    "</x14:conditionalFormattings></ext></extLst>"
)


@pytest.mark.parametrize(
    ("rules", "ruled"),
    [
        (OLD.format(0), ()),
        (OLD.format(1), ((2, 1, 9, 1), (1, 3, 1, 3))),
        (LATER.format("<x14:fill/>"), ()),
        (LATER.format('<x14:numFmt numFmtId="170"/>'), ((2, 1, 9, 1),)),
    ],
)
def test_the_areas_whose_rules_have_a_number_format_are_known(
    rules: str, ruled: tuple[tuple[int, ...], ...]
) -> None:
    sheet = f"<worksheet><sheetData></sheetData>{rules}</worksheet>".encode()
    assert appearance_of(sheet, {}, styles_of(STYLES).rules).ruled == ruled

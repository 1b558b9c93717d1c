"""How cells look: one typeface, one set of colours, few weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.writer.theme import theme_xml

TYPEFACE: Final = "Arial"
"""On every Windows and macOS; LibreOffice has a typeface of the same widths in its place."""

TEXT: Final = "1C2127"
QUIET: Final = "59616B"
LINE: Final = "848C96"
FAINT_LINE: Final = "D5D9DE"
GROUND: Final = "F5F6F8"
WHITE: Final = "FFFFFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one cell looks like; `above` and `below` are colours of a rule, empty for none."""

    size: float = 10
    bold: bool = False
    colour: str = TEXT
    fill: str = ""
    above: str = ""
    below: str = ""
    heavy: bool = False
    across: str = ""
    down: str = "top"
    wrap: bool = False
    indent: int = 0
    numbers: str = "General"
    quoted: bool = False
    turned: bool = False
    underlined: bool = False


TITLE: Final = Look(size=16, bold=True, down="center")
MARKING: Final = Look(size=10, bold=True, down="center")
LEAD: Final = Look(colour=QUIET, down="center")
NOTE: Final = Look(size=9, colour=QUIET, wrap=True, down="bottom")
CAPTION: Final = Look(size=11, bold=True, wrap=True, down="bottom")
COLUMN_LABEL: Final = Look(size=8, colour=QUIET, wrap=True, down="bottom")
COLUMN_KEY: Final = Look(
    size=9, bold=True, fill=GROUND, above=LINE, below=LINE, down="center", wrap=True
)
DATA: Final = Look(down="top")
NUMBER: Final = Look(down="top", across="right", indent=1)
LINE_NUMBER: Final = Look(down="bottom", across="right", indent=1)
"""A number in a row of one line, whose texts stand as a cell without a style does."""
HEADING: Final = Look(
    size=8.5, bold=True, above=TEXT, below=TEXT, wrap=True, down="bottom", heavy=True
)
FIELD: Final = Look(colour=QUIET, below=FAINT_LINE, wrap=True, down="center")
FIELD_VALUE: Final = Look(below=FAINT_LINE, wrap=True, across="left", down="center")
LINK: Final = Look(colour="1D4F91", underlined=True, down="center")
SECTION: Final = Look(size=12, bold=True, below=TEXT, down="bottom")


class Stylebook:
    """The styles of one workbook: a look becomes a style's number the first time it is asked."""

    def __init__(self, workbook: Workbook) -> None:
        _set_default(workbook)
        workbook.loaded_theme = theme_xml.replace("Calibri", TYPEFACE).replace("Cambria", TYPEFACE)
        self._palette = workbook.create_sheet()
        self._workbook = workbook
        self._numbers: dict[Look, str] = {}

    def close(self) -> None:
        """Take away the sheet that the styles were tried on."""
        self._workbook.remove(self._palette)

    def style(self, look: Look) -> str:
        """Return a look as the attribute of a cell: ` s="4"`."""
        known = self._numbers.get(look)
        if known is None:
            known = self._numbers[look] = f' s="{self._number(look)}"'
        return known

    def _number(self, look: Look) -> int:
        cell = WriteOnlyCell(self._palette)  # a new one: openpyxl keeps the style by reference
        weight: Literal["medium", "thin"] = "medium" if look.heavy else "thin"
        cell.font = Font(
            name=TYPEFACE,
            sz=look.size,
            family=2,
            b=look.bold or None,
            color=look.colour,
            u="single" if look.underlined else None,
        )
        cell.fill = PatternFill("solid", fgColor=look.fill) if look.fill else PatternFill()
        cell.border = Border(
            top=Side(weight, look.above) if look.above else Side(),
            bottom=Side("thin", look.below) if look.below else Side(),
        )
        cell.alignment = Alignment(
            horizontal=look.across or None,
            vertical=look.down,
            wrap_text=look.wrap or None,
            indent=look.indent,
            text_rotation=90 if look.turned else 0,
        )
        cell.number_format = look.numbers
        cell.quotePrefix = look.quoted
        return int(cell.style_id)


def _set_default(workbook: Workbook) -> None:
    """Set the typeface of a cell without a style; openpyxl has no public way to say it."""
    book: Any = workbook
    default = Font(name=TYPEFACE, sz=10, family=2, color=TEXT)
    book._fonts = IndexedList([default])  # noqa: SLF001 - as above
    book._named_styles["Normal"].font = default  # noqa: SLF001 - as above

"""What LibreOffice shows of a cell is what we read of it, in every format, or it is doubtful."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from binary_workbooks import Cell, Number, workbook
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from reviewer.cells.book import open_book
from reviewer.cells.limits import DEFAULT_LIMITS
from reviewer.cells.opening import Opening
from reviewer.cells.sheet import Doubtful, RawCell, text_of
from reviewer.domain.written_day import BadDateError
from reviewer.intake.dates import DateColumn, read_date

OFFICE = shutil.which("soffice")
TODAY = date(2060, 6, 1)
"""So that a year of two digits is one of this century."""
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
KINDS = {"xlsx": "", "xls": "xls:MS Excel 97", "ods": "ods:calc8"}
AS_TEXT = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,true"
"""Commas, quotation marks round texts, UTF-8, and what the cells show."""
pytestmark = [
    pytest.mark.interop,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed"),
]

LITERALS = st.sampled_from(["", '"MPS"', '"/17"', r"\C", '" of 17"', "_)"])
BEFORE = st.sampled_from(["", "[Red]", "[$-809]", "[Color3]"])
ZEROS = st.integers(1, 9).map("0".__mul__)
NUMBERS = st.builds("{}{}{}{}".format, BEFORE, LITERALS, ZEROS, LITERALS) | st.sampled_from(
    [
        "General", "0", "0.00", "#,##0", "#,##0.00", "0%", "0000000;-0000000", "000 000 000",
        r"00\-0000", "0.0#", "@", "0.00E+00", "#,##0_);(#,##0)", '0000;;"none"', ";;;", "#",
        "[>1000]0000000;000", "[Blue]#,##0.0;[Red]-#,##0.0",
    ]
)  # fmt: skip
DAYS = st.sampled_from(
    ["dd/mm/yyyy", "yyyy-mm-dd", "dd/mm/yyyy hh:mm", "mmm-yy", "mmmm yyyy", "yyyy-mm", "d-mmm",
     "d mmmm yyyy", "hh:mm", "dd/mm/yyyy;@"]
)  # fmt: skip
VALUES = st.one_of(
    st.tuples(st.integers(0, 10**9), NUMBERS),
    st.tuples(st.integers(-99_999, 99_999).map(lambda n: n / 100), NUMBERS),
    st.tuples(st.integers(30_000, 50_000), DAYS),
    st.tuples(
        st.sampled_from(
            ["0015456/17", "MPS-1", "=x", "naïve “x”", " two  spaces ", "1.50", "#N/A x"]
        ),
        st.sampled_from(["General", "@", '"MPS"@', "0000"]),
    ),
    st.tuples(st.booleans(), st.just("General")),
)


def converted(path: Path, how: str, folder: Path) -> Path:
    profile = f"-env:UserInstallation=file://{folder.parent}/profile"
    done = ("--headless", "--convert-to", how, "--outdir", str(folder), str(path))
    subprocess.run([str(OFFICE), profile, *done], check=True, timeout=300, capture_output=True)
    return folder / f"{path.stem}.{how.partition(':')[0]}"


def shown_by_office(path: Path, folder: Path) -> list[str]:
    """Return what the office shows in the first column, which it writes beside each value."""
    made = converted(path, KINDS["ods"], folder)
    with zipfile.ZipFile(made) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    shown = []
    for row in root.iter(f"{{{TABLE}}}table-row"):
        text = "\n".join(map(_text, row[0].iter(f"{{{TEXT}}}p")))
        shown += [text] * int(row.get(f"{{{TABLE}}}number-rows-repeated", "1"))
    return shown


def _text(paragraph: etree._Element) -> str:
    for space in paragraph.iter(f"{{{TEXT}}}s"):
        space.text = " " * int(space.get(f"{{{TEXT}}}c", "1"))
    return "".join(map(str, paragraph.itertext()))


def is_as_shown(cell: RawCell, shown: str) -> bool:
    """Say whether a cell is what is shown; a doubtful one is named, and never a value."""
    shown = " ".join(shown.split())
    match cell:
        case Doubtful() | timedelta():
            right = True
        case bool():
            right = shown in {text_of(cell), str(int(cell))}
        case int() | float():
            right = float(shown) == pytest.approx(cell, rel=1e-9)
        case datetime() | date():
            right = day_of(shown) == text_of(cell)[:10]
        case time():
            right = shown.startswith(f"{cell:%H:%M}")
        case _:
            text = " ".join(str(cell).split())
            right = text == shown or day_of(shown) == text
    return right


def day_of(shown: str) -> str:
    try:
        return read_date(shown, DateColumn(), TODAY)
    except BadDateError:
        return ""


def made(folder: Path, cells: list[tuple[object, str]], *, from_1904: bool) -> Path:
    """Write a workbook with these values and formats in its first column, below a heading."""
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(["heading", "end"])
    for row, (value, code) in enumerate(cells, start=2):
        cell = sheet.cell(row, 1, value)
        if isinstance(value, str):
            cell.data_type = "s"
        cell.number_format = code
        sheet.cell(row, 2, "x")
    path = folder / "made.xlsx"
    book.save(path)
    return path


def read_rows(path: Path) -> Sequence[Sequence[RawCell]]:
    book = open_book(path.read_bytes(), DEFAULT_LIMITS, Opening())
    return book.read(book.sheets[0].name, None).rows


@pytest.mark.parametrize("from_1904", [False, True])
@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(cells=st.lists(VALUES, min_size=150, max_size=400))
def test_every_cell_is_what_the_office_shows(
    tmp_path_factory: pytest.TempPathFactory,
    kind: str,
    from_1904: bool,  # noqa: FBT001 - a parameter of the test
    cells: list[tuple[object, str]],
) -> None:
    folder = tmp_path_factory.mktemp("shown")
    path = made(folder, cells, from_1904=from_1904)
    if KINDS[kind]:
        path = converted(path, KINDS[kind], folder / kind)
    ours = read_rows(path)
    theirs = shown_by_office(path, folder)
    wrong = [
        (row, cells[row - 1], cell, shown)
        for row, ((cell, *_rest), shown) in enumerate(zip(ours, theirs, strict=False))
        if not is_as_shown(cell, shown)
    ]
    assert len(ours) == len(cells) + 1 <= len(theirs)
    assert wrong == []


@pytest.mark.parametrize("from_1904", [False, True])
@settings(
    max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(
    values=st.lists(st.tuples(VALUES, st.booleans()), min_size=150, max_size=400),
)
def test_every_cell_of_a_binary_workbook_is_what_the_office_shows(
    tmp_path_factory: pytest.TempPathFactory,
    from_1904: bool,  # noqa: FBT001 - a parameter of the test
    values: list[tuple[tuple[object, str], bool]],
) -> None:
    folder = tmp_path_factory.mktemp("shown")
    cells = [_binary(value, code, by_formula) for (value, code), by_formula in values]
    path = folder / "made.xlsb"
    path.write_bytes(workbook([["heading"], *([cell] for cell in cells)], from_1904=from_1904))
    ours = read_rows(path)
    theirs = shown_by_office(path, folder)
    wrong = [
        (row, cells[row - 1], cell, shown)
        for row, ((cell, *_rest), shown) in enumerate(zip(ours, theirs, strict=False))
        if not is_as_shown(cell, shown)
    ]
    assert len(ours) == len(cells) + 1 <= len(theirs)
    assert wrong == []


def _binary(value: object, code: str, by_formula: bool) -> Cell:  # noqa: FBT001 - a value to lay out
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    whole = float(value).is_integer() and abs(value) < 2**29
    own = "" if code == "General" else code
    return Number(value, own, short=whole and not by_formula, by_formula=by_formula)


@settings(
    max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(cells=st.lists(VALUES, min_size=150, max_size=400))
def test_every_cell_of_a_text_file_is_what_the_office_shows(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[object, str]]
) -> None:
    folder = tmp_path_factory.mktemp("shown")
    path = made(folder, cells, from_1904=False)
    ours = read_rows(converted(path, AS_TEXT, folder / "text"))
    theirs = shown_by_office(path, folder)
    wrong = [
        (row, cells[row - 1], cell, shown)
        for row, ((cell, *_rest), shown) in enumerate(zip(ours, theirs, strict=False))
        if not isinstance(cell, Doubtful) and str(cell).split() != shown.split()
    ]
    assert len(ours) == len(cells) + 1 <= len(theirs)
    assert wrong == []

"""Lists as forces send them, each with its own truth; drawn by a seed, synthetic throughout."""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904, to_excel

TODAY = date(2018, 6, 1)
SPELLINGS: Mapping[str, Sequence[str]] = {
    "S47": ("S47", "Section 47 enquiry", "SECTION 47 ENQUIRY", "  s47 ", "Section  47  Enquiry"),
    "MISS": ("MISS", "Missing child", "MISSING CHILD", "missing   child", "Missing Child"),
    "DA": ("DA", "Domestic abuse with a child", "DOMESTIC ABUSE WITH A CHILD", "da"),
    "CUST": ("CUST", "Child in custody", "child in Custody", "Child in\u00a0custody"),
    "CSE": ("CSE", "Child sexual exploitation", "child sexual exploitation", "Cse"),
}
HEADERS: Sequence[Sequence[str]] = (
    ("Case reference", "Case type", "Date reported", "Team"),
    ("URN", "Type of case", "Reported on", "Unit"),
    ("CRIME NO.", "CP Type", "Date Rptd", "OIC Team"),
    ("Ref no", "Category", "Date recorded", "Investigating team"),
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY_WRITERS: Mapping[str, Callable[[date], str]] = {
    "iso": lambda day: day.isoformat(),
    "slashes": lambda day: f"{day:%d/%m/%Y}",
    "dots": lambda day: f"{day:%d.%m.%Y}",
    "dashes": lambda day: f"{day:%d-%m-%y}",
    "words": lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    "american": lambda day: f"{day:%m/%d/%Y}",
    "moment": lambda day: f"{day:%d/%m/%Y} 14:32",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a correct reader finds: accepted cases in order, and the rows it refuses by code."""

    cases: Sequence[tuple[str, str, str]]
    refused: Mapping[int, str] = field(default_factory=dict)
    left_out: Sequence[str] = ()
    notices: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case as it is, and as it is written."""

    truth: tuple[str, str, str]
    cells: tuple[str, str, object]


def rows(seed: int, number: int, days: str) -> list[Row]:
    """Make cases whose words, spaces and dates are written in every way people write them."""
    chance = random.Random(seed)
    made = []
    for position in range(number):
        code = chance.choice(sorted(SPELLINGS))
        reference = f"{chance.randrange(100):03d}{position:04d}/{chance.choice('AB')}17"
        day = date(2017, 1, 1) + timedelta(days=chance.randrange(365))
        written = f" {reference} " if chance.random() < 0.2 else reference
        words = chance.choice(SPELLINGS[code])
        made.append(
            Row(
                truth=(reference, code, day.isoformat()),
                cells=(written, words, DAY_WRITERS[days](day) if days in DAY_WRITERS else day),
            )
        )
    return made


def truth_of(made: Sequence[Row]) -> list[tuple[str, str, str]]:
    """Return the cases as they are."""
    return [row.truth for row in made]


def text_list(
    path: Path, seed: int, *, days: str, encoding: str, delimiter: str, over_lines: bool
) -> Truth:
    """Write a text file; `over_lines` adds a column of quoted texts that go over lines."""
    chance = random.Random(seed)
    made = rows(seed, 60, days)
    headers = list(chance.choice(HEADERS))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    more = ["Comment"] if over_lines else []
    writer.writerow([*headers, *more])
    for row in made:
        text = [f"café {delimiter} “seen”\nthen\r\nclosed"] if over_lines else []
        writer.writerow([*row.cells, "Équipe nord", *text])
    path.write_bytes(stream.getvalue().encode(encoding))
    return Truth(cases=truth_of(made))


def messy_workbook(path: Path, seed: int) -> Truth:
    """Write three sheets, titles, a merged line, a two-line header, personal columns, totals."""
    chance = random.Random(seed)
    made = rows(seed, 50, chance.choice(("iso", "slashes", "words", "real")))
    names = chance.choice(HEADERS)
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["Please see the tab called Audit", "v2"])
    sheet = book.create_sheet("Audit")
    empty = chance.randrange(1, 3)
    lead = [None] * empty
    titles = chance.randrange(1, 5)
    for _title in range(titles):
        sheet.append([*lead, "Child protection audit - synthetic"])
    sheet.merge_cells(start_row=1, start_column=empty + 1, end_row=1, end_column=empty + 4)
    sheet.append([*lead, names[0], None, None, "Dates", None, None])
    sheet.append([*lead, None, names[1], "Child name", names[2], "D.O.B.", names[3]])
    for position, row in enumerate(made):
        born = date(2003, 1, 1) + timedelta(days=97 * position)
        sheet.append([*lead, row.cells[0], row.cells[1], f"{_NAMES[position % 9]} Example",
                      row.cells[2], born, "North"])  # fmt: skip
    first = titles + 3
    sheet.row_dimensions[first + 2].hidden = True
    sheet.column_dimensions["A"].hidden = True
    again = made[4]
    sheet.append([*lead, again.cells[0].strip().lower().replace("/", " / "), again.cells[1],
                  "Jo Example", again.cells[2], date(2011, 5, 6), "North"])  # fmt: skip
    twice = first + len(made)
    sheet.append([])
    sheet.append([*lead, "Total", len(made)])
    sheet.append([*lead, "Extracted by the performance unit on request"])
    other = book.create_sheet("Lookup")
    other.append(["Code", "Meaning"])
    book.save(path)
    return Truth(
        cases=truth_of(made),
        refused={twice: "duplicate-reference"},
        left_out=("Child name", "D.O.B."),
        notices=("sheet-chosen", "hidden-rows", "total", "note"),
    )


_NAMES = ("Ann", "Ben", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal", "Ivy")


def serial_workbook(path: Path, seed: int, *, from_1904: bool) -> Truth:
    """Write days as bare numbers, as a pasted column has them, from 1900 or from 1904."""
    made = rows(seed, 40, "real")
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(list(HEADERS[seed % len(HEADERS)][:3]))
    for row in made:
        assert isinstance(row.cells[2], date)
        sheet.append([row.cells[0], row.cells[1], int(to_excel(row.cells[2], book.epoch))])
    book.save(path)
    return Truth(cases=truth_of(made))


def spoiled_workbook(path: Path, seed: int) -> Truth:
    """Write one of everything that keeps a row out, among good rows."""
    good = rows(seed, 30, "iso")
    bad: list[tuple[list[object], str]] = [
        (["", "DA", "2017-03-01"], "no-reference"),
        (["X1/17", "", "2017-03-01"], "no-type"),
        (["X2/17", "DA", ""], "no-date"),
        (["X3/17", "Arson", "2017-03-01"], "unknown-type"),
        (["X4/17", "DA", "31/02/2018"], "no-such-date"),
        (["X5/17", "DA", "2090-01-01"], "in-the-future"),
        (["X6/17", "DA", "not yet"], "not-a-date"),
        (["1.23E+15", "DA", "2017-03-01"], "reference-digits-lost"),
        ([f"\u200b{good[0].cells[0].strip()}\u202e", "DA", "2017-03-01"], "duplicate-reference"),
        ([unicodedata.normalize("NFD", "É7/17"), "DA", "2017-03-01"], "duplicate-reference"),
    ]
    chance = random.Random(seed)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(chance.choice(HEADERS)[:3]))
    cases, refused = [], {}
    sheet.append([unicodedata.normalize("NFC", "É7/17"), "DA", "2017-03-01"])
    cases.append((unicodedata.normalize("NFC", "É7/17"), "DA", "2017-03-01"))
    sheet.append(list(good[0].cells))
    cases.append(good[0].truth)
    rest: list[tuple[list[object], str, tuple[str, str, str] | None]] = [
        (list(row.cells), "", row.truth) for row in good[1:]
    ]
    rest += [(cells, code, None) for cells, code in bad]
    chance.shuffle(rest)
    for number, (cells, code, truth) in enumerate(rest, start=4):
        sheet.append(cells)
        if truth is None:
            refused[number] = code
        else:
            cases.append(truth)
    book.save(path)
    return Truth(cases=cases, refused=refused)


def long_numbers_workbook(path: Path, seed: int) -> Truth:
    """Write references that are whole numbers, as text with zeros or as cells that show zeros."""
    chance = random.Random(seed)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Case reference", "Case type", "Date reported"])
    cases = []
    for position in range(20):
        number = chance.randrange(10_000, 99_999) * 100 + position
        if position % 2:
            sheet.append([f"00{number}", "DA", "2017-03-01"])
            cases.append((f"00{number}", "DA", "2017-03-01"))
        else:
            sheet.append([number, "DA", "2017-03-01"])
            sheet.cell(position + 2, 1).number_format = "0" * 9
            cases.append((f"{number:09d}", "DA", "2017-03-01"))
    sheet.append(["2017000000012345678", "DA", "2017-03-01"])
    cases.append(("2017000000012345678", "DA", "2017-03-01"))
    book.save(path)
    return Truth(cases=cases)

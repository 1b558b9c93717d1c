"""Synthetic lists as forces make them: no person, case or force in them is real."""

from __future__ import annotations

import csv
import hashlib
import io
import random
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from reviewer.domain.form import Form, Roles

_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
HEADER = ("Case reference", "Case type", "Date reported")
WORDS = {
    "S47": "Section 47 enquiry",
    "MISS": "Missing child",
    "DA": "Domestic abuse",
    "ONL": "Online / IIOC",
    "CUST": "Child in custody",
}


def small_form() -> Form:
    """Make a form that has only what a list needs of one: case types and scales."""
    types = [
        {"code": "S47", "label": "Section 47 enquiry", "words": ["s.47"]},
        {"code": "MISS", "label": "Missing child", "words": ["misper"]},
        {"code": "DA", "label": "Domestic abuse"},
        {"code": "ONL", "label": "Online abuse", "words": ["online", "iioc"]},
        {"code": "CUST", "label": "Child in custody"},
        {"code": "OTH", "label": "Other"},
    ]
    scales = {
        "GRI3": [("G", "Good"), ("RI", "Requires improvement"), ("I", "Inadequate")],
        "GAI": [("GOOD", "Good"), ("ADEQUATE", "Adequate"), ("INADEQUATE", "Inadequate")],
    }
    roles = [name for name, field in Roles.model_fields.items() if field.is_required()]
    return Form.model_validate(
        {
            "id": "list-only",
            "version": 1,
            "title": "A form for reading lists",
            "answer_sets": {"case_type": types},
            "types": "case_type",
            "scales": {
                name: [{"code": code, "label": label} for code, label in options]
                for name, options in scales.items()
            },
            "roles": dict.fromkeys(roles, "none"),
            "sections": [],
        }
    )


def cases(number: int, seed: int = 1) -> list[dict[str, str]]:
    """Make cases with leading zeros in their references."""
    chance = random.Random(seed)
    found = []
    for position in range(number):
        reported = date(2017, 1, 1) + timedelta(days=chance.randrange(365))
        found.append(
            {
                "reference": f"{chance.randrange(100):03d}{position:04d}/17",
                "type": chance.choice(sorted(WORDS)),
                "reported": reported.isoformat(),
            }
        )
    return found


def by_type(made: Sequence[Mapping[str, str]]) -> dict[str, int]:
    """Count made cases by type."""
    codes = [case["type"] for case in made]
    return {code: codes.count(code) for code in sorted(set(codes))}


def write_csv(
    path: Path, rows: Sequence[Sequence[object]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    """Write rows as a text file."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def plain(made: Sequence[Mapping[str, str]]) -> list[list[str]]:
    """Lay cases out as a header and rows."""
    return [list(HEADER), *([c["reference"], c["type"], c["reported"]] for c in made)]


def write_xlsx(
    path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], *, from_1904: bool = False
) -> Path:
    """Write sheets of rows as a workbook; None is an empty cell."""
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def messy_xlsx(path: Path, made: Sequence[Mapping[str, str]]) -> Path:
    """Write a list as a hurried analyst does: titles, a merged line, a total, a repeated case."""
    rows: list[list[object]] = [
        ["Child protection sample - synthetic"],
        ["Extracted 03/01/2018"],
        [],
        [None, None, None, None, "Dates"],
        [None, "URN ", "CP  Type", "Surname, forename", "Date Rptd", "Date  Allocated", "DOB"],
    ]
    for position, case in enumerate(made):
        day = date.fromisoformat(case["reported"])
        reported: object = day if position % 3 else f"{day:%d/%m/%Y}"
        words = WORDS[case["type"]]
        words = words.upper() if position % 4 == 0 else words
        reference = f" {case['reference']} " if position % 5 == 0 else case["reference"]
        rows.append([None, reference, words, "Doe, Jane", reported, day, date(2010, 1, 2)])
    rows += [[*rows[5]], [], [None, "Total", str(len(made))]]
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["Please see the tab called Sample"])
    sheet = book.create_sheet("Sample")
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("E4:F4")
    sheet.merge_cells("A1:G1")
    book.save(path)
    return path


def odd_cells_xlsx(path: Path) -> Path:
    """Write what only the second reader sees: zeros in a format, hidden parts, an error."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([*HEADER, "Team"])
    sheet.append([1234, "DA", "2017-10-19", "North"])
    sheet.append([5678, "DA", "2017-10-19", "#N/A"])
    for row in (2, 3):
        sheet.cell(row, 1).number_format = "0000000"
    sheet["D3"].data_type = "e"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.save(path)
    return path


def bomb(path: Path, unpacked: int) -> Path:
    """Write a workbook whose sheet unpacks to many times its size."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * unpacked)
    return path


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def merged_to_the_end(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Write a list beside columns that are merged down to the last row there can be."""
    write_xlsx(path, {"A": rows})
    with zipfile.ZipFile(path) as made:
        sheet = made.read("xl/worksheets/sheet1.xml").decode()
    columns = ("F1:F1048576", "G1:H1048576", "I2:K1048576", "L1:Z1048576")
    merges = "".join(f'<mergeCell ref="{cells}"/>' for cells in columns)
    sheet = sheet.replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")
    changed = with_part(path, path.with_suffix(".tmp"), "xl/worksheets/sheet1.xml", sheet.encode())
    return changed.replace(path)


def lone_far_cell(path: Path) -> Path:
    """Write a workbook of one cell at the far corner of the sheet."""
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = "far"
    book.active["A1"] = "near"
    book.save(path)
    return path


def with_part(source: Path, target: Path, name: str, content: bytes) -> Path:
    """Copy a workbook with one part put in or replaced."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return target

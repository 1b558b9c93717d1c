"""Other programs open our workbooks and read in every cell what we wrote."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import python_calamine

from reviewer.domain.sheet_names import SheetName
from reviewer.signing.archive import read_archive
from reviewer.workbook.sheet_parts import rows_in, sheet_contents

pytestmark = pytest.mark.interop

_PATIENCE = 120
"""Seconds for one conversion: LibreOffice makes itself a profile first."""
_DATA = (SheetName.CASES, "Delays", "Entries", SheetName.NARRATIVES)

Grid = list[list[str]]


def _text(value: object) -> str:
    """Write a cell's value the same for every reader: 3 and 3.0 are one number."""
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case int() | float():
            return f"number {float(value):.15g}"
        case datetime() | date() | time():
            return f"moment {value.isoformat()}".removesuffix(
                "T00:00:00"
            )  # some give a day midnight
        case _:
            return str(value).replace("\r\n", "\n")


def _grid(rows: Iterable[Iterable[object]]) -> Grid:
    """Write rows as texts, without what is empty at their ends."""
    grid = []
    for row in rows:
        texts = [_text(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        grid.append(texts)
    while grid and not grid[-1]:
        grid.pop()
    return grid


def by_openpyxl(path: Path) -> dict[str, Grid]:
    book = openpyxl.load_workbook(path, read_only=False)
    return {sheet.title: _grid(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def by_calamine(path: Path) -> dict[str, Grid]:
    book = python_calamine.load_workbook(path)
    sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
    return {name: _grid(s.to_python(skip_empty_area=False)) for name, s in sheets.items()}


def by_pandas(path: Path) -> dict[str, Grid]:
    frames = pd.read_excel(
        path, sheet_name=None, header=None, dtype=object, na_filter=False, engine="calamine"
    )
    return {str(name): _grid(frame.to_numpy().tolist()) for name, frame in frames.items()}


def by_libreoffice(paths: list[Path], folder: Path) -> list[dict[str, Grid]]:
    """Let LibreOffice open the workbooks and write them again in its own way."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no LibreOffice")
    command = [
        *(program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
        *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")),
        *map(str, paths),
    ]
    subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=True)
    return [by_openpyxl(folder / "out" / path.name) for path in paths]


def _cells_of_the_parts(path: Path) -> dict[str, dict[tuple[int, str], str]]:
    """Read the data sheets with Reviewer's own reader, cell by cell."""
    contents = sheet_contents({e.name: e.content for e in read_archive(path.read_bytes())})
    return {
        name: {
            (number, column): text
            for number, cells in rows_in(name, contents[name])
            for column, text in cells.items()
        }
        for name in _DATA
    }


def _numeric(text: str) -> tuple[str, ...]:
    """Return what a stored number may be read as: a number, or the day it counts to."""
    if not _is_number(text):
        return ()
    day = date(1899, 12, 30) + timedelta(days=min(int(float(text)), 100_000))
    return f"number {float(text):.15g}", f"moment {day.isoformat()}"


@pytest.mark.parametrize("name", ["reader-one.xlsx", "team.xlsx", "rsa-reader.xlsx"])
def test_openpyxl_calamine_and_pandas_read_the_same(demonstration: Path, name: str) -> None:
    path = demonstration / name
    expected = by_openpyxl(path)
    assert {sheet.value for sheet in SheetName} <= set(expected)
    assert by_calamine(path) == expected
    assert by_pandas(path) == expected


@pytest.mark.parametrize("name", ["reader-one.xlsx", "team.xlsx"])
def test_they_read_what_reviewer_itself_reads(demonstration: Path, name: str) -> None:
    book = openpyxl.load_workbook(demonstration / name)
    for sheet, cells in _cells_of_the_parts(demonstration / name).items():
        assert len(cells) > 100
        for (row, column), text in cells.items():
            read = book[sheet][f"{column}{row}"].value
            assert _text(read) in {text, *_numeric(text)}


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()


def test_libreoffice_opens_them_unharmed(workbooks: list[Path], tmp_path: Path) -> None:
    ours = workbooks[:2]
    for path, read in zip(ours, by_libreoffice(ours, tmp_path), strict=True):
        expected = by_openpyxl(path)
        assert list(read) == list(expected)
        for sheet, grid in expected.items():
            assert read[sheet] == grid, sheet


def test_libreoffice_asks_for_the_password_of_a_protected_one(
    demonstration: Path, tmp_path: Path
) -> None:
    """Without the password it opens nothing: there is no option to give one without a screen."""
    command = [
        *(shutil.which("soffice") or pytest.skip("no LibreOffice"),),
        *(f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
        *("--convert-to", "csv", "--outdir", str(tmp_path), str(demonstration / "protected.xlsx")),
    ]
    subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    assert not (tmp_path / "protected.csv").exists()

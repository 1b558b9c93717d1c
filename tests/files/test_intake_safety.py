"""The walls around reading what others send: each limit, and each way round one reader alone."""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import list_maker
import pytest
from wine import counts_processor_time

from reviewer.cells import book as book_module
from reviewer.cells.limits import DEFAULT_LIMITS, Limits
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.form import Form
from reviewer.domain.list_options import AS_FOUND, ListOptions
from reviewer.domain.list_reading import ListReading
from reviewer.intake import sheet_choice
from reviewer.intake.examination import examine
from reviewer.intake.pipe import ReadingRequest
from reviewer.intake.reading import read_list
from reviewer.intake.vocabulary import Vocabulary

TODAY = date(2018, 6, 1)
HEADER = list(list_maker.HEADER)


@pytest.fixture(scope="session")
def form() -> Form:
    return list_maker.small_form()


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return list_maker.write_xlsx(
        tmp_path / "good.xlsx", {"A": list_maker.plain(list_maker.cases(5))}
    )


def codes(reading: ListReading) -> set[str]:
    return {notice.code for notice in reading.notices}


def refusal(path: Path, form: Form, limits: Limits = DEFAULT_LIMITS) -> RefusalError:
    with pytest.raises(RefusalError) as refused:
        read_list(path, form=form, today=TODAY, limits=limits)
    assert str(refused.value).endswith(".")
    return refused.value


def doubled(good: Path, path: Path) -> None:
    list_maker.with_part(good, path, "xl/x.xml", b"<x/>")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/x.xml", b"<x/>")


def named(name: str) -> Callable[[Path, Path], None]:
    def make(good: Path, path: Path) -> None:
        list_maker.with_part(good, path, name, b"<x/>")

    return make


def encrypted(good: Path, path: Path) -> None:
    """Set the flag of encryption on every part, as a zip with a password has it."""
    content = bytearray(good.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    path.write_bytes(content)


def crowded(good: Path, path: Path) -> None:
    list_maker.with_part(good, path, "xl/x.xml", b"<x/>")
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/media/{number}.bin", b"")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (doubled, "suspect-workbook"),
        (named("XL/Workbook.xml"), "suspect-workbook"),
        (named("../../outside.xml"), "suspect-workbook"),
        (named("/etc/outside.xml"), "suspect-workbook"),
        (named("C:\\outside.xml"), "suspect-workbook"),
        (named("xl/workbook.bin"), "not-a-workbook"),
        (named("content.xml"), "not-a-workbook"),
        (encrypted, "password-protected"),
        (crowded, "too-large"),
    ],
)
def test_a_zip_put_together_as_no_office_program_does_is_refused(
    good: Path, tmp_path: Path, form: Form, make: Callable[[Path, Path], None], code: str
) -> None:
    path = tmp_path / "odd.xlsx"
    make(good, path)
    assert refusal(path, form).code == code


@pytest.mark.parametrize(
    "limits",
    [
        {"file_bytes": 2_000}, {"parts": 3}, {"part_bytes": 500}, {"unpacked_bytes": 3_000},
        {"sheets": 0}, {"rows": 4}, {"columns": 2}, {"cells": 17},
    ],
)  # fmt: skip
def test_what_is_beyond_a_limit_is_refused_with_the_limit_named(
    good: Path, form: Form, limits: dict[str, int]
) -> None:
    error = refusal(good, form, limits=Limits(**limits))
    assert error.code == "too-large"
    (limit,) = limits.values()
    assert f"{limit:,}" in str(error) or limit >= 500


@pytest.mark.parametrize("text", ["<!DOCTYPE a>", "<!  doctype a>", '<!ENTITY b "c">'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_document_type_is_refused_wherever_it_is(
    good: Path, tmp_path: Path, form: Form, text: str, encoding: str
) -> None:
    content = (" " * 1_048_570 + text.replace("  ", "")).encode(encoding)
    path = list_maker.with_part(good, tmp_path / "bad.xlsx", "docProps/app.xml", content)
    assert refusal(path, form).code == "suspect-workbook"


@counts_processor_time
def test_a_reading_past_its_processor_time_is_stopped(tmp_path: Path, form: Form) -> None:
    rows = [[*row, *["the unit’s name"] * 9] for row in list_maker.plain(list_maker.cases(2_000))]
    path = list_maker.write_csv(tmp_path / "long.csv", rows * 100)
    assert refusal(path, form, limits=Limits(cpu_seconds=1)).code == "too-slow"


def test_a_reading_past_its_memory_is_stopped(tmp_path: Path, form: Form) -> None:
    rows = list_maker.plain(list_maker.cases(100_000))
    path = list_maker.write_csv(tmp_path / "long.csv", rows)
    error = refusal(path, form, limits=Limits(memory_bytes=64 * 1024 * 1024))
    assert error.code in {"too-large", "unreadable-workbook"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_worker_can_write_no_file_and_dump_no_core(tmp_path: Path) -> None:
    program = (
        "import resource, sys\n"
        "from reviewer.cells.limits import Limits\n"
        "from reviewer.intake import worker\n"
        "worker._limit_process(Limits())\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\n"
        "try:\n"
        "    open(sys.argv[1], 'wb', buffering=0).write(b'x')\n"
        "except OSError:\n"
        "    sys.exit(7)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "written")], check=False, timeout=60
    )
    assert done.returncode == 7
    assert (tmp_path / "written").read_bytes() == b""


def test_a_reader_that_panics_is_a_refusal_and_not_a_crash(tmp_path: Path, form: Form) -> None:
    assert refusal(panicking_xlsb(tmp_path / "a.xlsb"), form).code == "unreadable-workbook"


def panicking_xlsb(path: Path) -> Path:
    """Write an .xlsb whose one sheet names a relation that is not there."""

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    sheet = struct.pack("<II", 0, 1) + wide("rId9") + wide("A")
    record = b"\x9c\x01" + bytes([len(sheet)]) + sheet
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01\x00" + record + b"\x90\x01\x00")
        archive.writestr("xl/_rels/workbook.bin.rels", relations)
    return path


def test_a_strict_workbook_is_read_like_any_other(good: Path, tmp_path: Path, form: Form) -> None:
    path = tmp_path / "strict.xlsx"
    base, strict = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
    pairs = (
        (f"{base}/spreadsheetml/2006/main", f"{strict}/spreadsheetml/main"),
        (f"{base}/officeDocument/2006/relationships", f"{strict}/officeDocument/relationships"),
    )
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            text = old.read(part).decode()
            for before, after in pairs:
                text = text.replace(before, after)
            new.writestr(part, text)
    reading = read_list(path, form=form, today=TODAY)
    assert len(reading.cases) == 5
    assert "not-looked-at" not in codes(reading)


def test_the_cells_of_one_sheet_are_looked_at_and_nothing_else(tmp_path: Path, form: Form) -> None:
    """What a reader would stumble over is below the cells and beside."""
    rows = list_maker.plain(list_maker.cases(5))
    path = list_maker.write_xlsx(tmp_path / "a.xlsx", {"A": rows, "B": rows})
    with zipfile.ZipFile(path) as made:
        first = made.read("xl/worksheets/sheet1.xml").decode()
        second = made.read("xl/worksheets/sheet2.xml")
    first = first.replace("</sheetData>", '</sheetData><pageSetup scale="nothing"/>')
    first = first.replace('<row r="3"', '<row r="3" hidden="1"')
    one = list_maker.with_part(
        path, tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", first.encode()
    )
    odd = list_maker.with_part(one, tmp_path / "c.xlsx", "xl/worksheets/sheet2.xml", second[:-20])
    reading = read_list(odd, ListOptions(sheet="A"), form=form, today=TODAY)
    assert len(reading.cases) == 5
    assert "hidden-rows" in codes(reading)


def test_the_list_is_looked_for_in_so_many_sheets_only_and_that_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = list_maker.plain(list_maker.cases(5))
    path = list_maker.write_xlsx(tmp_path / "a.xlsx", dict.fromkeys("ABCD", rows))
    words = Vocabulary(types={"da": "DA"}, scales={})
    asked = ReadingRequest(path=path, options=AS_FOUND, words=words, today=TODAY)
    found = examine(path.read_bytes(), asked)
    assert "not-all-sheets" not in {notice.code for notice in found.reading.notices}
    monkeypatch.setattr(sheet_choice, "_WEIGHED", 2 * sum(map(len, rows)))
    found = examine(path.read_bytes(), asked)
    assert (
        "first 2 of 4 sheets"
        in {n.code: str(n.text) for n in found.reading.notices}["not-all-sheets"]
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a" * 200_000, "not-a-list"),
        ("Case reference,Case type\n1/17," + "9" * 200_000, "not-a-list"),
        ('"' + "a" * 200_000, "open-quote"),
        ("<td>" * 200_000, "html-as-xls"),
    ],
)
def test_a_cell_without_an_end_is_refused_for_what_it_is(
    tmp_path: Path, form: Form, text: str, code: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, "utf-8")
    assert refusal(path, form).code == code


def test_a_text_longer_than_a_cell_is_refused_and_not_cut(tmp_path: Path, form: Form) -> None:
    rows = [[*HEADER, "Comments"], ["1/17", "DA", "2017-10-19", "x" * 40_000]]
    for path in (
        list_maker.write_csv(tmp_path / "a.csv", rows),
        list_maker.write_xlsx(tmp_path / "a.xlsx", {"A": [rows[0], [*rows[1][:3], "y" * 32_000]]}),
    ):
        reading = read_list(path, form=form, today=TODAY)
        assert [(p.row, p.code) for p in reading.problems] == [(2, "text-too-long")]


def test_a_sheet_that_ends_where_its_format_ends_may_have_been_cut_off(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = Vocabulary(types={"da": "DA"}, scales={})
    asked = ReadingRequest(path=good, options=AS_FOUND, words=words, today=TODAY)
    found = examine(good.read_bytes(), asked)
    assert "cut-off" not in {notice.code for notice in found.reading.notices}
    monkeypatch.setattr(book_module, "_EDGE_OF_XLSX", 6)
    found = examine(good.read_bytes(), asked)
    assert "cut-off" in {notice.code for notice in found.reading.notices}


def test_macros_and_links_are_neither_run_nor_followed(
    good: Path, tmp_path: Path, form: Form
) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" TargetMode="External" Target="file:///etc/hostname" Type="'
        'http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"/>'
        "</Relationships>"
    )
    first = list_maker.with_part(good, tmp_path / "a.xlsm", "xl/vbaProject.bin", b"\xd0\xcf")
    path = list_maker.with_part(
        first,
        tmp_path / "b.xlsm",
        "xl/externalLinks/_rels/externalLink1.xml.rels",
        relations.encode(),
    )
    assert len(read_list(path, form=form, today=TODAY).cases) == 5


def test_a_folder_is_no_list(tmp_path: Path, form: Form) -> None:
    with pytest.raises(WorldError, match="is a folder"):
        read_list(tmp_path, form=form, today=TODAY)


def test_the_lock_file_of_an_office_program_is_called_what_it_is(
    tmp_path: Path, form: Form
) -> None:
    path = tmp_path / "~$sample.xlsx"
    name = "A. Reader"
    wide = name.ljust(54).encode("utf-16-le")
    path.write_bytes(
        (bytes([len(name)]) + name.ljust(54).encode() + bytes([len(name)]) + b"\0" + wide)[:165]
    )
    assert refusal(path, form).code == "lock-file"
    path.write_text(",A. Inspector,PC17,01.12.2026 10:00,file:///C:/Users/a;", "utf-8")
    assert refusal(path, form).code == "lock-file"


def test_a_lone_far_cell_is_refused_before_a_grid_is_built(tmp_path: Path) -> None:
    path = list_maker.lone_far_cell(tmp_path / "far.xlsx")
    words = Vocabulary(types={"da": "DA"}, scales={})
    asked = ReadingRequest(path=path, options=AS_FOUND, words=words, today=TODAY)
    with pytest.raises(RefusalError) as refused:
        examine(path.read_bytes(), asked)
    assert refused.value.code == "too-large"


def test_rows_and_cells_with_nothing_but_a_style_reach_nowhere(
    good: Path, tmp_path: Path, form: Form
) -> None:
    path = tmp_path / "styled.xlsx"
    far = (
        '<row r="1048575" ht="12.8"/><row r="1048576" ht="12.8"><c r="A1048576" s="0"/>'
        '<c r="AMJ1048576" s="0"></c></row></sheetData>'
    )
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b"</sheetData>", far.encode()))
    assert len(read_list(path, form=form, today=TODAY).cases) == 5


def test_a_workbook_part_may_have_any_name(good: Path, tmp_path: Path, form: Form) -> None:
    path = tmp_path / "shared.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            name = part.replace("xl/workbook.xml", "xl/workbook22.xml")
            name = name.replace("xl/_rels/workbook.xml.rels", "xl/_rels/workbook22.xml.rels")
            new.writestr(name, old.read(part).replace(b"workbook.xml", b"workbook22.xml"))
    assert len(read_list(path, form=form, today=TODAY).cases) == 5

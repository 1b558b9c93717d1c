"""Reading long lists, beside what others take merely to read the same file; in one run.

Each reading is a process of its own, so that its time and its peak memory are its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from reviewer.domain.errors import RefusalError
from reviewer.domain.list_options import ListOptions
from reviewer.forms.library import bundled_form
from reviewer.intake.pipe import Examined, ReadingRequest, written
from reviewer.intake.reading import read_list

ROWS = 100_000
HEADER = (
    "Case reference", "Case type", "Date reported", "Date of incident", "Unit", "Area", "Status",
    "Age", "Risk level", "Offence", "Records system", "Inspector",
)  # fmt: skip
STARTED = """
import sys, time
sys.stderr.write(f"{time.process_time():.6f}\\n")
"""
"""What a program says once it has loaded what it needs, and begins to read."""
PLAIN_CALAMINE = f"""
import sys, python_calamine
{STARTED}
python_calamine.load_workbook(sys.argv[1]).get_sheet_by_index(0).to_python()
"""
PANDAS = f"""
import sys, pandas
{STARTED}
pandas.read_excel(sys.argv[1], engine="openpyxl")
"""
OURS = f"""
import sys
from datetime import date
from pathlib import Path
from reviewer.domain.list_options import ListOptions
from reviewer.forms.library import bundled_form
from reviewer.intake.reading import read_list
form = bundled_form("ncpi")
{STARTED}
read = read_list(
    Path(sys.argv[1]), ListOptions(force="X"), form=form, today=date(2018, 6, 1)
)
assert len(read.cases) == int(sys.argv[2]), read.problems[:3]
"""
WORKER = f"""
import sys
from reviewer.intake.worker import serve
{STARTED}
serve()
"""

ACCOUNTING = """
import sys, time
from reviewer.intake import examination, worker
account_of, spent = examination.account_of, []
def timed(*parts):
    began = time.process_time()
    try:
        return account_of(*parts)
    finally:
        spent.append(time.process_time() - began)
examination.account_of = timed
worker.serve()
sys.stderr.write(f"{sum(spent) / time.process_time():.6f}\\n")
"""
"""The worker, which says what share of its time goes into saying where each row went."""


PEAK = """
import sys
for line in open("/proc/self/status"):
    if line.startswith("VmHWM"):
        sys.stderr.write(line)
"""
"""What a program says of itself at its end: what the system counts for a child is its parent's."""


@dataclass(frozen=True)
class Measured:
    seconds: float
    """Of the processor, so that a busy machine says the same: the work is done one by one."""
    reading: float
    """Of these, the seconds after the program had loaded what it needs; a limited process of its
    own counts whole."""
    wall: float
    mib: float


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def row(number: int) -> list[str | int]:
    day = date(2017, 1, 1) + timedelta(days=number % 365)
    return [
        f"{number:07d}/17", ("DA", "Missing child", "S47")[number % 3], f"{day:%d/%m/%Y}",
        f"{day:%d/%m/%Y}", f"Unit {number % 40}", f"Area {number % 7}", "Closed", number % 18,
        ("High", "Medium", "Standard")[number % 3], f"Offence {number % 90}", "Niche", "",
    ]  # fmt: skip


def letters(column: int) -> str:
    return "ABCDEFGHIJKL"[column]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the workbook as Excel does, with shared strings, without waiting for openpyxl."""
    shared: dict[str, int] = {}
    lines = []
    for number, cells in enumerate([list(HEADER), *map(row, range(1, ROWS + 1))], start=1):
        drawn_cells = "".join(
            f'<c r="{letters(c)}{number}"><v>{cell}</v></c>'
            if isinstance(cell, int)
            else f'<c r="{letters(c)}{number}" t="s">'
            f"<v>{shared.setdefault(cell, len(shared))}</v></c>"
            for c, cell in enumerate(cells)
            if cell != ""
        )
        lines.append(f'<row r="{number}">{drawn_cells}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    strings = "".join(f"<si><t>{text}</t></si>" for text in shared)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="a" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="b" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Sample" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}'
        "</sheetData></worksheet>",
    }
    path = tmp_path_factory.mktemp("bench") / "long.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def measured(program: str, *arguments: object, stdin: bytes = b"", rounds: int = 3) -> Measured:
    """Run a program and return its time and own peak memory, the best of some rounds."""
    found = []
    for _round in range(rounds):
        began, used = time.perf_counter(), spent()
        done = subprocess.run(
            [sys.executable, "-c", program + PEAK, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            check=True,
        )
        wall, seconds = time.perf_counter() - began, spent() - used
        started, *_said, kib, _unit = done.stderr.split()
        found.append(Measured(seconds, seconds - float(started), wall, int(kib) / 1024))
    return min(found, key=lambda one: one.seconds)


def in_turns(*programs: tuple[object, ...], rounds: int = 5) -> list[Measured]:
    """Measure programs one after the other, again and again, and return the best of each.

    So what else the machine has to do weighs on all of them.
    """
    found = [[measured(str(p), *given, rounds=1) for p, *given in programs] for _ in range(rounds)]
    return [
        replace(min(of, key=lambda one: one.seconds), wall=min(one.wall for one in of))
        for of in zip(*found, strict=True)
    ]


def spent() -> float:
    """Return the processor seconds of all children so far, and of theirs."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


@pytest.mark.bench
def test_bench_reading_a_hundred_thousand_rows(workbook: Path) -> None:
    ours, calamine = in_turns((OURS, workbook, ROWS), (PLAIN_CALAMINE, workbook))
    worker = measured(WORKER, stdin=worker_request(workbook))
    pandas = measured(PANDAS, workbook, rounds=1)
    accounting = share_of_accounting(worker_request(workbook))
    say(f"\n{ROWS:,} rows × {len(HEADER)} columns, {workbook.stat().st_size / 2**20:.1f} MiB")
    for name, of in (
        ("reviewer: read, checked, mapped, handed back", ours),
        ("  of which the limited worker", worker),
        ("python-calamine: merely read", calamine),
        ("pandas.read_excel (openpyxl): merely read", pandas),
    ):
        say(
            f"  {name:46} {of.seconds:6.2f} s, {of.reading:5.2f} s of it after loading"
            f" ({of.wall:.1f} by the clock)  {of.mib:6.0f} MiB"
        )
    for name, one, other in (
        ("pandas ÷ reviewer", pandas, ours),
        ("reviewer ÷ calamine", ours, calamine),
    ):
        whole, reading = one.seconds / other.seconds, one.reading / other.reading
        clock = one.wall / other.wall
        say(
            f"  {name:24} {whole:.2f} × as whole programs ({clock:.2f} × by the clock),"
            f" {reading:.2f} × after loading"
        )
    say(f"  memory of the worker ÷ calamine {worker.mib / calamine.mib:.2f} ×")
    say(f"  the account of where each row went: {accounting:.2%} of the worker's time")


def share_of_accounting(request: bytes) -> float:
    done = subprocess.run(
        [sys.executable, "-c", ACCOUNTING], input=request, capture_output=True, check=True
    )
    return float(done.stderr)


def worker_request(path: Path) -> bytes:
    """Return what `read_list` asks the worker, caught on its way."""
    caught: list[bytes] = []

    def catch(request: ReadingRequest, _cancelled: object) -> Examined:
        caught.append(written(request))
        raise RefusalError("caught", "Caught.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reviewer.intake.reading.ask_worker", catch)
        with pytest.raises(RefusalError):
            read_list(
                path, ListOptions(force="X"), form=bundled_form("ncpi"), today=date(2018, 6, 1)
            )
    return caught[0]


@pytest.mark.bench
def test_bench_a_million_rows_of_text(tmp_path: Path) -> None:
    path = tmp_path / "million.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(HEADER) + "\n")
        file.writelines(",".join(map(str, row(number))) + "\n" for number in range(1_000_000))
    began = time.perf_counter()
    with pytest.raises(RefusalError) as refused:
        read_list(path, ListOptions(force="X"), form=bundled_form("ncpi"), today=date(2018, 6, 1))
    say(
        f"\n1,000,000 rows of CSV, {path.stat().st_size / 2**20:.0f} MiB: refused in"
        f" {time.perf_counter() - began:.2f} s: {refused.value!s}"
    )
    quoted = tmp_path / "quoted.csv"
    quoted.write_text(path.read_text().replace("Closed", '"Closed"'), encoding="utf-8")
    began = time.perf_counter()
    with pytest.raises(RefusalError):
        read_list(quoted, ListOptions(force="X"), form=bundled_form("ncpi"), today=date(2018, 6, 1))
    say(f"the same with quoted cells: refused in {time.perf_counter() - began:.2f} s")

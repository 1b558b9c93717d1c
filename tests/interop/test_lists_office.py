"""One list saved by LibreOffice in each format it writes, and read by us: the same cases."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from reviewer.forms.library import bundled_form
from reviewer.intake.reading import read_list

sys.path.append(str(Path(__file__).parents[1] / "files"))
import list_maker

OFFICE = shutil.which("soffice")
TODAY = date(2018, 6, 1)

pytestmark = [
    pytest.mark.interop,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed"),
]


@pytest.mark.parametrize(
    ("ending", "filter_name", "kind"),
    [
        ("xls", "MS Excel 97", "xls"),
        ("ods", "calc8", "ods"),
        ("xlsm", "Calc MS Excel 2007 VBA XML", "xlsx"),
        ("xlsx", "Calc MS Excel 2007 XML", "xlsx"),
    ],
)
def test_a_list_is_the_same_in_every_format(
    tmp_path: Path, ending: str, filter_name: str, kind: str
) -> None:
    made = list_maker.messy_xlsx(tmp_path / "list.xlsx", list_maker.cases(60))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ("--headless", "--convert-to", f"{ending}:{filter_name}", "--outdir", "saved")
    subprocess.run(
        [str(OFFICE), profile, *convert, str(made)],
        cwd=tmp_path,
        check=True,
        timeout=180,
        capture_output=True,
    )
    form = bundled_form("ncpi")
    ours = read_list(made, form=form, today=TODAY)
    theirs = read_list(tmp_path / "saved" / f"list.{ending}", form=form, today=TODAY)
    assert theirs.format == kind
    assert theirs.cases == ours.cases
    assert (theirs.sheet, theirs.header_row) == (ours.sheet, ours.header_row)
    assert theirs.mapping == ours.mapping
    assert [(p.row, p.code) for p in theirs.problems] == [(p.row, p.code) for p in ours.problems]

"""A checker of archives, veraPDF, finds nothing against PDF/A-2b and PDF/UA-1 in any print.

REVIEWER_PDF_CHECKER names a program that is given PDFs and ends with 0 if each follows both.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from reviewer.app.demonstration.job import PASSPHRASE
from ui.cli.main import run

pytestmark = pytest.mark.interop

_PATIENCE = 300
_CASE = ("--case", "DEMO-SYN-2018Q4-0108")
_PRINTS = {
    "case": ("reader-one.review", "--case", "DEMO-SYN-2018Q4-0003"),
    "details": ("team.review", *_CASE, "--details", "--superseded"),
    "signed": ("team.review", *_CASE, "--identity", "team.p12"),
    "list": ("team.review", "--list"),
    "debrief": ("team.review", "--debrief", *_CASE),
    "summary": ("team.review", "--summary"),
    "comparison": ("team.review", "--comparison"),
    "blank": ("team.review", "--blank"),
}


def test_no_print_breaks_a_rule_of_archives_or_of_accessible_pdf(
    demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checker = os.environ.get("REVIEWER_PDF_CHECKER", "")
    if not checker:
        pytest.skip("REVIEWER_PDF_CHECKER names no checker")
    monkeypatch.chdir(demonstration)
    monkeypatch.setattr("db.key.MEMORY_KIB", 64)
    monkeypatch.setenv("REVIEWER_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("REVIEWER_IDENTITY_PASSPHRASE", PASSPHRASE)
    prints = []
    for kind, (file, *options) in _PRINTS.items():
        prints.append(str(tmp_path / f"{kind}.pdf"))
        assert run(["print", file, prints[-1], *options], lambda _: 0) == 0
    done = subprocess.run(
        [checker, *prints], capture_output=True, text=True, check=False, timeout=_PATIENCE
    )
    assert done.returncode == 0, done.stdout + done.stderr

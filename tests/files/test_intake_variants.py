"""Variants of lists with other seeds, each held against its own truth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from list_variants import (
    TODAY,
    Truth,
    long_numbers_workbook,
    messy_workbook,
    serial_workbook,
    spoiled_workbook,
    text_list,
)

from reviewer.domain.list_options import ListOptions
from reviewer.forms.library import bundled_form
from reviewer.intake.reading import read_list

Write = Callable[[Path], Truth]
_TEXTS = [
    (days, encoding, delimiter, over_lines)
    for days, encoding, delimiter, over_lines in (
        ("iso", "utf-8", ",", False),
        ("slashes", "utf-8-sig", ";", True),
        ("dots", "cp1252", ";", True),
        ("dashes", "utf-16", "\t", False),
        ("words", "utf-16", ",", True),
        ("american", "cp1252", "|", False),
        ("moment", "utf-8", "\t", True),
    )
]
_VARIANTS: list[tuple[str, str, Write]] = [
    *(
        (
            f"{days} {encoding} {delimiter!r}",
            "csv",
            lambda path, seed=seed, d=days, e=encoding, s=delimiter, o=over: text_list(
                path, seed, days=d, encoding=e, delimiter=s, over_lines=o
            ),
        )
        for seed, (days, encoding, delimiter, over) in enumerate(_TEXTS, start=11)
    ),
    *((f"messy {n}", "xlsx", lambda path, n=n: messy_workbook(path, n)) for n in (21, 22, 23, 24)),
    ("serials from 1900", "xlsx", lambda path: serial_workbook(path, 31, from_1904=False)),
    ("serials from 1904", "xlsx", lambda path: serial_workbook(path, 32, from_1904=True)),
    *((f"spoiled {n}", "xlsx", lambda path, n=n: spoiled_workbook(path, n)) for n in (41, 42)),
    ("long numbers", "xlsx", lambda path: long_numbers_workbook(path, 51)),
]


@pytest.mark.parametrize(
    ("ending", "write"),
    [(ending, write) for _name, ending, write in _VARIANTS],
    ids=[name for name, _ending, _write in _VARIANTS],
)
def test_a_variant_is_read_as_its_truth_says(tmp_path: Path, ending: str, write: Write) -> None:
    path = tmp_path / f"list.{ending}"
    truth = write(path)
    found = read_list(
        path, ListOptions(force="Sample Constabulary"), form=bundled_form("ncpi"), today=TODAY
    )
    read = [(case.reference, case.type, case.get("reported")) for case in found.cases]
    assert read == list(truth.cases)
    assert {problem.row: problem.code for problem in found.problems} == dict(truth.refused)
    assert {header for header, _reason in found.left_out} >= set(truth.left_out)
    assert {notice.code for notice in found.notices} >= set(truth.notices)

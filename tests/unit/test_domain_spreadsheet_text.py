"""No text of ours is run as a formula by the program that opens the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.domain.spreadsheet_text import inert, inert_or_number, is_live

ROOT = Path(__file__).parents[2]
MADE_UP = {"reviewer/app/demonstration/sample_list.py"}
"""It writes a force's list, with words of its own."""


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "\nplain",
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20SUM",
        " =1+1",
        "\u00a0=1+1",
        "\u200b=1+1",
        "\ufeff=1+1",
        "\x00=1+1",
    ],
)
def test_what_a_spreadsheet_may_run_is_written_behind_an_apostrophe(text: str) -> None:
    assert is_live(text)
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-", "=", "a=1", "SYN/18/1", "'=1", "1-2", "Łódź", "  a"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize("number", ["0", "-3", "-3.5", "1,234", "-12.5 %", "63%"])
def test_a_number_that_is_pasted_is_one(number: str) -> None:
    assert inert_or_number(number) == number


@pytest.mark.parametrize(
    "text", ["-3+1", "=3", "+44 7700 9", "+447700900123", "-3 days", "@3", "--3"]
)
def test_no_other_text_passes_for_a_number(text: str) -> None:
    assert inert_or_number(text) == f"'{text}"


def test_whatever_writes_a_table_as_text_makes_its_texts_inert() -> None:
    writers = {
        str(path.relative_to(ROOT)): path.read_text("utf-8")
        for room in ("reviewer", "db", "ui")
        for path in (ROOT / room).rglob("*.py")
        if "csv.writer(" in path.read_text("utf-8")
    }
    assert len(writers) > len(MADE_UP)
    forgotten = [name for name, text in writers.items() if "spreadsheet_text import" not in text]
    assert set(forgotten) == MADE_UP

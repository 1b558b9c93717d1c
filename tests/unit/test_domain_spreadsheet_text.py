"""No text of ours is run as a formula by the program that opens the file."""

from __future__ import annotations

import pytest

from reviewer.domain.spreadsheet_text import inert, is_live


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

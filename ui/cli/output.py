"""What the command line prints: JSON for programs, plain tables for people."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Final

_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of characters that steer a terminal or break a line."""


def emit_json(document: Any) -> None:  # noqa: ANN401 - a JSON document is any of six types
    """Print one JSON document on stdout and nothing else."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()


def say(sentence: str = "") -> None:
    """Print one line on stdout; control characters in it are shown, not obeyed."""
    sys.stdout.write(visible(sentence) + "\n")


def say_aside(sentence: str) -> None:
    """Print one line on stderr: progress, notices, refusals."""
    sys.stderr.write(visible(sentence) + "\n")
    sys.stderr.flush()


def say_notice(sentence: str) -> None:
    """Print on stderr what a person should know; an empty sentence is nothing to know."""
    if sentence:
        say_aside(f"Notice: {sentence}")


def say_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under headings; whole numbers stand right."""
    # Rich takes as long to load as all of a short command.
    from rich import box  # noqa: PLC0415 - the reason is above
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    listed = [[visible("" if value is None else str(value)) for value in row] for row in rows]
    for index, heading in enumerate(headings):
        numbers = bool(listed) and all(_is_count(row[index]) for row in listed)
        table.add_column(Text(heading), justify="right" if numbers else "left", overflow="fold")
    for row in listed:
        table.add_row(*map(Text, row))
    console = Console(highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        console.width = 160
    console.print(table)


def counted(number: int, one: str, many: str) -> str:
    """Return the number with its noun: 1 case, 2 cases."""
    return f"{number} {one if number == 1 else many}"


def visible(text: str) -> str:
    """Return text whose control and direction marks cannot steer a terminal."""
    return "".join(
        f"\\u{ord(c):04x}" if unicodedata.category(c) in _STEERING and c != "\n" else c
        for c in text
    )


def _is_count(text: str) -> bool:
    return text.replace(",", "").isdecimal()

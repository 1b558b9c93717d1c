"""What the command line prints: JSON for programs, plain tables for people."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

from reviewer.domain.message import Message, message, plural

_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of characters that steer a terminal or break a line."""


def emit_json(document: Any) -> None:  # noqa: ANN401 - a JSON document is any of six types
    """Print one JSON document on stdout and nothing else."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n")
    sys.stdout.flush()


def say(template: str, /, **values: str | float | Message | PurePath) -> None:
    """Print a sentence with its named values on stdout."""
    show_line(_sentence(template, values))


def say_counted(number: int, one: str, many: str, /, **values: str | float | Message) -> None:
    """Print the one of two sentences that fits a number, which both may name as `{n}`."""
    show_line(plural(number, one, many, **values))


def say_aside(template: str, /, **values: str | float | Message | PurePath) -> None:
    """Print a sentence with its named values on stderr: progress, refusals."""
    show_line_aside(_sentence(template, values))


def show_line(text: str | Message = "") -> None:
    """Print a line on stdout as it is; control characters in it are shown, not obeyed."""
    sys.stdout.write(visible(str(text)) + "\n")


def show_line_aside(text: str | Message) -> None:
    """Print a line on stderr as it is."""
    sys.stderr.write(visible(str(text)) + "\n")
    sys.stderr.flush()


def say_notice(sentence: str | Message | None) -> None:
    """Print on stderr what a person should know; nothing where there is nothing to know."""
    if sentence:
        say_aside("Notice: {sentence}", sentence=sentence)


def say_table(headings: Sequence[str | Message], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under headings; whole numbers are set to the right."""
    # Rich takes as long to load as all of a short command.
    from rich import box  # noqa: PLC0415 - the reason is above
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    listed = [[visible("" if value is None else str(value)) for value in row] for row in rows]
    for index, heading in enumerate(headings):
        numbers = bool(listed) and all(_is_count(row[index]) for row in listed)
        table.add_column(
            Text(str(heading)), justify="right" if numbers else "left", overflow="fold"
        )
    for row in listed:
        table.add_row(*map(Text, row))
    console = Console(highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        console.width = 160
    console.print(table)


def visible(text: str) -> str:
    """Return text whose control and direction marks cannot steer a terminal."""
    return "".join(
        f"\\u{ord(c):04x}" if unicodedata.category(c) in _STEERING and c != "\n" else c
        for c in text
    )


def _sentence(template: str, values: Mapping[str, str | float | Message | PurePath]) -> Message:
    return message(
        template, **{n: str(v) if isinstance(v, PurePath) else v for n, v in values.items()}
    )


def _is_count(text: str) -> bool:
    return text.replace(",", "").isdecimal()

"""The arguments of every command that reads a force's list, and the reading they ask for."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from reviewer.app.list_files import read_mapping
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.list_options import NO_MAPPING, ListOptions, checked_order
from reviewer.domain.message import message
from ui.cli.environment import secret_in
from ui.cli.options import ListMap, Scale, Sheet, Types, WorkbookPasswordFile, pairs
from ui.cli.passphrases import WORKBOOK, ask
from ui.operations.lists import ListRead, read_list

FormChoice = Annotated[
    str,
    typer.Option(
        "--form", metavar="ID|FILE", help="A form that comes with the program, or a form file."
    ),
]
BUNDLED: Final = "ncpi"
_TOGETHER: Final = "how"
"""What a command calls them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListArguments:
    """How a list is to be read, as given on the command line."""

    sheet: Sheet = None
    mapping: ListMap = None
    types: Types = None
    scale: Scale = None
    dates: Annotated[
        list[str] | None,
        typer.Option(
            "--dates",
            metavar="COLUMN=ORDER",
            help="Whether dates in this column are day-first or month-first.",
        ),
    ] = None
    table: Annotated[
        int | None,
        typer.Option(
            "--table", metavar="N", help="Which of the tables side by side to read, from the left."
        ),
    ] = None
    header_row: Annotated[
        int | None,
        typer.Option("--header-row", metavar="N", help="The row that holds the column headings."),
    ] = None
    correct: Annotated[
        list[str] | None,
        typer.Option("--correct", metavar="ROW:KEY=VALUE", help="Use VALUE for this cell."),
    ] = None
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="The encoding of a text file, such as cp1252.")
    ] = None
    delimiter: Annotated[
        str | None,
        typer.Option("--delimiter", help="The delimiter of a text file: a character, or tab."),
    ] = None
    mapping_file: Annotated[
        Path | None,
        typer.Option(
            "--mapping", metavar="FILE.json", help="A mapping file that says how to read the list."
        ),
    ] = None
    forget_mapping: Annotated[
        bool,
        typer.Option("--forget-mapping", help="Ignore the settings remembered for this force."),
    ] = False
    password_file: WorkbookPasswordFile = None

    def options(self, force: str) -> ListOptions:
        """Return them as options of a reading; raises RefusalError for a wrong one."""
        orders = pairs(self.dates, "--dates", "COLUMN=day-first|month-first")
        return ListOptions(
            force=force,
            password=_given_password(self.password_file),
            sheet=self.sheet or "",
            table=self.table or 0,
            header_row=self.header_row,
            encoding=self.encoding or "",
            delimiter=self.delimiter or "",
            columns=pairs(self.mapping, "--map", "KEY=HEADER"),
            types=pairs(self.types, "--type", "WORDS=CODE"),
            scale=self.scale or "",
            dates={column: checked_order(order) for column, order in orders.items()},
            corrections=_corrections(self.correct),
            earlier=read_mapping(self.mapping_file) if self.mapping_file else NO_MAPPING,
        )

    def read(self, listed: Path, form: Form, *, force: str) -> ListRead:
        """Read a list; ask for a password where it needs one and somebody can answer."""
        options = self.options(force)
        recall = self.mapping_file is None and not self.forget_mapping
        now = datetime.now(UTC)
        try:
            return read_list(listed, form, options, now=now, recall=recall)
        except RefusalError as refusal:
            if refusal.code != "password-protected" or not sys.stdin.isatty():
                raise
            options = replace(options, password=ask(WORKBOOK, None))
            return read_list(listed, form, options, now=now, recall=recall)


def takes_list_arguments(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `ListArguments`; it gets them together, as `how`.

    Typer has no group of options: it reads the signature, so that is written for it.
    """
    own = inspect.signature(command, eval_str=True).parameters
    shared = inspect.signature(ListArguments, eval_str=True).parameters
    kept = [own[name] for name in own if name != _TOGETHER]
    parameters = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in (*kept, *shared.values())
    ]

    def run(**given: Any) -> None:  # noqa: ANN401 - typer hands on what the signature below names
        how = ListArguments(**{name: given.pop(name) for name in shared})
        command(**given, how=how)

    run.__doc__ = command.__doc__
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # typer reads it
    return run


def _given_password(file: Path | None) -> str:
    """Return a password that was given beforehand: most lists have none, so nobody is asked."""
    return (
        ask(WORKBOOK, file) if file is not None or secret_in(WORKBOOK.variable) is not None else ""
    )


def _corrections(texts: list[str] | None) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for text in texts or ():
        row, colon, rest = text.partition(":")
        key, sign, value = rest.partition("=")
        if not (colon and sign and row.strip().isdecimal() and row.isascii() and key.strip()):
            raise RefusalError(
                "bad-option", message("Write --correct as ROW:KEY=VALUE, not “{text}”.", text=text)
            )
        found.setdefault(int(row), {})[key.strip()] = value.strip()
    return found

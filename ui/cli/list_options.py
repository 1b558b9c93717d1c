"""The options of every command that reads a force's list, and the reading they ask for."""

from __future__ import annotations

import functools
import inspect
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, get_type_hints

import typer

from reviewer.app.list_files import read_mapping, recall_mapping
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.list_options import ListMapping, ListOptions, checked_order
from reviewer.domain.list_reading import ListReading
from reviewer.intake.earlier import fitting, worth_keeping
from reviewer.intake.reading import read_list
from ui.cli.options import ListMap, Scale, Sheet, Types, WorkbookPasswordFile, pairs
from ui.cli.passphrases import WORKBOOK, ask
from ui.operations.forms import chosen_form
from ui.operations.places import mapping_folder

FormChoice = Annotated[
    str, typer.Option("--form", metavar="ID|FILE", help="A bundled form, or a form file.")
]
_SAID: Final = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSaid:
    """What a person said on the command line about how a list is to be read."""

    form: FormChoice = "ncpi"
    sheet: Sheet = None
    mapping: ListMap = None
    types: Types = None
    scale: Scale = None
    dates: Annotated[
        list[str] | None,
        typer.Option(
            "--dates",
            metavar="COLUMN=ORDER",
            help="Dates of this key or header are day-first or month-first.",
        ),
    ] = None
    header_row: Annotated[
        int | None, typer.Option("--header-row", metavar="N", help="The row of the headers.")
    ] = None
    correct: Annotated[
        list[str] | None,
        typer.Option("--correct", metavar="ROW:KEY=VALUE", help="Read this cell as VALUE."),
    ] = None
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="A text file's encoding, as cp1252.")
    ] = None
    delimiter: Annotated[
        str | None,
        typer.Option("--delimiter", help="A text file's delimiter: a character, or tab."),
    ] = None
    mapping_file: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="FILE.json", help="Read it as this mapping says."),
    ] = None
    forget_mapping: Annotated[
        bool,
        typer.Option("--forget-mapping", help="Do without what is remembered of this force."),
    ] = False
    password_file: WorkbookPasswordFile = None


def takes_list_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `ListSaid`; it gets them together, as `said`."""
    own = inspect.signature(command)
    hints = get_type_hints(command, include_extras=True)
    ours = get_type_hints(ListSaid, include_extras=True)
    options = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=ours[field.name],
        )
        for field in fields(ListSaid)
    ]
    kept = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[name])
        for name, parameter in own.parameters.items()
        if name != _SAID
    ]

    @functools.wraps(command)
    def run(**given: Any) -> None:  # noqa: ANN401 - typer hands on what the signature below names
        said = ListSaid(**{option.name: given.pop(option.name) for option in options})
        command(said=said, **given)

    parameters = [*kept, *options]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # typer reads it
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRead:
    """A list as it was read, its form, and the mapping worth keeping of it."""

    reading: ListReading
    form: Form
    mapping: ListMapping
    remembered: bool
    """Whether it was read with what the settings remember of the force."""


def read_said(listed: Path, said: ListSaid, *, code: str = "LIST", force: str = "") -> ListRead:
    """Read a list as a person said; raises RefusalError and WorldError."""
    form = chosen_form(said.form)
    earlier = read_mapping(said.mapping_file) if said.mapping_file else None
    remembered = earlier is None and not said.forget_mapping
    if remembered:
        earlier = recall_mapping(mapping_folder(), force)
    types = pairs(said.types, "--type", "WORDS=CODE")
    orders = pairs(said.dates, "--dates", "COLUMN=day-first|month-first")
    dates = {column: checked_order(order) for column, order in orders.items()}
    options = ListOptions(
        force=force,
        password=_given_password(said.password_file) or "",
        sheet=said.sheet or "",
        columns=pairs(said.mapping, "--map", "KEY=HEADER"),
        types=types,
        scale=said.scale or "",
        encoding=said.encoding or "",
        delimiter=said.delimiter or "",
        header_row=said.header_row,
        dates=dates,
        corrections=_corrections(said.correct),
        earlier=earlier or ListMapping(),
    )

    def read(options: ListOptions) -> ListReading:
        today = datetime.now().astimezone().date()
        return read_list(listed, options, form=form, today=today, code=code)

    try:
        reading = read(options)
    except RefusalError as refusal:
        if refusal.code != "password-protected" or not sys.stdin.isatty():
            raise
        reading = read(replace(options, password=ask(WORKBOOK, None)))
    kept = worth_keeping(
        force=force,
        columns=reading.mapping,
        types=types,
        scale=said.scale or "",
        dates=dates,
        before=fitting(earlier, form) if earlier else None,
    )
    return ListRead(
        reading=reading,
        form=form,
        mapping=kept,
        remembered=remembered and earlier is not None,
    )


def _given_password(file: Path | None) -> str | None:
    """Return a password that was given beforehand: most lists have none, so nobody is asked."""
    if file is not None or WORKBOOK.variable in os.environ:
        return ask(WORKBOOK, file)
    return None


def _corrections(texts: list[str] | None) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for text in texts or ():
        row, colon, rest = text.partition(":")
        key, sign, value = rest.partition("=")
        if not (colon and sign and row.strip().isdecimal() and row.isascii() and key.strip()):
            raise RefusalError("bad-option", f"--correct takes ROW:KEY=VALUE, not “{text}”.")
        found.setdefault(int(row), {})[key.strip()] = value.strip()
    return found

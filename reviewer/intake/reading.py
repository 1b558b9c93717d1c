"""A force's list read, by a limited process that is asked for it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import repeat
from pathlib import Path

from reviewer.cells.delimited import checked_delimiter
from reviewer.cells.encodings import checked_encoding
from reviewer.cells.limits import DEFAULT_LIMITS, Limits
from reviewer.domain.case import Case
from reviewer.domain.errors import WorldError
from reviewer.domain.form import Form
from reviewer.domain.ids import Key, case_ids
from reviewer.domain.list_options import AS_FOUND, ListOptions
from reviewer.domain.list_reading import ListReading
from reviewer.domain.message import message
from reviewer.intake.earlier import fitting
from reviewer.intake.form_words import vocabulary
from reviewer.intake.pipe import ReadingRequest
from reviewer.intake.process import ask_worker


def read_list(
    path: Path,
    options: ListOptions = AS_FOUND,
    *,
    form: Form,
    today: date,
    code: str = "LIST",
    limits: Limits = DEFAULT_LIMITS,
    cancelled: Callable[[], bool] = lambda: False,
) -> ListReading:
    """Read a force's list in a limited process of its own; ids begin with `code`.

    `cancelled` is asked ten times a second. Raises RefusalError where the file can't be read as
    a list or an option can't be met, WorldError where it can't be opened or was cancelled.
    """
    earlier = fitting(options.earlier, form)
    scale = options.scale or earlier.scale
    words = vocabulary(form, {**earlier.types, **options.types}, scale)
    if not _is(path, Path.is_file):
        if _is(path, Path.is_dir):
            raise WorldError(
                "is-a-folder",
                message("{file} is a folder. Enter the name of a file in it.", file=path.name),
            )
        raise WorldError(
            "no-such-file",
            message("There is no file {file}. Check the name and folder.", file=path.name),
        )
    request = ReadingRequest(
        path=path.absolute(),
        options=replace(
            options,
            scale=scale,
            encoding=checked_encoding(options.encoding) if options.encoding else "",
            delimiter=checked_delimiter(options.delimiter) if options.delimiter else "",
            earlier=earlier,
        ),
        words=words,
        today=today,
        limits=limits,
    )
    found = ask_worker(request, cancelled)
    return replace(
        found.reading,
        cases=_cases(found.positions, found.values, code),
        corrected=sum(map(len, options.corrections.values())),
    )


def _is(path: Path, kind: Callable[[Path], bool]) -> bool:
    try:
        return kind(path)
    except OSError:  # a name that no disk takes
        return False


def _cases(
    positions: Sequence[int], columns: Mapping[Key, Sequence[str]], code: str
) -> tuple[Case, ...]:
    with _not_collecting():
        return tuple(
            Case(id=named, position=position, values=values)
            for named, position, values in zip(
                case_ids(code, positions),
                positions,
                map(_Row, repeat(columns), range(len(positions))),
                strict=True,
            )
        )


class _Row(Mapping[Key, str]):
    """The values of one case, which stay where they are: in the columns of its list.

    A dictionary for each case of a long list takes longer to make than all else that is done here.
    """

    __slots__ = ("_columns", "_index")

    def __init__(self, columns: Mapping[Key, Sequence[str]], index: int) -> None:
        self._columns = columns
        self._index = index

    def __getitem__(self, key: Key) -> str:
        if text := self._columns[key][self._index]:
            return text
        raise KeyError(key)

    def __iter__(self) -> Iterator[Key]:
        return (key for key, column in self._columns.items() if column[self._index])

    def __len__(self) -> int:
        return sum(1 for _key in self)

    def __repr__(self) -> str:
        return repr(dict(self))


@contextmanager
def _not_collecting() -> Iterator[None]:
    """Keep the garbage collector from going through all cases again and again as they grow.

    Nothing of them is garbage, and looking takes longer than making them.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()

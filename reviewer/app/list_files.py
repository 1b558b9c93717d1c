"""The small files beside a list: its mapping, its refused rows, a draw."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from reviewer.app.files import Sort, cannot_read, read_whole
from reviewer.app.leaving import Leaving, check_leaving, leave, same_content
from reviewer.disk import open_given
from reviewer.domain.draw import Draw, DrawnCase, DrawRecord
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.language import ENGLISH, in_language
from reviewer.domain.leaving_text import LeavingText, listed_texts
from reviewer.domain.list_options import ListMapping
from reviewer.domain.list_reading import ListReading, RefusedRows
from reviewer.domain.message import message
from reviewer.intake import draw_record, earlier
from reviewer.intake.draw_record import draw_document, draw_record_of
from reviewer.intake.drawn_list import drawn_csv
from reviewer.intake.earlier import mapping_of, mapping_text
from reviewer.intake.refused import REFUSED_HEADING, refused_csv


def read_mapping(path: Path) -> ListMapping:
    """Read a mapping file someone handed in; raises RefusalError or WorldError."""
    return mapping_of(_content(path, earlier.SIZE_LIMIT))


def write_mapping(path: Path, mapping: ListMapping, *, source: Path, replace: bool = False) -> None:
    """Write a mapping of a list, as the small file it is handed on in; raises as `leave` does."""
    content = mapping_text(mapping)
    leaving = Leaving(
        sort=Sort.TEXT,
        content=lambda: content,
        is_earlier=_is_mapping,
        kept_as=message("is not a saved mapping"),
        inputs=(source,),
    )
    leave(leaving, path, replace=replace)


def _is_mapping(there: Path) -> bool:
    try:
        read_mapping(there)
    except RefusalError:
        return False
    return True


@in_language(ENGLISH)
def write_refused(path: Path, reading: ListReading, *, source: Path, replace: bool = False) -> None:
    """Write the refused rows of a list, to send back to the force; raises as `leave` does."""
    content = refused_csv(reading.refused, reading.problems, reading.header_row)
    leaving = Leaving(
        sort=Sort.TEXT,
        content=lambda: content,
        is_earlier=lambda there: read_whole(there).startswith(REFUSED_HEADING),
        kept_as=message("does not contain refused rows"),
        inputs=(source,),
        texts=lambda: _refused_texts(reading.refused),
    )
    leave(leaving, path, replace=replace)


def _refused_texts(refused: RefusedRows) -> Iterator[LeavingText]:
    for _, cells in refused.rows:
        for key, text in zip(refused.keys, cells, strict=True):
            if text:
                yield LeavingText(case=CaseId(""), key=Key(key), text=text)


@in_language(ENGLISH)
def write_draw(
    path: Path, draw: Draw, reading: ListReading, *, source: Path, replace: bool = False
) -> tuple[Path, ...]:
    """Write the sample's list at `path`, and beside it the record of the draw and the replacements.

    Returns what was written. The list is written last: where it is there, all is. The files of
    another draw are replaced only where a person agreed to it (`replace`); raises as `leave` does.
    """
    record = json.dumps(draw_document(draw, reading), indent=2).encode()
    files: list[tuple[Path, bytes, tuple[DrawnCase, ...]]] = [
        (draw_record_path(path), record, ()),
        (path, drawn_csv(draw.sample, draw.method), draw.sample),
    ]
    if draw.replacements:
        name = f"{path.stem}-replacements{path.suffix}"
        content = drawn_csv(draw.replacements, f"{draw.method}, replacement")
        files.insert(1, (path.with_name(name), content, draw.replacements))
    leaving = [(place, _drawn(content, cases, source)) for place, content, cases in files]
    for place, file in leaving:
        check_leaving(file, place, replace=replace)
    for place, file in leaving:
        leave(file, place, replace=True)
    return tuple(place for place, _ in reversed(leaving))


def _drawn(content: bytes, cases: Sequence[DrawnCase], source: Path) -> Leaving:
    return Leaving(
        sort=Sort.TEXT,
        content=lambda: content,
        is_earlier=same_content(content),
        kept_as=message("belongs to another draw or another file"),
        inputs=(source,),
        texts=lambda: (text for one in cases for text in listed_texts(one.case)),
    )


def draw_record_path(path: Path) -> Path:
    """Return where the record of a draw is: beside its list."""
    return path.with_suffix(".draw.json")


def read_draw_record(path: Path) -> DrawRecord:
    """Read the record of a draw; raises RefusalError or WorldError."""
    return draw_record_of(_content(path, draw_record.SIZE_LIMIT))


def _content(path: Path, limit: int) -> bytes:
    try:
        with open_given(path) as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise cannot_read(path, error) from None
    if len(content) > limit:
        raise RefusalError(
            "not-our-file", message("{file} was not saved by Reviewer.", file=path.name)
        )
    return content

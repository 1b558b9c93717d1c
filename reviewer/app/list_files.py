"""The small files beside a list: its mapping, its refused rows, a draw."""

from __future__ import annotations

import json
from pathlib import Path

from reviewer.app.files import cannot_read, write_atomically
from reviewer.domain.draw import Draw, DrawRecord
from reviewer.domain.errors import RefusalError
from reviewer.domain.list_options import ListMapping
from reviewer.domain.list_reading import ListReading
from reviewer.intake import draw_record, earlier
from reviewer.intake.draw_record import draw_document, draw_record_of
from reviewer.intake.drawn_list import drawn_csv
from reviewer.intake.earlier import mapping_of, mapping_text
from reviewer.intake.refused import refused_csv


def read_mapping(path: Path) -> ListMapping:
    """Read a mapping file someone handed in; raises RefusalError or WorldError."""
    return mapping_of(_content(path, earlier.SIZE_LIMIT))


def write_mapping(path: Path, mapping: ListMapping) -> None:
    """Write a mapping as the small file it is handed on in."""
    write_atomically(path, mapping_text(mapping))


def write_refused(path: Path, reading: ListReading) -> None:
    """Write the refused rows as a file to send back to the force."""
    content = refused_csv(reading.refused, reading.problems, reading.header_row)
    write_atomically(path, content)


def write_draw(path: Path, draw: Draw, reading: ListReading) -> tuple[Path, ...]:
    """Write the sample's list at `path`, and beside it the record of the draw and the replacements.

    Returns what was written. The list is written last: where it is there, all is.
    """
    beside = [(draw_record_path(path), json.dumps(draw_document(draw, reading), indent=2).encode())]
    if draw.replacements:
        name = f"{path.stem}-replacements{path.suffix}"
        content = drawn_csv(draw.replacements, f"{draw.method}, replacement")
        beside.append((path.with_name(name), content))
    files = [*beside, (path, drawn_csv(draw.sample, draw.method))]
    for place, content in files:
        write_atomically(place, content)
    return tuple(place for place, _content in reversed(files))


def draw_record_path(path: Path) -> Path:
    """Return where the record of a draw is: beside its list."""
    return path.with_suffix(".draw.json")


def read_draw_record(path: Path) -> DrawRecord:
    """Read the record of a draw; raises RefusalError or WorldError."""
    return draw_record_of(_content(path, draw_record.SIZE_LIMIT))


def _content(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise cannot_read(path, error) from None
    if len(content) > limit:
        raise RefusalError("not-our-file", f"{path.name} is not a file this program wrote.")
    return content

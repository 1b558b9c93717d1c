"""The record of a draw as the small file beside its list: by it the same sample is drawn again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field

from reviewer.domain.draw import (
    NAME_LIMIT,
    Draw,
    DrawRecord,
    SampleDesign,
    Stratum,
    one_line,
    sample_digest,
)
from reviewer.domain.errors import RefusalError
from reviewer.domain.list_reading import ListReading
from reviewer.domain.message import message
from reviewer.domain.untrusted_json import MisfitError, read_json
from reviewer.intake.drawing import ALGORITHM

SIZE_LIMIT: Final = 1024 * 1024
"""Bytes of a record of a draw."""
_NAMED_STRATA: Final = 20
_LONG: Final = 1_000
"""Characters in which a frame's columns are named: some thirty, which is a wide list."""


def _line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("a line break or another sign that steers")
    return text


_Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
_Line = Annotated[str, Field(max_length=NAME_LIMIT), AfterValidator(_line)]
_LongLine = Annotated[str, Field(max_length=_LONG), AfterValidator(_line)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    file_sha256: _Line
    rows: _Count
    cases: _Count
    sha256: _Line
    columns_read: _LongLine
    columns_left_out: _LongLine


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stratum:
    stratum: _Line
    population: _Count
    size: _Count
    replacements: _Count


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    kind: Literal["reviewer draw record"] = "reviewer draw record"
    version: Literal[1] = 1
    algorithm: _Line
    seed: _Line
    method: _Line
    by: _Line
    proportional: bool
    frame: _Frame
    strata: tuple[_Stratum, ...]
    size: _Count
    sample_sha256: _Line
    replacements_sha256: _Line

    @property
    def sentence(self) -> str:
        """What the log keeps of the draw."""
        strata = [f"{s.stratum} {s.size} of {s.population}" for s in self.strata]
        more = len(strata) - _NAMED_STRATA
        named = ", ".join(strata[:_NAMED_STRATA]) + (f" and {more} more" if more > 0 else "")
        frame = self.frame
        return (
            f"drawn by {self.algorithm}, {self.method}, seed “{self.seed}”; {named}; frame of "
            f"{frame.cases} cases in {frame.rows} rows, SHA-256 {frame.sha256}, file SHA-256 "
            f"{frame.file_sha256}; replacements SHA-256 {self.replacements_sha256}"
        )

    @property
    def columns(self) -> str:
        """Which columns of the frame were read, and which were left out."""
        frame = self.frame
        return (
            f"frame's columns read: {frame.columns_read}; columns left out: "
            f"{frame.columns_left_out or 'none'}"
        )


def draw_document(draw: Draw, reading: ListReading) -> dict[str, Any]:
    """Return what must be known to draw the same sample again, as JSON has it."""
    record = _Record(
        algorithm=ALGORITHM,
        seed=draw.seed,
        method=draw.method,
        by=draw.by,
        proportional=draw.proportional,
        frame=_Frame(
            file_sha256=reading.file_digest,
            rows=reading.rows,
            cases=draw.frame,
            sha256=draw.frame_digest,
            columns_read=named_columns(reading.mapping.values()),
            columns_left_out=named_columns(header for header, _why in reading.left_out),
        ),
        strata=tuple(
            _Stratum(
                stratum=one_line(stratum.name),
                population=stratum.population,
                size=stratum.size,
                replacements=stratum.replacements,
            )
            for stratum in draw.strata
        ),
        size=len(draw.sample),
        sample_sha256=sample_digest(one.case for one in draw.sample),
        replacements_sha256=sample_digest(one.case for one in draw.replacements),
    )
    return asdict(record)


def draw_record_of(untrusted: bytes) -> DrawRecord:
    """Read the record of a draw; raises RefusalError for anything that is none."""
    try:
        record = read_json(untrusted, _Record)
    except MisfitError:
        raise RefusalError(
            "bad-draw-record",
            message("The file is not the record of a draw, which is saved beside a drawn list."),
        ) from None
    return DrawRecord(
        sample_digest=record.sample_sha256,
        size=record.size,
        design=SampleDesign(
            by=record.by,
            strata=tuple(
                Stratum(
                    name=stratum.stratum,
                    population=stratum.population,
                    size=stratum.size,
                    replacements=stratum.replacements,
                )
                for stratum in record.strata
            ),
            listed=record.size,
            replacements=record.replacements_sha256,
        ),
        sentence=record.sentence,
        columns=record.columns,
    )


def named_columns(headers: Iterable[str]) -> str:
    """Name columns of a frame in one line, as many as there is room for."""
    quoted = [f"“{one_line(header)}”" for header in headers]
    line = ", ".join(quoted)
    while len(line) > _LONG:
        quoted.pop()
        line = f"{', '.join(quoted)}, …"
    return line

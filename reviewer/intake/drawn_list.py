"""The files of a draw: the list of the sample, its replacements, and the record of the draw."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from reviewer.domain.case import LIST_KEYS
from reviewer.domain.draw import Draw, DrawnCase, DrawRecord, sample_digest
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import Key
from reviewer.domain.list_reading import ListReading
from reviewer.domain.quoting import shown
from reviewer.intake.drawing import ALGORITHM

HEADERS: Final[Mapping[Key, str]] = {
    Key("reference"): "Case reference",
    Key("type"): "Case type",
    Key("force"): "Force",
    Key("reported"): "Date reported",
    Key("incident"): "Date of incident",
    Key("allocated"): "Date allocated",
    Key("closed"): "Date closed",
    Key("unit"): "Unit",
    Key("area"): "Area",
    Key("status"): "Status",
    Key("age"): "Age",
    Key("children"): "Number of children",
    Key("risk"): "Risk level",
    Key("offence"): "Offence",
    Key("system"): "Records system",
    Key("selection"): "Selection method",
    Key("stratum_population"): "Stratum population",
    Key("force_grade"): "Force grade",
    Key("force_scale"): "Force scale",
    Key("force_audit_date"): "Date of audit",
    Key("force_comment"): "Force comment",
    Key("inspector"): "Inspector",
    Key("sensitive"): "Sensitive",
}
"""The headers of the lists we write: each is read back as its key."""
_OWN: Final = (Key("selection"), Key("stratum_population"))
_LIVE: Final = ("=", "+", "-", "@", "\t", "\r")
_KIND: Final = "reviewer draw record"
_VERSION: Final = 1
SIZE_LIMIT: Final = 1024 * 1024
"""Bytes of a record of a draw."""
_NAMED_STRATA: Final = 20
_LINE: Final = 1_000
"""Characters in which a frame's columns are named: some thirty, which is a wide list."""


def named_columns(headers: Iterable[str]) -> str:
    """Name columns of a frame in one line, as many as there is room for."""
    quoted = [f"“{_plain(header)}”" for header in headers]
    line = ", ".join(quoted)
    while len(line) > _LINE:
        quoted.pop()
        line = f"{', '.join(quoted)}, …"
    return line


def drawn_csv(drawn: Sequence[DrawnCase], method: str) -> bytes:
    """Write drawn cases as a list that `new` reads; `method` is how they were selected.

    Raises RefusalError for a reference that a spreadsheet would run as a formula: it can't be
    written so that it is both harmless there and the same here.
    """
    keys = [key for key in LIST_KEYS if key in _OWN or any(one.case.get(key) for one in drawn)]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([*(HEADERS[key] for key in keys), "Stratum", "Draw order"])
    for one in drawn:
        if one.case.reference.startswith(_LIVE):
            raise RefusalError(
                "live-reference",
                "A reference begins as a formula does, which a spreadsheet would run; ask the force"
                " for references without it.",
            )
        values = {
            **one.case.values,
            Key("selection"): method,
            Key("stratum_population"): str(one.population),
        }
        cells = [values.get(key, "") for key in keys]
        writer.writerow([*map(_inert, cells), _inert(one.stratum), one.order])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_LIVE) and len(text) > 1 else text


def draw_document(draw: Draw, reading: ListReading) -> dict[str, Any]:
    """Return what must be known to draw the same sample again, as JSON has it."""
    return {
        "kind": _KIND,
        "version": _VERSION,
        "algorithm": ALGORITHM,
        "seed": draw.seed,
        "method": draw.method,
        "proportional": draw.proportional,
        "frame": {
            "file_sha256": reading.file_digest,
            "rows": reading.rows,
            "cases": draw.frame,
            "sha256": draw.frame_digest,
            "columns_read": named_columns(reading.mapping.values()),
            "columns_left_out": named_columns(header for header, _why in reading.left_out),
        },
        "strata": [
            {
                "stratum": _plain(stratum.name),
                "population": stratum.population,
                "size": stratum.size,
                "replacements": stratum.replacements,
            }
            for stratum in draw.strata
        ],
        "size": len(draw.sample),
        "sample_sha256": sample_digest(one.case for one in draw.sample),
        "replacements_sha256": sample_digest(one.case for one in draw.replacements),
    }


def draw_record_of(untrusted: str) -> DrawRecord:
    """Read the record of a draw; raises RefusalError for anything that is none."""
    try:
        said = json.loads(untrusted)
        if said["kind"] != _KIND or said["version"] != _VERSION:
            raise _no_draw_record()
        frame = said["frame"]
        strata = [
            f"{_line(s['stratum'])} {int(s['size'])} of {int(s['population'])}"
            for s in said["strata"]
        ]
        more = len(strata) - _NAMED_STRATA
        named = ", ".join(strata[:_NAMED_STRATA]) + (f" and {more} more" if more > 0 else "")
        sentence = (
            f"drawn by {_line(said['algorithm'])}, {_line(said['method'])}, seed"
            f" “{_line(said['seed'])}”; {named}; frame of {int(frame['cases'])} cases in"
            f" {int(frame['rows'])} rows, SHA-256 {_line(frame['sha256'])}, file SHA-256"
            f" {_line(frame['file_sha256'])}; replacements SHA-256"
            f" {_line(said['replacements_sha256'])}"
        )
        columns = (
            f"frame's columns read: {_line(frame['columns_read'], _LINE)}; columns left out:"
            f" {_line(frame['columns_left_out'], _LINE) or 'none'}"
        )
        return DrawRecord(
            sample_digest=_line(said["sample_sha256"]),
            size=int(said["size"]),
            sentence=sentence,
            columns=columns,
        )
    except (ValueError, TypeError, LookupError, RecursionError):
        raise _no_draw_record() from None


def _plain(text: str) -> str:
    """Return a text as `_line` takes it, whatever a force wrote."""
    return "".join(c if c.isprintable() else "�" for c in shown(text, 120))


def _line(text: object, most: int = 120) -> str:
    if not isinstance(text, str) or len(text) > most or not text.isprintable():
        raise _no_draw_record()
    return text


def _no_draw_record() -> RefusalError:
    return RefusalError(
        "bad-draw-record",
        "The file is no record of a draw; reviewer list draw writes one beside the list.",
    )

"""What crosses to the limited process that reads a list, and back: one type at both ends.

It crosses as JSON, and who asks checks the answer against these types: nothing that comes back
is ever executed. Who asks loads no parser of workbooks: those are for the limited process alone.
That process in turn loads no checker of types, which takes as long as a small list.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeAlias

from reviewer.cells.limits import DEFAULT_LIMITS, Limits
from reviewer.domain.ids import Key
from reviewer.domain.list_options import DateOrder, ListMapping, ListOptions
from reviewer.domain.list_reading import ListReading
from reviewer.domain.message import Message
from reviewer.intake.vocabulary import Vocabulary

FailureKind: TypeAlias = Literal["refusal", "world", "mistake"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRequest:
    """A list that is to be read: how, by which words, and within which limits.

    A date after `today` is in the future.
    """

    path: Path
    options: ListOptions
    words: Vocabulary
    today: date
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A reading without its cases, and these by column: one text for each accepted position."""

    reading: ListReading
    positions: list[int]
    values: dict[Key, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why nothing was examined: `mistake` is one of ours, and its sentence says where."""

    kind: FailureKind
    code: str
    sentence: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the limited process says: one of the two."""

    examined: Examined | None = None
    failure: Failure | None = None


def written(value: ReadingRequest | Answer) -> bytes:
    """Write a request or an answer as JSON."""
    return json.dumps(value, default=_plain, separators=(",", ":")).encode()


def _plain(value: object) -> object:
    """Return what JSON has no word for as what it has: the fields of a dataclass, an ISO day."""
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    match value:
        case bytes():
            return urlsafe_b64encode(value).decode()
        case date():
            return value.isoformat()
        case Path():
            return str(value)
        case frozenset():
            return list(value)
    raise TypeError(type(value).__name__)


def read_request(content: bytes) -> ReadingRequest:
    """Read a request of our own; raises ValueError, KeyError or TypeError for anything else."""
    parts = json.loads(content)
    words, options = parts["words"], parts["options"]
    corrections = {int(row): cells for row, cells in options["corrections"].items()}
    earlier = ListMapping(**{**options["earlier"], "dates": _orders(options["earlier"])})
    own = {"dates": _orders(options), "corrections": corrections, "earlier": earlier}
    return ReadingRequest(
        path=Path(parts["path"]),
        options=ListOptions(**{**options, **own}),
        words=Vocabulary(types=words["types"], scales=words["scales"]),
        today=date.fromisoformat(parts["today"]),
        limits=Limits(**parts["limits"]),
    )


def _orders(options: Mapping[str, Any]) -> dict[str, DateOrder]:
    return {key: DateOrder(order) for key, order in options["dates"].items()}

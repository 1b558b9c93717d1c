"""What crosses to the limited process that reads a list, and back: one type at both ends.

It crosses as JSON, and who asks checks the answer against these types: nothing that comes back
is ever executed. The values of the cases follow the answer's JSON as bare texts: there can be a
million of them, which as JSON take as long as everything else that crosses. Who asks loads no
parser of workbooks: those are for the limited process alone. That process in turn loads no checker
of types, which takes as long as a small list.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from reviewer.cells.limits import DEFAULT_LIMITS, Limits
from reviewer.domain.ids import Key
from reviewer.domain.list_options import DateOrder, ListMapping, ListOptions
from reviewer.domain.list_reading import ListReading
from reviewer.domain.message import Message
from reviewer.intake.vocabulary import Vocabulary

FailureKind: TypeAlias = Literal["refusal", "world", "mistake"]

_TEXT: Final = "\x1f"
_COLUMN: Final = "\x1e"
"""What stands between texts, and between columns of them: no value of a list has either."""


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
    """A reading without its cases, and these by column: one text for each accepted case."""

    reading: ListReading
    values: dict[Key, list[str]]

    @property
    def positions(self) -> list[int]:
        """The place of each accepted case among the data rows, from 1."""
        found: list[int] = []
        last = 0
        for part in self.reading.parts:
            if part.fate in {"case", "refused"}:
                first, last = last + 1, last + len(part.rows)
                found += range(first, last + 1) if part.fate == "case" else ()
        return found


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


def written(request: ReadingRequest) -> bytes:
    """Write a request as JSON."""
    return _json(request)


def written_answer(answer: Answer) -> bytes:
    """Write an answer: a line of JSON, and below it the values of the cases."""
    if answer.examined is None:
        return _json(answer)
    columns = map(_joined, answer.examined.values.values())
    return b"\n".join((_json(answer), _COLUMN.join(columns).encode("utf-8", "replace")))


def read_answer(untrusted: bytes, checked: Callable[[bytes], Answer], limits: Limits) -> Answer:
    """Read an answer; `checked` reads its JSON and raises ValueError for what is none.

    Raises ValueError where the values are not one for each case, or more than a list has.
    """
    head, _line, texts = untrusted.partition(b"\n")
    answer = checked(head)
    if (examined := answer.examined) is None:
        return answer
    cases = sum(len(part.rows) for part in examined.reading.parts if part.fate == "case")
    if cases > limits.rows:
        raise ValueError("more cases than a list has")
    columns = texts.decode().split(_COLUMN) if examined.values else []
    split = (_split(column, cases) for column in columns)
    values = dict(zip(examined.values, split, strict=True))
    return replace(answer, examined=replace(examined, values=values))


def _joined(texts: Sequence[str]) -> str:
    """Join the texts of a column; one that all cases share is written once."""
    alike = texts and texts[0] == texts[-1] and texts.count(texts[0]) == len(texts)
    return texts[0] if alike else _TEXT.join(texts)


def _split(column: str, cases: int) -> list[str]:
    texts = column.split(_TEXT)
    if len(texts) == 1:
        return texts * cases
    if len(texts) != cases:
        raise ValueError("a value for no case")
    return texts


def _json(value: ReadingRequest | Answer) -> bytes:
    return json.dumps(value, default=_plain, separators=(",", ":")).encode()


def _plain(value: object) -> object:
    """Return what JSON has no word for as what it has: the fields of a dataclass, an ISO day."""
    if isinstance(value, Examined):
        return {
            "reading": value.reading,
            "values": dict.fromkeys(value.values, ()),
        }
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

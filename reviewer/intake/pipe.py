"""What crosses to the limited process that reads a list, and back: one type at both ends.

It crosses as JSON and is checked against these types: nothing that comes back is ever executed.
Who asks loads no parser of workbooks: those are for the limited process alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal, TypeAlias

from pydantic import TypeAdapter

from reviewer.cells.limits import DEFAULT_LIMITS, Limits
from reviewer.domain.ids import Key
from reviewer.domain.list_options import ListOptions
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


REQUEST: Final = TypeAdapter(ReadingRequest)
ANSWER: Final = TypeAdapter(Answer)

"""What a person says about a list: everything a guess of ours gives way to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from reviewer.cells.opening import Opening
from reviewer.intake.dates import Order
from reviewer.intake.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A person's words about one list.

    `mapping` is key → header and must be met (an empty header leaves the key unmapped);
    `offered` is the same from an earlier list and is taken where the header is there. `dates`
    is key or header → order. `corrections` is row of the file → key → what the cell is to be.
    """

    words: Vocabulary
    mapping: Mapping[str, str]
    sheet: str | None
    force: str | None
    scale: str | None
    today: date
    opening: Opening = field(default_factory=Opening)
    header_row: int | None = None
    offered: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, Order] = field(default_factory=dict)
    offered_dates: Mapping[str, Order] = field(default_factory=dict)
    corrections: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

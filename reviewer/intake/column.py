"""A column of a list, and what its cells have in common: found once, not at each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import cast

from reviewer.cells.sheet import RawCell, is_blank
from reviewer.domain.kinds import TEXT_LIMIT
from reviewer.intake.personal import LOOKED_AT, personal_by_content

_LINE = "\n"
_PRINTED = "|"


@dataclass(frozen=True, kw_only=True)
class MappedColumn:
    """A column of the table as it is mapped; `name` is its header, or `column D` without one."""

    index: int
    name: str
    letter: str
    cells: Sequence[RawCell]

    @cached_property
    def different(self) -> frozenset[RawCell]:
        """Its different cells; True and 1.0 are one."""
        return frozenset(self.cells)

    @cached_property
    def blanks(self) -> frozenset[RawCell]:
        """Its different cells that hold nothing but spaces."""
        if self.plain is not None:  # then no text of it is of spaces alone
            return self.different & {""}
        return frozenset(filter(is_blank, self.different))

    @cached_property
    def is_empty(self) -> bool:
        """Whether no cell is filled."""
        return all(map(is_blank, self.different))

    @cached_property
    def personal(self) -> str | None:
        """What its cells are that no list should have, None for nothing of the kind."""
        return personal_by_content(self.filled(LOOKED_AT))

    @cached_property
    def plain(self) -> Sequence[str] | None:
        """Its cells, where each is a text that can be kept as it is; None where one can't.

        Such a text is printable ASCII with single spaces, none of them at its ends, and not
        too long. Most columns are of such, and asking all texts at once is as good as free.
        """
        many = 2 * len(self.different) > len(self.cells)
        cells = self.cells if many else self.different  # in order, as they lie in memory
        if set(map(type, cells)) != {str}:
            return None
        texts = cast("Sequence[str]", cells)
        joined = self.lines if many else _LINE.join(texts)
        if joined.count(_LINE) >= len(texts) or max(map(len, texts)) > TEXT_LIMIT:
            return None
        framed = f"{_PRINTED}{joined.replace(_LINE, _PRINTED)}{_PRINTED}"
        if not (framed.isascii() and framed.isprintable()):
            return None
        if any(spaces in framed for spaces in ("  ", f" {_PRINTED}", f"{_PRINTED} ")):
            return None
        return cast("Sequence[str]", self.cells)

    @cached_property
    def lines(self) -> str:
        """Its cells, each a line of one text; only for cells that are all texts."""
        return _LINE.join(cast("Sequence[str]", self.cells))

    def filled(self, most: int) -> list[RawCell]:
        """Return the first filled cells, `most` at most."""
        if self.is_empty:
            return []
        return list(islice((cell for cell in self.cells if not is_blank(cell)), most))

    def rows_of(self, cells: frozenset[RawCell]) -> list[int]:
        """Return the indexes of the rows that have one of these cells."""
        return [i for i, cell in enumerate(self.cells) if cell in cells] if cells else []

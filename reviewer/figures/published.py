"""What a published table is, and how its rows are put together so that none is small."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reviewer.domain.ids import CaseId
from reviewer.domain.message import Message, message, verbatim
from reviewer.domain.published_counts import PublishedCounts
from reviewer.figures.case_figures import CaseFigures
from reviewer.figures.cross import Named
from reviewer.figures.table import Cell, Counted, Heading, Measure, Row, Share, Table

Cases = tuple[CaseId, ...]

_OTHER: Final = message("Other")

Group = tuple[Message, frozenset[str]]
"""The label of a row or column, and the codes that are counted in it."""


class Symbol(StrEnum):
    """What stands where there is no number."""

    CONFIDENTIAL = "[c]"
    NOT_AVAILABLE = "[x]"


Value = int | float | Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The codes that are counted in each row and in each column of counts."""

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTable:
    """One table: its name without spaces, its title, headings, rows, and notes by their number.

    `behind` are the cases behind each cell, row by row, where it counts cases of this inspection.
    They are not published. `of_delays` says that delays are counted, of which a case may have
    several. `codes` are those of its rows and of the columns that hold counts, the first ones.
    """

    name: str
    title: Message
    headings: tuple[Message, ...]
    rows: tuple[tuple[Message, tuple[Value, ...]], ...]
    notes: tuple[int, ...] = ()
    behind: tuple[tuple[Cases, ...], ...] = ()
    of_delays: bool = False
    codes: Codes | None = None

    @property
    def counts(self) -> PublishedCounts | None:
        """Its counts by what they count; None for a table that counts what others do."""
        if self.codes is None:
            return None
        columns = self.codes.columns
        return PublishedCounts(
            table=self.name,
            rows=self.codes.rows,
            columns=columns,
            counts=tuple(
                tuple(n if isinstance(n, int) else None for n in cells[: len(columns)])
                for _, cells in self.rows
            ),
        )

    def as_table(self, number: int) -> Table:
        """Return it as a table of figures, whose cells know their cases: P and its number."""
        behind = self.behind or tuple(((),) * len(cells) for _, cells in self.rows)
        return Table(
            id=f"P{number}",
            title=self.title,
            headings=tuple(Heading(label=label) for label in self.headings),
            rows=tuple(
                Row(
                    label=label,
                    cells=tuple(self._cell(cells, at, cases[at]) for at in range(len(cells))),
                )
                for (label, cells), cases in zip(self.rows, behind, strict=True)
            ),
            of_delays=self.of_delays,
        )

    def _cell(self, cells: Sequence[Value], at: int, cases: Cases) -> Cell:
        value = cells[at]
        if isinstance(value, Symbol):
            return verbatim(value)
        if isinstance(value, int):
            return Counted(n=value, cases=cases)
        whole = cells[at - 1]
        if cases and isinstance(whole, int) and not self.of_delays:
            return Share(n=len(cases), of=whole, tenths=round(value * 10), cases=cases)
        return Measure(value=value, decimals=1)


def ids_of(cases: Iterable[CaseFigures]) -> Cases:
    """Return the ids of cases."""
    return tuple([case.id for case in cases])


def shown(counts: Sequence[int], hidden: Collection[int]) -> list[Value]:
    """Return counts with a symbol in the places that are left out."""
    return [Symbol.CONFIDENTIAL if at in hidden else n for at, n in enumerate(counts)]


def grouped(
    names: Sequence[Named], members: Mapping[str, Collection[CaseId]], threshold: int
) -> list[Group]:
    """Put what few cases have together as “Other”, so that no total is small.

    `members` are the cases of each code. One that has several counts once in what is together.
    """
    small = [name for name in names if 0 < len(members.get(name.code, ())) < threshold]
    large = [name for name in names if name not in small]
    together = {case for name in small for case in members[name.code]}
    spare = sorted(
        (name for name in large if members.get(name.code)), key=lambda n: len(members[n.code])
    )
    while small and len(together) < threshold and spare:
        least = spare.pop(0)
        large.remove(least)
        small.append(least)
        together.update(members[least.code])
    if len(small) > 1:  # an answer that is called so itself is counted with them
        small += [name for name in large if str(name.label) == str(_OTHER)]
        large = [name for name in large if name not in small]
    groups = [(name.label, frozenset({name.code})) for name in large]
    if len(small) == 1:
        groups.append((small[0].label, frozenset({small[0].code})))
    elif small:
        groups.append((_OTHER, frozenset(name.code for name in small)))
    return groups

"""Yes, no, not evident, not applicable: how often an item was met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form, Item
from reviewer.domain.ids import CaseId
from reviewer.domain.message import Message, message, verbatim
from reviewer.domain.options import Meaning
from reviewer.figures.case_figures import CaseFigures
from reviewer.figures.flags import FLAG_BASE
from reviewer.figures.intervals import share, wilson
from reviewer.figures.table import Cell, Counted, Heading, Row, Share, Style, Table

_COUNTED = (Meaning.YES, Meaning.NO, Meaning.NOT_EVIDENT, Meaning.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRate:
    """One item's answers; `applied` is yes, no and not evident together.

    `offered` says what its answers can mean.
    """

    key: str
    label: Message
    section: Message
    yes: Counted
    no: Counted
    not_evident: Counted
    not_applicable: Counted
    applied: Counted
    offered: frozenset[Meaning]

    @property
    def rate(self) -> Share:
        """Yes as a share of yes, no and not evident."""
        return share(self.yes.n, self.applied.n, self.yes.cases)


def item_rates(
    form: Form, cases: Sequence[CaseFigures], items: Iterable[Item]
) -> tuple[ItemRate, ...]:
    """Count each item's answers over cases whose flags count."""
    return tuple(_rate(form, cases, item) for item in items)


def rates_table(rates: Sequence[ItemRate], *, id: str, title: Message) -> Table:  # noqa: A002 - the table's own name for it
    """Set item rates, a quiet row naming each section where there are several.

    Not evident and not applicable have a column where an item offers them.
    """
    columns = _columns(rates)
    several = len({rate.section for rate in rates}) > 1
    rows: list[Row] = []
    section = None
    for rate in rates:
        if several and rate.section != section:
            section = rate.section
            rows.append(Row(label=section, cells=(None,) * len(columns), style=Style.QUIET))
        rows.append(
            Row(
                code=rate.key,
                label=rate.label,
                cells=tuple(cell(rate) for _, cell in columns),
            )
        )
    headings = (Heading(label=message("Item")), *(Heading(label=label) for label, _ in columns))
    return Table(id=id, title=title, headings=headings, rows=tuple(rows), notes=rates_notes(rates))


def rates_notes(rates: Sequence[ItemRate]) -> tuple[Message, Message]:
    """Say what the percentages are of, and which reviews are counted."""
    offered = _offered(rates)
    if {Meaning.NOT_EVIDENT, Meaning.NOT_APPLICABLE} <= offered:
        base = message(
            "% yes is the share of yes among yes, no and not evident. Not applicable is left out."
        )
    elif Meaning.NOT_EVIDENT in offered:
        base = message("% yes is the share of yes among yes, no and not evident.")
    else:
        base = message("% yes is the share of yes among yes and no. Not applicable is left out.")
    return base, FLAG_BASE


def _columns(rates: Sequence[ItemRate]) -> tuple[tuple[Message, Callable[[ItemRate], Cell]], ...]:
    offered = _offered(rates)
    columns: tuple[tuple[Message, Callable[[ItemRate], Cell], Meaning | None], ...] = (
        (message("Yes"), lambda rate: rate.yes, None),
        (message("No"), lambda rate: rate.no, None),
        (message("Not evident"), lambda rate: rate.not_evident, Meaning.NOT_EVIDENT),
        (message("N"), lambda rate: rate.applied, None),
        (message("% yes"), lambda rate: rate.rate, None),
        (message("95% interval"), lambda rate: wilson(rate.yes.n, rate.applied.n), None),
        (message("Not applicable"), lambda rate: rate.not_applicable, Meaning.NOT_APPLICABLE),
    )
    return tuple(
        (label, cell) for label, cell, meaning in columns if meaning is None or meaning in offered
    )


def _offered(rates: Sequence[ItemRate]) -> frozenset[Meaning]:
    return frozenset[Meaning]().union(*(rate.offered for rate in rates))


def _rate(form: Form, cases: Sequence[CaseFigures], item: Item) -> ItemRate:
    meanings = {str(code): option.means for code, option in form.codes_of(item).items()}
    found: dict[Meaning, list[CaseId]] = {meaning: [] for meaning in _COUNTED}
    applied: list[CaseId] = []
    for case in cases:
        meaning = meanings.get(case.answers.get(item.key, ""))
        if meaning is not None and meaning in found:
            found[meaning].append(case.id)
            if meaning is not Meaning.NOT_APPLICABLE:
                applied.append(case.id)
    counts = {meaning: Counted(n=len(ids), cases=tuple(ids)) for meaning, ids in found.items()}
    return ItemRate(
        key=item.key,
        label=verbatim(str(item.label)),
        section=verbatim(str(form.section_of[item.key].title)),
        yes=counts[Meaning.YES],
        no=counts[Meaning.NO],
        not_evident=counts[Meaning.NOT_EVIDENT],
        not_applicable=counts[Meaning.NOT_APPLICABLE],
        applied=Counted(n=len(applied), cases=tuple(applied)),
        offered=frozenset(filter(None, meanings.values())),
    )

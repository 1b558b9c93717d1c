"""Yes, no, not evident, not applicable: how often an item was met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form, Item
from reviewer.domain.ids import CaseId
from reviewer.domain.message import Message, message, verbatim
from reviewer.domain.options import Meaning
from reviewer.figures.case_figures import CaseFigures
from reviewer.figures.intervals import share
from reviewer.figures.table import Counted, Heading, Row, Share, Style, Table

_COUNTED = (Meaning.YES, Meaning.NO, Meaning.NOT_EVIDENT, Meaning.NOT_APPLICABLE)

RATES_NOTE = message(
    "% yes is yes of yes, no and not evident; not applicable is in no denominator. "
    "Counted over the standing reviews of cases that are not excluded."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRate:
    """One item's answers; `applied` is yes, no and not evident together."""

    key: str
    label: Message
    section: Message
    yes: Counted
    no: Counted
    not_evident: Counted
    not_applicable: Counted
    applied: Counted

    @property
    def rate(self) -> Share:
        """Yes as a share of yes, no and not evident."""
        return share(self.yes.n, self.applied.n)


def item_rates(
    form: Form, cases: Sequence[CaseFigures], items: Iterable[Item]
) -> tuple[ItemRate, ...]:
    """Count each item's answers over cases whose flags count."""
    return tuple(_rate(form, cases, item) for item in items)


def rates_table(rates: Sequence[ItemRate], *, id: str, title: Message) -> Table:  # noqa: A002 - the table's own name for it
    """Set item rates, a quiet row naming each section where there are several."""
    several = len({rate.section for rate in rates}) > 1
    rows: list[Row] = []
    section = None
    for rate in rates:
        if several and rate.section != section:
            section = rate.section
            rows.append(Row(label=section, cells=(None,) * 6, style=Style.QUIET))
        rows.append(
            Row(
                code=rate.key,
                label=rate.label,
                cells=(
                    rate.yes,
                    rate.no,
                    rate.not_evident,
                    rate.applied,
                    rate.rate,
                    rate.not_applicable,
                ),
            )
        )
    headings = (
        Heading(label=message("Item")),
        Heading(label=message("Yes")),
        Heading(label=message("No")),
        Heading(label=message("Not evident")),
        Heading(label=message("N")),
        Heading(label=message("% yes")),
        Heading(label=message("Not applicable")),
    )
    return Table(id=id, title=title, headings=headings, rows=tuple(rows), notes=(RATES_NOTE,))


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
    )

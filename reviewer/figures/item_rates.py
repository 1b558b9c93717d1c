"""Yes, no, not evident, not applicable: how often an item was met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.domain.form import Form, Item, Kind
from reviewer.figures.case_figures import NO, YES, CaseFigures, counted
from reviewer.figures.intervals import share
from reviewer.figures.table import Counted, Heading, Row, Share, Style, Table

NOT_EVIDENT: Final = "NE"
NOT_APPLICABLE: Final = "NA"

RATES_NOTE = (
    "% yes is yes of yes, no and not evident; not applicable is in no denominator. "
    "Counted over the standing reviews of cases that are not excluded."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRate:
    """One item's answers; `applied` is yes, no and not evident together."""

    key: str
    label: str
    section: str
    yes: Counted
    no: Counted
    not_evident: Counted
    not_applicable: Counted
    applied: Counted

    @property
    def rate(self) -> Share:
        """Yes as a share of yes, no and not evident."""
        return share(self.yes.n, self.applied.n)


def is_rated_item(form: Form, item: Item) -> bool:
    """Say whether an item is answered yes, no, not evident or not applicable."""
    codes = {YES, NO, NOT_EVIDENT, NOT_APPLICABLE}
    return item.kind is Kind.CHOICE and codes <= set(form.codes_of(item))


def item_rates(
    form: Form, cases: Sequence[CaseFigures], items: Iterable[Item]
) -> tuple[ItemRate, ...]:
    """Count each item's answers over cases whose flags count."""
    return tuple(_rate(form, cases, item) for item in items)


def rates_table(rates: Sequence[ItemRate], *, id: str, title: str) -> Table:  # noqa: A002 - the table's own name for it
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
        Heading(label="Item"),
        Heading(label="Yes", code=YES),
        Heading(label="No", code=NO),
        Heading(label="Not evident", code=NOT_EVIDENT),
        Heading(label="N"),
        Heading(label="% yes"),
        Heading(label="Not applicable", code=NOT_APPLICABLE),
    )
    return Table(id=id, title=title, headings=headings, rows=tuple(rows), notes=(RATES_NOTE,))


def _rate(form: Form, cases: Sequence[CaseFigures], item: Item) -> ItemRate:
    by_code: dict[str, list[CaseFigures]] = {}
    applied: list[CaseFigures] = []
    for case in cases:
        code = case.answers.get(item.key)
        if code is not None:
            by_code.setdefault(code, []).append(case)
            if code in {YES, NO, NOT_EVIDENT}:
                applied.append(case)
    return ItemRate(
        key=item.key,
        label=str(item.label),
        section=str(form.section_of[item.key].title),
        yes=counted(by_code.get(YES, ())),
        no=counted(by_code.get(NO, ())),
        not_evident=counted(by_code.get(NOT_EVIDENT, ())),
        not_applicable=counted(by_code.get(NOT_APPLICABLE, ())),
        applied=counted(applied),
    )

"""T7 and T12: how often each item was met, themes, and good practice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form
from reviewer.domain.meanings import is_rated_item
from reviewer.domain.message import Message, message
from reviewer.figures.case_figures import CaseFigures, counted, flagged
from reviewer.figures.cross import Named, named_at
from reviewer.figures.flags import FLAG_BASE
from reviewer.figures.intervals import share
from reviewer.figures.item_rates import ItemRate, item_rates, rates_table
from reviewer.figures.table import Counted, Heading, Row, Style, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """Items and themes over the standing reviews of cases that are not excluded.

    The items about supervision are not among them: they are in T5. `base` are those cases.
    """

    rates: tuple[ItemRate, ...]
    themes: tuple[tuple[Named, Counted], ...]
    good_practice: Counted
    base: Counted


def items_of(form: Form, cases: Sequence[CaseFigures]) -> Items:
    """Count the answers to each item, each theme, and the cases with good practice noted."""
    counting = flagged(cases)
    roles = form.roles
    asked = [
        item
        for item in form.items.values()
        if is_rated_item(form, item) and item.key not in roles.supervision_items
    ]
    by_theme: dict[str, list[CaseFigures]] = {}
    for case in counting:
        for code in filter(None, case.get(roles.themes).split(";")):
            by_theme.setdefault(code, []).append(case)
    return Items(
        rates=item_rates(form, counting, asked),
        themes=tuple(
            (name, counted(by_theme.get(name.code, ()))) for name in named_at(form, roles.themes)
        ),
        good_practice=counted(case for case in counting if case.get(roles.good_practice).strip()),
        base=counted(counting),
    )


def items_tables(form: Form, found: Items) -> tuple[Table, ...]:
    """Set T7 and T12; what a form does not ask about has no table."""
    rates = (rates_table(found.rates, id="T7", title=message("Each item")),) if found.rates else ()
    noted = form.roles.themes or form.roles.good_practice
    return (*rates, _noted_table(form, found)) if noted else rates


def _noted_table(form: Form, found: Items) -> Table:
    n, good = found.base.n, found.good_practice
    rows = [
        Row(code=name.code, label=name.label, cells=(count, share(count.n, n)))
        for name, count in found.themes
    ]
    if form.roles.good_practice:
        rows.append(Row(label=message("Good practice noted"), cells=(good, share(good.n, n))))
    several = message("A case can have several themes, so the rows add up to more than the cases.")
    return Table(
        id="T12",
        title=_noted_title(form),
        headings=(
            Heading(label=message("Theme") if form.roles.themes else message("Noted")),
            Heading(label=message("Cases")),
            Heading(label=message("% of cases")),
        ),
        rows=(
            *rows,
            Row(label=message("Cases with a review"), cells=(found.base, None), style=Style.TOTAL),
        ),
        notes=(FLAG_BASE, several) if form.roles.themes else (FLAG_BASE,),
    )


def _noted_title(form: Form) -> Message:
    if not form.roles.good_practice:
        return message("Themes")
    return message("Themes and good practice") if form.roles.themes else message("Good practice")

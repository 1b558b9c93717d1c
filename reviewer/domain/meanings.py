"""What the codes of a form mean to the program, asked by item and by column."""

from __future__ import annotations

from reviewer.domain.form import Column, Form, Item
from reviewer.domain.ids import Code, Key
from reviewer.domain.kinds import Kind
from reviewer.domain.options import Meaning

_RATED = frozenset({Meaning.YES, Meaning.NO})
_SET_ASIDE = frozenset({Meaning.NOT_EVIDENT, Meaning.NOT_APPLICABLE})


def is_rated_item(form: Form, item: Item) -> bool:
    """Say whether an item is answered yes, no, and not evident or not applicable.

    A plain yes or no is a question of fact, and no measure of how well a case was handled.
    """
    meanings = {option.means for option in form.codes_of(item).values()}
    return item.kind is Kind.CHOICE and meanings >= _RATED and not meanings.isdisjoint(_SET_ASIDE)


def means(form: Form, key: str, code: str) -> Meaning | None:
    """Return what a code answered at an item means; None for nothing, or where none is asked."""
    item = form.items.get(Key(key))
    option = form.codes_of(item).get(Code(code)) if item is not None else None
    return option.means if option is not None else None


def codes_that_mean(form: Form, asked: Item | Column | None, *meanings: Meaning) -> frozenset[str]:
    """Return the codes of an item or column with one of these meanings; none for None."""
    options = form.codes_of(asked) if asked is not None else {}
    return frozenset(code for code, option in options.items() if option.means in meanings)


def column_at(form: Form, rows: str, column: str) -> Column | None:
    """Return a column of a rows item; None where there is no such item or column."""
    item = form.items.get(Key(rows))
    return next((c for c in item.columns if c.key == column), None) if item else None

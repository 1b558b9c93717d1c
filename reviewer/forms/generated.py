"""The items a form does not write down: notes to answers, and explanations of rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.domain.conditions import AllOf, Condition, In, Is, IsAnswered, RowsAny
from reviewer.domain.form import Form, Item, Kind, Option, Rule, Section, Strength
from reviewer.domain.ids import Key
from reviewer.domain.wording import Wording

EXPLANATION = "explain."
"""How the key of an explanation begins; no form's own key does."""

EXPLANATION_LEAST = 10
"""Characters of an explanation: as long as the shortest note."""


def with_generated(form: Form) -> Form:
    """Return the form with a note after each choice that asks for one, and explanations.

    `KEY.note` may be given with every answer and is required for the codes that ask for it;
    `explain.RULE` is after the item its rule is at, and is required while the rule's
    condition holds. Answer sets that are not there are left to the check.
    """
    return form.model_copy(
        update={"sections": tuple(_section(form, section) for section in form.sections)}
    )


def without_generated(form: Form) -> Form:
    """Return the form as it is written, without the notes and explanations it was given."""

    def written(section: Section) -> Section:
        items = tuple(
            item
            for item in section.items
            if item.note_of is None and not item.key.startswith(EXPLANATION)
        )
        return section.model_copy(update={"items": items})

    return form.model_copy(update={"sections": tuple(map(written, form.sections))})


def note_key(item: Item) -> Key:
    """Return the key of an item's note."""
    return Key(f"{item.key}.note")


def noted(form: Form, item: Item) -> tuple[Option, ...]:
    """Return the options of a choice that ask for a note."""
    if item.kind is not Kind.CHOICE or item.codes is None:
        return ()
    return tuple(o for o in form.answer_sets.get(item.codes, ()) if o.note is not None)


def _section(form: Form, section: Section) -> Section:
    items = tuple(made for item in section.items for made in _with_company(form, item))
    return section.model_copy(update={"items": items})


def _with_company(form: Form, item: Item) -> Iterator[Item]:
    yield item
    asking = noted(form, item)
    if asking:
        yield _note(item, asking)
    for rule in form.rules:
        if rule.strength is Strength.EXPLAIN and rule.at == item.key:
            yield _explanation(item, rule)


def _note(item: Item, asking: Sequence[Option]) -> Item:
    label = item.label
    return Item(
        key=note_key(item),
        kind=Kind.TEXT,
        label=Wording(
            en=f"Note: {label.en}", cy=f"Nodyn: {label.cy}" if label.cy is not None else None
        ),
        relevant=IsAnswered(key=item.key),
        required=In(of={item.key: tuple(o.code for o in asking)}),
        least_when=tuple((Is(of={item.key: o.code}), o.note or 0) for o in asking),
        note_of=item.key,
    )


def _explanation(item: Item, rule: Rule) -> Item:
    holds: Condition = rule.when if rule.each is None else RowsAny(of={rule.each: rule.when})
    if not isinstance(item.relevant, bool):
        holds = AllOf(parts=(item.relevant, holds))
    return Item(
        key=rule.explanation,
        kind=Kind.TEXT,
        label=rule.text,
        relevant=holds,
        required=True,
        least=EXPLANATION_LEAST,
    )

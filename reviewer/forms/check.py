"""What a form file says that no single part of it can show to be wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from reviewer.domain.conditions import Condition
from reviewer.domain.form import Column, Form, Item, Kind, Option, Rule, Section
from reviewer.domain.ids import Key
from reviewer.domain.message import Message, message, term
from reviewer.forms.circles import relevance_circles
from reviewer.forms.condition_check import computed_faults, condition_faults
from reviewer.forms.option_check import option_faults, rating_faults
from reviewer.forms.role_check import role_faults
from reviewer.forms.scope import Fault, Path, Scope, review_scope, row_scope
from reviewer.forms.sheet_check import sheet_faults

_RESERVED: Final = ("case", "comment", "explain", "today", "blind_grade")
_CODED: Final = (Kind.CHOICE, Kind.MULTI)

_OF_KIND: Final[Mapping[str, Kind]] = {
    "least": Kind.TEXT,
    "least_when": Kind.TEXT,
    "most": Kind.MULTI,
    "columns": Kind.ROWS,
    "sheet": Kind.ROWS,
    "row_label": Kind.ROWS,
}
"""What only items of one kind have."""


def faults(written: Form, form: Form) -> Iterator[Fault]:
    """Yield what is wrong with a form; `form` is the written one with its generated items."""
    yield from _set_faults(form)
    yield from _name_faults(written, form)
    yield from role_faults(form)
    yield from option_faults(form)
    yield from sheet_faults(written)
    scope = review_scope(form)
    yield from computed_faults(form, scope)
    for s, section in enumerate(written.sections):
        path: Path = ("sections", s)
        yield from _area_faults(form, section, path)
        yield from _asked_faults(form, scope, section, path)
        for i, item in enumerate(section.items):
            place = (*path, "items", i)
            yield from _code_faults(form, item, place)
            yield from _extent_faults(item, place)
            yield from _asked_faults(form, scope, item, place)
            for w, (condition, _) in enumerate(item.least_when):
                yield from condition_faults(form, scope, condition, (*place, "least_when", w, 0))
            yield from _column_faults(form, scope, item, place)
    for r, rule in enumerate(form.rules):
        yield from _rule_faults(form, scope, rule, ("rules", r))
    yield from relevance_circles(written, form)


def _twice(values: Iterable[tuple[str, Path]], what: Message) -> Iterator[Fault]:
    seen: set[str] = set()
    for value, path in values:
        if value in seen:
            yield path, message("{what} “{name}” is given twice.", what=what, name=value)
        seen.add(value)


def _set_faults(form: Form) -> Iterator[Fault]:
    if form.types not in form.answer_sets:
        yield ("types",), message("there is no answer set “{name}”.", name=form.types)
    for part, sets in (("answer_sets", form.answer_sets), ("scales", form.scales)):
        for name, options in sets.items():
            yield from _option_faults(options, (part, name))


def _option_faults(options: tuple[Option, ...], path: Path) -> Iterator[Fault]:
    if not options:
        yield path, message("an answer set needs at least one code.")
    yield from _twice(
        ((o.code, (*path, i, "code")) for i, o in enumerate(options)),
        term("given twice", "the code"),
    )
    shortcuts = (
        (o.shortcut.casefold(), (*path, i, "shortcut"))
        for i, o in enumerate(options)
        if o.shortcut is not None
    )
    yield from _twice(shortcuts, term("given twice", "the shortcut"))


def _name_faults(written: Form, form: Form) -> Iterator[Fault]:
    sections = list(enumerate(written.sections))
    yield from _twice(
        ((x.id, ("sections", s, "id")) for s, x in sections), term("given twice", "the section")
    )
    yield from _twice(
        ((x.number, ("sections", s, "number")) for s, x in sections),
        term("given twice", "the number"),
    )
    yield from _twice(
        ((r.id, ("rules", i, "id")) for i, r in enumerate(form.rules)),
        term("given twice", "the rule"),
    )
    keys: list[tuple[str, Path]] = [
        (item.key, ("sections", s, "items", i, "key"))
        for s, section in sections
        for i, item in enumerate(section.items)
    ]
    keys += [(c.key, ("computed", i, "key")) for i, c in enumerate(form.computed)]
    yield from _twice(keys, term("given twice", "the key"))
    whole = Counter(item.key for section in form.sections for item in section.items)
    made = whole - Counter(item.key for _, section in sections for item in section.items)
    for key, path in keys:
        if key.partition(".")[0] in _RESERVED:
            yield (
                path,
                message(
                    "a key cannot begin with “{word}”; choose another.",
                    word=key.partition(".")[0],
                ),
            )
        if key in made:
            yield path, message("“{key}” is added by Reviewer; leave it out.", key=key)


def _area_faults(form: Form, section: Section, path: Path) -> Iterator[Fault]:
    """Yield what an area lacks: its rating and rationale are items of its own section."""
    items = {item.key: item for item in section.items}
    for name, kind in (("rating", Kind.CHOICE), ("rationale", Kind.TEXT)):
        key: Key | None = getattr(section, name)
        item = items.get(key) if key is not None else None
        if key is not None and (item is None or item.kind is not kind):
            yield (
                (*path, name),
                message(
                    "“{key}” is not an item of kind {kind} in this section.", key=key, kind=kind
                ),
            )
    if (section.rating is None) is not (section.rationale is None):
        yield (
            path,
            message("an area needs both a rating and a rationale; add the missing one."),
        )
    yield from rating_faults(form, section, path)


def _code_faults(form: Form, asked: Item | Column, path: Path) -> Iterator[Fault]:
    """Yield what is wrong with the codes of an item or column."""
    coded = asked.kind in _CODED
    if coded and asked.codes is None:
        yield (
            path,
            message(
                "an item of kind {kind} needs “codes:” and the name of an answer set.",
                kind=asked.kind,
            ),
        )
    elif asked.codes is not None and not coded:
        yield (*path, "codes"), _has_no(asked.kind, "codes")
    elif asked.codes is not None and asked.codes not in form.answer_sets:
        yield (
            (*path, "codes"),
            message("there is no answer set “{name}”.", name=asked.codes),
        )


def _extent_faults(asked: Item, path: Path) -> Iterator[Fault]:
    if asked.note_of is not None:
        yield (
            (*path, "note_of"),
            message("Reviewer adds notes itself; leave “{name}” out.", name="note_of"),
        )
    for name, kind in _OF_KIND.items():
        if asked.kind is not kind and getattr(asked, name):
            yield (*path, name), _has_no(asked.kind, name)
    if asked.kind is Kind.ROWS:
        for name in ("columns", "sheet"):
            if not getattr(asked, name):
                yield path, message("an item of kind rows needs “{name}:” too.", name=name)


def _has_no(kind: Kind, name: str) -> Message:
    return message("an item of kind {kind} has no “{name}”; leave it out.", kind=kind, name=name)


def _column_faults(form: Form, scope: Scope, item: Item, path: Path) -> Iterator[Fault]:
    columns = [(column, (*path, "columns", c)) for c, column in enumerate(item.columns)]
    yield from _twice(
        ((column.key, (*place, "key")) for column, place in columns),
        term("given twice", "the column"),
    )
    rows = row_scope(form, scope, item)
    for column, place in columns:
        if column.key in scope:
            yield (
                (*place, "key"),
                message("“{key}” is already the key of something else.", key=column.key),
            )
        if "." in column.key:
            yield (
                (*place, "key"),
                message("the key of a column must be one word, like “stage”."),
            )
        if column.kind is Kind.ROWS:
            yield (*place, "kind"), message("a column cannot contain rows.")
        yield from _code_faults(form, column, place)
        yield from _asked_faults(form, rows, column, place)


def _asked_faults(
    form: Form, scope: Scope, asked: Section | Item | Column, path: Path
) -> Iterator[Fault]:
    for name in ("required", "relevant"):
        condition: bool | Condition | None = getattr(asked, name)
        if condition is not None and not isinstance(condition, bool):
            yield from condition_faults(form, scope, condition, (*path, name))


def _rule_faults(form: Form, scope: Scope, rule: Rule, path: Path) -> Iterator[Fault]:
    if rule.at not in form.items:
        yield (*path, "at"), message("there is no item “{key}”.", key=rule.at)
    if rule.each is not None:
        item = form.items.get(rule.each)
        if item is None or item.kind is not Kind.ROWS:
            yield (*path, "each"), message("“{key}” is not a rows item.", key=rule.each)
            return
        scope = row_scope(form, scope, item)
    yield from condition_faults(form, scope, rule.when, (*path, "when"))

"""What a form file says that no single part of it can show to be wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import Final

from reviewer.domain.conditions import Condition
from reviewer.domain.form import Column, Form, Item, Kind, Option, Rule, Section
from reviewer.domain.ids import Key
from reviewer.forms.circles import relevance_circles
from reviewer.forms.condition_check import computed_faults, condition_faults
from reviewer.forms.option_check import option_faults, rating_faults
from reviewer.forms.role_check import role_faults
from reviewer.forms.scope import Fault, Path, Scope, review_scope, row_scope

SHEET_LIMIT: Final = 31
"""Characters of a sheet's name in Excel."""

_RESERVED: Final = ("case", "explain", "today", "first_grade")
_CODED: Final = (Kind.CHOICE, Kind.MULTI)


def faults(written: Form, form: Form) -> Iterator[Fault]:
    """Yield what is wrong with a form; `form` is the written one with its generated items."""
    yield from _set_faults(form)
    yield from _name_faults(written, form)
    yield from role_faults(form)
    yield from option_faults(form)
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


def _twice(values: Iterable[tuple[Hashable, Path]], what: str) -> Iterator[Fault]:
    seen: set[Hashable] = set()
    for value, path in values:
        if value in seen:
            yield path, f"{what} “{value}” is given twice."
        seen.add(value)


def _set_faults(form: Form) -> Iterator[Fault]:
    if form.types not in form.answer_sets:
        yield ("types",), f"there is no answer set “{form.types}”."
    for part, sets in (("answer_sets", form.answer_sets), ("scales", form.scales)):
        for name, options in sets.items():
            yield from _option_faults(options, (part, name))


def _option_faults(options: tuple[Option, ...], path: Path) -> Iterator[Fault]:
    if not options:
        yield path, "an answer set needs at least one code."
    yield from _twice(((o.code, (*path, i, "code")) for i, o in enumerate(options)), "the code")
    shortcuts = (
        (o.shortcut.casefold(), (*path, i, "shortcut"))
        for i, o in enumerate(options)
        if o.shortcut is not None
    )
    yield from _twice(shortcuts, "the shortcut")


def _name_faults(written: Form, form: Form) -> Iterator[Fault]:
    sections = list(enumerate(written.sections))
    yield from _twice(((x.id, ("sections", s, "id")) for s, x in sections), "the section")
    yield from _twice(((x.number, ("sections", s, "number")) for s, x in sections), "the number")
    yield from _twice(((r.id, ("rules", i, "id")) for i, r in enumerate(form.rules)), "the rule")
    keys: list[tuple[str, Path]] = [
        (item.key, ("sections", s, "items", i, "key"))
        for s, section in sections
        for i, item in enumerate(section.items)
    ]
    keys += [(c.key, ("computed", i, "key")) for i, c in enumerate(form.computed)]
    yield from _twice(keys, "the key")
    whole = Counter(item.key for section in form.sections for item in section.items)
    made = whole - Counter(item.key for _, section in sections for item in section.items)
    for key, path in keys:
        if key.partition(".")[0] in _RESERVED:
            yield path, f"a key of a form never begins with “{key.partition('.')[0]}”."
        if key in made:
            yield path, f"“{key}” is made by the program; leave it out."
    sheets = [
        (item.sheet, ("sections", s, "items", i, "sheet"))
        for s, section in sections
        for i, item in enumerate(section.items)
        if item.sheet is not None
    ]
    yield from _twice(sheets, "the sheet")


def _area_faults(form: Form, section: Section, path: Path) -> Iterator[Fault]:
    """Yield what an area lacks: its rating and rationale are items of its own section."""
    items = {item.key: item for item in section.items}
    for name, kind in (("rating", Kind.CHOICE), ("rationale", Kind.TEXT)):
        key: Key | None = getattr(section, name)
        item = items.get(key) if key is not None else None
        if key is not None and (item is None or item.kind is not kind):
            yield (*path, name), f"“{key}” is no {kind} among the items of this section."
    if (section.rating is None) is not (section.rationale is None):
        yield path, "an area names both its rating and its rationale; add the one that is missing."
    yield from rating_faults(form, section, path)


def _code_faults(form: Form, asked: Item | Column, path: Path) -> Iterator[Fault]:
    """Yield what is wrong with the codes of an item or column."""
    coded = asked.kind in _CODED
    if coded and asked.codes is None:
        yield path, f"an item of kind {asked.kind} needs codes, the name of an answer set."
    elif asked.codes is not None and not coded:
        yield (*path, "codes"), f"an item of kind {asked.kind} has no codes."
    elif asked.codes is not None and asked.codes not in form.answer_sets:
        yield (*path, "codes"), f"there is no answer set “{asked.codes}”."


def _extent_faults(asked: Item, path: Path) -> Iterator[Fault]:
    if asked.note_of is not None:
        yield (*path, "note_of"), "notes are made by the program; leave it out."
    if asked.kind is not Kind.TEXT and (asked.least is not None or asked.least_when):
        yield path, f"an item of kind {asked.kind} has no least length."
    if asked.kind is not Kind.MULTI and asked.most is not None:
        yield (*path, "most"), f"an item of kind {asked.kind} has no most number of codes."
    if asked.kind is Kind.ROWS:
        if not asked.columns or not asked.sheet:
            yield path, "a rows item needs columns and a sheet."
        elif len(asked.sheet) > SHEET_LIMIT:
            yield (*path, "sheet"), f"a sheet's name has at most {SHEET_LIMIT} characters."
    elif asked.columns or asked.sheet is not None:
        yield path, f"an item of kind {asked.kind} has neither columns nor a sheet."


def _column_faults(form: Form, scope: Scope, item: Item, path: Path) -> Iterator[Fault]:
    columns = [(column, (*path, "columns", c)) for c, column in enumerate(item.columns)]
    yield from _twice(((column.key, (*place, "key")) for column, place in columns), "the column")
    rows = row_scope(form, scope, item)
    for column, place in columns:
        if column.key in scope:
            yield (*place, "key"), f"“{column.key}” is the key of something else already."
        if "." in column.key:
            yield (*place, "key"), "a column's key is one word, as “stage”."
        if column.kind is Kind.ROWS:
            yield (*place, "kind"), "a column never holds rows."
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
        yield (*path, "at"), f"there is no item “{rule.at}”."
    if rule.each is not None:
        item = form.items.get(rule.each)
        if item is None or item.kind is not Kind.ROWS:
            yield (*path, "each"), f"“{rule.each}” is no rows item."
            return
        scope = row_scope(form, scope, item)
    yield from condition_faults(form, scope, rule.when, (*path, "when"))

"""Whether the conditions and computed values of a form ask after what there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized

from reviewer.domain.computed import Computation, DaysBetween, FirstAnswered, OverRows, Product
from reviewer.domain.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    CountOperand,
    In,
    Is,
    IsAnswered,
    Not,
    Operand,
    RowsAny,
)
from reviewer.domain.form import Form, Kind
from reviewer.domain.message import message
from reviewer.forms.scope import Family, Fault, Path, Scope, row_scope


def parts_of(asked: Condition) -> Iterator[tuple[Path, Condition]]:
    """Yield the conditions a condition is made of in its own scope, with their paths."""
    match asked:
        case AllOf():
            yield from ((("all", i), part) for i, part in enumerate(asked.parts))
        case AnyOf():
            yield from ((("any", i), part) for i, part in enumerate(asked.parts))
        case Not():
            yield ("not",), asked.part


def condition_faults(form: Form, scope: Scope, asked: Condition, path: Path) -> Iterator[Fault]:
    """Yield what a condition asks that the scope cannot answer."""
    match asked:
        case IsAnswered():
            yield from _known(scope, asked.key, (*path, "answered"))
        case Is():
            for key, code in asked.of.items():
                yield from _code_faults(scope, key, (code,), (*path, "is", key))
        case In():
            for key, codes in asked.of.items():
                yield from _code_faults(scope, key, codes, (*path, "in", key))
                yield from _none_faults(codes, (*path, "in", key))
        case Compare():
            yield from _compare_faults(scope, asked, (*path, "compare"))
        case RowsAny():
            yield from _rows_faults(form, scope, asked, (*path, "rows_any"))
        case AllOf() | AnyOf() | Not():
            parts = tuple(parts_of(asked))
            yield from _none_faults(parts, path)
            for further, part in parts:
                yield from condition_faults(form, scope, part, (*path, *further))


def _none_faults(named: Sized, path: Path) -> Iterator[Fault]:
    if not named:
        yield path, message("this list is empty; write at least one.")


def _rows_faults(form: Form, scope: Scope, asked: RowsAny, path: Path) -> Iterator[Fault]:
    for key, condition in asked.of.items():
        item = form.items.get(key)
        if item is None or item.kind is not Kind.ROWS:
            yield (*path, key), message("“{key}” is not a rows item.", key=key)
        else:
            yield from condition_faults(form, row_scope(form, scope, item), condition, (*path, key))


def _known(scope: Scope, key: str, path: Path) -> Iterator[Fault]:
    if key not in scope:
        yield path, message("there is no “{key}” to use here.", key=key)


def _code_faults(scope: Scope, key: str, codes: Iterable[str], path: Path) -> Iterator[Fault]:
    held = scope.get(key)
    if held is None:
        yield from _known(scope, key, path)
    elif held.codes is not None:
        for code in codes:
            if code not in held.codes:
                yield (
                    path,
                    message(
                        "“{code}” is not a code of {key}; it has {codes}.",
                        code=code,
                        key=key,
                        codes=", ".join(sorted(held.codes)) or "–",
                    ),
                )


def _compare_faults(scope: Scope, asked: Compare, path: Path) -> Iterator[Fault]:
    left, sign, right = asked.of
    for position, operand in ((0, left), (2, right)):
        yield from _operand_faults(scope, operand, (*path, position))
    first, second = _family(scope, left), _family(scope, right)
    if first is None or second is None:
        return
    if first is not second:
        yield (
            path,
            message(
                "{first} and {second} cannot be compared.", first=first.called, second=second.called
            ),
        )
    elif first is Family.ROWS or (first is Family.WORDS and sign not in {"=", "!="}):
        yield (
            path,
            message("{what} have no order; compare them with = or != only.", what=first.called),
        )


def _operand_faults(scope: Scope, operand: Operand, path: Path) -> Iterator[Fault]:
    if isinstance(operand, CountOperand):
        for i, key in enumerate(operand.count.keys):
            place = (*path, "count", "keys", i)
            yield from _code_faults(scope, key, operand.count.among, place)
        yield from _none_faults(operand.count.keys, (*path, "count", "keys"))
        yield from _none_faults(operand.count.among, (*path, "count", "in"))
    elif isinstance(operand, str):
        yield from _known(scope, operand, path)


def _family(scope: Scope, operand: Operand) -> Family | None:
    if isinstance(operand, str):
        held = scope.get(operand)
        return held.family if held else None
    return Family.NUMBER


def computed_faults(form: Form, scope: Scope) -> Iterator[Fault]:
    """Yield what computed values name that there is not; each may use those above it."""
    later = {computed.key for computed in form.computed}
    for i, computed in enumerate(form.computed):
        above = {key: held for key, held in scope.items() if key not in later}
        later.discard(computed.key)
        yield from _value_faults(form, above, computed.value, ("computed", i, "value"))


def _value_faults(form: Form, scope: Scope, value: Computation, path: Path) -> Iterator[Fault]:
    match value:
        case FirstAnswered():
            for i, key in enumerate(value.keys):
                yield from _known(scope, key, (*path, "keys", i))
            if len({scope[key].family for key in value.keys if key in scope}) > 1:
                yield (*path, "keys"), message("the keys are of different kinds.")
        case Product():
            for i, operand in enumerate(value.of):
                yield from _operand_faults(scope, operand, (*path, "of", i))
                if _family(scope, operand) not in {None, Family.NUMBER}:
                    yield (*path, "of", i), message("“{key}” is not a number.", key=str(operand))
        case _:
            yield from _days_faults(form, scope, value, path)


def _days_faults(
    form: Form, scope: Scope, value: OverRows | DaysBetween, path: Path
) -> Iterator[Fault]:
    if value.rows is not None:
        item = form.items.get(value.rows)
        if item is None or item.kind is not Kind.ROWS:
            yield (*path, "rows"), message("“{key}” is not a rows item.", key=value.rows)
            return
        scope = row_scope(form, scope, item)
    if isinstance(value, OverRows):
        yield from _day(scope, value.column, (*path, "column"))
        return
    yield from _day(scope, value.start, (*path, "start"))
    for i, key in enumerate(value.end):
        yield from _day(scope, key, (*path, "end", i))


def _day(scope: Scope, key: str, path: Path) -> Iterator[Fault]:
    yield from _known(scope, key, path)
    if key in scope and scope[key].family is not Family.DAY:
        yield path, message("“{key}” is not a day.", key=key)

"""The force's name and its own grades: kept as given wherever nothing says how to read them."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.cells.sheet import RawCell, text_of
from reviewer.domain.case import normalised_name
from reviewer.domain.ids import Key
from reviewer.domain.list_reading import named_rows
from reviewer.domain.message import message
from reviewer.domain.quoting import shown
from reviewer.intake.rowcheck import RowCheck, converted
from reviewer.intake.synonyms import normalised_words
from reviewer.intake.values import NOTHING, code_of, is_placeholder


def take_force(check: RowCheck, force: str | None) -> None:
    """Give every row a force: the list's own, else the one a person named.

    A list that names another force than the person keeps it, with a notice.
    """
    key = Key("force")
    values = check.values.get(key)
    if values is None:
        if force:
            check.values[key] = [force] * len(check.numbers)
        return
    if not force:
        return
    ours = normalised_name(force)
    other = {value for value in set(values) if value and normalised_name(value) != ours}
    if other:
        rows = check.rows_at(index for index, value in enumerate(values) if value in other)
        text = message(
            "The list names a different force from “{force}” ({others}): {rows}.",
            force=shown(force),
            others=", ".join(f"“{shown(name)}”" for name in sorted(other)[:3]),
            rows=named_rows(rows),
        )
        check.notice("other-force", key, text, rows)
    check.values[key] = [value or force for value in values]


def take_grades(check: RowCheck, scale: str | None) -> None:
    """Turn the force's grades into codes of a scale, and name the scale of each row.

    The scale is the row's own, else the one a person named, else the only one that all the
    list's words are on (with a notice). Without a scale grades stay as written: words of one
    scale are never taken for another's.
    """
    key, scale_key = Key("force_grade"), Key("force_scale")
    _name_scales(check)
    if key not in check.values:
        return
    cells = check.columns[key].cells
    chosen = check.words.scale_named(scale) if scale else None
    chosen = chosen or _only_scale(check, cells)
    named = check.values.get(scale_key, [""] * len(cells))
    scales = [name or chosen or "" for name in named]
    no_scale: list[int] = []
    no_word: list[int] = []
    words, _bad = converted(check.columns[key], lambda cell: normalised_words(text_of(cell)))
    for index in range(len(cells)):
        if words[index] in NOTHING:
            check.values[key][index] = scales[index] = ""
            continue
        codes = check.words.scales.get(scales[index])
        code = codes.get(words[index]) if codes is not None else None
        if code is not None:
            check.values[key][index] = code
        else:
            (no_scale if codes is None else no_word).append(index)
    check.values[scale_key] = scales
    if no_scale:
        text = message(
            "The force's grades are kept as written, because the list does not say "
            "which scale they use ({scales}). Choose the scale.",
            scales=", ".join(_fitting(check, cells)) or message("none on the form"),
        )
        check.notice("no-scale", key, text, check.rows_at(no_scale))
    if no_word:
        rows = check.rows_at(no_word)
        text = message(
            "Grades that are not on the scale are kept as written: {rows}.",
            rows=named_rows(rows),
        )
        check.notice("not-on-the-scale", key, text, rows)


def _name_scales(check: RowCheck) -> None:
    key = Key("force_scale")
    values = check.values.get(key)
    if values is None:
        return
    unknown = []
    for index, value in enumerate(values):
        name = check.words.scale_named(value) if value else None
        if name is not None:
            values[index] = name
        elif value:
            unknown.append(index)
    if unknown:
        rows = check.rows_at(unknown)
        text = message(
            "The list names a scale that the form does not have: {rows}.", rows=named_rows(rows)
        )
        check.notice("unknown-scale", key, text, rows)


def _fitting(check: RowCheck, cells: Sequence[RawCell]) -> list[str]:
    distinct = {cell for cell in cells if isinstance(cell, str) and not is_placeholder(cell)}
    if not distinct:
        return []
    return [
        name
        for name, codes in check.words.scales.items()
        if all(code_of(cell, codes) is not None for cell in distinct)
    ]


def _only_scale(check: RowCheck, cells: Sequence[RawCell]) -> str | None:
    if Key("force_scale") in check.columns:
        return None
    fitting = _fitting(check, cells)
    if len(fitting) != 1:
        return None
    text = message(
        "The force's grades fit only the scale {scale}, so it was used.", scale=fitting[0]
    )
    check.notice("scale-taken", Key("force_grade"), text)
    return fitting[0]

"""References as they are compared: which are one case, and which only look like it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reviewer.domain.case import normalised_reference
from reviewer.domain.ids import Key
from reviewer.intake.rowcheck import RowCheck

_RUN: Final = re.compile(r"[a-z]+|\d+")
_ALIKE: Final = str.maketrans("oil", "011")
_COMPARED: Final = 20_000
"""References that are compared for near-duplicates: ten times the largest sample, 0.1 s."""
_PAIRS_NAMED: Final = 5


def compared(references: Sequence[str]) -> list[str]:
    """Do what normalised_reference does to each; plain texts, as most are, all in one go."""
    joined = "".join(references)
    if joined.isascii() and joined.isprintable():
        return "\n".join(references).replace(" ", "").lower().split("\n") if references else []
    return [_compared(reference) for reference in references]


def _compared(reference: str) -> str:
    if reference.isascii() and reference.isprintable():
        return reference.replace(" ", "").lower()
    return normalised_reference(reference)


def check_references(check: RowCheck) -> None:
    """Refuse a reference that is there already, and warn of those that look the same."""
    key = Key("reference")
    values = check.values[key]
    normals = compared(values)
    if len(normals) > _COMPARED and len(set(normals)) == len(normals):
        return  # no two alike in a long list, and near-duplicates are not looked for there
    first: dict[str, int] = {}
    for index, (value, normal) in enumerate(zip(values, normals, strict=True)):
        if not value:
            continue
        earlier = first.setdefault(normal, index)
        if earlier == index:
            continue
        how = "" if values[earlier] == value else ", written another way"
        check.refuse(
            index,
            key,
            "duplicate-reference",
            f"The reference is that of row {check.numbers[earlier]}{how}; keep one of the two.",
        )
    if len(first) <= _COMPARED:
        _note_near_duplicates(check, first)


def _note_near_duplicates(check: RowCheck, first: dict[str, int]) -> None:
    alike: dict[str, list[int]] = {}
    for normal, index in first.items():
        alike.setdefault(_skeleton(normal), []).append(index)
    groups = [indexes for skeleton, indexes in alike.items() if skeleton and len(indexes) > 1]
    if not groups:
        return
    named = "; ".join(_named(check, indexes) for indexes in groups[:_PAIRS_NAMED])
    more = f"; {len(groups) - _PAIRS_NAMED} more" if len(groups) > _PAIRS_NAMED else ""
    text = (
        "References differ only by leading zeros, separators or look-alike characters (0 and O,"
        f" 1 and I); check that they are different cases: {named}{more}."
    )
    rows = sorted(index for indexes in groups for index in indexes)
    check.notice("near-duplicates", Key("reference"), rows, text)


def _named(check: RowCheck, indexes: Sequence[int]) -> str:
    numbers = [str(check.numbers[index]) for index in indexes[:4]]
    return f"rows {', '.join(numbers[:-1])} and {numbers[-1]}"


def _skeleton(reference: str) -> str:
    """Write a reference without what the eye overlooks: `MPS-0O12/17` is `mps-12-17`."""
    runs = _RUN.findall(reference.translate(_ALIKE))
    return "-".join(run.lstrip("0") or "0" for run in runs)

"""Where a person's own words stand in what the log holds, so that they can be taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from reviewer.domain.case import LIST_KEYS
from reviewer.domain.correction import (
    LISTED,
    Correction,
    addition_text,
    correction_text,
    read_addition,
    read_correction,
)
from reviewer.domain.event import Action
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.kinds import TYPED_KINDS, Kind
from reviewer.domain.redaction import Words
from reviewer.domain.register_log import decision_text, read_decision
from reviewer.domain.returning import read_returned, returned_text
from reviewer.domain.review import rows_of, rows_text

_OF_STAFF: Final = frozenset({"force", "inspector", "force_grade", "force_scale", "sensitive"})
"""Texts of the list that the program goes by: who reviews, on which scale, how it is kept."""


def value_without(form: Form, action: Action, key: str, value: str, words: Words) -> str:
    """Return a logged value without the words; as it is where no text of a person's is in it."""
    left = value
    match action:
        case Action.ANSWERED:
            left = answer_without(form, key, value, words)
        case Action.COMMENTED | Action.HANDED_OVER | Action.REDACTED | Action.COMPARED:
            left = words.out_of(value)
        case Action.CORRECTED:
            left = correction_text(_corrected(Key(key.removeprefix(LISTED)), value, words))
        case Action.ADDED:
            values, reason = read_addition(value)
            left = addition_text(listed_without(values, words), words.out_of(reason))
        case Action.RETURNED:
            returned = read_returned(value)
            left = returned_text(replace(returned, comment=words.out_of(returned.comment)))
        case Action.DECIDED:
            decision = read_decision(value)
            left = decision_text(replace(decision, reason=words.out_of(decision.reason)))
    return left


def _corrected(key: Key, value: str, words: Words) -> Correction:
    said = read_correction(value)
    return Correction(
        before=listed_without({key: said.before}, words)[key],
        after=listed_without({key: said.after}, words)[key],
        reason=words.out_of(said.reason),
    )


def answer_without(form: Form, key: str, answer: str, words: Words) -> str:
    """Return a canonical answer without the words; only typed texts can hold any."""
    item = form.items.get(Key(key))
    if item is None or item.kind not in TYPED_KINDS:
        return answer
    if item.kind is Kind.TEXT:
        return words.out_of(answer)
    texts = {str(column.key) for column in item.columns if column.kind is Kind.TEXT}
    rows = rows_of(answer)
    left = tuple({k: words.out_of(v) if k in texts else v for k, v in row.items()} for row in rows)
    return rows_text(left) if left != rows else answer


def listed_without(values: Mapping[Key, str], words: Words) -> dict[Key, str]:
    """Return list values without the words; dates, codes and names of staff stay."""
    return {
        key: words.out_of(text)
        if LIST_KEYS.get(key) is Kind.TEXT and key not in _OF_STAFF
        else text
        for key, text in values.items()
    }

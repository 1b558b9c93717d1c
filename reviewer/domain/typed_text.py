"""Where a person's own words are in what the log holds, so that they can be removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from reviewer.domain.action import Action
from reviewer.domain.case import LIST_KEYS
from reviewer.domain.case_actions import AnswerGiven, CaseAdded, ListValueCorrected
from reviewer.domain.event import typed_fields
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.kinds import TYPED_KINDS, Kind
from reviewer.domain.redaction import WordsToRemove, with_left
from reviewer.domain.review import rows_of, rows_text

_OF_STAFF: Final = frozenset({"force", "inspector", "force_grade", "force_scale", "sensitive"})
"""Texts of the list that the program goes by: who reviews, on which scale, how it is kept."""


def action_without(form: Form, action: Action, words: WordsToRemove) -> Action:
    """Return a logged action without the words; only what a person typed can hold any."""
    match action:
        case AnswerGiven(key=key, answer=str(answer)):
            return replace(action, answer=answer_without(form, key, answer, words))
        case ListValueCorrected(key=key, before=str(before), after=str(after)):
            reason = words.out_of(action.reason or "")
            before = listed_without({key: before}, words)[key]
            after = listed_without({key: after}, words)[key]
            return replace(action, before=before, after=after, reason=reason)
        case CaseAdded(values=values, reason=str(reason)):
            known = listed_without(values or {}, words)
            return replace(action, values=known, reason=words.out_of(reason))
        case _:
            left = {name: _without(text, words) for name, text in typed_fields(action).items()}
            return with_left(action, left) if left else action


def _without(value: Any, words: WordsToRemove) -> Any:  # noqa: ANN401 - whatever JSON may hold
    """Return texts without the words, wherever they are in it."""
    if isinstance(value, str):
        return words.out_of(value)
    if isinstance(value, Mapping):
        return {key: _without(inner, words) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without(inner, words) for inner in value]
    return value


def answer_without(form: Form, key: str, answer: str, words: WordsToRemove) -> str:
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


def listed_without(values: Mapping[Key, str], words: WordsToRemove) -> dict[Key, str]:
    """Return list values without the words; dates, codes and names of staff stay."""
    return {
        key: words.out_of(text)
        if LIST_KEYS.get(key) is Kind.TEXT and key not in _OF_STAFF
        else text
        for key, text in values.items()
    }

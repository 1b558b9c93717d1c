"""What the reading of a list says, in the words of the window: keys, and where it is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from reviewer.domain.errors import ReviewerError
from reviewer.domain.ids import Key
from reviewer.domain.list_reading import ListNotice, ListProblem
from reviewer.domain.list_words import LIST_WORDS
from reviewer.domain.message import Message, verbatim
from ui.window.words import say

_WHERE: Final[Mapping[str, Callable[[], str]]] = {
    "unknown-type": lambda: say("Choose its type below."),
    "no-scale": lambda: say("Choose the scale below the columns."),
    "nobody-named": lambda: say("Choose the column in the previous step."),
}
"""Where in the window what was found is answered, by its code."""


def key_words(key: Key) -> str:
    """Return what a key of a list is called in the window."""
    return str(LIST_WORDS[key])


def problem_words(problem: ListProblem) -> str:
    """Return what is wrong with a row, and where it is put right."""
    return _with_where(problem.code, problem.text)


def notice_words(notice: ListNotice) -> str:
    """Return what a person should know of a list, and where it is answered."""
    return _with_where(notice.code, notice.text)


def refusal_words(error: ReviewerError) -> str:
    """Return why a list was refused, and where what it lacks is given."""
    return _with_where(error.code, verbatim(str(error)))


def _with_where(code: str, sentence: Message) -> str:
    return f"{sentence} {_WHERE[code]()}" if code in _WHERE else str(sentence)

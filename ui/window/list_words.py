"""What the reading of a list says, in the words of the window: keys, and what to do here."""

from __future__ import annotations

import re
from typing import Final

from reviewer.domain.ids import Key
from reviewer.domain.list_reading import ListProblem
from reviewer.domain.list_words import LIST_WORDS
from ui.window.words import say

_OPTIONS: Final = (
    (re.compile(r"; (?:say which it is|name it) with --.*$", re.DOTALL), ""),
    (re.compile(r"; say it with --scale\."), "; choose it at the scale of the force's own grades."),
    (
        re.compile(r"; give the password \(--password-file\), or open it"),
        "; type it here, or open it",
    ),
    (re.compile(r" without --final\b"), " that is not final"),
    (re.compile(r"; see --map\."), "; choose its column in the step before."),
)
"""What our sentences say for the command line, and what stands for it in the window."""


def key_words(key: Key) -> str:
    """Return what a key of a list is called in the window."""
    return say(LIST_WORDS[key])


def window_words(sentence: str) -> str:
    """Return a sentence of ours without the options that only the command line has."""
    for option, words in _OPTIONS:
        sentence = option.sub(words, sentence)
    return sentence


def problem_words(problem: ListProblem) -> str:
    """Return what is wrong with a row, and where in the window it is put right."""
    text = window_words(problem.text)
    if problem.code == "unknown-type":
        return say("{what}; say below which type it is.", what=text)
    if problem.code.startswith("no-column-"):
        return say("{what}; choose it below.", what=text.rstrip("."))
    return text

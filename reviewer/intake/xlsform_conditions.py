"""The expressions of an XLSForm as conditions of a form: what both can say.

An XLSForm says `${q} = 'yes' and not(selected(${r}, 'x'))`; a form says the same as data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

Condition = dict[str, Any]
"""A condition as it is in a form file."""

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<ref>\$\{[^}]+\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<sign><=|>=|!=|=|<|>)|(?P<word>[A-Za-z][A-Za-z-]*)|(?P<mark>[(),.]))"
)
_STRAIGHT: Final = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
"""Quotation marks as a spreadsheet bends them while somebody types."""
_DEPTH: Final = 20
"""Brackets within brackets: deeper than anybody writes in a cell."""

_MIRRORED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


class NotExpressibleError(Exception):
    """An expression that no condition of a form can say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuestion:
    """A question that expressions ask about: its key, and its codes by choice name."""

    key: str
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Text:
    text: str


Operand = NamedQuestion | _Text | str
"""A question, a literal text, or a number or `today` as a form says it."""


def condition_of(
    expression: str, questions: Mapping[str, NamedQuestion], own: NamedQuestion | None = None
) -> Condition:
    """Return an expression as a condition; `own` is what `.` stands for in a constraint.

    Raises NotExpressibleError.
    """
    parser = _Parser(expression, questions, own)
    found = parser.either(0)
    parser.end()
    return found


def least_length(expression: str) -> int | None:
    """Return the least length that a constraint asks of a text, None where it asks for more."""
    found = re.fullmatch(r"\s*string-length\(\s*\.\s*\)\s*(>=|>)\s*(\d{1,5})\s*", expression)
    return None if found is None else int(found[2]) + (found[1] == ">")


def most_chosen(expression: str) -> int | None:
    """Return the most choices that a constraint allows, None where it says something else."""
    found = re.fullmatch(r"\s*count-selected\(\s*\.\s*\)\s*(<=|<)\s*(\d{1,4})\s*", expression)
    return None if found is None else max(1, int(found[2]) - (found[1] == "<"))


class _Parser:
    """Reads one expression from left to right."""

    def __init__(
        self, expression: str, questions: Mapping[str, NamedQuestion], own: NamedQuestion | None
    ) -> None:
        self._tokens = list(_tokens(expression))
        self._at = 0
        self._questions = questions
        self._own = own

    def either(self, depth: int) -> Condition:
        """Read parts joined by `or`."""
        return self._joined("or", "any", depth)

    def end(self) -> None:
        """Expect nothing more."""
        if self._at < len(self._tokens):
            raise NotExpressibleError(self._tokens[self._at][1])

    def _joined(self, word: str, operator: str, depth: int) -> Condition:
        if depth > _DEPTH:
            raise NotExpressibleError("(")
        read = self._every if word == "or" else self._one
        parts = [read(depth)]
        while self._takes(word):
            parts.append(read(depth))
        return parts[0] if len(parts) == 1 else {operator: parts}

    def _every(self, depth: int) -> Condition:
        return self._joined("and", "all", depth)

    def _one(self, depth: int) -> Condition:
        if self._takes("not"):
            self._expect("(")
            inner = self.either(depth + 1)
            self._expect(")")
            return {"not": inner}
        if self._takes("selected"):
            self._expect("(")
            question = self._operand()
            self._expect(",")
            text = self._operand()
            self._expect(")")
            return _compared(question, "=", text)
        if self._takes("("):
            inner = self.either(depth + 1)
            self._expect(")")
            return inner
        left = self._operand()
        kind, sign = self._next()
        if kind != "sign":
            raise NotExpressibleError(sign)
        return _compared(left, sign, self._operand())

    def _operand(self) -> Operand:
        kind, word = self._next()
        if kind == "ref":
            name = word[2:-1].strip()
            if name not in self._questions:
                raise NotExpressibleError(word)
            return self._questions[name]
        if kind == "text":
            return _Text(word[1:-1])
        if kind == "number" and "." not in word:
            return str(int(word))
        if word == "." and self._own is not None:
            return self._own
        if word == "today":
            self._expect("(")
            self._expect(")")
            return word
        raise NotExpressibleError(word)

    def _next(self) -> tuple[str, str]:
        if self._at == len(self._tokens):
            raise NotExpressibleError("nothing")
        self._at += 1
        return self._tokens[self._at - 1]

    def _takes(self, word: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at][1] == word:
            self._at += 1
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._takes(word):
            raise NotExpressibleError(word)


def _tokens(expression: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = expression.rstrip().translate(_STRAIGHT)
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise NotExpressibleError(text[at:].strip()[:20])
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def _compared(left: Operand, sign: str, right: Operand) -> Condition:
    if isinstance(left, _Text):
        if isinstance(right, _Text):
            raise NotExpressibleError(left.text)
        left, right, sign = right, left, _MIRRORED.get(sign, sign)
    if isinstance(right, NamedQuestion) and right.codes:
        left, right, sign = right, left, _MIRRORED.get(sign, sign)
    if isinstance(right, _Text):
        return _answer(left, sign, right.text)
    if isinstance(left, NamedQuestion) and left.codes and isinstance(right, str):
        return _answer(left, sign, right)  # a choice may be named by a number
    operands = [part.key if isinstance(part, NamedQuestion) else part for part in (left, right)]
    return {"compare": [operands[0], sign, operands[1]]}


def _answer(left: Operand, sign: str, text: str) -> Condition:
    if not isinstance(left, NamedQuestion) or sign not in {"=", "!="}:
        raise NotExpressibleError(text)
    if not text:
        answered: Condition = {"answered": left.key}
        return answered if sign == "!=" else {"not": answered}
    if text not in left.codes:
        raise NotExpressibleError(f"'{text}'")
    holds: Condition = {"is": {left.key: left.codes[text]}}
    return holds if sign == "=" else {"not": holds}

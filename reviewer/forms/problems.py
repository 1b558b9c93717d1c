"""What is wrong with a form file, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import Message, message, plural


@dataclass(frozen=True, slots=True, kw_only=True)
class FormProblem:
    """One thing wrong with a form file; `line` counts from 1."""

    file: str
    line: int
    reason: Message

    @property
    def sentence(self) -> Message:
        """The reason with its place."""
        return message(
            "{file}, line {line}: {reason}", file=self.file, line=self.line, reason=self.reason
        )

    def __str__(self) -> str:
        return str(self.sentence)


class FormError(RefusalError):
    """A form file that is refused: `problems` in the order of its lines, at least one."""

    def __init__(self, problems: Sequence[FormProblem]) -> None:
        self.problems = tuple(problems)
        first, more = self.problems[0].sentence, len(self.problems) - 1
        sentence = plural(
            more,
            "{first} (and {n} more problem)",
            "{first} (and {n} more problems)",
            first=first,
        )
        super().__init__("bad-form", sentence if more else first)

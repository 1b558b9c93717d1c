"""What is wrong with a form file, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.errors import RefusalError


@dataclass(frozen=True, slots=True, kw_only=True)
class FormProblem:
    """One thing wrong with a form file; `line` counts from 1."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


class FormError(RefusalError):
    """A form file that is refused: `problems` in the order of its lines, at least one."""

    def __init__(self, problems: Sequence[FormProblem]) -> None:
        self.problems = tuple(problems)
        more = len(self.problems) - 1
        rest = f" (and {more} more {'problem' if more == 1 else 'problems'})" if more else ""
        super().__init__("bad-form", f"{self.problems[0]}{rest}")

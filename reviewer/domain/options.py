"""The options of a form: codes, what they are called, and what each means to the program."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from reviewer.domain.conditions import Model
from reviewer.domain.ids import Code
from reviewer.domain.marks import Colour, Mark, Shape
from reviewer.domain.wording import Text

CodeText = Annotated[Code, StringConstraints(pattern=r"^[A-Z0-9_]+$")]


class Meaning(StrEnum):
    """What an option means to the figures, the status of a case and the marks in a list.

    A form chooses its codes freely; the program knows an option by its meaning alone.
    """

    YES = "yes"
    NO = "no"
    NOT_EVIDENT = "not-evident"
    NOT_APPLICABLE = "not-applicable"
    CANNOT_TELL = "cannot-tell"
    FINE = "fine"
    """A flag that calls for nobody's attention."""
    EXCLUDED = "excluded"
    REPLACED = "replaced"
    GOOD = "good"
    BELOW_GOOD = "below-good"
    NOT_GRADED = "not-graded"


class Option(Model):
    """One code of an answer set."""

    code: CodeText
    label: Text
    short: Text | None = None
    guidance: Text | None = None
    means: Meaning | None = None
    shortcut: Annotated[str, StringConstraints(pattern=r"^[^\W_]$")] | None = None
    """The key that gives this answer."""
    shape: Shape | None = None
    colour: Colour | None = None
    note: int | None = Field(default=None, ge=1)
    """The least length of the note this code asks for; None where it asks for none."""
    words: tuple[str, ...] = ()
    """What else a force's list calls it."""
    hours: int | None = Field(default=None, ge=0)
    """Within how many hours an urgency asks to act; None where it is none."""

    @property
    def mark(self) -> Mark | None:
        """How a grade is drawn; None for what is no grade."""
        return Mark(self.shape, self.colour) if self.shape and self.colour else None

"""Words of a form in the languages it is given in."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

_Written = Annotated[str, StringConstraints(pattern=r"\S")]


class Wording(BaseModel):
    """One text in English and, where it is given, in Welsh; a plain text means English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: _Written
    cy: str | None = None

    def __str__(self) -> str:
        return self.en

    def spoken(self, language: str) -> str:
        """Return the text in `language` (`en` or `cy`), English where there is no other."""
        return self.cy if language == "cy" and self.cy is not None else self.en


def _as_wording(value: object) -> object:
    return {"en": value} if isinstance(value, str) else value


Text = Annotated[Wording, BeforeValidator(_as_wording)]

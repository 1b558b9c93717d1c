"""Words of a form in the languages it is given in."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, PrivateAttr, StringConstraints

_Written = Annotated[str, StringConstraints(pattern=r"\S")]


class Wording(BaseModel):
    """One text in English and, where it is given, in Welsh; a plain text means English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: _Written
    cy: str | None = None
    _in_english: bool = PrivateAttr(default=False)

    def __str__(self) -> str:
        return self.en

    def __eq__(self, other: object) -> bool:
        """Compare the words alone: the language they are shown in is no part of a form."""
        return isinstance(other, Wording) and (self.en, self.cy) == (other.en, other.cy)

    def __hash__(self) -> int:
        return hash((self.en, self.cy))

    def in_language(self, language: str) -> str:
        """Return the text in `language` (`en` or `cy`), English where its form is not all in it."""
        if language != "cy" or self.cy is None or self._in_english:
            return self.en
        return self.cy

    def keep_to_english(self) -> None:
        """Use English from now on: another text of the form has no Welsh."""
        self._in_english = True


def _as_wording(value: object) -> object:
    return {"en": value} if isinstance(value, str) else value


Text = Annotated[Wording, BeforeValidator(_as_wording)]

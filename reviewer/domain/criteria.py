"""The words that reviewers judge by: what grades and answers mean, guidance, labels and rules.

They change no answer, so they are no part of a form's digest; two reviewers who work by
different ones still judge by different measures, so they have a digest of their own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.domain.language import ENGLISH, in_language
from reviewer.domain.message import Message, message
from reviewer.domain.wording import Wording

if TYPE_CHECKING:
    from reviewer.domain.form import Form

_LANGUAGES = ("en", "cy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One text: what it is (“the definition of Inadequate in grade”), and its language."""

    what: Message
    language: str

    @property
    def heading(self) -> str:
        """What it is, as the heading above it."""
        what = str(self.what)
        return f"{what[:1].upper()}{what[1:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionChange:
    """One text that two forms have differently; empty where one of them has none."""

    criterion: Criterion
    ours: str
    theirs: str


def criteria(form: Form) -> Mapping[Criterion, str]:
    """Return every text of a form that is judged by, in the form's order."""
    found: dict[Criterion, str] = {}
    for what, words in _texts(form):
        for language in _LANGUAGES if words is not None else ():
            text = getattr(words, language)
            if text:
                found[Criterion(what=what, language=language)] = text
    return found


@in_language(ENGLISH)
def criteria_digest(form: Form) -> str:
    """Return SHA-256 over every text that is judged by, named in English whatever is shown."""
    texts = [[str(c.what), c.language, text] for c, text in criteria(form).items()]
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def changed_criteria(ours: Form, theirs: Form) -> tuple[CriterionChange, ...]:
    """Return the texts that two forms have differently, in our form's order."""
    own, other = criteria(ours), criteria(theirs)
    return tuple(
        CriterionChange(criterion=one, ours=own.get(one, ""), theirs=other.get(one, ""))
        for one in dict.fromkeys((*own, *other))
        if own.get(one) != other.get(one)
    )


def _texts(form: Form) -> Iterator[tuple[Message, Wording | None]]:
    # The codes and keys name them: a label may be what differs.
    for name, options in form.answer_sets.items():
        for option in options:
            yield (
                message("the definition of {code} in {answers}", code=option.code, answers=name),
                option.guidance,
            )
            yield (
                message("the label of {code} in {answers}", code=option.code, answers=name),
                option.label,
            )
    made = {rule.explanation for rule in form.rules}
    for section in form.sections:
        yield message("the title of section {section}", section=section.id), section.title
        yield message("the guidance of section {section}", section=section.id), section.guidance
        for item in section.items:
            if item.note_of is not None or item.key in made:
                continue  # made of the words of others
            yield message("the label of {key}", key=item.key), item.label
            yield message("the guidance of {key}", key=item.key), item.guidance
            for column in item.columns:
                key = f"{item.key}.{column.key}"
                yield message("the label of {key}", key=key), column.label
                yield message("the guidance of {key}", key=key), column.guidance
    for rule in form.rules:
        yield message("the text of rule {rule}", rule=rule.id), rule.text

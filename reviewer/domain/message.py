"""Sentences for people: an English template with named values, translated when it is shown.

Whatever a person reads is a `Message`, so that it can be translated whole and shown in the
language chosen at that moment. A sentence is never put together from parts: what varies is a
named value (`{file}`), which may itself be a message. `make words` collects the templates, so
they are written out where `message`, `plural` or `term` is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.language import catalogue, current_language


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence: `str()` shows it in the current language, with its values filled in.

    `many` is the English template for any number but one; the value `n` decides, by the rules
    of the language shown. `context` tells apart words that are alike only in English. A value is
    text, a number or a message; days and moments are turned into text by `domain/times.py`.
    Without a template the value `text` is shown as it is.
    """

    template: str
    values: tuple[tuple[str, str | int | float | Message], ...] = ()
    many: str = ""
    context: str = ""

    def __str__(self) -> str:
        """Return the sentence in the current language."""
        values = dict(self.values)
        if not self.template:
            return str(values["text"])
        template = self._translated(values.get("n"))
        return template.format_map(values) if values else template

    def _translated(self, n: object) -> str:
        words = catalogue(current_language())
        if self.many:
            return words.ngettext(self.template, self.many, n if isinstance(n, int) else 0)
        if self.context:
            return words.pgettext(self.context, self.template)
        return words.gettext(self.template)


def message(template: str, /, **values: str | float | Message) -> Message:
    """Return a sentence with its named values."""
    return Message(template, tuple(values.items()))


def plural(n: int, one: str, many: str, /, **values: str | float | Message) -> Message:
    """Return the one of two sentences that fits a number, which both may name as `{n}`."""
    return Message(one, (("n", n), *values.items()), many=many)


def term(context: str, word: str, /) -> Message:
    """Return a word that needs its context to be translated: `term("a case", "open")`."""
    return Message(word, context=context)


def verbatim(text: str) -> Message:
    """Return what is shown in every language as it is: a name, a number, a person's own words."""
    return Message("", (("text", text),))


def together(*sentences: Message | None) -> Message | None:
    """Return those sentences that there are, one after the other; None where there are none."""
    first, *others = filter(None, sentences) if any(sentences) else (None,)
    for one in others:
        first = message("{first} {next}", first=first, next=one) if first and one else first
    return first


def listed(parts: Sequence[str | Message]) -> Message:
    """Return one part or more as people list them: “a, b and c”."""
    *before, last = (part if isinstance(part, Message) else verbatim(part) for part in parts)
    if not before:
        return last
    first, *others = before
    for part in others:
        first = message("{first}, {next}", first=first, next=part)
    return message("{first} and {last}", first=first, last=last)

"""The words for case types and grades that a form brings; the worker never needs the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form, Option
from reviewer.domain.message import message
from reviewer.intake.synonyms import normalised_words
from reviewer.intake.vocabulary import Vocabulary


def vocabulary(form: Form, types: Mapping[str, str], scale: str = "") -> Vocabulary:
    """Collect a form's words; `types` adds a person's own (words → code) and wins.

    Raises RefusalError for a code or a scale the form does not have.
    """
    own = {}
    codes = {str(option.code): option for option in form.case_types}
    for words, code in types.items():
        if code.strip().upper() not in codes:
            raise RefusalError(
                "unknown-type",
                message(
                    "The form {form} has no case type “{code}”. It has {codes}.",
                    form=form.id,
                    code=code,
                    codes=", ".join(codes),
                ),
            )
        own[normalised_words(words)] = code.strip().upper()
    found = Vocabulary(
        types={**_words(form.case_types), **own},
        scales={name: _words(options) for name, options in form.scales.items()},
    )
    if scale and found.scale_named(scale) is None:
        raise RefusalError(
            "unknown-scale",
            message(
                "The form {form} has no scale “{scale}”. It has {scales}.",
                form=form.id,
                scale=scale,
                scales=", ".join(form.scales),
            ),
        )
    return found


def _words(options: Iterable[Option]) -> dict[str, str]:
    """Map words to codes: a code wins over a label, a label over words, the earlier option."""
    chosen = list(options)
    found: dict[str, str] = {}
    for names in (
        lambda option: [option.code],
        lambda option: [str(option.label), option.label.cy or "", str(option.short or "")],
        lambda option: option.words,
    ):
        for option in chosen:
            for name in names(option):
                found.setdefault(normalised_words(name), str(option.code))
    found.pop("", None)
    return found

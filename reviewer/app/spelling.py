"""Spelling: what is spelt wrongly in a file's texts, and the words that its person added.

A person's own words may be names. They are kept in the encrypted file and nowhere else, and a
redaction removes them like everything typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.app.store import Store
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form, Item, Kind
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.message import message
from reviewer.domain.review import Review, rows_of
from reviewer.domain.spelling import Word, as_spelt, with_own_word, words_in
from reviewer.spelling.dictionary import FILES, Dictionary

LANGUAGES: Final = tuple(FILES)
"""Codes of the languages that there are dictionaries of."""

_PLACES: Final = (Key("unit"), Key("area"), Key("force"), Key("system"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Misspelling:
    """A word in an answer of a case that no dictionary has."""

    case: CaseId
    key: Key
    misspelt: str


class SpellChecker:
    """Checks the texts of one file: by dictionaries, its form's words and its person's own."""

    def __init__(self, store: Store, languages: Sequence[str]) -> None:
        self._store = store
        self.languages = tuple(language for language in languages if language in FILES)
        self._dictionary = Dictionary(self.languages)
        texts = [store.form().to_json(), store.inspection().force, store.inspection().person]
        texts += [case.get(place) for case in store.cases() for place in _PLACES]
        self._ours = frozenset(_plain(w.text) for text in texts for w in words_in(text))
        self._own = frozenset(store.own_words())

    def misspelt(self, text: str) -> tuple[Word, ...]:
        """Return the words of a text that are spelt wrongly; none where no language is checked."""
        if not self.languages:
            return ()
        return tuple(word for word in words_in(text) if not self.knows(word.text))

    def knows(self, word: str) -> bool:
        """Say whether a word is right."""
        return (
            word in self._own
            or word.removesuffix("'s") in self._own
            or _plain(word) in self._ours
            or self._dictionary.knows(word)
        )

    def suggestions(self, word: str) -> tuple[str, ...]:
        """Return what may be meant."""
        return self._dictionary.suggestions(word)

    def look_again(self) -> None:
        """Read the person's own words again: they were changed."""
        self._own = frozenset(self._store.own_words())

    def in_review(self, form: Form, review: Review) -> Iterator[Misspelling]:
        """Yield the misspelt words of a review's texts, in the form's order."""
        for key, item in form.items.items():
            for text in _texts(item, review.get(key)):
                for word in self.misspelt(text):
                    yield Misspelling(case=review.case, key=key, misspelt=word.text)


def read_dictionaries(languages: Sequence[str]) -> None:
    """Read dictionaries before a file asks for them: it takes a twentieth of a second each."""
    Dictionary([language for language in languages if language in FILES])


def misspellings(store: Store, languages: Sequence[str]) -> tuple[Misspelling, ...]:
    """Return every misspelt word of the file's own reviews, case by case."""
    checker, form = SpellChecker(store, languages), store.form()
    return tuple(found for review in store.reviews() for found in checker.in_review(form, review))


def own_words(store: Store) -> tuple[str, ...]:
    """Return the words that the file's person added."""
    return store.own_words()


def add_word(store: Store, untrusted: str) -> str:
    """Take a word for right from now on, in this file, and return it. Raises RefusalError."""
    words = with_own_word(store.own_words(), untrusted)
    with store.transaction() as unit:
        unit.put_own_words(words)
    return as_spelt(untrusted.strip())


def remove_word(store: Store, word: str) -> None:
    """Forget a word that was added. Raises RefusalError for one that was not."""
    words, gone = store.own_words(), as_spelt(word.strip())
    if gone not in words:
        raise RefusalError("no-such-word", message("“{word}” was not added.", word=gone))
    with store.transaction() as unit:
        unit.put_own_words([one for one in words if one != gone])


def _texts(item: Item, answer: str) -> Iterator[str]:
    match item.kind:
        case Kind.TEXT:
            yield answer
        case Kind.ROWS if answer:
            typed = [column.key for column in item.columns if column.kind is Kind.TEXT]
            yield from (row.get(key, "") for row in rows_of(answer) for key in typed)


def _plain(word: str) -> str:
    return word.removesuffix("'s").casefold()

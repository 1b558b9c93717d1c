"""A sentence is a template with values, translated when it is shown."""

from __future__ import annotations

import gettext
import pickle

import pytest

from reviewer.domain import language
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import Message, listed, message, plural, term, verbatim


class Upper(gettext.NullTranslations):
    """A language that is English in capitals, with a form of its own for two."""

    def gettext(self, message: str) -> str:
        return message.upper().replace("{NAME}", "{name}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "a pair" if n == 2 else super().ngettext(msgid1, msgid2, n)

    def pgettext(self, context: str, message: str) -> str:
        return f"{message} ({context})"


@pytest.fixture
def upper(monkeypatch: pytest.MonkeyPatch) -> str:
    catalogue = language.catalogue
    monkeypatch.setattr(
        language, "catalogue", lambda code: Upper() if code == "up" else catalogue(code)
    )
    monkeypatch.setattr("reviewer.domain.message.catalogue", language.catalogue)
    return "up"


def test_a_sentence_shows_its_values_whatever_they_hold() -> None:
    assert str(message("“{name}” is empty.", name="{a}{0}")) == "“{a}{0}” is empty."
    assert str(message("A brace } alone stands as it is.")) == "A brace } alone stands as it is."
    assert f"{message('{n:,} rows', n=12345)}" == "12,345 rows"


def test_a_sentence_made_in_one_language_is_shown_in_another(upper: str) -> None:
    made = message("Read {name}.", name=message("this"))
    assert str(made) == "Read this."
    with language.in_language(upper):
        assert str(made) == "READ THIS."
    assert str(made) == "Read this."


def test_the_language_decides_which_numbers_have_a_form_of_their_own(upper: str) -> None:
    shown = [str(plural(n, "{n} case", "{n} cases")) for n in (0, 1, 2)]
    assert shown == ["0 cases", "1 case", "2 cases"]
    with language.in_language(upper):
        assert str(plural(2, "{n} case", "{n} cases")) == "a pair"


def test_a_word_is_translated_with_its_context(upper: str) -> None:
    assert str(term("a case", "open")) == "open"
    with language.in_language(upper):
        assert str(term("a case", "open")) == "open (a case)"


def test_parts_are_listed_as_people_list_them() -> None:
    assert [str(listed(parts)) for parts in (["a"], ["a", "b"], ["a", "b", message("c")])] == [
        "a",
        "a and b",
        "a, b and c",
    ]


def test_what_is_verbatim_is_shown_as_it_is_in_every_language(upper: str) -> None:
    with language.in_language(upper):
        assert str(verbatim("{name} 12")) == "{name} 12"


def test_an_error_carries_its_sentence_across_processes() -> None:
    error = pickle.loads(pickle.dumps(RefusalError("code", message("{n} rows", n=2))))
    assert (error.code, str(error), error.sentence) == ("code", "2 rows", message("{n} rows", n=2))


def test_a_language_without_a_catalogue_is_not_chosen() -> None:
    with pytest.raises(LookupError):
        language.choose_language("xx")
    assert language.current_language() == language.ENGLISH
    assert str(Message("As before.")) == "As before."

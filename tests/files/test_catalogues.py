"""The catalogues hold the sentences of the sources; `make words` brings them up to date."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import catalogues
import pytest
from babel.messages.catalog import Catalog

from reviewer.domain.language import in_language
from reviewer.domain.message import message, plural

LANGUAGES = [pytest.param(path, id=path.parts[-3]) for path in catalogues.translations()]


def test_the_templates_are_those_of_the_sources() -> None:
    assert catalogues.TEMPLATES.read_bytes() == catalogues.text_of(catalogues.collected())


@pytest.mark.parametrize("path", LANGUAGES)
def test_a_language_has_the_templates_of_now_and_is_compiled(path: Path) -> None:
    catalog = catalogues.brought_up_to_date(path, catalogues.collected())
    assert path.read_bytes() == catalogues.text_of(catalog)
    assert path.with_suffix(".mo").read_bytes() == catalogues.compiled(catalogues.read(path))


@pytest.mark.parametrize("path", LANGUAGES)
def test_translations_name_the_same_values_and_have_every_plural_form(path: Path) -> None:
    assert catalogues.faults(catalogues.read(path)) == []


@pytest.mark.parametrize(
    ("template", "translated"),
    [
        ("{file} is empty.", "Mae {ffeil} yn wag."),
        ("{file} is empty.", "Mae yn wag."),
        ("It is empty.", "Mae {file} yn wag."),
        (("{n} case", "{n} cases"), ("{n} achos", "")),
        (("{n} case of {name}", "{n} cases of {name}"), ("{n} achos", "{n} achos o {name}")),
    ],
)
def test_a_translation_that_does_not_fit_is_found(
    template: str | tuple[str, str], translated: str | tuple[str, ...]
) -> None:
    catalog = Catalog(locale="en")
    catalog.add(template, translated)
    assert catalogues.faults(catalog)


def test_welsh_has_a_form_of_its_own_for_each_of_six_kinds_of_number() -> None:
    catalog = Catalog(locale="cy")
    catalog.add(("{n} case", "{n} cases"), ("zero", "one", "two", "few", "many", "other"))
    read = gettext.GNUTranslations(io.BytesIO(catalogues.compiled(catalog)))
    shown = [read.ngettext("{n} case", "{n} cases", n) for n in (0, 1, 2, 3, 4, 5, 6, 7, 100)]
    assert shown == ["zero", "one", "two", "few", "other", "other", "many", "other", "other"]


def test_what_is_not_translated_is_shown_in_english() -> None:
    with in_language("cy"):
        assert str(message("{x} is not in any catalogue", x=1)) == "1 is not in any catalogue"
        assert str(plural(1, "{n} of none", "{n} of nothing")) == "1 of none"

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printing_sample import FORM, case, graded_page, placed_texts, printed, text_of
from reportlab.lib.utils import open_for_read

from reviewer.domain.form import TEXT_LIMIT
from reviewer.printing.lettering import PIECE, SIGN, Lettering, pieces
from reviewer.printing.typeface import load_typeface

RIGHT_EDGE = 595.3 - 56


@pytest.mark.parametrize(
    "text",
    [
        '<img src="x"/>',
        "<b>bold</b> & <font color=red>red</font>",
        "&amp; &lt; &#65; &",
        "<para><a href='http://example.test'>x</a>",
        "<!-- c --> <![CDATA[x]]> <?pi?>",
        "</para></para>",
        "%(x)s {x} \\n \\",
        "ŵ ŷ Ŵ Ŷ ł ż ą ę ’ “ ” – — … € → ≥ \N{MINUS SIGN}",
        "Ελληνικά и кириллица",
    ],
)
def test_markup_and_letters_are_printed_as_they_were_written(text: str) -> None:
    result = printed(graded_page(**{"overall.rationale": text}))
    assert text in text_of(result.content)
    assert result.notices == ()


def test_no_address_opens_a_file_or_a_connection(tmp_path: Path) -> None:
    load_typeface()
    secret = tmp_path / "secret.txt"
    secret.write_text("never to be read")
    for address in (secret.as_uri(), "http://example.test/a.png", "ftp://example.test/a.png"):
        with pytest.raises((ValueError, OSError)):
            open_for_read(address)


def test_hostile_list_values_are_printed_as_they_were_written() -> None:
    page = graded_page(case(unit="<b>&unit</b>", risk="<script>", offence="<img src='x'>" * 9))
    text = text_of(printed(page).content)
    assert "<b>&unit</b>" in text
    assert "<script>" in text
    assert "<img src='x'><img" in text


@pytest.mark.parametrize(
    ("text", "shown", "named"),
    [
        ("مرحبا", SIGN * 5, "U+0627"),
        ("seen \U0001f600 today", f"seen {SIGN} today", "U+1F600"),
        ("a\u202eb\u200bc", f"a{SIGN}b{SIGN}c", "U+200B, U+202E"),
        ("a\x00b\x1bc", f"a{SIGN}b{SIGN}c", "U+0000, U+001B"),
        ("a\ud800b", f"a{SIGN}b", "U+D800"),
    ],
)
def test_what_cannot_be_shown_is_a_visible_sign_and_named(
    text: str, shown: str, named: str
) -> None:
    result = printed(graded_page(**{"overall.rationale": text}))
    assert shown in text_of(result.content)
    (notice,) = result.notices
    assert notice.startswith("NCPI-SYN-2018Q4-0042: ")
    assert named in notice


def test_a_letter_and_its_accent_are_set_as_one() -> None:
    result = printed(graded_page(**{"overall.rationale": "w\u0302y\u0302"}))
    assert "ŵŷ" in text_of(result.content)
    assert result.notices == ()


def test_a_notice_counts_the_kinds_it_does_not_name() -> None:
    signs = "".join(map(chr, range(0x4E00, 0x4E14)))
    (notice,) = printed(graded_page(**{"overall.rationale": signs})).notices
    assert "20 characters could not be shown" in notice
    assert notice.endswith("U+4E06, U+4E07 and 12 more kinds.")


def test_the_longest_text_is_printed_whole() -> None:
    words = " ".join(f"w{n}" for n in range(3_300))[:TEXT_LIMIT]
    text = text_of(printed(graded_page(**{"overall.rationale": words})).content)
    assert set(words.split()) <= set(text.split())


def test_an_unbroken_word_wraps_within_the_page() -> None:
    result = printed(graded_page(**{"overall.rationale": "W" * TEXT_LIMIT}))
    runs = [run for page in placed_texts(result.content) for run in page]
    lines = [run for run in runs if set(run.text) == {"W"}]
    assert sum(len(run.text) for run in lines) == TEXT_LIMIT
    widest = max(len(run.text) for run in lines)
    assert min(run.x for run in lines) >= 56
    assert widest * 9.5 * 0.9 < RIGHT_EDGE


def test_a_text_of_many_lines_and_of_no_words_is_printed() -> None:
    result = printed(
        graded_page(**{"overall.rationale": "a\n\n\n" * 1_000, "good_practice": " \n\t"})
    )
    assert "a a a" in text_of(result.content)


def test_a_form_with_endless_labels_is_printed() -> None:
    first = FORM.sections[1]
    item = first.items[0].model_copy(
        update={"label": FORM.title.model_copy(update={"en": "L " * 6_000})}
    )
    section = first.model_copy(update={"items": (item, *first.items[1:])})
    form = FORM.model_copy(update={"sections": (FORM.sections[0], section, *FORM.sections[2:])})
    form.__dict__.pop("items", None)
    form.__dict__.pop("section_of", None)
    assert printed(graded_page(), form=form).pages > 3


_pieces = st.sampled_from(
    ["<", ">", "</", "&", ";", "b", "para", "img src=", "\ud800", "\x00", " "]
)
_texts = st.text(max_size=300) | st.lists(_pieces, max_size=40).map("".join)


@given(texts=st.lists(_texts, min_size=6, max_size=6))
@settings(max_examples=20)
def test_no_text_ever_breaks_a_print(texts: list[str]) -> None:
    unit, offence, rationale, note, supervision, reader = texts
    page = graded_page(
        case(unit=unit, offence=offence),
        **{"overall.rationale": rationale, "A1.2.note": note, "supervision.note": supervision},
    )
    assert printed(page, printed_by=reader).pages >= 1


@given(text=st.text(max_size=500).filter(lambda text: SIGN not in text))
def test_every_sign_is_shown_or_counted(text: str) -> None:
    shown = load_typeface()
    lettering = Lettering(shown)
    lettering.place = "Here"
    plain = lettering.plain(text)
    assert all(ord(character) in shown for character in plain)
    assert bool(lettering.notices()) is (SIGN in plain)


@given(line=st.text(alphabet="ab c", min_size=1, max_size=50).map(lambda t: t * 400))
def test_pieces_are_short_and_lose_nothing(line: str) -> None:
    cut = list(pieces(line))
    assert "".join(cut) == line
    assert all(len(piece) <= PIECE for piece in cut)

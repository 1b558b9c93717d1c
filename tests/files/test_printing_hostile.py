from __future__ import annotations

import unicodedata
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printing_sample import FORM, case, graded_page, page_texts, placed_texts, printed, text_of
from pypdf import PdfReader

from reviewer.domain.form import TEXT_LIMIT
from reviewer.domain.review import rows_text
from reviewer.printing.letters.cleaning import SIGN, clean
from reviewer.printing.letters.faces import face_of

RIGHT_EDGE = 595.3 - 50


@pytest.mark.parametrize(
    "text",
    [
        '<img src="x"/>',
        "<b>bold</b> & <font color=red>red</font>",
        "&amp; &lt; &#65; &",
        "<para><a href='http://example.test'>x</a>",
        "<!-- c --> <![CDATA[x]]> <?pi?>",
        "</para></para>",
        "%(x)s {x} \\n \\ ) ( endstream EMC ET Q",
        "ŵ ŷ Ŵ Ŷ ł ż ą ę ’ “ ” – — … € → ≥ \N{MINUS SIGN}",
        "Ελληνικά и кириллица",
    ],
)
def test_markup_and_letters_are_printed_as_they_were_written(text: str) -> None:
    result = printed(graded_page(**{"overall.rationale": text}))
    assert text in text_of(result.content)
    assert result.notices == ()


def test_hostile_list_values_are_printed_as_they_were_written() -> None:
    page = graded_page(case(unit="<b>&unit</b>", risk="<script>", offence="<img src='x'>" * 9))
    text = text_of(printed(page).content)
    assert "<b>&unit</b>" in text
    assert "<script>" in text
    assert "<img src='x'><img" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("soft\N{SOFT HYPHEN}hyphen", "softhyphen"),
        ("zero\N{ZERO WIDTH SPACE}width", "zerowidth"),
        ("a\N{ZERO WIDTH JOINER}b\N{ZERO WIDTH NO-BREAK SPACE}c\N{WORD JOINER}d", "abcd"),
        ("turned\N{RIGHT-TO-LEFT OVERRIDE}round", "turnedround"),
        ("seen\N{VARIATION SELECTOR-16}.", "seen."),
        ("w\u0302y\u0302", "ŵŷ"),
    ],
)
def test_what_is_invisible_is_not_printed(text: str, shown: str) -> None:
    result = printed(graded_page(**{"overall.rationale": text}))
    assert shown in text_of(result.content).replace("\N{ZERO WIDTH JOINER}", "")
    assert SIGN not in text_of(result.content)
    assert result.notices == ()


@pytest.mark.parametrize("bullet", ["\uf0b7", "•", "-", "*", "1.", "a)"])
def test_lists_keep_their_bullets_and_numbers_and_hang(bullet: str) -> None:
    words = "word " * 60
    typed = f"First:\n{bullet}\t{words}\nLast."
    runs = placed_texts(printed(graded_page(**{"overall.rationale": typed})).content)[0]
    lines = [run for run in runs if run.text.startswith("word")]
    assert len({run.x for run in lines}) == 1
    (last,) = [run for run in runs if run.text == "Last."]
    assert lines[0].x > last.x


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("cuneiform \N{CUNEIFORM SIGN A}", "U+12000"),
        ("a\x1bc", "U+001B"),
        ("a\ud800b", "U+D800"),
        ("a\ue123b", "U+E123"),
    ],
)
def test_what_cannot_be_printed_is_a_sign_and_named_on_its_page(text: str, named: str) -> None:
    result = printed(graded_page(**{"overall.rationale": text}), with_details=False)
    first, *others = page_texts(result.content)
    assert SIGN in first
    assert named in first
    assert not any(named in other for other in others)
    (notice,) = result.notices
    assert str(notice).startswith("0042: ")
    assert named in str(notice)


def test_a_character_is_named_on_the_page_that_it_is_on_and_no_other() -> None:
    long = ("word " * 2_500) + "\N{CUNEIFORM SIGN A}"
    result = printed(graded_page(**{"overall.rationale": long}), with_details=False)
    texts = page_texts(result.content)
    carrying = [text for text in texts if "U+12000" in text]
    assert len(texts) > 2
    assert len(carrying) == 1
    assert carrying[0].count(SIGN) == 2


SCRIPTS = {
    "Arabic": "قال الطفل إنه خائف من العودة",
    "Urdu": "بچے نے کہا کہ وہ ڈرا ہوا ہے",
    "Hebrew": "הילד אמר שהוא מפחד",
    "Devanagari": "बच्चे ने कहा कि वह डरा हुआ है",
    "Bengali": "শিশুটি বলল সে ভয় পেয়েছে",
    "Gurmukhi": "ਬੱਚੇ ਨੇ ਕਿਹਾ ਕਿ ਉਹ ਡਰਿਆ ਹੋਇਆ ਹੈ",
    "Gujarati": "બાળકે કહ્યું કે તે ડરી ગયો છે",
    "Tamil": "குழந்தை பயந்ததாகச் சொன்னது",
    "Chinese": "孩子说他很害怕。不想回家。",
    "Korean": "아이가 무섭다고 말했다",
    "Japanese": "子どもは怖いと言いました",
    "Thai": "เด็กบอกว่ากลัว",
    "Amharic": "ልጁ ፈርቻለሁ አለ",
    "Georgian": "ბავშვმა თქვა",
    "Armenian": "\u0535\u0580\u0565\u056d\u0561\u0576",
    "emoji": "seen 😢 today",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_other_scripts_are_printed_with_faces_of_their_own(script: str) -> None:
    text = SCRIPTS[script]
    result = printed(graded_page(**{"overall.rationale": text}), with_details=False)
    content = text_of(result.content)
    assert SIGN not in content
    assert result.notices == ()
    letters = {c for c in unicodedata.normalize("NFC", text) if c.isalpha()}
    assert letters <= set(content)


def test_ten_scripts_in_one_paragraph_are_printed_over_several_lines() -> None:
    text = " and ".join(SCRIPTS.values()) * 4
    result = printed(graded_page(**{"overall.rationale": text}), with_details=False)
    assert result.notices == ()
    for runs in placed_texts(result.content):
        assert all(40 < run.x < RIGHT_EDGE for run in runs)


def test_a_text_from_right_to_left_begins_at_the_right() -> None:
    result = printed(graded_page(**{"overall.rationale": SCRIPTS["Hebrew"]}), with_details=False)
    runs = placed_texts(result.content)[0]
    hebrew = [run for run in runs if any("\u0590" < c < "\u05ff" for c in run.text)]
    assert hebrew
    assert min(run.x for run in hebrew) > 300


def test_the_longest_text_is_printed_whole_and_as_its_paragraphs() -> None:
    words = " ".join(f"w{n}" for n in range(3_300))[:TEXT_LIMIT]
    result = printed(graded_page(**{"overall.rationale": words}), with_details=False)
    assert set(words.split()) <= set(text_of(result.content).split())
    runs = [run for page in placed_texts(result.content) for run in page]
    lines = [run for run in runs if run.text.startswith("w") and len(run.text) > 60]
    ends = [run for run in runs if run.text.startswith("w") and len(run.text) < 40]
    assert len(lines) > 100
    assert len(ends) <= 1


def test_an_unbroken_word_wraps_within_the_page() -> None:
    result = printed(graded_page(**{"overall.rationale": "W" * TEXT_LIMIT}), with_details=False)
    runs = [run for page in placed_texts(result.content) for run in page]
    lines = [run for run in runs if set(run.text) == {"W"}]
    assert sum(len(run.text) for run in lines) == TEXT_LIMIT
    widest = max(len(run.text) for run in lines)
    assert widest * 9 * 0.9 < RIGHT_EDGE


def test_a_text_of_many_lines_and_of_no_words_is_printed() -> None:
    result = printed(
        graded_page(**{"overall.rationale": "a\n\n\n" * 1_000, "good_practice": " \n\t"})
    )
    assert "a a a" in text_of(result.content)


def test_a_hundred_rows_with_long_notes_are_printed_whole() -> None:
    rows = rows_text(
        tuple(
            {
                "stage": "ST1",
                "start": f"2018-{1 + n % 12:02}-{1 + n % 28:02}",
                "end": "2018-12-30",
                "reason": "R03",
                "note": f"note{n} " + "word " * 120,
            }
            for n in range(100)
        )
    )
    result = printed(graded_page(**{"delay.rows": rows}), with_details=False)
    text = text_of(result.content)
    assert all(f"note{n} " in text for n in range(100))
    for words in page_texts(result.content)[1:]:
        assert "Sheet" in words


def test_a_cell_higher_than_a_page_continues_on_the_next() -> None:
    note = " ".join(f"n{n}" for n in range(3_500))
    rows = rows_text(({"date": "2018-01-14", "note": note}, {"date": "2018-02-07"}))
    result = printed(graded_page(**{"supervision.entries": rows}), with_details=False)
    assert set(note.split()) <= set(text_of(result.content).split())
    heights = [run.y for page in placed_texts(result.content) for run in page]
    assert min(heights) > 15


@pytest.mark.parametrize("day", ["0001-01-01", "1815-06-18", "2999-12-31", "9999-12-31"])
def test_dates_in_another_century_are_printed(day: str) -> None:
    rows = rows_text(({"stage": "ST1", "start": day, "end": day, "reason": "R03"},))
    page = graded_page(case(reported=day), **{"delay.rows": rows, "period.to": day})
    assert day[:4].lstrip("0") in text_of(printed(page).content)


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
    ["<", ">", "</", "&", ";", "\\", ")", "(", "\ud800", "\x00", " ", "\t", "ش", "क्ष", "\u0301"]
)
_texts = st.text(max_size=300) | st.lists(_pieces, max_size=40).map("".join)


@given(texts=st.lists(_texts, min_size=6, max_size=6))
@settings(max_examples=25, deadline=None)
def test_no_text_ever_breaks_a_print(texts: list[str]) -> None:
    unit, offence, rationale, note, supervision, reader = texts
    page = graded_page(
        case(unit=unit, offence=offence),
        **{"overall.rationale": rationale, "A1.2.note": note, "supervision.note": supervision},
    )
    result = printed(page, by=reader)
    assert len(PdfReader(BytesIO(result.content)).pages) == result.pages


@given(text=st.text(max_size=500).filter(lambda text: SIGN not in text))
def test_every_sign_is_shown_or_named(text: str) -> None:
    cleaned, missing = clean(text)
    assert cleaned.count(SIGN) == len(missing)
    assert all(face_of(c) for c in cleaned if c not in "\u200c\u200d")

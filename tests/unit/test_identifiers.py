"""What looks like an identifier is found by its shape, by the list and by what names look like."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identifier_sentences import found_and_missed, sentences

from reviewer.domain.identifier import IdentifierKind, Phrase, Suspicion
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.withheld_words import withheld_words
from reviewer.identifiers.check import IdentifierCheck, plain_references, words_of

CHECK = IdentifierCheck()
Kind = IdentifierKind


def found(text: str, check: IdentifierCheck = CHECK) -> list[tuple[IdentifierKind, str]]:
    return [(p.kind, text[p.start : p.end]) for p in check.phrases(text)]


@pytest.mark.parametrize("seed", [15, 16, 17])
def test_most_of_what_is_in_synthetic_sentences_is_found_and_little_else(seed: int) -> None:
    counted = found_and_missed(CHECK, sentences(seed))
    assert counted.names >= 0.8
    assert counted.shapes >= 0.95
    assert counted.false_alarms <= 6


@pytest.mark.parametrize(
    ("text", "kind", "phrase"),
    [
        ("Ring 07911 123456 after school.", Kind.TELEPHONE, "07911 123456"),
        ("Ring +44 (0)1792 456789.", Kind.TELEPHONE, "+44 (0)1792 456789"),
        ("Her phone number is 456789.", Kind.TELEPHONE, "456789"),
        ("They live at np20 4ur now.", Kind.POSTCODE, "np20 4ur"),
        ("The child, DOB 1/2/05, was seen.", Kind.BIRTH, "1/2/05"),
        ("The girl was born in March 2009.", Kind.BIRTH, "March 2009"),
        ("He wrote to kay (at) example.com then.", Kind.EMAIL, "kay (at) example.com"),
        ("They met on snapchat: kay_99 is his.", Kind.ACCOUNT, "kay_99"),
        ("The NHS number 943 476 5919 is on file.", Kind.NUMBER, "943 476 5919"),
        ("See PNC ID 2004/0123456X for that.", Kind.NUMBER, "2004/0123456X"),
        ("The custody ref 18CT12345 is missing.", Kind.REFERENCE, "18CT12345"),
        ("It is log 1234 12/01/18 of the force.", Kind.REFERENCE, "1234 12/01/18"),
        ("His car is AB12 CDE, a red one.", Kind.VEHICLE, "AB12 CDE"),
        ("Seen at Flat 3, 27 High Street that day.", Kind.ADDRESS, "27 High Street"),
        ("The officer told Łukasz van der Berg this.", Kind.NAME, "Łukasz van der Berg"),
        ("Told by mother Anna K. at once.", Kind.NAME, "Anna K"),
        ("She said that Grace had left.", Kind.NAME, "Grace"),
        ("DC Baker did not reply.", Kind.NAME, "Baker"),
        ("Then mr smith came in.", Kind.NAME, "smith"),
        ("Then \u0428\u0435\u0432 came in.", Kind.NAME, "\u0428\u0435\u0432"),
    ],
)
def test_an_identifier_is_found_and_named(text: str, kind: IdentifierKind, phrase: str) -> None:
    assert (kind, phrase) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The review of 4/5/2018 was late; on 01.02.2018 14:30 she was seen.",
        "An S47 1st visit and a Section 47 2nd strategy meeting were held.",
        "In 2017/18, since 11/2017, for 1234 minutes, 12/14 actions, version 1.2.3.",
        "NCPI-TST-2018Q4-0001 was graded RI; outcome 16 on 12 March 2018.",
        "The Child Protection Plan was shared with Children's Services in Risca.",
        "She will mark it in May and hope for grace; the Court agreed in April 2018.",
        "Cafodd y plentyn ei weld ar ei phen ei hun ac mae'r cofnod yn dda.",
        "",
    ],
)
def test_what_is_no_identifier_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_reference_of_the_list_is_found_however_it_is_punctuated() -> None:
    check = IdentifierCheck(references=plain_references(["=SYN/18/00042", "7", "12345", "abc"]))
    for typed in ("SYN/18/00042", "syn 18 00042", "SYN-18-00042", "SYN1800042"):
        assert (Kind.REFERENCE, typed) in found(f"See {typed} of the force.", check)
    assert (Kind.REFERENCE, "12345") in found("See 12345 there.", check)
    assert found("See 7 of them.", check) == []


def test_a_word_of_a_personal_column_is_found_unless_it_is_in_any_text() -> None:
    check = IdentifierCheck(withheld=(withheld_words(["OLIVE Kray", "12 High Street", "The"]),))
    assert (Kind.LISTED, "KRAY") in found("The surname is KRAY here.", check)
    assert found("The high street was busy.", check) == []


def test_words_of_the_form_are_no_names() -> None:
    text = "The Vulnographer saw it."
    assert (Kind.NAME, "Vulnographer") in found(text)
    assert found(text, IdentifierCheck(ordinary=words_of(["A vulnographer's work"]))) == []


def test_names_are_not_looked_for_where_a_value_is_one() -> None:
    assert CHECK.phrases("Kowalski", names=False) == ()
    assert CHECK.phrases("Kowalski, 07911 123456", names=False) != ()


@given(st.text(max_size=200) | st.text("Aa1 0./@-:b\n'", max_size=200))
def test_phrases_of_any_text_lie_in_it_and_apart_from_each_other(text: str) -> None:
    end = 0
    for phrase in CHECK.phrases(text):
        assert end <= phrase.start < phrase.end <= len(text)
        end = phrase.end


@pytest.mark.parametrize(
    "piece",
    [
        "A ",
        "Mr ",
        "0 ",
        "1/",
        "@",
        "x@x.",
        "Anna ",
        "1 High ",
        "born on the ",
        "ref no ",
        "+1 ",
        "-",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    begun = time.process_time()
    CHECK.phrases(piece * (20_000 // len(piece)))
    assert time.process_time() - begun < 5


def test_a_phrase_is_shown_in_its_sentence() -> None:
    text = "First one. Then Anna K. came home. Last one."
    start = text.index("Anna")
    phrase = Phrase(start=start, end=start + 4, kind=Kind.NAME)
    suspicion = Suspicion(case=CaseId("C1"), key=Key("k"), phrase=phrase, within=text)
    assert suspicion.text == "Anna"
    assert suspicion.around == ("Then ", " K.")

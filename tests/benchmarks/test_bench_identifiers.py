"""How much of what names a person is found in synthetic sentences, and what looking costs."""

from __future__ import annotations

import sys
import time

import pytest
from identifier_sentences import found_and_missed, sentences

from reviewer.domain.withheld_words import withheld_words
from reviewer.identifiers.check import IdentifierCheck, plain_references

pytestmark = pytest.mark.bench

TEXTS = 10_000
CASES = 250
SEEDS = range(15, 25)


def say(line: str) -> None:
    sys.stdout.write(f"\n{line}")


def test_recall_and_false_alarms() -> None:
    given = [sentence for seed in SEEDS for sentence in sentences(seed)]
    counted = found_and_missed(IdentifierCheck(), given)
    say(f"{len(given):,} synthetic sentences")
    say(f"names found: {counted.names:.3f} (wanted: at least 0.8)")
    say(f"shapes found: {counted.shapes:.3f} (wanted: at least 0.95)")
    say(f"false alarms: {counted.false_alarms} in all (wanted: at most 2 a case)")
    for missed in counted.missed[:10]:
        say(f"  missed: {missed}")


def test_looking_through_ten_thousand_texts() -> None:
    check = IdentifierCheck(
        references=plain_references(f"SYN/18/{number:05d}" for number in range(CASES)),
        withheld=(withheld_words(f"Surname{number} Street" for number in range(CASES * 4)),),
    )
    given = [sentence.text for seed in SEEDS for sentence in sentences(seed)]
    texts = [given[number % len(given)] for number in range(TEXTS)]
    check.phrases(texts[0])
    begun = time.process_time()
    for text in texts:
        check.phrases(text)
    spent = time.process_time() - begun
    say(f"{TEXTS:,} texts: {spent:.2f} s of the processor (wanted: under 2)")

"""Spelling: reading a dictionary, looking through a long text, and suggesting corrections."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from reviewer.domain.spelling import words_in
from reviewer.spelling.dictionary import Dictionary

pytestmark = pytest.mark.bench

READ = """
import psutil, sys, time
resident = psutil.Process().memory_info
began, before = time.process_time(), resident().rss
from reviewer.spelling.dictionary import Dictionary
Dictionary([sys.argv[1]])
print((time.process_time() - began) * 1000, (resident().rss - before) / (1 << 20))
"""
TEXT = "The stratergy discussion was not recieved until Tuesday; the child was seen alone. " * 241


def milliseconds(doing: Callable[[], object]) -> float:
    began = time.process_time()
    doing()
    return (time.process_time() - began) * 1000


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_dictionary_is_read(language: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ, language], capture_output=True, text=True, check=True
    )
    taken, memory = map(float, done.stdout.split())
    print(f"\ndictionary {language}: {taken:.0f} ms of processor, {memory:.0f} MB")
    assert taken < 500
    assert memory < 60


def test_a_text_of_20_000_characters_is_looked_through_first_and_again() -> None:
    dictionary = Dictionary(["en", "cy"])

    def look() -> list[str]:
        return [word.text for word in words_in(TEXT) if not dictionary.knows(word.text)]

    first, again = milliseconds(look), milliseconds(look)
    print(f"\n{len(TEXT):,} characters: first {first:.1f} ms, again {again:.1f} ms")
    assert set(look()) == {"stratergy", "recieved"}
    assert again < 100


def test_corrections_are_suggested() -> None:
    dictionary = Dictionary(["en", "cy"])
    taken = milliseconds(lambda: dictionary.suggestions("recieved"))
    print(f"\nsuggestions in two languages: {taken:.0f} ms of processor")
    assert taken < 2_000

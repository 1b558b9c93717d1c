"""Names that look the same have one skeleton, in whatever script they are written."""

from __future__ import annotations

import pytest

from reviewer.domain.lookalikes import skeleton

# ruff: noqa: RUF001 - letters that are taken for others are what this is about


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Peter Scott", "РеТег Ѕсоtt"),
        ("PETER SCOTT", "ꓑꓰꓔꓰꓣ ꓢꓚꓳꓔꓔ"),
        ("ALICE BELL", "ꓮꓡꓲꓚꓰ ꓐꓰꓡꓡ"),
        ("CARL", "ᏟᎪᎡᏞ"),
        ("Hans Ann", "ʜᴀɴs ᴀɴɴ"),
        ("Kate", "Kаt℮"),
        ("Oli", "໐li"),
        ("Otto", "𐐄ttο"),
        ("Łukasz Søren", "Lukasz Soren"),
        ("Đorđe", "Dorde"),
        ("Jane Inspector", "Jane\u3164Inspector"),
        ("Jane Inspector", "\u202eJane Inspector\u202c"),
        ("Jane Inspector", "J\u2066ane\u2069 In\u034fspector\ufe0f"),
        ("Mary Horn", "Mary Hom"),
        ("William", "VVilIiam"),
    ],
)
def test_names_that_look_the_same_are_one(name: str, other: str) -> None:
    assert skeleton(name) == skeleton(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [("Ali Khan", "علي خان"), ("Anna Lee", "Anne Lee"), ("Иван", "Ivan"), ("Eva", "Ewa")],
)
def test_other_names_are_not(name: str, other: str) -> None:
    assert skeleton(name) != skeleton(other)

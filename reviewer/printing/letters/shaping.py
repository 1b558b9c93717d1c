"""Letters that join, stack or sit on each other: shaped by HarfBuzz, piece by piece."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

import uharfbuzz

from reviewer.printing.letters.cleaning import JOINERS
from reviewer.printing.letters.faces import REGULAR, face_of
from reviewer.printing.pdf.font import load_face

_EM: Final = 1000
_FILLING: Final = "\N{ZERO WIDTH SPACE}"
"""What a further glyph of a letter shows by itself: a text copied has the letter once."""

_VIRAMA: Final = 9
"""The combining class of a sign that joins the letters on its sides."""

_CLOSING: Final = frozenset(
    "\u2019\u201d\u2026\u3001\u3002\u3005\u3009\u300b\u300d\u300f\u3011\u3015\u3041\u3043"
    "\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3"
    "\u30e5\u30e7\u30fc\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d"
)
"""Chinese and Japanese signs that no line begins with."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: how far it is moved and how far it advances, in thousandths of an em."""

    glyph: int
    shows: str
    right: float
    up: float
    advance: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs of one face and direction, from the left; `width` in thousandths of an em."""

    text: str
    level: int
    face: str
    glyphs: tuple[Glyph, ...]
    width: float


def tokens(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the parts of a text begin and end between which a line may break.

    A line breaks at spaces, which are at the end of their part, and between the characters
    of scripts that have no spaces.
    """
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or _may_break(text[place - 1], text[place]):
            yield start, place
            start = place


def letters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the letters of a part begin and end, each with the marks that belong to it."""
    first = start
    for place in range(start + 1, end + 1):
        if place == end or not (
            text[place] in JOINERS
            or text[place - 1] in JOINERS
            or unicodedata.category(text[place]).startswith("M")
            or unicodedata.combining(text[place - 1]) == _VIRAMA
        ):
            yield first, place
            first = place


def shape(text: str, levels: Sequence[int], path: str) -> list[Piece]:
    """Shape one part of a text; `path` is the face of the typeface that is asked first."""
    pieces = []
    faces = _faces(text, path)
    at = 0
    for (level, face), run in groupby(zip(levels, faces, strict=True)):
        length = sum(1 for _ in run)
        pieces.append(_piece(text[at : at + length], level, face))
        at += length
    return pieces


def _may_break(before: str, after: str) -> bool:
    if before == " ":
        return after != " "
    if after in _CLOSING or after == " ":
        return False
    return _is_separate(before) or _is_separate(after)


def _is_separate(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3" or (
        "\u0e00" <= character <= "\u0e7f" and unicodedata.category(character) == "Lo"
        and not "\u0e30" <= character <= "\u0e3a"
    )  # fmt: skip


def _faces(text: str, path: str) -> list[str]:
    """Return the face of each character; what joins or combines keeps to the one before it."""
    faces: list[str] = []
    for character in text:
        own = face_of(character) or REGULAR
        before = faces[-1] if faces else own
        combines = character in JOINERS or unicodedata.combining(character)
        keeps = combines or character in "\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
        if keeps and (character in JOINERS or ord(character) in load_face(before).glyphs):
            own = before
        faces.append(path if own == REGULAR else own)
    return faces


@lru_cache(maxsize=64)
def _font(path: str) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(load_face(path).content))


@lru_cache(maxsize=20_000)
def _piece(text: str, level: int, path: str) -> Piece:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if level % 2 else "ltr"
    uharfbuzz.shape(_font(path), buffer)
    scale = _EM / load_face(path).units
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    glyphs: list[Glyph] = []
    shaped = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    for cluster, group in groupby(shaped, key=lambda pair: pair[0].cluster):
        members = list(group)
        shown = _shares(text[cluster : ends[cluster]], len(members), left_to_right=level % 2 == 0)
        glyphs.extend(
            Glyph(
                info.codepoint,
                part,
                position.x_offset * scale,
                position.y_offset * scale,
                position.x_advance * scale,
            )
            for (info, position), part in zip(members, shown, strict=True)
        )
    return Piece(text, level, path, tuple(glyphs), sum(glyph.advance for glyph in glyphs))


def _shares(text: str, glyphs: int, *, left_to_right: bool) -> list[str]:
    """Share the characters of a letter out to its glyphs."""
    if len(text) == glyphs:
        return list(text if left_to_right else text[::-1])
    shares = [text, *([_FILLING] * (glyphs - 1))]
    return shares if left_to_right else shares[::-1]

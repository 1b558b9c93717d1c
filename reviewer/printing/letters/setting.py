"""Texts set in lines of a width: what is drawn, and what could not be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.printing.letters.cleaning import SIGN, clean
from reviewer.printing.letters.direction import levels_of, reordered
from reviewer.printing.letters.faces import BOLD, REGULAR
from reviewer.printing.letters.shaping import Piece, letters, shape, tokens
from reviewer.printing.letters.style import TextStyle
from reviewer.printing.pdf.file import PdfFile
from reviewer.printing.pdf.font import FontInUse, load_face
from reviewer.printing.pdf.values import number, text

_EM: Final = 1000
_REMEMBERED: Final = 8_000
_SHORT: Final = 200
"""Short texts are kept as they were set: the labels of a form recur with every case."""

_BOLDER: Final = 0.02
"""How much of its size a letter of a face without a bold weight is drawn thicker."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its operators in the style's font, its width in points, what is missing in it.

    A line that is `plain` changes neither font nor position of its own.
    """

    code: bytes
    width: float
    plain: bool = True
    missing: tuple[str, ...] = ()
    left_to_right: bool = True


class Typesetter:
    """Sets the texts of one file and keeps the fonts they need."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self.fonts: dict[str, FontInUse] = {}
        self._set: dict[tuple[str, TextStyle, float], tuple[Line, ...]] = {}
        self._words: dict[str, dict[str, tuple[str, float]]] = {REGULAR: {}, BOLD: {}}
        self._plain = load_face(REGULAR).glyphs.keys() & load_face(BOLD).glyphs.keys()

    def font(self, path: str) -> FontInUse:
        """Return a font of the file, there from its first use on."""
        found = self.fonts.get(path)
        if found is None:
            found = FontInUse(load_face(path), f"F{len(self.fonts) + 1}", self._file.reserve())
            self.fonts[path] = found
        return found

    def set(self, untrusted: str, style: TextStyle, width: float) -> tuple[Line, ...]:
        """Set a text of one line or, where it is wider, of several.

        Spaces at its ends are left out, those within are kept.
        """
        key = (untrusted, style, width)
        found = self._set.get(key)
        if found is None:
            cleaned, missing = clean(untrusted)
            cleaned = cleaned.strip(" ")
            if cleaned.isascii() or self._is_plain(cleaned):
                lines = list(self._plain_lines(cleaned, style, width))
            else:
                lines = list(self._shaped_lines(cleaned, style, width))
            if missing:
                lines = list(_with_missing(lines, missing))
            found = tuple(line for line, _ in lines)
            if len(untrusted) <= _SHORT:
                if len(self._set) > _REMEMBERED:
                    self._set.clear()
                self._set[key] = found
        return found

    def width(self, untrusted: str, style: TextStyle) -> float:
        """Return how wide a text is in one line, in points."""
        return max((line.width for line in self.set(untrusted, style, 1e9)), default=0.0)

    def fitting(self, untrusted: str, style: TextStyle, room: float) -> str:
        """Return a text that fits one line of a width, cut with … where it must be."""
        if self.width(untrusted, style) <= room:
            return untrusted
        cut = untrusted[:_SHORT]
        while cut and self.width(f"{cut}…", style) > room:
            cut = cut[:-1]
        return f"{cut.rstrip()}…"

    def _is_plain(self, cleaned: str) -> bool:
        return all(map(self._plain.__contains__, map(ord, cleaned))) and not any(
            map(_needs_shaping, cleaned)
        )

    def _word(self, word: str, path: str) -> tuple[str, float]:
        """Return the identifiers of a plain word, and its width in thousandths of an em."""
        words = self._words[path]
        found = words.get(word)
        if found is None:
            font = self.font(path)
            glyphs, face = font.face.glyphs, font.face
            code = "".join(f"{font.identifier(glyphs[ord(c)], c):04X}" for c in word)
            found = words[word] = code, sum(face.width(glyphs[ord(c)]) for c in word)
        return found

    def _plain_lines(
        self, cleaned: str, style: TextStyle, width: float
    ) -> Iterator[tuple[Line, str]]:
        path = BOLD if style.bold else REGULAR
        scale = style.size / _EM
        room = width / scale
        space, gap = self._word(" ", path)
        held: list[str] = []
        words: list[str] = []
        taken = -gap
        for word in cleaned.split(" "):
            code, wide = self._word(word, path)
            if words and taken + gap + wide > room:
                yield _plain_line(held, space, taken * scale, words)
                held, words, taken = [], [], -gap
            if wide > room:
                *full, word = self._cut(word, path, room)  # noqa: PLW2901 - its last part continues
                for part in full:
                    code, wide = self._word(part, path)
                    yield _plain_line([code], space, wide * scale, [part])
                code, wide = self._word(word, path)
            held.append(code)
            words.append(word)
            taken += gap + wide
        yield _plain_line(held, space, max(taken, 0.0) * scale, words)

    def _cut(self, word: str, path: str, room: float) -> list[str]:
        """Cut a word that is wider than a line, at least one character to a line."""
        parts, start, taken = [], 0, 0.0
        for place, character in enumerate(word):
            wide = self._word(character, path)[1]
            if place > start and taken + wide > room:
                parts.append(word[start:place])
                start, taken = place, 0.0
            taken += wide
        return [*parts, word[start:]]

    def _shaped_lines(
        self, cleaned: str, style: TextStyle, width: float
    ) -> Iterator[tuple[Line, str]]:
        base, levels = levels_of(cleaned)
        path = BOLD if style.bold else REGULAR
        room = width * _EM / style.size
        held: list[Piece] = []
        taken = 0.0
        for start, end in self._narrow_tokens(cleaned, levels, path, room):
            bare = start + len(cleaned[start:end].rstrip(" "))
            word = shape(cleaned[start:bare], levels[start:bare], path) if bare > start else []
            wide = sum(piece.width for piece in word)
            if held and taken + wide > room:
                yield self._shaped_line(held, style, base)
                held, taken = [], 0.0
            gap = shape(cleaned[bare:end], levels[bare:end], path) if end > bare else []
            held += [*word, *gap]
            taken += wide + sum(piece.width for piece in gap)
        yield self._shaped_line(held, style, base)

    def _narrow_tokens(
        self, cleaned: str, levels: Sequence[int], path: str, room: float
    ) -> Iterator[tuple[int, int]]:
        """Yield the parts of a text, those wider than a line in single characters."""
        for start, end in tokens(cleaned):
            pieces = shape(cleaned[start:end], levels[start:end], path)
            if sum(piece.width for piece in pieces) <= room:
                yield start, end
            else:
                yield from letters(cleaned, start, end)

    def _shaped_line(self, held: list[Piece], style: TextStyle, base: int) -> tuple[Line, str]:
        while held and not held[-1].text.strip(" "):
            held = held[:-1]
        code = b"".join(self._piece_code(piece, style) for piece in reordered(held))
        own = self.font(BOLD if style.bold else REGULAR).name.encode()
        code += b"/%s %s Tf" % (own, number(style.size))
        width = sum(piece.width for piece in held) * style.size / _EM
        line = Line(code, width, plain=False, left_to_right=base % 2 == 0)
        return line, "".join(piece.text for piece in held)

    def _piece_code(self, piece: Piece, style: TextStyle) -> bytes:
        font = self.font(piece.face)
        code = [b"/%s %s Tf " % (font.name.encode(), number(style.size))]
        thicker = style.bold and piece.face != BOLD
        if thicker:
            code.append(b"2 Tr %s w " % number(style.size * _BOLDER))
        shows: list[bytes] = []
        rise = 0.0
        for glyph in piece.glyphs:
            if glyph.up != rise:
                code.append(
                    b"[%s]TJ %s Ts " % (b"".join(shows), number(glyph.up * style.size / _EM))
                )
                shows, rise = [], glyph.up
            moved = font.face.width(glyph.glyph) + glyph.right - glyph.advance
            shows.append(
                b"%s<%04X>%s"
                % (
                    number(-glyph.right) if glyph.right else b"",
                    font.identifier(glyph.glyph, glyph.shows),
                    number(moved) if abs(moved) > 0.01 else b"",
                )
            )
        code.append(b"[%s]TJ " % b"".join(shows))
        if rise:
            code.append(b"0 Ts ")
        if thicker:
            code.append(b"0 Tr ")
        if piece.level % 2:
            # A text copied is put in its order from what each glyph shows; readers turn round
            # what is given to them as a whole.
            return b"".join(code)
        return b"/Span<</ActualText%s>>BDC %sEMC " % (text(piece.text), b"".join(code))


def _plain_line(
    held: Sequence[str], space: str, width: float, words: Sequence[str]
) -> tuple[Line, str]:
    code = space.join(held)
    return Line(b"<%s>Tj" % code.encode(), width), " ".join(words)


def _with_missing(
    lines: Sequence[tuple[Line, str]], missing: Sequence[str]
) -> Iterator[tuple[Line, str]]:
    """Give each line the missing characters that are signs in it."""
    at = 0
    for line, words in lines:
        count = words.count(SIGN)
        if count:
            line = Line(  # noqa: PLW2901 - the same line, with what it lacks
                line.code,
                line.width,
                line.plain,
                tuple(missing[at : at + count]),
                line.left_to_right,
            )
        at += count
        yield line, words


def _needs_shaping(character: str) -> bool:
    """Say whether a character of the typeface combines, or runs from right to left."""
    point = ord(character)
    return point >= 0x300 and (0x300 <= point < 0x370 or 0x590 <= point < 0x900)

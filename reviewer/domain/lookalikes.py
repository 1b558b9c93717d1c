"""Names that a person may take for one another, though their characters differ."""

from __future__ import annotations

import unicodedata
from typing import Final

# ruff: noqa: RUF001 - letters that are taken for others are what this module is about

_LIKE: Final = {
    "a": "ɑαа",
    "b": "ƄЬᏏ",
    "c": "сᴄⲥꮯ",
    "d": "ԁᏧ",
    "e": "еҽꬲ",
    "f": "քẝꞙꬵ",
    "g": "ƍɡցᶃ",
    "h": "һհᏂ",
    "i": "ıɩɪιіӏᎥꙇꭵ",
    "j": "ϳј",
    "l": "ƖǀΙІӀⲒ",
    "n": "ոռ",
    "o": "οσоօᴏᴑⲟꬽ",
    "p": "ρрⲣ",
    "q": "ԛգզ",
    "r": "гᴦⲅꭇꭈꮁ",
    "s": "ƽѕꜱꮪ",
    "u": "ʋυսᴜꞟꭎꭒ",
    "v": "νѵᴠꮩ",
    "w": "ɯѡԝաᴡꮃ",
    "x": "х",
    "y": "ɣʏγуүᶌỿꭚ",
    "z": "ᴢꮓ",
    "A": "ΑАᎪ",
    "B": "ΒВᏴꞴ",
    "C": "СᏟⲤ",
    "D": "Ꭰ",
    "E": "ΕЕᎬ",
    "F": "ϜꞘ",
    "G": "ԌᏀᏳ",
    "H": "ΗНᎻⲎ",
    "J": "ͿЈᎫꞲ",
    "K": "ΚКᏦⲔ",
    "L": "ᏞⳐ",
    "M": "ΜϺМᎷⲘ",
    "N": "ΝⲚ",
    "O": "ΟОՕⲞ",
    "P": "ΡРᏢⲢ",
    "R": "ƦᎡᏒ",
    "S": "ЅՏᏕᏚ",
    "T": "ΤТᎢⲦ",
    "U": "Ս",
    "V": "ѴᏙ",
    "W": "ԜᎳᏔ",
    "X": "ΧХⲬꞳ",
    "Y": "ΥУҮᎩᎽⲨ",
    "Z": "ΖᏃ",
    "2": "ƧϨꙄꝚ",
    "3": "ƷȜЗӠⳌꝪꞫ",
    "4": "Ꮞ",
    "5": "Ƽ",
    "6": "бᏮⳒ",
    "8": "Ȣȣ",
    "9": "ⳊꝮ",
}
"""For each letter and digit, the letters of living alphabets and of Coptic that look like it.

From confusables.txt of Unicode Technical Standard 39, without what NFKD resolves. © Unicode, Inc.,
under the Unicode License V3.
"""

_AS_ONE: Final = str.maketrans({"1": "l", "i": "l", "|": "l", "0": "o"})
"""What looks alike in many typefaces once case makes no difference."""

_PAIRS: Final = (("rn", "m"), ("vv", "w"))

_LETTER: Final = {other: letter for letter, others in _LIKE.items() for other in others}


def skeleton(name: str) -> str:
    """Return what is left of a name once look-alikes are one: equal for names that look alike.

    After Unicode Technical Standard 39, and wider: case, accents, punctuation and the order of the
    words make no difference either.
    """
    plain = unicodedata.normalize("NFKD", name)
    letters = (_LETTER.get(c, c) for c in plain if unicodedata.category(c)[0] not in "MC")
    spaced = "".join(c if c.isalnum() or c == "|" else _gap(c) for c in letters)
    for pair, single in _PAIRS:
        spaced = spaced.casefold().replace(pair, single)
    return " ".join(sorted(spaced.translate(_AS_ONE).split()))


def _gap(character: str) -> str:
    """Return what stands for what is no letter: apostrophes and unseen characters join words."""
    return "" if character in "'’ʼ`´\ufffd" else " "

"""Names that a person may take for one another, though their characters differ."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# ruff: noqa: RUF001 - letters that are taken for others are what this module is about

_LIKE: Final = {
    "a": "ɑαа",
    "b": "ƄБЬѢѣҌҍᏏᑲᑳᖯ",
    "c": "¢сҫⲥꮯ𐐽",
    "d": "ԁᏧᑯꓒ",
    "e": "еҽҿ℮ꬲ",
    "f": "քẝꬵ",
    "g": "ƍɡց",
    "h": "ћһհᏂᏲꚕ",
    "i": "ıɩιіӏᎥᵻᵼꙇꭵ𑣃",
    "j": "ϳј",
    "l": "ƖƗǀΙІӀ۱ᛁᣳⲒⵏꓲ𐊊𐌉𐌠𖼨",
    "m": "ꭑ",
    "n": "ηոռ",
    "o": "ɵοσоѳөօ۵०੦૦௦౦೦ഠ൦๐໐တဝ၀ჿᴑⲟꬽꬾꭴꮎꮻ𐐬𐓪𑣈𑣗",
    "p": "ρрⲣ",
    "q": "ԛգզ",
    "r": "гғᣴᴦⲅꭇꭈꮁ",
    "s": "ƽѕᣵꮪ𐑈𑣁",
    "u": "ʋυսᵾꞟꮜ𐓶𑣘",
    "v": "νѵꮩ𑜆𑣀",
    "w": "ɯѡѽԝաꝡꮃ𑓅𑜊𑜎𑜏",
    "x": "хᕁᕽ",
    "y": "ɣγуүұყᶌ𑣜",
    "z": "ᙆꮓ𑣄",
    "A": "ΑАᎪᗅꓮ𐊠𖽀",
    "B": "ΒВᏴᗷꓐꞴ𐊂𐊡𐌁",
    "C": "©СҪᏟ₡Ⲥꓚ𐊢𐌂𐐕𐔜𑣩𑣲",
    "D": "ÐƉᎠᗞᗪꓓ",
    "E": "ΕЕᎬⴹꓰ𐊆𑢦𑢮",
    "F": "Ϝᖴꓝ𐊇𐊥𐔥𑢢𑣂",
    "G": "ԌᏀᏳꓖ",
    "H": "ΗНҢӇӉᎻᕼⲎꓧ𐋏",
    "J": "ͿЈᎫᒍꓙ",
    "K": "ΚКҚҞᏦᛕ₭Ⲕꓗ𐔘",
    "L": "ᏞᒪⳐꓡ𐐛𐔦𑢣𑢲𖼖",
    "M": "ΜϺМӍᎷᗰᛖⲘꓟ𐊰𐌑",
    "N": "ΝⲚꓠ𐔓",
    "O": "ΘΟθОѲӨՕ০ଠ୦ዐᎾᏫⲞⴱⵁⵔ〇ꓳ𐊒𐊫𐐄𐓂𐔖𑓐𑢵𑣠",
    "P": "ΡРᏢᑭᣖ℗Ⲣꓑ𐊕",
    "Q": "ⵕ",
    "R": "®ƦᎡᏒᖇꓣ𐒴𖼵",
    "S": "ЅՏᏕᏚꓢ𐊖𐐠𖼺",
    "T": "ΤТҬᎢ₮Ⲧꓔ𐊗𐊱𐌕𑢼𖼊",
    "U": "ɄՍሀᏌᑌꓴ𐓎𑢸𖽂",
    "V": "Ѵ۷Ꮩᐯⴸꓦꛟ𐔝𑢠𖼈",
    "W": "ԜᎳᏔ₩ꓪ𑣦𑣯",
    "X": "ΧХҲᚷⲬⵝꓫꞳ𐊐𐊴𐌗𐌢𐔧𑣬",
    "Y": "¥ΥУҮҰᎩᎽⲨꓬ𐊲𑢤𖽃",
    "Z": "ΖᏃꓜ𐋵𑢩𑣥",
    "1": "➀",
    "2": "ƧƻϨᒿ➁ꙄꛯꝚ",
    "3": "ƷȜЗҘӠ➂ⳌꝪꞫ𑣊𖼻",
    "4": "Ꮞ➃𑢯",
    "5": "Ƽ➄𑢻",
    "6": "бᏮ➅Ⳓ𑣕",
    "7": "➆𐓒𑣆",
    "8": "Ȣȣ৪੪➇𐌚",
    "9": "৭੧୨൭➈ⳊꝮ𑢬𑣌𑣖",
}
"""For each letter and digit, the characters of every script that look like it.

From confusables.txt of Unicode Technical Standard 39, without what NFKD resolves and what the
character's own name says (`_LATIN`). © Unicode, Inc., under the Unicode License V3.
"""

_LATIN: Final = re.compile(
    r"LATIN (?:SMALL LETTER|CAPITAL LETTER|LETTER SMALL CAPITAL) (?P<letter>[A-Z])(?: WITH .*)?"
)
"""How Unicode names a small capital, and a letter with a stroke, which NFKD leaves whole."""

_BLANK: Final = frozenset("\u115f\u1160\u2800")
"""Letters and signs without ink, after NFKD."""

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
    letters = (_letter(c) for c in plain if unicodedata.category(c)[0] not in "MC")
    spaced = "".join(c if c.isalnum() or c == "|" else _gap(c) for c in letters)
    for pair, single in _PAIRS:
        spaced = spaced.casefold().replace(pair, single)
    return " ".join(sorted(spaced.translate(_AS_ONE).split()))


def _letter(character: str) -> str:
    """Return the letter that a character looks like, itself where it is like no other."""
    if character in _BLANK:
        return " "
    if character.isascii() or character in _LETTER:
        return _LETTER.get(character, character)
    named = _LATIN.fullmatch(unicodedata.name(character, ""))
    return named["letter"] if named else character


def _gap(character: str) -> str:
    """Return what stands for what is no letter: apostrophes and unseen characters join words."""
    return "" if character in "'’ʼ`´\ufffd" else " "

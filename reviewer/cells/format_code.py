"""The code of a number format taken apart: its sections, and what each of them shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final

UNKNOWN: Final = "x"
"""Stands for a format that depends on the country a program is set to."""
BUILT_IN: Final = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    37: f"#,##0;{UNKNOWN}",
    38: f"#,##0;{UNKNOWN}",
    39: f"#,##0.00;{UNKNOWN}",
    40: f"#,##0.00;{UNKNOWN}",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((5, 6, 7, 8, 41, 42, 43, 44), UNKNOWN),
    **dict.fromkeys((27, 30, 36, 50, 57), "yyyy/m/d"),
}
"""The formats that a workbook names by number."""

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|(?P<space>_.)|(?P<fill>\*.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<ampm>AM/PM|A/P)|(?P<date>y+|m+|d+|h+|s+)|(?P<exp>E[+-])"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<at>@)"
    r"|(?P<plain>[-$+/():!^&'~{}<>= €£¥])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_COLOUR: Final = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d{1,2}", re.IGNORECASE
)
_ELAPSED: Final = re.compile(r"h+|m+|s+", re.IGNORECASE)


class Shows(Enum):
    """What a section of a format shows."""

    NUMBER = auto()
    DAY = auto()
    MONTH = auto()
    NO_YEAR = auto()
    TIME = auto()
    TEXT = auto()
    GENERAL = auto()
    UNKNOWN = auto()


DAYS: Final = frozenset({Shows.DAY, Shows.MONTH, Shows.NO_YEAR, Shows.TIME})


@dataclass(frozen=True, slots=True)
class FormatToken:
    """A part of a format: what kind it is, and its text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FormatSection:
    """A part of a format for some numbers; `condition` says for which, as `[>100]`."""

    tokens: tuple[FormatToken, ...]
    shows: Shows
    condition: tuple[str, float] | None = None


@lru_cache(maxsize=2_000)
def is_plain(code: str) -> bool:
    """Say whether a format shows what a reader of workbooks gives: General, whole days, texts."""
    first, *others = sections_of(code)
    if first.condition or len(others) > 1 or not all(map(_is_bare_text, others)):
        return False
    general = all(token.kind == "general" for token in first.tokens) and not others
    return first.shows is Shows.DAY or _is_bare_text(first) or general


def _is_bare_text(section: FormatSection) -> bool:
    return section.shows is Shows.TEXT and all(token.kind == "at" for token in section.tokens)


@lru_cache(maxsize=2_000)
def shows_days(code: str) -> bool:
    """Say whether a format shows numbers as days or times."""
    return any(section.shows in DAYS for section in sections_of(code))


@lru_cache(maxsize=2_000)
def sections_of(code: str) -> tuple[FormatSection, ...]:
    """Return the sections of a format, at most four."""
    tokens = [
        FormatToken(str(found.lastgroup), found[str(found.lastgroup)])
        for found in _TOKEN.finditer(code)
    ]
    parts: list[list[FormatToken]] = [[]]
    for token in tokens:
        if token.kind == "other" and token.text == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_section(part, last=at >= 3) for at, part in enumerate(parts[:4]))


def _section(tokens: list[FormatToken], *, last: bool) -> FormatSection:
    kept: list[FormatToken] = []
    condition = None
    unknown = False
    for token in tokens:
        if token.kind != "bracket":
            unknown = unknown or token.kind == "other"
            kept.append(token)
        elif found := _CONDITION.fullmatch(token.text):
            condition = found[1], float(found[2])
        elif _ELAPSED.fullmatch(token.text):
            kept.append(FormatToken("elapsed", token.text))
        elif token.text.startswith("$") and (not token.text.startswith("$-") or not kept):
            kept.append(FormatToken("quoted", token.text[1:].partition("-")[0]))
        elif kept or not _COLOUR.fullmatch(token.text):
            unknown = True
    shows = Shows.UNKNOWN if unknown else _shows(kept, last=last)
    return FormatSection(tuple(kept), shows, condition)


def _shows(tokens: list[FormatToken], *, last: bool) -> Shows:
    kinds = {token.kind for token in tokens}
    if kinds & {"date", "elapsed"}:
        return Shows.UNKNOWN if "exp" in kinds else _shows_of_a_day(tokens)
    if "general" in kinds:
        return Shows.GENERAL
    if "at" in kinds or last:
        return Shows.TEXT
    return Shows.NUMBER


def _shows_of_a_day(tokens: list[FormatToken]) -> Shows:
    """Say which parts of a day are shown; `m` beside hours or seconds is minutes."""
    parts = [t.text.casefold() for t in tokens if t.kind in {"date", "elapsed"}]
    months = [
        at
        for at, part in enumerate(parts)
        if part[0] == "m"
        and (len(part) > 2 or not _is_minutes(parts, at))
    ]  # fmt: skip
    year = any(part[0] == "y" for part in parts)
    day = any(part in {"d", "dd"} for part in parts)
    weekday = any(part in {"ddd", "dddd"} for part in parts)
    if year and months and day:
        return Shows.DAY
    if year and months:
        return Shows.MONTH
    if months or day or year or weekday:
        return Shows.NO_YEAR if months and day else Shows.UNKNOWN
    return Shows.TIME


def _is_minutes(parts: list[str], at: int) -> bool:
    before = at > 0 and parts[at - 1][0] == "h"
    return before or (at + 1 < len(parts) and parts[at + 1][0] == "s")

"""What a cell shows by its number format: a workbook stores 15456 and shows 0015456/17."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

from reviewer.cells.format_code import DAYS, FormatSection, FormatToken, Shows, sections_of
from reviewer.cells.sheet import Doubtful, Month, RawCell

_DIGITS: Final = 15
"""Digits of a number that a spreadsheet keeps."""
_DAY: Final = timedelta(days=1)
_NO_LEAP_DAY: Final = 60
"""Day number 60 is 29 February 1900, which never was; the days before it count otherwise."""
_LAST_DAY: Final = 2_958_465
"""31 December 9999."""


def shown_text(text: str, code: str) -> RawCell:
    """Return what a cell with a text shows."""
    sections = sections_of(code)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if len(sections) <= 3 and section.shows is not Shows.TEXT:
        return text
    if section.shows not in {Shows.TEXT, Shows.NUMBER}:
        return Doubtful("format-not-known", text)
    parts = (text if token.kind == "at" else _literal(token) for token in section.tokens)
    return _or_hidden("".join(parts), text)


def shown_number(number: float, code: str, *, from_1904: bool) -> RawCell:
    """Return what a cell with a number shows: a text, a day, a month, or what can't be known."""
    held = general(number)
    chosen = _chosen(sections_of(code), number)
    shown: str | None = None
    if chosen is not None:
        section, value = chosen
        if section.shows in DAYS:
            return _day(number, section, from_1904=from_1904)
        if section.shows is Shows.NUMBER:
            shown = _number(section.tokens, value)
        elif section.shows is not Shows.UNKNOWN and not _has_words_for_text(section):
            shown = "".join(
                general(value) if token.kind in {"general", "at"} else _literal(token)
                for token in section.tokens
            )
    return Doubtful("format-not-known", held) if shown is None else _or_hidden(shown, held)


def _has_words_for_text(section: FormatSection) -> bool:
    """Say whether a section puts words round a text: programs differ on what a number shows."""
    return section.shows is Shows.TEXT and len(section.tokens) > 1


def _day(number: float, section: FormatSection, *, from_1904: bool) -> RawCell:
    moment = moment_of(number, from_1904=from_1904)
    if section.shows is Shows.TIME:
        if any(token.kind == "elapsed" for token in section.tokens):
            return timedelta(days=number)
        seconds = round(number % 1 * _DAY.total_seconds()) % round(_DAY.total_seconds())
        clock = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
        return clock if clock != time() or number < 1 else "00:00"
    if isinstance(moment, Doubtful):
        return moment
    if section.shows is Shows.MONTH:
        return Month(moment.year, moment.month)
    if section.shows is Shows.NO_YEAR:
        return Doubtful("no-year", f"{moment.day} {moment:%B}")
    return moment


def moment_of(number: float, *, from_1904: bool) -> datetime | Doubtful:
    """Return the moment that a day number stands for, to the second."""
    if not 0 <= number <= _LAST_DAY:
        return Doubtful("format-not-known", general(number))
    if from_1904:
        start = datetime(1904, 1, 1)  # noqa: DTZ001 - a cell has no zone
    else:
        if number < 1:
            return Doubtful("zero-date", "00/01/1900")
        first = 30 if number > _NO_LEAP_DAY else 31
        start = datetime(1899, 12, first)  # noqa: DTZ001 - the same
    return start + timedelta(seconds=round(number * _DAY.total_seconds()))


def number_of(cell: date | datetime | time | timedelta, *, from_1904: bool) -> float:
    """Return the day number of what a reader took for a day or a time."""
    if isinstance(cell, time):
        cell = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    if isinstance(cell, timedelta):
        return cell / _DAY
    moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - the same
    if from_1904:
        return (moment - datetime(1904, 1, 1)) / _DAY  # noqa: DTZ001 - the same
    number: float = (moment - datetime(1899, 12, 30)) / _DAY  # noqa: DTZ001 - the same
    return number if number > _NO_LEAP_DAY else number - 1


def _or_hidden(text: str, held: str) -> RawCell:
    return text.strip() or Doubtful("not-shown", held)


def general(number: float) -> str:
    """Write a number as a cell without a format shows it."""
    return str(int(number)) if float(number).is_integer() else f"{number:.{_DIGITS}g}"


def _chosen(
    sections: tuple[FormatSection, ...], number: float
) -> tuple[FormatSection, float] | None:
    """Return the section a number is shown by, and the number that it shows."""
    numbers = sections[:3] if len(sections) > 3 or sections[-1].shows is not Shows.TEXT else (
        sections[:-1] or sections
    )  # fmt: skip
    if any(section.condition for section in numbers):
        for section in numbers:
            if section.condition is None or _holds(section.condition, number):
                last = section is numbers[-1]
                return None if number < 0 or (section.condition is None and not last) else (
                    section, number
                )  # fmt: skip
        return None
    if number > 0 or len(numbers) == 1:
        return numbers[0], number
    if number < 0:
        return numbers[1], -number
    return numbers[2] if len(numbers) > 2 else numbers[0], number


def _holds(condition: tuple[str, float], number: float) -> bool:
    sign, limit = condition
    return {
        "<": number < limit,
        "<=": number <= limit,
        ">": number > limit,
        ">=": number >= limit,
        "=": number == limit,
        "<>": number != limit,
    }[sign]


def _literal(token: FormatToken) -> str:
    match token.kind:
        case "space":
            return " "
        case "fill":
            return ""
    return token.text


def _number(tokens: tuple[FormatToken, ...], number: float) -> str | None:
    """Write a number by the placeholders of a section; None for a format that is not known."""
    kinds = [token.kind for token in tokens]
    if "digit" not in kinds:
        text = "".join(map(_literal, tokens))
        return text if not number < 0 else None
    if "exp" in kinds:
        return _scientific(tokens, number)
    if _is_fraction(tokens):
        return None
    value = Decimal(f"{number:.{_DIGITS}g}") * 100 ** kinds.count("percent")
    point = kinds.index("point") if "point" in kinds else len(kinds)
    grouped, scale = _commas(kinds, point)
    value /= Decimal(1000) ** scale
    decimals = kinds[point:].count("digit")
    rounded = abs(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _point, fraction = f"{rounded:f}".partition(".")
    before = _whole(tokens[:point], whole.lstrip("0"), grouped=grouped)
    if before is None:
        return None
    shown = before + _fraction(tokens[point:], fraction)
    return f"-{shown}" if value < 0 and rounded else shown


def _is_fraction(tokens: tuple[FormatToken, ...]) -> bool:
    slashes = [at for at, t in enumerate(tokens) if t.kind == "plain" and t.text == "/"]
    return any(
        any(t.kind == "digit" for t in tokens[:at]) and at + 1 < len(tokens)
        and (tokens[at + 1].kind == "digit" or tokens[at + 1].text.isdigit())
        for at in slashes
    )  # fmt: skip


def _commas(kinds: list[str], point: int) -> tuple[bool, int]:
    """Say whether thousands are set apart, and by how many of them the number is divided."""
    digits = [at for at, kind in enumerate(kinds[:point]) if kind == "digit"]
    if not digits:
        return False, 0
    commas = [at for at, kind in enumerate(kinds[:point]) if kind == "comma"]
    behind = kinds[point:].count("comma")
    return any(at < digits[-1] for at in commas), sum(at > digits[-1] for at in commas) + behind


def _whole(tokens: tuple[FormatToken, ...], digits: str, *, grouped: bool) -> str | None:
    """Write the digits before the point, from the last placeholder to the first."""
    places = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    if grouped and any(t.kind not in {"digit", "comma"} for t in tokens[places[0] : places[-1]]):
        return None
    written: list[str] = []
    left = list(digits)
    for at in reversed(range(len(tokens))):
        token = tokens[at]
        if token.kind != "digit":
            written.append("" if token.kind == "comma" else _literal(token))
            continue
        taken = left.pop() if left else {"0": "0", "#": "", "?": " "}[token.text]
        written.append(taken)
        if at == places[0]:
            written.extend(reversed(left))
    text = "".join(reversed(written))
    return _in_thousands(text) if grouped else text


def _in_thousands(text: str) -> str:
    found = re.search(r"\d{4,}", text)
    return text if found is None else text.replace(found[0], f"{int(found[0]):,}".rjust(0), 1)


def _fraction(tokens: tuple[FormatToken, ...], digits: str) -> str:
    """Write the point and the digits behind it; `#` shows no zero at the end."""
    written: list[str] = []
    left = list(digits)
    last = len(digits.rstrip("0"))
    shown = 0
    for token in tokens:
        if token.kind == "digit":
            shown += 1
            digit = left.pop(0)
            hidden = shown > last and token.text != "0"
            written.append({"#": "", "?": " "}[token.text] if hidden else digit)
        else:
            written.append("" if token.kind == "comma" else _literal(token))
    return "".join(written)


def _scientific(tokens: tuple[FormatToken, ...], number: float) -> str | None:
    kinds = [token.kind for token in tokens]
    at = kinds.index("exp")
    point = kinds.index("point") if "point" in kinds[:at] else at
    literal = any(kind not in {"digit", "point", "exp"} for kind in kinds)
    if literal or kinds[:point].count("digit") != 1:
        return None
    decimals, width = kinds[point:at].count("digit"), kinds[at:].count("digit")
    with localcontext(rounding=ROUND_HALF_UP):  # as a person rounds what the cell holds
        held = Decimal(f"{number:.{_DIGITS}g}") if number else number
        shown = f"{held:.{decimals}E}"
    mantissa, _e, power = shown.partition("E")
    sign = "-" if power[0] == "-" else "+" if tokens[at].text.endswith("+") else ""
    return f"{mantissa}E{sign}{abs(int(power)):0{width}d}"

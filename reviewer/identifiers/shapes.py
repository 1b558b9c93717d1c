"""Identifiers that are known by their shape: numbers, codes, addresses, dates of birth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from reviewer.domain.identifier import IdentifierKind, Phrase

# ruff: noqa: RUF001 - quotation marks as people type them

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|ionawr|chwefror|mawrth|ebrill|mai"
    r"|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr)\.?"
)
_DATE: Final = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)|\d{4}[./-]\d{1,2}[./-]\d{1,2}(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH},?[\s-]+(?:\d{{4}}|['’]?\d{{2}})(?!\d)"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}(?!\d))"
)
_LOOSE_DATE: Final = (
    rf"(?:{_DATE}|{_MONTH}\s+(?:19|20)\d\d(?!\d)|\d{{8}}(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH})"
)

_EMAIL: Final = re.compile(
    r"(?<![\w.+-])[\w.+'-]+(?:\s?[\[(]at[\])]\s?|@)[\w-]+"
    r"(?:(?:\s?[\[(]dot[\])]\s?|\.)[\w-]+)+",
    re.IGNORECASE,
)
_ACCOUNT: Final = re.compile(
    r"(?<![\w@.])@[A-Za-z_]\w{2,}|(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"
    r"|(?:https?://|www\.)[^\s<>\"]+"
    r"|\b(?:snap(?:chat)?|insta(?:gram)?|kik|tiktok|facebook|discord|xbox|psn|gamertag|username"
    r"|user name|handle)\s*(?:(?:name|account|id|user)\s*(?:is|:|=)?|is|:|=)\s*[\"'“‘]?"
    r"(?P<id>[\w.-]{3,})",
    re.IGNORECASE,
)
_TELEPHONE: Final = re.compile(
    r"(?<![\w/.])(?:\+\d{1,3}[\s.-]?(?:\(0\)[\s.-]?)?|\(?0|\(0)\d?(?:[\s().-]{0,2}\d){8,13}(?![\w/])"
)
_SHORT_TELEPHONE: Final = re.compile(
    r"\b(?:tel(?:ephone)?|phone|mob(?:ile)?|mobile number|call(?:ed)? (?:on|from)|ffôn|ext)"
    r"\.?(?:\s+(?:no|number|num|is|was))*\.?\s*:?\s*(?P<id>\+?\d(?:[\s-]?\d){5,12})\b",
    re.IGNORECASE,
)
_POSTCODE: Final = re.compile(
    r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRV-Y])"
    r"[ \u00a0]{0,2}\d[ABD-HJLNP-UW-Z]{2})\b",
    re.IGNORECASE,
)
_ORDINAL: Final = re.compile(r"\d(?:st|nd|rd|th)$", re.IGNORECASE)
_FORM_LAW: Final = re.compile(r"s\d", re.IGNORECASE)

_BIRTH: Final = re.compile(
    r"\b(?:d\.?\s?o\.?\s?b\.?|date of birth|born|birth ?dates?|birthday|b\.|dyddiad geni|ganwyd"
    r"|geni)"
    r"[\s:,=–—()-]{0,4}(?:(?:on|in|is|was|of|the|ar|yn)\s+){0,3}[\s(]?"
    rf"(?P<id>{_LOOSE_DATE})",
    re.IGNORECASE,
)
_BORN_AFTER: Final = re.compile(
    rf"(?P<id>{_DATE})[\s,)]{{0,3}}(?:is (?:his|her|their|the) )?"
    r"(?:\(?d\.?o\.?b\b|as (?:the |his |her |their )?(?:date of birth|birthday|d\.?o\.?b))",
    re.IGNORECASE,
)
_NAME_AND_DATE: Final = re.compile(
    rf"[^\W\d_a-z][^\W\d_]+,?\s*\((?:aged? \d{{1,2}},? ?)?(?P<id>{_DATE})\)"
)

_INSURANCE: Final = re.compile(
    r"\b[A-Z]{2}"
    r"[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b",
    re.IGNORECASE,
)
_HEALTH: Final = re.compile(r"(?<![\w/.+-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w/-])")
_NAMED_NUMBER: Final = re.compile(
    r"\b(?:nhs|passport|ni|nino|national insurance|pnc(?: ?id)?|cro|upn|unique pupil"
    r"|driving licen[cs]e|driver(?:'s)? licen[cs]e|warrant|collar|sort code|account|bank|card|visa"
    r"|biometric residence permit|brp)\b(?:\s+(?:no|number|num|ref(?:erence)?|id|is|was))*\.?"
    r"\s*[:#=]?\s*(?P<id>[A-Z]{0,5}\d(?:[A-Z0-9]|[ /-](?=[A-Z0-9]*\d)){3,22})\b",
    re.IGNORECASE,
)
_PNC: Final = re.compile(r"\b(?:\d{2}|\d{4})/\d{4,7}[A-Z]\b|\b\d{1,6}/\d{2}[A-Z]\b")
_LICENCE: Final = re.compile(r"\b[A-Z9]{5}\d[0156]\d[0-3]\d{2}[A-Z9]{2}[A-Z0-9]{3}\b")

_NAMED_REFERENCE: Final = re.compile(
    r"\b(?:crime|occurrence|custody|niche|athena|connect|incident|urn|cad|storm|log|vpa|ppn|merlin"
    r"|mash|ref(?:erence)?|record|report|exhibit|court|police|case|file|unique reference|cyfeirnod)"
    r"\.?(?:\s+(?:crime|custody|police|record|ref(?:erence)?|report|file|case|log|no|nos|number"
    r"|num|id|is|was))*\.?\s*[:#=]?\s*"
    r"(?P<id>(?=[A-Z0-9/*.-]*\d{3})(?=[A-Z0-9/*.-]*[/*-]|[A-Z]{1,6}\d|\d{5})[A-Z0-9]"
    r"[A-Z0-9/*.-]{3,28}[A-Z0-9])(?![\w/])",
    re.IGNORECASE,
)
_LOG: Final = re.compile(
    r"\b(?:log|incident|cad|storm|serial|occurrence)\.?(?:\s+(?:no|number))*\.?\s*[:#]?\s*"
    rf"(?P<id>\d{{2,6}}\s+(?:of\s+|dated\s+|on\s+)?{_DATE})",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(
    r"(?<![\w/*.-])(?:[A-Z]{0,5}\d{0,4}[/*]\d{3,8}[/*]\d{2,4}[A-Z]?"
    r"|[A-Z]{1,5}[/*-]\d{4,10}(?:[/*-]\d{2,4})?"
    r"|\d{2,4}[/*](?:[A-Z]{1,5}[/*]?)?\d{4,10}|\d{4,10}[/*]\d{2,4}"
    r"|\d{2}[A-Z]{1,3}\d?[/-]?\d{4,10}(?:[/-]\d{2,4})?|[A-Z]{2,5}\d{6,12})(?![\w/*-])"
)
_VEHICLE: Final = re.compile(r"\b[A-HJ-PR-Y][A-HJ-PR-Y](?:0[1-9]|[1-9]\d) ?[A-HJ-PR-Z]{3}\b")
_ADDRESS: Final = re.compile(
    r"\b(?:(?:flat|apartment|apt|room|unit)\s+\d+\w?,?\s+)?\d{1,4}[A-Za-z]?,?\s+"
    r"(?:(?:the|y|yr)\s+)?(?:[^\W\d_a-z][\w'’-]*\s+){0,3}"
    r"(?:(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Crescent|Terrace|Way|Court|Place"
    r"|Gardens?|Grove|Square|Hill|Row|Walk|Rise|Park|Mews|Parade|Green|View|Villas?)\b"
    r"|(?<=\s)(?:Heol|Stryd|Ffordd|Lôn|Maes|Clos|Rhodfa)\s+(?:[^\W\d_a-z][\w'’-]*\s*){1,3})"
)
_IS_DATE: Final = re.compile(_DATE, re.IGNORECASE)

_DIGIT: Final = re.compile(r"\d")
_OF_BIRTH: Final = re.compile(r"b\.|birth|born|d\.?\s?o\.?\s?b|geni|ganwyd", re.IGNORECASE)
_ONLINE: Final = re.compile(
    r"@|[\[(]at[\])]|://|www\.|snap|insta|kik|tiktok|facebook|discord|xbox|psn|gamertag|user ?name"
    r"|handle|\d\.\d",
    re.IGNORECASE,
)
"""What must be in a text at all, so that most are looked through only a few times."""
_ON_LINE: Final = frozenset({_EMAIL, _ACCOUNT})
_OF_BIRTHS: Final = frozenset({_BIRTH, _BORN_AFTER})

_CHECKED: Final[tuple[tuple[re.Pattern[str], IdentifierKind], ...]] = (
    (_EMAIL, IdentifierKind.EMAIL),
    (_ACCOUNT, IdentifierKind.ACCOUNT),
    (_BIRTH, IdentifierKind.BIRTH),
    (_BORN_AFTER, IdentifierKind.BIRTH),
    (_NAME_AND_DATE, IdentifierKind.BIRTH),
    (_INSURANCE, IdentifierKind.NUMBER),
    (_NAMED_NUMBER, IdentifierKind.NUMBER),
    (_HEALTH, IdentifierKind.NUMBER),
    (_PNC, IdentifierKind.NUMBER),
    (_LICENCE, IdentifierKind.NUMBER),
    (_TELEPHONE, IdentifierKind.TELEPHONE),
    (_SHORT_TELEPHONE, IdentifierKind.TELEPHONE),
    (_POSTCODE, IdentifierKind.POSTCODE),
    (_ADDRESS, IdentifierKind.ADDRESS),
    (_LOG, IdentifierKind.REFERENCE),
    (_NAMED_REFERENCE, IdentifierKind.REFERENCE),
    (_REFERENCE, IdentifierKind.REFERENCE),
    (_VEHICLE, IdentifierKind.VEHICLE),
)
"""In the order in which they are believed where two see something in one place."""


def shapes_in(text: str) -> Iterator[Phrase]:
    """Yield what has the shape of an identifier; phrases may overlap, the surer ones come first."""
    numbers = _DIGIT.search(text) is not None
    births = numbers and _OF_BIRTH.search(text) is not None
    online = _ONLINE.search(text) is not None
    for pattern, kind in _CHECKED:
        if not (online if pattern in _ON_LINE else births if pattern in _OF_BIRTHS else numbers):
            continue
        for found in pattern.finditer(text):
            group = "id" if "id" in pattern.groupindex and found["id"] is not None else 0
            start, end = found.span(group)
            shape = text[start:end].rstrip()
            holds = _HOLDS.get(pattern)
            if holds is None or holds(shape):
                yield Phrase(start=start, end=start + len(shape), kind=kind)


def _is_telephone(found: str) -> bool:
    digits = re.sub(r"\D", "", found)
    return 10 <= len(digits) <= 14 and _IS_DATE.match(found) is None


def _is_postcode(found: str) -> bool:
    """Say whether a postcode is not “S47 1st”: a section of an Act and a number in order."""
    return _ORDINAL.search(found) is None or _FORM_LAW.match(found) is None


def _is_health_number(found: str) -> bool:
    """Check the last digit of an NHS number, by the NHS Data Dictionary's rule (modulus 11)."""
    digits = [int(c) for c in found if c.isdigit()]
    total = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return len(set(digits)) > 1 and (11 - total % 11) % 11 == digits[-1]


def _is_reference(found: str) -> bool:
    return _IS_DATE.fullmatch(found) is None and not _YEARS.fullmatch(found)


_YEARS: Final = re.compile(
    r"(?:19|20)\d\d[/-](?:(?:19|20)\d\d|\d\d)|(?:0?[1-9]|1[0-2])/(?:19|20)\d\d"
)
"""A year of school or accounts, or a month: 2017/18, 11/2017."""

_HOLDS: Final[dict[re.Pattern[str], Callable[[str], bool]]] = {
    _TELEPHONE: _is_telephone,
    _POSTCODE: _is_postcode,
    _HEALTH: _is_health_number,
    _NAMED_REFERENCE: _is_reference,
    _REFERENCE: _is_reference,
}

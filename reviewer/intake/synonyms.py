"""What forces call the columns of a list, and the columns that no list should have."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from reviewer.domain.ids import Key

_BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_OF_A_MODEL: Final = re.compile(r"(?:'[^'\[\]]+'|\w(?:[\w ]*\w)?)\[([^\[\]]+)\]")
"""A column of a data model: `Cases[Rep dt]`."""
_OF_A_TABLE: Final = re.compile(r"[^\W\d]\w*\.(\w.*)", re.DOTALL)
"""A column as a query names it: `Query1.Reference`."""
_TWICE: Final = re.compile(r"\s*[/|]\s*|\s+[-\u2013\u2014]\s+")
"""What separates a header's words in two languages: `Reference / Cyfeirnod`."""
_NUMBERED: Final = re.compile(r"\(?\d{1,2}[.)]\s*(?=\D)")
"""A number before a header: `2. Case type`."""
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_POSSESSIVE: Final = re.compile(r"['\u2019]s\b", re.IGNORECASE)
_NO_WORD: Final = re.compile(r"[\W_]+")

_BEGINNING: Final = 200
"""Characters of a header or of words that are compared: no name of anything is longer, and
normalising a whole hostile cell can take a second."""

EXACT: Final = 100
"""The header is a usual name of the key."""
LIKELY: Final = 70
"""The header is a name of the key among others."""
PERHAPS: Final = 40
"""The header fits where the cells do and nothing fits better."""

_THING: Final = (
    r"(?:case|cases|crime|offence|our|your|force|police|record|incident|investigation|inv|log|"
    r"cris|crimint|niche|athena|connect|nspis|occurrence|report|cad|merlin|file|unique|urn|"
    r"referral|job|audit|sample|source|system|cp|cpi|vulnerability|custody|misper|visor)"
)
_NUMBER: Final = (
    r"(?:ref|refs|reference|references|refno|number|numbers|no|nr|num|id|urn|identifier)"
)
_WHEN: Final = r"(?:date|dates|dt|day|when|datetime|date time|date and time|time and date|time)"
_REPORTED: Final = (
    r"(?:reported|rptd|rpted|reptd|rep|rpt|report|received|recvd|rec|recorded|referred|referral|"
    r"notified|created|opened|logged|raised|rec d|rcvd|recd)"
)
_THE_CASE: Final = r"(?:case |crime |incident |investigation |offence |occurrence )?"
_TEAM: Final = r"(?:team|tm|unit|squad|department|dept|section|desk|office|owning unit|own unit)"

_PATTERNS: Final[tuple[tuple[str, int, str], ...]] = (
    ("reference", EXACT, r"(?:urn|reference|ref|refs|unique reference|case urn|unique id)"),
    ("reference", EXACT, rf"(?:case|our|unique|force|cp) {_NUMBER}(?: {_NUMBER})?"),
    ("reference", EXACT - 5, rf"{_NUMBER} {_NUMBER}"),
    ("reference", EXACT - 10, rf"{_THING}(?: {_THING})? {_NUMBER}(?: {_NUMBER})?"),
    ("reference", PERHAPS, rf"(?:{_THING}|{_NUMBER}|crn|crimes?|key|identity)"),
    ("type", EXACT, r"(?:case|cp|child protection|record|audit|sample|strand) (?:type|category)"),
    ("type", EXACT, r"(?:type|category|kind|nature) of (?:case|record|investigation|referral)"),
    ("type", EXACT - 10, r"(?:type|category|case classification|strand|case strand|case kind)"),
    ("type", EXACT - 10, r"(?:strand of work|work strand|cat|typ|typ of case|case cat|case typ)"),
    (
        "type",
        LIKELY,
        (
            r"(?:crime|incident|investigation|occurrence|referral|enquiry|concern|abuse|file)"
            r" (?:type|category|classification)"
        ),
    ),
    ("type", PERHAPS, r"(?:classification|theme|topic|area of business|category of abuse|nature)"),
    ("force", EXACT, r"(?:force|police force|force name|name of force|constabulary|police)"),
    ("force", LIKELY, r"(?:force area|falls within|reporting force|owning force)"),
    ("force", PERHAPS, r"(?:reported by|agency|organisation)"),
    ("reported", EXACT, rf"{_WHEN} (?:of )?(?:first )?{_THE_CASE}(?:first )?{_REPORTED}(?: .*)?"),
    ("reported", EXACT, rf"{_THE_CASE}{_REPORTED} (?:to police )?(?:on|{_WHEN})"),
    ("reported", EXACT - 10, r"(?:reported|rptd|recorded|received)"),
    ("reported", PERHAPS, rf"(?:{_WHEN}|month|case date|start date|date started|year and month)"),
    ("incident", EXACT, rf"{_WHEN} (?:of |from )?(?:the )?(?:first )?(?:incident|offence|event)"),
    ("incident", EXACT, rf"(?:incident|offence|event|occurrence|committed) {_WHEN}"),
    ("incident", LIKELY, rf"{_WHEN} (?:of )?(?:occurrence|committed|occurred|crime|from)"),
    ("incident", PERHAPS, r"(?:occurred|committed|committed from|offence from)"),
    ("allocated", EXACT, rf"{_WHEN} (?:of )?{_THE_CASE}(?:allocated|allocation|alloc|assigned)"),
    ("allocated", EXACT, rf"{_THE_CASE}(?:allocated|allocation|alloc|assigned) (?:on|{_WHEN})"),
    ("allocated", LIKELY, r"allocated"),
    ("closed", EXACT, rf"{_WHEN} (?:of )?{_THE_CASE}(?:closed|closure|filed|finalised|completed)"),
    ("closed", EXACT, rf"{_THE_CASE}(?:closed|closure|filed|finalised|end) (?:on|{_WHEN})"),
    ("closed", LIKELY, r"(?:closed|filed|finalised)"),
    (
        "unit",
        EXACT,
        (
            rf"(?:oic |officer in case |investigating |investigation |allocated |owning |"
            rf"responsible |lead |current |name of |police )?{_TEAM}(?: name)?"
        ),
    ),
    ("unit", LIKELY, rf"{_TEAM}(?: .{{1,20}})"),
    ("unit", PERHAPS, r"(?:allocated to|owner|owned by|investigated by|station|cait|ppu|mash)"),
    ("area", EXACT, r"(?:bcu|area|borough|division|district|lpa|lpu|local policing area|command)"),
    ("area", EXACT, r"(?:bcu|area|borough|division|district|policing area|geographic area) name"),
    ("area", LIKELY, r"(?:policing area|command unit|basic command unit|hub|region|ocu|locality)"),
    ("status", EXACT, rf"{_THE_CASE}(?:current )?{_THE_CASE}(?:status|outcome|disposal|result)"),
    ("status", EXACT - 10, r"(?:case |occ |inv |current |curr )?stat"),
    ("status", EXACT - 10, r"(?:occ|inv|curr) status|sts"),
    ("status", LIKELY, r"(?:last |final |latest |crime )?outcome(?: type| category| code)?"),
    ("status", PERHAPS, r"(?:state|stage|open closed|open or closed|live or closed|closed open)"),
    (
        "age",
        EXACT,
        (
            r"(?:child|childs|child s|victim|victims|victim s|subject|young person)?"
            r" ?age(?: of (?:the )?(?:child|victim))?(?: at (?:report|time|incident|offence).*)?"
        ),
    ),
    (
        "children",
        EXACT,
        r"(?:number|no|num|count|nr) of (?:children|victims|child victims|subjects)(?: .*)?",
    ),
    ("children", LIKELY, r"(?:children|child count|children involved|children in household)"),
    (
        "risk",
        EXACT,
        r"(?:initial |current |overall |case )?risk(?: level| grade| grading| rating)?",
    ),
    ("risk", LIKELY, r"(?:risk assessment|risk category|risk band|dash risk|threat level)"),
    ("offence", EXACT, r"(?:offence|crime)(?: (?:type|description|title|class|classification))?"),
    ("offence", LIKELY, r"(?:home office|ho|hocc|hocr)(?: offence)?(?: code| class.*)?"),
    ("offence", LIKELY, r"(?:main |primary |recorded )offence(?: type| description)?"),
    ("system", EXACT, r"(?:records? |source |crime |it |recording )?system(?: name)?"),
    ("system", LIKELY, r"(?:held on|recorded on|source|database|data source)"),
    ("selection", EXACT, r"(?:selection|sampling)(?: method| type| criteria| reason)?"),
    ("selection", LIKELY, r"(?:selected by|how selected|chosen by|method of selection|selector)"),
    ("stratum_population", EXACT, r"(?:stratum|strata)(?: population| size| total| count)"),
    ("stratum_population", LIKELY, r"(?:population|population size|universe|stratum n)"),
    (
        "force_grade",
        EXACT,
        (
            r"(?:force|self|internal|own|our|police)"
            r"(?: (?:self|audit|assessment|assessed|case|overall))*"
            r" (?:grade|grading|assessment|judgement|judgment|rating|graded|score)"
        ),
    ),
    ("force_grade", EXACT - 5, r"(?:grade|grading|judgement|judgment|audit (?:grade|outcome))"),
    ("force_grade", PERHAPS, r"(?:rating|assessment|score|audit result|audited as|overall)"),
    ("force_scale", EXACT, r"(?:force |grading |grade |rating |assessment )?scale"),
    (
        "force_audit_date",
        EXACT,
        rf"{_WHEN} (?:of )?(?:force |self |internal )?(?:audit|audited|assessment|assessed|graded)",
    ),
    (
        "force_audit_date",
        EXACT,
        rf"(?:force |self |internal )?(?:audit|assessment|grading) {_WHEN}",
    ),
    (
        "force_comment",
        EXACT,
        (
            r"(?:force |auditor |auditors |audit |assessor |self assessment )?"
            r"(?:comment|comments|rationale|remarks|observations|narrative)"
        ),
    ),
    ("force_comment", LIKELY, r"(?:notes?|further notes|reason for grade|additional comments)"),
    ("inspector", EXACT, r"(?:assigned |allocated )?(?:inspector|reviewer)(?: name)?"),
    ("inspector", LIKELY, r"(?:assigned to|to be reviewed by|for review by|hmicfrs inspector)"),
    ("sensitive", EXACT, r"(?:sensitive|sensitivity|restricted|restricted record)(?: flag| y n)?"),
    ("sensitive", LIKELY, r"(?:access restricted|locked|locked record|protected record|acl)"),
    # What Welsh forces call the columns.
    ("reference", EXACT, r"(?:rhif |y )?cyfeirnod(?: yr achos| achos| trosedd| unigryw)?"),
    ("reference", EXACT - 10, r"rhif(?: yr| y)? (?:achos|trosedd|cyfeirnod|cofnod|digwyddiad)"),
    ("type", EXACT - 10, r"math(?: o)?(?: yr)?(?: achos| gofnod| ymchwiliad)?"),
    ("type", EXACT - 10, r"categori(?: yr achos| achos)?"),
    ("force", EXACT, r"(?:yr )?heddlu|llu(?: heddlu)?|enw r heddlu"),
    (
        "reported",
        EXACT,
        r"dyddiad (?:yr? )?(?:adrodd|adroddwyd|adroddiad|cofnodi|cofnodwyd)",
    ),
    ("reported", EXACT, r"(?:adroddwyd|cofnodwyd|dyddiad derbyn|dyddiad y derbyniwyd)(?: ar)?"),
    ("reported", PERHAPS, r"dyddiad"),
    ("incident", EXACT, r"dyddiad (?:y |yr )?(?:digwyddiad|drosedd|trosedd)"),
    ("allocated", EXACT, r"dyddiad (?:y |yr )?(?:dyrannu|dyrannwyd|dyraniad)"),
    ("closed", EXACT, r"dyddiad (?:y |yr )?(?:cau|caewyd|cwblhau)"),
    ("unit", EXACT, r"(?:enw r |y )?(?:t[iî]m|uned|adran|swyddfa)(?: ymchwilio)?"),
    ("area", EXACT, r"(?:yr )?ardal(?: blismona)?|rhanbarth|bwrdeistref"),
    ("status", EXACT, r"statws(?: yr achos| achos)?|canlyniad(?: yr achos)?"),
    ("age", EXACT, r"oed(?:ran)?(?: y plentyn| plentyn)?"),
    ("children", EXACT, r"nifer (?:y |o )?blant|nifer y plant"),
    ("risk", EXACT, r"(?:lefel |lefel y )?risg"),
    ("offence", EXACT, r"(?:y )?(?:d|t)rosedd|math o drosedd"),
    ("force_comment", EXACT, r"sylw(?:adau)?"),
    ("inspector", EXACT, r"arolyg(?:ydd|wr)"),
    ("sensitive", EXACT, r"sensitif"),
)
"""Key, how well it fits, and the whole normalised header."""

_PERSONAL: Final[tuple[tuple[str, str], ...]] = (
    ("date of birth", r"\b(?:dob|dobs|d o b|birth|birthday|birthdate|born|geni)\b"),
    ("e-mail address", r"\b(?:e ?mail|emails)\b"),
    (
        "telephone number",
        r"\b(?:phone|telephone|tel|ff[oô]n|mobile|mob|contact (?:no|number|details))\b",
    ),
    (
        "address",
        (
            r"\b(?:address|addresses|addr|postcode|post code|postal|street|location|venue|lsoa|"
            r"longitude|latitude|easting|northing|uprn|house|home(?! office)|residence|lives|town|"
            r"place|what3words|grid|cyfeiriad|cod post)\b"
        ),
    ),
    (
        "personal number",
        (
            r"\b(?:nhs|nino|national insurance|ni (?:no|number)|passport|pncid|pnc id|cro|"
            r"driving licence|nominal (?:no|number|id|ref))\b"
        ),
    ),
    (
        "name",
        (
            r"\b(?:surname|cyfenw|enw cyntaf|enw (?:r )?plentyn|"
            r"forename|forenames|firstname|lastname|initials|alias|aka|nominal|maiden|"
            r"(?:first|last|middle|given|family|full|christian) names?)\b"
        ),
    ),
    (
        "name",
        (
            r"^(?!.*\b(?:no|nr|num|number|count) of )(?:.* )?"
            r"(?:child|childs|children|victim|victims|suspect|suspects|offender|offenders|"
            r"perpetrator|mother|father|parent|parents|carer|guardian|subject|person|complainant|"
            r"witness|informant|caller|misper|aggrieved|ip|vic|sus|officer|oic|supervisor|sergeant|"
            r"social worker|manager)(?: s)?(?: names?| details| details.*)?$"
        ),
    ),
    ("name", r"^names?(?: of (?!(?:the )?(?:force|team|unit|bcu|borough|area|station)).*)?$"),
)
"""What a column holds that no list should have, and what its normalised header contains."""


@lru_cache(maxsize=10_000)
def fitting_keys(header: str) -> tuple[tuple[Key, int], ...]:
    """Return the keys that a header is a name of, each with how well it fits.

    So is one that says the same in two languages, and one behind the name of its table.
    """
    if found := _fitting(normalised_header(header)):
        return found
    if behind := _OF_A_TABLE.fullmatch(header.strip()):
        return _fitting(normalised_header(behind[1]))
    first, *more = _TWICE.split(header[:_BEGINNING].strip())
    if len(more) != 1:
        return ()
    again = dict(_fitting(normalised_header(more[0])))
    fits = _fitting(normalised_header(first))
    return tuple((key, min(score, again[key])) for key, score in fits if key in again)


def _fitting(text: str) -> tuple[tuple[Key, int], ...]:
    if not _any_name().fullmatch(text):  # as most texts that are asked about, which head nothing
        return ()
    return tuple((key, score) for key, score, name in synonyms() if name.fullmatch(text))


@cache  # and not at the start: compiling them takes as long as reading a short list
def _any_name() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for _key, _score, pattern in _PATTERNS))


@cache
def synonyms() -> tuple[tuple[Key, int, re.Pattern[str]], ...]:
    """Return key, how well it fits, and the whole normalised header, for all names of keys."""
    return tuple((Key(key), score, re.compile(pattern)) for key, score, pattern in _PATTERNS)


@cache
def _personal() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((what, re.compile(pattern)) for what, pattern in _PERSONAL)


def normalised_header(header: str) -> str:
    """Return a header as it is compared: no brackets, plain lower-case words."""
    text = unicodedata.normalize("NFKC", header[:_BEGINNING])
    if found := _OF_A_MODEL.fullmatch(text.strip()):
        text = found[1]
    text = _NUMBERED.sub("", text, count=1) if _NUMBERED.match(text) else text
    bare = _BRACKETED.sub(" ", text)
    text = bare if bare.strip() else text
    text = _HUMP.sub(" ", _POSSESSIVE.sub("", text)).replace("&", " and ").replace("#", " no ")
    return " ".join(_NO_WORD.sub(" ", text).casefold().split())


def normalised_words(words: str) -> str:
    """Return type and grade words as they are compared: letters and digits alone."""
    text = unicodedata.normalize("NFKC", words[:_BEGINNING]).casefold().replace("&", "and")
    return _NO_WORD.sub("", text)


def personal_by_header(header: str) -> str | None:
    """Say what a column of this header holds that no list should have, None for nothing."""
    texts = [normalised_header(text) for text in (header, *_TWICE.split(header))]
    found = (what for what, pattern in _personal() if any(map(pattern.search, texts)))
    return next(found, None)

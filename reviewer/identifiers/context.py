"""The words around a name that tell it from other words: titles, kin, bodies, what people do."""

from __future__ import annotations

import re
from typing import Final

TITLES: Final = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "reverend", "sir"),
        *("lady", "fr", "sgt", "pc", "dc", "ds", "di", "dci", "dcs", "wpc", "wdc", "ps", "insp"),
        *("pcso", "cllr", "cons", "constable", "nurse", "sister", "imam", "rabbi", "aunt"),
        *("auntie", "aunty", "uncle", "nan", "nana", "nanny", "gran", "grandma", "grandpa", "mam"),
        *("judge", "lord", "dame", "captain", "detective", "sergeant", "inspector"),
    }
)
FIRM_TITLES: Final = frozenset({"mr", "mrs", "ms", "mx", "dr", "prof", "rev", "sgt", "cllr"})
"""Titles after which also a word in small letters is a name."""
RANKS: Final = FIRM_TITLES | {"pc", "dc", "ds", "di", "dci", "ps", "wpc", "wdc", "pcso", "insp"}
"""Titles after which any word with a capital is a name."""
KIN: Final = frozenset(
    {
        *("mother", "mum", "mam", "mummy", "father", "dad", "daddy", "parent", "brother", "sister"),
        *("son", "daughter", "child", "girl", "boy", "baby", "infant", "toddler", "twin", "cousin"),
        *("niece", "nephew", "uncle", "aunt", "grandmother", "grandfather", "nan", "gran", "carer"),
        *("stepfather", "stepmother", "stepdad", "stepmum", "stepson", "stepdaughter", "husband"),
        *(
            "wife",
            "partner",
            "boyfriend",
            "girlfriend",
            "friend",
            "neighbour",
            "teacher",
            "sibling",
        ),
        *("victim", "suspect", "witness", "offender", "perpetrator", "complainant", "subject"),
        *("ex", "ex-partner", "ex-husband", "ex-wife", "half-brother", "half-sister", "worker"),
        *("officer", "named", "called", "nicknamed", "alias", "aka", "name", "surname", "pupil"),
        *("mam", "tad", "brawd", "chwaer", "merch", "bachgen", "plentyn", "enw", "youth", "male"),
        *("female", "lodger", "landlord", "caller", "informant", "supervisor", "headteacher"),
    }
)
PARTICLES: Final = frozenset(
    {"van", "von", "der", "den", "de", "la", "le", "da", "dos", "di", "del", "bin", "ibn", "al"}
    | {"el", "ap", "ab", "ferch", "ter", "ten", "bint", "abu"}
)
FORMAL: Final = frozenset(
    {
        *("street", "road", "avenue", "lane", "close", "drive", "school", "primary", "academy"),
        *("college", "university", "hospital", "surgery", "clinic", "nursery", "church", "mosque"),
        *("house", "court", "police", "station", "council", "park", "centre", "center", "hotel"),
        *("unit", "team", "service", "services", "trust", "group", "club", "ward", "prison", "hmp"),
        *("county", "borough", "city", "town", "village", "estate", "system", "report", "form"),
        *("plan", "act", "protocol", "procedure", "policy", "review", "conference", "meeting"),
        *("database", "app", "account", "infants", "junior", "juniors", "high", "comprehensive"),
        *("constabulary", "division", "district", "ltd", "limited", "foundation", "charity"),
        *("retail", "supermarket", "store", "pub", "inn", "airport", "river", "beach", "island"),
        *(
            "programme",
            "project",
            "scheme",
            "model",
            "toolkit",
            "framework",
            "guidance",
            "standard",
        ),
    }
)
"""What follows the name of a place, a body or a paper."""
PLACE_BEFORE: Final = frozenset(
    {"in", "at", "near", "outside", "around", "across", "throughout", "yn", "yng", "ym"}
)
CONFIDED: Final = ("confid", "trust", "interest", "believ", "faith", "confidence", "change")
"""What a person is said to do in another, so that a name after it is no place."""
PLACE_ENDS: Final = re.compile(
    r"(?:shire|ton|ham|bury|burgh|borough|ford|mouth|pool|wick|wich|chester|caster|minster|port"
    r"|stead|ville|land|by|dale|worth|hurst|ley|leigh|field|wood|combe|stow|thorpe|bridge|gate"
    r"|head|side|mere|don|sea|well|hill|moor|ness|holme|cester)$"
)
PLACE_BEGINS: Final = re.compile(
    r"(?:Llan|Aber|Pont|Caer|Tre|Pen|Cwm|Rhyd|Ystrad|Bryn|Ynys|Porth|Blaen|Tal|Nant|Betws|Maes)"
    r"[a-zâêîôûŵŷ]"
)
ARTICLES: Final = frozenset(
    {"the", "a", "an", "this", "our", "their", "his", "her", "each", "every", "any"}
    | {"another", "some", "its", "your", "my", "y", "yr"}
)
PEOPLE_DO: Final = frozenset(
    {
        *("was", "is", "has", "had", "said", "says", "told", "stated", "states", "disclosed"),
        *("reported", "reports", "alleged", "alleges", "denied", "denies", "did", "does", "will"),
        *("would", "could", "can", "lives", "lived", "attends", "attended", "went", "wants"),
        *("wanted", "felt", "feels", "thinks", "thought", "knew", "knows", "asked", "refused"),
        *("refuses", "left", "came", "called", "phoned", "texted", "described", "explained"),
        *("admitted", "claims", "claimed", "confirmed", "returned", "ran", "stayed", "stays"),
        *("appeared", "appears", "seemed", "seems", "became", "gave", "took", "spoke", "cried"),
        *("never", "also", "then", "later", "and", "who", "ran", "may", "made", "answered"),
    }
)

WHEN: Final = frozenset(
    {"in", "on", "since", "until", "by", "from", "to", "of", "during", "before", "after", "late"}
    | {"early", "mid", "last", "next", "and", "between", "for"}
)
"""What comes before a month that is no name: in May, late August."""
MONTHS: Final = frozenset({"April", "May", "June", "August", "Summer", "Autumn", "Winter"})
WELSH: Final = frozenset(
    {"y", "yr", "yn", "i", "o", "a", "ac", "ar", "wedi", "gan", "oedd", "mae", "roedd", "ei", "eu"}
    | {"nid", "bod", "hefyd", "gyda", "cafodd", "dywedodd", "nad", "hyn", "sydd"}
)
ABBREVIATED: Final = TITLES | {"e.g", "i.e", "no", "re"}
"""Words that a full stop follows without ending the sentence."""

"""Synthetic sentences with and without identifiers, and what a check of them finds and misses."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reviewer.identifiers.check import IdentifierCheck

_FIRST: Final = (
    *("Anna", "Megan", "Callum", "Siân", "Ffion", "Rhys", "Dafydd", "Niamh", "Aoife", "Ciarán"),
    *("Mohammed", "Aisha", "Yusuf", "Fatima", "Ibrahim", "Zainab", "Priya", "Arjun", "Gurpreet"),
    *("Oluwaseun", "Chidi", "Ngozi", "Kwame", "Adwoa", "Tendai", "Łukasz", "Agnieszka", "Wojciech"),
    *("Andrei", "Ioana", "Nguyễn", "Linh", "Mei", "Xiaoming", "Yuki", "Kaito", "Dmytro", "Oksana"),
    *("José", "Inês", "Thiago", "Zoë", "Chloé", "Björn", "Søren", "Özlem", "Jean-Luc", "Ann-Marie"),
    *(
        "Tyler",
        "Kayleigh",
        "Jayden",
        "Shanice",
        "Connor",
        "Demi",
        "Kyle",
        "Leanne",
        "Scott",
        "Gemma",
    ),
)
_WORDS: Final = (
    *("Grace", "Hope", "Faith", "Rose", "Lily", "Ruby", "Summer", "Mark", "Will", "Jack"),
    *("Frank", "Daisy", "Poppy", "Ivy", "Dawn", "Heather", "Robin", "Amber", "Jade", "Angel"),
)
_LAST: Final = (
    *(
        "Kowalski",
        "Davies",
        "O'Brien",
        "McAllister",
        "Okafor",
        "Mensah",
        "Hussain",
        "Patel",
        "Singh",
    ),
    *("Nowak", "Popescu", "Trần", "Zhang", "Yamamoto", "Shevchenko", "Ferreira", "Lindqvist"),
    *("al-Hassan", "van der Berg", "ap Rhys", "D'Souza", "Wójcik", "Llewellyn", "Pritchard"),
    *("Fitzgerald", "Adeyemi", "Moyo", "Öztürk", "Haddad", "Rosenberg", "Khan", "Jones", "Evans"),
)
_LAST_WORDS: Final = ("Brown", "Baker", "King", "Young", "Cook", "Green", "Walker", "Smith")

_ABOUT_NAMES: Final = (
    "{name} told the social worker that she was afraid.",
    "The officer asked {name} about the bruise.",
    "When {name} came home the door was open.",
    "The mother, {name}, was not at the address.",
    "The school rang because {name} had not arrived.",
    "DC {last} spoke to the family on the same day.",
    "Mr {last} denied it and gave no account.",
    "She said that {name} had hit her.",
    "Her brother {name} was in the room.",
    "{name}'s account was not recorded until later.",
    "A friend called {name} sent the picture.",
    "The child's father ({full}) has a history of violence.",
    "A strategy meeting about {full} was held late.",
    "The victim {initial} was seen alone.",
    "He is known as {name} to the other children.",
    "It took nine days before {full} was visited.",
    "Ms {last} from the school made the referral.",
    "Both {name} and the younger child were seen.",
    "According to {full} nothing was done.",
    "The suspect {full} was arrested after two days.",
)

_SHAPES: Final = (
    (
        "telephone",
        "Her number is {}, she can be rung after school.",
        (
            "07700 900123",
            "07700900456",
            "+44 7700 900789",
            "01632 960 001",
            "(029) 2018 0123",
            "0044 7700 900321",
            "020 7946 0018",
            "07700-900-654",
        ),
    ),
    (
        "postcode",
        "The family moved to {} in the spring.",
        ("CF10 3NP", "SW1A 1AA", "M1 1AE", "LL57 2DG", "cf23 8xl", "SA11QW", "B33 8TH", "EC1A 1BB"),
    ),
    (
        "date-of-birth",
        "The child, {}, was seen alone.",
        (
            "born 12/03/2009",
            "DOB 4.5.2011",
            "date of birth: 2 March 2010",
            "d.o.b. 01-02-08",
            "born on 3rd July 2012",
            "DoB 2009-11-30",
            "born on the 5 May 2013",
            "dob: 17 Sept 2007",
        ),
    ),
    (
        "email",
        "He wrote from {} that night.",
        (
            "j.smith@example.com",
            "anna_k99@mail.example.co.uk",
            "x.y+z@example.org",
            "kay (at) example.com",
            "A.B@example.cymru",
            "info-desk@example.net",
        ),
    ),
    (
        "national-number",
        "The record gives {} for the mother.",
        (
            "QQ123456C",
            "AB 12 34 56 D",
            "NHS number 943 476 5919",
            "NHS no 9434765870",
            "passport number 925665416",
            "PNC ID 04/12345X",
            "JK 98 76 54 A",
        ),
    ),
    (
        "reference",
        "The matter is under {} of the force.",
        (
            "crime number 42/123456/18",
            "custody record DP/1234/18",
            "occurrence 18*00123456",
            "URN 12AB3456718",
            "crime ref CR/004512/18",
            "log 482 of 1/2/18 and 1234/18",
            "incident NW-20180112-0345",
            "18/0045678",
        ),
    ),
)

_CLEAN: Final = (
    "The supervisor reviewed the plan on 12 January 2018 and again on 3 March 2018.",
    "A strategy discussion under Section 47 was held within the hour.",
    "The Child Protection Plan was shared with Children's Services in Cardiff.",
    "Officers attended an address in Swansea and later one near Bridgend.",
    "The school in Pontypridd was told on Monday, the nursery on Tuesday.",
    "Nobody spoke to the child until April, although the referral came in March.",
    "The Crown Prosecution Service was consulted in June 2018.",
    "An interview was planned for 09:30 on 4/5/2018 and took place at 14:15.",
    "Social Services and the Police agreed that a joint visit was needed.",
    "The Welsh speaking officer was on leave in August.",
    "MASH received the referral at 11:40 and the CAIT sergeant saw it next day.",
    "The investigation plan has 12 actions, of which 7 were done in 28 days.",
    "She will mark the file as closed when the last action is done.",
    "There is hope that the new process works; grace was given for two weeks.",
    "He was seen at a hospital in Newport and then in Bristol.",
    "The initial account was taken by a uniformed officer from Merthyr Tydfil.",
    "Photographs from Snapchat and WhatsApp were not secured.",
    "The Polish interpreter came from London; the Romanian one by telephone.",
    "Supervision was frequent at first, then there was a gap of 41 days.",
    "Checks with North Wales Police and Greater Manchester were not made.",
    "The Inspector set a review date; the Sergeant did not meet it.",
    "No risk assessment was found on Niche before 2 February 2018.",
    "The case was reallocated twice between October and December.",
    "Good practice: the child was seen alone, in a place that they chose.",
    "The victim's phone was returned after 5 months and 3 days.",
    "Outcome 16 was recorded although the evidence supported a charge.",
    "The Youth Offending Team and the Family Court were not told.",
    "Why was the strategy meeting held without Health and Education?",
    "Delay: forensic examination of the laptop took 214 days.",
    "The 2017/18 action plan names this as a risk in Gwent and Powys.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, and each identifier in it: what it is, `name` or a shape, and its text."""

    text: str
    identifiers: tuple[tuple[str, str], ...] = ()


def sentences(seed: int = 15) -> list[Sentence]:
    """Make 300 sentences: 140 with names, 70 with shapes, 90 without either."""
    chance = random.Random(seed)
    named = [_named(chance, number) for number in range(140)]
    shaped = [next(_shaped(chance)) for _ in range(70)]
    clean = [Sentence(text=_CLEAN[number % len(_CLEAN)]) for number in range(90)]
    return [*named, *shaped, *clean]


def _named(chance: random.Random, number: int) -> Sentence:
    template = _ABOUT_NAMES[number % len(_ABOUT_NAMES)]
    first = chance.choice(_WORDS if number % 6 == 5 else _FIRST)
    last = chance.choice(_LAST_WORDS if number % 8 == 7 else _LAST)
    full, initial = f"{first} {last}", f"{first} {last[0].upper()}."
    text = template.format(name=first, last=last, full=full, initial=initial)
    wanted = next(
        value
        for sign, value in (
            ("{full}", full),
            ("{initial}", initial),
            ("{name}", first),
            ("{last}", last),
        )
        if sign in template
    )
    return Sentence(text=text, identifiers=(("name", wanted),))


def _shaped(chance: random.Random) -> Iterator[Sentence]:
    kind, template, values = chance.choice(_SHAPES)
    value = chance.choice(values)
    yield Sentence(text=template.format(value), identifiers=((kind, value),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Which share of the names and of the shapes was found, and how much else."""

    names: float
    shapes: float
    false_alarms: int
    missed: tuple[str, ...]


def found_and_missed(check: IdentifierCheck, given: list[Sentence]) -> Counted:
    """Look through sentences and count what is found of the identifiers in them."""
    there = {"name": 0, "shape": 0}
    found = {"name": 0, "shape": 0}
    missed: list[str] = []
    false_alarms = 0
    for sentence in given:
        spans = [(p.start, p.end) for p in check.phrases(sentence.text)]
        true = []
        for kind, text in sentence.identifiers:
            start = sentence.text.index(text)
            true.append((start, start + len(text)))
            what = "name" if kind == "name" else "shape"
            there[what] += 1
            if any(first < start + len(text) and last > start for first, last in spans):
                found[what] += 1
            else:
                missed.append(f"{text} | {sentence.text}")
        false_alarms += sum(
            not any(first < end and last > begin for begin, end in true) for first, last in spans
        )
    return Counted(
        names=found["name"] / there["name"],
        shapes=found["shape"] / there["shape"],
        false_alarms=false_alarms,
        missed=tuple(missed),
    )

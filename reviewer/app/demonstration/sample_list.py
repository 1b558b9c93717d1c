"""A synthetic sampled list of a force that does not exist, with grades already planned.

No row is about a real person or case. The counts are those of one published visit: 214
cases, 191 of them below good.
"""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from reviewer.domain.form import Form
from reviewer.domain.ids import Code

FORCE: Final = "Synthetic Constabulary"
CODE: Final = "DEMO-SYN-2018Q4"
VISIT_DAY: Final = date(2018, 1, 29)
CASES: Final = 214

_TYPES: Final = {
    "Section 47 enquiry": 20,
    "Domestic abuse - child present": 27,
    "Child concern referral": 29,
    "Child sexual exploitation": 19,
    "Online abuse": 24,
    "Missing child": 22,
    "Police protection (s46)": 15,
    "RSO management": 26,
    "Child in custody": 32,
}
_GRADES: Final = (23, 118, 73)
"""How many cases are planned for each grade, best first."""
_UNITS: Final = (
    "North CAIT",
    "South CAIT",
    "Riverside MASH",
    "Online team",
    "Custody west",
    "Missing team",
)
_RISKS: Final = ("Standard", "Medium", "High")
_HEADINGS: Final = (
    "Case reference", "Case type", "Team", "BCU", "Date reported", "Date of incident",
    "Date allocated",
    "Child age", "Risk level", "Selection method", "Force grade", "Grade scale", "Inspector",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleList:
    """A CSV as a force would send it, and the grade planned for each row in order."""

    content: bytes
    grades: tuple[str, ...]


def sample_list(form: Form, seed: int, readers: tuple[str, str], first_share: int) -> SampleList:
    """Make the list for a form of three grades.

    The first `first_share` rows are assigned to the first reader.
    """
    chance = random.Random(seed)  # noqa: S311 - sample data, no secret
    types = [name for name, count in _TYPES.items() for _ in range(count)]
    planned = zip(form.grades.graded, _GRADES, strict=True)
    grades = [grade for grade, count in planned for _ in range(count)]
    chance.shuffle(types)
    chance.shuffle(grades)
    numbers = chance.sample(range(1, 99_999), CASES)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADINGS)
    for index, (kind, grade) in enumerate(zip(types, grades, strict=True)):
        reader = readers[0] if index < first_share else readers[1]
        writer.writerow(_row(form, chance, numbers[index], kind, grade, reader))
    return SampleList(content=text.getvalue().encode("utf-8-sig"), grades=tuple(grades))


def _row(
    form: Form, chance: random.Random, number: int, kind: str, grade: str, reader: str
) -> list[str]:
    reported = date(2017, 1, 2) + timedelta(days=chance.randrange(330))
    incident = reported - timedelta(days=chance.choice((0, 0, 0, 1, 2, 14, 120)))
    allocated = reported + timedelta(days=chance.choice((0, 1, 2, 2, 5, 11)))
    # A force sees its own work a little kinder than an inspector does.
    graded = form.grades.graded
    kinder = graded[max(graded.index(Code(grade)) - 1, 0)]
    own = grade if chance.random() < 0.55 else kinder
    return [
        f"{number:07d}/17",
        kind,
        chance.choice(_UNITS),
        "BCU " + chance.choice("ABC"),
        reported.isoformat(),
        incident.isoformat(),
        allocated.isoformat(),
        str(chance.randrange(1, 18)),
        chance.choice(_RISKS),
        chance.choice(("Force selected", "Inspector selected")),
        form.grades.label(own) if chance.random() < 0.35 else "",
        form.own_scale or "",
        reader,
    ]

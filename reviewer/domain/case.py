"""A case of the force's sampled list, and the list itself."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from reviewer.domain.composing import composed
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.kinds import Kind

LIST_KEYS: Final[Mapping[Key, Kind]] = {
    Key("reference"): Kind.TEXT,
    Key("type"): Kind.CHOICE,
    Key("force"): Kind.TEXT,
    Key("reported"): Kind.DATE,
    Key("incident"): Kind.DATE,
    Key("allocated"): Kind.DATE,
    Key("closed"): Kind.DATE,
    Key("unit"): Kind.TEXT,
    Key("area"): Kind.TEXT,
    Key("status"): Kind.TEXT,
    Key("age"): Kind.INTEGER,
    Key("children"): Kind.INTEGER,
    Key("risk"): Kind.TEXT,
    Key("offence"): Kind.TEXT,
    Key("system"): Kind.TEXT,
    Key("selection"): Kind.TEXT,
    Key("stratum_population"): Kind.INTEGER,
    Key("force_grade"): Kind.TEXT,
    Key("force_scale"): Kind.TEXT,
    Key("force_audit_date"): Kind.DATE,
    Key("force_comment"): Kind.TEXT,
    Key("inspector"): Kind.TEXT,
    Key("sensitive"): Kind.TEXT,
}
"""The keys of a force's list, in the order they are shown."""

_MARKS: Final = re.compile(r"^=|[\"'\u2018\u2019\u201c\u201d`]")
_ZEROS: Final = re.compile(r"(?<!\d)0+(?=\d)")

INSPECTOR: Final = Key("inspector")

SECOND_READER: Final = Key("second_reader")
"""Who reads a case besides its inspector; only the lead's register knows, and no workbook."""

FORCE_GRADE: Final = Key("force_grade")

WITHHELD: Final = frozenset({FORCE_GRADE, Key("force_scale"), Key("force_comment")})
"""What the force thought of its own work: hidden until the reader's judgement is complete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of the list: canonical texts by list key; empty ones are left out.

    A date is ISO (`2018-01-12`) or a month (`2018-01`); a type is a code of the form. In a
    workbook without references `reference` is absent.
    """

    id: CaseId
    position: int
    values: Mapping[Key, str]

    def get(self, key: str) -> str:
        """Return the list's value at `key`, empty where there is none."""
        return self.values.get(Key(key), "")

    @property
    def reference(self) -> str:
        """The force's own reference."""
        return self.get("reference")

    @property
    def type(self) -> str:
        """The list's case type, a code."""
        return self.get("type")

    def without(self, keys: Iterable[Key]) -> Case:
        """Return the case without some of its list values."""
        left_out = frozenset(keys)
        return replace(self, values={k: v for k, v in self.values.items() if k not in left_out})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStamp:
    """What names an accepted list: its length and SHA-256 over (position, reference).

    `length` is the number of data rows the list had, refused ones included, so the ids of a
    list extended later continue from there. An extended list's stamp comes after the older ones.
    `mapping` says which column each key was read from, `left_out` which columns were not read.
    `values` is a SHA-256 over the types, dates and numbers of the rows that this list brought, as
    they were read: what somebody corrected later does not change it.
    """

    length: int
    digest: str
    file_digest: str
    loaded_at: str
    mapping: str = ""
    left_out: str = ""
    values: str = ""


def normalised_reference(reference: str) -> str:
    """Return a reference as it is compared: NFC, no format characters, no spaces, one case."""
    text = composed(reference)
    kept = (c for c in text if unicodedata.category(c) not in {"Cf", "Cc"} and not c.isspace())
    return "".join(kept).casefold()


def undecorated_reference(reference: str) -> str:
    """Return a reference without what spreadsheets put on it or take off: marks and zeros."""
    bare = _MARKS.sub("", normalised_reference(reference))
    return _ZEROS.sub("", bare)


@lru_cache(maxsize=1024)  # a team has few names, and each is asked for with every review
def normalised_name(name: str) -> str:
    """Return a person's name as it is compared: NFC, single spaces, one case."""
    return " ".join(composed(name).split()).casefold()


FIRM: Final = frozenset({Kind.CHOICE, Kind.DATE, Kind.INTEGER})
"""Kinds of list value that are read alike from one list, no matter who reads it."""


def values_digest(cases: Iterable[Case]) -> str:
    """Return SHA-256 over the types, dates and numbers of cases as they were read."""
    digest = hashlib.sha256()
    for case in cases:
        firm = (f"{key}={case.get(key)}" for key, kind in LIST_KEYS.items() if kind in FIRM)
        digest.update(f"{case.position}\x1f{chr(31).join(firm)}\x1e".encode())
    return digest.hexdigest()


def list_digest(cases: Iterable[Case]) -> str:
    """Return SHA-256 over (position, normalised reference) of the cases in order."""
    digest = hashlib.sha256()
    for case in cases:
        digest.update(f"{case.position}\x1f{normalised_reference(case.reference)}\x1e".encode())
    return digest.hexdigest()

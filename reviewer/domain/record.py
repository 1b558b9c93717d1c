"""The record of a review: a short code on paper by which a file shows that it says the same."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Final

from reviewer.domain.case import WITHHELD, Case
from reviewer.domain.ids import Key
from reviewer.domain.review import Review
from reviewer.domain.standing import CaseStanding

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without the letters that are read as digits."""

_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_GROUP: Final = 4
_SHAPE: Final = re.compile(r"(\d{4,})-?((?:[0-9A-Z]{4}-?){3}[0-9A-Z]{4})")

_ELSEWHERE: Final = frozenset({Key("reference"), *WITHHELD})
"""Values of the list that a workbook may be without; they are no part of a record."""


def record_code(case: Case, review: Review, standing: CaseStanding | None = None) -> str:
    """Return the code of what is printed about a case: its position, then 80 bits of a digest.

    SHA-256 over the case's id, the list's values, the reviewer, the review's own digest and the
    grade that a lead ruled. The same review has the same code in a review file, in its workbook
    and in a register.
    """
    ruled = standing.grade if standing is not None and standing.moderated else ""
    listed = sorted((key, value) for key, value in case.values.items() if key not in _ELSEWHERE)
    text = json.dumps([case.id, listed, review.reviewer, review.digest, ruled], ensure_ascii=False)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    bits = int.from_bytes(digest[:10], "big")
    letters = "".join(_ALPHABET[bits >> shift & 31] for shift in range(75, -1, -5))
    return _in_groups(f"{case.position:04}", letters)


def read_record_code(untrusted: str) -> tuple[int, str] | None:
    """Return a typed code's position and the code as it is printed; None for anything else.

    Blanks, small letters and letters that look like digits make no difference.
    """
    bare = "".join(untrusted.split()).upper().translate(_READ_AS)
    found = _SHAPE.fullmatch(bare)
    if found is None:
        return None
    return int(found[1]), _in_groups(found[1], found[2].replace("-", ""))


def _in_groups(position: str, letters: str) -> str:
    groups = (letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
    return "-".join((position, *groups))

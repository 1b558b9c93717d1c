"""What workbooks say of the inspection itself and of its list, and what stands where they differ.

Each rule can be told to a lead in one sentence, and gives the same in any order and by any
steps, through a register's own workbook too: the strictest marking, the fullest name of the
force, the widest span of the visit, "drawn at random" only where every workbook says so, and
of those that say what stands, how, the first by alphabet; the first loading of a list; of a
case's list value the earlier day, the lower number, else the first by alphabet. What differs is
named in the merge report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from reviewer.domain.case import LIST_KEYS, WITHHELD, Case, ListStamp
from reviewer.domain.draw import SampleDesign
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import Inspection
from reviewer.domain.kinds import Kind
from reviewer.domain.submission import Submission
from reviewer.register.succession import Warned

_STRICTNESS: Final = (
    "OFFICIAL",
    "OFFICIAL-SENSITIVE",
    "RESTRICTED",
    "CONFIDENTIAL",
    "SECRET",
    "TOP SECRET",
)
"""Markings from the mildest to the strictest; one with other words at its end is of the same step.

The third and fourth are of the scheme that was used until 2014.
"""

_SHOWN: Final = frozenset({Kind.CHOICE, Kind.DATE, Kind.INTEGER})
"""Kinds whose values a report may show; a text could be a reference or words of the force."""


def settled_inspection(own: Inspection, books: Iterable[Submission]) -> Inspection:
    """Return a register's inspection as its workbooks have it together; without any, its own.

    Who keeps the register and when it is to be disposed of stay the register's own.
    """
    theirs = [book.inspection for book in books]
    if not theirs:
        return own
    random = all(one.random_sample for one in theirs)
    drawn = [one for one in theirs if one.draw and one.random_sample is random]
    draw, design = _draw_of(drawn)
    return replace(
        own,
        force=max((one.force for one in theirs), key=_fullness),
        marking=max((one.marking for one in theirs), key=_strictness),
        visit_from=min((one.visit_from for one in theirs if one.visit_from), default=""),
        visit_to=max(one.visit_to for one in theirs),
        random_sample=random,
        draw=draw,
        design=design,
    )


def _draw_of(drawn: Sequence[Inspection]) -> tuple[str, SampleDesign | None]:
    """Return the first draw by alphabet and its design, of several the one of the longest list."""
    draw = min((one.draw for one in drawn), default="")
    designs = [one.design for one in drawn if one.draw == draw and one.design is not None]
    return draw, max(designs, key=_design_order, default=None)


def _design_order(design: SampleDesign) -> tuple[int, str]:
    return design.listed, repr(design)


def settled_lists(books: Iterable[Submission]) -> tuple[ListStamp, ...]:
    """Return the stamps of the longest list known, each as it was loaded first."""
    lists = [book.lists for book in books]
    longest = max(map(len, lists), default=0)
    return tuple(
        min((stamps[place] for stamps in lists if len(stamps) > place), key=_loading)
        for place in range(longest)
    )


def settled_cases(books: Iterable[Submission]) -> tuple[Case, ...]:
    """Return every case of the lists, in their order, with the values of all of them.

    A workbook leaves out references and what is still withheld, so values are joined.
    """
    joined: dict[CaseId, Case] = {}
    for book in books:
        for case in book.cases:
            known = joined.get(case.id)
            if known is None:
                joined[case.id] = case
            elif known.values != case.values:
                joined[case.id] = replace(known, values=_joined(known.values, case.values))
    return tuple(sorted(joined.values(), key=lambda case: case.position))


def _joined(ours: Mapping[Key, str], theirs: Mapping[Key, str]) -> Mapping[Key, str]:
    values = {**theirs, **ours}
    for key in ours.keys() & theirs.keys():
        values[key] = min(ours[key], theirs[key], key=_by_digits if _counts(key) else str)
    return values


def _counts(key: Key) -> bool:
    return LIST_KEYS.get(key) is Kind.INTEGER


def _by_digits(text: str) -> tuple[int, str]:
    return len(text), text


def differences(
    name: str, book: Submission, stands: Inspection, cases: Mapping[CaseId, Case]
) -> Iterator[Warned]:
    """Name where a workbook says something else than what stands: about inspection and list."""
    for code, text in (*_about(book.inspection, stands), *_listed(book, cases)):
        yield Warned(workbook=name, code=code, text=f"{name} {text}")


def _about(theirs: Inspection, stands: Inspection) -> Iterator[tuple[str, str]]:
    if theirs.marking != stands.marking:
        yield (
            "other-marking",
            f"is marked “{theirs.marking}”; “{stands.marking}” stands, the strictest.",
        )
    if theirs.force != stands.force:
        yield (
            "other-force",
            f"calls the force “{theirs.force}”; “{stands.force}” stands, the fullest name.",
        )
    first, last = theirs.visit_from, theirs.visit_to
    if first not in {"", stands.visit_from} or last not in {"", stands.visit_to}:
        span = f"{_span(theirs)}; {_span(stands)} stands, the first day named to the last"
        yield "other-visit", f"gives the visit as {span}."
    if theirs.random_sample and not stands.random_sample:
        yield (
            "other-sample",
            "says the cases were drawn at random and another does not; they count as selected.",
        )
    elif theirs.draw not in {"", stands.draw}:
        yield (
            "other-draw",
            f"tells of another draw, “{theirs.draw}”; “{stands.draw}” stands, first by alphabet.",
        )


def _span(about: Inspection) -> str:
    return f"{about.visit_from or 'no first day'} to {about.visit_to or 'no last day'}"


def _listed(book: Submission, cases: Mapping[CaseId, Case]) -> Iterator[tuple[str, str]]:
    found: dict[Key, list[Case]] = {}
    for case in book.cases:
        values = cases[case.id].values
        if case.values == values:
            continue
        for key, value in case.values.items():
            if value != values[key]:
                found.setdefault(key, []).append(case)
    for key, other in found.items():
        first, count = other[0], len(other)
        of = "1 case" if count == 1 else f"{count:,} cases"
        both = f", “{first.get(key)}” where “{cases[first.id].get(key)}” stands"
        shown = both if key not in WITHHELD and LIST_KEYS.get(key) in _SHOWN else ""
        text = (
            f"has another {key} for {of} (the first is {first.id}{shown}): the list was read "
            "differently. The earlier, lower or alphabetically first value stands; to decide, "
            "let the list be read alike and exported again."
        )
        yield "other-list-value", text


def _fullness(force: str) -> tuple[int, str]:
    return len(force), force


def _strictness(marking: str) -> tuple[int, int, str]:
    words = " ".join(marking.upper().replace("-", " ").split()) + " "
    steps = [
        step
        for step, known in enumerate(_STRICTNESS)
        if words.startswith(known.replace("-", " ") + " ")
    ]
    return max(steps, default=-1), len(marking), marking


def _loading(stamp: ListStamp) -> tuple[str, ...]:
    return stamp.loaded_at, stamp.file_digest, stamp.mapping, stamp.left_out

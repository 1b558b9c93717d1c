"""What workbooks say of the inspection itself and of its list, and what counts where they differ.

Each rule can be explained to a lead in one sentence, and gives the same in any order and by any
steps, through a register's own workbook too: the strictest marking, the fullest name of the
force, the widest span of the visit, "drawn at random" only where every workbook says so, and
of those that say what counts, how, the first by alphabet; the first loading of a list; of a
case's list value the earlier day, the lower number, else the first by alphabet. What differs is
named in the merge report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from reviewer.domain.case import (
    INSPECTOR,
    LIST_KEYS,
    SECOND_READER,
    WITHHELD,
    Case,
    ListStamp,
)
from reviewer.domain.draw import SampleDesign
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import RULES_APART, Inspection
from reviewer.domain.kinds import Kind
from reviewer.domain.message import Message, message, plural, verbatim
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
        second_reads=RULES_APART.join(
            sorted({rule for one in theirs for rule in one.second_reads.split(RULES_APART)} - {""})
        ),
    )


def most_common_form(books: Iterable[Submission]) -> Form:
    """Return the form whose criteria most workbooks have, of as many the first by digest.

    The workbooks' forms have one digest. Where only shapes, colours, keys or words of lists
    differ, the commonest of these forms is taken.
    """
    forms = [book.form for book in books]
    # Most workbooks of a register have the same form, which is then the same object.
    texts = {one: form.to_json() for one, form in {id(form): form for form in forms}.items()}
    criteria = Counter(form.stamp.criteria for form in forms)
    whole = Counter(texts[id(form)] for form in forms)

    def order(form: Form) -> tuple[int, str, int, str]:
        text = texts[id(form)]
        return -criteria[form.stamp.criteria], form.stamp.criteria, -whole[text], text

    return min(forms, key=order)


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
    # Most workbooks of a register have the same list, which is then the same object.
    for cases in {id(book.cases): book.cases for book in books}.values():
        for case in cases:
            known = joined.get(case.id)
            if known is None:
                joined[case.id] = case
            elif not case.values.items() <= known.values.items():
                joined[case.id] = replace(known, values=_joined(known.values, case.values))
    return tuple(sorted(joined.values(), key=lambda case: case.position))


def assigned_by(own: Iterable[Case], cases: Iterable[Case]) -> tuple[Case, ...]:
    """Return cases with the inspectors and second readers that a register's own list gives."""
    given = {case.id: case for case in own}
    return tuple(_given(case, given.get(case.id)) for case in cases)


def _given(case: Case, own: Case | None) -> Case:
    if own is None:
        return case
    bare = case.without((INSPECTOR, SECOND_READER))
    names = {key: own.get(key) for key in (INSPECTOR, SECOND_READER) if own.get(key)}
    return replace(bare, values={**bare.values, **names})


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
    name: str, book: Submission, settled: Inspection, cases: Mapping[CaseId, Case]
) -> Iterator[Warned]:
    """Name where a workbook says something else than what counts: about inspection and list."""
    for code, text in (*_about(name, book.inspection, settled), *_listed(name, book, cases)):
        yield Warned(workbook=name, code=code, text=text)


def _about(name: str, theirs: Inspection, settled: Inspection) -> Iterator[tuple[str, Message]]:
    if theirs.marking != settled.marking:
        yield (
            "other-marking",
            message(
                "{file} is marked “{theirs}”. “{ours}” is used, as it is the strictest.",
                file=name,
                theirs=theirs.marking,
                ours=settled.marking,
            ),
        )
    if theirs.force != settled.force:
        yield (
            "other-force",
            message(
                "{file} calls the force “{theirs}”. “{ours}” is used, as it is the fullest name.",
                file=name,
                theirs=theirs.force,
                ours=settled.force,
            ),
        )
    yield from _about_visit(name, theirs, settled)


def _about_visit(
    name: str, theirs: Inspection, settled: Inspection
) -> Iterator[tuple[str, Message]]:
    first, last = theirs.visit_from, theirs.visit_to
    if first not in {"", settled.visit_from} or last not in {"", settled.visit_to}:
        yield (
            "other-visit",
            message(
                "{file} gives the visit as {theirs}. {ours} is used, from the first "
                "day named to the last.",
                file=name,
                theirs=_span(theirs),
                ours=_span(settled),
            ),
        )
    if theirs.random_sample and not settled.random_sample:
        yield (
            "other-sample",
            message(
                "{file} says the cases were drawn at random, and another workbook "
                "does not. They count as selected.",
                file=name,
            ),
        )
    elif theirs.draw not in {"", settled.draw}:
        yield (
            "other-draw",
            message(
                "{file} describes a different draw, “{theirs}”. “{ours}” is used, as "
                "it is alphabetically first.",
                file=name,
                theirs=theirs.draw,
                ours=settled.draw,
            ),
        )


def _span(about: Inspection) -> Message:
    return message(
        "{first} to {last}",
        first=about.visit_from or message("no first day"),
        last=about.visit_to or message("no last day"),
    )


def _listed(
    name: str, book: Submission, cases: Mapping[CaseId, Case]
) -> Iterator[tuple[str, Message]]:
    found: dict[Key, list[Case]] = {}
    for case in book.cases:
        # A workbook that a newer one replaced may show what is withheld again.
        known = cases.get(case.id, case)
        if case.values.items() <= known.values.items():
            continue
        for key, value in case.without((INSPECTOR,)).values.items():
            if value != known.values.get(key, value):
                found.setdefault(key, []).append(case)
    for key, other in found.items():
        first = other[0]
        open_ = key not in WITHHELD and LIST_KEYS.get(key) in _SHOWN
        yield (
            "other-list-value",
            message(
                "{file} has a different {key} for {cases}, first for {case}{values}. "
                "The earlier, lower or alphabetically first value is used.",
                file=name,
                key=key,
                cases=plural(len(other), "{n} case", "{n} cases"),
                case=first.id,
                values=message(
                    " (“{theirs}”, not “{ours}”)",
                    theirs=first.get(key),
                    ours=cases[first.id].get(key),
                )
                if open_
                else verbatim(""),
            ),
        )


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

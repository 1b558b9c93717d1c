"""Whether a verified workbook belongs to a file's inspection, and what it would bring."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer.domain.case import FIRM, LIST_KEYS, WITHHELD, Case, ListStamp, normalised_name
from reviewer.domain.combined import Combined
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import FormStamp
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.message import Message, listed, message
from reviewer.domain.submission import ExportStamp, Submission
from reviewer.domain.verdict import OTHER_INSPECTION, OTHER_LIST, OTHER_READER


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What one workbook brings: its reviews, and how many are new, newer, known or in conflict."""

    reviews: int
    new: int
    replaced: int
    unchanged: int
    conflicting: int = 0


def check_belongs(
    submission: Submission, inspection: Inspection, lists: Sequence[ListStamp]
) -> None:
    """Raise RefusalError unless the workbook is of this inspection, form and list.

    `lists` are the stamps known so far (none in a new register). One list may be the other's
    beginning, because a list is extended at its end.
    """
    theirs = submission.inspection
    if theirs.code != inspection.code:
        raise RefusalError(
            OTHER_INSPECTION,
            message(
                "The workbook is from inspection {theirs}, and this file from {ours}.",
                theirs=theirs.code,
                ours=inspection.code,
            ),
        )
    if theirs.form.digest != inspection.form.digest:
        raise RefusalError(
            "other-form",
            message(
                "The workbook uses the form {theirs}, and this file {ours}. Answers "
                "to different forms cannot be mixed. Use another register, or ask for "
                "the cases to be reviewed with the form of this one.",
                theirs=named_form(theirs.form),
                ours=named_form(inspection.form),
            ),
        )
    for number, (ours, other) in enumerate(zip(lists, submission.lists, strict=False), start=1):
        if (ours.length, ours.digest) != (other.length, other.digest):
            raise RefusalError(
                OTHER_LIST,
                message(
                    "The workbook's list {number} has {theirs} rows and was loaded on "
                    "{their_day}. The list of this file has {ours} rows, was loaded on "
                    "{our_day}, and has different cases or a different order. Reviewers "
                    "of one inspection must start from the same list.",
                    number=number,
                    theirs=other.length,
                    their_day=other.loaded_at[:10],
                    ours=ours.length,
                    our_day=ours.loaded_at[:10],
                ),
                of=other.digest if number > 1 else "",
            )


def check_values(
    submission: Submission,
    lists: Sequence[ListStamp],
    known_cases: Callable[[], Iterable[Case]],
) -> None:
    """Raise RefusalError where the list was read otherwise: other types, dates or numbers.

    A value that somebody corrected in their file is no such difference: the stamps of the lists
    are alike then. The first case that differs is named, with both values.
    """
    pairs = zip(lists, submission.lists, strict=False)
    both = [(ours.values, other.values) for ours, other in pairs]
    if all(ours == other for ours, other in both if ours and other):
        return
    cases = {case.id: case for case in known_cases()}
    for case in submission.cases:
        known = cases.get(case.id)
        if known is None:
            continue
        for key in differing_keys(case, known):
            raise RefusalError(
                "other-list-value",
                message(
                    "The list was read differently: {case} has {key} “{theirs}” in the "
                    "workbook and “{ours}” here. Reviewers of one inspection must start "
                    "from the same list, read in the same way.",
                    case=case.id,
                    key=key,
                    theirs=case.get(key),
                    ours=known.get(key),
                ),
            )


def differing_keys(case: Case, known: Case) -> Iterator[Key]:
    """Yield the keys at which two readings of one row hold different types, dates or numbers."""
    for key, value in case.values.items():
        ours = known.values.get(key, value)
        if ours != value and LIST_KEYS.get(key) in FIRM and key not in WITHHELD:
            yield key


def check_readers(submission: Submission, names: Collection[str], signer: str) -> None:
    """Raise RefusalError where a workbook has reviews of somebody its signer may not sign for.

    `names` are those for whom the certificate is trusted. A handover in the file's log explains
    who worked in it before; in a team's workbook the sources explain whose reviews it has.
    """
    may = {normalised_name(name) for name in names}
    if submission.inspection.kind is FileKind.REGISTER:
        may = {normalised_name(name) for source in submission.sources for name in source.readers}
    else:
        persons = {normalised_name(name) for name in submission.inspection.persons}
        if persons & may:
            may |= persons
    reviews = (*submission.reviews, *submission.superseded)
    strangers = sorted({r.reviewer for r in reviews if normalised_name(r.reviewer) not in may})
    if strangers:
        raise RefusalError(
            OTHER_READER,
            message(
                "The workbook has reviews by {readers}, but {signer}, who signed it, "
                "is trusted only for {names}. If that is right, name the people the "
                "certificate is trusted for.",
                readers=listed(strangers),
                signer=signer,
                names=listed(sorted(names)),
            ),
        )


def check_not_own(name: str, export: ExportStamp, own: frozenset[str]) -> None:
    """Raise RefusalError for an export of the register itself, whose exports have these ids.

    It holds nothing new, and would keep here what is removed from the register later.
    """
    if export.id in own:
        raise RefusalError(
            "own-export",
            message(
                "{file} is export {number} of this register itself. Merge the reviewers' "
                "workbooks, or merge this one into another register.",
                file=name,
                number=export.number,
            ),
        )


def check_whole(name: str, export: ExportStamp) -> None:
    """Raise RefusalError for a team's workbook of one reader only.

    It would take the place of the register's whole export.
    """
    if export.only_for:
        raise RefusalError(
            "only-for-reader",
            message(
                "{file} holds only what {reader} may see of the team's work. Ask the lead for the "
                "whole workbook.",
                file=name,
                reader=export.only_for,
            ),
        )


def about_cases(
    books: Mapping[str, Submission], cases: Collection[CaseId]
) -> dict[str, Submission]:
    """Return workbooks with what they say of some cases: combining those tells how these stand."""
    lists: dict[int, tuple[Case, ...]] = {}
    kept = {}
    for digest, book in books.items():
        if id(book.cases) not in lists:
            lists[id(book.cases)] = tuple(case for case in book.cases if case.id in cases)
        kept[digest] = replace(
            book,
            cases=lists[id(book.cases)],
            reviews=tuple(review for review in book.reviews if review.case in cases),
            superseded=tuple(review for review in book.superseded if review.case in cases),
        )
    return kept


def gain(submission: Submission, before: Combined, after: Combined) -> Gain:
    """Say what a workbook brings to what was there before."""
    known = {
        (review.case, normalised_name(review.reviewer)): review.digest for review in before.reviews
    }
    standing = {
        (review.case, normalised_name(review.reviewer)): review.digest for review in after.reviews
    }
    torn = {(c.case, normalised_name(r.reviewer)) for c in after.conflicts for r in c.sides}
    new = replaced = conflicting = 0
    for review in submission.reviews:
        key = (review.case, normalised_name(review.reviewer))
        if key in torn and known.get(key) != review.digest:
            conflicting += 1
        elif key not in known:
            # An older export of a file, handed in again, has reviews that are withdrawn since.
            new += standing != known
        elif known[key] != review.digest and standing.get(key) == review.digest:
            replaced += 1
    count = len(submission.reviews)
    return Gain(
        reviews=count,
        new=new,
        replaced=replaced,
        unchanged=count - new - replaced - conflicting,
        conflicting=conflicting,
    )


def named_form(form: FormStamp) -> Message:
    """Name a form in a sentence: id, version and the beginning of its digest."""
    return message(
        "{id} version {version} ({digest})",
        id=form.id,
        version=form.version,
        digest=form.digest[:8],
    )

"""A register as it stands: its workbooks read from their own bytes and combined."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.app.store import Store
from reviewer.domain.combined import Combined
from reviewer.domain.errors import RefusalError
from reviewer.domain.inspection import FileKind
from reviewer.domain.message import message
from reviewer.domain.review import Review
from reviewer.domain.standing import CaseStanding, standing_of
from reviewer.domain.submission import Submission
from reviewer.register.combination import combine


def register_workbooks(store: Store) -> dict[str, Submission]:
    """Read every workbook of a register, by digest; each once while the register is open.

    Their signatures were verified when they came in; since then they lie inside the encrypted
    file, whose pages are authenticated.
    """
    from reviewer.signing.package import read_package
    from reviewer.workbook.reader import read_workbook

    known = store.readings
    digests = [source.digest for source in store.sources()]
    for digest in digests:
        if digest not in known:
            package = read_package(store.workbook(digest))
            parts = {entry.name: entry.content for entry in package.entries}
            known[digest] = read_workbook(parts)
    return {digest: known[digest] for digest in digests}


def combined_register(store: Store) -> Combined:
    """Compute what a register amounts to; raises RefusalError for a review file."""
    if store.inspection().kind is not FileKind.REGISTER:
        raise RefusalError(
            "not-a-register",
            message("This is a reviewer's own file; workbooks are merged in a lead's register."),
        )
    return combine(store.form(), register_workbooks(store), store.decisions())


def standings_of(store: Store) -> tuple[CaseStanding, ...]:
    """Return what stands for every case of a review file or register, in the list's order."""
    if store.inspection().kind is FileKind.REGISTER:
        return combined_register(store).standings
    form = store.form()
    by_case: dict[str, list[Review]] = {}
    for review in store.reviews():
        by_case.setdefault(review.case, []).append(review)
    return tuple(standing_of(form, case, by_case.get(case.id, ())) for case in store.cases())


def submission_standings(submission: Submission) -> tuple[CaseStanding, ...]:
    """Return what stands for every case of one workbook taken by itself."""
    return combine(submission.form, {"": submission}, ()).standings


def readers(standings: Sequence[CaseStanding]) -> tuple[str, ...]:
    """Return the names of all who reviewed, in alphabetical order."""
    return tuple(sorted({review.reviewer for s in standings for review in s.reviews}))

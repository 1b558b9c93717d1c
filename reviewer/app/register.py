"""A register as it is: its workbooks read from their own bytes and combined."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from reviewer.app.store import Store
from reviewer.domain.collecting import not_collecting
from reviewer.domain.combined import Combined
from reviewer.domain.decision import Decision
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import FileKind
from reviewer.domain.message import message
from reviewer.domain.review import Review
from reviewer.domain.standing import CaseStanding, standing_of
from reviewer.domain.submission import NO_EXPORT, Submission
from reviewer.domain.team_actions import KnownAnswersSet
from reviewer.register.case_ids import counted, decisions_counted, renamed
from reviewer.register.combination import OWN_LIST, combine
from reviewer.register.record import submission_in


def register_workbooks(store: Store) -> dict[str, Submission]:
    """Return what every workbook of a register says, by digest, as it counts.

    A register's own list, if it began with one, is among them as `OWN_LIST`.
    """
    books, _ = counted_register(store)
    return books


@not_collecting()
def counted_register(
    store: Store, about: Collection[CaseId] | None = None
) -> tuple[dict[str, Submission], tuple[Decision, ...]]:
    """Return a register's workbooks and its own decisions, about the cases as they count.

    With `about` the workbooks have the reviews of these cases only.
    """
    books = _workbooks(store) if about is None else _workbooks_about(store, about)
    decisions = store.decisions()
    found = counted(books, store.inspection().code, decisions)
    return found, decisions_counted(books, found, decisions)


def _workbooks(store: Store) -> dict[str, Submission]:
    """Return what every workbook of a register says, by digest, as it was read when it came in.

    Their signatures were verified then; since then they lie inside the encrypted file, whose
    pages are authenticated. One of which there is no record, or one that another version of the
    program wrote, is read again from its own bytes.
    """
    known, sources = store.readings, store.sources()
    signers = {source.digest: source.fingerprint for source in sources}
    for digest, record in store.records(known.keys()):
        if digest in signers and (recorded := submission_in(record)):
            known[digest] = replace(recorded, signer=signers[digest])
    code = store.inspection().code
    for digest in signers.keys() - known.keys():
        read = replace(read_stored(store.workbook(digest)), signer=signers[digest])
        known[digest] = renamed(read, code)
    own = own_list(store)
    return {**({OWN_LIST: own} if own else {}), **{digest: known[digest] for digest in signers}}


def _workbooks_about(store: Store, cases: Collection[CaseId]) -> dict[str, Submission]:
    """Return what every workbook of a register says of some cases; none is kept as read."""
    signers = {source.digest: source.fingerprint for source in store.sources()}
    found = {
        digest: replace(recorded, signer=signers[digest])
        for digest, record in store.records(about=cases)
        if digest in signers and (recorded := submission_in(record, cases))
    }
    if found.keys() != signers.keys():
        return _workbooks(store)
    own = own_list(store)
    return {**({OWN_LIST: own} if own else {}), **{digest: found[digest] for digest in signers}}


def own_list(store: Store) -> Submission | None:
    """Return the list that a register began with, as if it were a workbook without reviews."""
    if not store.lists():
        return None
    return Submission(
        inspection=store.inspection(),
        form=store.form(),
        lists=store.lists(),
        cases=store.cases(),
        reviews=(),
        origins={},
        export=NO_EXPORT,
    )


def read_stored(content: bytes) -> Submission:
    """Read a workbook from the bytes that a register keeps of it."""
    from reviewer.signing.package import read_package
    from reviewer.workbook.reader import read_workbook

    package = read_package(content)
    return read_workbook({entry.name: entry.content for entry in package.entries})


def combined_register(store: Store) -> Combined:
    """Compute what a register amounts to; raises RefusalError for a review file.

    Known cases, which are there to compare readers by, are left out.
    """
    if store.inspection().kind is not FileKind.REGISTER:
        raise RefusalError(
            "not-a-register",
            message("This is a reviewer's own file. Workbooks are merged in a lead's register."),
        )
    every, known = every_case(store), known_answers(store)
    return every.without(known.keys()) if known else every


@not_collecting()
def every_case(store: Store) -> Combined:
    """Compute what a register amounts to, its known cases among the others."""
    books, decisions = counted_register(store)
    return combine(store.form(), books, decisions, store.sources())


def known_answers(store: Store) -> Mapping[CaseId, Mapping[Key, str]]:
    """Return what was agreed beforehand about known cases of a register's list."""
    found = {}
    for event in store.events(KnownAnswersSet):
        if isinstance(event.action, KnownAnswersSet):
            found[CaseId(event.case)] = event.action.answers or {}
    return found


def standings_of(store: Store) -> tuple[CaseStanding, ...]:
    """Return what counts for every case of a review file or register, in the list's order."""
    if store.inspection().kind is FileKind.REGISTER:
        return combined_register(store).standings
    form = store.form()
    by_case: dict[str, list[Review]] = {}
    for review in store.reviews():
        by_case.setdefault(review.case, []).append(review)
    return tuple(standing_of(form, case, by_case.get(case.id, ())) for case in store.cases())


def submission_standings(submission: Submission) -> tuple[CaseStanding, ...]:
    """Return what counts for every case of one workbook taken by itself."""
    return combined_submission(submission).standings


def combined_submission(submission: Submission) -> Combined:
    """Compute what one workbook amounts to, taken by itself."""
    return combine(submission.form, {"": submission}, ())


def readers(standings: Sequence[CaseStanding]) -> tuple[str, ...]:
    """Return the names of all who reviewed, in alphabetical order."""
    return tuple(sorted({review.reviewer for s in standings for review in s.reviews}))

"""What use cases ask of an open review file; `db` keeps the promise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from reviewer.domain.action import Action
from reviewer.domain.case import Case, ListStamp
from reviewer.domain.decision import Decision
from reviewer.domain.event import Event
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key, SessionId
from reviewer.domain.inspection import Inspection
from reviewer.domain.progress import Progress
from reviewer.domain.review import Review
from reviewer.domain.submission import ExportStamp, Source, Submission, WorkbookRecord
from reviewer.domain.withheld_words import WithheldWords

_A = TypeVar("_A", bound=Action)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWorkbook:
    """One verified workbook of a register, kept whole; `record` is what it says."""

    source: Source
    content: bytes
    record: WorkbookRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text that is being typed, as it was left last; `at` is a UTC stamp.

    It is an answer's, at the item `key`; or a `field` of a `dialog`, about an item or about none.
    """

    case: CaseId
    dialog: str = ""
    key: Key = Key("")  # noqa: RUF009 - a name for a text, which nothing changes
    field: str = ""
    text: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """Where a person is in a file: the place of the window, and the case and item shown there."""

    place: str
    case: CaseId | None = None
    key: Key | None = None


class ListedCases(Protocol):
    """The cases of the list in its order, as they were read; each is made when it is asked for.

    To read ten thousand takes milliseconds, to make them all ten times as long.
    """

    @property
    def ids(self) -> tuple[CaseId, ...]:
        """The cases in the list's order."""
        ...

    def case(self, case_id: CaseId) -> Case | None:
        """Return one case, None where the list has none of that id."""
        ...

    def naming(self, key: Key) -> Sequence[Case]:
        """Return the cases of which the list says something at a key, as whom it is given to."""
        ...

    def all(self) -> Sequence[Case]:
        """Return every case."""
        ...


class Unit(Protocol):
    """The writes of one transaction; all of them reach the disk, or none."""

    def begin(
        self,
        inspection: Inspection,
        form: Form,
        stamp: ListStamp | None,
        cases: Sequence[Case],
    ) -> None:
        """Fill a new file: what it is about, its form and its first list (a register has none)."""
        ...

    def extend_list(self, stamp: ListStamp, cases: Sequence[Case]) -> None:
        """Append cases to the list, and the stamp of the whole list as it is then."""
        ...

    def withhold(self, lists: Iterable[WithheldWords]) -> None:
        """Keep the digests of the words that the personal columns of lists have."""
        ...

    def put_case(self, case: Case) -> None:
        """Replace a case's list values; its id and position stay as they are."""
        ...

    def add_case(self, case: Case) -> None:
        """Append a case that is on no list: it was added on site."""
        ...

    def put_inspection(self, inspection: Inspection) -> None:
        """Replace what the file is about (another person takes over, visits to compare with)."""
        ...

    def put_review(self, review: Review, changed: Mapping[Key, str], progress: Progress) -> None:
        """Write a review's changed answers (empty text clears), its state and its list line."""
        ...

    def put_draft(self, draft: Draft) -> None:
        """Keep what is being typed into one field; one draft a field."""
        ...

    def drop_draft(self, case_id: CaseId, key: Key, dialog: str = "") -> None:
        """Forget a field's draft, or those of a dialog's fields, if there are any."""
        ...

    def put_bookmark(self, bookmark: Bookmark) -> None:
        """Keep where the person is, in place of where they were."""
        ...

    def put_phrases(self, phrases: Sequence[str]) -> None:
        """Replace the reader's own phrases."""
        ...

    def put_sealed(self, text: str) -> None:
        """Replace what is known of the sealed keys of this file."""
        ...

    def put_own_words(self, words: Sequence[str]) -> None:
        """Keep the words that the person added to the dictionary, in place of those before."""
        ...

    def redact(self, seqs: Sequence[int]) -> None:
        """Take what was typed into events out for good; its digests stay in the chain.

        The search index forgets every word that is no longer in a text.
        """
        ...

    def log(self, action: Action, *, case: str = "", actor: str = "") -> Event:
        """Append to the log what this transaction does; return the event with its number and hash.

        `actor` is the file's person unless it is given.
        """
        ...

    def add_export(self, stamp: ExportStamp) -> None:
        """Record an export whose number is taken."""
        ...

    def put_last_merge(self, text: str) -> None:
        """Replace what the register amounted to after its last merge."""
        ...

    def add_workbook(self, workbook: StoredWorkbook) -> None:
        """Keep a verified workbook whole; one already there stays as it is."""
        ...

    def remove_workbook(self, digest: str) -> None:
        """Take a workbook out of the register, and what was read of it."""
        ...

    def add_decision(self, decision: Decision) -> None:
        """Keep a lead's decision; a later one about the same case and kind supersedes it.

        The same one again is kept with its reason as it is now: words were removed from it.
        """
        ...


class Store(Protocol):
    """One open review file or register."""

    @property
    def session(self) -> SessionId:
        """The session this file was opened for writing in."""
        ...

    @property
    def readings(self) -> dict[str, Submission]:
        """What was read from a register's workbooks while it is open, by SHA-256; empty at first.

        A workbook never changes under its digest, and reading forty takes seconds.
        """
        ...

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed: every transaction is refused."""
        ...

    def inspection(self) -> Inspection:
        """Return what the file is about."""
        ...

    def form(self) -> Form:
        """Return the form that travels in the file."""
        ...

    def lists(self) -> tuple[ListStamp, ...]:
        """Return the stamps of the accepted lists, oldest first."""
        ...

    def withheld(self) -> tuple[WithheldWords, ...]:
        """Return the digests of the words that each list's personal columns have."""
        ...

    def cases(self) -> tuple[Case, ...]:
        """Return every case in the list's order."""
        ...

    def listed(self) -> ListedCases:
        """Return the list as it is now; its cases are made where they are asked for."""
        ...

    def case(self, case_id: CaseId) -> Case:
        """Return one case; raises RefusalError where the list has none of that id."""
        ...

    def review(self, case_id: CaseId, reviewer: str) -> Review:
        """Return a reader's review of a case; one without answers where there is none."""
        ...

    def case_reviews(self, case_id: CaseId) -> tuple[Review, ...]:
        """Return every review of a case that was ever begun; several only after a handover."""
        ...

    def reviews(self) -> tuple[Review, ...]:
        """Return every review ever begun that nobody else continued, in list order.

        One whose answers were all cleared again is among them: it follows on older states.
        """
        ...

    def earlier_reviews(self) -> tuple[Review, ...]:
        """Return the reviews that another reader continued after a handover, in list order."""
        ...

    def progress(self) -> Mapping[CaseId, Progress]:
        """Return the list lines of the cases that were touched, each of its latest review."""
        ...

    def drafts(self) -> tuple[Draft, ...]:
        """Return what was being typed and not left yet."""
        ...

    def bookmark(self) -> Bookmark | None:
        """Return where the person was when the file was left, None where nobody knows."""
        ...

    def phrases(self) -> tuple[str, ...]:
        """Return the reader's own phrases, the newest first."""
        ...

    def sealed(self) -> str:
        """Return the keys of this file that are sealed for an organisation, empty for none."""
        ...

    def own_words(self) -> tuple[str, ...]:
        """Return the words that the person added to the dictionary."""
        ...

    def events(self, *kinds: type[Action], after: int = 0) -> Iterator[Event]:
        """Yield the log after the event of a number, only those of the kinds given if any are."""
        ...

    def holds(self, seq: int, head: str) -> bool:
        """Say whether the log's event `seq` has this hash."""
        ...

    def history(self, case_id: CaseId, *kinds: type[Action]) -> Sequence[Event]:
        """Return the events of one case, oldest first; of the kinds given if any are."""
        ...

    def postponed(self) -> frozenset[CaseId]:
        """Return the cases that are put off."""
        ...

    def returned(self) -> frozenset[CaseId]:
        """Return the cases that a lead returned and that were not completed since."""
        ...

    def typed(self, word: str) -> frozenset[CaseId]:
        """Return the cases whose reviews hold a word that begins so in a typed text."""
        ...

    def last_event(self) -> Event | None:
        """Return the newest event."""
        ...

    def exports(self) -> tuple[ExportStamp, ...]:
        """Return the exports made from this file, oldest first."""
        ...

    def sources(self) -> tuple[Source, ...]:
        """Return a register's workbooks in the order of their digests."""
        ...

    def workbook(self, digest: str) -> bytes:
        """Return one workbook's bytes; raises RefusalError where the register has it not."""
        ...

    def records(
        self, known: Collection[str] = (), about: Collection[CaseId] | None = None
    ) -> Iterator[tuple[str, WorkbookRecord]]:
        """Yield what workbooks say, by SHA-256, as it was read once; of `known` ones nothing.

        With `about` the content of a workbook that says nothing of these cases is empty.
        """
        ...

    def last_merge(self) -> str:
        """Return what the register amounted to after its last merge, empty where none is kept."""
        ...

    def decisions(self) -> tuple[Decision, ...]:
        """Return every decision, oldest first."""
        ...

    def transaction(self, now: datetime | None = None) -> AbstractContextManager[Unit]:
        """Begin a transaction; it is committed at the end of the block, undone by an error.

        What it logs was done `now`, by the person whose file it is when it begins; without a
        moment it logs nothing.
        """
        ...

    def checkpoint(self) -> None:
        """Carry what was written over into the file, so that nothing older lies beside it."""
        ...


def actions(store: Store, kind: type[_A]) -> Iterator[_A]:
    """Yield the actions of one kind in a file's log, oldest first."""
    for event in store.events(kind):
        if isinstance(event.action, kind):
            yield event.action

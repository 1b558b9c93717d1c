"""What is done to a whole file: its lists, keys and copies, what leaves it, what was redacted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from reviewer.domain.action import Action, Fields, Redactable, logged
from reviewer.domain.identifier import IdentifierKind
from reviewer.domain.ids import CaseId, Key, SessionId
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.published_counts import PublishedCounts
from reviewer.domain.submission import ExportStamp


@logged("created")
class FileCreated(Action):
    """The file was made, for an inspection and with a form; `dispose_by` is an ISO day or empty."""

    file: FileKind
    inspection: str
    form: str
    form_version: int
    dispose_by: str

    @classmethod
    def of(cls, about: Inspection) -> Self:
        """Say of which inspection a new file is."""
        return cls(
            file=about.kind,
            inspection=about.code,
            form=about.form.id,
            form_version=about.form.version,
            dispose_by=about.dispose_by,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrigin:
    """Where a list came from and what became of its columns; `corrected` counts cells."""

    list_digest: str
    file_digest: str
    mapping: str
    left_out: str
    corrected: int


@logged("imported")
class ListAccepted(Action):
    """The file began with a list: so many of its rows were accepted."""

    accepted: int
    rows: int
    origin: ListOrigin


@logged("sample drawn")
class SampleDrawn(Action):
    """The list was drawn at random: how, and what was read of the frame it was drawn from."""

    draw: str
    columns: str


@logged("list extended")
class ListExtended(Action):
    """Cases were appended to the list; `known` of the later list's cases were there already.

    `ends_sample` says that the sample as a whole is no random one from then on.
    """

    added: int
    first: CaseId
    last: CaseId
    known: int
    ends_sample: bool
    origin: ListOrigin


@logged("answers imported")
class AnswersImported(Action):
    """So many answers came from a sheet that was filled in elsewhere."""

    answers: int
    source: str


@logged("opened")
class FileOpened(Action):
    """The file was opened for writing, and something was changed; `unsafe` is its place."""

    session: SessionId
    unsafe: tuple[str, ...]


@logged("handed over")
class FileHandedOver(Action):
    """Another person continues the file."""

    before: str
    after: str
    reason: Redactable[str]


@logged("earlier visit")
class EarlierVisitKept(Action):
    """An earlier visit is compared with; `source` is its workbook's digest, else it was typed."""

    graded: int
    below_good: int
    source: str
    label: Redactable[str]


@logged("earlier visit left out")
class EarlierVisitLeftOut(Action):
    """An earlier visit is compared with no more."""

    label: Redactable[str]


@logged("disposal date set")
class DisposalDaySet(Action):
    """The day by which the file is to be disposed of is another: ISO days, or empty for none."""

    before: str
    after: str


class Proof(StrEnum):
    """By what a person was let change the passphrase."""

    OLD_PASSPHRASE = "old passphrase"  # noqa: S105 - the name of a thing, no secret
    RECOVERY_CODE = "recovery code"
    ORGANISATION = "organisation's key"


@logged("passphrase changed")
class PassphraseChanged(Action):
    """The file has another passphrase."""

    by: Proof


@logged("key sealed")
class KeySealed(Action):
    """The file's key was sealed for the organisation's certificate, by its fingerprint."""

    holder: str
    fingerprint: str


@logged("migrated")
class FormatChanged(Action):
    """The file was brought from one format to a later one."""

    before: int
    after: int


@logged("restored")
class CopyRestored(Action):
    """A copy was put in the file's place; its log ended with this event, at that time."""

    events: int
    last_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Export(Action):
    """Which workbook, on which computer, and how."""

    number: int
    export: str
    device: str
    final: bool
    with_references: bool
    protected: bool

    @classmethod
    def of(cls, stamp: ExportStamp, *, references: bool, protected: bool) -> Self:
        """Say which export it is, whether it has the force's references and a password."""
        return cls(
            number=stamp.number,
            export=stamp.id,
            device=stamp.device,
            final=stamp.final,
            with_references=references,
            protected=protected,
        )


@logged("export begun")
class ExportBegun(_Export):
    """The number of a workbook was taken; it is written next."""


@logged("exported")
class ExportWritten(_Export):
    """The workbook is on the disk."""


@logged("published")
class PublicationMade(Action):
    """Tables were published: how many, from which count on, and the SHA-256 of their workbook.

    `counts` are what they show, which later ones are compared with. `withdraws` says that nobody
    has the tables published before, for that reason.
    """

    threshold: int
    tables: int
    digest: str
    counts: tuple[PublishedCounts, ...]
    withdraws: bool
    reason: Redactable[str]


class Printout(StrEnum):
    """What can be printed."""

    CASES = "case summaries"
    SUMMARY = "inspection summary"
    BLANK_FORM = "blank form"
    RECOVERY_CODE = "recovery code"
    CASE_LIST = "list of cases"
    DEBRIEF = "debrief pack"
    COMPARISON = "comparison with earlier visits"
    REFERRAL = "referral notice"
    FINGERPRINT = "fingerprint card"


@logged("printed")
class PrintMade(Action):
    """Something was printed on so many pages, as copy `copy` of `copies`.

    `cases` counts the cases on it.
    """

    printout: Printout
    cases: int
    copy: int | None
    copies: int | None
    with_references: bool
    signed: bool
    pages: int


@logged("answer sheet written")
class AnswerSheetWritten(Action):
    """A sheet for so many cases was written, for their answers to be filled in elsewhere."""

    cases: int


@logged("phrases written")
class PhrasesWritten(Action):
    """So many of the reader's own phrases were written to a text file."""

    phrases: int


@logged("log written")
class LogWritten(Action):
    """So many entries of the log were written to a file for somebody else."""

    entries: int


@logged("identifiers kept")
class IdentifiersKept(Action):
    """Phrases that look like identifiers may leave, by their digests; `reason` says why."""

    phrases: tuple[str, ...]
    reason: Redactable[str]


@logged("identifier masked")
class IdentifiersMasked(Action):
    """A phrase of an answer was replaced by a sign before it could leave."""

    key: Key
    what: IdentifierKind


@logged("merged")
class WorkbookMerged(Action):
    """A verified workbook came into the register, and with it so many reviews."""

    digest: str
    export: str
    export_number: int
    signer: str
    new: int
    replaced: int
    unchanged: int


@logged("removed")
class WorkbookRemoved(Action):
    """A workbook was removed from the register."""

    digest: str


@logged("redaction")
class RedactionReasoned(Action):
    """Why words are removed from what was typed, in a case, at an item, or wherever they are."""

    key: str
    reason: Redactable[str]


@logged("redacted")
class WordsRedacted(Action):
    """Words were removed from what an event held; `left` are its redactable fields without them.

    `event` and `reason_event` are the numbers of that event and of the one that says why. What a
    redaction left may itself be redacted: `left` is then of the first event of all.
    """

    event: int
    reason_event: int
    left: Redactable[Fields]

"""Merging: a dry run that says everything, then one transaction that does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reviewer.app.case_counts import CaseCounts
from reviewer.app.last_merge import NO_AMOUNTS, Amounts, LastMerge
from reviewer.app.merge_base import Base, register_inspection
from reviewer.app.merge_groups import (
    Group,
    codes_of,
    counted_together,
    grouped,
    several_groups,
    teams_workbooks,
)
from reviewer.app.merge_outcome import outcome_of
from reviewer.app.merge_warnings import merge_warnings
from reviewer.app.new_files import begin_register
from reviewer.app.register import register_workbooks
from reviewer.app.store import Store, StoredWorkbook, Unit
from reviewer.app.verifying import Examined, read_trusted
from reviewer.domain.case import ListStamp
from reviewer.domain.collecting import not_collecting
from reviewer.domain.combined import Combined
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import WorkbookMerged, WorkbookRemoved
from reviewer.domain.form import Form
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.message import Message, message
from reviewer.domain.stopping import each
from reviewer.domain.submission import Source, Submission
from reviewer.domain.times import stamp
from reviewer.register.admission import (
    Gain,
    check_belongs,
    check_not_own,
    check_readers,
    check_values,
    check_whole,
    gain,
)
from reviewer.register.case_ids import as_counted
from reviewer.register.holdings import source_of
from reviewer.register.particulars import (
    most_common_form,
    settled_cases,
    settled_inspection,
    settled_lists,
)
from reviewer.register.record import records_of
from reviewer.register.succession import Issue, Warned, check_newer, issue_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A workbook that may come in, and what it brings."""

    name: str
    signer: str
    gain: Gain
    stored: StoredWorkbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A workbook that may not, and why; `book` is what the check of it found.

    `of` is the digest of a list that only its reader added to, where that is why.
    """

    name: str
    code: str
    text: Message
    book: Examined
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """What a merge would do; `inspection`, `form` and `combined` are None if nothing came in.

    `combined` has at least the cases that it touches, those in conflict and those decided about.
    `groups` are those into which workbooks for a new register fall; of several none is taken.
    """

    inspection: Inspection | None
    form: Form | None
    accepted: tuple[Accepted, ...]
    refused: tuple[Refused, ...]
    warnings: tuple[Warned, ...]
    groups: tuple[Group, ...] = ()
    combined: Combined | None
    last: LastMerge | None = None

    def led_by(self, lead: str) -> MergePlan:
        """Return the plan of a new register that this person keeps."""
        if self.inspection is None:
            return self
        return replace(self, inspection=replace(self.inspection, person=lead))

    @property
    def cases(self) -> CaseCounts:
        """Where the cases of the register would be."""
        return self.amounts.cases

    @property
    def amounts(self) -> Amounts:
        """The whole register in numbers, as it would be."""
        return self.last.amounts if self.last is not None else NO_AMOUNTS


@not_collecting()
def plan_merge(base: Base, examined: Sequence[Examined], *, lead: str, now: datetime) -> MergePlan:
    """Say what taking in the workbooks would do; nothing is written.

    Results come in the order given. Where a register is still to be made and the workbooks are of
    several inspections, forms or lists, none is taken and the groups are named.
    """
    distinct = list({book.digest: book for book in reversed(examined)}.values())[::-1]
    teams = teams_workbooks(distinct, codes_of(base.inspection, base.decisions))
    admission, refused = _admit(distinct, base, lead, teams)
    base = admission.base
    order = {book.digest: place for place, book in enumerate(distinct)}
    refused.sort(key=lambda one: order[one.book.digest])
    inspection, form, admitted = admission.inspection, admission.form, admission.admitted
    if inspection is None or form is None or not (admitted or base.workbooks):
        return MergePlan(
            inspection=None,
            form=None,
            accepted=(),
            refused=tuple(refused),
            warnings=(),
            groups=admission.groups,
            combined=None,
        )
    books = {book.digest: submission for book, submission in admitted}
    coming = [_source(book, submission, now) for book, submission in admitted]
    outcome = outcome_of(base, inspection.code, form, books, coming)
    inspection = settled_inspection(inspection, {**base.workbooks, **books}.values())
    records = records_of(submission for _, submission in admitted)
    return MergePlan(
        inspection=inspection,
        form=form,
        accepted=tuple(
            Accepted(
                name=book.name,
                signer=source.signer,
                gain=gain(submission, outcome.before, outcome.after),
                stored=StoredWorkbook(source=source, content=book.content, record=record),
            )
            for (book, submission), source, record in zip(admitted, coming, records, strict=True)
        ),
        refused=tuple(refused),
        warnings=merge_warnings(base, admitted, inspection, form, outcome.after, now),
        combined=outcome.reported,
        last=outcome.last,
    )


def _admit(
    books: Sequence[Examined], base: Base, lead: str, deciding: Mapping[str, Submission]
) -> tuple[_Admission, list[Refused]]:
    """Admit workbooks by the decisions of the teams' workbooks among them that are admitted too."""
    admission = _Admission(base.knowing(deciding.values()), lead)
    refused = [found for book in each(books) if (found := admission.read(book)) is not None]
    refused += admission.refuse_strangers()
    out = set() if len(admission.groups) > 1 else {one.book.digest for one in refused}
    left = {digest: submission for digest, submission in deciding.items() if digest not in out}
    if len(left) < len(deciding):
        return _admit(books, base, lead, left)
    return admission, refused


class _Admission:
    """Workbooks on their way into a register, one after the other."""

    def __init__(self, base: Base, lead: str) -> None:
        self.base = base
        self._lead = lead
        self.inspection = base.inspection
        self.form = base.form
        self.groups: tuple[Group, ...] = ()
        self._sound: list[tuple[Examined, Submission]] = []
        self.admitted: list[tuple[Examined, Submission]] = []

    def read(self, book: Examined) -> Refused | None:
        """Read a workbook that is sound and trusted; say why another is refused."""
        own = self.base.inspection
        try:
            codes = codes_of(own, self.base.decisions)
            submission = read_trusted(book, inspections=codes)
            if own is not None:
                submission = as_counted(submission, own.code, self.base.decisions)
            check_whole(book.name, submission.export)
            check_readers(submission, book.trusted_for, book.signer_name)
            check_not_own(book.name, submission.export, self.base.exports)
        except RefusalError as error:
            return _refused(book, error)
        self._sound.append((book, submission))
        return None

    def refuse_strangers(self) -> list[Refused]:
        """Admit what belongs together; return what does not, each with its reason."""
        if self.inspection is None and self._sound:
            self._sound = list(counted_together(self._sound, self.base.decisions))
            self.groups = grouped(self._sound)
            if len(self.groups) > 1:
                return [_refused(book, several_groups(self.groups)) for book, _ in self._sound]
            first = self._sound[0][1]
            self.inspection, self.form = _register_of(first, self._lead), first.form
        found = self._admit()
        if self.base.form is None and self.inspection is not None and self.admitted:
            self.form = most_common_form(submission for _, submission in self.admitted)
            self.inspection = replace(self.inspection, form=self.form.stamp)
        return found

    def _admit(self) -> list[Refused]:
        known = dict(self.base.workbooks)
        lists = settled_lists(known.values())
        files = {submission.inspection.file for _, submission in self._sound}
        issues = [
            issue_of(source.name, source.digest, known[source.digest])
            for source in self.base.sources
            if source.file in files
        ]
        found = []
        for book, submission in self._sound:
            try:
                self._check(book, submission, lists, known, issues)
            except RefusalError as error:
                found.append(_refused(book, error))
                continue
            known[book.digest] = submission
            if len(submission.lists) > len(lists):
                lists = settled_lists(known.values())
            self.admitted.append((book, submission))
        return found

    def _check(
        self,
        book: Examined,
        submission: Submission,
        lists: Sequence[ListStamp],
        known: Mapping[str, Submission],
        issues: Sequence[Issue],
    ) -> None:
        if self.inspection is None or book.digest in self.base.workbooks:
            return
        check_belongs(submission, self.inspection, lists)
        check_values(submission, lists, lambda: settled_cases(known.values()))
        check_newer(issue_of(book.name, book.digest, submission), issues)


def begin_with(store: Store, plan: MergePlan, *, now: datetime) -> None:
    """Fill a new register with the accepted workbooks of a plan; raises RefusalError for none."""
    if plan.inspection is None or plan.form is None:
        raise RefusalError(
            "nothing", message("None of the workbooks can be merged, so no register was created.")
        )
    begin_register(store, plan.inspection, plan.form, now=now)
    commit_merge(store, plan, now=now)


@not_collecting()
def commit_merge(store: Store, plan: MergePlan, *, now: datetime) -> None:
    """Take the accepted workbooks of a plan into the register, in one transaction."""
    known = {source.digest for source in store.sources()}
    own = store.inspection()
    with store.transaction(now) as unit:
        if plan.inspection is not None:
            _keep_inspection(unit, own, plan.inspection)
        if plan.last is not None:
            unit.put_last_merge(plan.last.to_json())
        for book in each(plan.accepted):
            if book.stored.source.digest in known:
                continue
            unit.add_workbook(book.stored)
            source = book.stored.source
            unit.log(
                WorkbookMerged(
                    digest=source.digest,
                    export=source.export_id,
                    export_number=source.export_number,
                    signer=source.signer,
                    new=book.gain.new,
                    replaced=book.gain.replaced,
                    unchanged=book.gain.unchanged,
                )
            )


def find_workbook(store: Store, wanted: str) -> Source:
    """Return the workbook of a register that has this file name or SHA-256 (or its beginning).

    Raises RefusalError where the register has none or several of that name.
    """
    register_inspection(store)
    found = [
        source
        for source in store.sources()
        if source.name == wanted or (len(wanted) >= 8 and source.digest.startswith(wanted.lower()))
    ]
    if not found:
        raise RefusalError(
            "which-workbook",
            message(
                "The register has no workbook called “{wanted}”. Enter the SHA-256 that the "
                "merge showed.",
                wanted=wanted,
            ),
        )
    if len(found) > 1:
        raise RefusalError(
            "which-workbook",
            message(
                "The register has {n} workbooks called “{wanted}”. Enter the SHA-256 that the "
                "merge showed.",
                n=len(found),
                wanted=wanted,
            ),
        )
    return found[0]


def remove_workbook(store: Store, wanted: str, *, now: datetime) -> Source:
    """Take a workbook out again; raises RefusalError as `find_workbook` does."""
    source = find_workbook(store, wanted)
    own, left = store.inspection(), register_workbooks(store)
    del left[source.digest]
    with store.transaction(now) as unit:
        unit.remove_workbook(source.digest)
        _keep_inspection(unit, own, settled_inspection(own, left.values()))
        unit.log(WorkbookRemoved(digest=source.digest))
    return source


def _keep_inspection(unit: Unit, own: Inspection, settled: Inspection) -> None:
    """Write what the workbooks say of the inspection; what is of the file stays the register's."""
    kept = replace(
        settled,
        person=own.person,
        dispose_by=own.dispose_by,
        file=own.file,
        handed_over_by=own.handed_over_by,
    )
    if kept != own:
        unit.put_inspection(kept)


def _register_of(submission: Submission, lead: str) -> Inspection:
    """Return the inspection of a new register; where workbooks differ on it is settled later."""
    theirs = submission.inspection
    return replace(
        theirs,
        kind=FileKind.REGISTER,
        person=lead,
        dispose_by="",
        earlier=(),
        file="",
        outside_moderators=False,
        handed_over_by=(),
    )


def _source(book: Examined, submission: Submission, now: datetime) -> Source:
    signer = book.verdict.signer
    return replace(
        source_of(book.digest, submission),
        name=book.name,
        signer=signer.name if signer else "",
        merged_at=stamp(now),
    )


def _refused(book: Examined, error: RefusalError) -> Refused:
    return Refused(name=book.name, code=error.code, text=error.sentence, book=book, of=error.of)

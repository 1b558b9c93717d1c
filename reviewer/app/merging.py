"""Merging: a dry run that says everything, then one transaction that does it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from reviewer.app.case_counts import CaseCounts, count_cases
from reviewer.app.new_files import begin_register
from reviewer.app.register import register_workbooks
from reviewer.app.store import Store, StoredWorkbook, Unit
from reviewer.app.verifying import Examined, read_trusted
from reviewer.domain.combined import Combined
from reviewer.domain.criteria import changed_criteria
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import WorkbookMerged, WorkbookRemoved
from reviewer.domain.form import Form
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.submission import Decision, ExportStamp, Source, Submission
from reviewer.domain.times import stamp
from reviewer.register.admission import Gain, check_belongs, gain
from reviewer.register.combination import combine
from reviewer.register.particulars import (
    differences,
    settled_cases,
    settled_inspection,
    settled_lists,
)
from reviewer.register.succession import Warned, issue_of, warnings_about

NAMED: Final = 3
"""Criteria that a warning names; how many more there are it only counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A workbook that may come in, and what it brings."""

    name: str
    signer: str
    gain: Gain
    stored: StoredWorkbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A workbook that may not, and why; `book` is what the check of it found."""

    name: str
    code: str
    text: str
    book: Examined


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What a register holds before a merge; a register still to be made holds nothing.

    `exports` are the ids of the workbooks that it exported itself.
    """

    inspection: Inspection | None
    form: Form | None
    workbooks: Mapping[str, Submission]
    sources: tuple[Source, ...]
    decisions: tuple[Decision, ...]
    exports: frozenset[str]


NOTHING = Base(
    inspection=None, form=None, workbooks={}, sources=(), decisions=(), exports=frozenset()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """What a merge would do; `inspection`, `form` and `combined` are None if nothing came in."""

    inspection: Inspection | None
    form: Form | None
    accepted: tuple[Accepted, ...]
    refused: tuple[Refused, ...]
    warnings: tuple[Warned, ...]
    combined: Combined | None

    def led_by(self, lead: str) -> MergePlan:
        """Return the plan of a new register that this person keeps."""
        if self.inspection is None:
            return self
        return replace(self, inspection=replace(self.inspection, person=lead))

    @property
    def cases(self) -> CaseCounts:
        """Where the cases of the register would be."""
        return count_cases(self.combined.standings if self.combined is not None else ())


def merge_base(store: Store) -> Base:
    """Return what a register holds; raises RefusalError for a reviewer's own file."""
    inspection = store.inspection()
    if inspection.kind is not FileKind.REGISTER:
        raise RefusalError(
            "not-a-register",
            "This is a reviewer's own file; merge workbooks into a register, which is made if "
            "it is not there.",
        )
    return Base(
        inspection=inspection,
        form=store.form(),
        workbooks=register_workbooks(store),
        sources=store.sources(),
        decisions=store.decisions(),
        exports=frozenset(export.id for export in store.exports()),
    )


def plan_merge(base: Base, examined: Sequence[Examined], *, lead: str, now: datetime) -> MergePlan:
    """Say what taking in the workbooks would do; nothing is written."""
    inspection, form = base.inspection, base.form
    workbooks = dict(base.workbooks)
    lists = settled_lists(workbooks.values())
    admitted: list[tuple[Examined, Submission]] = []
    refused: list[Refused] = []
    distinct = {book.digest: book for book in examined}
    for _, book in sorted(distinct.items()):
        try:
            wanted = inspection.code if inspection is not None else ""
            submission = read_trusted(book, inspection=wanted)
            _refuse_own(book.name, submission.export, base.exports)
            if inspection is None:
                inspection, form = _register_of(submission, lead), submission.form
            check_belongs(submission, inspection, lists)
        except RefusalError as error:
            refused.append(Refused(name=book.name, code=error.code, text=str(error), book=book))
            continue
        workbooks[book.digest] = submission
        lists = settled_lists(workbooks.values())
        admitted.append((book, submission))
    if inspection is None or form is None:
        return MergePlan(
            inspection=None,
            form=None,
            accepted=(),
            refused=tuple(refused),
            warnings=(),
            combined=None,
        )
    before = combine(form, base.workbooks, base.decisions)
    after = combine(form, workbooks, base.decisions)
    inspection = settled_inspection(inspection, workbooks.values())
    return MergePlan(
        inspection=inspection,
        form=form,
        accepted=tuple(_accepted(b, s, before, after, now) for b, s in admitted),
        refused=tuple(refused),
        warnings=(
            *_warnings(base, admitted),
            *_differing(base, admitted, inspection, after),
            *_criteria(form, admitted),
        ),
        combined=after,
    )


def begin_with(store: Store, plan: MergePlan, *, now: datetime) -> None:
    """Fill a new register with the accepted workbooks of a plan; raises RefusalError for none."""
    if plan.inspection is None or plan.form is None:
        raise RefusalError("nothing", "No workbook can be merged, so no register is made.")
    begin_register(store, plan.inspection, plan.form, now=now)
    commit_merge(store, plan, now=now)


def commit_merge(store: Store, plan: MergePlan, *, now: datetime) -> None:
    """Take the accepted workbooks of a plan into the register, in one transaction."""
    known = {source.digest for source in store.sources()}
    own = store.inspection()
    with store.transaction(now) as unit:
        if plan.inspection is not None:
            _keep_inspection(unit, own, plan.inspection)
        for book in plan.accepted:
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
    found = [
        source
        for source in merge_base(store).sources
        if source.name == wanted or (len(wanted) >= 8 and source.digest.startswith(wanted.lower()))
    ]
    if len(found) != 1:
        how_many = "no workbook" if not found else f"{len(found)} workbooks"
        raise RefusalError(
            "which-workbook",
            f"The register has {how_many} called “{wanted}”; name one by the SHA-256 that the "
            "merge showed.",
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
    """Write what the workbooks say of the inspection; keeper and disposal stay the register's."""
    kept = replace(settled, person=own.person, dispose_by=own.dispose_by)
    if kept != own:
        unit.put_inspection(kept)


def _refuse_own(name: str, export: ExportStamp, own: frozenset[str]) -> None:
    # It holds nothing new, and would keep here what is taken out of the register later.
    if export.id in own:
        raise RefusalError(
            "own-export",
            f"{name} is export {export.number} of this register itself; merge the reviewers' "
            "workbooks, or merge this one into another register.",
        )


def _register_of(submission: Submission, lead: str) -> Inspection:
    """Return the inspection of a new register; where workbooks differ on it is settled later."""
    theirs = submission.inspection
    return replace(theirs, kind=FileKind.REGISTER, person=lead, dispose_by="", earlier=())


def _accepted(
    book: Examined, submission: Submission, before: Combined, after: Combined, now: datetime
) -> Accepted:
    signer = book.verdict.signer
    export = submission.export
    source = Source(
        digest=book.digest,
        name=book.name,
        signer=signer.name if signer else "",
        fingerprint=signer.fingerprint if signer else "",
        issued_by=export.issued_by,
        export_id=export.id,
        export_number=export.number,
        exported_at=export.at,
        merged_at=stamp(now),
    )
    return Accepted(
        name=book.name,
        signer=source.signer,
        gain=gain(submission, before, after),
        stored=StoredWorkbook(source=source, content=book.content),
    )


def _warnings(base: Base, admitted: Sequence[tuple[Examined, Submission]]) -> tuple[Warned, ...]:
    known = [
        issue_of(source.name, source.digest, source.fingerprint, base.workbooks[source.digest])
        for source in base.sources
    ]
    coming = [
        issue_of(book.name, book.digest, signer.fingerprint if signer else "", submission)
        for book, submission in admitted
        for signer in [book.verdict.signer]
    ]
    noticed = [
        Warned(workbook=book.name, code=notice.code, text=f"{book.name}: {notice.text}")
        for book, _ in admitted
        for notice in book.notices
    ]
    return (*noticed, *warnings_about(known, coming))


def _differing(
    base: Base,
    admitted: Sequence[tuple[Examined, Submission]],
    stands: Inspection,
    after: Combined,
) -> tuple[Warned, ...]:
    """Name where workbooks say something else of inspection and list than what now stands.

    Of a workbook that was there before only what this merge changes is told.
    """
    cases = {case.id: case for case in after.cases}
    known = {source.digest: source.name for source in base.sources}
    coming = {book.digest: (book.name, submission) for book, submission in admitted}
    found = [
        warned
        for name, book in coming.values()
        for warned in differences(name, book, stands, cases)
    ]
    if base.inspection is None or coming.keys() <= known.keys():
        return tuple(found)
    before = {case.id: case for case in settled_cases(base.workbooks.values())}
    for digest, name in known.items():
        if digest not in coming:
            book = base.workbooks[digest]
            old = set(differences(name, book, base.inspection, before))
            found += [w for w in differences(name, book, stands, cases) if w not in old]
    return tuple(found)


def _criteria(form: Form, admitted: Sequence[tuple[Examined, Submission]]) -> Iterator[Warned]:
    """Name the criteria by which a workbook's reviewers judged and the register does not."""
    for book, submission in admitted:
        changes = changed_criteria(form, submission.form)
        if changes:
            names = list(dict.fromkeys(change.criterion.what for change in changes))
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            yield Warned(
                workbook=book.name,
                code="other-criteria",
                text=(
                    f"{book.name}: {submission.export.issued_by} reviewed by other criteria than "
                    f"the register's: {', '.join(names[:NAMED])}{more}. Compare them before the "
                    "grades are put together."
                ),
            )

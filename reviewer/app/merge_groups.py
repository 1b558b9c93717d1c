"""Workbooks for a new register, by the inspection, form and list that they are of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reviewer.app.verifying import Examined
from reviewer.domain.decision import Decision, DecisionKind, current
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import FormStamp
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.message import Message, listed, message, plural
from reviewer.domain.submission import Submission
from reviewer.domain.verdict import SignatureStatus
from reviewer.register.admission import named_form
from reviewer.register.case_ids import as_counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Workbooks of one inspection, form and list: their file names, in the order given."""

    code: str
    form: FormStamp
    rows: int
    names: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """Name the group and its workbooks."""
        return message(
            "inspection {code}, form {form}, a list of {rows}: {names}",
            code=self.code,
            form=named_form(self.form),
            rows=plural(self.rows, "{n} row", "{n} rows"),
            names=listed(self.names),
        )


def counted_together(
    books: Sequence[tuple[Examined, Submission]], decisions: Sequence[Decision]
) -> Iterator[tuple[Examined, Submission]]:
    """Yield workbooks for a new register as they count by the decisions that some of them bring."""
    mistyped = {name.casefold() for name in _mistyped(decisions)}
    codes = {submission.inspection.code for _, submission in books}
    right = sorted(code for code in codes if code.casefold() not in mistyped)
    for book, submission in books:
        yield book, as_counted(submission, right[0], decisions) if len(right) == 1 else submission


def grouped(books: Iterable[tuple[Examined, Submission]]) -> tuple[Group, ...]:
    """Sort workbooks into groups of one inspection, form and first list, in the order given."""
    found: dict[tuple[str, str, str], list[tuple[Examined, Submission]]] = {}
    for book, submission in books:
        about, first = submission.inspection, submission.lists[:1]
        key = (about.code, about.form.digest, first[0].digest if first else "")
        found.setdefault(key, []).append((book, submission))
    return tuple(
        Group(
            code=those[0][1].inspection.code,
            form=those[0][1].inspection.form,
            rows=those[0][1].lists[0].length if those[0][1].lists else 0,
            names=tuple(book.name for book, _ in those),
        )
        for those in found.values()
    )


def several_groups(groups: Sequence[Group]) -> RefusalError:
    """Return the refusal of workbooks that do not belong together in a new register."""
    return RefusalError(
        "several-inspections",
        message(
            "The workbooks do not share one inspection, form and list, so no "
            "register was created. They are from {groups}. Merge those of one "
            "group first.",
            groups=listed([group.sentence for group in groups]),
        ),
    )


def codes_of(own: Inspection | None, decisions: Iterable[Decision]) -> frozenset[str]:
    """Return the inspection codes that a register takes as its own; none for a new one."""
    if own is None:
        return frozenset()
    return frozenset({own.code, *_mistyped(decisions)})


def _mistyped(decisions: Iterable[Decision]) -> Iterator[str]:
    for decision in current(decisions):
        if decision.kind is DecisionKind.CODE and decision.alias and not decision.revoked:
            yield decision.alias.name


def teams_workbooks(
    examined: Iterable[Examined], inspections: Iterable[str]
) -> dict[str, Submission]:
    """Return by their digests the teams' workbooks that are trusted and of these inspections."""
    codes = {code.casefold() for code in inspections}
    return {
        book.digest: book.submission
        for book in examined
        if book.submission is not None
        and book.verdict.status is SignatureStatus.TRUSTED
        and book.submission.inspection.kind is FileKind.REGISTER
        and (not codes or book.submission.inspection.code.casefold() in codes)
    }

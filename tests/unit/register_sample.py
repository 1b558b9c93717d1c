"""Workbooks' contents for the register's tests: a small world of files that are copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reviewer.domain.case import Case, ListStamp
from reviewer.domain.decision import Decision
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key, SessionId, case_id
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.review import Review
from reviewer.domain.submission import ExportStamp, LogLine, Submission
from reviewer.domain.vector import raised
from reviewer.forms.library import bundled_form
from reviewer.register.case_ids import counted, decisions_counted
from reviewer.register.combination import combine

FORM: Form = bundled_form("dip-sample")
CODE = "NCPI-SYN-2018Q4"
CASES = tuple(
    Case(
        id=case_id(CODE, position),
        position=position,
        values={Key("type"): "S47", Key("reported"): "2017-03-04"},
    )
    for position in (1, 2, 3)
)
LIST = ListStamp(
    length=3, digest="1" * 64, file_digest="2" * 64, loaded_at="2018-01-15T09:00:00.000Z"
)

AT = "2018-01-29T16:00:00.000Z"


@dataclass
class ReviewerFile:
    """A review file in small: whose, its session, and what was answered."""

    person: str
    session: SessionId
    file: str = ""
    heads: list[str] = field(default_factory=list)
    earlier: tuple[str, ...] = ()
    reviews: dict[CaseId, Review] = field(default_factory=dict)

    def grade(self, case: CaseId, grade: str) -> None:
        """Save an overall grade, as one committed change."""
        before = self._before(case)
        answers = {**before.answers, Key("reviewable"): "YES", FORM.roles.grade: grade}
        self.reviews[case] = replace(
            before,
            answers=answers,
            blind_grade=before.blind_grade or grade,
            vector=raised(before.vector, self.session),
            changed_at=f"2018-01-15T09:00:00.{sum(before.vector.values()):03d}Z",
        )

    def exclude(self, case: CaseId) -> None:
        """Take the case out of the sample, as one committed change."""
        self._change(case, {Key("reviewable"): "EXC", Key("exclusion"): "X1"})

    def clear(self, case: CaseId) -> None:
        """Clear every answer again, as one committed change."""
        self._change(case, {})

    def _before(self, case: CaseId) -> Review:
        before = self.reviews.get(case) or Review(case=case, reviewer=self.person)
        return replace(before, reviewer=self.person)

    def _change(self, case: CaseId, answers: dict[Key, str]) -> None:
        before = self._before(case)
        vector = raised(before.vector, self.session)
        self.reviews[case] = replace(before, answers=answers, vector=vector)

    def copy(self, session: SessionId) -> ReviewerFile:
        """Copy the file; the copy is opened in a session of its own."""
        return ReviewerFile(
            self.person,
            session,
            self.file or self.session,
            list(self.heads),
            self.earlier,
            dict(self.reviews),
        )

    def hand_over(self, person: str, session: SessionId) -> ReviewerFile:
        """Return the file in which another person continues; each case is theirs once changed."""
        heir = self.copy(session)
        heir.person, heir.earlier = person, (*self.earlier, self.person)
        return heir

    def export(self, number: int = 1) -> Submission:
        """Say what a workbook of this file carries now."""
        made = submission(self.person, tuple(self.reviews.values()), number)
        head = f"{self.session}-{len(self.heads)}"
        self.heads.append(head)
        return replace(
            made,
            inspection=replace(
                made.inspection, file=self.file or self.session, handed_over_by=self.earlier
            ),
            log=tuple(LogLine(at=AT, action="", detail="", head=h) for h in self.heads),
            export=replace(made.export, log_head=head),
        )


def inspection(person: str, kind: FileKind = FileKind.REVIEW) -> Inspection:
    """Return the tests' inspection as one person's file has it."""
    return Inspection(
        code=CODE,
        force="Synthetic Constabulary",
        marking="OFFICIAL-SENSITIVE",
        form=FORM.stamp,
        kind=kind,
        person=person,
    )


def submission(person: str, reviews: tuple[Review, ...], number: int = 1) -> Submission:
    """Wrap reviews as one workbook's content."""
    return Submission(
        inspection=inspection(person),
        form=FORM,
        lists=(LIST,),
        cases=CASES,
        reviews=reviews,
        origins={},
        export=ExportStamp(
            id=f"{person}-{number}",
            number=number,
            at="2018-01-29T16:00:00.000Z",
            log_head="0" * 64,
            issued_by=person,
            app_version="0.1.0",
            final=False,
        ),
    )


def team_export(
    books: Mapping[str, Submission],
    decisions: Iterable[Decision] = (),
    *,
    file: str = "",
    heads: Sequence[str] = (),
) -> Submission:
    """Return what a register that holds these workbooks exports; `heads` are of earlier exports."""
    found = counted(books, CODE, decisions)
    combined = combine(FORM, found, decisions_counted(books, found, decisions))
    made = submission("Lead", combined.reviews, len(heads) + 1)
    head = f"{file}-{len(heads)}"
    return replace(
        made,
        inspection=replace(inspection("Lead", FileKind.REGISTER), file=file),
        lists=combined.lists,
        cases=combined.cases,
        superseded=combined.superseded,
        decisions=combined.decisions,
        sources=combined.sources,
        origins=combined.origins,
        log=tuple(LogLine(at=AT, action="", detail="", head=h) for h in (*heads, head)),
        export=replace(made.export, log_head=head),
    )

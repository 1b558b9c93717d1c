"""What a person should look at before workbooks are merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from reviewer.app.merge_base import Base
from reviewer.app.verifying import Examined
from reviewer.domain.combined import Combined
from reviewer.domain.criteria import changed_criteria
from reviewer.domain.form import Form
from reviewer.domain.inspection import Inspection
from reviewer.domain.message import Message, listed, message, plural
from reviewer.domain.submission import Submission
from reviewer.register.admission import about_cases
from reviewer.register.particulars import differences, settled_cases
from reviewer.register.succession import Warned, clock_warnings, issue_of, warnings_about

NAMED: Final = 3
"""Criteria that a warning names; how many more there are it only counts."""
SHOWN: Final = 8
"""Characters of a digest of criteria that a warning shows, as prints do."""

Admitted = Sequence[tuple[Examined, Submission]]


def merge_warnings(
    base: Base,
    admitted: Admitted,
    settled: Inspection,
    form: Form,
    after: Combined,
    now: datetime,
) -> tuple[Warned, ...]:
    """Name what is odd about workbooks that would come in, in a fixed order of kinds."""
    known = [issue_of(s.name, s.digest, base.workbooks[s.digest]) for s in base.sources]
    coming = [issue_of(book.name, book.digest, submission) for book, submission in admitted]
    return (
        *_noticed(admitted),
        *warnings_about(known, coming),
        *(w for book, submission in admitted for w in clock_warnings(book.name, submission, now)),
        *_handed_over(admitted),
        *_copies(after),
        *_differing(base, admitted, settled, after),
        *(_chosen_criteria(form, admitted) if base.form is None else ()),
        *_criteria(form, admitted),
    )


def _noticed(admitted: Admitted) -> Iterator[Warned]:
    for book, _ in admitted:
        for notice in book.notices:
            yield Warned(
                workbook=book.name,
                code=notice.code,
                text=message("{file}: {notice}", file=book.name, notice=notice.text),
            )


def _handed_over(admitted: Admitted) -> Iterator[Warned]:
    """Name whose reviews came with somebody else's signature, by a handover in the log."""
    for book, submission in admitted:
        earlier = submission.inspection.handed_over_by
        if earlier:
            yield Warned(
                workbook=book.name,
                code="handed-over",
                text=message(
                    "{file}: the file was handed over by {earlier} to {person}, so it also has "
                    "reviews of {earlier}.",
                    file=book.name,
                    earlier=listed(earlier),
                    person=submission.inspection.person,
                ),
            )


def _copies(after: Combined) -> Iterator[Warned]:
    for copies in after.diverged:
        names = [copy.shown for copy in copies]
        yield Warned(
            workbook=names[0],
            code="diverged",
            text=message(
                "{names} come from copies of one register that were both changed. "
                "Both count until you remove one. Ask which copy is in use.",
                names=listed(names),
            ),
        )


def _differing(
    base: Base,
    admitted: Admitted,
    settled: Inspection,
    after: Combined,
) -> tuple[Warned, ...]:
    """Name where workbooks say something else of inspection and list than what now counts.

    Of a workbook that was there before only what this merge changes is reported.
    """
    cases = {case.id: case for case in after.cases}
    known = {source.digest: source.name for source in base.sources}
    coming = {book.digest: (book.name, submission) for book, submission in admitted}
    found = [
        warned
        for name, book in coming.values()
        for warned in differences(name, book, settled, cases)
    ]
    if base.inspection is None or coming.keys() <= known.keys():
        return tuple(found)
    before = settled_cases(base.workbooks.values())
    # A case that only a replaced workbook had is in no workbook that counts now.
    now = {c.id: cases.get(c.id, c).values for c in before}
    changed = {c.id: c for c in before if not c.values.items() <= now[c.id].items()}
    if not changed and base.inspection == settled:
        return tuple(found)
    for digest, book in about_cases(base.workbooks, changed.keys()).items():
        if digest in known and digest not in coming:
            name = known[digest]
            old = set(differences(name, book, base.inspection, changed))
            found += [w for w in differences(name, book, settled, cases) if w not in old]
    return tuple(found)


def _chosen_criteria(form: Form, admitted: Admitted) -> Iterator[Warned]:
    """Name whose criteria a new register has, where the workbooks do not all have the same."""
    own = form.stamp.criteria
    having = [book.name for book, submission in admitted if submission.form.stamp.criteria == own]
    if len(having) == len(admitted):
        return
    others = Counter(
        submission.form.stamp.criteria
        for _, submission in admitted
        if submission.form.stamp.criteria != own
    )
    sentence = (
        message(
            "The workbooks use different criteria, and none is used by most of them. The "
            "register has those of {names}, whose digest {criteria} comes first.",
            names=listed(having),
            criteria=own[:SHOWN],
        )
        if max(others.values()) == len(having)
        else message(
            "The workbooks use different criteria. The register has those that most of them use "
            "({having} of {all}, digest {criteria}): {names}.",
            having=len(having),
            all=len(admitted),
            criteria=own[:SHOWN],
            names=listed(having),
        )
    )
    yield Warned(workbook=having[0], code="criteria-chosen", text=sentence)


def _criteria(form: Form, admitted: Admitted) -> Iterator[Warned]:
    """Name the criteria by which a workbook's reviewers judged and the register does not."""
    for book, submission in admitted:
        if submission.form.stamp.criteria == form.stamp.criteria:
            continue
        changes = changed_criteria(form, submission.form)
        if changes:
            names = list(dict.fromkeys(change.criterion.what for change in changes))
            more = len(names) - NAMED
            named: list[str | Message] = [*names[:NAMED]]
            if more > 0:
                named = [*named, plural(more, "{n} more", "{n} more")]
            yield Warned(
                workbook=book.name,
                code="other-criteria",
                text=message(
                    "{file}: {person} used criteria that differ from the register's: {names}. "
                    "Compare them before you combine the grades.",
                    file=book.name,
                    person=submission.export.issued_by,
                    names=listed(named),
                ),
            )

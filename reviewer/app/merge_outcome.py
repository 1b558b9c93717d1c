"""What a register amounts to before and after a merge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer.app.last_merge import LastMerge, amounts_of, basis_of, state_of
from reviewer.app.merge_base import Base
from reviewer.domain.combined import Combined
from reviewer.domain.form import Form
from reviewer.domain.submission import Source, Submission
from reviewer.register.admission import about_cases
from reviewer.register.combination import combine


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the touched cases amounted to before and all that was read amounts to after.

    `reported` is what a report of the merge names: the cases that it touches, those in conflict
    and those decided about, or all of them. `last` is what the next merge begins with.
    """

    before: Combined
    after: Combined
    reported: Combined
    last: LastMerge


def outcome_of(
    base: Base,
    code: str,
    form: Form,
    admitted: Mapping[str, Submission],
    coming: Sequence[Source],
) -> Outcome:
    """Combine a register's workbooks with those admitted, by digest, whose sources are `coming`."""
    workbooks = {**base.workbooks, **admitted}
    touched = base.reach or {r.case for book in admitted.values() for r in book.reviews}
    kept = about_cases(base.workbooks, touched)
    before = combine(form, kept, base.decisions, base.sources)
    known = {source.digest: source for source in (*coming, *base.sources)}
    after = combine(form, workbooks, base.decisions, known.values())
    reported = after.without(base.known_cases) if base.known_cases else after
    if base.last is None:
        amounts = amounts_of(reported)
    else:
        reported = reported.without({case.id for case in after.cases} - touched)
        amounts = base.last.amounts.changed(before.without(base.known_cases), reported)
    basis = base.basis or basis_of(code, (), (), None)
    last = LastMerge(
        state=state_of(basis, (source.digest for source in known.values())),
        amounts=amounts,
        torn=tuple(sorted({one.case for one in reported.conflicts})),
    )
    return Outcome(before=before, after=after, reported=reported, last=last)

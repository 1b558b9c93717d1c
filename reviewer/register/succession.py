"""Whether a workbook follows those of the same file: numbers, replays, the log's head, the clock.

A file can't prove that it is the newest one. What one file exports is numbered, and each export
shows the heads of the log that earlier ones saw. One that another has seen is older and is
refused; where numbers and heads do not fit together, a person should look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import Message, message
from reviewer.domain.submission import ExportStamp, Submission
from reviewer.domain.times import moment

CLOCK_TOLERANCE: Final = timedelta(days=1)
"""How far a clock may be off before a person hears of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One export as it was handed in: the file's name, its digest, who signed, what it says.

    `file` is the id of the file it came from; `heads` are the heads of the log that it shows, its
    own among them.
    """

    name: str
    digest: str
    fingerprint: str
    file: str
    export: ExportStamp
    heads: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something about one workbook that a person should look at: a code and a sentence."""

    workbook: str
    code: str
    text: Message


def issue_of(name: str, digest: str, submission: Submission) -> Issue:
    """Say of a workbook's content which export it is."""
    heads = {line.head for line in submission.log} | {submission.export.log_head}
    return Issue(
        name=name,
        digest=digest,
        fingerprint=submission.signer,
        file=submission.inspection.file,
        export=submission.export,
        heads=frozenset(heads),
    )


def check_newer(issue: Issue, known: Iterable[Issue]) -> None:
    """Raise RefusalError for an export that a later one of the same file has seen.

    The later one holds all that it has, and may be without what was withdrawn since.
    """
    for other in known:
        newer = other.export.number > issue.export.number
        if _same_file(issue, other) and newer and issue.export.log_head in other.heads:
            raise RefusalError(
                "went-back",
                message(
                    "{file} is export {number} from {who}, and the register has the "
                    "newer export {newer} of the same file. If you expected another, ask "
                    "for the latest.",
                    file=issue.name,
                    number=issue.export.number,
                    who=issue.export.issued_by,
                    newer=other.export.number,
                ),
            )


def warnings_about(known: Iterable[Issue], admitted: Iterable[Issue]) -> tuple[Warned, ...]:
    """Compare what comes in with what a register holds and with each other.

    The order in which either is given makes no difference.
    """
    held = sorted(known, key=_place)
    digests = {issue.digest for issue in held}
    found: list[Warned] = []
    coming = sorted(admitted, key=_place)
    for issue in coming:
        others = [o for o in (*held, *coming) if o.digest != issue.digest]
        # Of two that came together the later one is named.
        before = (o for o in others if o.digest in digests or _place(o) < _place(issue))
        found += _signed_again(issue, before)
        same = [other for other in others if _same_file(issue, other)]
        if issue.digest in digests:
            found += _replayed(issue, same, coming)
        else:
            found += _out_of_turn(issue, same, held)
    return tuple(found)


def clock_warnings(name: str, book: Submission, now: datetime) -> Iterator[Warned]:
    """Name a workbook whose own times show that a clock was off by more than a day.

    No result depends on a time; but people read them.
    """
    times = [moment(line.at) for line in book.log if line.at]
    exported = moment(book.export.at) if book.export.at else now
    moved_back = any(later < earlier - CLOCK_TOLERANCE for earlier, later in pairwise(times))
    moments = [decision.at for decision in book.decisions]
    moments += [review.changed_at for review in book.reviews]
    ahead = max((moment(at) for at in moments if at), default=exported) > exported + CLOCK_TOLERANCE
    if moved_back or ahead or exported > now + CLOCK_TOLERANCE:
        yield Warned(
            workbook=name,
            code="clock",
            text=message(
                "{file}: its times do not agree, so a clock was wrong by more than a "
                "day. Nothing depends on the times, but check them before you rely "
                "on them.",
                file=name,
            ),
        )


def _signed_again(issue: Issue, others: Iterable[Issue]) -> Iterator[Warned]:
    for other in others:
        if other.export.id == issue.export.id and other.fingerprint != issue.fingerprint:
            yield Warned(
                workbook=issue.name,
                code="signed-again",
                text=message(
                    "{file} is the same export as {other}, signed again with another "
                    "certificate. Ask both signers.",
                    file=issue.name,
                    other=other.name,
                ),
            )
            return


def _replayed(issue: Issue, same: Sequence[Issue], coming: Sequence[Issue]) -> Iterator[Warned]:
    """Warn of what is there already only where it was sent as if it were the newest."""
    newest = max((other.export.number for other in same), default=0)
    last = max(o.export.number for o in coming if o.digest == issue.digest or o in same)
    if last < newest:
        yield Warned(
            workbook=issue.name,
            code="replayed",
            text=message(
                "{file} is export {number} from {who}. The register already has it, "
                "and export {newer} too. If you expected another, ask for the latest.",
                file=issue.name,
                number=issue.export.number,
                who=issue.export.issued_by,
                newer=newest,
            ),
        )


def _out_of_turn(issue: Issue, same: Sequence[Issue], held: Sequence[Issue]) -> Iterator[Warned]:
    number, who = issue.export.number, issue.export.issued_by
    twins = (o for o in same if o.export.number == number)
    twin = next((o for o in twins if o in held or _place(o) < _place(issue)), None)
    if twin is not None and twin.export.id != issue.export.id:
        yield Warned(
            workbook=issue.name,
            code="same-number",
            text=message(
                "{file} and {other} are both export {number} from {who}. The file "
                "was copied, or an earlier copy of it was restored. Ask which one is "
                "in use.",
                file=issue.name,
                other=twin.name,
                number=number,
                who=who,
            ),
        )
        return
    before = max((o for o in same if o.export.number < number), key=_place, default=None)
    after = min(
        (o for o in same if o in held and o.export.number > number), key=_place, default=None
    )
    if before is not None and before.export.log_head not in issue.heads:
        yield _broken(issue, before)
    elif after is not None and issue.export.log_head not in after.heads:
        yield _broken(issue, after)


def _broken(issue: Issue, other: Issue) -> Warned:
    return Warned(
        workbook=issue.name,
        code="log-broken",
        text=message(
            "{file} is export {number} from {who}, but it does not follow from "
            "export {other} ({name}), nor the other way round. The file was "
            "copied, or an earlier copy of it was restored. Ask which one is in "
            "use.",
            file=issue.name,
            number=issue.export.number,
            who=issue.export.issued_by,
            other=other.export.number,
            name=other.name,
        ),
    )


def _same_file(one: Issue, other: Issue) -> bool:
    return bool(one.file) and one.file == other.file


def _place(issue: Issue) -> tuple[int, str]:
    return issue.export.number, issue.digest

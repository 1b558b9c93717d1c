"""Whether a workbook follows those of the same hand: numbers, replays, the log's head.

A file can't prove that it is the newest one. What one person exports is numbered, and each
export shows the heads of the log that earlier ones saw: where that does not fit together, a
person should look. Nothing is refused for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reviewer.domain.case import normalised_name
from reviewer.domain.submission import ExportStamp, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One export as it was handed in: the file's name, its digest, who signed, what it says.

    `heads` are the heads of the log that it shows, its own among them.
    """

    name: str
    digest: str
    fingerprint: str
    export: ExportStamp
    heads: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something about one workbook that a person should look at: a code and a sentence."""

    workbook: str
    code: str
    text: str


def issue_of(name: str, digest: str, fingerprint: str, submission: Submission) -> Issue:
    """Say of a workbook's content which export it is."""
    heads = {line.head for line in submission.log} | {submission.export.log_head}
    return Issue(
        name=name,
        digest=digest,
        fingerprint=fingerprint,
        export=submission.export,
        heads=frozenset(heads),
    )


def warnings_about(known: Iterable[Issue], admitted: Iterable[Issue]) -> tuple[Warned, ...]:
    """Compare what comes in with what a register holds and with each other.

    The order in which either is given makes no difference.
    """
    held = sorted(known, key=_place)
    found: list[Warned] = []
    coming = sorted(admitted, key=_place)
    for issue in coming:
        others = [o for o in (*held, *coming) if o.digest != issue.digest]
        again = any(o.digest == issue.digest for o in held)
        # Of two that came together the later one is told of.
        found += _signed_again(issue, [o for o in others if o in held or _place(o) < _place(issue)])
        same = [other for other in others if _same_hand(issue, other)]
        if again:
            found += _replayed(issue, same, coming)
        else:
            found += _out_of_turn(issue, same, held)
    return tuple(found)


def _signed_again(issue: Issue, others: Sequence[Issue]) -> Iterator[Warned]:
    for other in others:
        if other.export.id == issue.export.id and other.fingerprint != issue.fingerprint:
            yield Warned(
                workbook=issue.name,
                code="signed-again",
                text=f"{issue.name} is the same export as {other.name}, signed with another "
                "certificate: somebody signed it again. Ask both signers.",
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
            text=f"{issue.name} is export {issue.export.number} of {issue.export.issued_by}, which "
            f"the register has, and export {newest} too: ask for the newest one if you expected "
            "another.",
        )


def _out_of_turn(issue: Issue, same: Sequence[Issue], held: Sequence[Issue]) -> Iterator[Warned]:
    number, who = issue.export.number, issue.export.issued_by
    newer = [o.export.number for o in same if o in held and o.export.number > number]
    if newer:
        yield Warned(
            workbook=issue.name,
            code="went-back",
            text=f"{issue.name} is export {number} of {who}, older than export {max(newer)} that "
            "the register already has; check that it is the one you mean.",
        )
    twins = (o for o in same if o.export.number == number)
    twin = next((o for o in twins if o in held or _place(o) < _place(issue)), None)
    if twin is not None and twin.export.id != issue.export.id:
        yield Warned(
            workbook=issue.name,
            code="same-number",
            text=f"{issue.name} and {twin.name} both say they are export {number} of {who}: the "
            "review file was copied, or an earlier copy of it was put back. Ask which one is "
            "worked on.",
        )
        return
    before = max((o for o in same if o.export.number < number), key=_place, default=None)
    if before is not None and before.export.log_head not in issue.heads:
        yield Warned(
            workbook=issue.name,
            code="log-broken",
            text=f"{issue.name} is export {number} of {who}, but its log does not hold the head "
            f"that export {before.export.number} ({before.name}) saw: it comes from another file, "
            "or an earlier copy of the file was put back. Ask which one is worked on.",
        )


def _same_hand(one: Issue, other: Issue) -> bool:
    """Tell by the certificate, or after a renewal by the name."""
    return one.fingerprint == other.fingerprint or normalised_name(
        one.export.issued_by
    ) == normalised_name(other.export.issued_by)


def _place(issue: Issue) -> tuple[int, str]:
    return issue.export.number, issue.digest

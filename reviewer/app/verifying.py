"""Checking what others send: is the workbook whole, and who signed it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography import x509

from reviewer.app.files import read_whole
from reviewer.app.trusting import ALIKE, alike
from reviewer.domain.case import normalised_name
from reviewer.domain.collecting import not_collecting
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.message import listed, message
from reviewer.domain.submission import ExportStamp, Submission
from reviewer.domain.verdict import (
    NOT_BY_REVIEWER,
    OTHER_INSPECTION,
    OTHER_LAYOUT,
    OTHER_VERSION,
    PASSWORD_WANTED,
    SHOWS_OTHERWISE,
    SignatureStatus,
    Verdict,
    WorkbookProblem,
)
from reviewer.domain.versions import made_by_other
from reviewer.signing.archive import PackageError, is_protected
from reviewer.signing.certificates import fingerprint, holder
from reviewer.signing.trust import TrustList

if TYPE_CHECKING:
    from reviewer.workbook.cover import CoverContent

_ALTERED: Final = frozenset({"changed", "missing", "not-covered", NOT_BY_REVIEWER})
"""The codes of the problems of a workbook that is not as its signer left it."""

UNKNOWN: Final = "unknown-signer"
"""The code of a refusal that ends once a person vouches for the signer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One workbook as it was handed in: its name, SHA-256, bytes and verdict.

    Of a protected workbook that was opened, digest and bytes are those of the workbook inside,
    so that it is the same workbook with its protection and without. `export` is what Cover says
    of itself, only of a workbook of Reviewer's that is as it was signed, `inspection` of which
    inspection it says it is; `notices` are what a person should know although the signature is
    sound. `trusted_for` are the names that its signer may sign for. `submission` is what a sound
    workbook says, `unread` why it cannot be read.
    """

    name: str
    digest: str
    content: bytes = field(repr=False)
    verdict: Verdict
    export: ExportStamp | None = None
    inspection: str = ""
    trusted_for: tuple[str, ...] = ()
    notices: tuple[WorkbookProblem, ...] = ()
    submission: Submission | None = field(default=None, repr=False)
    unread: RefusalError | None = None

    @property
    def recounted(self) -> bool:
        """Whether it is sound and shows what its cases say."""
        return self.verdict.parts is not None and self.submission is not None

    @property
    def signer_name(self) -> str:
        """Who signed, by the certificate; empty where nobody did."""
        return self.verdict.signer.name if self.verdict.signer is not None else ""

    @property
    def wants_password(self) -> bool:
        """Whether it could not be opened for want of a password, or of another one."""
        return any(problem.code in PASSWORD_WANTED for problem in self.verdict.problems)


@not_collecting()
def examine(
    path: Path, trust: TrustList, *, now: datetime, password: str | None = None
) -> Examined:
    """Verify one workbook; raises WorldError only where the file cannot be read at all.

    A protected workbook is opened with the password, in memory. Without one, or with a wrong
    one, it is unreadable, with the problem `protected` or `wrong-password`. One that is as it was
    signed is read and recounted: it is invalid, with the problem `shows-otherwise`, where a person
    sees something else than its cases say.
    """
    content, verdict = _verified(path, trust, now, password)
    cover = _cover_of(verdict)
    export = cover.export if cover is not None else None
    submission, unread = _read(verdict)
    return Examined(
        name=path.name,
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        verdict=_named_version(_recounted(verdict, submission, unread), content),
        export=export,
        inspection=cover.inspection.code if cover is not None else "",
        trusted_for=_trusted_for(verdict, trust),
        notices=(
            *_other_name(verdict, export, trust),
            *_about_signer(verdict, trust),
            *_not_recounted(unread),
        ),
        submission=submission,
        unread=unread,
    )


def examine_published(path: Path, signature: Path, trust: TrustList, *, now: datetime) -> Examined:
    """Verify a published workbook by the signature beside it; raises WorldError as `examine`."""
    from reviewer.signing.detached_reader import verify_detached

    content = read_whole(path)
    return Examined(
        name=path.name,
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        verdict=verify_detached(content, read_whole(signature), trust=trust, now=now),
    )


def export_in(path: Path, *, now: datetime, password: str | None = None) -> ExportStamp | None:
    """Return which export a workbook says it is; None where it is not as Reviewer signed it."""
    _, verdict = _verified(path, TrustList(), now, password)
    cover = _cover_of(verdict)
    return cover.export if cover is not None else None


def _verified(
    path: Path, trust: TrustList, now: datetime, password: str | None
) -> tuple[bytes, Verdict]:
    """Return the bytes of the workbook, those inside its protection, and the verdict on them."""
    from reviewer.signing.protection import unprotect
    from reviewer.signing.verifier import verify_package

    content = read_whole(path)
    try:
        if password is not None and is_protected(content):
            content = unprotect(content, password)
        return content, verify_package(content, trust=trust, now=now)
    except PackageError as error:
        problem = WorkbookProblem(code=error.code, part=None, text=error.sentence)
        return content, Verdict(status=SignatureStatus.UNREADABLE, problems=(problem,))


def _read(verdict: Verdict) -> tuple[Submission | None, RefusalError | None]:
    if verdict.parts is None:
        return None, None
    from reviewer.workbook.reader import read_workbook

    signer = verdict.signer.fingerprint if verdict.signer is not None else ""
    try:
        return replace(read_workbook(verdict.parts), signer=signer), None
    except RefusalError as error:
        return None, error


def _recounted(
    verdict: Verdict, submission: Submission | None, unread: RefusalError | None
) -> Verdict:
    """Refuse a workbook, though it is as it was signed, that does not show what its cases say."""
    if verdict.parts is None or verdict.digest is None:
        return verdict
    problems: tuple[WorkbookProblem, ...] = ()
    if submission is not None:
        from reviewer.app.recounting import recount

        problems = recount(verdict.parts, submission, verdict.digest)
    elif unread is not None and unread.code != OTHER_LAYOUT:
        problems = (WorkbookProblem(code=SHOWS_OTHERWISE, part=None, text=unread.sentence),)
    if not problems:
        return verdict
    return replace(
        verdict, status=SignatureStatus.INVALID, problems=problems, parts=None, digest=None
    )


def _named_version(verdict: Verdict, content: bytes) -> Verdict:
    """Say first that another version made an invalid workbook which is as its signer left it."""
    if verdict.status is not SignatureStatus.INVALID or verdict.signer is None:
        return verdict
    if not _ALTERED.isdisjoint(problem.code for problem in verdict.problems):
        return verdict
    theirs, ours = _version_in(content), version("reviewer")
    if theirs in ("", ours):
        return verdict
    text = made_by_other(theirs, ours)
    problem = WorkbookProblem(code=OTHER_VERSION, part=None, text=text)
    return replace(verdict, problems=(problem, *verdict.problems))


def _version_in(content: bytes) -> str:
    """Return which version a workbook says made it; empty where it does not say so."""
    from reviewer.signing.package import read_loosely
    from reviewer.workbook.cover import APP_VERSION
    from reviewer.workbook.cover_reader import cover_lines
    from reviewer.workbook.sheet_parts import sheet_contents

    try:
        entries = read_loosely(content)
        lines = cover_lines(sheet_contents({n: entry.content for n, entry in entries.items()}))
    except (PackageError, RefusalError):
        return ""
    return lines.get(APP_VERSION, "")


def _not_recounted(unread: RefusalError | None) -> tuple[WorkbookProblem, ...]:
    if unread is None or unread.code != OTHER_LAYOUT:
        return ()
    text = message("Its tables were not compared with its cases. {reason}", reason=unread.sentence)
    return (WorkbookProblem(code="not-recounted", part=None, text=text),)


def unreadable(path: Path, error: WorldError) -> Examined:
    """Return what there is to say of a workbook that could not be read at all."""
    problem = WorkbookProblem(code=error.code, part=None, text=error.sentence)
    verdict = Verdict(status=SignatureStatus.UNREADABLE, problems=(problem,))
    return Examined(name=path.name, digest=str(path), content=b"", verdict=verdict)


def read_examined(examined: Examined) -> Submission:
    """Read a sound workbook from the verified bytes; raises RefusalError where it is not one.

    A workbook that is sound but of an unknown signer is read; whether it may be used is for
    the caller to decide.
    """
    if examined.submission is not None and examined.recounted:
        return examined.submission
    if examined.unread is not None:
        raise examined.unread
    verdict = examined.verdict
    first = verdict.problems[0].text if verdict.problems else "it is not sound."
    raise RefusalError(
        verdict.status.value,
        message(
            "{examined} is {status}: {first}",
            examined=examined.name,
            status=verdict.status,
            first=first,
        ),
    )


def read_trusted(examined: Examined, *, inspections: Collection[str]) -> Submission:
    """Read a workbook whose signer is trusted; raises RefusalError, also for an unknown one.

    Nobody is asked to vouch for the signer of a workbook that says itself that it is of another
    inspection than those with these codes (none where that is not settled yet).
    """
    verdict = examined.verdict
    known = {code.casefold() for code in inspections}
    if known and examined.inspection and examined.inspection.casefold() not in known:
        raise RefusalError(
            OTHER_INSPECTION,
            message(
                "{file} is from inspection {theirs}, and this file from {ours}.",
                file=examined.name,
                theirs=examined.inspection,
                ours=listed(sorted(inspections)),
            ),
        )
    if verdict.status is SignatureStatus.UNKNOWN_SIGNER and verdict.signer is not None:
        raise RefusalError(
            UNKNOWN,
            message(
                "{examined} is unchanged and signed by {signer}, whom you do not "
                "trust yet. Compare the fingerprint {fingerprint} with the signer, "
                "then trust the certificate.",
                examined=examined.name,
                signer=verdict.signer.name,
                fingerprint=verdict.signer.fingerprint,
            ),
        )
    return read_examined(examined)


def _cover_of(verdict: Verdict) -> CoverContent | None:
    if verdict.parts is None:
        return None
    from reviewer.workbook.cover_reader import cover_of

    try:
        return cover_of(verdict.parts)
    except RefusalError:
        return None


def _about_signer(verdict: Verdict, trust: TrustList) -> tuple[WorkbookProblem, ...]:
    """Say of an unknown signer who has a name like it, and which files of trust are not used."""
    if verdict.status is not SignatureStatus.UNKNOWN_SIGNER or verdict.signer is None:
        return ()
    others = alike(trust, x509.load_der_x509_certificate(verdict.signer.certificate_der))
    not_used = (WorkbookProblem(code="trust-file", part=None, text=t) for t in trust.passed_over)
    like = (
        WorkbookProblem(
            code=ALIKE,
            part=None,
            text=message(
                "You trust another certificate with the same or a similar name, "
                "{name} ({print}). Check whose certificate this is before you trust "
                "it too.",
                name=holder(other),
                print=fingerprint(other),
            ),
        )
        for other in others
    )
    return (*like, *not_used)


def _trusted_for(verdict: Verdict, trust: TrustList) -> tuple[str, ...]:
    if verdict.signer is None:
        return ()
    certificate = x509.load_der_x509_certificate(verdict.signer.certificate_der)
    return trust.terms_of(certificate).names or (trust.issuer_name(certificate),)


def _other_name(
    verdict: Verdict, export: ExportStamp | None, trust: TrustList
) -> tuple[WorkbookProblem, ...]:
    """Notice a workbook issued under another name than its signer's certificate stands for.

    A colleague with a genuine certificate can sign what another exported: no file can prove
    who made it, but the two names then differ.
    """
    if export is None or verdict.signer is None:
        return ()
    certificate = x509.load_der_x509_certificate(verdict.signer.certificate_der)
    bound = trust.issuer_name(certificate)
    if normalised_name(bound) == normalised_name(export.issued_by):
        return ()
    text = message(
        "The Cover sheet says “{issued_by}” issued it, but the certificate "
        "that signed it belongs to “{bound}”. Ask both whether that is right.",
        issued_by=export.issued_by,
        bound=bound,
    )
    return (WorkbookProblem(code="issued-by", part=None, text=text),)

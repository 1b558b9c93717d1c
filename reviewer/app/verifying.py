"""Checking what others send: is the workbook whole, and who signed it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography import x509

from reviewer.app.files import read_whole
from reviewer.domain.case import normalised_name
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.submission import ExportStamp, Submission
from reviewer.domain.verdict import PASSWORD_WANTED, SignatureStatus, Verdict, WorkbookProblem
from reviewer.signing.archive import PackageError, is_protected
from reviewer.signing.trust import TrustList

if TYPE_CHECKING:
    from reviewer.workbook.cover import CoverContent

UNKNOWN: Final = "unknown-signer"
"""The code of a refusal that ends once a person vouches for the signer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One workbook as it was handed in: its name, SHA-256, bytes and verdict.

    Of a protected workbook that was opened, digest and bytes are those of the workbook inside,
    so that it is the same workbook with its protection and without. `export` is what Cover says
    of itself, only of a sound workbook of Reviewer's, `inspection` of which inspection it says it
    is; `notices` are what a person should know although the signature is sound.
    """

    name: str
    digest: str
    content: bytes
    verdict: Verdict
    export: ExportStamp | None = None
    inspection: str = ""
    notices: tuple[WorkbookProblem, ...] = ()

    @property
    def wants_password(self) -> bool:
        """Whether it could not be opened for want of a password, or of another one."""
        return any(problem.code in PASSWORD_WANTED for problem in self.verdict.problems)


def examine(
    path: Path, trust: TrustList, *, now: datetime, password: str | None = None
) -> Examined:
    """Verify one workbook; raises WorldError only where the file cannot be read at all.

    A protected workbook is opened with the password, in memory. Without one, or with a wrong
    one, it is unreadable, with the problem `protected` or `wrong-password`.
    """
    from reviewer.signing.protection import unprotect
    from reviewer.signing.verifier import verify_package

    content = read_whole(path)
    try:
        if password is not None and is_protected(content):
            content = unprotect(content, password)
        verdict = verify_package(content, trust=trust, now=now)
    except PackageError as error:
        problem = WorkbookProblem(code=error.code, part=None, text=str(error))
        verdict = Verdict(status=SignatureStatus.UNREADABLE, problems=(problem,))
    cover = _cover_of(verdict)
    export = cover.export if cover is not None else None
    return Examined(
        name=path.name,
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        verdict=verdict,
        export=export,
        inspection=cover.inspection.code if cover is not None else "",
        notices=_other_name(verdict, export, trust),
    )


def unreadable(path: Path, error: WorldError) -> Examined:
    """Return what there is to say of a workbook that could not be read at all."""
    problem = WorkbookProblem(code=error.code, part=None, text=str(error))
    verdict = Verdict(status=SignatureStatus.UNREADABLE, problems=(problem,))
    return Examined(name=path.name, digest=str(path), content=b"", verdict=verdict)


def read_examined(examined: Examined) -> Submission:
    """Read a sound workbook from the verified bytes; raises RefusalError where it is not one.

    A workbook that is sound but of an unknown signer is read; whether it may be used is for
    the caller to decide.
    """
    from reviewer.workbook.reader import read_workbook

    verdict = examined.verdict
    if verdict.parts is None:
        first = verdict.problems[0].text if verdict.problems else "it is not sound."
        raise RefusalError(verdict.status.value, f"{examined.name} is {verdict.status}: {first}")
    return read_workbook(verdict.parts)


def read_trusted(examined: Examined, *, inspection: str) -> Submission:
    """Read a workbook whose signer is trusted; raises RefusalError, also for an unknown one.

    Nobody is asked to vouch for the signer of a workbook that says itself that it is of another
    inspection than `inspection` (empty where that is not settled yet).
    """
    verdict = examined.verdict
    if inspection and examined.inspection not in {"", inspection}:
        raise RefusalError(
            "other-inspection",
            f"{examined.name} says that it is of inspection {examined.inspection}; this file is "
            f"of {inspection}.",
        )
    if verdict.status is SignatureStatus.UNKNOWN_SIGNER and verdict.signer is not None:
        raise RefusalError(
            UNKNOWN,
            f"{examined.name} is whole and signed by {verdict.signer.name}, whom nobody here has "
            f"vouched for. Compare the fingerprint {verdict.signer.fingerprint} with the signer, "
            "then trust the certificate.",
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
    text = (
        f"Cover says “{export.issued_by}” issued it, but the certificate that signed it stands "
        f"for “{bound}”: ask both whether that is right."
    )
    return (WorkbookProblem(code="issued-by", part=None, text=text),)

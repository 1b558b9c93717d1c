"""The strict verifier: rebuild what the signature should be from the package, and compare.

No reference is ever followed. The archive must be in our form, the signature part must be
what our writer makes of the few fields in it, its value must fit our own canonical bytes, and
the digests must be those of the parts that are handed on. Only then are there parts at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from reviewer.domain.message import Message, message
from reviewer.domain.stopping import each
from reviewer.domain.verdict import (
    NOT_BY_REVIEWER,
    SignatureStatus,
    Signer,
    Verdict,
    WorkbookProblem,
)
from reviewer.signing.archive import PackageError, read_archive
from reviewer.signing.certificates import (
    certificate_der,
    fingerprint,
    holder,
    is_chain,
    may_sign,
    valid_at,
    weakness,
)
from reviewer.signing.foreign import FINDINGS, MAX_FOREIGN_PARTS, examine_foreign
from reviewer.signing.package import Package, form_problems, read_loosely
from reviewer.signing.parts import (
    SIGNATURE,
    WORKBOOK,
    is_rels,
    is_signed,
    place,
    relationships,
)
from reviewer.signing.signature import (
    MAX_REFERENCES,
    Reference,
    SignatureFormError,
    Statement,
    part_reference,
    read_signature,
    rels_reference,
    signed_info,
)
from reviewer.signing.signer import check_value
from reviewer.signing.trust import TrustList

CLOCK_TOLERANCE = timedelta(hours=24)
"""A laptop set to another time zone, or a day wrong, is still believed; more is not."""


def verify_package(untrusted: bytes, *, trust: TrustList, now: datetime) -> Verdict:
    """Verify a workbook; never raises, whatever the bytes are.

    `now` only bounds the claimed time of signing from above. Back-dating with a stolen key and
    the replay of an older genuine workbook can't be seen in a file.
    """
    try:
        package = Package(entries=read_archive(untrusted))
    except PackageError as error:
        return _refused(untrusted, error)
    contents = package.parts
    if not _mentions_signature(contents):
        return _without_signature(contents)
    form = form_problems(package)
    if SIGNATURE not in contents:
        return Verdict(status=SignatureStatus.INVALID, problems=form)
    try:
        statement, value = read_signature(contents[SIGNATURE])
    except SignatureFormError as error:
        problem = WorkbookProblem(code=error.code, part=SIGNATURE, text=error.sentence)
        return Verdict(status=SignatureStatus.INVALID, problems=(problem, *form))
    if unproven := _not_proven(statement, value):
        return Verdict(status=SignatureStatus.INVALID, problems=(unproven, *form))
    return _verdict(statement, contents, form, trust=trust, now=now)


def _verdict(
    statement: Statement,
    contents: Mapping[str, bytes],
    form: tuple[WorkbookProblem, ...],
    *,
    trust: TrustList,
    now: datetime,
) -> Verdict:
    """Judge the package by a statement that its signer did make."""
    there = _references(contents)
    differences = _differences(statement.references, contents, there)
    named = {problem.part for problem in differences}
    problems = (
        *differences,
        *(problem for problem in form if problem.part is None or problem.part not in named),
        *_signer_problems(statement, now),
    )
    signer = _signer(statement.certificates[0])
    if problems or statement.references != tuple(there[name] for name in sorted(there, key=place)):
        return Verdict(
            status=SignatureStatus.INVALID,
            signer=signer,
            signed_at=statement.signed_at,
            problems=problems or (_manifest_differs(),),
        )
    trusted = trust.trusts(statement.certificates, statement.signed_at)
    return Verdict(
        status=SignatureStatus.TRUSTED if trusted else SignatureStatus.UNKNOWN_SIGNER,
        signer=signer,
        signed_at=statement.signed_at,
        problems=() if trusted else (_nobody_vouches(signer),),
        parts=contents,
        digest=sha256(signed_info(statement)).hexdigest(),
    )


def _not_proven(statement: Statement, value: bytes) -> WorkbookProblem | None:
    """Say why it is not proven that the first certificate's key made this very statement.

    A weak key proves nothing about anybody, so then no signer is named at all.
    """
    signer = statement.certificates[0]
    if reason := weakness(signer):
        text = message("The signer's certificate is too weak: {reason}.", reason=reason)
        return WorkbookProblem(code="weak-key", part=SIGNATURE, text=text)
    key = signer.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
            check_value(key, statement.algorithm, value, signed_info(statement))
            return None
    except (InvalidSignature, ValueError, UnsupportedAlgorithm):
        pass
    text = message("The signature was not made with the key of the certificate in it.")
    return WorkbookProblem(code="signature-value", part=SIGNATURE, text=text)


def _differences(
    signed: tuple[Reference, ...], contents: Mapping[str, bytes], there: Mapping[str, Reference]
) -> tuple[WorkbookProblem, ...]:
    """Say part by part what differs between what was signed and what is there."""
    problems = []
    for reference in signed:
        name = reference.part
        if name not in contents:
            text = message(
                "{name} is missing: it was there when the workbook was signed.", name=name
            )
            problems.append(WorkbookProblem(code="missing", part=name, text=text))
        elif name in there and there[name] != reference:
            text = message("{name} was changed after the workbook was signed.", name=name)
            problems.append(WorkbookProblem(code="changed", part=name, text=text))
    covered = {reference.part for reference in signed}
    for name in contents:
        if name not in covered and is_signed(name):
            text = message(
                "{name} is not covered by the signature. It was added later, or never signed.",
                name=name,
            )
            problems.append(WorkbookProblem(code="not-covered", part=name, text=text))
    return tuple(problems)


def _references(contents: Mapping[str, bytes]) -> dict[str, Reference]:
    """Refer to every part that can be referred to, even if the parts do not fit together."""
    try:
        derived = relationships(contents)
    except PackageError:
        derived = {}
    found = {name: rels_reference(name, lines) for name, lines in derived.items()}
    for name, content in each(contents.items()):
        if name not in found and not is_rels(name):
            found[name] = part_reference(name, content)
    return {name: found[name] for name in found if is_signed(name)}


def _signer_problems(statement: Statement, now: datetime) -> tuple[WorkbookProblem, ...]:
    """Check the signer's certificate, no matter who trusts it."""
    signer, signed_at = statement.certificates[0], statement.signed_at
    found: list[tuple[str, Message]] = []
    if not may_sign(signer):
        text = message("The signer's certificate cannot be used for signatures.")
        found.append(("key-usage", text))
    if not valid_at(signer, signed_at):
        text = message(
            "The signer's certificate was not valid at the time the workbook says it was signed."
        )
        found.append(("outside-validity", text))
    if signed_at > now.astimezone(UTC) + CLOCK_TOLERANCE:
        text = message(
            "The workbook says it was signed in the future. Check the clocks of both computers."
        )
        found.append(("from-the-future", text))
    if not is_chain(statement.certificates):
        text = message("The certificates in the signature do not form a chain.")
        found.append(("chain", text))
    if len(statement.references) > MAX_REFERENCES:
        text = message("The signature covers more parts than an export has.")
        found.append(("too-many-parts", text))
    return tuple(WorkbookProblem(code=code, part=SIGNATURE, text=text) for code, text in found)


def _signer(certificate: x509.Certificate) -> Signer:
    return Signer(
        name=holder(certificate),
        fingerprint=fingerprint(certificate),
        certificate_der=certificate_der(certificate),
    )


def _nobody_vouches(signer: Signer) -> WorkbookProblem:
    return WorkbookProblem(
        code="unknown-signer",
        part=None,
        text=message(
            "The workbook is unchanged, but you do not trust the certificate of "
            "{signer} yet. Compare its fingerprint with the signer before you "
            "trust it.",
            signer=signer.name,
        ),
    )


def _manifest_differs() -> WorkbookProblem:
    return WorkbookProblem(
        code="manifest",
        part=SIGNATURE,
        text=message("The signature lists its parts in a way that Reviewer does not use."),
    )


def _without_signature(contents: Mapping[str, bytes]) -> Verdict:
    if WORKBOOK not in contents:
        problem = WorkbookProblem(
            code="not-a-workbook",
            part=None,
            text=message("The file is not an Excel workbook (.xlsx)."),
        )
        return Verdict(status=SignatureStatus.UNREADABLE, problems=(problem,))
    problem = WorkbookProblem(
        code="unsigned", part=None, text=message("The workbook is not signed.")
    )
    return Verdict(status=SignatureStatus.UNSIGNED, problems=(problem,))


def _refused(untrusted: bytes, error: PackageError) -> Verdict:
    """Say what an archive is that is not in our form: damaged, unsigned, altered or another's."""
    problem = WorkbookProblem(code=error.code, part=error.part, text=error.sentence)
    try:
        records = read_loosely(untrusted, MAX_FOREIGN_PARTS)
    except PackageError:
        return Verdict(status=SignatureStatus.UNREADABLE, problems=(problem,))
    contents = {name: entry.content for name, entry in records.items()}
    if not _mentions_signature(contents):
        return _without_signature(contents)
    try:
        read_signature(contents.get(SIGNATURE, b""))
    except SignatureFormError:
        return _not_by_reviewer(contents, problem)
    return Verdict(status=SignatureStatus.INVALID, problems=(problem,))


def _not_by_reviewer(contents: Mapping[str, bytes], problem: WorkbookProblem) -> Verdict:
    foreign = examine_foreign(contents)
    if foreign is None:
        return Verdict(status=SignatureStatus.INVALID, problems=(problem,))
    name = holder(foreign.certificate)
    by_other = WorkbookProblem(
        code=NOT_BY_REVIEWER,
        part=None,
        text=message(
            "The workbook was signed by {name}, but not with Reviewer, so it cannot be merged. "
            "{finding}",
            name=name,
            finding=FINDINGS[foreign.finding],
        ),
    )
    return Verdict(
        status=SignatureStatus.INVALID,
        signer=_signer(foreign.certificate),
        signed_at=foreign.signed_at,
        problems=(by_other,),
    )


def _mentions_signature(contents: Mapping[str, bytes]) -> bool:
    return any(name.casefold().lstrip("/\\").startswith("_xmlsignatures") for name in contents)

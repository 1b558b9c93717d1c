"""What people sign with: identities and authorities made, shown, renewed, and their certificates.

An identity file is never overwritten by another: a key that is overwritten is lost.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from cryptography.x509 import Certificate

from reviewer.app.files import Sort, check_target, read_whole, write_atomically
from reviewer.app.leaving import Leaving, leave, same_content
from reviewer.disk import remove
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.message import Message, message
from reviewer.domain.verdict import Signer
from reviewer.signing import authority as authorities
from reviewer.signing import identity as identities
from reviewer.signing.authority import CertificateRequest
from reviewer.signing.certificates import (
    certificate_pem,
    expiry_notice,
    fingerprint,
    holder,
    is_authority,
    read_certificate,
    spelled_out,
)
from reviewer.signing.token import is_token_file
from ui.operations.tokens import open_on_token
from ui.operations.trust import refuse_other

Identity: TypeAlias = identities.Identity
"""An identity that was opened to sign with, to be handed on."""


class KeyChoice(StrEnum):
    """The kinds of key an identity can have."""

    RSA = "rsa"
    EC = "ec"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityFacts:
    """What a person reads of an identity; nothing of it is secret.

    `valid_until` is an ISO date in UTC, `issuer` None for a self-made certificate, `notice` None
    unless it expires soon or has expired.
    """

    name: str
    fingerprint: str
    spelled_out: tuple[str, ...]
    valid_until: str
    issuer: str | None
    authority: bool
    notice: Message | None


def read_out(signer: Signer) -> tuple[str, ...]:
    """Return the groups of a signer's fingerprint as they are read out over the telephone."""
    return spelled_out(signer.fingerprint)


def refuse_to_overwrite(file: Path, sort: Sort = Sort.KEY) -> None:
    """Raise WorldError where a file is there, or none can be: a key that is overwritten is lost."""
    check_target(file, sort)
    if file.exists():
        raise WorldError(
            "exists", message("{file} already exists. Choose another name.", file=str(file))
        )


def create_identity(
    file: Path,
    passphrase: str,
    *,
    name: str,
    now: datetime,
    organisation: str | None = None,
    years: int = 3,
    key: KeyChoice = KeyChoice.RSA,
    certificate: Path | None = None,
) -> IdentityFacts:
    """Make a key and a certificate of one's own; its certificate too, to hand to others.

    Both files are written, or neither. Raises RefusalError for a name that a certificate cannot
    hold, WorldError where one of the files is there already or can't be written.
    """
    refuse_to_overwrite(file)
    if certificate is not None:
        refuse_to_overwrite(certificate, Sort.TEXT)
    made = identities.create_identity(
        name=name, organisation=organisation, years=years, kind=key.value, now=now
    )
    _seal(file, made, passphrase)
    if certificate is not None:
        try:
            leave_certificate(certificate, certificate_pem(made.certificate), replace=False)
        except WorldError:
            remove(file, missing_ok=True)  # nobody has used it, and its name is free again
            raise
    return _facts(made, now)


def create_authority(
    file: Path,
    passphrase: str,
    *,
    name: str,
    now: datetime,
    organisation: str | None = None,
    years: int = 5,
    key: KeyChoice = KeyChoice.RSA,
) -> IdentityFacts:
    """Make an authority, which issues certificates and signs no workbooks; raises likewise."""
    refuse_to_overwrite(file)
    made = authorities.create_authority(
        name=name, organisation=organisation, years=years, kind=key.value, now=now
    )
    _seal(file, made, passphrase)
    return _facts(made, now)


def open_identity(file: Path, passphrase: str) -> Identity:
    """Open an identity to sign with: a file with its key, or one that names a key on a token.

    Raises WorldError for a wrong passphrase or PIN, and where the token is not there.
    """
    content = read_whole(file)
    if is_token_file(content):
        return open_on_token(content, passphrase)
    return identities.load_identity(content, passphrase)


def show_identity(file: Path, passphrase: str, *, now: datetime) -> IdentityFacts:
    """Read whose identity or authority a file holds."""
    return _facts(_held(file, passphrase), now)


def write_certificate(
    file: Path, passphrase: str, out: Path, *, now: datetime, replace: bool = False
) -> IdentityFacts:
    """Write the public certificate of an identity or authority, which others need."""
    held = _held(file, passphrase)
    leave_certificate(out, certificate_pem(held.certificate), replace=replace)
    return _facts(held, now)


def change_passphrase(file: Path, old: str, new: str) -> None:
    """Seal an identity under a new passphrase; key, certificate and fingerprint stay."""
    _refuse_token(file)
    _seal(file, _held(file, old), new)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacedCertificate:
    """An identity with another certificate, and the fingerprint by which it was known before."""

    identity: IdentityFacts
    before: IdentityFacts


def renew_identity(
    file: Path, new_file: Path, passphrase: str, *, years: int, now: datetime
) -> ReplacedCertificate:
    """Make a new key and certificate for the same person, under the same passphrase.

    The old file stays. Raises WorldError where the new one is there already.
    """
    refuse_to_overwrite(new_file)
    _refuse_token(file)
    old = open_identity(file, passphrase)
    made = identities.renew_identity(old, years=years, now=now)
    _seal(new_file, made, passphrase)
    return ReplacedCertificate(identity=_facts(made, now), before=_facts(old, now))


def accept_certificate(
    file: Path, passphrase: str, issued: Path, *, now: datetime
) -> ReplacedCertificate:
    """Put an issued certificate, with its chain, into an identity in place of the old one."""
    _refuse_token(file)
    old = open_identity(file, passphrase)
    accepted = authorities.accept_certificate(old, read_whole(issued), now=now)
    _seal(file, accepted, passphrase)
    return ReplacedCertificate(identity=_facts(accepted, now), before=_facts(old, now))


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts:
    """A request for a certificate: who asks, and the fingerprint, to be read out."""

    name: str
    fingerprint: str
    spelled_out: tuple[str, ...]


def write_request(file: Path, passphrase: str, out: Path, *, replace: bool = False) -> RequestFacts:
    """Write a request for a certificate, to send to the lead or the organisation."""
    content = authorities.write_request(open_identity(file, passphrase))
    leave_certificate(out, content, replace=replace)
    asked = authorities.read_request(content)
    shown = asked.fingerprint
    return RequestFacts(name=asked.name, fingerprint=shown, spelled_out=spelled_out(shown))


def read_request(file: Path, *, expect: str | None = None) -> CertificateRequest:
    """Read a request that came, where its fingerprint is the one that was read out."""
    asked = authorities.read_request(read_whole(file))
    refuse_other(asked.fingerprint, expect)
    return asked


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCertificate:
    """A certificate that an authority issued; `notice` says that the authority expires soon."""

    name: str
    fingerprint: str
    valid_until: str
    notice: Message | None


def issue_certificate(
    authority: Path,
    passphrase: str,
    request: CertificateRequest,
    out: Path,
    *,
    request_file: Path,
    years: int,
    now: datetime,
    replace: bool = False,
) -> IssuedCertificate:
    """Issue a certificate for a request that was compared with the person who sent it."""
    held = authorities.load_authority(read_whole(authority), passphrase)
    made = authorities.issue_certificate(held, request, years=years, now=now)
    leave_certificate(out, made, replace=replace, inputs=(authority, request_file))
    certificate = read_certificate(made)
    return IssuedCertificate(
        name=request.name,
        fingerprint=fingerprint(certificate),
        valid_until=certificate.not_valid_after_utc.date().isoformat(),
        notice=expiry_notice(held.certificate, now),
    )


def facts_of(certificate: Certificate, now: datetime) -> IdentityFacts:
    """Return what a person reads of a certificate."""
    shown = fingerprint(certificate)
    return IdentityFacts(
        name=holder(certificate),
        fingerprint=shown,
        spelled_out=spelled_out(shown),
        valid_until=certificate.not_valid_after_utc.date().isoformat(),
        issuer=authorities.authority_of(certificate),
        authority=is_authority(certificate),
        notice=expiry_notice(certificate, now),
    )


def leave_certificate(
    out: Path, content: bytes, *, replace: bool, inputs: Collection[Path] = ()
) -> None:
    """Write what holds no secret, over another file only where a person agreed."""
    leaving = Leaving(
        sort=Sort.TEXT,
        content=lambda: content,
        is_earlier=same_content(content),
        kept_as=message("holds something else"),
        inputs=inputs,
    )
    leave(leaving, out, replace=replace)


def _held(file: Path, passphrase: str) -> Identity:
    content = read_whole(file)
    if is_token_file(content):
        return open_on_token(content, passphrase)
    return identities.load_key_holder(content, passphrase)


def _refuse_token(file: Path) -> None:
    if is_token_file(read_whole(file)):
        raise RefusalError(
            "token-key",
            message("The key of {file} stays on its token. Change it there.", file=file.name),
        )


def _seal(file: Path, identity: Identity, passphrase: str) -> None:
    write_atomically(file, identities.to_pkcs12(identity, passphrase))


def _facts(identity: Identity, now: datetime) -> IdentityFacts:
    return facts_of(identity.certificate, now)

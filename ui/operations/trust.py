"""Whom this user believes: the trust list, and every decision about it, which is logged first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cryptography import x509

from reviewer.app import trusting
from reviewer.app.files import read_whole
from reviewer.app.trusting import NOTHING_ACKNOWLEDGED, Acknowledged, Decider
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import Message, message
from reviewer.signing.certificates import (
    expiry_notice,
    fingerprint,
    holder,
    is_authority,
    normalised_fingerprint,
    read_certificate,
    spelled_out,
)
from reviewer.signing.trust import TrustList, combine_trust, load_trust
from reviewer.signing.trust_log import TrustDecision, read_decisions
from ui.operations.login import login_name
from ui.operations.places import trust_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What a person reads of a certificate, and on what terms it is or would be trusted.

    `issued_by` is the name its workbooks are issued under, None for an authority's, which vouches
    for many; `names` are the reviewers it may sign for, none where it is the one it is issued
    under; days are ISO dates in UTC, `trusted_until` empty without a last day. `alike` are the
    trusted certificates, by name and fingerprint, whose names look the same.
    """

    name: str
    fingerprint: str
    spelled_out: tuple[str, ...]
    authority: bool
    issued_by: str | None
    names: tuple[str, ...]
    valid_until: str
    trusted_until: str
    alike: tuple[str, ...] = ()


def trusted(also: Iterable[Path] = ()) -> TrustList:
    """Return the user's trust list, with what is believed this time besides it."""
    return combine_trust(load_trust(trust_folder()), also)


def passed_over() -> tuple[Message, ...]:
    """Say of each file in the folders of trust that is not used why it is not."""
    return trusted().passed_over


def list_trusted() -> tuple[CertificateFacts, ...]:
    """Return the certificates of the user's trust list."""
    trust = trusted()
    return tuple(_facts(certificate, trust) for certificate in trust.certificates)


def look_at(file: Path) -> CertificateFacts:
    """Read whose certificate a file holds, before it is trusted; raises RefusalError for none."""
    return _facts(read_certificate(read_whole(file)), trusted())


@dataclass(frozen=True, slots=True, kw_only=True)
class NewlyTrusted:
    """A certificate that is trusted now; `notice` says that it expires soon, or has expired."""

    certificate: CertificateFacts
    notice: Message | None


def trust_file(
    file: Path,
    *,
    now: datetime,
    issued_by: str = "",
    names: Sequence[str] = (),
    expect: str | None = None,
    acknowledged: Acknowledged = NOTHING_ACKNOWLEDGED,
) -> NewlyTrusted:
    """Trust the certificate in a file, where its fingerprint is the one that was read out.

    `issued_by` is the name its workbooks are issued under, where it is made out otherwise; `names`
    are the reviewers it may sign for, where those are others. Raises RefusalError for an
    authority, and for a name like a trusted one, unless that is known.
    """
    untrusted = read_whole(file)
    refuse_other(fingerprint(read_certificate(untrusted)), expect)
    added = trusting.trust_certificate(
        trust_folder(),
        untrusted,
        _decider(now),
        issued_by=issued_by,
        names=names,
        acknowledged=acknowledged,
    )
    return NewlyTrusted(certificate=_facts(added, trusted()), notice=expiry_notice(added, now))


def trust_signer(certificate_der: bytes, *, now: datetime, names: Sequence[str] = ()) -> None:
    """Trust the signer of a workbook whose check showed who else has such a name.

    `names` are the reviewers they may sign for, where those are others. Raises RefusalError where
    the signer is an authority, WorldError where the folder refuses.
    """
    known = Acknowledged(alike=True)
    trusting.trust_certificate(
        trust_folder(), certificate_der, _decider(now), names=names, acknowledged=known
    )


def limit_trust(untrusted_fingerprint: str, *, until: date, now: datetime) -> CertificateFacts:
    """Trust a certificate only for what it signed up to a day, in UTC."""
    decider = _decider(now)
    limited = trusting.limit_trust(trust_folder(), untrusted_fingerprint, decider, until=until)
    return _facts(limited, trusted())


def distrust(untrusted_fingerprint: str, *, now: datetime) -> CertificateFacts:
    """Trust a certificate no longer, whatever it signed."""
    removed = trusting.distrust_certificate(trust_folder(), untrusted_fingerprint, _decider(now))
    return _facts(removed, trusted())


def trust_decisions() -> tuple[TrustDecision, ...]:
    """Return every decision about trust, oldest first."""
    return read_decisions(trust_folder())


def refuse_other(found: str, expected: str | None) -> None:
    """Raise RefusalError where a fingerprint is not the one that was read out."""
    if expected is not None and normalised_fingerprint(expected) != found:
        raise RefusalError(
            "other-fingerprint",
            message(
                "The fingerprint of the file is not the one you were given. Do not use it, and ask "
                "the person who sent it."
            ),
        )


def _decider(now: datetime) -> Decider:
    return Decider(who=login_name(), now=now)


def _facts(certificate: x509.Certificate, trust: TrustList) -> CertificateFacts:
    shown, authority = fingerprint(certificate), is_authority(certificate)
    return CertificateFacts(
        name=holder(certificate),
        fingerprint=shown,
        spelled_out=spelled_out(shown),
        authority=authority,
        issued_by=None if authority else trust.issuer_name(certificate),
        names=trust.terms_of(certificate).names,
        valid_until=certificate.not_valid_after_utc.date().isoformat(),
        trusted_until=trust.terms_of(certificate).until,
        alike=tuple(
            f"{holder(other)}, {fingerprint(other)}" for other in trusting.alike(trust, certificate)
        ),
    )

"""Whom to believe: each decision about a certificate is logged first, then carried out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from cryptography import x509

from reviewer.domain.errors import RefusalError
from reviewer.domain.inspection import checked_line
from reviewer.domain.times import stamp
from reviewer.signing.certificates import (
    certificate_der,
    fingerprint,
    holder,
    is_authority,
    normalised_fingerprint,
    read_certificate,
)
from reviewer.signing.trust import Terms, add_certificate, load_trust, remove_certificate
from reviewer.signing.trust_log import Act, TrustDecision, log_decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Who decides (the login), and when."""

    who: str
    now: datetime


def trust_certificate(
    folder: Path, untrusted: bytes, decider: Decider, *, issued_by: str = ""
) -> x509.Certificate:
    """Trust a certificate from now on, with the name that its workbooks are issued under.

    `issued_by` is for a person whose certificate is made out otherwise than Cover will name
    them. Raises RefusalError for what is no certificate, or for a name bound to an authority,
    which vouches for many; WorldError if the disk refuses.
    """
    certificate = read_certificate(untrusted)
    bound = checked_line(issued_by, "The name that workbooks are issued under") if issued_by else ""
    if bound and is_authority(certificate):
        raise RefusalError(
            "issued-by-authority",
            "This certificate is an authority's, which vouches for many; a name is bound to a "
            "person's certificate.",
        )
    terms = Terms(issued_by=bound)
    detail = f"issued by {bound or holder(certificate)}"
    if is_authority(certificate):
        detail = "as an authority"
    _log(folder, certificate, decider, Act.TRUSTED, detail)
    return add_certificate(folder, untrusted, terms)


def limit_trust(
    folder: Path, untrusted_fingerprint: str, decider: Decider, *, until: date
) -> x509.Certificate:
    """Trust a certificate only for what says it was signed on or before a day.

    For somebody who leaves: a key that was stolen can date its signatures back, so then the
    certificate has to be removed. Raises RefusalError where no listed certificate is meant.
    """
    listed = load_trust(folder)
    certificate = _listed(listed.certificates, untrusted_fingerprint)
    _log(folder, certificate, decider, Act.LIMITED, f"until {until.isoformat()}")
    terms = replace(listed.terms_of(certificate), until=until.isoformat())
    return add_certificate(folder, certificate_der(certificate), terms)


def distrust_certificate(
    folder: Path, untrusted_fingerprint: str, decider: Decider
) -> x509.Certificate:
    """Trust a certificate no longer, whatever it signed and whenever.

    Raises RefusalError where no listed certificate is meant.
    """
    certificate = _listed(load_trust(folder).certificates, untrusted_fingerprint)
    _log(folder, certificate, decider, Act.REMOVED, "")
    return remove_certificate(folder, fingerprint(certificate))


def _listed(certificates: tuple[x509.Certificate, ...], untrusted: str) -> x509.Certificate:
    wanted = normalised_fingerprint(untrusted)
    for certificate in certificates:
        if fingerprint(certificate) == wanted:
            return certificate
    raise RefusalError("trust-unknown", "No certificate in the trust list has that fingerprint.")


def _log(
    folder: Path, certificate: x509.Certificate, decider: Decider, act: Act, detail: str
) -> None:
    decision = TrustDecision(
        at=stamp(decider.now),
        who=decider.who,
        act=act,
        fingerprint=fingerprint(certificate),
        name=holder(certificate),
        detail=detail,
    )
    log_decision(folder, decision)

"""Whom to believe: each decision about a certificate is logged first, then carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from cryptography import x509

from reviewer.domain.errors import RefusalError
from reviewer.domain.inspection import checked_line
from reviewer.domain.lookalikes import skeleton
from reviewer.domain.message import listed, message
from reviewer.domain.times import stamp
from reviewer.signing.certificates import (
    fingerprint,
    holder,
    is_authority,
    normalised_fingerprint,
    read_certificate,
)
from reviewer.signing.trust import TrustList, add_certificate, load_trust, remove_certificate
from reviewer.signing.trust_log import Terms, TrustAct, TrustDecision

AUTHORITY: Final = "authority"
"""The code of a refusal that ends once a person says that an authority is meant."""

ALIKE: Final = "name-alike"
"""The code of a refusal that ends once a person has seen who else has such a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Who decides (the login), and when."""

    who: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """What the person who decides knows: that it is an authority, that a name is like another."""

    authority: bool = False
    alike: bool = False


NOTHING_ACKNOWLEDGED: Final = Acknowledged()


def trust_certificate(
    folder: Path,
    untrusted: bytes,
    decider: Decider,
    *,
    issued_by: str = "",
    names: Sequence[str] = (),
    acknowledged: Acknowledged = NOTHING_ACKNOWLEDGED,
) -> x509.Certificate:
    """Trust a certificate from now on, with the name that its workbooks are issued under.

    `issued_by` is for a person whose certificate is made out otherwise than Cover will name
    them; `names` are the reviewers it may sign for, where those are others. Raises
    RefusalError for what is no certificate, for an authority that is not acknowledged as one,
    for a name that is like a trusted person's unless that is known, and for a name bound to an
    authority, which vouches for many; WorldError if the disk refuses.
    """
    certificate = read_certificate(untrusted)
    bound = (
        checked_line(issued_by, message("The name the workbooks are issued under"))
        if issued_by
        else ""
    )
    named = tuple(checked_line(name, message("The reviewer's name")) for name in names)
    if is_authority(certificate):
        _check_authority(bound or "".join(named), acknowledged)
    if not acknowledged.alike:
        _refuse_alike(alike(load_trust(folder), certificate))
    terms = Terms(issued_by=bound, names=named)
    add_certificate(folder, certificate, _decision(certificate, decider, TrustAct.TRUSTED, terms))
    return certificate


def alike(trust: TrustList, certificate: x509.Certificate) -> tuple[x509.Certificate, ...]:
    """Return the other trusted certificates whose names a person may take for this one's."""
    names = _skeletons(trust, certificate)
    return tuple(
        other
        for other in trust.certificates
        if other != certificate and names & _skeletons(trust, other)
    )


def limit_trust(
    folder: Path, untrusted_fingerprint: str, decider: Decider, *, until: date
) -> x509.Certificate:
    """Trust a certificate only for what says it was signed on or before a day.

    For somebody who leaves: a key that was stolen can date its signatures back, so then the
    certificate has to be removed. Raises RefusalError where no listed certificate is meant.
    """
    trust = load_trust(folder)
    certificate = _listed(trust, untrusted_fingerprint)
    terms = replace(trust.terms_of(certificate), until=until.isoformat())
    add_certificate(folder, certificate, _decision(certificate, decider, TrustAct.LIMITED, terms))
    return certificate


def distrust_certificate(
    folder: Path, untrusted_fingerprint: str, decider: Decider
) -> x509.Certificate:
    """Trust a certificate no longer, whatever it signed and whenever.

    Raises RefusalError where no listed certificate is meant.
    """
    certificate = _listed(load_trust(folder), untrusted_fingerprint)
    remove_certificate(folder, _decision(certificate, decider, TrustAct.REMOVED, Terms()))
    return certificate


def _check_authority(bound: str, acknowledged: Acknowledged) -> None:
    if bound:
        raise RefusalError(
            "issued-by-authority",
            message(
                "This certificate belongs to an authority, which issues certificates "
                "to many people. A name can only go with a person's certificate."
            ),
        )
    if not acknowledged.authority:
        raise RefusalError(
            AUTHORITY,
            message(
                "This certificate belongs to an authority, so everyone it issues a "
                "certificate to would be trusted too. Trust it only if that is what "
                "you want."
            ),
        )


def _refuse_alike(others: Sequence[x509.Certificate]) -> None:
    if others:
        raise RefusalError(
            ALIKE,
            message(
                "You already trust a certificate with the same or a similar name: "
                "{names}. Check whose certificate this is before you trust it too.",
                names=listed(
                    [
                        message("{name} ({print})", name=holder(c), print=fingerprint(c)[:19])
                        for c in others
                    ]
                ),
            ),
        )


def _skeletons(trust: TrustList, certificate: x509.Certificate) -> set[str]:
    names = {holder(certificate), trust.issuer_name(certificate)}
    return {skeleton(name) for name in names}


def _listed(trust: TrustList, untrusted: str) -> x509.Certificate:
    wanted = normalised_fingerprint(untrusted)
    for certificate in trust.certificates:
        if fingerprint(certificate) == wanted:
            return certificate
    raise RefusalError(
        "trust-unknown", message("No certificate in the trust list has this fingerprint.")
    )


def _decision(
    certificate: x509.Certificate, decider: Decider, act: TrustAct, terms: Terms
) -> TrustDecision:
    return TrustDecision(
        at=stamp(decider.now),
        who=decider.who,
        act=act,
        fingerprint=fingerprint(certificate),
        name=holder(certificate),
        authority=is_authority(certificate),
        terms=terms,
    )

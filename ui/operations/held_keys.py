"""Identities whose key stays on a token or in Windows: the files that name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reviewer.app.files import read_whole
from reviewer.domain.errors import RefusalError, ReviewerError
from reviewer.domain.message import listed, message, verbatim
from reviewer.signing.certificates import certificate_pem, may_sign, valid_at, weakness
from reviewer.signing.pkcs11 import check_library
from reviewer.signing.token import WINDOWS, certificates_in, is_token_file, module_in, token_file
from reviewer.signing.windows_store import store_certificates
from ui.operations.identities import IdentityFacts, facts_of, leave_certificate
from ui.operations.tokens import name_library


def is_held_by_windows(file: Path) -> bool:
    """Say whether a file names a key in Windows' store, which asks for a PIN itself."""
    try:
        content = read_whole(file)
        return is_token_file(content) and module_in(content) == WINDOWS
    except ReviewerError:
        return False


def write_token_file(
    out: Path, module: str, certificate: Path | None, *, now: datetime, replace: bool = False
) -> IdentityFacts:
    """Write the file that names a key on a token, or in Windows' store (`windows`).

    Nothing of the token is asked for; its library is loaded here from now on. Without a
    certificate it is the only one in Windows' store. Raises RefusalError for a certificate that
    can't sign, and where there is none or one has to be chosen.
    """
    if certificate is not None:
        content = token_file(module, read_whole(certificate))
    elif module == WINDOWS:
        content = token_file(WINDOWS, _the_only(windows_certificates(now)).content)
    else:
        raise RefusalError("no-certificate", message("Name the file with your certificate."))
    if module != WINDOWS:
        check_library(Path(module))
    inputs = () if certificate is None else (certificate,)
    leave_certificate(out, content, replace=replace, inputs=inputs)
    name_library(module)
    return facts_of(certificates_in(content)[0], now)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCertificate:
    """A certificate in Windows' store whose key may sign workbooks, and its content as PEM."""

    facts: IdentityFacts
    content: bytes


def windows_certificates(now: datetime) -> tuple[HeldCertificate, ...]:
    """Return the certificates of the person who is logged in to Windows that can sign today.

    Raises RefusalError on another system.
    """
    return tuple(
        HeldCertificate(facts=facts_of(one, now), content=certificate_pem(one))
        for one in store_certificates()
        if may_sign(one) and weakness(one) is None and valid_at(one, now)
    )


def write_windows_file(
    out: Path, held: HeldCertificate, *, now: datetime, replace: bool = False
) -> IdentityFacts:
    """Write the file that names the key of one of Windows' certificates; raises likewise."""
    content = token_file(WINDOWS, held.content)
    leave_certificate(out, content, replace=replace)
    return facts_of(certificates_in(content)[0], now)


def _the_only(held: Sequence[HeldCertificate]) -> HeldCertificate:
    if not held:
        raise RefusalError(
            "no-certificate",
            message("Windows has no certificate in your account that can sign workbooks."),
        )
    if len(held) > 1:
        names = listed([verbatim(one.facts.name) for one in held])
        raise RefusalError(
            "several-certificates",
            message("Windows has several certificates that can sign: {names}.", names=names),
        )
    return held[0]

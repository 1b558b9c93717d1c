"""Whom a person trusts: a folder of certificates, of persons or of authorities."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509

from reviewer.domain.errors import RefusalError, WorldError
from reviewer.signing.certificates import (
    MAX_CERTIFICATE_BYTES,
    certificate_pem,
    fingerprint,
    is_authority,
    leads_to,
    normalised_fingerprint,
    read_certificate,
)

MAX_TRUSTED = 1000
"""Forty-three forces with twenty inspectors each would still fit."""
_SUFFIXES = frozenset({".cer", ".crt", ".pem", ".der"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustList:
    """The certificates somebody vouches for; an empty list trusts nobody."""

    certificates: tuple[x509.Certificate, ...] = ()

    def trusts(self, chain: Sequence[x509.Certificate], at: datetime) -> bool:
        """Say whether the chain's first certificate is listed, or a path leads to a listed CA."""
        return any(c == chain[0] for c in self.certificates) or any(
            leads_to(chain, c, at) for c in self.certificates if is_authority(c)
        )

    def with_certificates(self, more: Iterable[x509.Certificate]) -> TrustList:
        """Return the list with more certificates, each once, in a fixed order."""
        every = {fingerprint(c): c for c in (*self.certificates, *more)}
        return TrustList(certificates=tuple(every[name] for name in sorted(every)))


def load_trust(folder: Path) -> TrustList:
    """Load every certificate of a folder; a folder that is not there is an empty list.

    Raises RefusalError for a file that is no certificate, WorldError if the disk refuses.
    """
    try:
        files = sorted(p for p in folder.iterdir() if p.suffix.lower() in _SUFFIXES)
    except FileNotFoundError:
        return TrustList()
    except OSError as error:
        raise _unreachable(folder, error) from error
    if len(files) > MAX_TRUSTED:
        raise RefusalError(
            "trust-too-many", f"{folder.name} holds more than {MAX_TRUSTED} certificates."
        )
    return TrustList().with_certificates(_load_certificate(file) for file in files)


def combine_trust(trust: TrustList, paths: Iterable[Path]) -> TrustList:
    """Add what `--trust FILE|DIR` names to a list, for one command; nothing is written.

    Raises as `load_trust` does, and WorldError for a path that is not there.
    """
    for path in paths:
        if not path.exists():
            raise WorldError("trust-missing", f"There is no {path.name}; check the path.")
        more = load_trust(path).certificates if path.is_dir() else (_load_certificate(path),)
        trust = trust.with_certificates(more)
    return trust


def add_certificate(folder: Path, untrusted: bytes) -> x509.Certificate:
    """Add a certificate (DER or PEM) to the folder and return it; adding it twice is no error.

    The file is named by its fingerprint, readable by its owner alone, and written whole or not
    at all. Raises RefusalError for what is no certificate, WorldError if the disk refuses.
    """
    certificate = read_certificate(untrusted)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(folder / _file_name(certificate), certificate_pem(certificate))
    except OSError as error:
        raise _unreachable(folder, error) from error
    return certificate


def remove_certificate(folder: Path, untrusted_fingerprint: str) -> x509.Certificate:
    """Remove the certificate with that fingerprint from the folder and return it.

    Raises RefusalError if the text is no fingerprint or no listed certificate has it.
    """
    wanted = normalised_fingerprint(untrusted_fingerprint)
    removed = None
    try:
        for file in sorted(p for p in folder.glob("*") if p.suffix.lower() in _SUFFIXES):
            certificate = _load_certificate(file)
            if fingerprint(certificate) == wanted:
                file.unlink()
                removed = certificate
    except OSError as error:
        raise _unreachable(folder, error) from error
    if removed is None:
        raise RefusalError(
            "trust-unknown", "No certificate in the trust list has that fingerprint."
        )
    return removed


def _load_certificate(file: Path) -> x509.Certificate:
    try:
        with file.open("rb") as stream:
            untrusted = stream.read(MAX_CERTIFICATE_BYTES + 1)
    except OSError as error:
        raise _unreachable(file, error) from error
    try:
        return read_certificate(untrusted)
    except RefusalError as error:
        sentence = f"{file.name} is not a certificate that Reviewer can read; take it away."
        raise RefusalError(error.code, sentence) from None


def _file_name(certificate: x509.Certificate) -> str:
    return f"{fingerprint(certificate).replace('-', '').lower()}.cer"


def _write(target: Path, content: bytes) -> None:
    """Write beside the target, flush to the disk, rename: `mkstemp` makes the file 0600."""
    handle, name = tempfile.mkstemp(prefix=".trust-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    """Flush the rename itself; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unreachable(path: Path, error: OSError) -> WorldError:
    return WorldError("trust-disk", f"{path.name} can't be used: {error.strerror or 'disk error'}.")

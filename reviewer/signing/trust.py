"""Whom a person trusts: a folder of certificates, of persons or of authorities."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography import x509

from reviewer.domain.errors import RefusalError, WorldError
from reviewer.signing.certificates import (
    MAX_CERTIFICATE_BYTES,
    certificate_pem,
    fingerprint,
    holder,
    is_authority,
    leads_to,
    normalised_fingerprint,
    read_certificate,
)

MAX_TRUSTED = 1000
"""Forty-three forces with twenty inspectors each would still fit."""
MAX_TERMS_BYTES = 4096
"""A name and a day."""
_SUFFIXES = frozenset({".cer", ".crt", ".pem", ".der"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms a certificate is trusted.

    `issued_by` is the name its workbooks are issued under (empty: the one it is made out to);
    `until` the last day, in UTC, on which what it signed is trusted (empty: no such day), as an
    ISO date.
    """

    issued_by: str = ""
    until: str = ""


ANY_TERMS = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustList:
    """The certificates somebody vouches for, and by fingerprint on what terms."""

    certificates: tuple[x509.Certificate, ...] = ()
    terms: Mapping[str, Terms] = field(default_factory=dict)

    def trusts(self, chain: Sequence[x509.Certificate], at: datetime) -> bool:
        """Say whether the chain's first certificate is listed, or a path leads to a listed CA."""
        return any(
            self._holds(c, at) and (c == chain[0] or (is_authority(c) and leads_to(chain, c, at)))
            for c in self.certificates
        )

    def terms_of(self, certificate: x509.Certificate) -> Terms:
        """Return on what terms a certificate is trusted, or would be."""
        return self.terms.get(fingerprint(certificate), ANY_TERMS)

    def issuer_name(self, certificate: x509.Certificate) -> str:
        """Name who should stand under `issued by` in what this certificate signs."""
        return self.terms_of(certificate).issued_by or holder(certificate)

    def with_certificates(self, more: Iterable[x509.Certificate]) -> TrustList:
        """Return the list with more certificates, each once, in a fixed order."""
        every = {fingerprint(c): c for c in (*self.certificates, *more)}
        return TrustList(
            certificates=tuple(every[name] for name in sorted(every)), terms=self.terms
        )

    def with_terms(self, more: Mapping[str, Terms]) -> TrustList:
        """Return the list with terms for certificates that have none yet."""
        return TrustList(certificates=self.certificates, terms={**more, **self.terms})

    def _holds(self, certificate: x509.Certificate, at: datetime) -> bool:
        until = self.terms_of(certificate).until
        return not until or at.astimezone(UTC).date() <= date.fromisoformat(until)


def load_trust(folder: Path) -> TrustList:
    """Load every certificate of a folder; a folder that is not there is an empty list.

    Raises RefusalError for a file that is no certificate, or terms that are none, WorldError if
    the disk refuses.
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
    loaded = TrustList().with_certificates(_load_certificate(file) for file in files)
    named = ((fingerprint(c), _load_terms(_terms_file(folder, c))) for c in loaded.certificates)
    return loaded.with_terms({name: terms for name, terms in named if terms != ANY_TERMS})


def combine_trust(trust: TrustList, paths: Iterable[Path]) -> TrustList:
    """Add what `--trust FILE|DIR` names to a list, for one command; nothing is written.

    Raises as `load_trust` does, and WorldError for a path that is not there.
    """
    for path in paths:
        if not path.exists():
            raise WorldError("trust-missing", f"There is no {path.name}; check the path.")
        if path.is_dir():
            more = load_trust(path)
            trust = trust.with_certificates(more.certificates).with_terms(more.terms)
        else:
            trust = trust.with_certificates([_load_certificate(path)])
    return trust


def add_certificate(folder: Path, untrusted: bytes, terms: Terms = ANY_TERMS) -> x509.Certificate:
    """Add a certificate (DER or PEM) to the folder and return it; adding it twice is no error.

    The file is named by its fingerprint, readable by its owner alone, and written whole or not
    at all; the terms, written first, replace earlier ones. Raises RefusalError for what is no
    certificate, WorldError if the disk refuses.
    """
    certificate = read_certificate(untrusted)
    file = _terms_file(folder, certificate)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if terms == ANY_TERMS:
            file.unlink(missing_ok=True)
        else:
            _write(file, json.dumps(asdict(terms), ensure_ascii=False).encode())
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
                _terms_file(folder, certificate).unlink(missing_ok=True)
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


def _load_terms(file: Path) -> Terms:
    try:
        with file.open("rb") as stream:
            untrusted = stream.read(MAX_TERMS_BYTES + 1)
    except FileNotFoundError:
        return ANY_TERMS
    except OSError as error:
        raise _unreachable(file, error) from error
    try:
        terms = Terms(**json.loads(untrusted))
        date.fromisoformat(terms.until or "2018-01-12")
    except (ValueError, TypeError, RecursionError):
        terms = None
    if terms is None or not isinstance(terms.issued_by, str):
        raise RefusalError(
            "trust-terms",
            f"{file.name} does not say on what terms to trust; take it away, and its .cer.",
        )
    return terms


def _terms_file(folder: Path, certificate: x509.Certificate) -> Path:
    return folder / f"{Path(_file_name(certificate)).stem}.json"


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

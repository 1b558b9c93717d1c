"""Whom a person trusts: a folder of certificates, of persons or of authorities."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography import x509

from reviewer.disk import flush_folder, open_given, put_in_place, remove
from reviewer.domain.errors import RefusalError, ReviewerError, WorldError, reason_of
from reviewer.domain.message import Message, message
from reviewer.signing.certificates import (
    MAX_CERTIFICATE_BYTES,
    certificate_pem,
    fingerprint,
    holder,
    is_authority,
    leads_to,
    read_certificate,
)
from reviewer.signing.trust_log import (
    ANY_TERMS,
    Terms,
    TrustDecision,
    log_decision,
    read_decisions,
    standing_terms,
)

MAX_TRUSTED = 1000
"""Forty-three forces with twenty inspectors each would still fit."""
_SUFFIXES = frozenset({".cer", ".crt", ".pem", ".der"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustList:
    """The certificates somebody vouches for, and by fingerprint on what terms.

    `passed_over` says which files of a folder are not used, and why.
    """

    certificates: tuple[x509.Certificate, ...] = ()
    terms: Mapping[str, Terms] = field(default_factory=dict)
    passed_over: tuple[Message, ...] = ()

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
        """Name who should be under `issued by` in what this certificate signs."""
        return self.terms_of(certificate).issued_by or holder(certificate)

    def with_certificates(self, more: Iterable[x509.Certificate]) -> TrustList:
        """Return the list with more certificates, each once, in a fixed order."""
        every = {fingerprint(c): c for c in (*self.certificates, *more)}
        return replace(self, certificates=tuple(every[name] for name in sorted(every)))

    def with_terms(self, more: Mapping[str, Terms]) -> TrustList:
        """Return the list with terms for certificates that have none yet."""
        return replace(self, terms={**more, **self.terms})

    def _holds(self, certificate: x509.Certificate, at: datetime) -> bool:
        until = self.terms_of(certificate).until
        return not until or at.astimezone(UTC).date() <= date.fromisoformat(until)


def load_trust(folder: Path) -> TrustList:
    """Load the certificates of a folder that a logged decision makes trusted.

    A folder that is not there is an empty list. A file that is no certificate, cannot be read or
    was never decided about is passed over. Raises WorldError where folder or record cannot be
    read, RefusalError where the record is damaged.
    """
    decided = standing_terms(read_decisions(folder))

    def refusal(file: Path, certificate: x509.Certificate) -> Message | None:
        return None if fingerprint(certificate) in decided else _undecided(file, certificate)

    return _loaded(folder, decided, refusal)


def combine_trust(trust: TrustList, paths: Iterable[Path]) -> TrustList:
    """Add what is named to a list, files or folders, for one command; nothing is written.

    Naming a folder is the decision to trust what is in it. Raises as `load_trust` does, and for a
    file that is named and is not there or no certificate.
    """
    for path in paths:
        if not path.exists():
            raise WorldError(
                "trust-missing",
                message("There is no file {file}. Check the name and folder.", file=str(path)),
            )
        if path.is_dir():
            named = _loaded(path, standing_terms(read_decisions(path)), lambda *_: None)
            trust = replace(trust, passed_over=trust.passed_over + named.passed_over)
            trust = trust.with_certificates(named.certificates).with_terms(named.terms)
        else:
            trust = trust.with_certificates([_load_certificate(path)])
    return trust


def add_certificate(folder: Path, certificate: x509.Certificate, decision: TrustDecision) -> None:
    """Log the decision to trust a certificate, then put it into the folder.

    The file is named by its fingerprint, readable by its owner alone, and written whole or not
    at all; a later decision replaces an earlier one. Raises WorldError if the disk refuses.
    """
    log_decision(folder, decision)
    try:
        _write(folder / _file_name(certificate), certificate_pem(certificate))
    except OSError as error:
        raise _unreachable(folder, error) from error


def remove_certificate(folder: Path, decision: TrustDecision) -> None:
    """Log the decision to trust a certificate no longer, then remove it from the folder."""
    log_decision(folder, decision)
    try:
        for file in _files(folder):
            with contextlib.suppress(ReviewerError):
                if fingerprint(_load_certificate(file)) == decision.fingerprint:
                    remove(file)
    except OSError as error:
        raise _unreachable(folder, error) from error


def _loaded(
    folder: Path,
    decided: Mapping[str, Terms],
    refusal: Callable[[Path, x509.Certificate], Message | None],
) -> TrustList:
    found: list[x509.Certificate] = []
    passed_over: list[Message] = []
    for file in _files(folder):
        try:
            certificate = _load_certificate(file)
        except ReviewerError as error:
            passed_over.append(_not_used(error))
            continue
        reason = refusal(file, certificate)
        if reason is None:
            found.append(certificate)
        else:
            passed_over.append(reason)
    loaded = TrustList(passed_over=tuple(passed_over)).with_certificates(found)
    listed = {fingerprint(certificate) for certificate in loaded.certificates}
    kept = {name: t for name, t in decided.items() if name in listed and t != ANY_TERMS}
    return loaded.with_terms(kept)


def _files(folder: Path) -> Iterator[Path]:
    try:
        files = sorted(p for p in folder.iterdir() if p.suffix.lower() in _SUFFIXES)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unreachable(folder, error) from error
    if len(files) > MAX_TRUSTED:
        raise RefusalError(
            "trust-too-many",
            message(
                "{folder} has more than {n} certificates. Remove those of people who have left.",
                folder=str(folder),
                n=MAX_TRUSTED,
            ),
        )
    yield from files


def _load_certificate(file: Path) -> x509.Certificate:
    try:
        if not file.is_file():
            raise RefusalError("trust-file", message("{file} is not a file.", file=str(file)))
        with open_given(file) as stream:
            untrusted = stream.read(MAX_CERTIFICATE_BYTES + 1)
    except OSError as error:
        raise _unreachable(file, error) from error
    try:
        return read_certificate(untrusted)
    except RefusalError as error:
        sentence = message("{file} is not a certificate that Reviewer can read.", file=str(file))
        raise RefusalError(error.code, sentence) from None


def _not_used(error: ReviewerError) -> Message:
    return message(
        "{reason} It is not used. Remove it from the folder.",
        reason=error.sentence,
    )


def _undecided(file: Path, certificate: x509.Certificate) -> Message:
    return message(
        "{file} is a certificate of {name}, but there is no record of a "
        "decision to trust it, so it is not used. Trust it, or remove it "
        "from the folder.",
        file=str(file),
        name=holder(certificate),
    )


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
        put_in_place(Path(name), target)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    flush_folder(target.parent)


def _unreachable(path: Path, error: OSError) -> WorldError:
    return WorldError(
        "trust-disk",
        message(
            "{file} cannot be used: {reason}.",
            file=str(path),
            reason=reason_of(error),
        ),
    )

"""Recovery by the organisation: a file's key sealed for a certificate that an administrator places.

The sealed keys are kept in the file itself, and are copied beside it and beside its backups
whenever it is opened to write. Only the organisation's private key opens them, so they may lie
anywhere. They are known by the file's salt, not by a name. An earlier key stays sealed, because
backups made before a new passphrase still open with it.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.x509 import Certificate

from db.copies import file_id
from db.engine import Access, connect
from db.key import KEY_BYTES, FileKey
from db.store import ReviewFile
from reviewer.app.files import read_whole, write_atomically
from reviewer.disk import plain_path
from reviewer.domain.errors import RefusalError, ReviewerError, WorldError
from reviewer.domain.file_actions import KeySealed
from reviewer.domain.message import Message, message, together
from reviewer.domain.times import long_day
from reviewer.domain.untrusted_json import MisfitError, read_json, write_json
from reviewer.exchange.sealing import Opener, Recipients, Sealing, seal, unseal
from reviewer.signing.certificates import (
    certificate_pem,
    holder,
    key_weakness,
    may_receive,
    read_certificate,
    read_certificates,
)
from reviewer.signing.identity import load_key_holder
from ui.operations.places import site_folder

CERTIFICATE_NAME: Final = "recovery.cer"
"""What an administrator calls the certificate in the folder of the computer's own settings."""

ENDING: Final = ".sealed"

_SIZE_LIMIT: Final = 256 * 1024
"""Bytes: a file with three hundred sealed keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedKey:
    """One key of a file, sealed for the certificate of a holder; `content` is in base64."""

    holder: str
    sealing: Sealing
    content: str

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the certificate, empty where a file names none."""
        return next(iter(self.sealing.holders), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedKeys:
    """The sealed keys of a file, the newest first; `file` is its salt.

    `certificate` is the one that its next key is sealed for where none is placed any more.
    """

    file: str
    certificate: str
    keys: tuple[SealedKey, ...]


def seal_key(store: ReviewFile, key: FileKey, *, now: datetime) -> Message | None:
    """Seal a new key of an open file for the organisation, and say so; logged.

    None where no certificate is placed and the file was never sealed. Raises RefusalError for a
    certificate that cannot be used: without it the organisation would be locked out unnoticed.
    """
    before = _of_store(store)
    certificate = _placed()
    if certificate is None and before is not None:
        certificate = read_certificate(before.certificate.encode())
    if certificate is None:
        return None
    added = _sealed(store.path, certificate, key)
    after = SealedKeys(
        file=file_id(store.path),
        certificate=certificate_pem(certificate).decode(),
        keys=(added, *(before.keys if before is not None else ())),
    )
    with store.transaction(now) as unit:
        unit.put_sealed(write_json(after, SealedKeys).decode())
        unit.log(KeySealed(holder=added.holder, fingerprint=added.fingerprint))
    opens = message(
        "{holder} can also open this file, without the passphrase: its key is sealed for the "
        "organisation's certificate {fingerprint}.",
        holder=added.holder,
        fingerprint=added.fingerprint,
    )
    return together(opens, _not_valid(certificate, now))


def keep_sealed(store: ReviewFile, place: Path) -> None:
    """Put the sealed keys of a file at a place beside it or a copy; raises WorldError.

    What is there already of other keys of the same file stays.
    """
    known = _of_store(store)
    if known is not None:
        _keep(known, place)


def copy_sealed(file: Path, copy: Path) -> None:
    """Put the sealed keys that lie beside a file beside a copy of it; raises WorldError."""
    for known in _found(file_id(file), [plain_path(file).parent]).values():
        _keep(known, place_beside(copy))


def place_beside(file: Path) -> Path:
    """Return where the sealed keys of a file lie beside it."""
    real = plain_path(file)
    return real.with_name(real.name + ENDING)


def sealed_files(identity: str, folders: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files in some folders that hold sealed keys of a file."""
    return tuple(_found(identity, folders))


def key_by_organisation(
    file: Path, folders: Iterable[Path], identity: Path, passphrase: str
) -> FileKey:
    """Return the key of a file by the organisation's private key.

    The sealed keys are looked for beside the file and in `folders`. Raises RefusalError where there
    are none, where they are sealed for another certificate, and where none of them opens the file.
    """
    found = _found(file_id(file), (plain_path(file).parent, *folders))
    keys = dict.fromkeys(one for known in found.values() for one in known.keys)
    if not keys:
        raise RefusalError(
            "not-sealed",
            message(
                "The key of {file} was not sealed for an organisation, or its sealed key "
                "({file}{ending}) is neither beside it nor among its backups.",
                file=file.name,
                ending=ENDING,
            ),
        )
    organisation = load_key_holder(read_whole(identity), passphrase)
    ours = [one for one in keys if one.fingerprint == organisation.fingerprint]
    if not ours:
        first = next(iter(keys))
        raise RefusalError(
            "other-recovery-key",
            message(
                "The key of {file} is sealed for {holder}, certificate {fingerprint}. This is "
                "another key.",
                file=file.name,
                holder=first.holder,
                fingerprint=first.fingerprint,
            ),
        )
    for one in ours:
        with suppress(RefusalError, ValueError):  # of a sealed key that was changed
            opener = Opener(identity=organisation)
            raw = unseal(_bytes(one.content), one.sealing, opener, _bound(file))
            if len(raw) == KEY_BYTES and _opens(file, FileKey(raw=raw)):
                return FileKey(raw=raw)
    raise RefusalError(
        "sealed-key-outdated",
        message("None of the sealed keys opens {file}. Look for a newer one.", file=file.name),
    )


def _placed() -> Certificate | None:
    """Return the certificate that an administrator placed, None where nothing of its name is there.

    Raises RefusalError for anything but one certificate: of several, each would seem to be used.
    """
    path = site_folder() / CERTIFICATE_NAME
    if not (path.exists() or path.is_symlink()):
        return None
    try:
        found = read_certificates(read_whole(path))
    except ReviewerError as error:
        raise _cannot_use(error.sentence) from None
    if len(found) != 1:
        raise _cannot_use(message("It holds {n} certificates, not one.", n=len(found)))
    return found[0]


def _not_valid(certificate: Certificate, now: datetime) -> Message | None:
    """Say that a certificate is not valid today: its key may be kept no more, or not yet."""
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if first <= now <= last:
        return None
    return message(
        "That certificate is valid from {first} to {last}, not today. Ask your administrator "
        "whether the organisation still has its key.",
        first=long_day(first.date().isoformat()),
        last=long_day(last.date().isoformat()),
    )


def _sealed(file: Path, certificate: Certificate, key: FileKey) -> SealedKey:
    weak = key_weakness(certificate.public_key())
    if weak is not None:
        raise _cannot_use(message("It is not safe: {reason}.", reason=weak))
    if not may_receive(certificate):
        raise _cannot_use(message("It can only be used for signatures."))
    sealing, content = seal(key.raw, Recipients(certificates=(certificate,)), _bound(file))
    return SealedKey(
        holder=holder(certificate),
        sealing=sealing,
        content=base64.b64encode(content).decode(),
    )


def _cannot_use(reason: Message) -> RefusalError:
    return RefusalError(
        "recovery-certificate",
        message(
            "The organisation's recovery certificate {file} cannot be used. {reason} Ask your "
            "administrator for another. Nothing was saved.",
            file=str(site_folder() / CERTIFICATE_NAME),
            reason=reason,
        ),
    )


def _of_store(store: ReviewFile) -> SealedKeys | None:
    text = store.sealed()
    return read_json(text.encode(), SealedKeys) if text else None


def _keep(known: SealedKeys, place: Path) -> None:
    there = _read(place) if place.exists() else None
    others = there.keys if there is not None and there.file == known.file else ()
    together = SealedKeys(
        file=known.file,
        certificate=known.certificate,
        keys=tuple(dict.fromkeys((*known.keys, *others))),
    )
    if together != there:
        write_atomically(place, write_json(together, SealedKeys))


def _found(identity: str, folders: Iterable[Path]) -> dict[Path, SealedKeys]:
    paths = {path for folder in folders for path in _sealed_in(folder)}
    read = {path: _read(path) for path in sorted(paths)}
    return {path: known for path, known in read.items() if known and known.file == identity}


def _sealed_in(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (path for path in folder.iterdir() if path.suffix == ENDING)


def _read(path: Path) -> SealedKeys | None:
    """Read what may be sealed keys; None for anything else."""
    try:
        untrusted = read_whole(path)
        return read_json(untrusted, SealedKeys) if len(untrusted) <= _SIZE_LIMIT else None
    except (WorldError, MisfitError):
        return None


def _bound(file: Path) -> bytes:
    """Return what keeps a sealed key to its file: the file's salt."""
    return file_id(file).encode()


def _bytes(untrusted: str) -> bytes:
    try:
        return base64.b64decode(untrusted, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _opens(file: Path, key: FileKey) -> bool:
    try:
        connect(plain_path(file), key, Access.READ, older=True).close()
    except WorldError as error:
        if error.code == "wrong-passphrase":
            return False
        raise
    return True

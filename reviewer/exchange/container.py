"""The one container of exchange: a head that anyone may read, a content, and who signed both.

    8 bytes   89 52 58 43 31 0D 0A 1A: a text transfer damages them
    4 bytes   length of the head, then the head: JSON in UTF-8
    4 bytes   length of the content, then the content: JSON, compressed; encrypted if it is sealed
    4 bytes   length of the signature, then the signature: CMS over every byte before its length

Numbers are unsigned, the highest byte first. Nothing follows the signature.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeVar

from cryptography import x509

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import Message, message, term
from reviewer.domain.times import moment, stamp
from reviewer.domain.untrusted_json import MisfitError, read_json, write_json
from reviewer.domain.verdict import Signer
from reviewer.exchange.mark import FAMILY, MARK
from reviewer.exchange.sealing import Opener, Recipients, Sealing, seal, unseal
from reviewer.signing.certificates import certificate_der, fingerprint, holder, may_sign, weakness
from reviewer.signing.detached import MOST_BYTES, sign_detached
from reviewer.signing.detached_reader import read_detached
from reviewer.signing.identity import Identity
from reviewer.signing.trust import TrustList

_LENGTH: Final = struct.Struct(">I")
MAX_HEAD: Final = 256 * 1024
"""A lock has some 600 bytes: four hundred recipients fit."""
MAX_PACKED: Final = 64 * 1024 * 1024
MAX_CONTENT: Final = 256 * 1024 * 1024
"""Bytes of content: ten thousand cases with references and all their values are some 6 MB."""

_Content = TypeVar("_Content")


class ContainerPurpose(StrEnum):
    """What a container is for."""

    ASSIGNMENT = "assignment"
    CALIBRATION = "calibration"
    AGREED_ANSWERS = "agreed answers"
    RECEIPT = "receipt"


PURPOSE_WORDS: Final[dict[ContainerPurpose, Message]] = {
    ContainerPurpose.ASSIGNMENT: term("a container", "assignment pack"),
    ContainerPurpose.CALIBRATION: term("a container", "calibration pack"),
    ContainerPurpose.AGREED_ANSWERS: term("a container", "key to agreed answers"),
    ContainerPurpose.RECEIPT: term("a container", "receipt"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerHead:
    """What anyone can read of a container without opening it; nothing of a case.

    `id` is random. `issuer` is the id of the file it was made from, `number` counts, from 1, what
    that file issued for this purpose. `made_at` is a UTC stamp, by the clock of who made it.
    """

    purpose: ContainerPurpose
    id: str
    inspection: str
    issuer: str
    number: int
    made_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _SignedHead(ContainerHead):
    signer: str
    sealing: Sealing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A container that is whole: its head, who signed it, and how it can be opened."""

    head: ContainerHead
    certificates: tuple[x509.Certificate, ...]
    sealing: Sealing | None
    packed: bytes
    bound: bytes

    @property
    def signer(self) -> Signer:
        """Who signed it."""
        signer = self.certificates[0]
        return Signer(
            name=holder(signer),
            fingerprint=fingerprint(signer),
            certificate_der=certificate_der(signer),
        )

    def trusted_by(self, trust: TrustList, now: datetime) -> bool:
        """Say whether somebody vouched for who signed it."""
        return trust.trusts(self.certificates, now)

    def content(self, kind: type[_Content], opener: Opener) -> _Content:
        """Open it and return what it holds; raises RefusalError or WorldError.

        A field that this version does not know is refused, not left out: what a person signed is
        never followed in part.
        """
        packed = self.packed
        if self.sealing is not None:
            packed = unseal(packed, self.sealing, opener, self.bound)
        unpacking = zlib.decompressobj()
        try:
            text = unpacking.decompress(packed, MAX_CONTENT)
            if not unpacking.eof or unpacking.unused_data:
                raise _damaged()
            return read_json(text, kind, exactly=True)
        except zlib.error:
            raise _damaged() from None
        except MisfitError:
            raise other_version() from None


def write_container(
    head: ContainerHead,
    content: _Content,
    kind: type[_Content],
    identity: Identity,
    *,
    now: datetime,
    recipients: Recipients | None,
) -> bytes:
    """Pack a content, seal it for its recipients if there are any, and sign everything.

    Raises RefusalError for an identity that is not valid `now` and as `seal` does.
    """
    packed = zlib.compress(write_json(content, kind))
    whole = _SignedHead(**asdict(head), signer=identity.fingerprint)
    if recipients is not None:
        sealing, packed = seal(packed, recipients, _bound(whole))
        whole = replace(whole, sealing=sealing)
    signed = MARK + b"".join(map(_block, (write_json(whole, _SignedHead), packed)))
    return signed + _block(sign_detached(signed, identity, now))


def read_container(untrusted: bytes) -> Container:
    """Read a container and check its signature, no matter who made it.

    Raises RefusalError for what is no container, for one that another version wrote, and for one
    that was cut short or changed. A head that is as it was signed, but that this version cannot
    read to the last field, is another version's.
    """
    if not untrusted.startswith(MARK):
        raise _no_container(untrusted)
    head, at = _next(untrusted, len(MARK), MAX_HEAD)
    packed, at = _next(untrusted, at, MAX_PACKED)
    signature, end = _next(untrusted, at, 4 * MOST_BYTES)
    if end != len(untrusted):
        raise _damaged()
    try:
        found = read_detached(signature)
    except RefusalError:
        raise _damaged() from None
    signer = found.signer
    if not found.proves(untrusted[:at]) or weakness(signer) is not None or not may_sign(signer):
        raise _damaged()
    whole = _signed_head(head)
    # Who signs another's sealed content again has not the fingerprint that the head names.
    if whole.signer != fingerprint(signer):
        raise _damaged()
    return Container(
        head=_plain(whole),
        certificates=found.certificates,
        sealing=whole.sealing,
        packed=packed,
        bound=_bound(whole),
    )


def _signed_head(head: bytes) -> _SignedHead:
    try:
        whole = read_json(head, _SignedHead, exactly=True)
        if moment(whole.made_at).tzinfo is not None:
            return whole
    except MisfitError:
        raise other_version() from None
    except ValueError:
        pass
    raise _damaged()


def check_head(
    head: ContainerHead,
    purpose: ContainerPurpose,
    *,
    inspection: str = "",
    issuer: str = "",
    newer_than: int = 0,
) -> None:
    """Raise RefusalError for a container of another purpose, inspection or file, or an older one.

    What is empty is not compared. `newer_than` is the number of the one that was opened last.
    """
    if head.purpose is not purpose:
        raise RefusalError(
            "container-purpose",
            message(
                "This is the wrong kind of file: it is marked as “{theirs}”, not “{wanted}”. "
                "Choose another.",
                theirs=PURPOSE_WORDS[head.purpose],
                wanted=PURPOSE_WORDS[purpose],
            ),
        )
    if inspection and head.inspection.casefold() != inspection.casefold():
        raise RefusalError(
            "other-inspection",
            message(
                "The file is from inspection {theirs}, not {ours}.",
                theirs=head.inspection,
                ours=inspection,
            ),
        )
    if issuer and head.issuer != issuer:
        raise RefusalError(
            "container-issuer",
            message("The file is from a different register than the ones before it."),
        )
    if head.number <= newer_than:
        raise RefusalError(
            "container-older",
            message(
                "The file is number {theirs}, and number {ours} has already been opened. "
                "Nothing was changed.",
                theirs=head.number,
                ours=newer_than,
            ),
        )


def new_head(
    purpose: ContainerPurpose, id_: str, *, inspection: str, issuer: str, number: int, now: datetime
) -> ContainerHead:
    """Begin a container that is made now."""
    return ContainerHead(
        purpose=purpose,
        id=id_,
        inspection=inspection,
        issuer=issuer,
        number=number,
        made_at=stamp(now),
    )


def _plain(whole: _SignedHead) -> ContainerHead:
    return ContainerHead(
        **{name: getattr(whole, name) for name in ContainerHead.__dataclass_fields__}
    )


def _bound(whole: _SignedHead) -> bytes:
    return write_json(replace(whole, sealing=None), _SignedHead)


def _block(content: bytes) -> bytes:
    return _LENGTH.pack(len(content)) + content


def _next(untrusted: bytes, at: int, most: int) -> tuple[bytes, int]:
    begins = at + _LENGTH.size
    if begins > len(untrusted):
        raise _damaged()
    (length,) = _LENGTH.unpack_from(untrusted, at)
    if length > most or begins + length > len(untrusted):
        raise _damaged()
    return untrusted[begins : begins + length], begins + length


def _no_container(untrusted: bytes) -> RefusalError:
    if untrusted and MARK.startswith(untrusted[: len(MARK)]):
        return _damaged()
    if untrusted.startswith(FAMILY):
        return other_version(older=untrusted[len(FAMILY) : len(MARK)] < MARK[len(FAMILY) :])
    return RefusalError(
        "no-container",
        message("The file is not a pack or receipt from Reviewer. Choose the file you were given."),
    )


def other_version(*, older: bool = False) -> RefusalError:
    """Return the refusal of a container that this version cannot read, though it may be sound."""
    if older:
        return RefusalError(
            "container-other-version",
            message(
                "The file was made by an earlier version of Reviewer, which this one cannot "
                "read. Ask the sender to make it again with the version you have."
            ),
        )
    return RefusalError(
        "container-other-version",
        message(
            "The file was made by a newer version of Reviewer. Install that version to open it."
        ),
    )


def _damaged() -> RefusalError:
    return RefusalError(
        "container-damaged",
        message("The file was cut short or changed after it was signed. Ask for it again."),
    )

"""The assignment pack: everything an inspector needs to begin, or to continue after a change."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace

from cryptography import x509

from reviewer.domain.case import Case, ListStamp
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.withheld_words import WithheldWords
from reviewer.exchange.case_pack import CasePack, misfit
from reviewer.exchange.container import Container, ContainerHead
from reviewer.exchange.sealing import Opener
from reviewer.signing.certificates import certificate_der, read_certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedSigner:
    """A signer whom the lead trusts: the certificate (DER in base64) and whom they sign for."""

    certificate: str
    readers: tuple[str, ...]

    @classmethod
    def of(cls, certificate: x509.Certificate, readers: tuple[str, ...]) -> PackedSigner:
        """Pack a certificate."""
        text = base64.b64encode(certificate_der(certificate)).decode("ascii")
        return cls(certificate=text, readers=readers)

    def read(self) -> x509.Certificate:
        """Return the certificate; raises RefusalError."""
        try:
            return read_certificate(base64.b64decode(self.certificate, validate=True))
        except ValueError:
            raise misfit() from None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentPack(CasePack):
    """What a lead hands out: the inspection, and each case with who reads it.

    A case that this inspector reads second has them as its inspector: nobody can tell from the
    pack which reads are second ones. `earlier` are the stamps of the list before it was extended,
    `withheld` are of every list that has such words.
    """

    inspector: str
    withheld: tuple[WithheldWords, ...] = ()
    earlier: tuple[ListStamp, ...] = ()
    signers: tuple[PackedSigner, ...] = ()

    @property
    def lists(self) -> tuple[ListStamp, ...]:
        """The stamps of the list, oldest first."""
        return (*self.earlier, self.listed)

    def check_fits(self, head: ContainerHead) -> None:
        """Raise RefusalError for what does not fit together, which no lead's program writes."""
        CasePack.check_fits(self, head)
        if not all(map(self.brought_by, self.lists)):
            raise misfit()

    def brought_by(self, listed: ListStamp) -> tuple[Case, ...]:
        """Return the cases that one of the lists brought."""
        before = max((s.length for s in self.lists if s.length < listed.length), default=0)
        return tuple(case for case in self.cases if before < case.position <= listed.length)

    @property
    def own_inspection(self) -> Inspection:
        """What the inspector's own file is about."""
        return replace(
            self.inspection,
            kind=FileKind.REVIEW,
            person=self.inspector,
            second_reads="",
            file="",
            handed_over_by=(),
        )


def open_assignment(container: Container, opener: Opener) -> AssignmentPack:
    """Open a container as an assignment pack.

    Raises as `Container.content` and `CasePack.check_fits` do.
    """
    pack = container.content(AssignmentPack, opener)
    pack.check_fits(container.head)
    return pack

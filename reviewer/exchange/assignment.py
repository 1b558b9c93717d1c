"""The assignment pack: everything an inspector needs to begin, or to go on after a change."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace

from cryptography import x509

from reviewer.domain.case import Case, ListStamp, list_digest
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import case_id
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.message import message
from reviewer.domain.withheld_words import WithheldWords
from reviewer.exchange.container import Container
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
            raise _misfit() from None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentPack:
    """What a lead hands out: the inspection, and each case with who reads it.

    A case that this inspector reads second has them as its inspector: nobody can tell from the
    pack which reads are second ones.
    """

    lead: str
    inspector: str
    inspection: Inspection
    form: str
    listed: ListStamp
    cases: tuple[Case, ...]
    withheld: WithheldWords
    signers: tuple[PackedSigner, ...] = ()

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

    def read_form(self) -> Form:
        """Return the form; raises RefusalError."""
        try:
            form = Form.model_validate_json(self.form)
        except ValueError:
            raise _misfit() from None
        if form.stamp != self.inspection.form:
            raise _misfit()
        return form


def open_assignment(container: Container, opener: Opener) -> AssignmentPack:
    """Open a container as an assignment pack; raises as `Container.content` does.

    What does not fit together, which no lead's program writes, is refused as a whole.
    """
    pack = container.content(AssignmentPack, opener)
    code = pack.inspection.code
    ids = [case.id for case in pack.cases]
    if ids != [case_id(code, case.position) for case in pack.cases] or len(set(ids)) < len(ids):
        raise _misfit()
    if list_digest(pack.cases) != pack.listed.digest or container.head.inspection != code:
        raise _misfit()
    pack.read_form()
    return pack


def _misfit() -> RefusalError:
    return RefusalError(
        "pack-misfit",
        message("The pack does not fit together. Ask the lead to make it again."),
    )

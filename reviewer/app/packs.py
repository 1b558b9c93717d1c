"""Making assignment packs: what a lead hands out to an inspector, in one signed and sealed file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509

from reviewer.app.assignment import check_assignable
from reviewer.app.blind_version import as_given
from reviewer.app.files import Sort, read_whole
from reviewer.app.leaving import Leaving, leave
from reviewer.app.store import Store
from reviewer.domain.case import INSPECTOR, SECOND_READER, Case, normalised_name
from reviewer.domain.errors import RefusalError, ReviewerError
from reviewer.domain.inspection import FileKind, checked_line
from reviewer.domain.message import message
from reviewer.domain.team_actions import CalibrationMade, PackMade
from reviewer.exchange.assignment import AssignmentPack, PackedSigner
from reviewer.exchange.container import (
    ContainerPurpose,
    new_head,
    read_container,
    write_container,
)
from reviewer.exchange.sealing import Recipients
from reviewer.signing.certificates import fingerprint, is_authority
from reviewer.signing.identity import Identity, check_valid
from reviewer.signing.trust import TrustList


@dataclass(frozen=True, slots=True, kw_only=True)
class PackOrder:
    """What is asked for: whose pack, where to, who can open it.

    `certificates` are those of the recipients, else a `passphrase` that was agreed another way.
    """

    inspector: str
    out: Path
    pack_id: str
    certificates: tuple[x509.Certificate, ...] = ()
    passphrase: str = field(default="", repr=False)
    replace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePack:
    """A pack that was written: its number, and how many cases it gives to its inspector."""

    path: Path
    number: int
    inspector: str
    cases: int
    signers: int


def make_pack(
    store: Store, order: PackOrder, identity: Identity, trust: TrustList, *, now: datetime
) -> MadePack:
    """Write the assignment pack of an inspector, from the lead's register.

    It brings the signers whom the lead trusts for somebody in this inspection. Raises
    RefusalError for a file that is no register with a list, and an inspector without a case;
    WorldError as `leave` does.
    """
    _check_register(store)
    check_valid(identity, now)
    pack = _pack(store, order, identity, trust)
    own = sum(_is_for(case, pack.inspector) for case in pack.cases)
    if not own:
        raise RefusalError(
            "no-case-given",
            message("No case is assigned to {name}. Assign cases first.", name=pack.inspector),
        )
    made = PackMade(
        pack=order.pack_id,
        number=1 + sum(1 for _ in store.events(PackMade)),
        inspector=pack.inspector,
        cases=own,
        encrypted_to=tuple(map(fingerprint, order.certificates)),
    )
    packed = _packed(pack, made, order, identity, now)

    leaving = Leaving(
        sort=Sort.CONTAINER,
        content=numbered(store, made, packed, now),
        is_earlier=lambda there: issued_by(pack.inspection.file, there),
        kept_as=message("was not made from this register"),
    )
    leave(leaving, order.out, store=store, now=now, replace=order.replace)
    return MadePack(
        path=order.out,
        number=made.number,
        inspector=pack.inspector,
        cases=own,
        signers=len(pack.signers),
    )


def _check_register(store: Store) -> None:
    if store.inspection().kind is not FileKind.REGISTER:
        raise RefusalError(
            "not-a-register", message("Assignment packs are made from the lead's register.")
        )
    check_assignable(store)


def _pack(store: Store, order: PackOrder, identity: Identity, trust: TrustList) -> AssignmentPack:
    about, cases = store.inspection(), store.cases()
    inspector = checked_line(order.inspector, message("The inspector's name"))
    return AssignmentPack(
        lead=about.person,
        inspector=inspector,
        inspection=about,
        form=store.form().to_json(),
        listed=store.lists()[-1],
        earlier=store.lists()[:-1],
        cases=tuple(as_given(case, inspector) for case in cases),
        withheld=store.withheld(),
        signers=tuple(_signers(cases, identity, trust)),
    )


def _packed(
    pack: AssignmentPack, made: PackMade, order: PackOrder, identity: Identity, now: datetime
) -> bytes:
    head = new_head(
        ContainerPurpose.ASSIGNMENT,
        made.pack,
        inspection=pack.inspection.code,
        issuer=pack.inspection.file,
        number=made.number,
        now=now,
    )
    recipients = Recipients(certificates=order.certificates, passphrase=order.passphrase)
    return write_container(head, pack, AssignmentPack, identity, now=now, recipients=recipients)


def _is_for(case: Case, inspector: str) -> bool:
    return normalised_name(case.get(INSPECTOR)) == normalised_name(inspector)


def _signers(cases: Sequence[Case], identity: Identity, trust: TrustList) -> list[PackedSigner]:
    names = {case.get(key) for case in cases for key in (INSPECTOR, SECOND_READER)} - {""}
    known = {normalised_name(name) for name in names}
    found = []
    for certificate in trust.certificates:
        if is_authority(certificate) or certificate == identity.certificate:
            continue
        readers = trust.terms_of(certificate).names or (trust.issuer_name(certificate),)
        if known.intersection(map(normalised_name, readers)):
            found.append(PackedSigner.of(certificate, readers))
    return sorted(found, key=lambda one: (one.readers, one.certificate))


def numbered(
    store: Store, made: PackMade | CalibrationMade, packed: bytes, now: datetime
) -> Callable[[], bytes]:
    """Return what gives the bytes of a pack to write, and logs its number first.

    So no two packs can have the same number.
    """

    def content() -> bytes:
        with store.transaction(now) as unit:
            unit.log(made)
        return packed

    return content


def issued_by(file: str, there: Path) -> bool:
    """Say whether a container was made from the file of an id; what cannot be read was not."""
    try:
        return read_container(read_whole(there)).head.issuer == file
    except ReviewerError:
        return False

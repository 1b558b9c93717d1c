"""Opening assignment packs: an inspector's file begins with the first, and later ones change it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from reviewer.app.assignment import with_value
from reviewer.app.store import Store, actions
from reviewer.app.trusting import Acknowledged, Decider, trust_certificate
from reviewer.domain.case import INSPECTOR, Case, normalised_name
from reviewer.domain.case_actions import CaseAssigned
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import DisposalDaySet, FileCreated, ListAccepted, ListOrigin
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import FileKind
from reviewer.domain.message import message
from reviewer.domain.team_actions import PackOpened, PackSigner
from reviewer.exchange.assignment import AssignmentPack, open_assignment
from reviewer.exchange.container import Container, ContainerHead, ContainerPurpose, check_head
from reviewer.exchange.sealing import Opener
from reviewer.signing.certificates import certificate_der, fingerprint, holder
from reviewer.signing.trust import TrustList, load_trust

UNKNOWN_LEAD: Final = "unknown-lead"
"""The code of a refusal that ends once a person vouches for the lead who signed a pack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPack:
    """A pack that was opened to look at: who signed it, and what it holds."""

    container: Container
    pack: AssignmentPack

    @property
    def head(self) -> ContainerHead:
        """What it is called."""
        return self.container.head

    @property
    def own_cases(self) -> tuple[Case, ...]:
        """The cases that it gives to its inspector."""
        name = normalised_name(self.pack.inspector)
        return tuple(c for c in self.pack.cases if normalised_name(c.get(INSPECTOR)) == name)

    @property
    def signers(self) -> tuple[PackSigner, ...]:
        """The signers it brings, the lead who signed it first."""
        lead = self.container.signer
        brought = ((one.read(), one.readers) for one in self.pack.signers)
        return (
            PackSigner(name=lead.name, fingerprint=lead.fingerprint, readers=(self.pack.lead,)),
            *(
                PackSigner(name=holder(c), fingerprint=fingerprint(c), readers=readers)
                for c, readers in brought
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPack:
    """What a pack changed: the cases that its inspector gained and lost.

    `kept` were given to others, but had been begun here and stay.
    """

    number: int
    gained: tuple[CaseId, ...]
    lost: tuple[CaseId, ...] = ()
    kept: tuple[CaseId, ...] = ()


def open_pack(container: Container, opener: Opener) -> OpenedPack:
    """Open a container as an assignment pack; raises RefusalError or WorldError."""
    check_head(container.head, ContainerPurpose.ASSIGNMENT)
    return OpenedPack(container=container, pack=open_assignment(container, opener))


def require_known_lead(container: Container, trust: TrustList, *, now: datetime) -> None:
    """Raise RefusalError where nobody here vouches for the lead who signed a pack."""
    if not container.trusted_by(trust, now):
        signer = container.signer
        raise RefusalError(
            UNKNOWN_LEAD,
            message(
                "The pack is whole and signed by {name}, whom you do not trust yet. Check the "
                "fingerprint {fingerprint} with them before you accept it.",
                name=signer.name,
                fingerprint=signer.fingerprint,
            ),
        )


def accept_signers(folder: Path, opened: OpenedPack, decider: Decider) -> None:
    """Trust the lead who signed a pack and the signers it brings who are not trusted yet.

    A person has seen them all, with their fingerprints. Raises WorldError where the disk refuses.
    """
    lead = opened.container.certificates[0]
    brought = [(lead, (opened.pack.lead,)), *((s.read(), s.readers) for s in opened.pack.signers)]
    known = {fingerprint(certificate) for certificate in load_trust(folder).certificates}
    for certificate, readers in brought:
        if fingerprint(certificate) not in known:
            trust_certificate(
                folder,
                certificate_der(certificate),
                decider,
                names=readers,
                acknowledged=Acknowledged(alike=True),
            )


def begin_from_pack(store: Store, opened: OpenedPack, *, now: datetime) -> TakenPack:
    """Fill a new review file from a pack."""
    pack = opened.pack
    own = tuple(case.id for case in opened.own_cases)
    inspection = replace(pack.own_inspection, file=store.session)
    origin = ListOrigin(
        list_digest=pack.listed.digest,
        file_digest=pack.listed.file_digest,
        mapping=pack.listed.mapping,
        left_out=pack.listed.left_out,
        corrected=0,
    )
    with store.transaction(now) as unit:
        unit.begin(inspection, pack.read_form(), pack.listed, pack.cases, pack.withheld)
        unit.log(FileCreated.of(inspection))
        unit.log(ListAccepted(accepted=len(pack.cases), rows=pack.listed.length, origin=origin))
        unit.log(_opened(opened, gained=len(own), withdrawn=0))
    return TakenPack(number=opened.head.number, gained=own)


def take_pack(store: Store, opened: OpenedPack, *, now: datetime) -> TakenPack:
    """Follow a further pack in a file that began with one: who reads which case, disposal.

    A case that was begun here stays with its inspector. Raises RefusalError for a pack of another
    inspection, register, list or inspector, and for one that is not newer than the last.
    """
    check_follows(store, opened)
    about, pack = store.inspection(), opened.pack
    own, progress = frozenset(map(normalised_name, about.persons)), store.progress()
    gained: list[CaseId] = []
    lost: list[CaseId] = []
    kept: list[CaseId] = []
    with store.transaction(now) as unit:
        for given in pack.cases:
            case, name = store.case(given.id), given.get(INSPECTOR)
            was_mine = normalised_name(case.get(INSPECTOR)) in own
            is_mine = normalised_name(name) in own
            if was_mine and not is_mine and case.id in progress:
                kept.append(case.id)
                continue
            if case.get(INSPECTOR) == name:
                continue
            unit.put_case(with_value(case, INSPECTOR, name))
            unit.log(CaseAssigned(inspector=name), case=case.id)
            if is_mine != was_mine:
                (gained if is_mine else lost).append(case.id)
        if pack.inspection.dispose_by != about.dispose_by:
            day = DisposalDaySet(before=about.dispose_by, after=pack.inspection.dispose_by)
            unit.put_inspection(replace(about, dispose_by=pack.inspection.dispose_by))
            unit.log(day)
        unit.log(_opened(opened, gained=len(gained), withdrawn=len(lost)))
    return TakenPack(
        number=opened.head.number, gained=tuple(gained), lost=tuple(lost), kept=tuple(kept)
    )


def check_follows(store: Store, opened: OpenedPack) -> None:
    """Raise RefusalError for a pack that does not follow what was opened in a file."""
    about, pack = store.inspection(), opened.pack
    if about.kind is not FileKind.REVIEW:
        raise RefusalError(
            "is-a-register",
            message("This is a register; packs are opened in the inspectors' own files."),
        )
    before = tuple(actions(store, PackOpened))
    if not before:
        raise RefusalError(
            "not-from-a-pack",
            message("This file was not made from a pack. Make a new file from this one."),
        )
    check_head(
        opened.head,
        ContainerPurpose.ASSIGNMENT,
        inspection=about.code,
        issuer=before[-1].issuer,
        newer_than=max(one.number for one in before),
    )
    if normalised_name(pack.inspector) not in map(normalised_name, about.persons):
        raise RefusalError(
            "pack-of-another",
            message(
                "The pack is for {theirs}; this file is {ours}’s.",
                theirs=pack.inspector,
                ours=about.person,
            ),
        )
    if pack.listed.digest != store.lists()[0].digest or pack.inspection.form != about.form:
        raise RefusalError(
            "other-list",
            message("The pack has another list or form than this file. Ask the lead about it."),
        )


def _opened(opened: OpenedPack, *, gained: int, withdrawn: int) -> PackOpened:
    signer = opened.container.signer
    return PackOpened(
        pack=opened.head.id,
        number=opened.head.number,
        issuer=opened.head.issuer,
        lead=signer.name,
        fingerprint=signer.fingerprint,
        signers=opened.signers,
        gained=gained,
        withdrawn=withdrawn,
    )

"""Opening assignment packs: an inspector's file begins with the first, and later ones change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from reviewer.app.assignment import with_value
from reviewer.app.store import Store, Unit, actions
from reviewer.app.trusting import Acknowledged, Decider, trust_certificate
from reviewer.domain.case import INSPECTOR, Case, ListStamp, normalised_name
from reviewer.domain.case_actions import CaseAssigned
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import (
    DisposalDaySet,
    FileCreated,
    ListAccepted,
    ListExtended,
    ListOrigin,
)
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import FileKind, Inspection
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

    `kept` were given to others, but had been begun here and stay. So many cases were `added` to
    the list.
    """

    number: int
    gained: tuple[CaseId, ...]
    lost: tuple[CaseId, ...] = ()
    kept: tuple[CaseId, ...] = ()
    added: int = 0


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
    first, *later = pack.lists
    with store.transaction(now) as unit:
        cases = pack.brought_by(first)
        unit.begin(inspection, pack.read_form(), first, cases)
        unit.log(FileCreated.of(inspection))
        accepted = ListAccepted(accepted=len(cases), rows=first.length, origin=_origin(first))
        unit.log(accepted)
        _extend(unit, pack, later, ends_sample=False)
        unit.withhold(pack.withheld)
        unit.log(_opened(opened, gained=len(own), withdrawn=0))
    return TakenPack(number=opened.head.number, gained=own)


def take_pack(store: Store, opened: OpenedPack, *, now: datetime) -> TakenPack:
    """Follow a further pack in a file that began with one: new cases, who reads which, disposal.

    A case that was begun here stays with its inspector. Raises RefusalError for a pack of another
    inspection, register, list or inspector, and for one that is not newer than the last.
    """
    check_follows(store, opened)
    about, pack = store.inspection(), opened.pack
    own, progress = frozenset(map(normalised_name, about.persons)), store.progress()
    later = pack.lists[len(store.lists()) :]
    added = [case for listed in later for case in pack.brought_by(listed)]
    gained = [case.id for case in added if normalised_name(case.get(INSPECTOR)) in own]
    new = frozenset(case.id for case in added)
    lost: list[CaseId] = []
    kept: list[CaseId] = []
    with store.transaction(now) as unit:
        ends_sample = about.random_sample and not pack.inspection.random_sample
        _extend(unit, pack, later, ends_sample=ends_sample)
        held = store.withheld()
        unit.withhold([words for words in pack.withheld if words not in held])
        for given in pack.cases:
            if given.id in new:
                continue
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
        after = _followed(about, pack.inspection, sample=bool(later))
        if after != about:
            unit.put_inspection(after)
        if after.dispose_by != about.dispose_by:
            unit.log(DisposalDaySet(before=about.dispose_by, after=after.dispose_by))
        unit.log(_opened(opened, gained=len(gained), withdrawn=len(lost)))
    return TakenPack(
        number=opened.head.number,
        gained=tuple(gained),
        lost=tuple(lost),
        kept=tuple(kept),
        added=len(added),
    )


def _extend(
    unit: Unit, pack: AssignmentPack, lists: Sequence[ListStamp], *, ends_sample: bool
) -> None:
    """Append the cases of lists that were added to the register's first."""
    for listed in lists:
        cases = pack.brought_by(listed)
        unit.extend_list(listed, cases)
        unit.log(
            ListExtended(
                added=len(cases),
                first=cases[0].id,
                last=cases[-1].id,
                known=0,
                ends_sample=ends_sample,
                origin=_origin(listed),
            )
        )


def _followed(about: Inspection, told: Inspection, *, sample: bool) -> Inspection:
    """Return a file's inspection as a further pack has it: disposal, and the draw of a new list."""
    after = replace(about, dispose_by=told.dispose_by)
    if not sample:
        return after
    return replace(after, random_sample=told.random_sample, draw=told.draw, design=told.design)


def _origin(listed: ListStamp) -> ListOrigin:
    return ListOrigin(
        list_digest=listed.digest,
        file_digest=listed.file_digest,
        mapping=listed.mapping,
        left_out=listed.left_out,
        corrected=0,
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
    lists = zip(pack.lists, store.lists(), strict=False)
    other = any(theirs.digest != ours.digest for theirs, ours in lists)
    if other or pack.inspection.form != about.form:
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

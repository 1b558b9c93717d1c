"""Assignment packs: made from the lead's register, looked at, opened into an inspector's file."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reviewer.app import files, pack_opening, packs
from reviewer.app.files import read_whole
from reviewer.app.pack_opening import OpenedPack, TakenPack
from reviewer.app.packs import MadePack, PackOrder
from reviewer.app.store import Store
from reviewer.app.trusting import Decider
from reviewer.domain.errors import WorldError
from reviewer.domain.message import Message
from reviewer.domain.team_actions import PackSigner
from reviewer.exchange.container import Container, read_container
from reviewer.exchange.sealing import Opener
from reviewer.signing.certificates import read_certificate, spelled_out
from ui.operations.backups import back_up_or_say
from ui.operations.files import CreatedFile, OpenFile, create_file
from ui.operations.identities import Identity
from ui.operations.login import login_name
from ui.operations.passphrases import check_strength, words_of
from ui.operations.places import trust_folder
from ui.operations.trust import refuse_other, trusted


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """What a person reads of a pack before they accept it.

    `signers` are those it brings, the lead who signed it first; `spelled_out` spells the lead's
    fingerprint. `known` says that the lead is trusted already.
    """

    inspection: str
    force: str
    inspector: str
    number: int
    cases: int
    own_cases: int
    dispose_by: str
    signers: tuple[PackSigner, ...]
    spelled_out: tuple[str, ...]
    known: bool

    @property
    def lead(self) -> PackSigner:
        """Who signed it."""
        return self.signers[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackAtHand:
    """A pack that was opened, and what a person reads of it."""

    opened: OpenedPack
    facts: PackFacts


def make_pack(
    register: Store,
    out: Path,
    inspector: str,
    identity: Identity,
    *,
    certificates: Sequence[Path] = (),
    passphrase: str = "",
    now: datetime,
    replace: bool = False,
) -> MadePack:
    """Write an inspector's assignment pack, encrypted to certificates or under a passphrase.

    Raises RefusalError as `packs.make_pack`, and for a passphrase that is too weak.
    """
    if passphrase:
        check_strength(passphrase, words_of(register.inspection()))
    order = PackOrder(
        inspector=inspector,
        out=out,
        pack_id=uuid.uuid4().hex,
        certificates=tuple(read_certificate(read_whole(file)) for file in certificates),
        passphrase=passphrase,
        replace=replace,
    )
    return packs.make_pack(register, order, identity, trusted(), now=now)


def read_pack(path: Path) -> Container:
    """Read a pack without opening it; raises RefusalError or WorldError."""
    return read_container(read_whole(path))


def looks_like_container(path: Path) -> bool:
    """Say by its first bytes whether a file is a pack; one that cannot be read is none."""
    try:
        return files.looks_like_container(path)
    except WorldError:
        return False


def wants_passphrase(path: Path) -> bool:
    """Say whether a passphrase opens a pack; raises as `read_pack` does."""
    sealing = read_pack(path).sealing
    return sealing is not None and sealing.wants_passphrase


def wants_identity(path: Path) -> bool:
    """Say whether an identity opens a pack; raises as `read_pack` does."""
    sealing = read_pack(path).sealing
    return sealing is not None and bool(sealing.holders)


def look_into_pack(
    path: Path, *, identity: Identity | None, passphrase: str, now: datetime
) -> PackAtHand:
    """Open a pack to look at it; nothing is changed. Raises RefusalError or WorldError."""
    container = read_pack(path)
    opened = pack_opening.open_pack(container, Opener(identity=identity, passphrase=passphrase))
    pack = opened.pack
    facts = PackFacts(
        inspection=pack.inspection.code,
        force=pack.inspection.force,
        inspector=pack.inspector,
        number=opened.head.number,
        cases=len(pack.cases),
        own_cases=len(opened.own_cases),
        dispose_by=pack.inspection.dispose_by,
        signers=opened.signers,
        spelled_out=spelled_out(container.signer.fingerprint),
        known=container.trusted_by(trusted(), now),
    )
    return PackAtHand(opened=opened, facts=facts)


def begin_from_pack(
    file: Path,
    passphrase: str,
    at_hand: PackAtHand,
    *,
    accepted: bool,
    expect: str | None = None,
    now: datetime,
) -> tuple[CreatedFile, TakenPack]:
    """Make an inspector's file from a pack, and trust the signers it brings.

    `accepted` says that a person has seen the lead's fingerprint and vouches for it; without that
    the lead must be trusted already. Raises RefusalError (`unknown-lead`, `other-fingerprint`,
    a weak passphrase) and WorldError; then there is no file.
    """
    opened = at_hand.opened
    check_lead(opened.container, accepted=accepted, expect=expect, now=now)
    taken: list[TakenPack] = []

    def fill(store: Store) -> None:
        taken.append(pack_opening.begin_from_pack(store, opened, now=now))
        pack_opening.accept_signers(trust_folder(), opened, _decider(now))

    made = create_file(file, passphrase, opened.pack.own_inspection, fill, now=now)
    return made, taken[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedPack:
    """What a further pack changed in a file; `unsafe` says why no backup was made before."""

    taken: TakenPack
    unsafe: Message | None


def take_pack(
    store: OpenFile,
    at_hand: PackAtHand,
    *,
    accepted: bool,
    expect: str | None = None,
    now: datetime,
) -> FollowedPack:
    """Back a file up, then follow a further pack in it; raises as `begin_from_pack` does."""
    opened = at_hand.opened
    check_lead(opened.container, accepted=accepted, expect=expect, now=now)
    pack_opening.check_follows(store, opened)
    unsafe = back_up_or_say(store, now=now, always=True)
    taken = pack_opening.take_pack(store, opened, now=now)
    pack_opening.accept_signers(trust_folder(), opened, _decider(now))
    return FollowedPack(taken=taken, unsafe=unsafe)


def check_lead(container: Container, *, accepted: bool, expect: str | None, now: datetime) -> None:
    """Raise RefusalError where nobody vouches for who signed a pack, or another is expected."""
    refuse_other(container.signer.fingerprint, expect)
    if not accepted and expect is None:
        pack_opening.require_known_lead(container, trusted(), now=now)


def _decider(now: datetime) -> Decider:
    return Decider(who=login_name(), now=now)

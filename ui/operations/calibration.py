"""Calibration packs: made from a panel's file, opened by readers, compared once released."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from reviewer.app import calibration
from reviewer.app.calibration import CalibrationOrder, MadeCalibration
from reviewer.app.files import read_whole
from reviewer.app.store import Store
from reviewer.domain.ids import CaseId
from reviewer.domain.team_actions import PackSigner
from reviewer.domain.verdict import Signer
from reviewer.exchange.calibration import CalibrationPack
from reviewer.exchange.container import Container, ContainerPurpose, read_container
from reviewer.exchange.sealing import Opener
from reviewer.figures import calibration as figures
from reviewer.figures.table import Table
from reviewer.signing.certificates import read_certificate, spelled_out
from ui.operations.files import CreatedFile, create_file
from ui.operations.identities import Identity
from ui.operations.packs import PackFacts, check_lead
from ui.operations.passphrases import check_strength, words_of
from ui.operations.trust import trust_signer, trusted
from ui.operations.workbooks import HandedIn, check_workbooks

CalibrationAnswer: TypeAlias = figures.CalibrationAnswer
"""A reader's answer to one item of one case, beside the agreed one."""

release_answers = calibration.release_answers
known_cases_report = calibration.known_cases_report


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationAtHand:
    """A calibration pack that was opened to look at."""

    container: Container
    pack: CalibrationPack

    @property
    def signer(self) -> Signer:
        """Who signed it."""
        return self.container.signer

    @property
    def spelled_out(self) -> tuple[str, ...]:
        """The signer's fingerprint, spelled for the telephone."""
        return spelled_out(self.signer.fingerprint)


def make_calibration(
    panel: Store,
    out: Path,
    identity: Identity,
    *,
    certificates: Sequence[Path] = (),
    passphrase: str = "",
    now: datetime,
    replace: bool = False,
    keep_identifiers: str = "",
) -> MadeCalibration:
    """Write a calibration pack from a panel's file, encrypted to certificates or a passphrase.

    `keep_identifiers` is why what looks like an identifier in the panel's texts may leave.
    """
    if passphrase:
        check_strength(passphrase, words_of(panel.inspection()))
    order = CalibrationOrder(
        out=out,
        pack_id=uuid.uuid4().hex,
        certificates=tuple(read_certificate(read_whole(file)) for file in certificates),
        passphrase=passphrase,
        replace=replace,
        keep_identifiers=keep_identifiers,
    )
    return calibration.make_calibration(panel, order, identity, now=now)


def look_into_calibration(
    path: Path, *, identity: Identity | None, passphrase: str
) -> CalibrationAtHand:
    """Open a calibration pack to look at it; raises RefusalError or WorldError."""
    container = read_container(read_whole(path))
    opener = Opener(identity=identity, passphrase=passphrase)
    pack = calibration.open_calibration(container, opener)
    return CalibrationAtHand(container=container, pack=pack)


def is_calibration(path: Path) -> bool:
    """Say whether a file is a calibration pack; raises as `look_into_calibration` does."""
    return read_container(read_whole(path)).head.purpose is ContainerPurpose.CALIBRATION


def calibration_facts(at_hand: CalibrationAtHand, *, now: datetime) -> PackFacts:
    """Return what a person reads of a calibration pack; it is for nobody by name."""
    about, signer = at_hand.pack.inspection, at_hand.signer
    return PackFacts(
        inspection=about.code,
        force=about.force,
        inspector="",
        number=at_hand.container.head.number,
        cases=len(at_hand.pack.cases),
        own_cases=len(at_hand.pack.cases),
        dispose_by=about.dispose_by,
        signers=(PackSigner(name=signer.name, fingerprint=signer.fingerprint, readers=()),),
        spelled_out=at_hand.spelled_out,
        known=is_known(at_hand, now=now),
    )


def code_of_key(key: Path, at_hand: CalibrationAtHand) -> str:
    """Return the code in a released key; raises RefusalError for that of another pack."""
    return calibration.code_in(read_container(read_whole(key)), at_hand.container)


def is_known(at_hand: CalibrationAtHand, *, now: datetime) -> bool:
    """Say whether somebody here vouches for who signed a pack."""
    return at_hand.container.trusted_by(trusted(), now)


def begin_calibration(
    file: Path,
    passphrase: Callable[[], str],
    at_hand: CalibrationAtHand,
    reader: str,
    *,
    accepted: bool,
    expect: str | None = None,
    now: datetime,
) -> CreatedFile:
    """Make a reader's file of a calibration pack, and trust who signed it.

    `accepted` says that a person has seen the fingerprint and vouches for it; without that the
    signer must be trusted already. Raises RefusalError and WorldError; then there is no file.
    """
    signer = at_hand.signer
    check_lead(at_hand.container, accepted=accepted, expect=expect, now=now)
    about = calibration.calibration_inspection(at_hand.pack, reader)

    def fill(store: Store) -> None:
        calibration.begin_calibration(store, at_hand.container, at_hand.pack, about, now=now)
        if not is_known(at_hand, now=now):
            trust_signer(signer.certificate_der, now=now)

    return create_file(file, passphrase(), about, fill, now=now)


def compare_with_agreed(
    store: Store, at_hand: CalibrationAtHand, code: str, *, now: datetime
) -> tuple[CalibrationAnswer, ...]:
    """Compare a reader's file with the agreed answers; raises RefusalError."""
    return calibration.compare_with_agreed(store, at_hand.pack, code, now=now)


def calibration_report(register: Store, at_hand: CalibrationAtHand, code: str) -> tuple[Table, ...]:
    """Return how far readers and items agree with a pack's answers; raises RefusalError."""
    return calibration.calibration_report(register, at_hand.pack, code)


def set_known_answers(
    register: Store,
    panel: Path,
    cases: Collection[CaseId],
    *,
    trust: Sequence[Path] = (),
    now: datetime,
) -> None:
    """Make cases of a register known ones, by a panel's workbook; raises RefusalError."""
    handed = HandedIn(paths=(panel,), trust=tuple(trust))
    (book,) = check_workbooks(handed, now=now)
    calibration.set_known_answers(register, book, cases, now=now)

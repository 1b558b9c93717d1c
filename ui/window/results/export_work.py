"""What an export in the window does beside it: what is open, identities, the workbook."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from reviewer.app.exporting import Exported, export_workbook
from reviewer.app.files import read_whole, write_atomically
from reviewer.app.register import standings_of
from reviewer.app.store import Store
from reviewer.app.summarising import summarise_standings
from reviewer.domain.errors import WorldError
from reviewer.domain.grades import Status
from reviewer.signing.certificates import certificate_pem
from reviewer.signing.identity import create_identity, load_identity, to_pkcs12
from ui.operations.login import device_name


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWork:
    """How much is not done yet; an export may go out all the same, a final one may not."""

    incomplete: int
    unsettled: int
    outstanding: int
    open_referrals: int

    @property
    def hinders_final(self) -> bool:
        """Whether a final export would be refused."""
        return bool(self.incomplete or self.unsettled)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportWish:
    """What a person asked for."""

    target: Path
    identity: Path
    passphrase: str
    final: bool
    with_references: bool
    password: str | None = None

    def __repr__(self) -> str:
        return f"ExportWish({self.target.name})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A finished export and who signed it."""

    exported: Exported
    signer: str
    fingerprint: str


def open_work(store: Store, now: datetime) -> OpenWork:
    """Count what is not done."""
    form, standings = store.form(), standings_of(store)
    counts = summarise_standings(store, standings, now=now).summary.headline
    return OpenWork(
        incomplete=sum(
            any(review.status(form) is Status.IN_PROGRESS for review in standing.reviews)
            for standing in standings
        ),
        unsettled=sum(standing.unsettled for standing in standings),
        outstanding=counts.counts.outstanding.n,
        open_referrals=counts.open_referrals.n,
    )


def export_as(store: Store, wish: ExportWish, now: datetime) -> Signed:
    """Write and sign the workbook; raises WorldError and RefusalError with a sentence."""
    identity = load_identity(read_whole(wish.identity), wish.passphrase)
    exported = export_workbook(
        store,
        wish.target,
        identity,
        now=now,
        export_id=uuid.uuid4().hex,
        app_version=version("reviewer"),
        device=device_name(),
        final=wish.final,
        with_references=wish.with_references,
        password=wish.password,
    )
    return Signed(exported=exported, signer=identity.name, fingerprint=identity.fingerprint)


def make_identity(name: str, path: Path, passphrase: str, now: datetime) -> Path:
    """Make an identity, and its certificate beside it to hand to others.

    Raises WorldError where a file of that name is there already.
    """
    certificate = path.with_suffix(".cer")
    for file in (path, certificate):
        if file.exists():
            raise WorldError("exists", f"{file.name} is there already; choose another name.")
    made = create_identity(name=name, now=now)
    write_atomically(path, to_pkcs12(made, passphrase))
    write_atomically(certificate, certificate_pem(made.certificate))
    return path

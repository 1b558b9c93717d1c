"""What a team exchanges and draws, as the log has it: packs, second reads."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.action import Action, logged


@logged("second read assigned")
class SecondReadAssigned(Action):
    """Who reads the case besides its inspector was decided; nobody, where the name is empty."""

    inspector: str


@logged("second reads drawn")
class SecondReadsDrawn(Action):
    """A lead drew so many cases to be read twice; `rule` says how, so that it can be repeated."""

    rule: str
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSigner:
    """A signer whom an assignment pack brings: their name, fingerprint, and whom they sign for."""

    name: str
    fingerprint: str
    readers: tuple[str, ...]


@logged("pack made")
class PackMade(Action):
    """An assignment pack took its number; it gives so many cases to an inspector.

    `encrypted_to` are the fingerprints of those who can open it, none where a passphrase does.
    """

    pack: str
    number: int
    inspector: str
    cases: int
    encrypted_to: tuple[str, ...]


@logged("pack opened")
class PackOpened(Action):
    """A lead's assignment pack was accepted, with the signers it brings.

    `issuer` is the id of the register it was made from; `gained` and `withdrawn` count the cases
    that it gave to this file's inspector and took from them.
    """

    pack: str
    number: int
    issuer: str
    lead: str
    fingerprint: str
    signers: tuple[PackSigner, ...]
    gained: int
    withdrawn: int

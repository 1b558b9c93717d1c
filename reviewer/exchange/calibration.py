"""The calibration pack: the same cases for every reader, and the agreed answers under a key.

The key is a short code that the lead gives out later, on paper or in a signed file. Both
together open the answers; their digest is in the pack from the start, so they cannot be changed.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reviewer.domain.errors import RefusalError, ReviewerError
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.message import message
from reviewer.domain.untrusted_json import read_json, write_json
from reviewer.exchange.case_pack import CasePack, misfit
from reviewer.exchange.sealing import Opener, Recipients, Sealing, seal, unseal

_ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Base32 without letters that look like digits."""
_CODE_LENGTH: Final = 16
"""Eighty bits, each guess of which costs half a second."""
_GROUP: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedCase:
    """What was agreed about one case, by the keys of the form."""

    case: CaseId
    answers: Mapping[Key, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedAnswers:
    """What was agreed about every case; `salt` keeps its digest from being guessed."""

    salt: str
    cases: tuple[AgreedCase, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over the answers with their salt."""
        return hashlib.sha256(write_json(self, AgreedAnswers)).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationPack(CasePack):
    """The cases to read, and what was agreed about them, which nobody can read yet.

    `digest` is that of the agreed answers, `locked` holds them encrypted under the code.
    """

    digest: str
    sealing: Sealing
    locked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedKey:
    """The code of a calibration pack in a signed file: `pack` is the id of that pack."""

    pack: str
    code: str


def new_code() -> str:
    """Make a code: four groups of four characters."""
    return _in_groups("".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH)))


def normalised_code(untrusted: str) -> str:
    """Bring a typed code into the form of `new_code`; raises RefusalError for what is none."""
    letters = "".join(c for c in untrusted.upper() if c.isalnum())
    if len(letters) != _CODE_LENGTH or not set(letters) <= set(_ALPHABET):
        raise RefusalError(
            "bad-code",
            message(
                "A code has 16 letters and digits, in four groups. Check it and type it again."
            ),
        )
    return _in_groups(letters)


def _in_groups(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, _CODE_LENGTH, _GROUP))


def lock_answers(cases: tuple[AgreedCase, ...], code: str) -> tuple[str, Sealing, str]:
    """Encrypt agreed answers under a code; return their digest, the seal, and the bytes."""
    agreed = AgreedAnswers(salt=os.urandom(16).hex(), cases=cases)
    content = write_json(agreed, AgreedAnswers)
    sealing, locked = seal(content, Recipients(passphrase=code), agreed.digest.encode())
    return agreed.digest, sealing, base64.b64encode(locked).decode("ascii")


def unlock_answers(pack: CalibrationPack, untrusted_code: str) -> AgreedAnswers:
    """Read the agreed answers of a pack; raises RefusalError for another code."""
    opener = Opener(passphrase=normalised_code(untrusted_code))
    try:
        locked = base64.b64decode(pack.locked, validate=True)
        content = unseal(locked, pack.sealing, opener, pack.digest.encode())
        agreed = read_json(content, AgreedAnswers)
    except ValueError:
        raise misfit() from None
    except ReviewerError as error:
        if error.code != "wrong-passphrase":
            raise
        raise RefusalError(
            "other-code",
            message(
                "The code does not belong to this calibration pack. Check it and type it again."
            ),
        ) from None
    if agreed.digest != pack.digest:
        raise misfit()
    return agreed

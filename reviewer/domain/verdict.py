"""What a check of a workbook found: is it as it was signed, and who signed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from reviewer.domain.message import Message

NOT_BY_REVIEWER: Final = "not-by-reviewer"
"""The code of the problem that another program than Reviewer signed the workbook."""

OTHER_LAYOUT: Final = "other-layout"
"""The code of the refusal of a workbook that another version of Reviewer laid out."""

OTHER_VERSION: Final = "other-version"
"""The code of a problem in a workbook whose signer left it so, with another version of Reviewer."""

SHOWS_OTHERWISE: Final = "shows-otherwise"
"""The code of a problem in a whole workbook: a person sees something else than its cases say."""

OTHER_READER: Final = "other-reader"
"""The code of a refusal that ends once a signer is trusted for the readers of a workbook."""

OTHER_INSPECTION: Final = "other-inspection"
"""The code of a refusal that ends where an inspection's code was mistyped and counts as ours."""

OTHER_LIST: Final = "other-list"
"""The code of a refusal that ends where a later list is decided to count apart."""

PASSWORD_WANTED: Final = frozenset({"protected", "wrong-password"})
"""The codes of the problems that a password, or another one, puts right."""


class SignatureStatus(StrEnum):
    """The five ends of a verification."""

    TRUSTED = "trusted"
    UNKNOWN_SIGNER = "unknown-signer"
    INVALID = "invalid"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookProblem:
    """One thing that is wrong: a code for scripts, the part it is in, a sentence for people."""

    code: str
    part: str | None
    text: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signed: the name the certificate gives, its fingerprint, and the certificate (DER)."""

    name: str
    fingerprint: str
    certificate_der: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a workbook.

    `signer` and `signed_at` are given whenever that certificate's key made the signature, also
    if the workbook was changed afterwards. `parts` (by name, without a leading slash) and `digest`
    are given only if the signature is sound: read cells from these bytes, never from the file.
    `digest` is the SHA-256 of what was signed, the same however the archive is packed.
    """

    status: SignatureStatus
    signer: Signer | None = None
    signed_at: datetime | None = None
    problems: tuple[WorkbookProblem, ...] = ()
    parts: Mapping[str, bytes] | None = None
    digest: str | None = None

    @property
    def foreign(self) -> bool:
        """Whether another program than Reviewer signed it: the problem says what is known of it."""
        return any(problem.code == NOT_BY_REVIEWER for problem in self.problems)

    @property
    def deceptive(self) -> bool:
        """Whether it is as it was signed, but a person sees something else than its cases say.

        Not of one that another version of Reviewer made, which may show them in another way.
        """
        shown = any(problem.code == SHOWS_OTHERWISE for problem in self.problems)
        return shown and not self.of_other_version

    @property
    def of_other_version(self) -> bool:
        """Whether only the version that made it can say if it is as it should be."""
        return any(problem.code == OTHER_VERSION for problem in self.problems)

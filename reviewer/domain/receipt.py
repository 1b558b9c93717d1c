"""What a register says of a workbook that it accepted, so that its sender may let the file go."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One workbook as a register received it.

    `file` and `export` are the ids of the file that made it and of that export, `workbook` is its
    SHA-256; `lead` keeps the register, whose id is `register`. Nothing of a case is in it.
    """

    inspection: str
    lead: str
    register: str
    workbook: str
    export: str
    number: int
    file: str
    issued_by: str
    merged_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReceipt:
    """A receipt as a review file keeps it: which export, who received it when, and who signed."""

    number: int
    export: str
    workbook: str
    lead: str
    merged_at: str
    signer: str
    fingerprint: str

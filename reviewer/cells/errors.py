"""The refusals of this room that more than one of its modules raises."""

from __future__ import annotations

from reviewer.domain.errors import RefusalError


def too_large(what: str, found: str, limit: str) -> RefusalError:
    """Say which limit a file is beyond, and what to do."""
    return RefusalError(
        "too-large",
        f"The file has {found} {what}; at most {limit} are read. Ask for a list with only the"
        " sampled cases, or split it.",
    )


def unreadable() -> RefusalError:
    """Say that a file looks like a workbook and is none that can be read."""
    return RefusalError(
        "unreadable-workbook",
        "The file is damaged or is no workbook; open it in Excel, save it again as .xlsx or as"
        " CSV UTF-8, and try that file.",
    )


def protected() -> RefusalError:
    """Say that a workbook is encrypted."""
    return RefusalError(
        "password-protected",
        "The workbook is protected by a password; give the password, or open it"
        " in Excel and save a copy without one (File, Info, Protect Workbook).",
    )


def memory_sentence(mib: int) -> str:
    """Say that a file takes more memory than a reading may."""
    return (
        f"Reading the file takes more than {mib:,} MiB of memory; ask for a list with only the"
        " sampled cases, or split it."
    )

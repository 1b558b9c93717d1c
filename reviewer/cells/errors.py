"""The refusals of this room that more than one of its modules raises."""

from __future__ import annotations

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import Message, message


def too_large(what: Message) -> RefusalError:
    """Say which limit a file is beyond, and what to do."""
    return RefusalError(
        "too-large",
        message(
            "The file has more than {what}, which is the limit. Ask for a list with "
            "only the sampled cases, or split it.",
            what=what,
        ),
    )


def too_many_rows(most: int) -> RefusalError:
    """Say that a list has more rows than are read."""
    return too_large(message("{most:,} rows", most=most))


def too_many_columns(most: int) -> RefusalError:
    """Say that a list has more columns than are read."""
    return too_large(message("{most:,} columns", most=most))


def too_many_cells(most: int) -> RefusalError:
    """Say that a list has more cells than are read."""
    return too_large(message("{most:,} cells", most=most))


def unreadable() -> RefusalError:
    """Say that a file looks like a workbook and is none that can be read."""
    return RefusalError(
        "unreadable-workbook",
        message(
            "The file is damaged or is not a workbook. Open it in Excel, save it as "
            ".xlsx or CSV UTF-8 and use that file."
        ),
    )


def protected() -> RefusalError:
    """Say that a workbook is encrypted."""
    return RefusalError(
        "password-protected",
        message(
            "The workbook has a password. Enter it, or open the workbook in Excel and "
            "save a copy without one (File, Info, Protect Workbook)."
        ),
    )


def too_much_memory(bytes_allowed: int) -> RefusalError:
    """Say that a file takes more memory than a reading may."""
    return RefusalError(
        "too-large",
        message(
            "The file needs more than {mib:,} MiB of memory. Ask for a list with only "
            "the sampled cases, or split it.",
            mib=bytes_allowed // 1024 // 1024,
        ),
    )


def too_long(seconds: int) -> RefusalError:
    """Say that reading a file takes longer than it may."""
    return RefusalError(
        "too-slow",
        message(
            "Reading the file took more than {seconds} seconds and was stopped. Ask "
            "for a list with only the sampled cases, or save it as CSV UTF-8.",
            seconds=seconds,
        ),
    )

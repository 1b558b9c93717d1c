"""What to do about a workbook that another version of the program made."""

from __future__ import annotations

from reviewer.domain.message import Message, message


def made_by_newer(version: str) -> Message:
    """Say that a workbook needs a newer version than this one."""
    return message(
        "The workbook was made by a newer version of Reviewer ({version}). Install that version "
        "to read it.",
        version=version,
    )


def made_by_older(version: str) -> Message:
    """Say that a workbook is of an earlier version, which this one no longer reads."""
    return message(
        "The workbook was made by an earlier version of Reviewer ({version}), which this one "
        "cannot read. Ask for a new export from the version that you have.",
        version=version,
    )


def made_by_other(theirs: str, ours: str) -> Message:
    """Say that a workbook was made by another version, newer or not."""
    return message(
        "The workbook was made by version {theirs} of Reviewer, and this is version {ours}. "
        "Install the newer of the two on both computers, then export again.",
        theirs=theirs,
        ours=ours,
    )

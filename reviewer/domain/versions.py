"""What to do about a workbook that another version of the program made."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.domain.message import Message, message


def other_version(
    theirs: Mapping[str, str | None], known: Mapping[str, int], version: str
) -> Message | None:
    """Say which version a workbook needs, by its numbers; None where all are those that we know.

    `known` are ours by their names, `theirs` what the workbook has under these, `version` is what
    it says made it. What it lacks is not compared.
    """
    numbers = {name: text for name in known if (text := theirs.get(name)) is not None}
    if all(text == str(known[name]) for name, text in numbers.items()):
        return None
    newer = any(not t.isdecimal() or int(t[:9]) > known[name] for name, t in numbers.items())
    return _made_by_newer(version) if newer else _made_by_older(version)


def _made_by_newer(version: str) -> Message:
    return message(
        "The workbook was made by a newer version of Reviewer ({version}). Install that version "
        "to read it.",
        version=version,
    )


def _made_by_older(version: str) -> Message:
    return message(
        "The workbook was made by an earlier version of Reviewer ({version}), which this one "
        "cannot read. Ask for a new export from the version you have.",
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

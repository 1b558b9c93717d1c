"""A review file is opened beside the window; what that takes is loaded beside it too."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ui.operations.control import JobControl
from ui.operations.files import OpenFile, Upgrade, open_to_read, open_to_write
from ui.operations.passphrase_change import NewPassphrase, change_passphrase
from ui.operations.passphrases import FileKey, check_is_review_file, key_of
from ui.operations.recovery_codes import OrganisationKey, recovered_key
from ui.window.words import say


def check(path: Path) -> None:
    """Raise WorldError for what is no review file: nobody is asked for its passphrase."""
    check_is_review_file(path)


def opened(path: Path, phrase: str, now: datetime) -> OpenFile:
    """Open a file to write; one of an earlier format is refused."""
    return opened_with(path, key_of(path, phrase), now)


def updated(path: Path, phrase: str, now: datetime, control: JobControl) -> OpenFile:
    """Open a file to write, and report each step of bringing an earlier format up to date."""
    key = key_of(path, phrase)
    return ready(
        open_to_write(path, key, now=now, update=lambda step: control.report(_sentence(step)))
    )


def opened_to_read(path: Path, phrase: str) -> OpenFile:
    """Open a file to read."""
    return ready(open_to_read(path, key_of(path, phrase)))


def opened_with(path: Path, key: FileKey, now: datetime) -> OpenFile:
    """Open a file whose key is known: it was made, or its passphrase changed, a moment ago."""
    return ready(open_to_write(path, key, now=now))


def recovered(
    path: Path, means: OrganisationKey | str, phrase: str, now: datetime, control: JobControl
) -> NewPassphrase:
    """Give a file a new passphrase by its recovery code, or by the organisation's key."""
    key, proof = recovered_key(path, means)
    return change_passphrase(
        path,
        key,
        phrase,
        proof,
        now=now,
        update=lambda step: control.report(_sentence(step)),
    )


def ready(store: OpenFile) -> OpenFile:
    """Decrypt beside the window what its first page is made of."""
    try:
        store.form()
        store.listed()
    except BaseException:
        store.close()
        raise
    return store


def _sentence(upgrade: Upgrade) -> str:
    if upgrade.step == 0:
        return say(
            "This file was saved by an earlier version of Reviewer. A copy is kept as {name}…",
            name=upgrade.kept.name,
        )
    return say("Updating the file, step {step} of {of}…", step=upgrade.step, of=upgrade.of)

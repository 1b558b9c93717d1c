"""What is unsafe about the place of a file: too little room, a network, a synchronised folder."""

from __future__ import annotations

import ctypes
import shutil
import string
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reviewer.disk import mounts as listed_mounts
from reviewer.disk import plain_path
from reviewer.domain.message import Message, message

LEAST_FREE: Final = 200 * 1024 * 1024
"""Bytes: a year's backups of one inspection and an export fit; below it a person must act."""

_SYNCHRONISED: Final = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud")
"""How folders that a program copies to a server are called."""

_REMOTE, _REMOVABLE = "remote", "removable"
"""Kinds of drive by their name in Windows."""

_NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "davfs", _REMOTE}
)
_USB: Final = frozenset({"vfat", "exfat", "msdos", "fuseblk", _REMOVABLE})
"""File systems by their name in Linux, and Windows's kinds of drive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNotice:
    """One thing that makes a file's place unsafe: a few words for the log, and a sentence."""

    words: str
    sentence: Message


def free_bytes(folder: Path) -> int | None:
    """Return how much room a folder's disk has; None where the system does not say."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def room_notice(path: Path, free: Callable[[Path], int | None] = free_bytes) -> Message | None:
    """Return a sentence where the disk of a file is nearly full, None where it is not."""
    room = free(plain_path(path).parent)
    if room is None or room >= LEAST_FREE:
        return None
    return message(
        "The disk of {file} has only {free} MiB left. Free some space before it is full.",
        free=room // (1024 * 1024),
        file=path.name,
    )


def place_notices(
    path: Path,
    *,
    free: Callable[[Path], int | None] = free_bytes,
    mounts: Callable[[], Iterable[tuple[str, str]]] | None = None,
) -> Sequence[PlaceNotice]:
    """Return each thing that makes the place of a file unsafe; none on most.

    `mounts` yields mount point and kind of file system or drive; where a system has no such
    list (macOS) only the names of folders tell. A Windows share is also known by its path.
    """
    folder = plain_path(path).parent
    cramped = room_notice(path, free)
    notices = [PlaceNotice(words="little room on the disk", sentence=cramped)] if cramped else []
    danger = _danger(path.name, folder, _kind(folder, (mounts or _mounted)()))
    return [*notices, danger] if danger else notices


def _danger(name: str, folder: Path, kind: str) -> PlaceNotice | None:
    if any(cloud in part.lower() for cloud in _SYNCHRONISED for part in folder.parts):
        return PlaceNotice(
            words="in a synchronised folder",
            sentence=message(
                "Another program synchronises the folder of {file}, and can damage "
                "or replace the file while it is open. Move it to a folder that is "
                "only on this computer.",
                file=name,
            ),
        )
    if kind in _NETWORK or str(folder).startswith("\\\\"):
        return PlaceNotice(
            words="on a network",
            sentence=message(
                "{file} is on a network, where a lost connection can damage it. Keep it on this "
                "computer's own disk, and save a copy to the network.",
                file=name,
            ),
        )
    if kind in _USB:
        return PlaceNotice(
            words="on a USB drive or memory card",
            sentence=message(
                "{file} is on a USB drive or memory card. Close the file before you remove the "
                "drive, or keep it on this computer's own disk.",
                file=name,
            ),
        )
    return None


def _kind(folder: Path, mounts: Iterable[tuple[str, str]]) -> str:
    around = [(len(Path(m).parts), kind) for m, kind in mounts if folder.is_relative_to(m)]
    return max(around, default=(0, ""))[1]


def _mounted() -> Sequence[tuple[str, str]]:
    return _drives() or listed_mounts()


def _drives() -> Sequence[tuple[str, str]]:
    drives: list[tuple[str, str]] = []
    if sys.platform == "win32":
        kinds = {2: _REMOVABLE, 4: _REMOTE}  # DRIVE_REMOVABLE, DRIVE_REMOTE
        for root in (f"{letter}:\\" for letter in string.ascii_uppercase):
            kind = kinds.get(ctypes.windll.kernel32.GetDriveTypeW(root), "")
            drives.append((root, kind))
    return drives

"""What is unsafe about the place of a file: too little room, a network, a synchronised folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

LEAST_FREE: Final = 200 * 1024 * 1024
"""Bytes: a year's backups of one inspection and an export fit; below it a person must act."""

_SYNCHRONISED: Final = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud")
"""How folders that a program copies to a server are called."""

_NETWORK: Final = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "davfs"})
_STICK: Final = frozenset({"vfat", "exfat", "msdos", "fuseblk"})
"""File systems by their name in Linux."""

_MOUNTS: Final = Path("/proc/self/mounts")


def free_bytes(folder: Path) -> int | None:
    """Return how much room a folder's disk has; None where the system does not say."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def place_notices(
    path: Path,
    *,
    free: Callable[[Path], int | None] = free_bytes,
    mounts: Callable[[], Iterable[tuple[str, str]]] | None = None,
) -> Sequence[str]:
    """Return a sentence for each thing that makes the place of a file unsafe; none on most.

    `mounts` yields mount point and kind of file system; Windows shares are known by their
    path.
    """
    folder = path.resolve().parent
    notices = []
    room = free(folder)
    if room is not None and room < LEAST_FREE:
        notices.append(
            f"Only {room // (1024 * 1024)} MiB are free on the disk of {path.name}; make room "
            "before it is full."
        )
    parts = [part.lower() for part in folder.parts]
    kind = _kind(folder, (mounts or _mounted)())
    if any(name in part for name in _SYNCHRONISED for part in parts):
        notices.append(
            f"The folder of {path.name} is synchronised by another program, which can damage or "
            "replace it while it is open; keep it in a folder of this computer alone."
        )
    elif kind in _NETWORK or str(folder).startswith("\\\\"):
        notices.append(
            f"{path.name} is on a network, where a lost connection can damage it; work on a disk "
            "of this computer and put a copy there."
        )
    elif kind in _STICK:
        notices.append(
            f"{path.name} is on a stick or a memory card; close the file before it is taken out, "
            "or work on a disk of this computer."
        )
    return notices


def _kind(folder: Path, mounts: Iterable[tuple[str, str]]) -> str:
    around = [(len(Path(m).parts), kind) for m, kind in mounts if folder.is_relative_to(m)]
    return max(around, default=(0, ""))[1]


def _mounted() -> Sequence[tuple[str, str]]:
    try:
        lines = _MOUNTS.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    fields = [line.split(" ") for line in lines]
    return [(field[1].replace("\\040", " "), field[2]) for field in fields if len(field) > 2]

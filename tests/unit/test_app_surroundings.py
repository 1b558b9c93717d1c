"""Unsafe places are reported before they cost anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.app.surroundings import LEAST_FREE, free_bytes, place_notices

ROOT = ("/", "ext4")


def notices(folder: str, *mounts: tuple[str, str], free: int | None = LEAST_FREE) -> list[str]:
    path = Path(folder) / "a.review"
    found = place_notices(path, free=lambda _: free, mounts=lambda: (ROOT, *mounts))
    return [str(notice.sentence) for notice in found]


def test_an_ordinary_disk_with_room_says_nothing() -> None:
    assert notices("/srv/reviews") == []
    assert notices("/srv/reviews", free=None) == []
    assert notices("/srv/reviews", ("/srv/other", "nfs4")) == []


def test_little_room_is_reported_in_mebibytes() -> None:
    (found,) = notices("/srv", free=LEAST_FREE - 1)
    assert found.startswith("The disk of a.review has only 199 MiB left")


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        *(("nfs4", "network"), ("cifs", "network"), ("remote", "network")),
        *(("vfat", "USB"), ("removable", "USB")),
    ],
)
def test_the_innermost_mount_counts(kind: str, word: str) -> None:
    (found,) = notices("/mnt/x/y", ("/mnt", "ext4"), ("/mnt/x", kind))
    assert word in found


@pytest.mark.parametrize("folder", ["/home/a/OneDrive - Force/x", "/home/a/Dropbox"])
def test_a_synchronised_folder_is_named(folder: str) -> None:
    (found,) = notices(folder)
    assert "synchronises" in found


def test_the_systems_own_answers_are_taken(tmp_path: Path) -> None:
    assert (free_bytes(tmp_path) or 0) > 0
    assert free_bytes(tmp_path / "not there") is None
    assert all("a.review" in str(found.sentence) for found in place_notices(tmp_path / "a.review"))

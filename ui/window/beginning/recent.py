"""The inspections opened last: file, inspection code, when; never anything of a case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from reviewer.app.files import write_atomically
from ui.operations.places import home

KEPT: Final = 12
"""More than one page of them nobody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """One file: where it is, what it is about as far as is known, when it was opened (UTC)."""

    path: Path
    code: str = ""
    force: str = ""
    kind: str = ""
    opened_at: str = ""


def recent_file() -> Path:
    """Return where the list is kept."""
    return home() / "recent.json"


def load_recent(path: Path) -> list[Recent]:
    """Read the list, newest first; what cannot be read is as if nothing had been opened."""
    try:
        untrusted = json.loads(path.read_text("utf-8"))
        return [
            Recent(
                path=Path(str(one["path"])),
                **{key: str(one.get(key, "")) for key in ("code", "force", "kind", "opened_at")},
            )
            for one in untrusted[:KEPT]
        ]
    except (OSError, ValueError, AttributeError, TypeError, KeyError):
        return []


def remember(path: Path, opened: Recent) -> None:
    """Put a file at the head of the list; raises WorldError where the folder refuses."""
    others = [one for one in load_recent(path) if one.path != opened.path]
    _save(path, [opened, *others][:KEPT])


def forget(path: Path, file: Path) -> None:
    """Take a file out of the list; raises WorldError where the folder refuses."""
    _save(path, [one for one in load_recent(path) if one.path != file])


def _save(path: Path, kept: Sequence[Recent]) -> None:
    said = [{**asdict(one), "path": str(one.path)} for one in kept]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(said, indent=1).encode())

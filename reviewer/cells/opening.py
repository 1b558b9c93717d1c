"""How a file is to be opened."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a file is to be opened; empty leaves it to the file's own bytes."""

    password: str = field(default="", repr=False)
    encoding: str = ""
    delimiter: str = ""

"""How a file is to be opened."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a file is to be opened; empty leaves it to the file's own bytes."""

    password: str = ""
    encoding: str = ""
    delimiter: str = ""

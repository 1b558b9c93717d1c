"""How a container begins, known without loading what opens one."""

from __future__ import annotations

from typing import Final

FAMILY: Final = b"\x89RXC"
"""A container of any version."""

MARK: Final = FAMILY + b"1\r\n\x1a"
"""One of this version."""

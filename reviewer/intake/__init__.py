"""A force's list: from the file as it came to checked cases and named problems."""

from __future__ import annotations

from typing import Final

WORKER_ARGUMENT: Final = "--read-list-in-this-process"
"""What a packaged program is started with to become the limited process that reads a list."""

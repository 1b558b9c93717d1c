"""What a command ended with, for the tests of the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PASSPHRASE = "violet lantern gravel orchid thursday"


@dataclass(frozen=True)
class Said:
    """What one command ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - a JSON document is any of six types
        return json.loads(self.out)


Command = Callable[..., Said]

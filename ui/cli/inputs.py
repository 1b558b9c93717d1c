"""No command writes onto a file that it reads, whatever name the file is given by."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import wraps
from pathlib import Path
from typing import Any, Final

from reviewer.app.files import check_no_input

_MADE: Final = "OUT"
"""How the help names a file that a command makes, at the beginning: `OUT.xlsx`."""


def keep_inputs(command: Any) -> None:  # noqa: ANN401 - typer names no type of it
    """Have every command refuse to make a file that is one of the others it was given."""
    for further in getattr(command, "commands", {}).values():
        keep_inputs(further)
    made = {one.name for one in command.params if str(one.metavar or "").startswith(_MADE)}
    taken = {one.name for one in command.params if _takes_a_file(one)} - made
    if made and taken:
        command.callback = _kept(command.callback, made, taken)


def _kept(run: Any, made: set[str], taken: set[str]) -> Any:  # noqa: ANN401
    @wraps(run)
    def checked(**given: Any) -> Any:  # noqa: ANN401
        inputs = [path for name in taken for path in _there(given.get(name))]
        for name in made:
            for out in _there(given.get(name)):
                check_no_input(out, inputs)
        return run(**given)

    return checked


def _takes_a_file(parameter: Any) -> bool:  # noqa: ANN401
    """Say whether a parameter is a path, or a file or something else (`ID|FILE`)."""
    kind = getattr(parameter, "type_descriptor", None)
    return "Path" in str(getattr(kind, "annotation", "")) or "FILE" in (parameter.metavar or "")


def _there(given: object) -> Iterator[Path]:
    every = given if isinstance(given, list | tuple) else (given,)
    for one in every:
        if isinstance(one, str | Path) and os.path.exists(one):  # noqa: PTH110 - no error for too long a name
            yield Path(one)

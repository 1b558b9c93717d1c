"""The dictionaries are found wherever the program's resources lie."""

from __future__ import annotations

from importlib import resources
from importlib.resources.readers import MultiplexedPath
from pathlib import Path

import pytest

from reviewer.spelling import dictionary


def test_the_dictionaries_are_found_in_a_built_program_too(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(str(resources.files("resources")))
    monkeypatch.setattr(dictionary.resources, "files", lambda _: MultiplexedPath(folder))
    for name in dictionary.FILES.values():
        assert (dictionary._folder() / f"{name}.aff").is_file()

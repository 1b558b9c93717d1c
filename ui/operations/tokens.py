"""Identities whose key stays on a token: opened only by libraries that a person named here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from reviewer.signing.identity import Identity
from reviewer.signing.token import WINDOWS, module_in, open_token
from ui.operations.places import home
from ui.operations.settings import SettingsFile, check_text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Libraries:
    named: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_text(*self.named)


def name_library(module: str) -> None:
    """Remember that a person named this library here; raises WorldError where that fails."""
    known = _file().read().named
    if module != WINDOWS and module not in known:
        _file().write(_Libraries(named=(*known, module)))


def open_on_token(untrusted: bytes, pin: str) -> Identity:
    """Open the identity that a file names.

    A library is a program: one that only the file names, as somebody may have sent it, is not
    loaded. Raises RefusalError for such a library and as `open_token` does.
    """
    module = module_in(untrusted)
    if module != WINDOWS and module not in _file().read().named:
        raise RefusalError(
            "other-token-library",
            message(
                "The library {file} was not chosen on this computer, so it is not loaded. "
                "Create the file for your token again here.",
                file=Path(module).name,
            ),
        )
    return open_token(untrusted, pin)


def _file() -> SettingsFile[_Libraries]:
    return SettingsFile(path=home() / "token-libraries.json", kind=_Libraries, absent=_Libraries())

"""The one reader and writer of settings files, whatever somebody or something put into them.

A settings file that can't be read is set aside under another name, and the program continues as if
nothing had been chosen. The person who runs the program sees a warning of the log `NOTICES`: a
setting is read in the middle of other work, which has no place to show one.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final, Generic, TypeVar

from reviewer.app.files import cannot_write, write_atomically
from reviewer.disk import open_given
from reviewer.domain.errors import WorldError, reason_of
from reviewer.domain.message import Message, message
from reviewer.domain.times import moment
from reviewer.domain.untrusted_json import MisfitError, read_json, write_json

NOTICES: Final = logging.getLogger("reviewer.settings")
"""Takes one sentence for a person for each settings file that could not be read."""

SIZE_LIMIT: Final = 1024 * 1024
"""Bytes of a settings file: a hundred times the largest one seen."""

_Settings = TypeVar("_Settings")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsFile(Generic[_Settings]):
    """One file of settings: where it is, the dataclass it holds, and what holds without it.

    An administrator's file is read alone: one that can't be read stays where it is.
    """

    path: Path
    kind: type[_Settings]
    absent: _Settings
    administrators: bool = False

    def read(self) -> _Settings:
        """Return the settings; those of `absent` where there is no such file or none to read."""
        try:
            if not self.path.exists():
                return self.absent
            content = _content(self.path)
        except OSError as error:
            _warn(
                message(
                    "The settings file {file} cannot be read ({reason}), so it is not used.",
                    file=self.path.name,
                    reason=reason_of(error),
                )
            )
            return self.absent
        try:
            return read_json(content, self.kind)
        except MisfitError:
            self._set_aside()
            return self.absent

    def write(self, settings: _Settings) -> None:
        """Replace the settings by others; raises WorldError where the folder does not allow it."""
        try:
            content = write_json(settings, self.kind)
        except MisfitError:
            raise WorldError(
                "not-text",
                message(
                    "The file's name contains a character that cannot be saved in the settings. "
                    "Rename the file."
                ),
            ) from None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise cannot_write(self.path.parent, error) from None
        write_atomically(self.path, content)

    def _set_aside(self) -> None:
        if self.administrators:
            _warn(
                message(
                    "The settings of your organisation in {file} cannot be read, so they are not "
                    "used. Tell your administrator.",
                    file=str(self.path),
                )
            )
            return
        kept = _free_name(self.path)
        try:
            self.path.rename(kept)
        except OSError:
            _warn(
                message(
                    "The settings file {file} cannot be read, so it is not used. Remove it.",
                    file=self.path.name,
                )
            )
        else:
            _warn(
                message(
                    "The settings file {file} could not be read, so it is not used. It was renamed "
                    "to {new}.",
                    file=self.path.name,
                    new=kept.name,
                )
            )


def _warn(sentence: Message) -> None:
    NOTICES.warning("%s", sentence)


def check_text(*texts: str) -> None:
    """Raise ValueError for a text with a NUL, which no system takes in a name."""
    if any("\0" in text for text in texts):
        raise ValueError("a text of the settings has a NUL")


def check_stamp(text: str) -> None:
    """Raise ValueError for what is no UTC stamp and not empty."""
    if text:
        moment(text)


def _content(path: Path) -> bytes:
    if not path.is_file():  # to open a pipe is to wait for its other end
        return b""
    with open_given(path) as file:
        content = file.read(SIZE_LIMIT + 1)
    return content if len(content) <= SIZE_LIMIT else b""


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.stem}.unreadable-{n}{path.suffix}") for n in count(1))
    return next(name for name in names if not name.exists())

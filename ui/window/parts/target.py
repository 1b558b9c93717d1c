"""Where a file is to be kept: typed or chosen, and named for the person who has not named it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message, verbatim
from ui.window.choosing import save_as
from ui.window.parts.buttons import plain_button
from ui.window.parts.page import labelled
from ui.window.theme import Theme
from ui.window.words import say

REVIEW: Final = ".review"
"""The ending of review files and registers."""

_NAMED: Final = 60
"""Characters of a path that are repeated where it is refused."""


class Target(QWidget):
    """The file to make: a folder of this computer and a name without a case reference."""

    changed = Signal()

    def __init__(self, theme: Theme, stem: str, suffix: str = REVIEW, words: str = "") -> None:
        """Ask for a file with this ending under a label: `words`, else "File"."""
        super().__init__()
        self._stem = stem
        self._suffix = suffix
        self._own = False
        self._line = QLineEdit()
        self._line.setObjectName("target")
        self._line.textEdited.connect(self._on_edited)
        self._line.textChanged.connect(self.changed)
        choose = plain_button(say("Choose…"), name="choose-target")
        choose.clicked.connect(self._on_choose)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._line, 1)
        row.addWidget(choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        hint = say(
            "Choose a folder on this computer's own disk. Network and cloud folders can "
            "damage the file."
        )
        label = words or say("File")
        layout.addLayout(labelled(theme, label, line, hint if suffix == REVIEW else ""))
        self._line.setAccessibleName(label)
        self.setFocusProxy(self._line)
        self.suggest("")

    @property
    def box(self) -> QWidget:
        """The box that the file is typed into."""
        return self._line

    def path(self) -> Path:
        """Return the file to make; raises RefusalError where none is named, or none can be so."""
        if not self._line.text().strip():
            raise RefusalError("target", message("Choose where to save the file."))
        path = typed_path(self._line.text())
        if not path.suffix and not path.is_dir():
            path = typed_path(str(path.with_suffix(self._suffix)))
        if path.is_dir():
            raise RefusalError(
                "target",
                message("{path} is a folder. Enter the name of a file in it.", path=str(path)),
            )
        return path

    def suggest(self, stem: str) -> None:
        """Name the file after something, while the person has not named it."""
        if not self._own:
            name = f"{stem or self._stem}{self._suffix}".replace("/", "-")
            self._line.setText(str(_documents() / name))

    def _on_edited(self) -> None:
        self._own = True

    def _on_choose(self) -> None:
        kinds = verbatim(f"{self._suffix[1:]} (*{self._suffix})")
        chosen = save_as(self, say("Choose where to save the file"), Path(self._line.text()), kinds)
        if chosen is not None:
            self._own = True
            self._line.setText(str(chosen))


def typed_path(text: str) -> Path:
    """Return the path that was typed, `~` being one's own folder.

    Raises RefusalError for what this computer has no file under, whether one is there or not.
    """
    try:
        path = Path(text.strip()).expanduser()
        path.exists()
    except (RuntimeError, ValueError, OSError):
        sentence = message(
            "{text} is not a valid file name here. Choose another name.", text=_short(text)
        )
        raise RefusalError("target", sentence) from None
    return path


def _short(text: str) -> str:
    return text if len(text) <= _NAMED else f"{text[:_NAMED]}…"


def _documents() -> Path:
    found = Path.home() / "Documents"
    return found if found.is_dir() else Path.home()

"""Where a file is to be kept: typed or chosen, and named for the person who has not named it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.domain.errors import RefusalError
from ui.window.choosing import save_as
from ui.window.parts.buttons import plain_button
from ui.window.parts.page import labelled
from ui.window.theme import Theme
from ui.window.words import say

REVIEW: Final = ".review"
"""The ending of review files and registers."""


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
        hint = say("On a disk of this computer; network and cloud folders damage such files.")
        label = words or say("File")
        layout.addLayout(labelled(theme, label, line, hint if suffix == REVIEW else ""))
        self._line.setAccessibleName(label)
        self.setFocusProxy(self._line)
        self.suggest("")

    def path(self) -> Path:
        """Return the file to make; raises RefusalError where none is named."""
        text = self._line.text().strip()
        if not text:
            raise RefusalError("target", say("Say where the file is to be kept."))
        path = Path(text).expanduser()
        return path if path.suffix else path.with_suffix(self._suffix)

    def suggest(self, stem: str) -> None:
        """Name the file after something, while the person has not named it."""
        if not self._own:
            name = f"{stem or self._stem}{self._suffix}".replace("/", "-")
            self._line.setText(str(_documents() / name))

    def _on_edited(self) -> None:
        self._own = True

    def _on_choose(self) -> None:
        kinds = f"{self._suffix[1:]} (*{self._suffix})"
        chosen = save_as(self, say("Where the file is kept"), Path(self._line.text()), kinds)
        if chosen is not None:
            self._own = True
            self._line.setText(str(chosen))


def _documents() -> Path:
    found = Path.home() / "Documents"
    return found if found.is_dir() else Path.home()

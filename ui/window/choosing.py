"""The only dialogs that choose files; a page asks, and gets paths or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6 import QtWidgets
from PySide6.QtWidgets import QWidget

from reviewer.domain.message import Message, message
from ui.window.words import say

PDF: Final = message("PDF (*.pdf)")


def open_one(parent: QWidget, title: str, kinds: Message) -> Path | None:
    """Let a person choose one file that is there; `kinds` is like `Workbooks (*.xlsx)`."""
    chosen, _ = QtWidgets.QFileDialog.getOpenFileName(parent, title, "", _with_all(kinds))
    return Path(chosen) if chosen else None


def open_several(parent: QWidget, title: str, kinds: Message) -> list[Path]:
    """Let a person choose files that are there."""
    chosen, _ = QtWidgets.QFileDialog.getOpenFileNames(parent, title, "", _with_all(kinds))
    return [Path(path) for path in chosen]


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """Let a person choose a folder that is there, or make one."""
    chosen = QtWidgets.QFileDialog.getExistingDirectory(parent, title)
    return Path(chosen) if chosen else None


def save_as(parent: QWidget, title: str, suggested: Path, kinds: Message) -> Path | None:
    """Let a person name a file to write; the ending of the suggested name is added if left out."""
    chosen, _ = QtWidgets.QFileDialog.getSaveFileName(parent, title, str(suggested), str(kinds))
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(suggested.suffix)


def _with_all(kinds: Message) -> str:
    return f"{kinds};;{say('All files (*)')}"

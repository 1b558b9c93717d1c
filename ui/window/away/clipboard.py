"""What was copied from a case: gone from the clipboard after a while, and when the program ends.

Other programs read the clipboard, and Windows keeps a history of it that may be sent to other
computers. So a copied text is kept out of that history, and taken away again unless another
program has put something in its place.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from typing import Final

from PySide6 import QtGui
from PySide6.QtCore import QByteArray, QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

KEPT_FOR: Final = 120_000
"""Milliseconds: time enough to paste a text elsewhere."""

_NOT_FOR_HISTORY: Final = (
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
)
"""Formats by which Windows leaves a copied text out of its history, each with the value 0."""


class ClipboardGuard(QObject):
    """Watches over what this program has put into the clipboard."""

    def __init__(
        self,
        parent: QObject,
        *,
        kept_for: int = KEPT_FOR,
        history: bool = sys.platform == "win32",
        owns: Callable[[], bool] | None = None,
    ) -> None:
        """Watch from now on; `history` says that the system keeps one of what is copied.

        `owns` says whether the clipboard holds what this program has put there; the system knows.
        """
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._owns = owns or self._clipboard.ownsClipboard
        self._history = history
        self._ours = b""
        self._marking = False
        self._timer = QTimer(self, singleShot=True, interval=kept_for)
        self._timer.timeout.connect(self.clear)
        self._clipboard.dataChanged.connect(self._on_changed)

    def clear(self) -> None:
        """Empty the clipboard if it still holds what was copied here."""
        self._timer.stop()
        if self._ours and _digest(self._clipboard) == self._ours:
            self._clipboard.clear()
        self._ours = b""

    def _on_changed(self) -> None:
        if self._marking:
            return
        self._ours = _digest(self._clipboard) if self._owns() else b""
        if not self._ours:
            self._timer.stop()
            return
        if self._history:
            self._marking = True
            self._clipboard.setMimeData(out_of_history(self._clipboard.mimeData()))
            self._marking = False
        self._timer.start()


def out_of_history(copied: QMimeData) -> QMimeData:
    """Return what was copied as it is where the system keeps a history."""
    data = QMimeData()
    if copied.hasText():
        data.setText(copied.text())
    if copied.hasHtml():
        data.setHtml(copied.html())
    if copied.hasImage():
        data.setImageData(copied.imageData())
    for name in _NOT_FOR_HISTORY:
        data.setData(f'application/x-qt-windows-mime;value="{name}"', QByteArray(bytes(4)))
    return data


def _digest(clipboard: QClipboard) -> bytes:
    """Return a digest of a text or a picture, empty for anything else."""
    if text := clipboard.text():
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    image = clipboard.image().convertToFormat(QtGui.QImage.Format.Format_RGBA8888)
    return b"" if image.isNull() else hashlib.sha256(bytes(image.constBits())).digest()

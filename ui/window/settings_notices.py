"""Notices about settings that can't be read, brought to the window from whichever thread."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal, SignalInstance

from ui.operations.settings import NOTICES


class SettingsNotices(QObject):
    """`announced` carries each sentence once; `sentences` are all there were so far."""

    announced = Signal(str)
    _heard = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sentences: list[str] = []
        self._heard.connect(self._on_sentence)  # in the window's thread, whichever thread reads
        self._handler = _Handler(self._heard)
        handler = self._handler
        NOTICES.addHandler(handler)
        # A handler whose window is gone would fail what reads settings afterwards.
        self.destroyed.connect(lambda: NOTICES.removeHandler(handler))

    def rest(self) -> None:
        """Take no more."""
        NOTICES.removeHandler(self._handler)

    def _on_sentence(self, sentence: str) -> None:
        if sentence not in self.sentences:
            self.sentences.append(sentence)
            self.announced.emit(sentence)


class _Handler(logging.Handler):
    def __init__(self, heard: SignalInstance) -> None:
        super().__init__()
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        """Hand a sentence on."""
        self._heard.emit(record.getMessage())

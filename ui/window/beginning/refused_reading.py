"""What a person is asked when a list does not say how it is to be read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reviewer.domain.list_options import ENCODINGS
from ui.window.beginning.reading_view import DELIMITERS, delimiter_words, tables, typed_row
from ui.window.parts.field_keys import EnteredLine
from ui.window.parts.page import labelled
from ui.window.parts.pick_field import PickBox
from ui.window.theme import Theme
from ui.window.words import say

_ASKED: Final = {
    "no-heading": ("header_row",),
    "no-such-row": ("header_row",),
    "no-rows": ("delimiter", "header_row"),
    "mixed-encodings": ("encoding",),
    "tables-side-by-side": ("table",),
}
"""What answers a refusal, by its code."""

_TEXTS: Final = frozenset({".csv", ".tsv", ".txt"})
"""Endings of lists whose columns are separated by a character."""


class RefusedReading(QWidget):
    """`wanted` carries what a person answers: an option of the reading, by its name."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._encoding, self._delimiter, self._table = (PickBox() for _ in range(3))
        for name in ENCODINGS:
            self._encoding.addItem(name, name)
        for delimiter in DELIMITERS:
            self._delimiter.addItem(delimiter_words(delimiter), delimiter)
        for words, number in tables():
            self._table.addItem(words, number)
        self._header = EnteredLine()
        self._header.setMaximumWidth(theme.px(100))
        self._hosts: dict[str, QWidget] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(16))
        for name, words, field, hint in (
            ("encoding", say("Encoding"), self._encoding, ""),
            ("delimiter", say("Delimiter"), self._delimiter, ""),
            ("table", say("Table with the list"), self._table, ""),
            ("header_row", say("Heading row"), self._header, say("Press Enter to apply.")),
        ):
            field.setObjectName(f"refused-{name}")
            host = QWidget()
            column = labelled(theme, words, field, hint)
            column.setContentsMargins(0, 0, 0, 0)
            column.addStretch(1)
            host.setLayout(column)
            self._hosts[name] = host
            layout.addWidget(host)
        layout.addStretch(1)
        for name, box in self._boxes().items():
            box.activated.connect(
                lambda _at, name=name, box=box: self.wanted.emit({name: box.currentData()})
            )
        self._header.returnPressed.connect(self._on_header)
        self.hide()

    def ask(self, code: str, path: Path) -> None:
        """Ask what answers a refusal of a file; nothing is shown where nothing here does."""
        asked = set(_ASKED.get(code, ()))
        if path.suffix.casefold() not in _TEXTS:
            asked.discard("delimiter")
        for box in self._boxes().values():
            box.setCurrentIndex(-1)
        for name, host in self._hosts.items():
            host.setVisible(name in asked)
        self.setVisible(bool(asked))

    def _boxes(self) -> dict[str, PickBox]:
        return {"encoding": self._encoding, "delimiter": self._delimiter, "table": self._table}

    def _on_header(self) -> None:
        if row := typed_row(self._header):
            self.wanted.emit({"header_row": row})

"""How a list was read, and everything of it that can be chosen otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.domain.list_options import ENCODINGS
from reviewer.domain.list_reading import ListReading
from ui.operations.lists import ListRead
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.field_keys import EnteredLine
from ui.window.parts.layouts import clear
from ui.window.parts.page import labelled, say_facts
from ui.window.parts.pick_field import PickBox
from ui.window.theme import Theme
from ui.window.words import say

DELIMITERS: Final = (",", ";", "\t", "|")
_OF_THE_FILE: Final = ("sheet", "table", "encoding", "delimiter")
"""Choices that stay where another heading row is taken."""


class ReadingView(QWidget):
    """`wanted` carries the options with another sheet, table, heading, encoding or delimiter."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._read: ListRead | None = None
        self._facts = QVBoxLayout()
        self._sheet, self._table, self._encoding, self._delimiter = (PickBox() for _ in range(4))
        self._header = EnteredLine()
        self._header.setObjectName("header-row")
        self._header.setMaximumWidth(theme.px(100))
        self._options = QWidget()
        self._turn = plain_button("", name="read-otherwise", look="link")
        self._turn.clicked.connect(lambda: self._open(open_=self._options.isHidden()))
        self._hosts: dict[QWidget, QWidget] = {}
        self._build_layout()
        self._connect()
        self._open(open_=False)

    def show_reading(self, read: ListRead) -> None:
        """Show how a list was read."""
        reading = read.reading
        self._read = read
        clear(self._facts)
        self._facts.addLayout(say_facts(self._theme, _facts(reading)))
        _offer(self._sheet, [(name, name) for name in reading.sheets], reading.sheet)
        _offer(self._encoding, [(name, name) for name in ENCODINGS], reading.encoding)
        names = [(delimiter_words(one), one) for one in DELIMITERS]
        _offer(self._delimiter, names, reading.delimiter)
        _offer(self._table, tables(), read.options.table)
        self._header.setText(str(reading.header_row))
        text = not reading.sheets
        for box, shown in (
            (self._sheet, not text), (self._table, bool(read.options.table)),
            (self._encoding, text), (self._delimiter, text),
        ):  # fmt: skip
            self._hosts[box].setVisible(shown)

    def _open(self, *, open_: bool) -> None:
        self._options.setVisible(open_)
        self._turn.setText(say("Hide these choices") if open_ else say("Change how it is read…"))

    def _emit(self, **changes: object) -> None:
        """Ask for the table read otherwise; the choices for its columns may not fit any more."""
        if self._read is None:
            return
        options = self._read.options
        kept = {name: getattr(options, name) for name in _OF_THE_FILE}
        self.wanted.emit(replace(options.for_another_table(), **{**kept, **changes}))

    def _on_header(self) -> None:
        if row := typed_row(self._header):
            self._emit(header_row=row)

    def _connect(self) -> None:
        self._sheet.activated.connect(lambda: self._emit(sheet=self._sheet.currentData(), table=0))
        self._table.activated.connect(lambda: self._emit(table=self._table.currentData()))
        self._encoding.activated.connect(lambda: self._emit(encoding=self._encoding.currentData()))
        self._delimiter.activated.connect(
            lambda: self._emit(delimiter=self._delimiter.currentData())
        )
        self._header.returnPressed.connect(self._on_header)

    def _build_layout(self) -> None:
        theme, px = self._theme, self._theme.px
        grid = QGridLayout(self._options)
        grid.setContentsMargins(0, px(4), 0, px(4))
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(8))
        fields = (
            (self._sheet, "sheet", say("Sheet"), ""),
            (self._table, "table", say("Table with the list"), ""),
            (self._encoding, "encoding", say("Encoding"), say("Check a name with an accent.")),
            (self._delimiter, "delimiter", say("Delimiter"), ""),
            (self._header, "header-row", say("Heading row"), say("Press Enter to apply.")),
        )
        for place, (field, name, words, hint) in enumerate(fields):
            field.setObjectName(name)
            host = QWidget()
            column = labelled(theme, words, field, hint)
            column.setContentsMargins(0, 0, 0, 0)
            column.addStretch(1)
            host.setLayout(column)
            self._hosts[field] = host
            grid.addWidget(host, 0, place)
        grid.setColumnStretch(len(fields), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addLayout(self._facts)
        layout.addWidget(self._turn)
        layout.addWidget(self._options)


def typed_row(line: QLineEdit) -> int:
    """Return the row number that is typed; if it is none, show so at the field and return 0."""
    text = line.text().strip()
    row = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
    if not row:
        faults = Faults()
        faults.note(line, say("Enter the number of a row, such as 3."))
        faults.show()
    return row


def delimiter_words(delimiter: str) -> str:
    """Return what a delimiter is called."""
    names = {
        "\t": say("tabs"),
        ",": say("commas"),
        ";": say("semicolons"),
        "|": say("vertical bars ( | )"),
    }
    return names.get(delimiter, delimiter)


def tables() -> Sequence[tuple[str, int]]:
    """Return what the tables of a sheet that has some side by side are called, and their number."""
    return [(say("the left one"), 1), (say("the right one"), 2)]


def _offer(box: PickBox, names: Sequence[tuple[str, str | int]], chosen: str | int) -> None:
    box.clear()
    for words, data in names:
        box.addItem(words, data)
    if isinstance(chosen, str) and chosen and box.findData(chosen) < 0:
        box.addItem(delimiter_words(chosen), chosen)
    box.setCurrentIndex(box.findData(chosen))


def _facts(reading: ListReading) -> Sequence[tuple[str, str]]:
    if reading.sheet:
        read = say(
            "Sheet “{name}”, headings in row {row}", name=reading.sheet, row=reading.header_row
        )
    else:
        read = say(
            "Text in {encoding}, columns separated by {apart}, headings in row {row}",
            encoding=reading.encoding,
            apart=delimiter_words(reading.delimiter),
            row=reading.header_row,
        )
    digest = " ".join(re.findall(".{1,8}", reading.file_digest))  # parts, so that it may wrap
    return [(say("Read as"), read), (say("SHA-256 of the file"), digest)]

"""What was found in a force's list, and all a person may say to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from reviewer.domain.ids import Key
from reviewer.domain.list_options import NO_MAPPING
from ui.operations.lists import ListRead
from ui.window.beginning.date_orders import DateOrders
from ui.window.beginning.mapping_view import MappingView
from ui.window.beginning.problems_view import ProblemsView
from ui.window.beginning.reading_view import ReadingView
from ui.window.beginning.sheet_map import SheetMap
from ui.window.beginning.type_words import TypeWords
from ui.window.list_words import notice_words
from ui.window.parts.buttons import plain_button
from ui.window.parts.layouts import FlowLayout, clear, stops_in
from ui.window.parts.page import labelled
from ui.window.parts.panel import Hairline
from ui.window.parts.pick_field import PickBox
from ui.window.parts.text import Text
from ui.window.theme import HEADLINE, LARGE, SMALL, Theme
from ui.window.words import localised, say

_LEFT_OUT: Final = frozenset({"total", "note", "repeated-header", "hidden-sheets"})
"""Codes of the notices that say which rows and sheets were not read."""
_SHOWN_ELSEWHERE: Final = frozenset({"day-first-taken", "sheet-chosen"})
"""Codes of the notices whose question is asked in its own place."""


class FindingsView(QWidget):
    """`wanted` carries how a person wants the list to be read now; see `ProblemsView` for the rest.

    `mapping_kept` and `mapping_given` ask for the small file by which a list is read, to be
    written and to be chosen; `earlier_dropped` to read the list without what is remembered.
    """

    wanted = Signal(object)
    mapping_kept = Signal()
    mapping_given = Signal()
    earlier_dropped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._read: ListRead | None = None
        self._head = Text(theme, size=HEADLINE, strong=True, wrap=True)
        self._head.setObjectName("list-headline")
        self._reading, self._orders = ReadingView(theme), DateOrders(theme)
        self.problems, self._types = ProblemsView(theme), TypeWords(theme)
        self._mapping, self._map = MappingView(theme), SheetMap(theme)
        self._scale, self._scale_host = PickBox(), QWidget()
        self._scale.setObjectName("scale")
        self._scale.activated.connect(self._on_scale)
        self._rest = QVBoxLayout()
        self._rest.setSpacing(theme.px(8))
        self._drop = plain_button(
            say("Ignore the remembered settings"), name="mapping-drop", look="link"
        )
        self._drop.clicked.connect(self.earlier_dropped)
        self._parts = (self._reading, self._orders, self.problems, self._types, self._mapping)
        for part in self._parts:
            part.wanted.connect(self.wanted)
        self._build_layout()

    def show_reading(self, read: ListRead) -> None:
        """Show a reading, and the options that led to it."""
        reading = read.reading
        self._read = read
        self._head.setText(
            say("{accepted:,} of {rows:,} rows accepted", accepted=len(reading.cases),
                rows=reading.rows)
        )  # fmt: skip
        for part in self._parts:
            part.show_reading(read)
        self._drop.setVisible(read.options.earlier != NO_MAPPING)
        self._show_scales(read)
        self._map.show_reading(reading)
        clear(self._rest)
        self._add_types(read)
        notices = [notice for notice in reading.notices if notice.code not in _SHOWN_ELSEWHERE]
        left_out = [notice_words(n) for n in notices if n.code in _LEFT_OUT]
        if reading.header_row > 1:
            above = say("Text above the headings in row {row} was left out.",
                        row=reading.header_row)  # fmt: skip
            left_out.insert(0, above)
        self._add_sentences(say("Also left out"), left_out)
        rest = [notice_words(notice) for notice in notices if notice.code not in _LEFT_OUT]
        self._add_sentences(say("Please note"), rest)

    def focus_first(self) -> None:
        """Put the focus on what keeps the way shut: a question, a problem, else the columns."""
        wanted = (self._orders, self.problems, self._mapping)
        asking = next(part for part in wanted if part.isVisibleTo(self) or part is self._mapping)
        layout = asking.layout()
        stop = next(stops_in(layout), None) if layout is not None else None
        if stop is not None:
            stop.setFocus()

    def _show_scales(self, read: ListRead) -> None:
        reading = read.reading
        self._scale.clear()
        self._scale.addItem(say("Taken from the list"), "")
        for name in read.form.scales:
            self._scale.addItem(name, name)
        self._scale.setCurrentIndex(max(self._scale.findData(read.options.scale), 0))
        graded = Key("force_grade") in reading.mapping
        self._scale_host.setVisible(graded and bool(read.form.scales))

    def _on_scale(self) -> None:
        if self._read is not None:
            self.wanted.emit(
                replace(self._read.options, scale=str(self._scale.currentData() or ""))
            )

    def _add_types(self, read: ListRead) -> None:
        reading = read.reading
        if not reading.by_type:
            return
        self._add_heading(say("Cases by type"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.px(24))
        grid.setVerticalSpacing(self._theme.px(4))
        half = (len(reading.by_type) + 1) // 2
        for place, (code, count) in enumerate(reading.by_type.items()):
            row, side = place % half, 2 * (place // half)
            grid.addWidget(Text(self._theme, f"{count:,}", strong=True), row, side)
            label = localised(read.form.options[read.form.types][code].label)
            grid.addWidget(Text(self._theme, label, wrap=True), row, side + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self._rest.addLayout(grid)

    def _add_sentences(self, heading: str, sentences: list[str]) -> None:
        if sentences:
            self._add_heading(heading)
            for sentence in sentences:
                self._rest.addWidget(Text(self._theme, f"·  {sentence}", wrap=True))

    def _add_heading(self, words: str) -> None:
        self._rest.addSpacing(self._theme.px(8))
        self._rest.addWidget(Hairline(self._theme))
        self._rest.addWidget(Text(self._theme, words, size=LARGE, strong=True))

    def _build_layout(self) -> None:
        theme, px = self._theme, self._theme.px
        scale_column = QVBoxLayout(self._scale_host)
        scale_column.setContentsMargins(0, 0, 0, 0)
        self._scale.setMaximumWidth(px(320))
        scale_column.addLayout(
            labelled(
                theme,
                say("Scale of the force's own grades"),
                self._scale,
                say("Only grades on this form's scale are compared. Others are kept as written."),
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(12))
        for part in (self._head, self._reading, self._orders, self.problems, self._types):
            layout.addWidget(part)
        layout.addWidget(Hairline(theme))
        layout.addWidget(Text(theme, say("Columns"), size=LARGE, strong=True))
        about = say(
            "Samples are not shown for personal details, or for the force's own "
            "grades and comments."
        )
        layout.addWidget(Text(theme, about, size=SMALL, tone="quiet", wrap=True))
        layout.addWidget(self._mapping)
        layout.addWidget(self._scale_host)
        layout.addWidget(self._mapping_ways())
        layout.addWidget(Hairline(theme))
        layout.addWidget(Text(theme, say("Where each row went"), size=LARGE, strong=True))
        layout.addWidget(self._map)
        layout.addLayout(self._rest)

    def _mapping_ways(self) -> QWidget:
        host = QWidget()
        ways = FlowLayout(host, gap=self._theme.px(8))
        for words, name, asked in (
            (say("Save these settings…"), "mapping-keep", self.mapping_kept),
            (say("Load saved settings…"), "mapping-give", self.mapping_given),
        ):
            button = plain_button(words, name=name, look="link")
            button.clicked.connect(asked)
            ways.addWidget(button)
        ways.addWidget(self._drop)
        return host

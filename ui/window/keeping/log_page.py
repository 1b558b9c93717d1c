"""The log as a table, newest first: who did what to which case, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.domain.action import KINDS
from reviewer.domain.event import Event
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.log_names import kind_name
from reviewer.domain.log_sentences import sentences
from reviewer.domain.times import long_second
from ui.window.parts.buttons import plain_button
from ui.window.parts.layouts import BesideLayout, FlowLayout, width_for
from ui.window.parts.page import LEAST_TITLE, JobLine
from ui.window.parts.pick_field import PickBox
from ui.window.parts.records import RecordColumn, RecordTable
from ui.window.parts.text import Text
from ui.window.theme import SMALL, TITLE, Theme
from ui.window.words import counted, localised, say, tooltip

HIGH: Final = 360
"""Pixels at 100% from which there is room to say what the log is."""


class LogPage(QWidget):
    """Filled by `show_events`; what is typed filters by case, the list by what was done.

    `export_asked` says that all of it is wanted in a file.
    """

    export_asked = Signal()

    def __init__(self, theme: Theme, form: Form) -> None:
        super().__init__()
        self._theme = theme
        self._form = form
        self._events: tuple[Event, ...] = ()
        self._details: dict[int, str] = {}
        self.setObjectName("log-page")
        self.job = JobLine(theme)
        self._case = QLineEdit()
        self._case.setObjectName("log-case")
        self._case.setPlaceholderText(say("Case, such as 0042"))
        self._case.setAccessibleName(say("Show only this case"))
        self._case.setClearButtonEnabled(True)
        self._case.textChanged.connect(self._filter)
        self._action = PickBox()
        self._action.setObjectName("log-action")
        self._action.setAccessibleName(say("Show only this kind of entry"))
        self._action.addItem(say("Everything"), "")
        for kind in KINDS:
            self._action.addItem(str(kind_name(kind)).capitalize(), kind)
        self._action.activated.connect(self._filter)
        self._count = Text(theme, size=SMALL, tone="quiet")
        self._count.setObjectName("log-count")
        self.table: RecordTable[Event] = RecordTable(
            theme,
            say("Log, newest first"),
            (
                RecordColumn(title=say("No."), text=lambda e: f"{e.seq:,}", right=True, width=72),
                RecordColumn(title=say("When"), text=_when, sort=lambda e: e.seq),
                RecordColumn(title=say("Who"), text=lambda e: e.actor),
                RecordColumn(title=say("What"), text=lambda e: str(kind_name(e.action.name))),
                RecordColumn(title=say("Case"), text=lambda e: e.case),
                RecordColumn(title=say("Detail"), text=self._detail, stretches=True),
            ),
        )
        self.table.setObjectName("log")
        self._build_layout()

    def show_events(self, events: Sequence[Event]) -> None:
        """Show the log; `events` come oldest first."""
        self._events = tuple(reversed(events))
        details = map(str, sentences(events, self._item_name))
        self._details = dict(zip((e.seq for e in events), details, strict=True))
        self._filter()

    def _filter(self) -> None:
        wanted, action = self._case.text().strip().casefold(), self._action.currentData()
        shown = [
            event
            for event in self._events
            if (not wanted or wanted in event.case.casefold())
            and (not action or event.action.name == action)
        ]
        self.table.fill(shown)
        all_ = len(self._events)
        words = counted(all_, "{n:,} entry", "{n:,} entries")
        if len(shown) != all_:
            words = say("{n:,} of {all:,} entries", n=len(shown), all=all_)
        self._count.setText(words)

    def _detail(self, event: Event) -> str:
        return self._details.get(event.seq, "")

    def _item_name(self, key: Key) -> str:
        item = self._form.items.get(key)
        return f"{key}  {localised(item.label)}" if item is not None else key

    def _build_layout(self) -> None:
        px = self._theme.px
        title, sifting, head = QWidget(), QWidget(), QWidget()
        line = QHBoxLayout(title)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Text(self._theme, say("Log"), size=TITLE, strong=True))
        line.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        both = BesideLayout(head, least=px(LEAST_TITLE), gap=px(8))
        both.addWidget(title)
        both.addWidget(sifting)
        flow = FlowLayout(sifting, gap=px(8))
        self._case.setFixedWidth(width_for(self._case, px(200)))
        self._action.setMinimumWidth(px(180))
        export = plain_button(say("Export…"), name="log-export")
        export.setToolTip(tooltip(say("Save the whole log as a table")))
        export.clicked.connect(self.export_asked)
        for part in (self._case, self._action, export):
            flow.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(32), px(24), px(32), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(head)
        words = say(
            "Entries cannot be changed or removed, because each contains the "
            "hash of the one before. When text is redacted, an entry says so."
        )
        self._about = Text(self._theme, words, tone="quiet", wrap=True)
        layout.addWidget(self._about)
        layout.addWidget(self.job)
        layout.addWidget(self.table, 1)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Leave a low window to the entries."""
        super().resizeEvent(event)
        self._about.setVisible(self.height() >= self._theme.px(HIGH))


def _when(event: Event) -> str:
    return long_second(event.at)

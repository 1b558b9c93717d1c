"""The question that a column of dates may leave open: which of 03/04 is the day."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer.domain.ids import Key
from reviewer.domain.list_options import DateOrder
from reviewer.domain.list_reading import ListReading
from ui.operations.lists import ListRead
from ui.window.parts.choices import Choices
from ui.window.parts.layouts import clear
from ui.window.parts.panel import Hairline
from ui.window.parts.text import Text
from ui.window.theme import LARGE, Theme
from ui.window.words import say


class DateOrders(QWidget):
    """Asks once for each column; `wanted` carries the options with the answer."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._read: ListRead | None = None
        self._asked: dict[Key, Choices] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(8))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(Hairline(theme))
        title = say("Does the day or the month come first?")
        layout.addWidget(Text(theme, title, size=LARGE, strong=True))
        layout.addLayout(self._lines)

    def show_reading(self, read: ListRead) -> None:
        """Ask for each column in which nothing says it, or both is there."""
        reading = read.reading
        self._read = read
        asked = read.dates_in_doubt
        if asked != list(self._asked):  # else the buttons stay, and the focus with them
            clear(self._lines)
            self._asked = {key: self._ask(reading, key) for key in asked}
        for key, choices in self._asked.items():
            choices.put(read.options.dates.get(key, ""))
        self.setVisible(bool(asked))

    def _ask(self, reading: ListReading, key: Key) -> Choices:
        header = reading.mapping[key]
        samples = next((c.samples for c in reading.columns if c.key == key), ())
        words = say("The dates in “{column}” can be read both ways", column=header)
        shown = f"{words}: {' · '.join(samples)}" if samples else f"{words}."
        choices = Choices(
            self._theme,
            header,
            ((DateOrder.DAY_FIRST, say("Day first: 03/04 is 3 April")),
             (DateOrder.MONTH_FIRST, say("Month first: 03/04 is 4 March"))),
        )  # fmt: skip
        choices.setObjectName(f"order-{key}")
        choices.chosen.connect(lambda order: self._on_chosen(key, order))
        self._lines.addWidget(Text(self._theme, shown, wrap=True))
        self._lines.addWidget(choices)
        return choices

    def _on_chosen(self, key: Key, order: str) -> None:
        if self._read is not None:
            self.wanted.emit(self._read.options.with_order(str(key), DateOrder(order)))

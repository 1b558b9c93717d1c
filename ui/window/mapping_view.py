"""Which column of a force's list is which: a choice for each key, and samples beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from reviewer.domain.case import LIST_KEYS
from reviewer.domain.ids import Key
from reviewer.intake.findings import ListColumn
from reviewer.intake.mapping import MANDATORY
from ui.window.buttons import plain_button
from ui.window.field import StillComboBox
from ui.window.list_words import key_words
from ui.window.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import counted, say

SAMPLE_LENGTH = 28
"""Characters of a sample: enough to know a column by."""


class MappingView(QWidget):
    """`changed` carries a key and the column chosen for it, empty for none."""

    changed = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._boxes: dict[Key, StillComboBox] = {}
        self._samples: dict[Key, Text] = {}
        self._lines: dict[Key, tuple[QWidget, ...]] = {}
        self._open = False
        self._more = plain_button("", name="more-keys", look="link")
        self._more.clicked.connect(self._turn)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(2, 1)
        for row, key in enumerate(LIST_KEYS):
            self._add_line(grid, row, key)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(grid)
        layout.addWidget(self._more)

    def show_columns(self, columns: Sequence[ListColumn]) -> None:
        """Show how the columns are taken; what a person may still choose stands in each list."""
        by_key = {column.key: column for column in columns if column.key}
        for key, box in self._boxes.items():
            column = by_key.get(key)
            _fill(box, columns, column)
            samples = [_short(sample) for sample in column.samples] if column else []
            self._samples[key].setText("   ".join(samples))
            missing = key in MANDATORY and column is None
            self._samples[key].tint("inadequate" if missing else "quiet")
            if missing:
                self._samples[key].setText(say("Needed: choose its column."))
        self._show_lines()

    def _add_line(self, grid: QGridLayout, row: int, key: Key) -> None:
        words = key_words(key)
        label = Text(self._theme, words, strong=key in MANDATORY)
        box = StillComboBox()
        box.setObjectName(f"map-{key}")
        box.setAccessibleName(say("Column of: {key}", key=words))
        box.setMinimumWidth(self._theme.px(240))
        box.setMaximumWidth(self._theme.px(300))
        box.activated.connect(lambda _, key=key: self._on_chosen(key))
        samples = Text(self._theme, size=SMALL, tone="quiet")
        samples.setObjectName(f"samples-{key}")
        samples.setMinimumWidth(1)
        for place, part in enumerate((label, box, samples)):
            grid.addWidget(part, row, place)
        self._boxes[key], self._samples[key] = box, samples
        self._lines[key] = (label, box, samples)

    def _on_chosen(self, key: Key) -> None:
        self.changed.emit(str(key), str(self._boxes[key].currentData() or ""))

    def _turn(self) -> None:
        self._open = not self._open
        self._show_lines()

    def _show_lines(self) -> None:
        hidden = 0
        for key, parts in self._lines.items():
            taken = bool(self._boxes[key].currentData())
            shown = taken or key in MANDATORY or self._open
            hidden += not (taken or key in MANDATORY)
            for part in parts:
                part.setVisible(shown)
        words = counted(
            hidden, "Show {n} key this list does not have", "Show {n} keys this list does not have"
        )
        self._more.setText(say("Show fewer keys") if self._open else words)
        self._more.setVisible(bool(hidden))


def _fill(box: StillComboBox, columns: Sequence[ListColumn], chosen: ListColumn | None) -> None:
    box.clear()
    box.addItem(say("– not in the list –"), "")
    for column in columns:
        twice = sum(other.header == column.header for other in columns) > 1
        name = f"column {column.letter}" if twice else column.header
        box.addItem(column.header if not twice else f"{column.header} ({column.letter})", name)
        if column is chosen:
            box.setCurrentIndex(box.count() - 1)


def _short(sample: str) -> str:
    return sample if len(sample) <= SAMPLE_LENGTH else sample[: SAMPLE_LENGTH - 1] + "…"
